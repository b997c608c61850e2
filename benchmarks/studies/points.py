"""Scores of point forecasts, of distributions and of intervals; intervals learnt by leaving groups out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from positions.arrays import Floats
from positions.scoring import SpreadForecast, spread_from

__all__ = [
    "WEIGHTS",
    "Coverage",
    "PointScore",
    "absolute_errors",
    "coverage",
    "crps_sample",
    "fit_shrinkage",
    "leave_one_group_out",
    "sample",
    "scale_losses",
    "score_points",
]

TOUCH = 1e-9  # a miss by exactly the tolerance is a hit, whatever floats make of it
WEIGHTS = tuple(k / 10 for k in range(11))  # shrinkage weights that are tried


@dataclass(frozen=True, slots=True)
class PointScore:
    """How one model did on ``n`` outcomes; ``silent`` counts outcomes on which it gave no forecast."""

    n: int
    silent: int
    mean_error: float
    median_error: float
    hits: float


def absolute_errors(forecast: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return |forecast − outcome|, NaN where either is unknown.

    >>> absolute_errors([10, 50], [0, float("nan")]).tolist()
    [10.0, nan]
    """
    f, y = np.asarray(forecast, dtype=float), np.asarray(outcome, dtype=float)
    if f.shape != y.shape or f.ndim != 1:
        raise ValueError(f"one forecast an outcome is needed: shapes are {f.shape} and {y.shape}")
    errors: Floats = np.abs(f - y)
    return errors


def score_points(forecast: ArrayLike, outcome: ArrayLike, *, within: float = 10.0) -> PointScore:
    """Score one model over many outcomes; a forecast at most ``within`` off is a hit.

    NaN in ``forecast``: the model said nothing there. NaN in ``outcome``: nothing to compare with; not counted.

    >>> s = score_points([10, 50, 90], [20, 20, 90])
    >>> round(s.mean_error, 2), s.median_error, round(s.hits, 2)
    (13.33, 10.0, 0.67)
    """
    errors = absolute_errors(forecast, outcome)
    known = ~np.isnan(np.asarray(outcome, dtype=float))
    told = errors[known & ~np.isnan(errors)]
    silent = int(known.sum() - told.size)
    if not told.size:
        return PointScore(0, silent, np.nan, np.nan, np.nan)
    hits = float((told <= within + TOUCH).mean())
    return PointScore(int(told.size), silent, float(told.mean()), float(np.median(told)), hits)


def crps_sample(sample: ArrayLike, outcome: float) -> float:
    """Return the continuous ranked probability score of a sample: ``E|X − y| − ½ E|X − X'|`` (Gneiting, Raftery 2007).

    For a single point it is the absolute error. Lower is better. Time O(m log m).

    >>> crps_sample([30.0], 50.0), crps_sample([40.0, 60.0], 50.0)
    (20.0, 5.0)
    """
    x = np.sort(np.asarray(sample, dtype=float))
    m = x.size
    if m == 0:
        raise ValueError("an empty sample forecasts nothing")
    apart = float(x @ (2 * np.arange(1, m + 1) - m - 1)) / m**2  # ½ E|X − X'|
    return float(np.abs(x - outcome).mean()) - apart


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals that should hold ``level`` of the outcomes did, and how wide they were on average."""

    level: float
    held: float
    width: float
    n: int


def coverage(level: float, low: ArrayLike, high: ArrayLike, outcome: ArrayLike) -> Coverage:
    """Count the outcomes inside their intervals, ends included.

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


def sample(forecast: SpreadForecast) -> Floats:
    """Return a forecast as equally likely values, both signs of every miss, ascending, shape (2 n,)."""
    step = forecast.misses * forecast.scale
    both = np.concatenate([forecast.point - step, forecast.point + step])
    return np.asarray(np.sort(np.clip(both, *forecast.bounds)))


def leave_one_group_out(
    point: ArrayLike,
    dispersion: ArrayLike,
    outcome: ArrayLike,
    groups: Sequence[object],
    *,
    bounds: tuple[float, float],
    shrinkage: float | None = 0.0,
) -> tuple[SpreadForecast, ...]:
    """Give every outcome an interval learnt from the other groups only.

    Parameters
    ----------
    point, dispersion, outcome : array, shape (T,)
        No NaN.
    groups : sequence, length T
        Outcomes of one group never inform each other's intervals.
    shrinkage : float or None
        How far dispersions are drawn towards their mean over the other groups; None: fitted on the other groups too.

    Examples
    --------
    >>> found = leave_one_group_out([1, 1, 1], [1, 1, 1], [2, 4, 9], ["a", "a", "b"], bounds=(0, 10))
    >>> [f.misses.tolist() for f in found]
    [[8.0], [8.0], [1.0, 3.0]]
    """
    m, u, y = (np.asarray(a, dtype=float) for a in (point, dispersion, outcome))
    labels = np.asarray([str(g) for g in groups])
    if not m.shape == u.shape == y.shape == labels.shape:
        raise ValueError(f"shapes differ: {m.shape}, {u.shape}, {y.shape}, {labels.shape}")
    if len(set(labels.tolist())) < 2:
        raise ValueError("at least two groups are needed, to learn from one and forecast the other")
    made: dict[int, SpreadForecast] = {}
    for label in np.unique(labels):
        inside = labels == label
        past = np.abs(y - m)[~inside]
        w = fit_shrinkage(past, u[~inside], labels[~inside]) if shrinkage is None else shrinkage
        scale = (1 - w) * u + w * u[~inside].mean()
        for t in np.flatnonzero(inside):
            made[int(t)] = spread_from(m[t], scale[t], past / scale[~inside], bounds, learnt_from=f"all but {label}")
    return tuple(made[t] for t in range(m.size))


def scale_losses(miss: Floats, dispersion: Floats, groups: Floats, shrinkage: float) -> Floats:
    """Return minus the log density of each miss, (T,), scale learnt from the other groups.

    A miss counts as normal with a standard deviation in proportion to the shrunk dispersion.
    """
    made = np.empty(miss.size)
    for label in np.unique(groups):
        inside = groups == label
        scale = (1 - shrinkage) * dispersion + shrinkage * dispersion[~inside].mean()
        spread = scale * np.sqrt(np.mean((miss[~inside] / scale[~inside]) ** 2))
        made[inside] = (np.log(spread) + (miss / spread) ** 2 / 2)[inside]
    return made


def fit_shrinkage(miss: Floats, dispersion: Floats, groups: Floats) -> float:
    """Return the weight, of :data:`WEIGHTS`, with the least mean of :func:`scale_losses`; 0 with fewer than two groups.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> apart, groups = rng.uniform(5, 50, 400), np.repeat(np.arange(80), 5)
    >>> fit_shrinkage(rng.normal(0, apart), apart, groups), fit_shrinkage(rng.normal(0, 25, 400), apart, groups)
    (0.0, 1.0)
    """
    if len(np.unique(groups)) < 2:
        return 0.0
    return min(WEIGHTS, key=lambda w: float(scale_losses(miss, dispersion, groups, w).mean()))
