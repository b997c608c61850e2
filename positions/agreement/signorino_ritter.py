"""Signorino and Ritter's S: similarity of two records on a scale from -1 to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.differences import SalienceRule, weighted_differences
from positions.agreement.stances import frozen, read_stances

__all__ = ["signorino_ritter"]


def signorino_ritter(
    stances: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    span: ArrayLike = 1.0,
    rule: SalienceRule = "geometric",
) -> NDArray[np.float64]:
    """Return ``S_ij = 1 - 2 Σ_k c_ijk |x_ik - x_jk| / Σ_k c_ijk R_k`` over shared issues.

    With every issue brought to the same span this is ``2A - 1`` of the pairwise agreement A. S is inflated where most
    delegations hold the same stance by default (Häge 2011): read it beside a chance-corrected measure.

    Parameters
    ----------
    stances, salience, span, rule
        As for :func:`positions.agreement.pairwise_agreement`. Unlike there, an issue with a longer span counts for
        more, as in the source.

    Returns
    -------
    ndarray, shape (D, D)
        1 = same record, -1 = opposite ends throughout; NaN where nothing is shared. Read-only.

    References
    ----------
    Signorino and Ritter 1999, International Studies Quarterly 43:115-144, equation for S with absolute distances.

    Examples
    --------
    >>> signorino_ritter([[1, 1], [1, -1]], span=2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    checked = read_stances(stances, salience, span=span)
    spans = np.broadcast_to(np.asarray(span, dtype=np.float64), (checked.values.shape[1],))
    difference, weight = weighted_differences(checked, rule=rule, issue_weights=spans.astype(np.float64))
    s = np.divide(2 * difference, weight, out=np.full_like(weight, np.nan), where=weight > 0)
    return frozen(1 - s)
