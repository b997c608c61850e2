"""An issue: its ladder, the text that is being negotiated, and what stands if nothing is agreed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from positions.markings import Marking
from positions.model.delegation import MOST_INFLUENCE, GroupIds
from positions.model.fields import Field, NoteText
from positions.model.outcome import LastTime, Outcome
from positions.model.sources import Passage
from positions.model.stance import Acceptance, Confidence, Demands, Ideal, RedLines, Salience

__all__ = [
    "MOST_SEATS",
    "Clause",
    "Companion",
    "DraftVersion",
    "Issue",
    "Option",
    "Rung",
    "SilentSeats",
    "Talk",
    "Wording",
]

# fmt: off
# each field in a line or two, as in a table

WORDING_KINDS = ("proposal", "chair", "agreed_language", "sister_text", "compromise", "candidate")
MOST_SEATS = 2_000  # silent seats of an issue; the largest meetings of states and others have some 1,500 members

Band: TypeAlias = tuple[float, float, float]


def join_text(pieces: Iterable[str]) -> str:
    """Join pieces of a text: one space between them, none before closing punctuation, no doubled punctuation.

    An empty line at the edge of a piece stays a paragraph break.

    >>> join_text(["Urges States", "", ", as appropriate,", ", to act", "."])
    'Urges States, as appropriate, to act.'
    >>> join_text(["One.", "\\n\\nTwo", ", where possible,", "."])
    'One.\\n\\nTwo, where possible.'
    """
    text = " ".join(piece for piece in pieces if piece)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?\n\s*", "\n\n", text)
    text = re.sub(r"\s+([,.;:)])|(\()\s+", r"\1\2", text)
    text = re.sub(r",(?=[,.;])", "", text)
    return text.strip()


@dataclass(frozen=True, slots=True)
class Rung:
    """A point of the ladder, in words."""

    at: Annotated[float, Field("Where on the ladder.", "0.5", unit="ladder", low=0, high=1)]
    meaning: Annotated[str, Field("What it means there.", "fees rise with prices")]


@dataclass(frozen=True, slots=True)
class Companion:
    """What must stand in another clause for an option to make sense."""

    clause: Annotated[str, Field("The other clause.", "duty", of="clause")]
    options: Annotated[tuple[str, ...], Field(
        "One of these stands there.", "[shall, may]", of="option", fewest=1, release="some")]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a clause.

    ``strength`` is ``(low, mid, high)`` on the ladder; ``read_by`` says who gave it: ``author`` or ``lexicon``.
    Wordings that break ``only_with`` are not text and are never proposed; a clause that is not named there is free.
    """

    id: str
    text: Annotated[str, Field(
        'The words that stand in the text; "" when the clause is left out.', '"may raise fees"', may_be_empty=True)]
    strength: Annotated[Band, Field(
        "How far up the ladder it goes: one number, or [low, mid, high] when that is disputed.", "[0.3, 0.4, 0.6]",
        unit="ladder", low=0, high=1, filled_from="the lexicon of verbs and qualifiers")]
    read_by: str = "author"
    owner: Annotated[tuple[str, ...], Field("Whose bracket it is.", "[sund]", of="delegation")] = ()
    only_with: Annotated[tuple[Companion, ...], Field(
        "What must stand in other clauses for the text to make sense.", "[{clause: duty, options: [shall, may]}]",
        release="all")] = ()
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A slot of the text, with the ways to fill it."""

    id: str
    options: Annotated[Mapping[str, Option], Field(
        "The ways to fill it.", "{as_now: {text: Fees stay., strength: 0}}", fewest=1)]
    weight: Annotated[float, Field(
        "How much it counts for the ladder position of a wording; 0 for running text.", "2", low=0,
        high=MOST_INFLUENCE)] = 1.0
    title: Annotated[str, Field("What the slot is about.", "The fee")] = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A named choice of one option for each clause.

    In the record ``choice`` is complete, and ``position`` is None unless the author overrides the sum over clauses.
    """

    id: str
    title: Annotated[str, Field("Its name in tables and charts.", "Chair's text")]
    kind: Annotated[str, Field("What it is.", "chair", choices=WORDING_KINDS)]
    choice: Annotated[Mapping[str, str], Field(
        "One option for each clause that has several.", "{fee: as_now}", of="option", keys=("clause",))]
    marking: Annotated[Marking, Field("Its marking.", "SBU", filled_from="the issue's marking")]
    position: Annotated[Band | None, Field(
        "Its place on the ladder, when the sum over clauses does not say it.", "0.4", unit="ladder", low=0, high=1,
        filled_from="the weighted strengths of its options")] = None
    tabled_by: Annotated[str, Field("Who tables it.", "sund", of="delegation")] = ""
    drafted_by: Annotated[str, Field("Who wrote it.", "norhavn", of="delegation")] = ""
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class SilentSeats:
    """What delegations that said nothing are *assumed* to hold. An assumption, and shown as one everywhere."""

    id: str
    title: Annotated[str, Field("Who they are, in words.", "The rest of the room")]
    seats: Annotated[int, Field("How many delegations that are not named in the case.", "40", low=0, high=MOST_SEATS)]
    ideal: Ideal
    acceptance: Acceptance
    salience: Salience
    reason: Annotated[str, Field("Why this is assumed.", "nobody else took the floor")]
    marking: Annotated[Marking, Field("The marking of the assumption.", "U")]
    covers_named: Annotated[bool, Field(
        "It also holds for delegations of the case that have no stance on this issue. Otherwise they are unknown.",
        "true")] = False
    influence: Annotated[float, Field("Political weight of each seat.", "1", low=0, high=MOST_INFLUENCE)] = 1.0
    resolve: Annotated[float, Field("How well each bears isolation.", "0.3", low=0, high=1)] = 0.3
    mobility: Annotated[float, Field("How far a private talk moves them.", "0.5", low=0, high=1)] = 0.5
    groups: GroupIds = ()
    red_lines: RedLines = ()
    demands: Demands = ()
    confidence: Annotated[Confidence, Field("As for a stance.", "assumed")] = Confidence.ASSUMED


@dataclass(frozen=True, slots=True)
class Talk:
    """A private consultation: `by` sees `target` about the issue."""

    by: Annotated[str, Field("Who sees the other.", "norhavn", of="delegation")]
    target: Annotated[str, Field("Who is seen.", "sund", of="delegation")]
    source: Passage
    recorded: Annotated[bool, Field("It took place and is on record.", "true")] = False
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A state of the bracketed text that was on the table from a date on."""

    date: Annotated[str, Field("Since when.", "2030-05-06", type="date")]
    text: Annotated[str, Field("The bracketed text.", '"Ports [may / shall] raise fees [by half]."')]
    marking: Annotated[Marking, Field("Its marking.", "SBU", filled_from="the issue's marking")]
    title: Annotated[str, Field("What it is called.", "Rev.1")] = ""
    document: Annotated[str, Field("The document it stands in.", "rev_1", of="document")] = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One agenda question: its ladder, its text, what stands if nothing is agreed."""

    id: str
    title: Annotated[str, Field("Short title.", "Harbour fees")]
    marking: Annotated[Marking, Field("The marking of the issue's texts; wordings take it over.", "U")]
    ladder: Annotated[tuple[Rung, ...], Field(
        "What points of the ladder mean: 0 = nothing beyond what binds everyone, 1 = the most ambitious text.",
        "[{at: 0, meaning: fees stay}, {at: 1, meaning: fees double}]", fewest=1)]
    clauses: Annotated[Mapping[str, Clause], Field(
        "The slots of the text, in the order of the text.",
        "{fee: {options: {as_now: {text: Fees stay., strength: 0}}}}", filled_from="the brackets of the draft",
        fewest=1)]
    wordings: Annotated[Mapping[str, Wording], Field(
        "Named choices of one option for each clause.",
        "{chair_text: {title: Chair's text, kind: chair, choice: {fee: as_now}}}", fewest=1)]
    tabled: Annotated[str, Field("The wording on the table.", "chair_text", of="wording")]
    fallback: Annotated[str, Field(
        "What stands if nothing is agreed: a wording, or no_text.", "no_text", of="wording or no_text")]
    path: Annotated[tuple[str, ...], Field(
        "What the chair tries next, in this order.", "[half_step]", of="wording")] = ()
    ambitious: Annotated[tuple[str, ...], Field(
        "The wordings that carry the full ambition.", "[chair_text]", of="wording", filled_from="the tabled wording"
    )] = ()
    question: Annotated[str, Field("The question in a sentence.", "May fees rise?")] = ""
    agenda_item: Annotated[str, Field("Agenda item.", "3 (b)")] = ""
    documents: Annotated[tuple[str, ...], Field("Documents before the meeting.", "[summary]", of="document")] = ()
    draft: Annotated[str, Field(
        "The bracketed text; gives the clauses when none are given.", '"Ports [may / shall] raise fees [by half]."'
    )] = ""
    drafts: Annotated[tuple[DraftVersion, ...], Field(
        "States of the text with their dates, the one on the table last; kept for the history.",
        '[{date: 2030-05-06, text: "Ports [may / shall] raise fees."}]')] = ()
    rule: Annotated[str, Field("The decision rule.", "consensus", type="rule")] = "consensus"
    silent: Annotated[tuple[SilentSeats, ...], Field(
        "What delegations that said nothing are assumed to hold. Shown as an assumption everywhere.",
        "{rest: {title: The rest of the room, seats: 40, ideal: 0.4, …}}", keys=("id",))] = ()
    talks: Annotated[tuple[Talk, ...], Field(
        "Private consultations, planned or recorded.",
        "[{by: norhavn, target: sund, source: {document: summary, marking: U}}]")] = ()
    outcome: Annotated[Outcome | None, Field(
        "What happened. Never used to compute a forecast.",
        "{wording: half_step, source: {document: report, marking: U}, …}", filled_from="nothing: not known")] = None
    last_time: Annotated[tuple[LastTime, ...], Field(
        "How it ended at earlier meetings of the series, in their order.",
        "[{meeting: harbour_talks_2029, kind: forwarded, source: {document: summary, marking: U}}]")] = ()
    note: NoteText = ""
    must_decide: Annotated[bool, Field(
        "It cannot be forwarded to a later session: a budget, an election, the last session of a mandate.", "true"
    )] = False
    start: Annotated[str, Field("When its discussion begins, if not with the meeting.", "2030-05-07", type="date")] = ""
    date: Annotated[str, Field(
        "When it is to be decided, if not on the last day of the meeting.", "2030-05-08", type="date")] = ""

    def text(self, wording: str) -> str:
        """Return the full text of a wording: the chosen options in clause order, joined and tidied.

        An empty result means that the wording says nothing.
        """
        return self.compose(self.wordings[wording].choice)

    def compose(self, choice: Mapping[str, str]) -> str:
        """Return the text of any complete choice of options."""
        return join_text(self.clauses[k].options[choice[k]].text for k in self.clauses)

    def place_of(self, wording: str) -> float:
        """Return where a wording stands on the ladder, each option read at the middle of its band."""
        found = self.wordings[wording]
        if found.position is not None:
            return found.position[1]
        weights = sum(clause.weight for clause in self.clauses.values())
        return sum(c.weight * c.options[found.choice[k]].strength[1] for k, c in self.clauses.items()) / weights

    def makes_sense(self, choice: Mapping[str, str]) -> bool:
        """Whether every chosen option stands with options it may stand with."""
        return all(
            choice[other.clause] in other.options
            for k, o in choice.items()
            for other in self.clauses[k].options[o].only_with
        )

    def try_order(self) -> tuple[str, ...]:
        """Return the wordings in the order in which they are put to the room: the tabled one, then the chair's path."""
        return tuple(dict.fromkeys([self.tabled, *self.path]))
