"""Cohesion of groups on graded stances and in three-way votes; never without the number of known members."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.stances import frozen, read_stances

__all__ = ["GroupCohesion", "agreement_index", "group_cohesion", "rice", "rice_at_size"]

Floats = NDArray[np.float64]


def ordinal_cohesion(stances: ArrayLike, *, span: float = 1.0) -> float:
    """Return ``1 - 2 · mean |x - median| / span``: 1 = one stance, 0 = half at each end; NaN with fewer than two known.

    >>> ordinal_cohesion([0, 0, 1, 1]), ordinal_cohesion([0.5, 0.5]), ordinal_cohesion([0.5])
    (0.0, 1.0, nan)
    """
    x = np.asarray(stances, dtype=np.float64)
    x = x[~np.isnan(x)]
    if len(x) < 2:
        return float("nan")
    return float(1 - 2 * np.abs(x - np.median(x)).mean() / span)


@dataclass(frozen=True, slots=True, eq=False)
class GroupCohesion:
    """Cohesion of G groups on I issues; arrays are (G, I), NaN where fewer than two members are known.

    Parameters
    ----------
    known : ndarray
        Members whose stance is known.
    ordinal : ndarray
        ``1 - 2 · mean |x - median| / span``.
    same : ndarray
        Mean agreement over pairs of members; has no bias from the size of the group.
    mean_same : ndarray, shape (G,)
        Over issues, each weighted by its number of known pairs.
    """

    known: Floats
    ordinal: Floats
    same: Floats
    mean_same: Floats


def group_cohesion(stances: ArrayLike, members: ArrayLike, *, span: ArrayLike = 1.0) -> GroupCohesion:
    """Measure the cohesion of several groups on every issue.

    Parameters
    ----------
    stances : array_like, shape (D, I)
        NaN = unknown.
    members : array_like of bool, shape (G, D)
        Membership; groups may overlap.
    span : float or array_like, shape (I,)
        Length of each issue's scale.

    Returns
    -------
    GroupCohesion

    Examples
    --------
    >>> c = group_cohesion([[1], [1], [-1]], [[True, True, False], [True, True, True]], span=2)
    >>> c.same.round(3).tolist(), c.ordinal.round(3).tolist()
    ([[1.0], [0.333]], [[1.0], [0.333]])
    """
    checked = read_stances(stances, span=span)
    groups = np.asarray(members, dtype=bool)  # (G, D)
    if groups.ndim != 2 or groups.shape[1] != len(checked.values):
        raise ValueError(f"members need the shape (groups, {len(checked.values)}), not {groups.shape}")
    G, I = len(groups), checked.values.shape[1]  # noqa: E741
    known, ordinal, same = np.zeros((G, I)), np.full((G, I), np.nan), np.full((G, I), np.nan)
    for g in range(G):
        for k in range(I):
            x = checked.values[groups[g] & checked.known[:, k], k]
            known[g, k] = n = len(x)
            if n >= 2:
                ordinal[g, k] = ordinal_cohesion(x)
                rank = np.arange(1, n + 1)
                apart = 2 * float((2 * rank - n - 1) @ np.sort(x)) / (n * (n - 1))  # mean |x_i - x_j| over pairs
                same[g, k] = 1 - apart
    pairs = known * (known - 1) / 2
    total = np.nansum(same * pairs, axis=1)
    mean = np.divide(total, pairs.sum(axis=1), out=np.full(G, np.nan), where=pairs.sum(axis=1) > 0)
    return GroupCohesion(frozen(known), frozen(ordinal), frozen(same), frozen(mean))


def rice(yes: int, no: int) -> float:
    """Return ``|Y - N| / (Y + N)`` (Rice 1925); NaN when nobody voted. Ignores abstention; too high in small groups.

    >>> rice(8, 2)
    0.6
    """
    return abs(yes - no) / (yes + no) if yes + no else float("nan")


def agreement_index(yes: int, no: int, abstain: int) -> float:
    """Return ``(max - (T - max) / 2) / T`` (Hix, Noury and Roland 2005): 1 = all the same, 0 = three equal parts.

    >>> agreement_index(8, 2, 0), agreement_index(4, 4, 4)
    (0.7, 0.0)
    """
    total, most = yes + no + abstain, max(yes, no, abstain)
    return (most - (total - most) / 2) / total if total else float("nan")


def rice_at_size(yes: int, no: int, size: int) -> float:
    """Return the Rice index to expect if only ``size`` of the members had voted, drawn without replacement.

    Rice is biased upwards in small groups (Desposato 2005, British Journal of Political Science 35:731-744); bring the
    larger group to the size of the smaller one before comparing. Exact (hypergeometric), no sampling.

    >>> rice_at_size(8, 2, 10) == rice(8, 2), round(rice_at_size(8, 2, 2), 3)
    (True, 0.644)
    """
    n = yes + no
    if not 0 < size <= n:
        return float("nan")
    drawn = range(max(0, size - no), min(yes, size) + 1)  # how many of the drawn members vote yes
    return sum(comb(yes, a) * comb(no, size - a) * abs(2 * a - size) for a in drawn) / (size * comb(n, size))
