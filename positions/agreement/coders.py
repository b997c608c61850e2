"""How far several people read the same sources alike: Krippendorff's alpha with a bootstrap interval.

1 is full agreement, 0 what chance alone would give. Codes from −3 to +3 are an order, so the ordinal metric is the
default: two codes lie as far apart as the number of codes given between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.forecast.bootstrap import times_drawn

__all__ = ["Metric", "Reliability", "krippendorff_alpha", "reliability"]

Metric = Literal["nominal", "ordinal", "interval"]
RESAMPLES = 2000  # ours
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Reliability:
    """Agreement of coders.

    Parameters
    ----------
    alpha : float
        NaN where undefined: no unit that two have coded, or one code only in all of them.
    low, high : float
        Ends of the 95 % interval over resampled units; NaN where alpha is.
    units : int
        Units that two or more have coded.
    """

    alpha: float
    low: float
    high: float
    units: int


def krippendorff_alpha(values: ArrayLike, *, metric: Metric = "ordinal") -> float:
    """Return ``1 - D_o / D_e``; units with fewer than two values drop out.

    ``D_o`` is the mean distance between pairs of coders on the same unit, each unit's pairs weighted by
    ``1 / (m_u - 1)``; ``D_e`` the mean over all pairs of the pooled values.

    Parameters
    ----------
    values : array_like, shape (coders, U)
        NaN = not coded.
    metric : {"nominal", "ordinal", "interval"}
        Same or different; how many values lie between; the squared difference.

    Returns
    -------
    float
        NaN where undefined: nothing to compare, or every pooled value the same.

    References
    ----------
    Krippendorff 2004, Content Analysis, 2nd edition, chapter 11.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 0, 1, 0], [1, 0, 1, 1]], metric="interval"), 3)
    0.533
    >>> krippendorff_alpha([[1, 1], [1, 1]])
    nan
    """
    together, points = _coincidences(values)
    return float(_alpha(together.sum(axis=0)[None, :, :], points, metric)[0])


def reliability(values: ArrayLike, *, seed: int, metric: Metric = "ordinal") -> Reliability:
    """Return alpha with its interval: units are drawn again, as many as there are, with replacement.

    Resamples in which one code only is left are left out.

    Examples
    --------
    >>> found = reliability([[-2, 1, 3, -1], [-2, 1, 2, -3]], seed=1)
    >>> found.units, found.low <= found.alpha <= found.high
    (4, True)
    """
    together, points = _coincidences(values)
    units = len(together)
    alpha = float(_alpha(together.sum(axis=0)[None, :, :], points, metric)[0])
    if np.isnan(alpha):
        return Reliability(alpha, alpha, alpha, units)
    times = times_drawn(units, rng=np.random.default_rng(seed), draws=RESAMPLES)
    sums = (times @ together.reshape(units, -1)).reshape(RESAMPLES, *together.shape[1:])
    drawn = _alpha(sums, points, metric)
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Reliability(alpha, float(low), float(high), units)


def _coincidences(values: ArrayLike) -> tuple[Floats, Floats]:
    """Return (U, V, V): the pairs of values within each unit that has two, by ``1 / (m_u - 1)``; and the V values."""
    x = np.asarray(values, dtype=float)
    if x.ndim != 2 or np.isinf(x).any():
        raise ValueError(f"finite values are needed, coders by units: the shape is {x.shape}")
    points = np.unique(x[~np.isnan(x)])
    counts = (x[:, :, None] == points).sum(axis=0).astype(float)  # (U, V)
    counts = counts[counts.sum(axis=1) >= 2]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(points.size)
    return pairs / (counts.sum(axis=1)[:, None, None] - 1), points


def _alpha(together: Floats, points: Floats, metric: Metric) -> Floats:
    """Return (R,): alpha of R sums of coincidences (R, V, V)."""
    held = together.sum(axis=2)  # (R, V): how often each value was given
    n = held.sum(axis=1)
    if metric == "nominal":
        apart = np.broadcast_to(1 - np.eye(points.size), together.shape)
    elif metric == "interval":
        apart = np.broadcast_to((points[:, None] - points) ** 2, together.shape)
    elif metric == "ordinal":
        rank = np.cumsum(held, axis=1) - held / 2  # the middle of the places that a value takes
        apart = (rank[:, :, None] - rank[:, None, :]) ** 2
    else:
        raise ValueError(f'no metric "{metric}"; allowed: nominal, ordinal, interval')
    observed = (together * apart).sum(axis=(1, 2))
    expected = (held[:, :, None] * held[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Floats = np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
    return made
