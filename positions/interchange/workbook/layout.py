"""Which sheets a workbook has and which columns: made from the fields of the records, so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from positions.casefiles.table import OBJECTS
from positions.model import Field

__all__ = [
    "BANNER_ROW",
    "FIRST_ROW",
    "HEAD_ROW",
    "LEGEND",
    "MARK_COLUMN",
    "MATRIX",
    "MATRIX_BEFORE",
    "NOTHING_LISTED",
    "SHEETS",
    "Column",
    "Field",
    "Key",
    "Sheet",
]

BANNER_ROW = 1  # the marking of the whole sheet
HEAD_ROW = 3  # names of the columns
FIRST_ROW = 4  # the first row that is filled in
LEGEND, MATRIX, MATRIX_BEFORE = "Legend", "Matrix", "Matrix as exported"  # sheets that hold no part of a case
MARK_COLUMN = "mark"  # the portion mark, written by the program and read by people only
NOTHING_LISTED = "[]"  # a list that is given and empty, where leaving it out would mean something else


@dataclass(frozen=True, slots=True)
class Key:
    """A step of a path that stands in a column: an id of an ``of``; ``new``: the row's object gets it."""

    column: str
    of: str
    new: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``path`` leads from the row's object to the value, ``part`` names an end of an interval or band."""

    name: str
    field: Field | None  # None for a key
    path: tuple[str, ...] = ()
    part: str = ""
    key: Key | None = None

    @property
    def holds_text(self) -> bool:
        """Whether its cells are texts for a spreadsheet program: all that is no number and no truth."""
        numbers = ("number", "integer", "interval", "band", "boolean")
        return self.field is None or self.field.many or bool(self.field.keys) or self.field.type not in numbers


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    title : str
        As on its tab.
    owner : str
        Which object a row is, as in the field table.
    path : tuple of (str or Key)
        Where the object stands in the case. A sheet of what two kinds of objects have (red lines) has a second
        path, taken when the key ``other_if`` is filled in.
    listed : bool
        The object is an entry of a list.
    upright : bool
        One object, its fields below each other.
    """

    title: str
    owner: str
    path: tuple[str | Key, ...]
    says: str
    listed: bool = False
    upright: bool = False
    other: tuple[str | Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The key columns, in order."""
        steps = (step for step in (*self.path, *self.other) if isinstance(step, Key))
        return tuple({step.column: step for step in steps}.values())

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that are filled in: keys, then fields."""
        keys = tuple(Column(key.column, None, key=key) for key in self.keys)
        return keys + tuple(column for field in OBJECTS[self.owner] for column in _columns(field, ()))


def _columns(field: Field, above: tuple[str, ...]) -> tuple[Column, ...]:
    path = (*above, field.name)
    name = ".".join(path)
    if field.type == "object":
        single = not field.many and not field.keys and field.of == "source"
        return tuple(c for inner in OBJECTS[field.of] for c in _columns(inner, path)) if single else ()
    parts = {"interval": ("low", "high"), "band": ("low", "mid", "high")}.get(field.type)
    if parts:
        return tuple(Column(f"{name}.{part}", field, path, part) for part in parts)
    return (Column(name, field, path),)


ISSUE = Key("issue", "issue")
CLAUSE = Key("clause", "clause")
PLAN = Key("plan", "plan")
WHO = Key("delegation", "delegation", optional=True)
SILENT = Key("silent", "silent", optional=True)


def _new(name: str) -> Key:
    return Key(name, name, new=True)


def _of_plan(title: str, owner: str, field: str, says: str) -> Sheet:
    return Sheet(title, owner, ("plans", PLAN, field), says, listed=True)


SHEETS: tuple[Sheet, ...] = (
    Sheet("Meeting", "meeting", ("meeting",), "The meeting. Fill in the second column.", upright=True),
    Sheet("Follow-ups", "follow_up", ("meeting", "follow_ups"), "Later dates of the same questions.", listed=True),
    Sheet("Series", "earlier_meeting", ("meeting", "series"), "Meetings that came before.", listed=True),
    Sheet("Codes", "code_numbers", ("codes",), "What codes mean in numbers, where not as usual.", listed=True),
    Sheet("Documents", "document", ("documents", _new("document")), "Sources: what statements are read from."),
    Sheet("Groups", "group", ("groups", _new("group")), "Standing groups. Membership is no stance."),
    Sheet("Delegations", "delegation", ("delegations", _new("delegation")), "Who takes part."),
    Sheet("Issues", "issue", ("issues", _new("issue")), "The questions on the agenda."),
    Sheet("Ladder", "rung", ("issues", ISSUE, "ladder"), "What points of an issue's ladder mean.", listed=True),
    Sheet(
        "Clauses",
        "clause",
        ("issues", ISSUE, "clauses", _new("clause")),
        "The slots of the text, in its order. An issue with a draft and none here takes them from the draft.",
    ),
    Sheet(
        "Options",
        "option",
        ("issues", ISSUE, "clauses", CLAUSE, "options", _new("option")),
        "The ways to fill a slot. No strength: the lexicon reads it.",
    ),
    Sheet(
        "Only with",
        "companion",
        ("issues", ISSUE, "clauses", Key("in_clause", "clause"), "options", Key("in_option", "option"), "only_with"),
        "What must stand in another clause for an option to make sense.",
        listed=True,
    ),
    Sheet("Wordings", "wording", ("issues", ISSUE, "wordings", _new("wording")), "Named choices of options."),
    Sheet("Last time", "last_time", ("issues", ISSUE, "last_time"), "How it ended before.", listed=True),
    Sheet("Drafts", "draft_version", ("issues", ISSUE, "drafts"), "States of the text, kept.", listed=True),
    Sheet(
        "Silent",
        "silent",
        ("issues", ISSUE, "silent", _new("silent")),
        "What delegations that said nothing are ASSUMED to hold.",
    ),
    Sheet("Talks", "talk", ("issues", ISSUE, "talks"), "Private consultations, planned or recorded.", listed=True),
    Sheet("Outcomes", "outcome", ("issues", ISSUE, "outcome"), "What happened. Never used for a forecast."),
    Sheet(
        "Stances",
        "stance",
        ("stances", ISSUE, Key("delegation", "delegation", new=True)),
        "What each delegation holds. A row that is not there is unknown, never zero.",
    ),
    Sheet(
        "Red lines",
        "red_line",
        ("stances", ISSUE, WHO, "red_lines"),
        "Options a delegation will not have. Name the delegation, or the silent seats.",
        listed=True,
        other=("issues", ISSUE, "silent", SILENT, "red_lines"),
    ),
    Sheet(
        "Demands",
        "demand",
        ("stances", ISSUE, WHO, "demands"),
        "Clauses in which it must see one of some options. Name the delegation, or the silent seats.",
        listed=True,
        other=("issues", ISSUE, "silent", SILENT, "demands"),
    ),
    Sheet(
        "Believed",
        "believed",
        ("believed", ISSUE, Key("delegation", "delegation", new=True)),
        "What it is believed to hold, beside what it says on the sheet Stances. Marked no lower.",
    ),
    *(
        Sheet(
            f"Believed {what}",
            owner,
            ("believed", ISSUE, WHO, field),
            f"The {what} of a believed reading.",
            listed=True,
        )
        for what, owner, field in (("red lines", "red_line", "red_lines"), ("demands", "demand", "demands"))
    ),
    Sheet("Statements", "statement", ("statements",), "What was said. Stances follow from it.", listed=True),
    Sheet("Associations", "association", ("associations",), "Who stands with whose objections.", listed=True),
    Sheet("Ties", "tie", ("ties",), "How one hears what another tables.", listed=True),
    Sheet("Notes", "note", ("notes",), "What is worth keeping and is no stance.", listed=True),
    Sheet("Plans", "plan", ("plans", _new("plan")), "Bilateral action plans."),
    _of_plan("Asks", "ask", "asks", "Measures that a plan asks for."),
    _of_plan("Deadlines", "deadline", "deadlines", "Dates of a plan."),
    _of_plan("Statistics", "statistic", "statistics", "Categories of figures."),
    _of_plan("Incentives", "incentive", "incentives", "What is held out."),
    _of_plan("Talking points", "talking_point", "talking_points", "Sentences to say."),
    _of_plan("Links", "link", "links", "Your own assertion that an ask bears on a stance."),
    Sheet("Parameters", "parameter", ("parameters", _new("parameter")), "Changes to the game's parameters."),
)
