"""What recorded outcomes say about the objection game's parameters.

Many parameter sets, spread evenly over their ranges (Sobol points), each play the decided issues. A set's likelihood
on an issue is the share of its worlds that end with the text that was really adopted. With every set equally likely
beforehand (a uniform prior over the ranges), Bayes' rule turns likelihoods into weights: importance sampling from
the prior, so nothing can be learnt outside the ranges that were tried.

A likelihood is averaged over readings of the text (how strong a disputed verb is), for readings are no parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.scoring.trials import Trial

__all__ = [
    "NARROWED",
    "Learned",
    "Posterior",
    "log_likelihood",
    "posterior",
    "weights_of",
]

Floats = NDArray[np.float64]
LEVEL = 0.8
NARROWED = 0.25  # less than this share of an 80 % range, lost or moved, counts as nothing learnt; ours
DEALS = 200  # random deals of the weights


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of one parameter: its 80 % range before and after, each as (10 %, middle, 90 %).

    ``narrowed`` is the share of the range's width that was lost; negative when it grew. ``moved`` is the shift of the
    middle, in widths of the range before. ``by_chance`` is how much the larger of both would be, 19 times in 20 at
    most, if the same weights were dealt to the sets at random.
    """

    name: str
    symbol: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    narrowed: float
    moved: float
    by_chance: float

    @property
    def learnt(self) -> bool:
        """Whether the outcomes said anything worth the name: at least :data:`NARROWED`, and more than by chance."""
        return max(self.narrowed, abs(self.moved)) >= max(NARROWED, self.by_chance)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Weights of the parameter sets, (S,), and what they say about each parameter.

    ``effective`` is how many equally weighted sets the weights are worth (Kish 1965): near S, nothing was learnt; few,
    the ranges after are rough.
    """

    weights: Floats
    effective: float
    parameters: tuple[Learned, ...]

    def parameter(self, name: str) -> Learned:
        """Return one parameter; KeyError when it was not tried."""
        for p in self.parameters:
            if p.name == name:
                return p
        raise KeyError(name)


def log_likelihood(trial: Trial, happened: Sequence[tuple[str, str]]) -> Floats:
    """Return (S,): the log likelihood of recorded ends, pairs of issue and final text, given each parameter set."""
    made = np.zeros(len(trial.sets))
    for issue, text in happened:
        made += np.log(trial.chance(issue, text))
    return made


def weights_of(log_likelihoods: Floats) -> Floats:
    """Return weights that add up to 1.

    >>> weights_of(np.log(np.array([1.0, 3.0]))).round(2).tolist()
    [0.25, 0.75]
    """
    made = np.exp(log_likelihoods - log_likelihoods.max())
    total: Floats = made / made.sum()
    return total


def posterior(trial: Trial, happened: Sequence[tuple[str, str]]) -> Posterior:
    """Weigh the parameter sets by what happened.

    Parameters
    ----------
    happened : sequence of (issue id, final text)
        May name an issue several times, as when a meeting is repeated.
    """
    weights = weights_of(log_likelihood(trial, happened))
    rng = np.random.default_rng(trial.seed)
    dealt = [rng.permutation(weights) for _ in range(DEALS)]
    learned = []
    for spec in trial.specs:
        if spec.high <= spec.low:
            continue
        values = np.array([getattr(p, spec.name) for p in trial.sets])
        before, after = _range(values, np.full(values.size, 1 / values.size)), _range(values, weights)
        luck = [_change(before, _range(values, w)) for w in dealt]
        by_chance = float(np.quantile([max(narrowed, abs(moved)) for narrowed, moved in luck], 0.95))
        learned.append(Learned(spec.name, spec.symbol, before, after, *_change(before, after), by_chance))
    return Posterior(weights, float(1 / np.sum(weights**2)), tuple(learned))


def _change(before: tuple[float, float, float], after: tuple[float, float, float]) -> tuple[float, float]:
    """Return by how much a range narrowed and moved, in widths of the range before."""
    width = before[2] - before[0]
    return 1 - (after[2] - after[0]) / width, (after[1] - before[1]) / width


def _range(values: Floats, weights: Floats) -> tuple[float, float, float]:
    """Return the weighted 10 %, 50 % and 90 % quantiles."""
    order = np.argsort(values, kind="stable")
    w = weights[order]
    levels = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]
    low, mid, high = np.interp(levels, np.cumsum(w) - w / 2, values[order])
    return float(low), float(mid), float(high)
