"""A number with its band: the median over parameter sets and the 80 % range around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Band", "band", "whole_percent"]


def whole_percent(share: float) -> int:
    """Return a share, or a difference of shares, in whole per cents; half is rounded away from zero, as people do.

    >>> whole_percent(0.005), whole_percent(0.145), whole_percent(-0.025)
    (1, 15, -3)
    """
    size = int(round(100 * abs(share), 9) + 0.5)  # 0.145 is not to fall short for its last binary digit
    return -size if share < 0 else size


@dataclass(frozen=True, slots=True)
class Band:
    """Median and 10th and 90th percentile over the members of the ensemble."""

    median: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers rounded to four places, for JSON."""
        return {"median": round(self.median, 4), "low": round(self.low, 4), "high": round(self.high, 4)}

    def percent(self) -> str:
        """Return ``44 % (21-70)``.

        >>> Band(0.44, 0.21, 0.7).percent()
        '44 % (21-70)'
        """
        return f"{whole_percent(self.median)} % ({whole_percent(self.low)}-{whole_percent(self.high)})"


def band(values: NDArray[np.float64]) -> Band:
    """Summarise one value per member, (M,).

    >>> band(np.array([0.1, 0.2, 0.3]))
    Band(median=0.2, low=0.12, high=0.28)
    """
    low, mid, high = (float(v) for v in np.quantile(values, (0.1, 0.5, 0.9)))
    return Band(round(mid, 12), round(low, 12), round(high, 12))
