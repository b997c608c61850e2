"""The probabilistic Condorcet election of the KTAB toolkit: how likely is each position to win?

Each pair of positions is put to a vote; the strength of the two coalitions gives the chance that one beats the other.
From these chances a probability for each position follows, by one of three rules. KTAB (KAPSARC Toolkit for Behavioral
Analysis, v1.4, *smp.cpp*) is the only source; there is no paper with all the formulas.

With attitudes to risk, the election is held twice, as KTAB does: first among all actors' positions, everybody neutral;
then, actors far from what wins being more cautious, once more among the distinct positions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from positions.reference.election_rules import conditional, markov_incentive, markov_uniform
from positions.reference.forecast import PointForecast
from positions.reference.known import FloatArray, read_only

__all__ = ["VICTORY", "VOTES", "ElectionResult", "Method", "election"]

Method = Literal["conditional", "markov-uniform", "markov-incentive"]
Risk = Literal["none", "min", "mid", "max"]
SURE = 1e-8  # KTAB: a difference of utility that counts as whole for a binary vote, and the least coalition

VOTES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "binary": lambda du: np.clip(du / SURE, -1, 1),
    "proportional": lambda du: du,
    "prop-binary": lambda du: 0.8 * du + 0.2 * np.clip(du / SURE, -1, 1),
    "prop-cubic": lambda du: 0.5 * du + 0.5 * du**3,
    "cubic": lambda du: du**3,
    "asymmetric": lambda du: np.where(du < 0, du, 2 * du / 3),
}
VICTORY: dict[str, Callable[[FloatArray], FloatArray]] = {
    "linear": lambda c: c,
    "square": lambda c: c**2,
    "quartic": lambda c: c**4,
    "octic": lambda c: c**8,
}


@dataclass(frozen=True, slots=True, eq=False)
class ElectionResult:
    """Chances of the positions.

    Parameters
    ----------
    positions : ndarray, shape (m, K)
        Distinct positions.
    probability : ndarray, shape (m,)
        Chance that each wins; sums to 1.
    of_actor : ndarray, shape (n,)
        The chance of each counted actor's position (actors that share a position share it).
    risk : ndarray, shape (n,)
        Attitude to risk, −1..1.
    beats : ndarray, shape (m, m)
        Chance that the row beats the column.
    rounds : int
        Steps until the fixed point stood still; 0 for the conditional rule, which needs none.
    """

    method: Method
    positions: FloatArray
    probability: FloatArray
    of_actor: FloatArray
    risk: FloatArray
    beats: FloatArray
    actors: tuple[int, ...]
    rounds: int

    def forecast(self, which: Literal["mean", "mode"] = "mean") -> PointForecast:
        """Return the expected or the likeliest position on a single issue as a forecast."""
        if self.positions.size == 0 or self.positions.shape[1] != 1:
            reason = "several issues at once" if self.actors else "no known position carries any weight"
            return PointForecast(f"election-{self.method}", math.nan, len(self.actors), f"no forecast: {reason}")
        x, p = self.positions[:, 0], self.probability
        best = int(p.argmax())
        point = float(p @ x) if which == "mean" else float(x[best])
        how = f"likeliest position {x[best]:g} with {p[best]:.0%}"
        if self.rounds:
            how += f"; fixed point after {self.rounds} steps"
        return PointForecast(f"election-{self.method}", point, len(self.actors), how)


def election(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    method: Method = "conditional",
    votes: str = "proportional",
    victory: str = "linear",
    risk: Risk = "mid",
) -> ElectionResult:
    """Hold the election.

    Parameters
    ----------
    position, salience : array, shape (D,) or (D, K)
        NaN = unknown; an actor with any unknown entry is left out. On a single issue salience cancels out of the
        distance, so it does not weigh the votes; power does.
    power : array, shape (D,)
    bounds : (float, float)
        Ends of the scale; distances are shares of it.
    method : {"conditional", "markov-uniform", "markov-incentive"}
        ``conditional``: proportional to the product of the chances to beat each position. ``markov-uniform``: fixed
        point when challengers come at random. ``markov-incentive``: challengers come where they gain.
    votes, victory : str
        Keys of ``VOTES`` and ``VICTORY``.
    risk : {"none", "min", "mid", "max"}
        Range of the attitudes: 0..1, −½..1 (KTAB's default) or −1..1; ``none`` holds one neutral election.

    Examples
    --------
    >>> e = election([0.0, 0.5, 1.0], [1, 1, 1], [1, 1, 1], risk="none")
    >>> e.probability.round(3).tolist()
    [0.214, 0.571, 0.214]
    """
    if method not in ("conditional", "markov-uniform", "markov-incentive") or risk not in ("none", "min", "mid", "max"):
        raise ValueError(f'unknown method "{method}" or risk "{risk}"')
    if votes not in VOTES or victory not in VICTORY:
        raise ValueError(f"votes are one of {', '.join(VOTES)}; victory is one of {', '.join(VICTORY)}")
    x, s, c, actors = _columns(position, salience, power, bounds)
    if not actors:
        none = read_only(np.empty(0))
        return ElectionResult(method, read_only(np.empty((0, 1))), none, none, none, read_only(np.empty((0, 0))), (), 0)
    distance = np.sqrt((s[:, None, :] ** 2 * (x[:, None, :] - x[None, :, :]) ** 2).sum(-1) / (s**2).sum(-1)[:, None])
    attitude = np.zeros(len(actors))
    if risk != "none":
        neutral, _, _ = _hold(1 - distance, c, method, votes, victory)
        attitude = _attitude(neutral, risk)
    distinct, first, back = np.unique(x, axis=0, return_index=True, return_inverse=True)
    utility = (1 - distance) * (1 + distance * attitude[:, None])
    chance, beats, rounds = _hold(utility[:, first], c, method, votes, victory)
    low, high = bounds
    return ElectionResult(
        method=method,
        positions=read_only(low + distinct * (high - low)),
        probability=read_only(chance),
        of_actor=read_only(chance[back.ravel()]),
        risk=read_only(attitude),
        beats=read_only(beats),
        actors=actors,
        rounds=rounds,
    )


def _columns(
    position: ArrayLike, salience: ArrayLike, power: ArrayLike, bounds: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray, tuple[int, ...]]:
    x, s, c = (np.asarray(a, dtype=float) for a in (position, salience, power))
    x, s = (a[:, None] if a.ndim == 1 else a for a in (x, s))
    if x.shape != s.shape or c.shape != x.shape[:1]:
        raise ValueError(f"shapes do not fit: positions {x.shape}, salience {s.shape}, power {c.shape}")
    if bounds[1] <= bounds[0]:
        raise ValueError("the upper bound lies above the lower one")
    there = ~(np.isnan(x).any(1) | np.isnan(s).any(1) | np.isnan(c))
    there[there] &= (c[there] > 0) & (s[there] ** 2).sum(1).astype(bool)
    x = (x[there] - bounds[0]) / (bounds[1] - bounds[0])
    return x, s[there], c[there], tuple(int(i) for i in np.flatnonzero(there))


def _attitude(chance: FloatArray, risk: Risk) -> FloatArray:
    low, high = float(chance.min()), float(chance.max())
    if high - low < 1e-12:
        return np.zeros_like(chance)
    bottom = {"min": 0.0, "mid": -0.5, "max": -1.0}[risk]
    return bottom + (1 - bottom) * (chance - low) / (high - low)


def _hold(
    utility: FloatArray, power: FloatArray, method: Method, votes: str, victory: str
) -> tuple[FloatArray, FloatArray, int]:
    """Return chances (m,), the table of who beats whom (m, m) and the steps taken, from utilities (n voters, m)."""
    rule = VOTES[votes]
    m = utility.shape[1]
    coalition = np.full((m, m), SURE)
    for a in range(m):
        coalition[a] += power @ rule(utility[:, a, None] - utility).clip(0)
    strength = VICTORY[victory](coalition)
    beats = strength / (strength + strength.T)
    if method == "conditional":
        return conditional(beats), beats, 0
    if method == "markov-uniform":
        chance, rounds = markov_uniform(beats)
    else:
        chance, rounds = markov_incentive(beats, coalition)
    return chance, beats, rounds
