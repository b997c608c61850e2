"""Exact probabilities by one pass forwards and one backwards over the totals of every row.

Forwards, ``reached[t]`` is the probability that the members so far add up to t; backwards, ``ahead[t]`` is the
probability that the text is adopted when they do. One pass backwards gives P(adoption). Both together give, for every
member at once, what each of its votes is worth: ``sum_t reached[t] * ahead[t + step]``. That is the leave-one-out
distribution without division (which loses digits) and without the factor log D of divide and conquer.

Everything is on the probability scale and non-negative. Rounding is monotone, so ``ahead`` never falls as t grows and
no member gets a negative power; a member that can never matter gets exactly 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.voting.games import Sums, TooLargeError

__all__ = ["Grid", "at", "count_row", "grid_cells"]

_KEPT_BYTES = 128_000_000  # of ``ahead`` held at once; beyond that, blocks are computed again from checkpoints
_MOST_CELLS = 20_000_000


@dataclass(slots=True)
class Grid:
    """The totals of every row, each saturating where no test can tell the difference any more.

    Parameters
    ----------
    sums : Sums
        Shape (R, D, O) of steps.
    sizes : bool
        Keep the row that counts heads from saturating, so that totals tell how many are in (for Shapley-Shubik).

    Attributes
    ----------
    steps : ndarray of int64, shape (R, D, O)
        In the direction (what is gained, or what is lost against the best) that saturates earlier.
    win : ndarray of bool, shape (T_1, ..., T_R)
    reach : ndarray of int64, shape (D + 1, R)
        The largest total that the first d members can have.
    """

    sums: Sums
    sizes: bool = False
    steps: Ints = field(init=False)
    win: Bools = field(init=False)
    reach: Ints = field(init=False)
    order: Ints = field(init=False)

    def __post_init__(self) -> None:
        caps, downwards = _caps(self.sums)
        if self.sizes and (heads := count_row(self.sums)) is not None:
            caps[heads], downwards[heads] = self.sums.steps.shape[1], False
        steps = self.sums.steps.copy()
        best = steps.max(axis=2, keepdims=True, initial=0)
        steps[downwards] = (best - steps)[downwards]
        if np.prod(caps + 1.0) > _MOST_CELLS:
            raise TooLargeError(f"an exact count needs {float(np.prod(caps + 1.0)):.1e} cells; use smaller weights")
        totals = self.sums.totals
        rows = []
        for r, down in enumerate(downwards):
            index = np.arange(caps[r] + 1).reshape([-1 if r == s else 1 for s in range(len(caps))])
            rows.append(totals[r] - index if down else index)
        self.win = np.broadcast_to(self.sums.wins(*rows), tuple(caps + 1))
        # light members first: their totals stay small, so most passes touch few cells
        self.order = np.argsort(
            (steps.max(axis=2, initial=0) / np.maximum(caps, 1)[:, None]).sum(axis=0), kind="stable"
        )
        self.steps = steps
        grown = np.cumsum(steps[:, self.order].max(axis=2, initial=0), axis=1).T  # (D, R)
        self.reach = np.minimum(np.vstack([np.zeros((1, len(caps)), dtype=np.int64), grown]), caps)

    @property
    def caps(self) -> tuple[int, ...]:
        """Return the largest total kept for each row."""
        return tuple(length - 1 for length in self.win.shape)

    def adoption(self, probabilities: Floats, adopted: bool = True) -> float:
        """Return P(adoption), or P(rejection), for independent members, probabilities of shape (D, O)."""
        ahead = (self.win == adopted).astype(np.float64)[None]
        for d in range(len(self.order) - 1, -1, -1):
            ahead = self._back(ahead, d, probabilities[None])
        return float(ahead.reshape(-1)[0])

    def swings(self, probabilities: Floats, members: Bools, adopted: bool = True) -> Floats:
        """Return P(the text is adopted with the last outcome of member d and not with its first); shape (K, D).

        The difference is taken total by total before it is summed, so that small powers keep their digits.

        Parameters
        ----------
        members : ndarray of bool, shape (D,)
            Whom to work it out for; others stay 0.
        adopted : bool
            Track P(adoption) or P(rejection): the same in theory, but only the smaller one has all its digits.
        """
        result = np.zeros(probabilities.shape[:2])
        for member, reached, seen in self._meetings(probabilities, (self.win == adopted).astype(np.float64)):
            if members[member]:
                result[:, member] = _dot(reached, seen(-1) - seen(0) if adopted else seen(0) - seen(-1))
        return result

    def expectations(self, probabilities: Floats, terminal: Floats, outcome: int) -> Floats:
        """Return the expected value of ``terminal`` given that member d casts one outcome; shape (K, D)."""
        result = np.zeros(probabilities.shape[:2])
        for member, reached, seen in self._meetings(probabilities, terminal):
            result[:, member] = _dot(reached, seen(outcome))
        return result

    def _meetings(
        self, probabilities: Floats, terminal: Floats
    ) -> Iterator[tuple[int, Floats, Callable[[int], Floats]]]:
        """Yield each member with P(totals of those before it) and the value ahead, as a function of its outcome."""
        sets = len(probabilities)
        reached = np.ones((sets, *([1] * self.steps.shape[0])))
        for d, ahead in self._forwards(np.broadcast_to(terminal, (sets, *terminal.shape)), probabilities):
            yield int(self.order[d]), reached, partial(self._seen, ahead, d, reached.shape[1:])
            reached = self._forth(reached, d, probabilities)

    def _forwards(self, last: Floats, probabilities: Floats) -> Iterator[tuple[int, Floats]]:
        """Yield, from the first member to the last, P(adoption) by the total that includes the member."""
        n = len(self.order)
        cells = (self.reach + 1.0).prod(axis=1) * len(last) * 8
        block = n if cells.sum() <= _KEPT_BYTES else max(1, int(n**0.5))
        checkpoints = {n: last}
        ahead = last
        if block < n:
            for d in range(n - 1, 0, -1):
                ahead = self._back(ahead, d, probabilities)
                if d % block == 0:
                    checkpoints[d] = ahead
        for start in range(0, n, block):
            end = min(start + block, n)
            held = [checkpoints.pop(end)]
            for d in range(end - 1, start, -1):
                held.append(self._back(held[-1], d, probabilities))
            for d in range(start, end):
                yield d, held.pop()

    def _seen(self, ahead: Floats, d: int, shape: tuple[int, ...], outcome: int) -> Floats:
        """Return ``ahead`` at (total before member d) + step, for every total before; a view where possible."""
        for axis, (length, step) in enumerate(zip(shape, self.steps[:, self.order[d], outcome], strict=True), 1):
            room = ahead.shape[axis] - int(step)
            if length <= room:
                ahead = ahead[at(axis, int(step), int(step) + length)]
                continue
            room = max(room, 1)  # totals past the last one count as the last one
            wider = np.empty((*ahead.shape[:axis], length, *ahead.shape[axis + 1 :]))
            wider[at(axis, 0, room)] = ahead[at(axis, -room, None)]
            wider[at(axis, room, None)] = ahead[at(axis, -1, None)]
            ahead = wider
        return ahead

    def _back(self, ahead: Floats, d: int, probabilities: Floats) -> Floats:
        shape = tuple(int(reach) + 1 for reach in self.reach[d])
        (first, p), *others = _possible(probabilities[:, self.order[d]], len(shape))
        before = p * self._seen(ahead, d, shape, first)
        for o, p in others:
            before += p * self._seen(ahead, d, shape, o)
        return before

    def _forth(self, reached: Floats, d: int, probabilities: Floats) -> Floats:
        shape = tuple(int(reach) + 1 for reach in self.reach[d + 1])
        after = np.zeros((len(reached), *shape))
        for o, p in _possible(probabilities[:, self.order[d]], len(shape)):
            mass, target = p * reached, after
            for axis, step in enumerate(map(int, self.steps[:, self.order[d], o]), 1):
                room = shape[axis - 1] - step
                if mass.shape[axis] > room:  # what does not fit saturates
                    room = max(room, 1)
                    over = mass[at(axis, room, None)].sum(axis=axis, keepdims=True)
                    mass = mass[at(axis, 0, room)]
                    mass[at(axis, -1, None)] += over
                    step = shape[axis - 1] - room
                target = target[at(axis, step, step + mass.shape[axis])]
            target += mass
        return after


def _possible(p: Floats, rows: int) -> Iterator[tuple[int, Floats]]:
    """Yield the outcomes of one member that any of the K sets allows, with their probability by set."""
    for o in range(p.shape[1]):
        if p[:, o].any():
            yield o, p[:, o].reshape(-1, *([1] * rows))


def at(axis: int, start: int, stop: int | None) -> tuple[slice, ...]:
    """Return an index that cuts one axis and leaves those before it whole."""
    return (*(slice(None),) * axis, slice(start, stop))


def _dot(a: Floats, b: Floats) -> Floats:
    """Return the K sums of products over all totals."""
    product: Floats = np.einsum("kt,kt->k", a.reshape(len(a), -1), b.reshape(len(b), -1))
    return product


def _caps(sums: Sums) -> tuple[Ints, Bools]:
    """Return, for each row, the total at which it may saturate, counted in the cheaper direction."""
    totals = sums.totals
    up, down = np.zeros_like(totals), np.zeros_like(totals)
    for r, bound in sums.tests:
        if r < len(totals) and 0 < bound <= totals[r]:
            up[r] = max(up[r], bound)
            down[r] = max(down[r], totals[r] - bound + 1)
    downwards = down < up
    return np.where(downwards, down, up), downwards


def count_row(sums: Sums) -> int | None:
    """Return the row that counts the members that are in (two outcomes), if there is one."""
    if sums.steps.shape[2] == 2:
        for r in range(len(sums.steps)):
            if (sums.steps[r, :, 0] == 0).all() and (sums.steps[r, :, 1] == 1).all():
                return r
    return None


def grid_cells(sums: Sums) -> float:
    """Return how many cells a grid would need: the measure of whether it is the right tool."""
    return float(np.prod(_caps(sums)[0] + 1.0))
