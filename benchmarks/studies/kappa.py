"""Cohen's κ of every pair of records: how much closer they are than their own distributions would make them.

Where almost everybody votes yes, raw agreement is high for every pair. Two constant equal records leave the question
open (0/0): the answer is NaN, never 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from positions.agreement.stances import Stances, frozen, read_stances
from positions.arrays import Floats

__all__ = ["NOTHING", "kappa", "kappa_of"]

NOTHING = 1e-12  # expected disagreement per unit of weight below which it is rounding, not spread


def kappa(stances: ArrayLike, salience: ArrayLike | None = None, *, span: ArrayLike = 1.0) -> Floats:
    """Return ``1 - D_observed / D_expected`` for every pair, with squared distances.

    ``D_observed = Σ c (x_i - x_j)²`` over the shared issues, ``c_ijk = √(s_ik s_jk)``; expected, with sums over the
    shared issues only: ``Σ c (x_i - x̄_i)² + Σ c (x_j - x̄_j)² + C (x̄_i - x̄_j)²``.

    Parameters
    ----------
    stances, salience, span
        As for :func:`positions.agreement.pairwise_agreement`.

    Returns
    -------
    ndarray, shape (D, D)
        At most 1; 0 = as close as chance; NaN where undefined. Read-only.

    References
    ----------
    Cohen 1960; with squared distances as in Häge 2011, Political Analysis 19:287-305.

    Examples
    --------
    >>> votes = [[1, 1, 1, -1], [1, 1, 1, 0], [1, 1, 1, 1]]
    >>> kappa(votes, span=2).round(3).tolist()
    [[1.0, 0.75, 0.0], [0.75, 1.0, 0.0], [0.0, 0.0, nan]]
    """
    return kappa_of(read_stances(stances, salience, span=span))


def kappa_of(checked: Stances, issue_weights: Floats | None = None) -> Floats:
    """Do the work of :func:`kappa` on stances that are checked already; ``issue_weights`` (I,) count too."""
    w = np.ones(checked.values.shape[1]) if issue_weights is None else issue_weights
    root = np.sqrt(checked.salience * w)  # (D, I)
    middle = checked.values[checked.known].mean() if checked.known.any() else 0.0
    x = np.where(root > 0, checked.values - middle, 0.0)  # the same shift everywhere keeps the sums small
    weighted = root * x
    C = root @ root.T  # (D, D)
    first = weighted @ root.T  # Σ c x_i
    second = (weighted * x) @ root.T  # Σ c x_i²
    safe = np.where(C > 0, C, 1.0)
    observed = np.maximum(second + second.T - 2 * (weighted @ weighted.T), 0.0)
    own = np.maximum(second - first**2 / safe, 0.0)
    expected = own + own.T + (first - first.T) ** 2 / safe
    defined = (C > 0) & (expected > NOTHING * safe)
    np.fill_diagonal(observed, 0.0)
    result = np.full_like(C, np.nan)
    result[defined] = 1 - observed[defined] / expected[defined]
    return frozen((result + result.T) / 2 + 0.0)  # + 0.0 turns -0.0 into 0.0
