"""Minimal winning and minimal blocking coalitions, by query: never all of them unless there are few.

27 members under a double majority have millions of minimal blocking coalitions. Nobody reads them; what is asked is:
which are smallest, which lie within those who oppose this text.

Coalitions grow member by member from strong to weak. A partial coalition is kept only while the best members that
are left could still make it win within the size asked for. Where the members can be ranked (whoever brings more
heads-and-weight brings no less of anything), that test is exact: every step taken leads to a coalition that is found,
and the first coalition to win is minimal, for its last member is its weakest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from positions.arrays import Bools, Ints, Shorts
from positions.voting.games import SimpleGame, TooLargeError

__all__ = ["MinimalCoalitions", "minimal_blocking", "minimal_winning", "ranking"]

Integers: TypeAlias = Ints
_Pairs: TypeAlias = tuple[Integers, Integers]
_MOST_PARTIAL = 4_000_000
_ENOUGH_PARTIAL = 20_000
_MOST_CHILDREN = 8_000_000


@dataclass(frozen=True, slots=True)
class MinimalCoalitions:
    """The minimal coalitions that a query found, smallest first, strongest members first.

    Parameters
    ----------
    kind : str
        ``winning`` or ``blocking``.
    by_size : tuple of ndarray, each of shape (number, size)
        Delegations (their numbers), sizes ascending; sizes without any are left out.
    complete : bool
        Whether these are all that the query allows.
    """

    kind: str
    by_size: tuple[Integers, ...]
    complete: bool

    def __len__(self) -> int:
        return sum(len(part) for part in self.by_size)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        for part in self.by_size:
            yield from map(tuple, part.tolist())

    @property
    def sizes(self) -> dict[int, int]:
        """Return how many were found of each size."""
        return {part.shape[1]: len(part) for part in self.by_size}


def minimal_winning(
    game: SimpleGame,
    *,
    max_size: int | None = None,
    limit: int | None = None,
) -> MinimalCoalitions:
    """Return minimal winning coalitions: they win, and lose without any one member.

    Parameters
    ----------
    max_size : int, optional
        No larger ones.
    limit : int, optional
        At most this many, the smallest first; without it, all (and an error when that would be millions).

    Raises
    ------
    TooLargeError
        When the query would have to go through too many coalitions.

    Examples
    --------
    >>> from positions.voting.games import weighted_game
    >>> list(minimal_winning(weighted_game([3, 2, 1, 1], 4)))
    [(0, 1), (0, 2), (0, 3), (1, 2, 3)]
    """
    return _search(game, "winning", max_size, limit)


def minimal_blocking(
    game: SimpleGame,
    *,
    max_size: int | None = None,
    limit: int | None = None,
) -> MinimalCoalitions:
    """Return minimal blocking coalitions: without them the others cannot win; one member less, and they can.

    Parameters and errors as for ``minimal_winning``.

    Examples
    --------
    >>> from positions.voting.games import weighted_game
    >>> list(minimal_blocking(weighted_game([3, 2, 1, 1], 5)))  # 3 of 7 block
    [(0,), (1, 2), (1, 3)]
    """
    return _search(game.dual(), "blocking", max_size, limit)


def ranking(weights: Integers) -> tuple[Integers, bool]:
    """Return the players from strong to weak, and whether nobody brings more of one row but less of another.

    >>> ranking(np.array([[1, 1, 1], [5, 9, 7]]))
    (array([1, 2, 0]), True)
    >>> ranking(np.array([[1, 0], [0, 1]]))[1]
    False
    """
    scale = np.maximum(weights.sum(axis=1, keepdims=True), 1)
    order = np.argsort(-(weights / scale).sum(axis=0), kind="stable")
    return order, bool((np.diff(weights[:, order], axis=1) <= 0).all())


def _search(game: SimpleGame, kind: str, max_size: int | None, limit: int | None) -> MinimalCoalitions:
    search = _Search(game)
    largest = min(len(game.players), len(game.players) if max_size is None else max_size)
    found, complete = search.all(largest) if limit is None else search.smallest(largest, limit)
    players = np.array(game.players, dtype=np.int64)
    return MinimalCoalitions(kind, tuple(players[part] for part in found), complete)


class _Search:
    """One query: the candidates from strong to weak, and the best that can follow each."""

    def __init__(self, game: SimpleGame) -> None:
        self.game = game
        self.weights = game.weights.T.copy()  # (P, R)
        order, self.ranked = ranking(game.weights)
        self.candidates = order[(self.weights[order] > 0).any(axis=1)]  # who brings nothing is in no minimal coalition
        self.brings = self.weights[self.candidates]  # (C, R)
        count = len(self.candidates)
        # best[j, r]: row by row, the most that r of the candidates from j on bring
        self.best = np.zeros((count + 2, count + 1, self.weights.shape[1]), dtype=np.int64)
        for j in range(count):
            self.best[j, 1 : count - j + 1] = np.sort(self.brings[j:], axis=0)[::-1].cumsum(axis=0)
            self.best[j, count - j + 1 :] = self.best[j, count - j]

    def wins(self, totals: Integers) -> Bools:
        """Return which totals (N, R) win."""
        if totals.shape[1] == 0:
            return np.broadcast_to(self.game.sums.wins(), totals.shape[:1])
        return self.game.sums.wins(*totals.T)

    def all(self, largest: int) -> tuple[list[Integers], bool]:
        """Return every coalition of at most ``largest`` members."""
        found, whole = self._grow(largest, _MOST_PARTIAL, give_up=True)
        if not whole:
            raise TooLargeError(
                "more minimal coalitions than can be listed", hint="ask for the smallest, or for those within a group"
            )
        return found, True

    def smallest(self, largest: int, limit: int) -> tuple[list[Integers], bool]:
        """Return the ``limit`` smallest coalitions of at most ``largest`` members."""
        found, whole = self._grow(largest, _ENOUGH_PARTIAL, give_up=True)
        if whole:
            return _first(found, limit), sum(map(len, found)) <= limit
        found = []
        able = self.wins(self.best[0, : largest + 1])  # whether the most that so many can bring wins, row by row
        for size in range(int(able.argmax()) if able.any() else largest + 1, largest + 1):
            parts, _ = self._grow(size, limit if self.ranked else max(limit, _ENOUGH_PARTIAL))
            found += [part for part in parts if part.shape[1] == size]
            if sum(map(len, found)) >= limit:
                break
        return _first(found, limit), False

    def _grow(self, largest: int, most: int, give_up: bool = False) -> tuple[list[Integers], bool]:
        """Return the coalitions found by size, and whether no partial coalition had to be dropped."""
        largest = min(largest, len(self.candidates))
        totals = np.zeros((1, self.weights.shape[1]), dtype=np.int64)  # (F, R)
        sets = np.zeros((1, 0), dtype=np.int16)  # (F, size so far)
        last = np.array([-1])
        found: list[Integers] = []
        whole = True
        if self.wins(totals)[0]:
            return self._minimal(sets, totals), whole
        for size in range(1, largest + 1):
            winners, keepers, held = self._children(totals, last, largest - size, most)
            whole &= held
            if give_up and not whole:
                break
            if len(winners[0]):
                found += self._minimal(*self._joined(sets, totals, *winners))
            if not len(keepers[0]):
                break
            sets, totals = self._joined(sets, totals, *keepers)
            last = keepers[1]
        return found, whole

    def _joined(self, sets: Shorts, totals: Integers, parent: Integers, child: Integers) -> tuple[Shorts, Integers]:
        added = self.candidates[child].astype(np.int16)
        return np.column_stack([sets[parent], added]), totals[parent] + self.brings[child]

    def _children(self, totals: Integers, last: Integers, room: int, most: int) -> tuple[_Pairs, _Pairs, bool]:
        """Return (parent, next member) of the children that win and of those that still can within ``room``.

        At most ``most`` of each, the first ones; the last value says whether that was all.
        """
        if self.ranked:  # along the ranking, winning ends somewhere, and so does being able to win
            stop = self._last_holding(totals, last + 1, lambda j: self.brings[j])
            end = self._last_holding(totals, stop, lambda j: self.brings[j] + self.best[j + 1, room])
            whole = max((stop - last - 1).sum(), (end - stop).sum()) <= most
            return _pairs(last + 1, stop, most), _pairs(stop, end, most), bool(whole)
        all_children = np.full_like(last, len(self.candidates))
        parent, child = _pairs(last + 1, all_children, _MOST_CHILDREN)
        reached = totals[parent] + self.brings[child]
        winning = self.wins(reached)
        able = ~winning & self.wins(reached + self.best[child + 1, room])
        whole = len(parent) < _MOST_CHILDREN and max(winning.sum(), able.sum()) <= most
        chosen = np.flatnonzero(winning)[:most], np.flatnonzero(able)[:most]
        return (parent[chosen[0]], child[chosen[0]]), (parent[chosen[1]], child[chosen[1]]), bool(whole)

    def _last_holding(self, totals: Integers, low: Integers, adds: Callable[[Integers], Integers]) -> Integers:
        """Return, for each partial coalition, the first candidate from ``low`` on with which it does not win."""
        low, high = low.copy(), np.full_like(low, len(self.candidates))
        end = len(self.candidates) - 1
        if not self.wins(totals + adds(np.minimum(low, end))).any():  # as it mostly is on the way to a large coalition
            return low
        while (open_ := low < high).any():
            middle = np.minimum((low + high) // 2, len(self.candidates) - 1)
            holds = self.wins(totals + adds(middle))
            low = np.where(open_ & holds, middle + 1, low)
            high = np.where(open_ & ~holds, middle, high)
        return low

    def _minimal(self, sets: Shorts, totals: Integers) -> list[Integers]:
        """Return, as a list of at most one array, the winning coalitions in which every member is needed."""
        keep = np.ones(len(sets), dtype=bool)
        if not self.ranked:
            for member in sets.T:
                keep &= ~self.wins(totals - self.weights[member])
        kept = sets[keep]
        return [kept.astype(np.int64)] if len(kept) else []


def _pairs(start: Integers, stop: Integers, most: int) -> _Pairs:
    """Return the first ``most`` (row, value) with start[row] <= value < stop[row]."""
    counts = stop - start
    rows = int(np.searchsorted(np.cumsum(counts), most)) + 1
    start, counts = start[:rows], counts[:rows]
    row = np.repeat(np.arange(len(start)), counts)[:most]
    begins = np.cumsum(counts) - counts
    return row, np.arange(len(row)) - (begins - start)[row]


def _first(found: list[Integers], limit: int) -> list[Integers]:
    """Return the first ``limit`` rows of arrays in order."""
    kept: list[Integers] = []
    for part in found:
        if limit > 0:
            kept.append(part[:limit])
            limit -= len(part)
    return kept
