"""Chance-corrected agreement of pairs: Scott's π, Cohen's κ and Krippendorff's α with squared distances.

Where almost everybody votes yes, raw agreement is high for every pair. These measures ask how much closer two records
are than their own distributions would make them. Two constant equal records leave the question open (0/0): the
answer is NaN, never 1.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.stances import Stances, frozen, read_stances

__all__ = ["CHANCE_MEASURES", "ChanceMeasure", "chance_corrected", "chance_corrected_of"]

Floats = NDArray[np.float64]
ChanceMeasure = Literal["scott", "cohen", "krippendorff"]
CHANCE_MEASURES: tuple[ChanceMeasure, ...] = get_args(ChanceMeasure)
NOTHING = 1e-12  # expected disagreement per unit of weight below which it is rounding, not spread


def chance_corrected(
    stances: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    span: ArrayLike = 1.0,
    measure: ChanceMeasure = "cohen",
    issue_weights: Floats | None = None,
) -> Floats:
    """Return ``1 - D_observed / D_expected`` for every pair.

    ``D_observed = Σ c (x_i - x_j)²`` over the shared issues. Expected, with means and sums over the shared issues only:
    *scott* ``Σ c (x_i - m)² + Σ c (x_j - m)²`` with m the pooled mean; *cohen*
    ``Σ c (x_i - x̄_i)² + Σ c (x_j - x̄_j)² + C (x̄_i - x̄_j)²`` with own means; *krippendorff* Scott's times
    ``2n / (2n - 1)``.

    Parameters
    ----------
    stances, span
        As for :func:`positions.agreement.pairwise_agreement`.
    salience : array_like, optional
        Weights ``c_ijk = √(s_ik s_jk)``.
    measure : {"scott", "cohen", "krippendorff"}
        Which expectation.
    issue_weights : ndarray, shape (I,), optional
        A further factor for each issue.

    Returns
    -------
    ndarray, shape (D, D)
        At most 1; 0 = as close as chance; NaN where undefined. Read-only.

    References
    ----------
    Scott 1955; Cohen 1960; Krippendorff 1970; with squared distances as in Häge 2011, Political Analysis 19:287-305.

    Examples
    --------
    >>> votes = [[1, 1, 1, -1], [1, 1, 1, 0], [1, 1, 1, 1]]
    >>> chance_corrected(votes, span=2).round(3).tolist()
    [[1.0, 0.75, 0.0], [0.75, 1.0, 0.0], [0.0, 0.0, nan]]
    """
    checked = read_stances(stances, salience, span=span)
    return chance_corrected_of(checked, measure=measure, issue_weights=issue_weights)


def chance_corrected_of(
    checked: Stances, *, measure: ChanceMeasure = "cohen", issue_weights: Floats | None = None
) -> Floats:
    """Do the work of :func:`chance_corrected` on stances that are checked already."""
    if measure not in CHANCE_MEASURES:
        raise ValueError(f'no measure "{measure}"; allowed: {", ".join(CHANCE_MEASURES)}')
    w = np.ones(checked.values.shape[1]) if issue_weights is None else np.asarray(issue_weights, dtype=np.float64)
    root = np.sqrt(checked.salience * w)  # (D, I)
    present = root > 0
    middle = checked.values[checked.known].mean() if checked.known.any() else 0.0
    x = np.where(present, checked.values - middle, 0.0)  # the same shift everywhere keeps the sums small
    weighted = root * x
    C = root @ root.T  # (D, D)
    first = weighted @ root.T  # Σ c x_i
    second = (weighted * x) @ root.T  # Σ c x_i²
    cross = weighted @ weighted.T  # Σ c x_i x_j
    safe = np.where(C > 0, C, 1.0)
    observed = np.maximum(second + second.T - 2 * cross, 0.0)
    if measure == "cohen":
        own = np.maximum(second - first**2 / safe, 0.0)
        expected = own + own.T + (first - first.T) ** 2 / safe
    else:
        expected = np.maximum(second + second.T - (first + first.T) ** 2 / (2 * safe), 0.0)
        if measure == "krippendorff":
            n = present.astype(np.float64) @ present.T.astype(np.float64)
            expected *= 2 * n / np.maximum(2 * n - 1, 1.0)
    defined = (C > 0) & (expected > NOTHING * safe)
    np.fill_diagonal(observed, 0.0)
    result = np.full_like(C, np.nan)
    result[defined] = 1 - observed[defined] / expected[defined]
    return frozen((result + result.T) / 2 + 0.0)  # + 0.0 turns -0.0 into 0.0
