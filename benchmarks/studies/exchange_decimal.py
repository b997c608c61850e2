"""One round of the exchange model in decimal or exact arithmetic, candidate by candidate: slow, and to the last digit.

With ``Decimal`` (28 digits) it rounds as the public exchange program does, and so breaks ties between equal gains, and
decides whether an outcome that stands exactly on a demander's position has "passed" it, the way that program's
rounding happens to. With ``Fraction`` nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np

from positions.arrays import Floats
from positions.reference import Bargain, ExchangeResult
from positions.reference.exchange import account
from positions.reference.exchange_search import LEAST

__all__ = ["DecimalRound", "as_written", "exchange_as_rounded", "past_as_rounded", "strictly_past"]

Number = Any  # Decimal or Fraction: both are exact enough, neither mixes with the other
Cell = tuple[int, int]  # (actor, issue)


def as_written(value: float) -> Decimal:
    """Return the decimal number that a person wrote for ``value``.

    >>> as_written(0.1)
    Decimal('0.1')
    """
    return Decimal(repr(value))


def past_as_rounded(wanted: Number, before: Number, after: Number) -> bool:
    """Whether ``wanted`` lies between two outcomes, both ends excluded.

    >>> past_as_rounded(5, 5, 6), past_as_rounded(5, 4, 6)
    (False, True)
    """
    return bool(before < wanted < after or after < wanted < before)


def strictly_past(wanted: Number, before: Number, after: Number) -> bool:
    """Whether an outcome that was at or before ``wanted`` ends beyond it.

    >>> strictly_past(5, 5, 6), strictly_past(5, 4, 5)
    (True, False)
    """
    return bool(before <= wanted < after or after < wanted <= before)


def exchange_as_rounded(x: Floats, s: Floats, c: Floats, *, bounds: tuple[float, float], rounds: int) -> ExchangeResult:
    """Run the exchange model with the public program's rounding.

    Parameters
    ----------
    x, s, c : ndarray, shape (D, I)
        Positions, salience, power; NaN in all three where a cell does not count.
    bounds : (float, float)
        Ends of the scale.
    rounds : int
        How many are played.
    """
    game, played = DecimalRound(x, s, c, bounds, (0.4, 0.1)), []
    for _ in range(rounds):
        bargains, ties, voting, after = game.play()
        played.append(account(x, s, c, voting, after, bargains, ties))
        x = after
    return ExchangeResult(tuple(played), f"all {rounds} round(s) played")


@dataclass(slots=True)
class _Side:
    actor: int
    supply: int
    demand: int
    moves: list[Number] = field(default_factory=list)  # on record, the present one last

    @property
    def move(self) -> Number:
        return self.moves[-1]


@dataclass(slots=True)
class _Candidate:
    sides: tuple[_Side, _Side]
    gain: Number = 0
    valid: bool = True
    cut: bool = False


class DecimalRound:
    """A negotiation; :meth:`play` plays one round and moves on to the next.

    Parameters
    ----------
    x, s, c : ndarray, shape (D, I)
        Positions, salience, power; NaN where a cell does not count.
    carried : (float, float)
        Shares of a concession that are kept, by lack of salience and by all.
    number : callable
        Makes a number from a float.
    past : callable
        Whether the outcome passes what is wanted.
    """

    def __init__(
        self,
        x: Floats,
        s: Floats,
        c: Floats,
        bounds: tuple[float, float],
        carried: tuple[float, float],
        *,
        number: Callable[[float], Number] = as_written,
        past: Callable[[Number, Number, Number], bool] = past_as_rounded,
    ) -> None:
        self.actors, self.issues = x.shape
        cells = [(a, i) for a in range(self.actors) for i in range(self.issues) if not np.isnan(x[a, i])]
        self.x, self.s, self.c = ({cell: number(float(m[cell])) for cell in cells} for m in (x, s, c))
        self.low, self.high = (number(float(b)) for b in bounds)
        self.least = number(LEAST) * (self.high - self.low)
        exact = type(self.low)
        self.carried = (exact(carried[0]), exact(carried[1]))  # the program converts these from binary
        self.past = past
        self.on = [[a for a in range(self.actors) if (a, i) in self.x] for i in range(self.issues)]
        self.total = [sum(self.c[a, i] * self.s[a, i] for a in self.on[i]) for i in range(self.issues)]
        self.share = {cell: self.s[cell] * self.c[cell] for cell in cells}

    def play(self) -> tuple[tuple[Bargain, ...], int, Floats, Floats]:
        """Return the exchanges, the number of exact ties, voting positions and next round's positions, (D, I) each."""
        self.now = dict(self.x)
        self.booked: dict[Cell, dict[int, Number]] = {}  # (demander, issue) -> supplier -> position conceded to it
        waiting = self._candidates()
        for k in waiting:
            self._work_out(k)
        waiting = [k for k in waiting if k.valid]
        done: list[Bargain] = []
        ties = 0
        while waiting:
            waiting.sort(key=lambda k: k.gain, reverse=True)
            best, *waiting = waiting
            ties += bool(waiting) and waiting[0].gain == best.gain
            (a, b) = best.sides
            before = [self.now[side.actor, side.supply] for side in best.sides]
            waiting = self._settle(best, waiting)
            after = [self.now[side.actor, side.supply] for side in best.sides]
            done.append(
                Bargain(
                    a.actor, a.supply, float(before[0]), float(after[0]),
                    b.actor, b.supply, float(before[1]), float(after[1]),
                    float(best.gain), best.cut,
                )
            )  # fmt: skip
        voting = self._matrix(self.now)
        moved = sorted({cell for d in done for cell in ((d.a, d.supply_a), (d.b, d.supply_b))})
        by_salience, by_all = self.carried
        for cell in moved:
            kept = (1 - self.s[cell]) * by_salience
            self.x[cell] = kept * self.now[cell] + by_all * self.now[cell] + (1 - kept - by_all) * self.x[cell]
        return tuple(done), ties, voting, self._matrix(self.x)

    def _matrix(self, cells: dict[Cell, Number]) -> Floats:
        matrix = np.full((self.actors, self.issues), np.nan)
        for cell, value in cells.items():
            matrix[cell] = float(value)
        return matrix

    def _candidates(self) -> list[_Candidate]:
        mean = [
            sum(self.x[a, i] * self.s[a, i] * self.c[a, i] for a in self.on[i]) / self.total[i] if self.on[i] else 0
            for i in range(self.issues)
        ]
        left = {(a, i): self.x[a, i] < mean[i] for (a, i) in self.x}
        found = []
        for p, q in combinations(range(self.issues), 2):
            camps: dict[tuple[bool, bool], list[int]] = {}
            for a in self.on[p]:
                if (a, q) in self.x:
                    camps.setdefault((left[a, p], left[a, q]), []).append(a)
            for one, other in (((False, False), (True, True)), ((True, False), (False, True))):
                for i in camps.get(one, []):
                    for j in camps.get(other, []):
                        first, second = (j, i) if self.s[i, p] * self.s[j, q] < self.s[j, p] * self.s[i, q] else (i, j)
                        found.append(_Candidate((_Side(first, q, p), _Side(second, p, q))))
        return found

    def _effect(self, side: _Side, distance: Number) -> Number:
        return distance * self.s[side.actor, side.supply] * self.c[side.actor, side.supply] / self.total[side.supply]

    def _distance(self, side: _Side, effect: Number) -> Number:
        return effect * self.total[side.supply] / self.share[side.actor, side.supply]

    def _matching(self, giver: _Side, taker: _Side, effect: Number) -> Number:
        """The effect that ``taker`` must have for equal gains when ``giver`` has ``effect``."""
        top = self.s[giver.actor, giver.supply] + self.s[taker.actor, taker.demand]
        bottom = self.s[giver.actor, giver.demand] + self.s[taker.actor, taker.supply]
        return top / bottom * effect

    def _seen(self, taker: _Side, giver: _Side, position: Number | None) -> Number:
        """Σ w x on what is given, counting only what was conceded to ``taker``; the giver at ``position``."""
        issue = giver.supply
        at = self.booked.get((taker.actor, issue), {})
        total = 0
        for a in self.on[issue]:
            place = at.get(a, self.x[a, issue])
            if a == giver.actor:
                place = at.get(a, self.now[a, issue]) if position is None else position
            total += place * self.s[a, issue] * self.c[a, issue]
        return total

    def _allowed(self, side: _Side) -> bool:
        after = self.now[side.actor, side.supply] + side.move
        span = self.high - self.low
        if not self.least < abs(side.move) <= span or not self.low <= after <= self.high or sum(side.moves) > span:
            return False
        return bool(min(side.moves) > 0 or max(side.moves) < 0)

    def _record(self, k: _Candidate, distances: tuple[Number, Number], *, again: bool) -> None:
        for side, other, distance in zip(k.sides, k.sides[::-1], distances, strict=True):
            if again:
                side.moves.pop()
            back = self.now[side.actor, side.supply] > self.x[other.actor, other.demand]
            side.moves.append(-distance if back else distance)

    def _gain(self, side: _Side, gives: Number, gets: Number) -> Number:
        return abs(gives * self.s[side.actor, side.supply] - gets * self.s[side.actor, side.demand])

    def _work_out(self, k: _Candidate) -> None:
        a, b = k.sides
        full_a = abs(self.x[b.actor, b.demand] - self.now[a.actor, a.supply])
        full_b = abs(self.x[a.actor, a.demand] - self.now[b.actor, b.supply])
        effect_b = self._effect(b, full_b)
        effect_a = self._matching(b, a, effect_b)
        distances = self._distance(a, effect_a), full_b
        if distances[0] > full_a:
            effect_a = self._effect(a, full_a)
            effect_b = self._matching(a, b, effect_a)
            distances = full_a, self._distance(b, effect_b)
        self._record(k, distances, again=False)
        k.gain, k.cut = self._gain(a, effect_a, effect_b), False
        k.valid = self._allowed(a) and self._allowed(b) and k.gain >= self.least
        if not k.valid:
            return
        for giver, taker in ((a, b), (b, a)):
            total, here = self.total[giver.supply], self.now[giver.actor, giver.supply]
            wanted = self.x[taker.actor, taker.demand]
            before = self._seen(taker, giver, here) / total
            after = self._seen(taker, giver, here + giver.move) / total
            if self.past(wanted, before, after):
                room = abs((wanted * total - self._seen(taker, giver, None)) / self.share[giver.actor, giver.supply])
                gives = self._effect(giver, room)
                gets = self._matching(giver, taker, gives)
                answer = abs(self._distance(taker, gets))
                self._record(k, (room, answer) if giver is a else (answer, room), again=True)
                k.gain, k.cut = self._gain(taker, gets, gives), True
        k.valid = self._allowed(a) and self._allowed(b)

    def _settle(self, done: _Candidate, rest: list[_Candidate]) -> list[_Candidate]:
        """Carry out one exchange, work out again whatever it touches, and return what is still possible."""
        supplied = {(side.actor, side.supply) for side in done.sides}
        demanded = {(side.actor, side.demand) for side in done.sides}
        for side, other in zip(done.sides, done.sides[::-1], strict=True):
            cell = (side.actor, side.supply)
            after = self.now[cell] = self.now[cell] + side.move
            book = self.booked.setdefault((other.actor, other.demand), {})
            if side.actor in book:
                old = book[side.actor]
                after = min(old, after) if self.x[cell] <= old else max(old, after)
            book[side.actor] = after
        kept = []
        for k in rest:
            mine = [(side.actor, side.supply) in supplied for side in k.sides]
            if any(mine) or any((side.actor, side.demand) in demanded for side in k.sides):
                for side, stays in zip(k.sides, mine, strict=True):
                    if not stays:
                        side.moves.pop()
                self._work_out(k)
            if k.valid:
                kept.append(k)
        return kept
