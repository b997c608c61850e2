"""Van der Eijk's agreement A: how far a distribution over ordered categories is one peak and not two camps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["consensus_a"]


def consensus_a(counts: ArrayLike) -> float:
    """Return van der Eijk's agreement A of a distribution over ordered categories.

    1 = everybody in one category, 0 = uniform, -1 = half at each end. The distribution is peeled into layers of equal
    height; each layer's pattern of empty and filled categories gets ``U (1 - (S - 1) / (K - 1))``.

    References
    ----------
    Van der Eijk 2001, Quality and Quantity 35:325-341.

    Examples
    --------
    >>> consensus_a([0, 5, 0]), consensus_a([2, 2, 2]), consensus_a([3, 0, 3])
    (1.0, 0.0, -1.0)
    """
    left = np.asarray(counts, dtype=np.float64).copy()  # (K,)
    total, K = left.sum(), len(left)
    if total <= 0 or K < 2:
        return float("nan")
    answer = 0.0
    while left.max() > 0:
        filled = left > 0
        height = left[filled].min()
        answer += height * filled.sum() / total * _layer_agreement(filled)
        left = np.where(filled, left - height, 0.0)
        left[left < total * 1e-12] = 0.0
    return float(answer)


def _layer_agreement(filled: NDArray[np.bool_]) -> float:
    """Return A of one layer: S filled categories of K, U from the triples that are unimodal or bimodal."""
    K, S = len(filled), int(filled.sum())
    if S == K:
        return 0.0
    if S == 1:
        return 1.0
    bimodal = unimodal = 0
    before = np.concatenate([[0], np.cumsum(filled)])
    for b in range(K):
        left, right = int(before[b]), int(before[K] - before[b + 1])
        if filled[b]:
            unimodal += left * (K - 1 - b - right) + (b - left) * right  # 110 and 011
        else:
            bimodal += left * right  # 101
    U = ((K - 2) * unimodal - (K - 1) * bimodal) / ((K - 2) * (unimodal + bimodal))
    return float(U * (1 - (S - 1) / (K - 1)))
