"""A number with its band: the median over parameter sets and the 80 % range around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Band", "band"]


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
        return f"{round(100 * self.median)} % ({round(100 * self.low)}-{round(100 * self.high)})"


def band(values: NDArray[np.float64]) -> Band:
    """Summarise one value per member, (M,).

    >>> band(np.array([0.1, 0.2, 0.3]))
    Band(median=0.2, low=0.12, high=0.28)
    """
    low, mid, high = (float(v) for v in np.quantile(values, (0.1, 0.5, 0.9)))
    return Band(round(mid, 12), round(low, 12), round(high, 12))
