"""How many minimal coalitions there are, exactly, without listing them.

Rank the members from strong to weak. A minimal coalition is a losing set T of members before m, together with m as
its weakest member, such that T with m wins. So the number is a sum over m of "losing sets among the stronger ones that
m makes win": counted on a grid of totals when weights are small, by meeting in the middle when they are large.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from positions.voting.games import SimpleGame
from positions.voting.grid import at, grid_cells
from positions.voting.halves import grouped, needed_on_row
from positions.voting.minimal import minimal_winning, ranking
from positions.voting.sums import Sums, TooLargeError

__all__ = ["CoalitionCount", "count_minimal_blocking", "count_minimal_winning"]

Integers = npt.NDArray[np.int64]
_MOST_ADDITIONS = 60_000_000
_MOST_MEMBERS = 40


@dataclass(frozen=True, slots=True)
class CoalitionCount:
    """The number of minimal coalitions, in all and by size."""

    kind: str
    by_size: dict[int, int]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.by_size.values())

    def up_to(self, size: int) -> int:
        """Return how many have at most ``size`` members."""
        return sum(number for k, number in self.by_size.items() if k <= size)


def count_minimal_winning(game: SimpleGame) -> CoalitionCount:
    """Return the number of minimal winning coalitions by size.

    Raises
    ------
    TooLargeError
        When members cannot be ranked and there are millions, or weights are too large and too many.

    Examples
    --------
    >>> from positions.voting.games import weighted_game
    >>> count_minimal_winning(weighted_game([3, 2, 1, 1], 4)).by_size
    {2: 3, 3: 1}
    >>> count_minimal_winning(weighted_game([1] * 193, 97)).total > 10**56
    True
    """
    return CoalitionCount("winning", _count(game))


def count_minimal_blocking(game: SimpleGame) -> CoalitionCount:
    """Return the number of minimal blocking coalitions by size; errors as for winning ones.

    >>> from positions.voting.games import game_of
    >>> from positions.voting.known_rules import security_council
    >>> count_minimal_blocking(game_of(security_council(range(5)), 15)).by_size  # a veto, or seven of the other ten
    {1: 5, 7: 120}
    """
    return CoalitionCount("blocking", _count(game.dual()))


def _count(game: SimpleGame) -> dict[int, int]:
    order, ranked = ranking(game.weights)
    if not len(game.weights) or not ranked:
        return minimal_winning(game).sizes
    order = order[(game.weights[:, order] > 0).any(axis=0)]
    players = len(order)
    additions = grid_cells(game.sums) * players * players
    combinations = 2.0 ** (players / 2) * players * 10
    if combinations < additions and players <= _MOST_MEMBERS:
        found = _by_halves(game.sums, order)
    elif additions <= _MOST_ADDITIONS:
        found = _by_grid(game.sums, order)
    else:
        raise TooLargeError(f"{players} members with weights this large are too many to count exactly")
    return {size: number for size, number in sorted(found.items()) if number}


def _by_grid(sums: Sums, order: Integers) -> Counter[int]:
    """Count on a grid: losing[s, t] is the number of losing sets of s members with totals t."""
    totals, tests = sums.totals, sums.tests
    caps = [max([0, *(b for row, b in tests if row == r and b <= totals[r])]) for r in range(len(totals))]
    shape = [cap + 1 for cap in caps]
    axes = [np.arange(n).reshape([-1 if r == s else 1 for s in range(len(shape))]) for r, n in enumerate(shape)]
    wins = np.broadcast_to(sums.wins(*axes), shape)
    players = len(order)
    whole = np.int64 if players < 62 else object  # Python's integers where 64 bits might not do
    losing = np.zeros((players + 1, *shape), dtype=whole)
    losing[(0, *[0] * len(shape))] = 0 if wins[(0,) * len(shape)] else 1
    found: Counter[int] = Counter()
    if wins[(0,) * len(shape)]:
        found[0] = 1  # the empty coalition wins: it is the only minimal one
        return found
    for placed, player in enumerate(order):
        joined = losing[: placed + 1]
        for axis, step in enumerate(map(int, sums.steps[:, player, 1]), 1):
            joined = _moved(joined, axis, step)
        numbers = joined[:, wins].sum(axis=1)
        for size, number in enumerate(numbers):
            found[size + 1] += int(number)
        losing[1 : placed + 2] += np.where(wins, 0, joined)
    return found


def _moved(counts: npt.NDArray[Any], axis: int, step: int) -> npt.NDArray[Any]:
    """Return counts moved up one axis; what passes the end stays on the last cell."""
    if step == 0:
        return counts
    length = counts.shape[axis]
    room = max(length - step, 1)
    moved = np.zeros_like(counts)
    moved[at(axis, length - room, None)] = counts[at(axis, 0, room)]
    moved[at(axis, -1, None)] += counts[at(axis, room, None)].sum(axis=axis, keepdims=True)
    return moved


def _by_halves(sums: Sums, order: Integers) -> Counter[int]:
    """Count by meeting in the middle, for each weakest member: sets of the strong half sorted once and searched."""
    found: Counter[int] = Counter()
    searched = int(np.argmax(sums.totals))
    steps = np.concatenate([np.ones((1, len(order)), dtype=np.int64), sums.steps[:, order, 1]])  # heads, then rows
    row = searched + 1
    middle = (len(order) + 1) // 2
    for start, stop in ((0, middle), (middle, len(order))):
        strong = _all_totals(steps[:, :start])
        keys, group, value = grouped(strong, row)
        sorted_ = [np.sort(value[group == g]) for g in range(keys.shape[1])]
        weaker = np.zeros((len(steps), 1), dtype=np.int64)
        for m in range(start, stop):
            their_keys, their_group, their_value = grouped(weaker, row)
            for g, values in enumerate(sorted_):
                together = keys[:, g : g + 1] + their_keys  # (1 + R - 1, groups)
                others = np.delete(steps[:, m], row)[:, None]
                loses_below = needed_on_row(sums, searched, together[1:])[their_group] - their_value
                wins_from = needed_on_row(sums, searched, (together + others)[1:])[their_group] - their_value
                wins_from -= steps[row, m]
                number = np.searchsorted(values, loses_below) - np.searchsorted(values, wins_from)
                sizes = together[0][their_group] + 1
                for size, count in enumerate(np.bincount(sizes, weights=number)):
                    found[size] += int(count)
            weaker = np.concatenate([weaker, weaker + steps[:, m : m + 1]], axis=1)
    return found


def _all_totals(steps: Integers) -> Integers:
    """Return the totals of all subsets, shape (R, 2**P)."""
    totals = np.zeros((len(steps), 1), dtype=np.int64)
    for step in steps.T:
        totals = np.concatenate([totals, totals + step[:, None]], axis=1)
    return totals
