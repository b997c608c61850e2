"""Scores of forecasts that are distributions or intervals: CRPS, coverage, width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["Coverage", "coverage", "crps_quantiles", "crps_sample"]

TOUCH = 1e-9


def crps_sample(sample: ArrayLike, outcome: float) -> float:
    """Return the continuous ranked probability score of a sample: ``E|X − y| − ½ E|X − X'|`` (Gneiting, Raftery 2007).

    For a single point it is the absolute error. Lower is better. Time O(m log m).

    Examples
    --------
    >>> crps_sample([30.0], 50.0), crps_sample([40.0, 60.0], 50.0)
    (20.0, 5.0)
    """
    x = np.sort(np.asarray(sample, dtype=float))
    m = x.size
    if m == 0:
        raise ValueError("an empty sample forecasts nothing")
    apart = float(x @ (2 * np.arange(1, m + 1) - m - 1)) / m**2  # ½ E|X − X'|
    return float(np.abs(x - outcome).mean()) - apart


def crps_quantiles(levels: ArrayLike, quantiles: ArrayLike, outcome: float) -> float:
    """Return the CRPS of a forecast given by quantiles: twice the mean pinball loss over the levels.

    It tends to the CRPS of the distribution when the levels cover 0..1 evenly, e.g. (k − ½)/K.

    Examples
    --------
    >>> crps_quantiles([0.5], [30.0], 50.0)
    20.0
    """
    tau, q = np.asarray(levels, dtype=float), np.asarray(quantiles, dtype=float)
    if tau.shape != q.shape or tau.size == 0 or np.any((tau <= 0) | (tau >= 1)):
        raise ValueError("one quantile for each level is needed, and levels lie strictly between 0 and 1")
    gap = outcome - q
    return float(2 * np.maximum(tau * gap, (tau - 1) * gap).mean())


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals that should hold ``level`` of the outcomes did, and how wide they were on average."""

    level: float
    held: float
    width: float
    n: int


def coverage(level: float, low: ArrayLike, high: ArrayLike, outcome: ArrayLike) -> Coverage:
    """Count the outcomes inside their intervals, ends included.

    Examples
    --------
    >>> coverage(0.8, [0, 0], [10, 10], [10, 11])
    Coverage(level=0.8, held=0.5, width=10.0, n=2)
    """
    lo, hi, y = (np.asarray(a, dtype=float) for a in (low, high, outcome))
    if not lo.shape == hi.shape == y.shape:
        raise ValueError(f"shapes differ: {lo.shape}, {hi.shape}, {y.shape}")
    if not y.size:
        return Coverage(level, np.nan, np.nan, 0)
    inside = (y >= lo - TOUCH) & (y <= hi + TOUCH)
    return Coverage(level, float(inside.mean()), float((hi - lo).mean()), int(y.size))
