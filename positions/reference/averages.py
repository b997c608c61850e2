"""Middles of what the actors want: the constant, averages, weighted medians and the Condorcet winner.

The compromise model is Van den Bos (1991) as used by Thomson et al. (2006, *The European Union Decides*):
``O = Σ c_i s_i x_i / Σ c_i s_i``. Achen (2006, ch. 4 there) shows why it comes near the Nash bargaining solution
when no agreement is far worse than any agreement. Black (1948): with single-peaked wishes no position beats the
weighted median in a vote of two, so that it is the Condorcet winner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike
from positions.reference.actors import NOBODY, Known, PointForecast, known

__all__ = ["WeightedMedian", "compromise", "constant", "mean", "salience_mean", "weighted_median"]

ROUNDING = 1e-12  # of the total weight: cumulated shares such as 0.1 + 0.2 are compared within this


def constant(value: float) -> PointForecast:
    """Forecast ``value`` whatever anybody wants: what every model has to beat.

    Examples
    --------
    >>> constant(50.0).point
    50.0
    """
    return PointForecast("constant", float(value), 0, f"always {value:g}, whatever the positions are")


def mean(position: ArrayLike) -> PointForecast:
    """Return the plain mean of the known positions.

    Examples
    --------
    >>> mean([0.0, 100.0, float("nan")]).point
    50.0
    """
    return _average("mean", known(position), "mean of the known positions")


def salience_mean(position: ArrayLike, salience: ArrayLike) -> PointForecast:
    """Return the mean weighted by salience.

    Examples
    --------
    >>> salience_mean([0.0, 100.0], [0.25, 0.75]).point
    75.0
    """
    return _average("salience-mean", known(position, salience), "mean weighted by salience")


def compromise(position: ArrayLike, salience: ArrayLike, power: ArrayLike) -> PointForecast:
    """Return the compromise model: the mean weighted by salience times power.

    Examples
    --------
    >>> compromise([0.0, 100.0], [1.0, 1.0], [3.0, 1.0]).point
    25.0
    """
    return _average("compromise", known(position, salience, power), "mean weighted by salience times power")


def _average(model: str, actors: Known, how: str) -> PointForecast:
    total = float(actors.weight.sum())
    if total <= 0:
        return PointForecast(model, math.nan, 0, NOBODY)
    point = float(actors.weight @ actors.position) / total
    missing = f"; {actors.left_out} unknown, left out" if actors.left_out else ""
    return PointForecast(model, point, actors.position.size, how + missing)


@dataclass(frozen=True, slots=True)
class WeightedMedian:
    """Lower and upper weighted median; they differ when the weights split exactly in half."""

    lower: float
    upper: float
    actors: int

    def forecasts(self) -> tuple[PointForecast, PointForecast, PointForecast]:
        """Return the lower median, the upper one, and the Condorcet winner (their middle where two tie)."""
        models = ("median-lower", "median-upper", "condorcet")
        if math.isnan(self.lower):
            low, high, winner = (PointForecast(model, math.nan, self.actors, NOBODY) for model in models)
            return low, high, winner
        if self.lower == self.upper:
            half = "half of the weight lies on either side"
            words = [half, half, "no other position beats it in a vote of two"]
        else:
            split = f"the weight splits exactly in half between {self.lower:g} and {self.upper:g}"
            tie = f"{self.lower:g} and {self.upper:g} tie and beat all others; the middle between them is given"
            words = [f"{split}; this is the lower", f"{split}; this is the upper", tie]
        points = (self.lower, self.upper, (self.lower + self.upper) / 2)
        low, high, winner = (
            PointForecast(model, point, self.actors, how)
            for model, point, how in zip(models, points, words, strict=True)
        )
        return low, high, winner


def weighted_median(
    position: ArrayLike, salience: ArrayLike | None = None, power: ArrayLike | None = None
) -> WeightedMedian:
    """Return both weighted medians.

    The lower one is the smallest position with at least half of the weight at or below it, the upper one the smallest
    with more than half.

    Examples
    --------
    >>> weighted_median([0.0, 40.0, 100.0])
    WeightedMedian(lower=40.0, upper=40.0, actors=3)
    >>> m = weighted_median([0.0, 100.0])
    >>> m.lower, m.upper
    (0.0, 100.0)
    """
    actors = known(position, salience, power)
    weight = actors.weight
    total = float(weight.sum())
    if total <= 0:
        return WeightedMedian(math.nan, math.nan, 0)
    carries = weight > 0
    order = np.argsort(actors.position[carries], kind="stable")
    x = actors.position[carries][order]
    below = np.cumsum(weight[carries][order])
    slack = ROUNDING * total
    lower = x[min(int(np.searchsorted(below, total / 2 - slack, side="left")), x.size - 1)]
    upper = x[min(int(np.searchsorted(below, total / 2 + slack, side="right")), x.size - 1)]
    return WeightedMedian(float(lower), float(upper), int(carries.sum()))
