"""The position exchange model: two actors trade, each giving way on the issue it cares about less.

Stokman and Van Oosten (1994, in Bueno de Mesquita and Stokman, *European Community Decision Making*), in the equal-gain
form of the public exchange program (F. Stokman and others). On each issue the expected outcome is the mean weighted by
salience and power. Two actors on opposite sides of it on two issues can exchange: the one that cares relatively more
about p moves the other on p and moves itself on q, so far that both gain the same. The best exchange is realised, what
it touches is worked out again, until no exchange is left. Between rounds actors keep part of what they conceded.

Two things the public program leaves to rounding are decided here by rule: exchanges of equal gain are taken in a fixed
order (or drawn, with ``rng``), and an outcome that stands exactly on a demander's position may not be moved past it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.reference.actors import NOBODY, PointForecast, read_only
from positions.reference.exchange_search import Bargain, SearchRound, possible_exchanges

__all__ = ["LIMIT", "ExchangeResult", "ExchangeRound", "exchange"]

LIMIT = 200_000  # possible exchanges: about 60 actors on 20 issues, a few seconds a round


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeRound:
    """One round of exchanges.

    Parameters
    ----------
    start, voting, after : ndarray, shape (D, I)
        Positions when the round begins, when it ends, and what of it is carried into the next round.
    start_outcome, outcome, next_outcome : ndarray, shape (I,)
        Weighted means of the three.
    bargains : tuple of Bargain
        In the order in which they were realised.
    ties : int
        How often several exchanges had the same gain.
    """

    start: Floats
    voting: Floats
    after: Floats
    start_outcome: Floats
    outcome: Floats
    next_outcome: Floats
    bargains: tuple[Bargain, ...]
    ties: int


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeResult:
    """A run of the exchange model, and why it stopped."""

    rounds: tuple[ExchangeRound, ...]
    stopped: str

    @property
    def outcome(self) -> Floats:
        """Expected outcomes after the exchanges of the last round, shape (I,); NaN where nobody carries weight."""
        return self.rounds[-1].outcome

    def forecast(self, issue: int) -> PointForecast:
        """Return the outcome on one issue as a forecast."""
        here = [b for r in self.rounds for b in r.bargains if issue in (b.supply_a, b.supply_b)]
        everything = sum(len(r.bargains) for r in self.rounds)
        point = float(self.outcome[issue])
        actors = int((~np.isnan(self.rounds[0].start[:, issue])).sum())
        if math.isnan(point):
            return PointForecast("exchange", point, actors, NOBODY)
        how = f"{everything} exchanges in {len(self.rounds)} round(s), {len(here)} touch this issue; {self.stopped}"
        return PointForecast("exchange", point, actors, how)


def exchange(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    rounds: int = 1,
    rng: np.random.Generator | None = None,
    carried_by_salience: float = 0.4,
    carried_by_all: float = 0.1,
    limit: int = LIMIT,
) -> ExchangeResult:
    """Run the exchange model over all issues of one negotiation.

    Parameters
    ----------
    position, salience, power : array, shape (D, I)
        NaN = unknown; a cell counts when all three are known and salience and power are positive.
    bounds : (float, float)
        Ends of the scale that all issues share.
    rounds : int
        At most so many; it stops when a round brings no exchange.
    rng : numpy.random.Generator, optional
        Draws among exchanges of equal gain. None takes the first by issue pair and actor.
    carried_by_salience, carried_by_all : float
        An actor starts the next round at ``x + f (y − x)``, ``f = (1 − s) carried_by_salience + carried_by_all``.
    limit : int
        With more possible exchanges than this it refuses: they all have to be held in memory and compared.

    Raises
    ------
    ValueError
        When shapes differ, a position lies outside the bounds, there is no issue or no round, or too many exchanges
        are possible.

    Examples
    --------
    Two actors, each giving way where it cares less:

    >>> run = exchange([[0.0, 1.0], [1.0, 0.0]], [[0.9, 0.3], [0.3, 0.9]], [[1, 1], [1, 1]])
    >>> [(b.a, b.supply_a, b.b, b.supply_b) for b in run.rounds[0].bargains]
    [(0, 1, 1, 0)]
    >>> run.outcome.round(3).tolist()
    [0.0, 0.0]
    """
    x, s, c = _cells(position, salience, power, bounds)
    if rounds < 1:
        raise ValueError("at least one round")
    if (possible := possible_exchanges(x, s, c)) > limit:
        raise ValueError(f"{possible:,} exchanges are possible, more than the limit of {limit:,}")
    played: list[ExchangeRound] = []
    stopped = f"all {rounds} round(s) played"
    for _ in range(rounds):
        search = SearchRound(x, s, c, bounds)
        bargains, ties = search.play(rng)
        kept = (1 - s) * carried_by_salience + carried_by_all
        after = np.where(search.voting == x, x, x + kept * (search.voting - x))
        played.append(account(x, s, c, search.voting, after, bargains, ties))
        x = after
        if not bargains:
            stopped = "no exchange was left that gains both"
            break
    return ExchangeResult(tuple(played), stopped)


def _cells(
    position: ArrayLike, salience: ArrayLike, power: ArrayLike, bounds: tuple[float, float]
) -> tuple[Floats, Floats, Floats]:
    """Return the three matrices, (D, I), with NaN in all three wherever a cell does not count."""
    x, s, c = (np.array(a, dtype=float) for a in (position, salience, power))
    if x.ndim != 2 or x.shape != s.shape or x.shape != c.shape or x.shape[1] == 0:
        raise ValueError(f"three matrices (actors, issues) are needed; shapes are {x.shape}, {s.shape}, {c.shape}")
    if np.any((s > 1) | (s < 0)) or np.any(c < 0):
        raise ValueError("salience is a share (0..1) and power is not negative")
    if np.nanmin(x, initial=bounds[0]) < bounds[0] or np.nanmax(x, initial=bounds[1]) > bounds[1]:
        raise ValueError(f"a position lies outside {bounds[0]:g}..{bounds[1]:g}")
    counts = (s > 0) & (c > 0) & ~np.isnan(x)
    for a in (x, s, c):
        a[~counts] = np.nan
    return x, s, c


def account(
    x: Floats,
    s: Floats,
    c: Floats,
    voting: Floats,
    after: Floats,
    bargains: tuple[Bargain, ...],
    ties: int,
) -> ExchangeRound:
    """Return the record of a round from positions before, at its end and carried on, (D, I) each."""
    weight = np.nan_to_num(s * c)
    total = weight.sum(axis=0)

    def outcome(at: Floats) -> Floats:
        with np.errstate(invalid="ignore"):
            return read_only(np.where(total > 0, (weight * np.nan_to_num(at)).sum(axis=0) / total, np.nan))

    return ExchangeRound(
        start=read_only(x),
        voting=read_only(voting),
        after=read_only(after),
        start_outcome=outcome(x),
        outcome=outcome(voting),
        next_outcome=outcome(after),
        bargains=bargains,
        ties=ties,
    )
