"""Krippendorff's α of a whole group: how far its members speak with one voice beyond chance."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from positions.agreement.chance import NOTHING
from positions.agreement.stances import read_stances

__all__ = ["krippendorff_alpha"]


def krippendorff_alpha(
    stances: ArrayLike, *, span: ArrayLike = 1.0, metric: Literal["interval", "nominal"] = "interval"
) -> float:
    """Return ``1 - D_o / D_e`` over all members and issues; issues with fewer than two known stances drop out.

    ``D_o`` is the mean squared difference between pairs of members on the same issue, each issue's pairs weighted by
    ``1 / (m_k - 1)``; ``D_e`` the mean over all pairs of the pooled values.

    Parameters
    ----------
    stances : array_like, shape (members, I)
        NaN = unknown.
    span : float or array_like, shape (I,)
        Length of each issue's scale.
    metric : {"interval", "nominal"}
        Squared distance, or only same and different.

    Returns
    -------
    float
        NaN where undefined: nothing to compare, or every pooled value the same.

    References
    ----------
    Krippendorff 2004, Content Analysis, 2nd edition, chapter 11.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 0, 1, 0], [1, 0, 1, 1]]), 3)
    0.533
    >>> krippendorff_alpha([[1, 1], [1, 1]])
    nan
    """
    if metric not in ("interval", "nominal"):
        raise ValueError(f'no metric "{metric}"; allowed: interval, nominal')
    checked = read_stances(stances, span=span)
    counts = checked.known.sum(axis=0)  # (I,)
    usable = counts >= 2
    n = int(counts[usable].sum())
    if n == 0:
        return float("nan")
    pooled = checked.values[:, usable][checked.known[:, usable]]  # (n,)
    observed = 0.0
    for k in np.flatnonzero(usable):
        column = checked.values[checked.known[:, k], k]
        observed += _ordered_pair_sum(column, metric) / (counts[k] - 1)
    observed /= n
    expected = _ordered_pair_sum(pooled, metric) / (n * (n - 1))
    return float(1 - observed / expected) if expected > NOTHING else float("nan")


def _ordered_pair_sum(values: np.ndarray, metric: str) -> float:
    """Sum the squared (or 0/1) differences over ordered pairs."""
    n = len(values)
    if metric == "interval":
        centred = values - values.mean()
        return float(2 * n * (centred @ centred))
    _, same = np.unique(values, return_counts=True)
    return float(n * n - (same.astype(np.float64) ** 2).sum())
