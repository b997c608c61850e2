"""Is "70 %" right seven times in ten? A table, and the data of the plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["CalibrationBin", "calibration_table", "wilson"]

Z80 = 1.2815515655446004  # two-sided 80 %


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Forecasts between ``low`` and ``high``: their mean, how often it came true, with an 80 % interval for that."""

    low: float
    high: float
    n: int
    forecast: float
    happened: float
    happened_low: float
    happened_high: float


def calibration_table(probability: ArrayLike, happened: ArrayLike, *, bins: int = 5) -> tuple[CalibrationBin, ...]:
    """Group probabilities into equal bins; empty bins are left out. The last bin includes 1.

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
            low, high = wilson(float(o[here].sum()), n)
            table.append(
                CalibrationBin(k / bins, (k + 1) / bins, n, float(p[here].mean()), float(o[here].mean()), low, high)
            )
    return tuple(table)


def wilson(successes: float, n: int, *, z: float = Z80) -> tuple[float, float]:
    """Return Wilson's score interval (1927) for a share; 80 % by default.

    Examples
    --------
    >>> low, high = wilson(5, 10)
    >>> round(low, 3), round(high, 3)
    (0.312, 0.688)
    """
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return float(centre - half), float(centre + half)
