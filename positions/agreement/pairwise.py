"""Pairwise agreement with salience and missing stances.

Unknown stances are never filled in: a pair is compared on the issues where both are known, and how many those were is
reported beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.agreement.stances import Stances, frozen, read_stances
from positions.arrays import ArrayLike, Floats

__all__ = ["PairwiseAgreement", "agreement_of", "pairwise_agreement"]


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseAgreement:
    """Agreement of every pair; both arrays are (D, D), symmetric and read-only.

    Parameters
    ----------
    agreement : ndarray
        1 = same stances, 0 = opposite ends throughout; NaN where nothing is shared.
    shared : ndarray
        Number of issues on which both are known.
    """

    agreement: Floats
    shared: Floats


def pairwise_agreement(
    stances: ArrayLike, salience: ArrayLike | None = None, *, span: ArrayLike = 1.0
) -> PairwiseAgreement:
    """Compare every pair of delegations on the issues where both are known.

    ``A_ij = 1 - Σ_k c_ijk |x_ik - x_jk| / R_k / Σ_k c_ijk`` with ``c_ijk = √(s_ik s_jk)`` over the shared issues.

    Parameters
    ----------
    stances : array_like, shape (D, I)
        Positions; NaN = unknown.
    salience : array_like, shape (D, I) or (I,), optional
        All ones when left out.
    span : float or array_like, shape (I,)
        ``R_k``, the length of each issue's scale.

    Returns
    -------
    PairwiseAgreement

    Raises
    ------
    ValueError
        See :func:`positions.agreement.stances.read_stances`.

    Examples
    --------
    >>> nan = float("nan")
    >>> a = pairwise_agreement([[1, 1, 0], [1, 0, nan], [nan, nan, nan]])
    >>> a.agreement.round(2).tolist()
    [[1.0, 0.5, nan], [0.5, 1.0, nan], [nan, nan, nan]]
    >>> a.shared[0].tolist()
    [3.0, 2.0, 0.0]
    """
    checked = read_stances(stances, salience, span=span)
    known = checked.known.astype(np.float64)
    return PairwiseAgreement(agreement_of(checked), frozen(known @ known.T))


def agreement_of(checked: Stances, issue_weights: Floats | None = None) -> Floats:
    """Return the agreement (D, D) of stances that are checked already.

    Parameters
    ----------
    checked : Stances
    issue_weights : ndarray, shape (I,), optional
        A further factor for each issue, e.g. how often a bootstrap drew it.
    """
    x, D = checked.values, len(checked.values)
    root = np.sqrt(checked.salience)  # (D, I), 0 where unknown
    own = root if issue_weights is None else root * issue_weights
    apart = np.zeros((D, D))
    for d in range(D):  # each delegation with itself and those after it
        apart[d, d:] = apart[d:, d] = (np.abs(x[d] - x[d:]) * root[d:]) @ own[d]
    weight = own @ root.T
    weight = (weight + weight.T) / 2  # rounding must not tell a pair's two cells apart
    return frozen(np.divide(weight - apart, weight, out=np.full((D, D), np.nan), where=weight > 0))
