"""An honest interval around a point forecast, learnt from past decisions.

The interval is ``point ± q · scale``. The scale of an issue is how far apart its actors stand (weighted standard
deviation, at least ``FLOOR`` of the scale); ``q`` comes from how many scales past outcomes fell from their forecasts
(split conformal prediction; Vovk, Gammerman, Shafer 2005; Lei and others 2018). Both signs are equally likely, for
which end of a scale is called 0 is the coder's choice. A group of outcomes that belong together (the issues of one
proposal) is forecast from the other groups only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.scoring.points import FloatArray

__all__ = ["FLOOR", "SpreadForecast", "dispersion", "leave_one_group_out", "spread_from"]

FLOOR = 0.05  # of the scale: even where all agree, an outcome may differ; ours


def dispersion(
    position: ArrayLike,
    salience: ArrayLike | None = None,
    power: ArrayLike | None = None,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
) -> float:
    """Return the weighted standard deviation of the known positions, at least ``FLOOR`` of the scale.

    Without any known position it is half the scale: nothing is known.

    Examples
    --------
    >>> dispersion([0.0, 1.0], [1, 1], [1, 1])
    0.5
    >>> dispersion([0.3, 0.3], bounds=(0, 1))
    0.05
    """
    x = np.asarray(position, dtype=float)
    weight = np.ones_like(x)
    for given in (salience, power):
        if given is not None:
            weight = weight * np.asarray(given, dtype=float)
    there = ~(np.isnan(x) | np.isnan(weight)) & (weight > 0)
    span = bounds[1] - bounds[0]
    if not there.any():
        return span / 2
    x, weight = x[there], weight[there] / weight[there].sum()
    return max(float(np.sqrt(weight @ (x - weight @ x) ** 2)), FLOOR * span)


@dataclass(frozen=True, slots=True, eq=False)
class SpreadForecast:
    """A point, a scale, and the misses of the past in units of scale (ascending, without sign).

    ``learnt_from`` says where the misses come from.
    """

    point: float
    scale: float
    misses: FloatArray
    bounds: tuple[float, float]
    learnt_from: str = ""

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval that should hold ``level`` of all outcomes, cut off at the ends of the scale.

        With too few past outcomes for that level it is the whole scale.
        """
        if not 0 < level < 1:
            raise ValueError("the level of an interval lies strictly between 0 and 1")
        n = self.misses.size
        rank = math.ceil((n + 1) * level - 1e-9)
        reach = float(self.misses[rank - 1]) * self.scale if rank <= n else math.inf
        low, high = self.bounds
        return max(low, self.point - reach), min(high, self.point + reach)

    def sample(self) -> FloatArray:
        """Return the forecast as equally likely values, both signs of every miss, ascending, shape (2 n,)."""
        step = self.misses * self.scale
        values: FloatArray = np.sort(np.clip(np.concatenate([self.point - step, self.point + step]), *self.bounds))
        return values


def spread_from(
    point: float, scale: float, misses: ArrayLike, bounds: tuple[float, float], *, learnt_from: str = ""
) -> SpreadForecast:
    """Return a forecast with the misses sorted and checked.

    Examples
    --------
    >>> f = spread_from(0.4, 0.2, [1.0, 0.5, 2.0, 0.1], (0.0, 1.0))
    >>> tuple(round(v, 2) for v in f.interval(0.6))
    (0.2, 0.6)
    """
    found = np.sort(np.abs(np.asarray(misses, dtype=float)))
    if not found.size or np.isnan(found).any() or not math.isfinite(point) or scale <= 0:
        raise ValueError("a point, a positive scale and at least one past miss are needed")
    found.flags.writeable = False
    return SpreadForecast(float(point), float(scale), found, bounds, learnt_from)


def leave_one_group_out(
    point: ArrayLike,
    scale: ArrayLike,
    outcome: ArrayLike,
    groups: Sequence[object],
    *,
    bounds: tuple[float, float],
) -> tuple[SpreadForecast, ...]:
    """Give every outcome an interval learnt from the other groups only.

    Parameters
    ----------
    point, scale, outcome : array, shape (T,)
        No NaN.
    groups : sequence, length T
        Outcomes of one group never inform each other's intervals.

    Examples
    --------
    >>> found = leave_one_group_out([1, 1, 1], [1, 1, 1], [2, 4, 9], ["a", "a", "b"], bounds=(0, 10))
    >>> [f.misses.tolist() for f in found]
    [[8.0], [8.0], [1.0, 3.0]]
    """
    m, u, y = (np.asarray(a, dtype=float) for a in (point, scale, outcome))
    labels: NDArray[np.str_] = np.asarray([str(g) for g in groups])
    if not m.shape == u.shape == y.shape == labels.shape:
        raise ValueError(f"shapes differ: {m.shape}, {u.shape}, {y.shape}, {labels.shape}")
    if len(set(labels.tolist())) < 2:
        raise ValueError("at least two groups are needed, to learn from one and forecast the other")
    misses = np.abs(y - m) / u
    return tuple(
        spread_from(m[t], u[t], misses[labels != labels[t]], bounds, learnt_from=f"all groups but {labels[t]}")
        for t in range(m.size)
    )
