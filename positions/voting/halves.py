"""Exact probabilities when weights are large and members few: meet in the middle.

The members are split in two halves; every combination of outcomes of one half is met with all those of the other
through a sorted list. 27 members whose populations run into hundreds of thousands take 2^13 and 2^14 combinations
instead of 2^27, and nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt

from positions.voting.sums import Sums, TooLargeError

__all__ = ["Halves", "grouped", "halves_combinations", "needed_on_row"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_MOST_COMBINATIONS = 2**22


@dataclass(slots=True)
class Halves:
    """All combinations of outcomes of both halves, and for each where the other half starts to suffice."""

    sums: Sums
    outcomes: list[tuple[list[int], Integers]] = field(init=False)  # by member: distinct outcomes, and which is which
    members: tuple[range, range] = field(init=False)
    _meeting: list[_Meeting] = field(init=False)

    def __post_init__(self) -> None:
        combinations = halves_combinations(self.sums)
        if combinations > _MOST_COMBINATIONS:
            raise TooLargeError(f"an exact count needs {combinations:.1e} combinations; use smaller weights")
        self.outcomes = [_distinct(self.sums.steps[:, d]) for d in range(self.sums.steps.shape[1])]
        middle = _middle([len(kinds) for kinds, _ in self.outcomes])
        self.members = (range(middle), range(middle, len(self.outcomes)))
        totals = [self._totals(part) for part in self.members]
        self._meeting = [_Meeting.of(self.sums, totals[0], totals[1]), _Meeting.of(self.sums, totals[1], totals[0])]

    def adoption(self, probabilities: Floats) -> float:
        """Return P(adoption) for independent members, probabilities of shape (D, O)."""
        merged = self._merged(probabilities)
        chances = [_products([merged[d] for d in part]) for part in self.members]
        return float(chances[0] @ self._meeting[0].suffices(chances[1]))

    def conditional(self, probabilities: Floats) -> Floats:
        """Return P(adoption | member d casts outcome o), the others being independent; shapes (K, D, O)."""
        result = np.zeros_like(probabilities)
        for k, given in enumerate(probabilities):
            merged = self._merged(given)
            for half, part in enumerate(self.members):
                others = _products([merged[d] for d in self.members[1 - half]])
                ahead = self._meeting[half].suffices(others)
                ahead = ahead.reshape([len(merged[d]) for d in reversed(part)])
                for d in part:
                    value = ahead
                    for other in reversed(part):  # the last member is the slowest axis
                        if other != d:
                            value = np.tensordot(merged[other], value, axes=([0], [int(other < d)]))
                    result[k, d] = value[self.outcomes[d][1]]
        return result

    def _merged(self, probabilities: Floats) -> list[Floats]:
        """Return each member's probabilities with equal outcomes added up."""
        return [
            np.bincount(which, weights=probabilities[d], minlength=len(kinds)).astype(np.float64)
            for d, (kinds, which) in enumerate(self.outcomes)
        ]

    def _totals(self, part: range) -> Integers:
        """Return the totals of all combinations of some members, shape (R, number of combinations)."""
        totals = np.zeros((self.sums.steps.shape[0], 1), dtype=np.int64)
        for d in part:
            steps = self.sums.steps[:, d, self.outcomes[d][0]]  # (R, kinds)
            totals = (steps[:, :, None] + totals[:, None, :]).reshape(len(totals), -1)
        return totals


@dataclass(frozen=True, slots=True)
class _Meeting:
    """For each combination of one half and each group of the other: the first of the sorted group that suffices."""

    order: Integers  # the other half sorted by group, then by the searched row
    starts: Integers  # of each group, plus the end
    first: tuple[npt.NDArray[np.int32], ...]  # by group: shape (combinations of this half,)

    @classmethod
    def of(cls, sums: Sums, mine: Integers, theirs: Integers) -> _Meeting:
        searched = int(np.argmax(sums.totals)) if len(mine) else 0
        my_keys, my_group, my_value = grouped(mine, searched)
        their_keys, their_group, their_value = grouped(theirs, searched)
        order = np.lexsort((their_value, their_group))
        starts = np.searchsorted(their_group[order], np.arange(their_keys.shape[1] + 1))
        sorted_values = their_value[order]
        first = []
        for g in range(their_keys.shape[1]):
            together = my_keys + their_keys[:, g : g + 1]  # (R - 1, my groups)
            needed = needed_on_row(sums, searched, together)[my_group] - my_value
            group = sorted_values[starts[g] : starts[g + 1]]
            first.append(np.searchsorted(group, needed).astype(np.int32))
        return cls(order, starts, tuple(first))

    def suffices(self, chances: Floats) -> Floats:
        """Return, for each combination of this half, the chance that the other half makes it suffice."""
        result = np.zeros(len(self.first[0]))
        for g, first in enumerate(self.first):
            group = chances[self.order[self.starts[g] : self.starts[g + 1]]]
            tail = np.append(np.cumsum(group[::-1])[::-1], 0.0)
            result += tail[first]
        return result


def needed_on_row(sums: Sums, searched: int, other: Integers) -> Integers:
    """Return the least total of one row that satisfies the rule, given the totals of the other rows.

    Parameters
    ----------
    other : ndarray of int64, shape (R - 1, G)
        Totals of the other rows, in order.

    Returns
    -------
    ndarray of int64, shape (G,)
        2**60 where no total would do.
    """
    needed = np.full(other.shape[1], 2**60, dtype=np.int64)
    largest = sums.totals.max(initial=0)
    bounds = sorted({0, *(bound for row, bound in sums.tests if row == searched and 0 < bound <= largest)})
    for bound in reversed(bounds):
        rows = [*other[:searched], np.full(other.shape[1], bound, dtype=np.int64), *other[searched:]]
        needed[sums.wins(*rows[: len(sums.steps)])] = bound
    return needed


def halves_combinations(sums: Sums) -> float:
    """Return how many combinations the larger half has: the measure of whether it is the right tool."""
    kinds = [len(_distinct(sums.steps[:, d])[0]) for d in range(sums.steps.shape[1])]
    middle = _middle(kinds)
    return max(reduce(float.__mul__, map(float, part), 1.0) for part in (kinds[:middle], kinds[middle:]))


def _middle(kinds: list[int]) -> int:
    """Return where to split so that both halves have about as many combinations."""
    weight = np.cumsum(np.log([*kinds, 1.0]))
    return int(np.searchsorted(weight, weight[-1] / 2)) if kinds else 0


def _distinct(steps: Integers) -> tuple[list[int], Integers]:
    """Return one representative of each distinct column of steps (R, O), and which one each outcome equals."""
    seen: dict[bytes, int] = {}
    kinds: list[int] = []
    which = []
    for o in range(steps.shape[1]):
        at = seen.setdefault(np.ascontiguousarray(steps[:, o]).tobytes(), len(kinds))
        if at == len(kinds):
            kinds.append(o)
        which.append(at)
    return kinds, np.array(which, dtype=np.int64)


def _products(probabilities: list[Floats]) -> Floats:
    """Return the probability of each combination, in the order of ``Halves._totals``."""
    result = np.ones(1)
    for p in probabilities:
        result = (p[:, None] * result[None, :]).ravel()
    return result


def grouped(totals: Integers, searched: int) -> tuple[Integers, Integers, Integers]:
    """Return the distinct totals of all rows but one, which of them each combination has, and its total on that row."""
    if len(totals) <= 1:
        alone = np.zeros(totals.shape[1], dtype=np.int64)
        return np.zeros((0, 1), dtype=np.int64), alone, totals.sum(axis=0)
    keys, group = np.unique(np.delete(totals, searched, axis=0), axis=1, return_inverse=True)
    return keys, group.ravel(), totals[searched]
