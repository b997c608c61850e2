"""Communities of a signed similarity matrix: delegations that agree with each other more than a threshold asks.

The quality of a partition is ``Σ (similarity_ij - threshold)`` over the pairs inside its communities (the constant
Potts model of Traag, Van Dooren and Nesterov 2011; with threshold 0 on a signed matrix, correlation clustering).
Unlike modularity it takes negative similarities, needs no cut into "edge" and "no edge", and an unknown pair simply
counts for nothing. Maximised by Louvain moves (Blondel et al. 2008) on the dense matrix.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["communities", "partition_quality"]

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
SMALLEST_GAIN = 1e-10


def communities(similarity: ArrayLike, *, threshold: float, rng: np.random.Generator) -> Labels:
    """Return one partition that no move of a delegation or of a whole community improves.

    Never show one such partition as *the* blocs: see :func:`positions.agreement.stability.community_stability`.

    Parameters
    ----------
    similarity : array_like, shape (D, D)
        Symmetric; NaN = unknown, counts for nothing.
    threshold : float
        Similarity that makes a pair neither for nor against sharing a community.
    rng : numpy.random.Generator
        Decides the order of the moves.

    Returns
    -------
    ndarray of int, shape (D,)
        Labels 0, 1, …, numbered by the first delegation that has them.

    Examples
    --------
    >>> s = [[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]]
    >>> communities(s, threshold=0.5, rng=np.random.default_rng(1)).tolist()
    [0, 0, 1]
    """
    gain = _gains(similarity, threshold)
    labels: Labels = np.arange(len(gain))
    while True:
        before = labels
        labels = _numbered(_move(gain, labels, rng))
        while True:  # move whole communities for as long as some of them merge
            member = np.zeros((len(gain), labels.max(initial=-1) + 1))
            member[np.arange(len(gain)), labels] = 1.0
            between = member.T @ gain @ member
            np.fill_diagonal(between, 0.0)
            merged = _numbered(_move(between, np.arange(len(between)), rng))
            if len(np.unique(merged)) == len(merged):
                break
            labels = _numbered(merged[labels])
        if np.array_equal(labels, before):
            return labels


def partition_quality(similarity: ArrayLike, labels: ArrayLike, *, threshold: float) -> float:
    """Return ``Σ_{i<j, same community} (similarity_ij - threshold)`` over known pairs.

    >>> partition_quality([[1, 0.9], [0.9, 1]], [0, 0], threshold=0.5)
    0.4
    """
    gain = _gains(similarity, threshold)
    group = np.asarray(labels)
    return float(gain[group[:, None] == group].sum() / 2)


def _gains(similarity: ArrayLike, threshold: float) -> Floats:
    """Return what each pair is worth inside one community; 0 for unknown pairs and on the diagonal."""
    s = np.array(similarity, dtype=np.float64)
    if s.ndim != 2 or s.shape[0] != s.shape[1]:
        raise ValueError(f"similarity needs the shape (D, D), not {s.shape}")
    if not np.allclose(s, s.T, equal_nan=True):
        raise ValueError("similarity is not symmetric")
    gain = np.where(np.isnan(s), 0.0, s - threshold)
    np.fill_diagonal(gain, 0.0)
    return gain


def _move(gain: Floats, labels: Labels, rng: np.random.Generator) -> Labels:
    """Move one row after the other to the community where it gains most, an empty one included, until none gains."""
    labels = labels.copy()
    n = len(labels)
    size = np.bincount(labels, minlength=n + 1)  # label n is always free for a community of one
    queue = list(rng.permutation(n))
    waiting = np.ones(n, dtype=bool)
    while queue:
        i = queue.pop()
        waiting[i] = False
        own = labels[i]
        attraction = np.bincount(labels, weights=gain[i], minlength=n + 1)
        attraction[size == 0] = 0.0
        best = int(np.argmax(attraction))
        if attraction[best] <= attraction[own] + SMALLEST_GAIN:
            continue
        if size[best] == 0:
            best = int(np.flatnonzero(size[:n] == 0)[0])
        size[own] -= 1
        size[best] += 1
        labels[i] = best
        moved = np.flatnonzero(~waiting & (labels != best) & (gain[i] != 0))
        moved = moved[moved != i]
        waiting[moved] = True
        queue[:0] = moved[::-1].tolist()
    return labels


def _numbered(labels: Labels) -> Labels:
    """Number communities by their first member."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    return np.asarray(order[inverse], dtype=np.intp)
