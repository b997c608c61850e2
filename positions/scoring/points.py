"""Scores of point forecasts: how far off, how often near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["FloatArray", "PointScore", "absolute_errors", "score_points"]

FloatArray = NDArray[np.float64]
TOUCH = 1e-9  # a miss by exactly the tolerance is a hit, whatever floats make of it


@dataclass(frozen=True, slots=True)
class PointScore:
    """How one model did on ``n`` outcomes; ``silent`` counts outcomes on which it gave no forecast."""

    n: int
    silent: int
    mean_error: float
    median_error: float
    root_mean_square: float
    hits: float
    within: float


def absolute_errors(forecast: ArrayLike, outcome: ArrayLike) -> FloatArray:
    """Return |forecast − outcome|, NaN where either is unknown.

    Examples
    --------
    >>> absolute_errors([10, 50], [0, float("nan")]).tolist()
    [10.0, nan]
    """
    f, y = np.asarray(forecast, dtype=float), np.asarray(outcome, dtype=float)
    if f.shape != y.shape or f.ndim != 1:
        raise ValueError(f"one forecast an outcome is needed: shapes are {f.shape} and {y.shape}")
    errors: FloatArray = np.abs(f - y)
    return errors


def score_points(forecast: ArrayLike, outcome: ArrayLike, *, within: float = 10.0) -> PointScore:
    """Score one model over many outcomes.

    Parameters
    ----------
    forecast, outcome : array, shape (T,)
        NaN in ``forecast``: the model said nothing there. NaN in ``outcome``: nothing to compare with; not counted.
    within : float
        A forecast at most so far off is a hit.

    Examples
    --------
    >>> s = score_points([10, 50, 90], [20, 20, 90])
    >>> round(s.mean_error, 2), s.median_error, round(s.hits, 2)
    (13.33, 10.0, 0.67)
    """
    errors = absolute_errors(forecast, outcome)
    known = ~np.isnan(np.asarray(outcome, dtype=float))
    told = errors[known & ~np.isnan(errors)]
    silent = int(known.sum() - told.size)
    if not told.size:
        return PointScore(0, silent, np.nan, np.nan, np.nan, np.nan, within)
    return PointScore(
        n=int(told.size),
        silent=silent,
        mean_error=float(told.mean()),
        median_error=float(np.median(told)),
        root_mean_square=float(np.sqrt((told**2).mean())),
        hits=float((told <= within + TOUCH).mean()),
        within=within,
    )
