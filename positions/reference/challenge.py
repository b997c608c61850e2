"""The expected-utility challenge model (Bueno de Mesquita) as laid out by Scholz, Calbert and Smith (2011).

Every round each actor weighs challenging each other one: what it would win (Us), lose (Uf), keep (Usq), how likely it
would win (votes of all actors, by power, salience and distance), and whether the other resists (its salience). An
actor that is asked to move takes one offer; all move at once. Two variants are kept apart, because the printed
equations do not give the printed results:

``literal``
    the printed equations (5–7, 13–16, 20–24, 30–36): the chance to win is counted among those who vote in that one
    contest, distances are divided by the present range, each side uses its own exponent, an open conflict (both sides
    expect to gain) moves nobody, and the proposer who expects most comes first.
``table2``
    what comes nearest to their Table 2, as the public program *bdm-scholz-expected-utility-model* found: votes are
    divided by the sum of all votes of all actors over all ordered pairs, with each voter's own exponent; the range
    stays that of the start; an actor judges both sides with its own exponent; among compromises the lowest balance
    point is taken; whoever cannot compromise gives in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from positions.arrays import ArrayLike, Floats, Ints
from positions.reference.actors import NOBODY, PointForecast, known, read_only, read_only_int
from positions.reference.averages import weighted_median

__all__ = ["KINDS", "ChallengeResult", "ChallengeRound", "Variant", "challenge"]

Variant = Literal["literal", "table2"]
KINDS = ("stays", "confrontation", "compromise", "capitulation")
STILL = 1e-9  # of the range: less than this is no movement


@dataclass(frozen=True, slots=True, eq=False)
class ChallengeRound:
    """One round: positions before and after, and which offer each actor took.

    Parameters
    ----------
    start, end : ndarray, shape (n,)
    proposer : ndarray of int, shape (n,)
        Whose offer was taken, as a place among the actors that count; −1 = none.
    kind : ndarray of int, shape (n,)
        Index into ``KINDS``.
    exponent : ndarray, shape (n,)
        Attitude to risk, 0.5 (takes risks) to 2 (avoids them).
    median, mean : float
        At the end of the round, weighted by salience times power.
    """

    start: Floats
    end: Floats
    proposer: Ints
    kind: Ints
    exponent: Floats
    median: float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class ChallengeResult:
    """A run of the model. ``actors`` holds the places, in the arrays given, of those that count."""

    variant: Variant
    actors: Ints
    start_median: float
    start_mean: float
    rounds: tuple[ChallengeRound, ...]
    stopped: str

    @property
    def medians(self) -> tuple[float, ...]:
        """The weighted median at the start and after every round."""
        return (self.start_median, *(r.median for r in self.rounds))

    @property
    def means(self) -> tuple[float, ...]:
        """The weighted mean at the start and after every round."""
        return (self.start_mean, *(r.mean for r in self.rounds))

    def forecast(self) -> PointForecast:
        """Return the median at the end as a forecast."""
        offers = sum(int((r.kind > 0).sum()) for r in self.rounds)
        how = f"{len(self.rounds)} rounds, {offers} offers taken; {self.stopped}" if self.actors.size else NOBODY
        return PointForecast(f"challenge-{self.variant}", self.medians[-1], self.actors.size, how)


def challenge(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    variant: Variant = "table2",
    rounds: int = 10,
    settled_after: int | None = None,
) -> ChallengeResult:
    """Run the model.

    Parameters
    ----------
    position, salience, power : array, shape (D,)
        NaN = unknown: left out. Salience is a share (0..1): it is the chance that a challenged actor resists.
    rounds : int
        At most so many.
    settled_after : int, optional
        Stop when the median has stood still for so many rounds running. The source has no such rule: by default the
        literal variant uses 2 and ``table2``, which wanders, none.

    Raises
    ------
    ValueError
        For a salience above 1, fewer rounds than one, or an unknown variant.

    Examples
    --------
    >>> run = challenge([4, 7, 10], [0.8, 0.4, 0.9], [0.3, 0.2, 0.5], rounds=3)
    >>> len(run.medians), run.variant
    (4, 'table2')
    """
    if variant not in ("literal", "table2"):
        raise ValueError(f'variants are "literal" and "table2", not "{variant}"')
    if rounds < 1:
        raise ValueError("at least one round")
    found = known(position, salience, power)
    counts = found.weight > 0
    x, s, w = found.position[counts], found.salience[counts], found.weight[counts]
    actors = read_only_int(found.index[counts])
    if np.any(s > 1):
        raise ValueError("salience is a share here: 0..1")
    if settled_after is None:
        settled_after = 2 if variant == "literal" else 0
    median, mean = _centre(x, w)
    empty = ChallengeResult(variant, actors, median, mean, (), "nobody counts")
    if x.size == 0:
        return empty
    if np.ptp(x) == 0:
        return replace(empty, stopped="everybody already holds the same position")
    game = _Game(s, w, float(np.ptp(x)), variant)
    played: list[ChallengeRound] = []
    stopped, still = f"all {rounds} rounds played", 0
    for _ in range(rounds):
        played.append(game.play(x))
        before, x = x, played[-1].end
        still = still + 1 if abs(played[-1].median - median) <= STILL * game.range else 0
        median = played[-1].median
        if np.abs(x - before).max() <= STILL * game.range:
            stopped = "nobody took an offer any more"
            break
        if np.ptp(x) <= STILL * game.range:
            stopped = "everybody came to hold the same position"
            break
        if settled_after and still >= settled_after:
            stopped = f"the median stood still for {settled_after} rounds"
            break
    return ChallengeResult(variant, actors, empty.start_median, mean, tuple(played), stopped)


def _centre(x: Floats, w: Floats) -> tuple[float, float]:
    if not x.size:
        return float("nan"), float("nan")
    return weighted_median(x, w).lower, float(w @ x / w.sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Game:
    """What does not change from round to round: salience (n,), weight (n,), first range, variant."""

    salience: Floats
    weight: Floats
    range: float
    variant: Variant

    def play(self, x: Floats) -> ChallengeRound:
        neutral = np.ones_like(x)
        _, own = self.expectations(x, neutral)
        danger = own.sum(axis=0) - np.diag(own)  # (n,) what the others expect to gain by challenging one
        spread = float(np.ptp(danger))
        attitude = (2 * danger - danger.max() - danger.min()) / spread if spread > 0 else np.zeros_like(x)
        exponent = (1 - attitude / 3) / (1 + attitude / 3)  # eq. 32–34
        others, own = self.expectations(x, exponent)
        end, proposer, kind = self.answers(x, own, others)
        median, mean = _centre(end, self.weight)
        return ChallengeRound(
            read_only(x),
            read_only(end),
            read_only_int(proposer),
            read_only_int(kind),
            read_only(exponent),
            median,
            mean,
        )

    def expectations(self, x: Floats, exponent: Floats) -> tuple[Floats, Floats]:
        """Return what j expects of challenging i, and what i expects of challenging j, (n, n) each, rows i."""
        literal = self.variant == "literal"
        span = float(np.ptp(x)) if literal else self.range
        votes = numerators(x, self.weight, np.ones_like(exponent) if literal else exponent, span)
        if literal:
            contest = votes + votes.T
            chance = np.divide(votes, contest, out=np.zeros_like(votes), where=contest > 0)  # eq. 30–31
        else:
            chance = votes / total_votes(x, self.weight, exponent, span)
        distance = np.abs(x[:, None] - x[None, :]) / span
        win, lose = 2 - 4 * raised((1 - distance).clip(0) / 2, exponent), 2 - 4 * raised((1 + distance) / 2, exponent)
        stay = 2 - 4 * 0.5 ** exponent[:, None]  # nothing changes unless somebody challenges
        resist = self.salience[None, :]
        own = resist * (chance * win + (1 - chance) * lose) + (1 - resist) * win - stay  # eq. 5–7
        if literal:
            return own.T, own
        resist = self.salience[:, None]
        return resist * (chance.T * win + (1 - chance.T) * lose) + (1 - resist) * win - stay, own

    def answers(self, x: Floats, own: Floats, others: Floats) -> tuple[Floats, Ints, Ints]:
        """Return where each actor goes, on whose offer and of which kind."""
        n = x.size
        apart = x[:, None] != x[None, :]
        asked = apart & (others > 0) & (own < 0)
        compromise = asked & (others > np.abs(own))
        capitulation = asked & ~compromise
        share = np.divide(np.abs(own), others, out=np.zeros_like(own), where=others > 0)
        middle = x[:, None] + (x[None, :] - x[:, None]) * share  # eq. 35–36
        target = np.where(compromise, middle, np.broadcast_to(x[None, :], (n, n)))
        step = np.abs(target - x[:, None])
        if self.variant == "literal":
            order = np.where(compromise | capitulation, -others, np.inf)
            pick = order.argmin(axis=1)
            kind = np.where(compromise, 2, 3)[np.arange(n), pick]
        else:
            balance = (np.abs(own) * x[:, None] + np.abs(others) * x[None, :]) / (np.abs(own) + np.abs(others) + 1e-300)
            confrontation = apart & (others > own) & (own > 0)
            keys = (
                np.where(confrontation, step, np.inf),
                np.where(compromise, balance, np.inf),
                np.where(capitulation, step, np.inf),
            )
            best = np.stack([k.min(axis=1) for k in keys])  # (3, n)
            first = np.isfinite(best).argmax(axis=0)
            pick = np.stack([k.argmin(axis=1) for k in keys])[first, np.arange(n)]
            kind = first + 1
            order = np.stack(keys)[first, np.arange(n)]
        answered = np.isfinite(order[np.arange(n), pick])
        end = np.where(answered, target[np.arange(n), pick], x)
        return end, np.where(answered, pick, -1), np.where(answered, kind, 0)


def numerators(x: Floats, weight: Floats, exponent: Floats, span: float) -> Floats:
    """Return the votes for i against j: ``Σ_k w_k max(0, d_kj^r_k − d_ki^r_k)`` with ``d = |x_k − x| / span``.

    Actor k votes for the nearer of two positions. On a line those who are nearer to i than to j are all the actors on
    i's side of the middle between them, so after sorting every sum over voters is a difference of two running sums.

    Parameters
    ----------
    x, weight, exponent : ndarray, shape (n,)
    span : float
        What distances are divided by.

    Returns
    -------
    ndarray, shape (n, n)

    Examples
    --------
    >>> import numpy as np
    >>> votes = numerators(np.array([0.0, 1.0]), np.array([2.0, 3.0]), np.ones(2), 1.0)
    >>> votes.tolist()
    [[0.0, 2.0], [3.0, 0.0]]
    """
    order = np.argsort(x, kind="stable")
    xs = x[order]
    power = weighted_distances(xs, weight[order], exponent[order], span)  # (n voters, n positions)
    n = x.size
    running = np.zeros((n + 1, n))
    np.cumsum(power, axis=0, out=running[1:])
    middle = (xs[:, None] + xs[None, :]) / 2
    left = np.searchsorted(xs, middle.ravel(), side="left").reshape(n, n)  # voters left of the middle
    column = np.broadcast_to(np.arange(n), (n, n))
    at_left_j, at_left_i = running[left, column], running[left, column.T]
    whole_j, whole_i = running[n][None, :], running[n][:, None]
    from_left = at_left_j - at_left_i
    from_right = (whole_j - at_left_j) - (whole_i - at_left_i)
    votes = np.where(xs[:, None] < xs[None, :], from_left, from_right)
    votes = np.where(xs[:, None] == xs[None, :], 0.0, votes).clip(0)
    back = np.empty_like(order)
    back[order] = np.arange(n)
    picked: Floats = votes[np.ix_(back, back)]
    return picked


def total_votes(x: Floats, weight: Floats, exponent: Floats, span: float) -> float:
    """Return the sum of all votes of all actors over all ordered pairs of actors' positions.

    Examples
    --------
    >>> import numpy as np
    >>> total_votes(np.array([0.0, 1.0]), np.array([2.0, 3.0]), np.ones(2), 1.0)
    10.0
    """
    n = x.size
    ranked = np.sort(weighted_distances(x, weight, exponent, span), axis=1)
    return float(2 * (ranked @ (2 * np.arange(n) - n + 1.0)).sum())


def weighted_distances(x: Floats, weight: Floats, exponent: Floats, span: float) -> Floats:
    """Return ``w_k (|x_k − x_m| / span)^r_k``, shape (n voters, n positions)."""
    distance: Floats = np.abs(x[:, None] - x[None, :]) / span
    return weight[:, None] * raised(distance, exponent)


def raised(base: Floats, exponent: Floats) -> Floats:
    """Return each row of ``base`` (n, n) to the power of its entry in ``exponent`` (n,); powers of one cost nothing."""
    if np.all(exponent == 1):
        return base
    result: Floats = base ** exponent[:, None]
    return result
