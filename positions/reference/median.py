"""The weighted median, lower and upper (Black 1948: with single-peaked wishes it beats every other position)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from positions.reference.forecast import PointForecast
from positions.reference.known import known

__all__ = ["WeightedMedian", "weighted_median"]

ROUNDING = 1e-12  # of the total weight: cumulated shares such as 0.1 + 0.2 are compared within this


@dataclass(frozen=True, slots=True)
class WeightedMedian:
    """Lower and upper weighted median; they differ when the weights split exactly in half."""

    lower: float
    upper: float
    actors: int

    def forecast(self, which: str) -> PointForecast:
        """Return the ``lower`` or the ``upper`` median as a forecast."""
        point = {"lower": self.lower, "upper": self.upper}[which]
        if math.isnan(point):
            how = "no forecast: no known position carries any weight"
        elif self.lower == self.upper:
            how = "half of the weight lies on either side"
        else:
            how = f"the weight splits exactly in half between {self.lower:g} and {self.upper:g}; this is the {which}"
        return PointForecast(f"median-{which}", point, self.actors, how)


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
