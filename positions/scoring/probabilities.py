"""Proper scores of probabilities: Brier (1950) and logarithmic (Good 1952)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from positions.scoring.points import FloatArray

__all__ = ["ProbabilityScore", "brier", "log_loss", "score_probabilities"]

FLOOR = 0.01  # a probability of 0 that comes true would cost infinitely much; ours


@dataclass(frozen=True, slots=True)
class ProbabilityScore:
    """Mean scores over ``n`` events; lower is better. ``hits``: share on the right side of one half."""

    n: int
    brier: float
    log: float
    hits: float


def brier(probability: ArrayLike, happened: ArrayLike) -> FloatArray:
    """Return ``(p − o)²``, event by event: 0 is perfect, 0.25 is what "fifty-fifty" costs.

    Examples
    --------
    >>> brier([0.9, 0.5], [True, False]).round(2).tolist()
    [0.01, 0.25]
    """
    p, o = _events(probability, happened)
    return (p - o) ** 2


def log_loss(probability: ArrayLike, happened: ArrayLike, *, floor: float = FLOOR) -> FloatArray:
    """Return ``−ln`` of the probability given to what happened; probabilities are kept ``floor`` away from 0 and 1.

    Examples
    --------
    >>> log_loss([0.5, 0.0], [True, True]).round(3).tolist()
    [0.693, 4.605]
    """
    p, o = _events(probability, happened)
    told = np.where(o == 1, p, 1 - p)
    loss: FloatArray = -np.log(np.clip(told, floor, 1 - floor))
    return loss


def score_probabilities(probability: ArrayLike, happened: ArrayLike, *, floor: float = FLOOR) -> ProbabilityScore:
    """Score a set of probabilities. One half counts as half a hit.

    Examples
    --------
    >>> s = score_probabilities([0.9, 0.2], [True, True])
    >>> s.n, round(s.brier, 3), round(s.log, 3), s.hits
    (2, 0.325, 0.857, 0.5)
    """
    p, o = _events(probability, happened)
    if not p.size:
        return ProbabilityScore(0, np.nan, np.nan, np.nan)
    side = np.where(p == 0.5, 0.5, (p > 0.5) == (o == 1))
    return ProbabilityScore(
        n=int(p.size),
        brier=float(brier(p, o).mean()),
        log=float(log_loss(p, o, floor=floor).mean()),
        hits=float(side.mean()),
    )


def _events(probability: ArrayLike, happened: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p, o = np.asarray(probability, dtype=float), np.asarray(happened, dtype=float)
    if p.shape != o.shape or p.ndim != 1:
        raise ValueError(f"one probability an event is needed: shapes are {p.shape} and {o.shape}")
    if np.any(~((p >= 0) & (p <= 1))) or np.any((o != 0) & (o != 1)):
        raise ValueError("probabilities lie in 0..1 and events either happened or did not")
    return p, o
