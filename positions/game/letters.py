"""Stances as letters: what each delegation holds on the text that is on the table, before any game is played.

======  ==========================  ============================================================================
letter  meaning                     rule, first that applies
======  ==========================  ============================================================================
``P``   proposes                    it tabled the text on the table
``B``   blocks: red line            the text takes an option that it will not have
``O``   opposes                     the text lies more than ``FAR_OFF`` outside its acceptance interval
``C``   wants conditions            the text lies outside by less, or does not meet one of its demands
``S``   supports                    the text lies inside, within ``SUPPORT_WITHIN`` of its ideal point
``J``   can join                    the text lies inside, further from the ideal point
``·``   unknown                     nothing is known; never zero
======  ==========================  ============================================================================

An acceptance interval that starts at 0 has no lower end: it also accepts no text at all. The rule is ours, and so
are the two figures. A letter says what was *coded*; who ends up blocking is for the objection game.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from positions.game.grievance import Limits, central_positions, gaps
from positions.game.issue import prepare_issue
from positions.model import Case, SilentSeats, Stance

__all__ = [
    "FAR_OFF",
    "LETTERS",
    "SUPPORT_WITHIN",
    "UNKNOWN",
    "StanceLetters",
    "letter_on",
    "stance_letters",
    "tabled_position",
]

UNKNOWN = "·"
LETTERS: Mapping[str, str] = {
    "B": "blocks: red line",
    "O": "opposes",
    "C": "wants conditions",
    "J": "can join",
    "S": "supports",
    "P": "proposes",
    UNKNOWN: "unknown",
}
FAR_OFF = 0.5
SUPPORT_WITHIN = 0.2


@dataclass(frozen=True, slots=True)
class StanceLetters:
    """One letter for every delegation on every issue, about the text on the table.

    Parameters
    ----------
    delegations, issues : tuple of str
        In the order of the case.
    letters : tuple of tuple of str
        ``letters[d][i]``, always a key of ``LETTERS``.
    assumed : tuple of tuple of bool
        True where the letter stands for silence, by what the issue declares silence to mean.
    """

    delegations: tuple[str, ...]
    issues: tuple[str, ...]
    letters: tuple[tuple[str, ...], ...]
    assumed: tuple[tuple[bool, ...], ...]

    def shown(self, d: int, i: int) -> str:
        """Return the letter as it is printed: in lower case where it is assumed."""
        return self.letters[d][i].lower() if self.assumed[d][i] else self.letters[d][i]


def stance_letters(case: Case, *, fill_assumed: bool = True) -> StanceLetters:
    """Read every stance against the text on the table.

    Parameters
    ----------
    case : Case
    fill_assumed : bool
        Fill unknown cells of delegations that can object with what the issue declares silence to mean.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> read = stance_letters(load_case(Path("data")))
    >>> row = read.delegations.index("pakistan")
    >>> [read.shown(row, i) for i in range(4)]
    ['O', 'B', 's', 'B']
    """
    places = {i: tabled_position(case, i) for i in case.issues}
    letters: list[tuple[str, ...]] = []
    assumed: list[tuple[bool, ...]] = []
    for d in case.delegations.values():
        row, silent = [], []
        for i, issue in case.issues.items():
            held: Stance | SilentSeats | None = case.stance(d.id, i)
            cover = next((c for c in issue.silent if c.covers_named), None) if fill_assumed and d.decides else None
            silent.append((held is None and cover is not None) or (isinstance(held, Stance) and held.assumed))
            held = held or cover
            tables = issue.wordings[issue.tabled].tabled_by == d.id
            choice = issue.wordings[issue.tabled].choice
            row.append("P" if tables else UNKNOWN if held is None else letter_on(held, choice, places[i]))
        letters.append(tuple(row))
        assumed.append(tuple(silent))
    return StanceLetters(tuple(case.delegations), tuple(case.issues), tuple(letters), tuple(assumed))


def letter_on(held: Stance | SilentSeats, choice: Mapping[str, str], x: float) -> str:
    """Read one stance against a text, given by its options (clause to option), which stands at ``x``."""
    if any(line.broken_by(choice) for line in held.red_lines):
        return "B"
    low, high = (np.array([limit]) for limit in held.acceptance)
    gap, far = (float(v[0]) for v in gaps(np.array([held.ideal]), Limits(low, high), x))
    if gap > FAR_OFF:
        return "O"
    if gap > 0 or not all(demand.met_by(choice) for demand in held.demands):
        return "C"
    return "S" if far <= SUPPORT_WITHIN else "J"


def tabled_position(case: Case, issue: str) -> float:
    """Return where the text on the table stands on its ladder, each option read at the middle of its band."""
    return float(central_positions(prepare_issue(case, issue, only=[case.issues[issue].tabled]))[0])
