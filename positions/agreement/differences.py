"""Salience-weighted sums of stance differences over all pairs of delegations: the kernel of every agreement measure.

Two exact ways to the same numbers. With few levels on each issue (votes, letter codes) the distance is cut into
thresholds and everything is matrix products; with many levels each delegation is compared with those after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from positions.agreement.stances import Stances

__all__ = ["SALIENCE_RULES", "SalienceRule", "weighted_differences"]

Floats = NDArray[np.float64]
SalienceRule = Literal["geometric", "minimum", "mean"]
SALIENCE_RULES: tuple[SalienceRule, ...] = get_args(SalienceRule)
FEW_LEVELS = 8  # thresholds an issue may have on average before comparing row by row is quicker


def weighted_differences(
    stances: Stances, *, rule: SalienceRule = "geometric", issue_weights: Floats | None = None
) -> tuple[Floats, Floats]:
    """Sum differences and weights over shared issues.

    Parameters
    ----------
    stances : Stances
        D delegations on I issues.
    rule : {"geometric", "minimum", "mean"}
        How two saliences make one weight: their geometric mean, the smaller one (a clash matters only if both
        care), or their mean.
    issue_weights : ndarray, shape (I,), optional
        A further factor for each issue, e.g. how often a bootstrap drew it.

    Returns
    -------
    difference, weight : ndarray, shape (D, D)
        ``Σ_k c_ijk |x_ik - x_jk|`` and ``Σ_k c_ijk`` with ``c`` = 0 where either stance is unknown.

    Examples
    --------
    >>> from positions.agreement.stances import read_stances
    >>> difference, weight = weighted_differences(read_stances([[0, 1], [1, 1], [0.5, float("nan")]]))
    >>> difference.tolist()
    [[0.0, 1.0, 0.5], [1.0, 0.0, 0.5], [0.5, 0.5, 0.0]]
    >>> weight.tolist()
    [[2.0, 2.0, 1.0], [2.0, 2.0, 1.0], [1.0, 1.0, 1.0]]
    """
    if rule not in SALIENCE_RULES:
        raise ValueError(f'no salience rule "{rule}"; allowed: {", ".join(SALIENCE_RULES)}')
    issues = stances.values.shape[1]
    w = np.ones(issues) if issue_weights is None else np.asarray(issue_weights, dtype=np.float64)
    if w.shape != (issues,):
        raise ValueError(f"issue weights need the shape ({issues},), not {w.shape}")
    if not (np.isfinite(w).all() and (w >= 0).all()):
        raise ValueError("issue weights must be finite and not negative")
    if rule == "minimum":
        return _row_by_row(stances, rule, w)
    steps = _steps(stances)
    if len(steps.cut) > FEW_LEVELS * issues:
        return _row_by_row(stances, rule, w)
    return _by_thresholds(stances, steps, rule, w)


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """The places between neighbouring distinct stances: issue, lower stance and gap of each; all of shape (C,)."""

    issue: NDArray[np.intp]
    cut: Floats
    gap: Floats


def _steps(stances: Stances) -> _Steps:
    """Find every gap between neighbouring distinct known stances on an issue."""
    ordered = np.sort(np.where(stances.known, stances.values, np.inf), axis=0).T  # (I, D), unknown last
    lower, upper = ordered[:, :-1], ordered[:, 1:]
    issue, place = np.nonzero((upper > lower) & (upper < np.inf))
    cut = lower[issue, place]
    return _Steps(issue, cut, upper[issue, place] - cut)


def _by_thresholds(stances: Stances, steps: _Steps, rule: SalienceRule, w: Floats) -> tuple[Floats, Floats]:
    """Use |x - y| = Σ over steps t of gap_t · |1[x > t] - 1[y > t]|, and |u - v| = u + v - 2uv for u, v in {0, 1}."""
    known = stances.known.astype(np.float64)
    left = np.sqrt(stances.salience) if rule == "geometric" else stances.salience  # (D, I)
    right = left if rule == "geometric" else known
    floor = np.where(stances.known, stances.values, np.inf).min(axis=0, initial=np.inf)  # (I,)
    height = np.where(stances.known, stances.values - floor, 0.0)  # (D, I)
    above = (stances.values[:, steps.issue] > steps.cut) & stances.known[:, steps.issue]  # (D, C)
    price = steps.gap * w[steps.issue]  # (C,)
    one_sided = (left * height * w) @ right.T  # (D, D)
    other_sided = one_sided.T if rule == "geometric" else (left * w) @ (right * height).T
    both = (left[:, steps.issue] * above * price) @ (right[:, steps.issue] * above).T
    difference = _symmetric(one_sided + other_sided - 2 * both)
    weight = _symmetric((left * w) @ right.T)
    np.maximum(difference, 0.0, out=difference)
    np.fill_diagonal(difference, 0.0)
    return difference, weight


def _symmetric(a: Floats) -> Floats:
    """Take out what rounding and one-sided weights leave between a pair's two cells."""
    return (a + a.T) / 2


def _row_by_row(stances: Stances, rule: SalienceRule, w: Floats) -> tuple[Floats, Floats]:
    """Compare each delegation with itself and those after it; the upper triangle is mirrored."""
    x, s, known = stances.values, stances.salience, stances.known.astype(np.float64)
    D = len(x)
    difference, weight = np.zeros((D, D)), np.zeros((D, D))
    root = np.sqrt(s)
    for d in range(D):
        apart = np.abs(x[d] - x[d:])  # (D - d, I)
        if rule == "geometric":
            c = root[d:]
            own = root[d] * w
        elif rule == "minimum":
            c = np.minimum(s[d:], s[d])
            own = w
        else:
            c = (s[d:] + s[d]) * known[d:]
            own = known[d] * w / 2
        apart *= c
        difference[d, d:] = difference[d:, d] = apart @ own
        weight[d, d:] = weight[d:, d] = c @ own
    return difference, weight
