"""The Pareto front of P(consensus) against a principal's utility.

Wordings are taken from the most to the least useful. A wording is on the front only if it passes more often than every
wording at least as useful, so each one is played with the best probability so far as the bar: most are given up on a
bound (see :mod:`positions.search.evaluate`). The front is exact on the draws: brute force over the same draws
gives the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats
from positions.search.evaluate import Bench
from positions.search.known import Known, comparable

__all__ = ["FrontPoint", "overall", "pareto_front"]


@dataclass(frozen=True, slots=True, eq=False)
class FrontPoint:
    """A wording (row of the bench) that no other beats in both, with P(consensus) in each parameter set (M,)."""

    row: int
    utility: float
    by_member: Floats

    @property
    def p(self) -> float:
        """Share of all worlds in which it passes."""
        return overall(self.by_member)


def overall(by_member: Floats) -> float:
    """Return the share over all parameter sets; rounded, so that equal counts are equal however they are spread."""
    return round(float(by_member.mean()), 12)


def pareto_front(bench: Bench, utility: Floats, allowed: Bools) -> tuple[FrontPoint, ...]:
    """Return the front among allowed wordings, most useful first.

    Parameters
    ----------
    bench : Bench
        W wordings.
    utility : ndarray (W,)
    allowed : ndarray (W,) bool
        False for wordings that cross the principal's red lines.

    Notes
    -----
    Of wordings with the same utility and probability the first one stands for all.
    """
    best = -1.0
    found: list[FrontPoint] = []
    rows = np.flatnonzero(allowed)
    size = len(bench.arrays.actors)
    known = Known(bench.draws, bench.ensemble.size, size) if comparable(bench.arrays) else None
    levels = np.round(utility[rows], 9)
    for level in np.unique(levels)[::-1]:
        champion: FrontPoint | None = None
        bar = best
        for row in rows[levels == level]:
            by_member = bench.by_member(int(row), bar, known)
            if by_member is not None and overall(by_member) > bar:
                champion = FrontPoint(int(row), float(level), by_member)
                bar = champion.p
        if champion is not None:
            found.append(champion)
            best = bar
        if best >= 1.0:
            break
    return tuple(found)
