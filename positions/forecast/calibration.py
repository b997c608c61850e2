"""Is "70 %" right seven times in ten? A table, the data of the plot, and the line through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from positions.arrays import ArrayLike
from positions.forecast.bootstrap import resample_groups
from positions.forecast.logistic import newton

__all__ = ["CalibrationBin", "CalibrationLine", "calibration_line", "calibration_table", "wilson"]

NEAREST = 0.01  # chances nearer to 0 or 1 count as this near; ours
LOOSE = 0.01  # precision of the prior of the line's two numbers: spread 10, so that a perfect forecast has a slope


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Forecasts between ``low`` and ``high``: their mean, how often it came true, with an interval for that."""

    low: float
    high: float
    n: int
    forecast: float
    happened: float
    happened_low: float
    happened_high: float


def calibration_table(
    probability: ArrayLike, happened: ArrayLike, *, bins: int = 5, level: float = 0.8
) -> tuple[CalibrationBin, ...]:
    """Group probabilities into equal bins; empty bins are left out. The last bin includes 1.

    ``level`` is that of the intervals (:func:`wilson`).

    Examples
    --------
    >>> [(b.n, round(b.forecast, 2), b.happened) for b in calibration_table([0.1, 0.15, 0.9], [0, 1, 1])]
    [(2, 0.12, 0.5), (1, 0.9, 1.0)]
    """
    p, o = np.asarray(probability, dtype=float), np.asarray(happened, dtype=float)
    if p.shape != o.shape or bins < 1:
        raise ValueError("one probability an event, and at least one bin")
    place = np.minimum((p * bins).astype(int), bins - 1)
    table = []
    for k in range(bins):
        here = place == k
        if n := int(here.sum()):
            low, high = wilson(float(o[here].sum()), n, level=level)
            table.append(
                CalibrationBin(k / bins, (k + 1) / bins, n, float(p[here].mean()), float(o[here].mean()), low, high)
            )
    return tuple(table)


def wilson(successes: float, n: int, *, level: float = 0.8) -> tuple[float, float]:
    """Return Wilson's score interval (1927) for a share; 80 % by default.

    Examples
    --------
    >>> low, high = wilson(5, 10)
    >>> round(low, 3), round(high, 3)
    (0.312, 0.688)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return float(centre - half), float(centre + half)


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """Log odds of what happened = intercept + slope · log odds of the forecast, with 90 % intervals over groups.

    A slope below 1: forecasts are too far from the middle. An intercept below 0: too high.
    """

    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    intercept_low: float
    intercept_high: float
    n: int
    groups: int


def calibration_line(
    probability: ArrayLike,
    happened: ArrayLike,
    groups: Sequence[object],
    *,
    rng: np.random.Generator,
    draws: int = 500,
    level: float = 0.9,
) -> CalibrationLine:
    """Fit the calibration line (Cox 1958), and again on resamples of whole groups.

    Parameters
    ----------
    probability, happened : array_like (N,)
    groups : sequence, length N
        What belongs together, e.g. the meeting.

    Examples
    --------
    >>> told, came = [0.2] * 10 + [0.8] * 10, [1] * 2 + [0] * 8 + [1] * 8 + [0] * 2
    >>> line = calibration_line(told, came, range(20), rng=np.random.default_rng(1), draws=50)
    >>> round(line.slope, 2), round(abs(line.intercept), 2)
    (1.0, 0.0)
    """
    p = np.clip(np.asarray(probability, dtype=float), NEAREST, 1 - NEAREST)
    o = np.asarray(happened, dtype=float)
    if p.ndim != 1 or p.shape != o.shape or len(groups) != o.size or not o.size:
        raise ValueError("one probability and one group an event, and at least one event")
    design = np.stack([np.ones(p.size), np.log(p) - np.log1p(-p)], axis=1)

    def line(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return newton(design[rows], o[rows], np.full(2, LOOSE))[0]

    drawn = np.array([line(rows) for rows in resample_groups(groups, rng=rng, draws=draws)])
    (a, b), ends = line(np.arange(p.size)), np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return CalibrationLine(
        slope=float(b),
        slope_low=float(ends[0, 1]),
        slope_high=float(ends[1, 1]),
        intercept=float(a),
        intercept_low=float(ends[0, 0]),
        intercept_high=float(ends[1, 0]),
        n=int(o.size),
        groups=len(set(map(str, groups))),
    )
