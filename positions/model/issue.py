"""An issue: its ladder, the text that is being negotiated, and what stands if nothing is agreed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from positions.markings import Marking
from positions.model.sources import Source
from positions.model.stance import Confidence, Demand, RedLine

__all__ = ["NO_TEXT", "Clause", "Companion", "Issue", "Option", "Outcome", "Rung", "SilentSeats", "Talk", "Wording"]

NO_TEXT = "no_text"


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
    """A point of the ladder and what it means in words."""

    at: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Companion:
    """In clause ``clause`` one of ``options`` has to stand, for the text to make sense."""

    clause: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a clause. ``strength`` is ``(low, mid, high)`` on 0..1; a disputed verb has a wide band.

    ``read_by`` says who gave the strength: ``author`` or ``lexicon``. ``owner`` holds the ids of the delegations
    whose bracket it is. ``only_with`` names what must stand in other clauses for it to make sense; a clause that is
    not named is free. Wordings that break it are not text and are never proposed.
    """

    id: str
    text: str
    strength: tuple[float, float, float]
    read_by: str = "author"
    owner: tuple[str, ...] = ()
    only_with: tuple[Companion, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A slot of the text. ``weight`` says how much it counts for the ladder position of a wording."""

    id: str
    options: Mapping[str, Option]
    weight: float = 1.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A named choice of one option for each clause.

    Parameters
    ----------
    kind : str
        ``proposal``, ``chair``, ``agreed_language``, ``sister_text``, ``compromise`` or ``candidate``.
    choice : mapping of str to str
        Clause id to option id; complete.
    position : tuple of float or None
        ``(low, mid, high)`` on the ladder when the author overrides the sum over clauses.
    tabled_by, drafted_by : str
        Delegation ids, or "" (the chair).
    """

    id: str
    title: str
    kind: str
    choice: Mapping[str, str]
    marking: Marking
    position: tuple[float, float, float] | None = None
    tabled_by: str = ""
    drafted_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SilentSeats:
    """What delegations that said nothing are *assumed* to hold. An assumption, and shown as one everywhere.

    ``seats`` counts delegations that are not named in the case; ``covers_named`` says whether the assumption also
    holds for named delegations without a stance on this issue.
    """

    id: str
    title: str
    seats: int
    ideal: float
    acceptance: tuple[float, float]
    salience: float
    reason: str
    marking: Marking
    covers_named: bool = True
    influence: float = 1.0
    resolve: float = 0.3
    mobility: float = 0.5
    groups: tuple[str, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    demands: tuple[Demand, ...] = ()
    confidence: Confidence = Confidence.ASSUMED


@dataclass(frozen=True, slots=True)
class Talk:
    """A private consultation, planned or recorded: ``by`` sees ``target`` about the issue."""

    by: str
    target: str
    source: Source
    recorded: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: the wording that was adopted (or ``no_text``), kept apart from any forecast."""

    wording: str
    code: str
    ambitious_adopted: bool
    text_adopted: bool
    source: Source
    evidence: str = ""
    decided: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One agenda question.

    ``tabled`` is the wording on the table, ``path`` what the chair tries next, in order, ``fallback`` what stands if
    nothing is agreed (a wording id or ``no_text``). ``ambitious`` lists the wordings that carry the full ambition.
    ``rule`` names the decision rule, ``consensus`` by default. ``draft`` is the bracketed text, if the author gave one.
    """

    id: str
    title: str
    marking: Marking
    ladder: tuple[Rung, ...]
    clauses: Mapping[str, Clause]
    wordings: Mapping[str, Wording]
    tabled: str
    fallback: str
    path: tuple[str, ...] = ()
    ambitious: tuple[str, ...] = ()
    question: str = ""
    agenda_item: str = ""
    documents: tuple[str, ...] = ()
    draft: str = ""
    rule: str = "consensus"
    silent: tuple[SilentSeats, ...] = ()
    talks: tuple[Talk, ...] = ()
    outcome: Outcome | None = None
    note: str = ""

    def text(self, wording: str) -> str:
        """Return the full text of a wording: the chosen options in clause order, joined and tidied.

        An empty result means that the wording says nothing.
        """
        return self.compose(self.wordings[wording].choice)

    def compose(self, choice: Mapping[str, str]) -> str:
        """Return the text of any complete choice of options."""
        return join_text(self.clauses[k].options[choice[k]].text for k in self.clauses)

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
