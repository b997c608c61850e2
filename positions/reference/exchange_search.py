"""One round of the exchange model with arrays: all candidate exchanges at once, then only what each one touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats, Ints

__all__ = ["Bargain", "SearchRound", "possible_exchanges"]

SAME = 1e-11  # of the scale: gains and outcomes nearer than this are the same
LEAST = 1e-12  # of the scale: a smaller move or gain is none


@dataclass(frozen=True, slots=True)
class Bargain:
    """One realised exchange: ``a`` gives way on ``supply_a``, ``b`` on ``supply_b``, both gain ``gain``.

    ``cut`` says that it was shortened so that the outcome would not pass what the other side wants.
    """

    a: int
    supply_a: int
    from_a: float
    to_a: float
    b: int
    supply_b: int
    from_b: float
    to_b: float
    gain: float
    cut: bool


class SearchRound:
    """The state of one round. Rows are candidate exchanges, each with two sides (0 = a, 1 = b).

    Parameters
    ----------
    x, s, c : ndarray, shape (D, I)
        Positions, salience, power; NaN where a cell does not count.
    """

    def __init__(self, x: Floats, s: Floats, c: Floats, bounds: tuple[float, float]) -> None:
        D, I = x.shape  # noqa: E741
        self.x, self.low, self.high = x, bounds[0], bounds[1]
        self.span = bounds[1] - bounds[0]
        self.voting = x.copy()
        self.weight = np.nan_to_num(s * c)
        self.total = self.weight.sum(axis=0)
        self.base = (self.weight * np.nan_to_num(x)).sum(axis=0)  # (I,) Σ w x at the start
        self.booked = np.full((D, I, D), np.nan)  # [demander, issue, supplier]: position conceded to that demander
        self.shift = np.zeros((D, I))  # effect on the outcome of all that is booked
        self.actor, self.supply = _candidates(x, s, self.base, self.total)  # (2, E) each
        a, g = self.actor, self.supply
        d = g[::-1]  # what one side supplies, the other demands
        gives, wants = s[a, g], s[a, d]  # (2, E) salience of what is given and of what is got
        share = self.weight[a, g] / self.total[g]  # (2, E) effect on the outcome of one unit of movement
        target = x[a[::-1], g]  # (2, E) where the other side wants the issue that this side supplies
        rate = (gives[1] + wants[0]) / (gives[0] + wants[1])  # (E,) effect of a for one of b
        self._fixed = np.concatenate([target, share, gives, wants, x[a, g], self.base[g] / self.total[g], rate[None]])
        self._cell = a * I + g  # (2, E) place in an (D, I) array of what is supplied
        self._asker = a[::-1] * I + g  # (2, E) the same cell for the one who demands it
        self._note = self._asker * D + a  # (2, E) place in booked
        size = a.shape[1]
        self.move = np.zeros((2, size))
        self.gain = np.full(size, -np.inf)
        self.cut = np.zeros(size, dtype=bool)
        self.valid = np.ones(size, dtype=bool)
        self._record = np.zeros((4, size))  # sum of each side's moves on record, and their direction
        self._by_supply = [_Rows(self._cell[k], D * I) for k in (0, 1)]
        self._by_demand = [_Rows(a[k] * I + d[k], D * I) for k in (0, 1)]
        self.issues = I
        self._work_out(np.arange(size))

    def play(self, rng: np.random.Generator | None) -> tuple[tuple[Bargain, ...], int]:
        """Realise exchanges, best first, until none is left; return them and the number of ties met."""
        done: list[Bargain] = []
        ties = 0
        while (tied := self.best()).size:
            ties += tied.size > 1
            chosen = int(tied[0] if rng is None or tied.size == 1 else tied[rng.integers(tied.size)])
            done.append(self.realise(chosen))
        return tuple(done), ties

    def best(self) -> Ints:
        """Return the rows with the highest gain: several when they tie, none when nothing is left."""
        if not self.gain.size:
            return np.empty(0, dtype=np.int64)
        top = self.gain.max()
        if top == -np.inf:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(self.gain >= top - SAME * self.span)

    def realise(self, row: int) -> Bargain:
        """Carry out one exchange and work out again whatever it touches."""
        (a, b), (q, p) = self.actor[:, row].tolist(), self.supply[:, row].tolist()
        fa, fb = float(self.voting[a, q]), float(self.voting[b, p])
        ta, tb = (self._end(side, row, start) for side, start in ((0, fa), (1, fb)))
        bargain = Bargain(a, q, fa, ta, b, p, fb, tb, float(self.gain[row]), bool(self.cut[row]))
        self.valid[row], self.gain[row] = False, -np.inf
        self.voting[a, q], self.voting[b, p] = ta, tb
        self._book(b, q, a, ta)
        self._book(a, p, b, tb)
        keys = (a * self.issues + q, b * self.issues + p)
        touched = []
        for side in (0, 1):
            rows = np.concatenate([self._by_supply[side][k] for k in keys])
            rows = rows[self.valid.take(rows)]
            move = self.move[side].take(rows)
            self._record[side][rows] += move
            self._record[2 + side][rows] = np.sign(move)  # a valid candidate's moves all go one way
            touched.append(rows)
        for k in (b * self.issues + q, a * self.issues + p):
            touched += [self._by_demand[0][k], self._by_demand[1][k]]
        hit = np.zeros(self.valid.size, dtype=bool)
        hit[np.concatenate(touched)] = True
        self._work_out(np.flatnonzero(hit & self.valid))
        return bargain

    def _end(self, side: int, row: int, start: float) -> float:
        """Return where one side of a candidate ends up: on the scale, and on the other's position when next to it."""
        end = min(max(start + float(self.move[side, row]), self.low), self.high)
        target = float(self._fixed[side, row])
        return target if abs(end - target) <= SAME * self.span else end

    def _book(self, demander: int, issue: int, supplier: int, position: float) -> None:
        """Note what was conceded to a demander; of several concessions by one supplier the least far counts."""
        start = old = self.x[supplier, issue]
        if not np.isnan(booked := self.booked[demander, issue, supplier]):
            old = booked
            position = min(booked, position) if start <= booked else max(booked, position)
        self.booked[demander, issue, supplier] = position
        self.shift[demander, issue] += self.weight[supplier, issue] / self.total[issue] * (position - old)

    def _work_out(self, rows: Ints) -> None:
        """Set moves, gains and validity of some candidates from the present positions."""
        fixed = self._fixed.take(rows, axis=1)
        target, share, gives, wants, rate = fixed[0:2], fixed[2:4], fixed[4:6], fixed[6:8], fixed[12]
        record = self._record.take(rows, axis=1)
        here = self.voting.take(self._cell.take(rows, axis=1))  # (2, e)
        way = target - here
        sign = np.where(way < 0, -1.0, 1.0)
        full = np.abs(way)
        reach = full * share  # effect on the outcome of the whole way
        effect_a = np.minimum(reach[1] * rate, reach[0])
        effect_b = np.minimum(effect_a / rate, reach[1])
        distance = np.empty_like(full)
        distance[0], distance[1] = effect_a / share[0], effect_b / share[1]
        np.minimum(distance, full, out=distance)
        gain = np.abs(effect_b * wants[0] - effect_a * gives[0])
        move = distance * sign
        valid = self._allowed(here, move, record) & (gain >= LEAST * self.span)
        before, room = self._to_wanted(rows, fixed, here)
        slack = SAME * self.span
        cut = np.zeros(rows.size, dtype=bool)
        for k in (0, 1):  # a cut on one side shortens the other, so one after the other
            after = before[k] - share[k] * move[k]
            passes = ((before[k] >= -slack) & (after < -slack)) | ((before[k] <= slack) & (after > slack))
            if not passes.any():
                continue
            given = room[k] * share[k]
            got = given / rate if k == 0 else given * rate
            move[k] = np.where(passes, room[k] * sign[k], move[k])
            move[1 - k] = np.where(passes, got / share[1 - k] * sign[1 - k], move[1 - k])
            gain = np.where(passes, np.abs(got * gives[1 - k] - given * wants[1 - k]), gain)
            cut |= passes
        if cut.any():
            valid &= self._allowed(here, move, record)
        self.move[:, rows], self.cut[rows], self.valid[rows] = move, cut, valid
        self.gain[rows] = np.where(valid, gain, -np.inf)

    def _to_wanted(self, rows: Ints, fixed: Floats, here: Floats) -> tuple[Floats, Floats]:
        """Return how far the outcome is from what the taker wants, and the move that takes it there, (2, e) each.

        The taker counts only what was conceded to itself.
        """
        target, share, start, outcome = fixed[0:2], fixed[2:4], fixed[8:10], fixed[10:12]
        booked = self.booked.take(self._note.take(rows, axis=1))
        known = outcome + self.shift.take(self._asker.take(rows, axis=1))
        fresh = np.isnan(booked)
        moved = share * (here - start)
        before = target - known - moved + np.where(fresh, 0.0, share * (booked - start))
        room = np.abs(target - known - np.where(fresh, moved, 0.0)) / share
        return before, room

    def _allowed(self, here: Floats, move: Floats, record: Floats) -> Bools:
        """Whether both moves are real, stay on the scale and keep the direction of those on record."""
        tiny = LEAST * self.span
        after = here + move
        length = np.abs(move)
        ok = (length > tiny) & (length <= self.span) & (after >= self.low - tiny) & (after <= self.high + tiny)
        ok &= record[0:2] + move <= self.span * (1 + SAME)
        ok &= record[2:4] * move >= 0
        both: Bools = ok[0] & ok[1]
        return both


def possible_exchanges(x: Floats, s: Floats, c: Floats) -> int:
    """Count the pairs of actors that stand on opposite sides on two issues, over all pairs of issues.

    Examples
    --------
    >>> import numpy as np
    >>> possible_exchanges(np.array([[0.0, 1.0], [1.0, 0.0]]), np.ones((2, 2)), np.ones((2, 2)))
    1
    """
    weight = np.nan_to_num(s * c)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = (x < (weight * np.nan_to_num(x)).sum(axis=0) / weight.sum(axis=0)).astype(float)
    right = (~np.isnan(x)).astype(float) - left
    same = (left.T @ left) * (right.T @ right)  # (I, I) pairs of issues, each pair twice
    crossed = (left.T @ right) * (right.T @ left)
    return int(np.triu(same + crossed, k=1).sum())


def _candidates(x: Floats, s: Floats, base: Floats, total: Floats) -> tuple[Ints, Ints]:
    """Return actors and supplied issues of all pairs that stand on opposite sides on two issues, (2, E) each.

    Side 0 cares relatively more about the earlier issue, demands it and supplies the later one.
    """
    known = ~np.isnan(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = (x < base / total) & known
    right = ~left & known
    blocks = []
    for p in range(x.shape[1] - 1):
        later = slice(p + 1, None)
        lp, rp, lq, rq = left[:, p, None], right[:, p, None], left[:, later], right[:, later]
        camps = ((rp & rq, lp & lq), (lp & rq, rp & lq))  # opposite sides on both issues
        opposed = np.stack([one.T[:, :, None] & other.T[:, None, :] for one, other in camps], axis=1)
        q, _, i, j = np.nonzero(opposed)  # (later issue, camps, actor, actor)
        q = q + p + 1
        swap = s[i, p] * s[j, q] < s[j, p] * s[i, q]
        blocks.append(np.stack([np.where(swap, j, i), np.where(swap, i, j), q, np.full_like(q, p)]))
    table = np.concatenate(blocks, axis=1) if blocks else np.empty((4, 0), dtype=np.int64)
    return table[:2], table[2:]


class _Rows:
    """Which rows carry a key."""

    def __init__(self, key: Ints, size: int) -> None:
        self.order = np.argsort(key, kind="stable")
        self.ends = np.searchsorted(key[self.order], np.arange(size + 1)).tolist()

    def __getitem__(self, key: int) -> Ints:
        rows: Ints = self.order[self.ends[key] : self.ends[key + 1]]
        return rows
