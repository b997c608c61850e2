"""Documents, sources, groups, delegations and what ties them."""

from positions.casefiles.fields import Field
from positions.model import RIGHTS

__all__ = ["WHO_FIELDS", "marking_field", "note_field", "source_field"]

NONE: tuple[object, ...] = ()
DOCUMENT_KINDS = ("cable", "report", "draft", "agreed", "statement", "assumption", "fiction")


def marking_field(owner: str, meaning: str) -> Field:
    """Return the row of a marking; it is never optional unless something else gives it."""
    return Field(owner, "marking", "marking", meaning, "marking: U")


def source_field(owner: str, meaning: str = "The passage that says so.") -> Field:
    """Return the row of a source."""
    example = "source: {document: summary, paragraph: 4, marking: U}"
    return Field(owner, "source", "object", meaning, example, of="source")


def note_field(owner: str) -> Field:
    """Return the row of a note."""
    return Field(owner, "note", "text", "Anything worth keeping.", "note: name differs in the list of participants", "")


WHO_FIELDS: tuple[Field, ...] = (
    Field("document", "title", "text", "Its title.", "title: Summary of the first reading"),
    marking_field("document", "The highest marking of anything in it."),
    Field("document", "reference", "text", "Symbol or number.", "reference: CTOC/COP/WG.4/2010/6", ""),
    Field("document", "kind", "choice", "What it is.", "kind: report", "report", choices=DOCUMENT_KINDS),
    Field("document", "date", "date", "Its date.", "date: 2010-02-17", ""),
    note_field("document"),
    #
    Field("source", "document", "reference", "The document.", "document: summary", of="document"),
    marking_field("source", "The marking of this passage, not of the whole document."),
    Field("source", "paragraph", "text", "Paragraph or page.", "paragraph: 5", ""),
    Field("source", "date", "date", "When it was said, if not the document's date.", "date: 2010-01-28", ""),
    Field("source", "quote", "text", "The words themselves.", 'quote: "cannot accept any mention"', ""),
    note_field("source"),
    Field(
        "source",
        "told_in_confidence",
        "boolean",
        "Another government said so in confidence; it never leaves in a release.",
        "told_in_confidence: true",
        False,
    ),
    #
    Field("group", "name", "text", "Its name.", "name: Group of 77 and China"),
    note_field("group"),
    #
    Field("delegation", "name", "text", "Its name.", "name: Norway"),
    marking_field("delegation", "The marking of what is said about it here (influence, resolve, note)."),
    Field(
        "delegation",
        "iso3",
        "text",
        "Three-letter code, the label in charts and tables.",
        "iso3: NOR",
        "",
        pattern="[A-Z]{3}",
        pattern_hint="three capital letters (ISO 3166-1 alpha-3)",
    ),
    Field(
        "delegation", "groups", "reference", "The groups it belongs to.", "groups: [g77]", NONE, of="group", many=True
    ),
    Field(
        "delegation",
        "influence",
        "number",
        "Political weight: how much company it is to others.",
        "influence: 1.5",
        1.0,
        unit="1 = an ordinary delegation",
        low=0,
    ),
    Field(
        "delegation",
        "resolve",
        "number",
        "How well it bears isolation: 1 = does not mind standing alone.",
        "resolve: 0.7",
        0.5,
        low=0,
        high=1,
    ),
    Field(
        "delegation",
        "right",
        "choice",
        "Its right in the room. Observers and the secretariat can neither object nor join.",
        "right: observer",
        "party",
        choices=RIGHTS,
    ),
    note_field("delegation"),
    #
    Field("association", "follower", "reference", "Who follows.", "follower: sund", of="delegation"),
    Field("association", "leader", "reference", "Whom it follows.", "leader: vesterland", of="delegation"),
    Field(
        "association",
        "weight",
        "number",
        "How much the leader's objection adds to the follower's own grievance.",
        "weight: 0.3",
        unit="grievance",
        low=0,
        high=1,
    ),
    Field(
        "association",
        "issues",
        "reference",
        "The issues it holds for; none named = all.",
        "issues: [fees]",
        NONE,
        of="issue",
        many=True,
    ),
    source_field("association"),
    note_field("association"),
    #
    Field("tie", "delegation", "reference", "Who listens.", "delegation: sund", of="delegation"),
    Field("tie", "towards", "reference", "Who tables.", "towards: norhavn", of="delegation"),
    Field(
        "tie",
        "goodwill",
        "number",
        "1 = a text is welcome because of who tables it; below 0 it is heard worse for it.",
        "goodwill: -0.4",
        low=-1,
        high=1,
    ),
    source_field("tie"),
    note_field("tie"),
    #
    Field("note", "text", "text", "The note itself.", "text: Paragraph 1 names ten states, paragraph 12 eleven."),
    Field(
        "note",
        "about",
        "reference",
        "The issues, delegations, groups or documents it is about.",
        "about: [fees, sund]",
        NONE,
        of="id",
        many=True,
    ),
    source_field("note", "Where it shows."),
)
