"""Does a score put what happened above what did not? Area under the curve, precision and recall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Bools, Floats

__all__ = ["PrecisionRecall", "area_under_curve", "precision_recall"]


def area_under_curve(score: ArrayLike, happened: ArrayLike) -> float:
    """Return the chance that an event that happened has a higher score than one that did not; a tie counts as half.

    NaN when all happened or none did. (Mann, Whitney 1947; Hanley, McNeil 1982.)

    Examples
    --------
    >>> area_under_curve([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])
    0.875
    """
    s, o = _same(score, happened)
    yes = int(o.sum())
    if yes in (0, o.size):
        return float("nan")
    _, place, many = np.unique(s, return_inverse=True, return_counts=True)
    rank = np.cumsum(many) - (many - 1) / 2  # ties share the mean of their ranks
    return float((rank[place][o].sum() - yes * (yes + 1) / 2) / (yes * (o.size - yes)))


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """Of ``named``, which share was right; of ``happened``, which share was named. NaN where there is none."""

    threshold: float
    named: int
    happened: int
    right: int
    precision: float
    recall: float


def precision_recall(score: ArrayLike, happened: ArrayLike, threshold: float) -> PrecisionRecall:
    """Count what a score names that is at or above a threshold.

    Examples
    --------
    >>> found = precision_recall([0.9, 0.6, 0.2], [1, 0, 1], 0.5)
    >>> found.precision, found.recall
    (0.5, 0.5)
    """
    s, o = _same(score, happened)
    named = s >= threshold
    right, many, true = int((named & o).sum()), int(named.sum()), int(o.sum())
    precision, recall = (right / many if many else float("nan")), (right / true if true else float("nan"))
    return PrecisionRecall(threshold, many, true, right, precision, recall)


def _same(score: ArrayLike, happened: ArrayLike) -> tuple[Floats, Bools]:
    s, o = np.asarray(score, dtype=float), np.asarray(happened, dtype=bool)
    if s.shape != o.shape or s.ndim != 1 or np.isnan(s).any():
        raise ValueError(f"one score an event is needed: shapes are {s.shape} and {o.shape}")
    return s, o
