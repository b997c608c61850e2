"""How the decision on an issue ended, kept apart from any forecast."""

from dataclasses import dataclass
from typing import Annotated

from positions.model.fields import Field, NoteText
from positions.model.sources import Passage

__all__ = ["EVIDENCE", "KINDS", "NO_TEXT", "OTHER", "LastTime", "Outcome", "outcome_kind"]

# fmt: off
# each field in a line or two, as in a table

NO_TEXT = "no_text"
OTHER = "other"  # in a file: a wording stands that the case does not know
KINDS = ("adopted", "weakened", "forwarded", "none")
EVIDENCE = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class LastTime:
    """How the question ended at an earlier meeting of the series."""

    meeting: Annotated[str, Field("The meeting: one of meeting.series.", "harbour_talks_2029", type="id")]
    kind: Annotated[str, Field(
        "How it ended there: as tabled or stronger, another text, to a later session, nothing.", "forwarded",
        choices=KINDS)]
    source: Passage
    objectors: Annotated[tuple[str, ...], Field(
        "The delegations that the record names as having held out there.", "[sund]", of="delegation")] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, kept apart from any forecast.

    ``wording`` is one of the issue's wordings, or ``no_text`` when none of them stands; then ``other`` holds the text
    if there is one that the case does not know. ``kind`` is ``""`` where the record does not say how it ended
    (``decided`` is false), and one of ``KINDS`` everywhere else.
    """

    wording: Annotated[str, Field(
        "The wording that stands, no_text, or other with its text under other.", "half_step",
        of="wording, no_text or other",
        filled_from="the one ambitious wording when that was adopted; otherwise no_text")]
    code: Annotated[str, Field("The outcome in the coder's own word.", "compromise", filled_from="the kind")]
    ambitious_adopted: Annotated[bool, Field(
        "Whether the ambitious text was adopted.", "false", filled_from="whether the kind is adopted")]
    text_adopted: Annotated[bool, Field(
        "Whether any text was adopted.", "true", filled_from="whether the kind is adopted or weakened")]
    source: Passage
    evidence: Annotated[str, Field(
        "How well the record shows it. Any other text is kept as a note.", "high", choices=EVIDENCE, other_text=True
    )] = ""
    decided: Annotated[bool, Field(
        "False when the record does not say how it ended; then reason (or note) says why.", "true")] = True
    note: NoteText = ""
    kind: Annotated[str, Field(
        "How it ended: as tabled or stronger, another text, to a later session or another body, nothing.", "weakened",
        choices=KINDS, filled_from="wording, code and the two answers")] = ""
    other: Annotated[str, Field("The text that stands, where the case does not know it.", "Fees are noted.")] = ""
    objectors: Annotated[tuple[str, ...], Field(
        "The delegations that the record names as having held out.", "[sund]", of="delegation")] = ()
    with_: Annotated[tuple[str, ...], Field(
        "Other issues that stood or fell together with this one.", "[dues]", of="issue")] = ()
    date: Annotated[str, Field("When it was decided.", "2030-05-08", type="date")] = ""
    reason: Annotated[str, Field("Why it counts as not decided.", "the summary does not name the item")] = ""

    @property
    def stands(self) -> str:
        """The wording that stands: an id, ``no_text``, or ``other`` for a text that the case does not know."""
        return OTHER if self.wording == NO_TEXT and self.other else self.wording


def outcome_kind(
    wording: str, code: str, ambitious_adopted: bool, ambitious: tuple[str, ...], text_adopted: bool
) -> str:
    """Return the kind of an outcome that was recorded without one.

    Parameters
    ----------
    wording : str
        The wording that stands, ``no_text`` or ``other``.
    code : str
        The coder's own word.
    ambitious_adopted, text_adopted : bool
        As recorded.
    ambitious : tuple of str
        The issue's ambitious wordings.

    Examples
    --------
    >>> outcome_kind("strong", "adopted", True, ("strong",), True)
    'adopted'
    >>> outcome_kind("half", "compromise", False, ("strong",), True)
    'weakened'
    >>> outcome_kind("no_text", "forwarded in brackets", False, ("strong",), False)
    'forwarded'
    >>> outcome_kind("no_text", "blocked", False, ("strong",), False)
    'none'
    """
    if ambitious_adopted and wording in ambitious:
        return "adopted"
    if wording != NO_TEXT and text_adopted:
        return "weakened"
    return "forwarded" if code.casefold().startswith("forward") else "none"
