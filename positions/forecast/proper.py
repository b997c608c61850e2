"""Proper scores: Brier (1950), logarithmic (Good 1952), and ranked (Epstein 1969), for two answers or several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Floats, Ints

__all__ = [
    "ProbabilityScore",
    "brier",
    "brier_kinds",
    "log_kinds",
    "log_loss",
    "ranked_score",
    "score_probabilities",
    "three_levels",
]


FLOOR = 0.01  # a probability of 0 that comes true would cost infinitely much; ours


@dataclass(frozen=True, slots=True)
class ProbabilityScore:
    """Mean scores over ``n`` events; lower is better. ``hits``: share on the right side of one half."""

    n: int
    brier: float
    log: float
    hits: float


def brier(probability: ArrayLike, happened: ArrayLike) -> Floats:
    """Return ``(p − o)²``, event by event: 0 is perfect, 0.25 is what "fifty-fifty" costs.

    Examples
    --------
    >>> brier([0.9, 0.5], [True, False]).round(2).tolist()
    [0.01, 0.25]
    """
    p, o = _events(probability, happened)
    return (p - o) ** 2


def log_loss(probability: ArrayLike, happened: ArrayLike, *, floor: float = FLOOR) -> Floats:
    """Return ``−ln`` of the probability given to what happened; probabilities are kept ``floor`` away from 0 and 1.

    Examples
    --------
    >>> log_loss([0.5, 0.0], [True, True]).round(3).tolist()
    [0.693, 4.605]
    """
    p, o = _events(probability, happened)
    told = np.where(o == 1, p, 1 - p)
    loss: Floats = -np.log(np.clip(told, floor, 1 - floor))
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


def _events(probability: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    p, o = np.asarray(probability, dtype=float), np.asarray(happened, dtype=float)
    if p.shape != o.shape or p.ndim != 1:
        raise ValueError(f"one probability an event is needed: shapes are {p.shape} and {o.shape}")
    if np.any(~((p >= 0) & (p <= 1))) or np.any((o != 0) & (o != 1)):
        raise ValueError("probabilities lie in 0..1 and events either happened or did not")
    return p, o


def brier_kinds(chances: ArrayLike, happened: ArrayLike) -> Floats:
    """Return the sum over kinds of ``(p − o)²``, row by row: 0 is perfect, 2 is being sure of something else.

    Parameters
    ----------
    chances : array_like (N, K)
        Each row adds up to 1.
    happened : array_like (N,) of int
        Which of the K kinds.

    Examples
    --------
    >>> brier_kinds([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]], [0, 2]).tolist()
    [0.0, 1.5]
    """
    p, o = _kinds(chances, happened)
    made: Floats = ((p - np.eye(p.shape[1])[o]) ** 2).sum(axis=1)
    return made


def log_kinds(chances: ArrayLike, happened: ArrayLike, *, floor: float = FLOOR) -> Floats:
    """Return ``−ln`` of the chance given to what happened, chances below ``floor`` counting as ``floor``.

    >>> log_kinds([[0.5, 0.5], [1.0, 0.0]], [0, 1]).round(3).tolist()
    [0.693, 4.605]
    """
    p, o = _kinds(chances, happened)
    made: Floats = -np.log(np.maximum(p[np.arange(o.size), o], floor))
    return made


def ranked_score(chances: ArrayLike, happened: ArrayLike) -> Floats:
    """Return the ranked probability score: the mean squared distance of the cumulated chances, 0 … 1.

    Being wrong by two levels costs more than being wrong by one. The kinds must be ordered; see :func:`three_levels`.

    Parameters
    ----------
    chances : array_like (N, K)
        Kinds in their order.
    happened : array_like (N,) of int

    Examples
    --------
    >>> ranked_score([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], [1, 2]).tolist()
    [0.5, 1.0]
    """
    p, o = _kinds(chances, happened)
    gap = np.cumsum(p - np.eye(p.shape[1])[o], axis=1)[:, :-1]
    made: Floats = (gap**2).mean(axis=1)
    return made


def three_levels(chances: ArrayLike, happened: ArrayLike) -> tuple[Floats, Ints]:
    """Fold the four kinds into the three that are ordered: adopted, weakened, no text on the point.

    Whether a matter without a text is forwarded or left is no question of more or less: both count as the last level.

    >>> folded, level = three_levels([[0.25, 0.5, 0.25, 0.0]], [3])
    >>> folded.tolist(), level.tolist()
    ([[0.25, 0.5, 0.25]], [2])
    """
    p, o = _kinds(chances, happened)
    return np.concatenate([p[:, :2], p[:, 2:].sum(axis=1, keepdims=True)], axis=1), np.minimum(o, 2)


def _kinds(chances: ArrayLike, happened: ArrayLike) -> tuple[Floats, Ints]:
    p, o = np.asarray(chances, dtype=float), np.asarray(happened, dtype=np.int64)
    if p.ndim != 2 or o.shape != p.shape[:1]:
        raise ValueError(f"one row of chances an event is needed: shapes are {p.shape} and {o.shape}")
    if np.any(~((p >= -1e-9) & (p <= 1 + 1e-9))) or np.any(np.abs(p.sum(axis=1) - 1) > 1e-6):
        raise ValueError("chances lie in 0..1 and add up to 1")
    if np.any((o < 0) | (o >= p.shape[1])):
        raise ValueError(f"what happened is one of {p.shape[1]} kinds")
    return p, o
