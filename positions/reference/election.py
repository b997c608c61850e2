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
from typing import Literal, get_args

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.reference.actors import NOBODY, PointForecast, read_only

__all__ = ["VOTES", "ElectionResult", "Method", "election"]

Method = Literal["conditional", "markov-uniform", "markov-incentive"]
SURE = 1e-8  # KTAB: the least coalition

LIMIT = 100_000  # steps; the fixed points are reached in a few hundred

VOTES: dict[str, Callable[[Floats], Floats]] = {  # how many votes a difference of utility moves
    "proportional": lambda du: du,
    "prop-cubic": lambda du: 0.5 * du + 0.5 * du**3,
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
    positions: Floats
    probability: Floats
    of_actor: Floats
    risk: Floats
    beats: Floats
    actors: tuple[int, ...]
    rounds: int

    def forecast(self) -> PointForecast:
        """Return the expected position on a single issue as a forecast."""
        if self.positions.size == 0 or self.positions.shape[1] != 1:
            reason = "no forecast: several issues at once" if self.actors else NOBODY
            return PointForecast(f"election-{self.method}", math.nan, len(self.actors), reason)
        x, p = self.positions[:, 0], self.probability
        best = int(p.argmax())
        how = f"likeliest position {x[best]:g} with {p[best]:.0%}"
        if self.rounds:
            how += f"; fixed point after {self.rounds} steps"
        return PointForecast(f"election-{self.method}", float(p @ x), len(self.actors), how)


def election(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    method: Method = "conditional",
    votes: str = "proportional",
    risk: bool = True,
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
    votes : str
        Key of ``VOTES``.
    risk : bool
        Hold the second election, with attitudes to risk from −½ to 1 (KTAB's default); without, one neutral election.

    Examples
    --------
    >>> e = election([0.0, 0.5, 1.0], [1, 1, 1], [1, 1, 1], risk=False)
    >>> e.probability.round(3).tolist()
    [0.214, 0.571, 0.214]
    """
    if method not in get_args(Method):
        raise ValueError(f'unknown method "{method}"; allowed: {", ".join(get_args(Method))}')
    if votes not in VOTES:
        raise ValueError(f"votes are one of {', '.join(VOTES)}")
    x, s, c, actors = _columns(position, salience, power, bounds)
    if not actors:
        none = read_only(np.empty(0))
        return ElectionResult(method, read_only(np.empty((0, 1))), none, none, none, read_only(np.empty((0, 0))), (), 0)
    distance = np.sqrt((s[:, None, :] ** 2 * (x[:, None, :] - x[None, :, :]) ** 2).sum(-1) / (s**2).sum(-1)[:, None])
    attitude = np.zeros(len(actors))
    if risk:
        neutral, _, _ = _hold(1 - distance, c, method, votes)
        if np.ptp(neutral) >= 1e-12:
            attitude = -0.5 + 1.5 * (neutral - neutral.min()) / np.ptp(neutral)
    distinct, first, back = np.unique(x, axis=0, return_index=True, return_inverse=True)
    utility = (1 - distance) * (1 + distance * attitude[:, None])
    chance, beats, rounds = _hold(utility[:, first], c, method, votes)
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
) -> tuple[Floats, Floats, Floats, tuple[int, ...]]:
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


def _hold(utility: Floats, power: Floats, method: Method, votes: str) -> tuple[Floats, Floats, int]:
    """Return chances (m,), the table of who beats whom (m, m) and the steps taken, from utilities (n voters, m)."""
    rule = VOTES[votes]
    m = utility.shape[1]
    coalition = np.full((m, m), SURE)
    for a in range(m):
        coalition[a] += power @ rule(utility[:, a, None] - utility).clip(0)
    beats = coalition / (coalition + coalition.T)
    if method == "conditional":
        return conditional(beats), beats, 0
    if method == "markov-uniform":
        chance, rounds = markov_uniform(beats)
    else:
        chance, rounds = markov_incentive(beats, coalition)
    return chance, beats, rounds


def conditional(beats: Floats) -> Floats:
    """Return chances in proportion to the product of the chances to beat every position.

    Examples
    --------
    >>> import numpy as np
    >>> conditional(np.array([[0.5, 0.75], [0.25, 0.5]])).round(3).tolist()
    [0.75, 0.25]
    """
    logs = np.log(beats).sum(axis=1)
    weights = np.exp(logs - logs.max())
    chances: Floats = weights / weights.sum()
    return chances


def markov_uniform(beats: Floats) -> tuple[Floats, int]:
    """Return the fixed point when every position is challenged by every other one equally often, and the steps taken.

    ``q_a = (1/m) Σ_b p_ab (p_a + p_b)``, half a step at a time. This is not the dominant eigenvector of the table.

    Examples
    --------
    >>> import numpy as np
    >>> markov_uniform(np.array([[0.5, 0.75], [0.25, 0.5]]))[0].round(3).tolist()
    [0.75, 0.25]
    """
    return _fixed_point(beats, np.full(beats.shape, 1 / len(beats)), tolerance=1e-6)


def markov_incentive(beats: Floats, coalition: Floats) -> tuple[Floats, int]:
    """Return the fixed point when a position is challenged the more, the more its challengers expect to gain.

    Position a challenges incumbent b in proportion to its coalition times its chance to win.

    Examples
    --------
    >>> import numpy as np
    >>> c = np.array([[1e-8, 3.0], [1.0, 1e-8]])
    >>> markov_incentive(c / (c + c.T), c)[0].round(3).tolist()
    [0.75, 0.25]
    """
    incentive = coalition * beats
    return _fixed_point(beats, (incentive / incentive.sum(axis=0)).T, tolerance=1e-8)


def _fixed_point(beats: Floats, challenge: Floats, *, tolerance: float) -> tuple[Floats, int]:
    """Return the chances that stand still, from a table of who challenges whom (incumbent, challenger)."""
    chance = np.full(len(beats), 1 / len(beats))
    step, moved = 0, math.inf
    while moved >= tolerance and step < LIMIT:
        step += 1
        meeting = chance[:, None] * challenge
        after = (chance + (beats * (meeting + meeting.T)).sum(axis=1)) / 2
        moved = float(np.abs(after - chance).max())
        chance = after
    return chance, step
