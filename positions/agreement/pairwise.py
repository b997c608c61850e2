"""Pairwise agreement with salience and missing stances.

Unknown stances are never imputed in the headline number: a pair is compared on the issues where both are known, and
how many those were is reported beside it. A shrunk variant pulls thinly founded pairs towards the average pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.differences import SalienceRule, weighted_differences
from positions.agreement.stances import Stances, frozen, read_stances

__all__ = ["PairwiseAgreement", "agreement_of", "pairwise_agreement"]

Floats = NDArray[np.float64]
SHRINKAGE = 3.0  # issues' worth of the average pair; ours


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseAgreement:
    """Agreement of every pair; all arrays are (D, D), symmetric and read-only.

    Parameters
    ----------
    agreement : ndarray
        ``numerator / denominator``: 1 = same stances, 0 = opposite ends throughout; NaN where nothing is shared.
    numerator, denominator : ndarray
        Weighted agreement and weight, summed over the shared issues.
    shared : ndarray
        Number of issues on which both are known.
    effective : ndarray
        ``(Σc)² / Σc²`` (Kish 1965): the number of equally salient issues that would be as informative.
    shrunk : ndarray
        ``(n A + λ Ā) / (n + λ)`` with n = shared, Ā = the average over pairs; NaN where nothing is shared.
    rule : str
        How two saliences make a weight.
    shrinkage : float
        λ, in issues.
    """

    agreement: Floats
    numerator: Floats
    denominator: Floats
    shared: Floats
    effective: Floats
    shrunk: Floats
    rule: SalienceRule
    shrinkage: float


def pairwise_agreement(
    stances: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    span: ArrayLike = 1.0,
    rule: SalienceRule = "geometric",
    issue_weights: Floats | None = None,
    shrinkage: float = SHRINKAGE,
) -> PairwiseAgreement:
    """Compare every pair of delegations on the issues where both are known.

    ``A_ij = Σ_k c_ijk (1 - |x_ik - x_jk| / R_k) / Σ_k c_ijk`` with ``c`` from the two saliences.

    Parameters
    ----------
    stances : array_like, shape (D, I)
        Positions; NaN = unknown.
    salience : array_like, shape (D, I) or (I,), optional
        All ones when left out.
    span : float or array_like, shape (I,)
        ``R_k``, the length of each issue's scale.
    rule : {"geometric", "minimum", "mean"}
        How two saliences make one weight.
    issue_weights : ndarray, shape (I,), optional
        A further factor for each issue.
    shrinkage : float
        λ of the shrunk variant, not negative.

    Returns
    -------
    PairwiseAgreement

    Raises
    ------
    ValueError
        See :func:`positions.agreement.stances.read_stances`; negative shrinkage.

    Examples
    --------
    >>> nan = float("nan")
    >>> a = pairwise_agreement([[1, 1, 0], [1, 0, nan], [nan, nan, nan]])
    >>> a.agreement.round(2).tolist()
    [[1.0, 0.5, nan], [0.5, 1.0, nan], [nan, nan, nan]]
    >>> a.shared[0].tolist()
    [3.0, 2.0, 0.0]
    """
    return agreement_of(
        read_stances(stances, salience, span=span), rule=rule, issue_weights=issue_weights, shrinkage=shrinkage
    )


def agreement_of(
    checked: Stances,
    *,
    rule: SalienceRule = "geometric",
    issue_weights: Floats | None = None,
    shrinkage: float = SHRINKAGE,
) -> PairwiseAgreement:
    """Do the work of :func:`pairwise_agreement` on stances that are checked already."""
    if not shrinkage >= 0:
        raise ValueError("shrinkage must not be negative")
    difference, denominator = weighted_differences(checked, rule=rule, issue_weights=issue_weights)
    numerator = denominator - difference
    agreement = _ratio(numerator, denominator)
    known = checked.known.astype(np.float64)
    shared = known @ known.T
    squares = _squared_weights(checked, rule, issue_weights)
    effective = np.where(squares > 0, _ratio(denominator**2, squares), 0.0)
    return PairwiseAgreement(
        agreement=frozen(agreement),
        numerator=frozen(numerator),
        denominator=frozen(denominator),
        shared=frozen(shared),
        effective=frozen(effective),
        shrunk=frozen(_shrink(agreement, shared, shrinkage)),
        rule=rule,
        shrinkage=float(shrinkage),
    )


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _squared_weights(checked: Stances, rule: SalienceRule, issue_weights: Floats | None) -> Floats:
    """Return ``Σ_k c_ijk²``."""
    s, known = checked.salience, checked.known.astype(np.float64)
    w2 = np.ones(s.shape[1]) if issue_weights is None else np.asarray(issue_weights, dtype=np.float64) ** 2
    if rule == "geometric":
        return np.asarray((s * w2) @ s.T)
    if rule == "mean":
        own = (s**2 * w2) @ known.T
        return np.asarray((own + own.T + 2 * (s * w2) @ s.T) / 4)
    return np.array([np.minimum(s, row) ** 2 @ w2 for row in s])


def _shrink(agreement: Floats, shared: Floats, shrinkage: float) -> Floats:
    """Pull pairs towards the average pair, the more the fewer issues they share; the diagonal stays."""
    off = ~np.eye(len(agreement), dtype=bool) & ~np.isnan(agreement)
    if not off.any():
        return agreement.copy()
    mean = agreement[off].mean()
    with np.errstate(invalid="ignore"):
        pulled = (shared * agreement + shrinkage * mean) / (shared + shrinkage)
    return np.where(off, pulled, agreement)
