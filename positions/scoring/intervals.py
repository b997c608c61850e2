"""An honest interval around a point forecast, learnt from past decisions.

The interval is ``point ± q · scale``. The scale of an issue is how far apart its actors stand (weighted standard
deviation, at least ``FLOOR`` of the scale), drawn some way towards what is usual; ``q`` comes from how many scales past
outcomes fell from their forecasts (split conformal prediction; Vovk, Gammerman, Shafer 2005; Lei and others 2018). Both
signs are equally likely, for which end of a scale is called 0 is the coder's choice.

What was learnt comes from 172 issues of 69 proposals, 1995–2000 (DEU, third release, doi 10.34810/data53), by
``benchmarks/eu_decisions.py``, which prints it into ``docs/score-eu-decisions.md``: one organisation, which mostly
decides by majority. Whether it carries over to a meeting that decides by consensus is not known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Floats

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "SHRINKAGE",
    "USUAL_DISPERSION",
    "SpreadForecast",
    "dispersion",
    "learnt_spread",
    "spread_from",
]

FLOOR = 0.05  # of the scale: even where all agree, an outcome may differ; ours
LEARNT_FROM = "172 EU decisions, 1995–2000"
SHRINKAGE = 0.4  # of a width: its share of the constant
USUAL_DISPERSION = 0.346  # of the scale
LEARNT_LEVELS: tuple[float, ...] = tuple((2 * k + 1) / 80 for k in range(40))
_TABLE = """
0.024 0.043 0.074 0.087 0.101 0.143 0.160 0.178 0.211 0.226
0.237 0.252 0.303 0.348 0.354 0.364 0.375 0.434 0.458 0.484
0.530 0.552 0.596 0.667 0.706 0.722 0.792 0.850 0.924 0.961
0.976 1.027 1.081 1.159 1.270 1.322 1.393 1.523 2.002 2.519
"""
LEARNT_MISSES: tuple[float, ...] = tuple(float(value) for value in _TABLE.split())


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
    misses: Floats
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


def learnt_spread(point: float, apart: float, bounds: tuple[float, float]) -> SpreadForecast:
    """Return a forecast around the pool's ``point`` with the spread that EU decisions showed.

    Parameters
    ----------
    point : float
        Forecast of the model ``pool``.
    apart : float
        :func:`dispersion` of the same positions.

    Examples
    --------
    >>> low, high = learnt_spread(0.5, 0.2, (0.0, 1.0)).interval(0.8)
    >>> 0.1 < low < 0.4 and 0.6 < high < 0.9
    True
    """
    scale = (1 - SHRINKAGE) * apart + SHRINKAGE * USUAL_DISPERSION * (bounds[1] - bounds[0])
    return spread_from(point, scale, LEARNT_MISSES, bounds, learnt_from=LEARNT_FROM)
