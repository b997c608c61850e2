"""What every single-issue model returns: a point, and how it came about."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["PointForecast"]


@dataclass(frozen=True, slots=True)
class PointForecast:
    """One model's forecast of where one issue ends.

    Parameters
    ----------
    model : str
        Stable name of the model, e.g. ``weighted-median-lower``.
    point : float
        On the scale of the positions; NaN when the model gives no forecast.
    actors : int
        How many actors it counted.
    how : str
        In plain words: what was done, how many rounds or offers, why it stopped.
    """

    model: str
    point: float
    actors: int
    how: str

    @property
    def answered(self) -> bool:
        """Whether there is a forecast at all."""
        return not math.isnan(self.point)
