"""Communities of delegations that agree with each other more than a threshold asks, and how stable they are.

The quality of a partition is ``Σ (similarity_ij - threshold)`` over the pairs inside its communities (the constant
Potts model of Traag, Van Dooren and Nesterov 2011; with threshold 0 on a signed matrix, correlation clustering).
Unlike modularity it takes negative similarities, needs no cut into "edge" and "no edge", and an unknown pair simply
counts for nothing. Maximised by Louvain moves (Blondel et al. 2008) on the dense matrix.

A single partition hangs on which issues happened to be on the agenda, on a threshold somebody chose and on the order
in which an algorithm looked at the delegations. What survives all three is worth saying.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from positions.agreement.pairwise import agreement_of
from positions.agreement.stances import Stances, frozen, read_stances
from positions.arrays import ArrayLike, Floats, Places

__all__ = ["CommunityStability", "communities", "community_stability", "partition_quality", "stable_cores"]

Similarity = Callable[[Stances, Floats], Floats]
SMALLEST_GAIN = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class CommunityStability:
    """What ``runs`` partitions have in common. Arrays are read-only.

    Parameters
    ----------
    together : ndarray, shape (D, D)
        Share of the runs in which two delegations are in the same community.
    together_at : ndarray, shape (T, D, D)
        The same for each threshold.
    labels : ndarray of int, shape (runs, D)
        The single partitions, for comparing them with known groups; run r used threshold ``r % T``.
    community_counts : ndarray of int, shape (runs,)
        Number of communities with at least two members in each run.
    thresholds : tuple of float
        Similarities that make a pair neither for nor against sharing a community.
    runs : int
        Number of partitions; each resampled the issues and drew its own order.
    """

    together: Floats
    together_at: Floats
    labels: Places
    community_counts: Places
    thresholds: tuple[float, ...]
    runs: int

    def cores(self, at: float = 0.8) -> tuple[tuple[int, ...], ...]:
        """Return the groups of which every two members are together in at least the share ``at`` of the runs."""
        return stable_cores(self.together, at=at)


def community_stability(
    stances: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    rng: np.random.Generator,
    span: ArrayLike = 1.0,
    thresholds: Sequence[float],
    measure: Literal["agreement"] | Similarity = "agreement",
    runs: int = 100,
) -> CommunityStability:
    """Find communities ``runs`` times, each time with issues drawn with replacement, another threshold and order.

    Parameters
    ----------
    stances, salience, span
        As for :func:`positions.agreement.pairwise_agreement`.
    rng : numpy.random.Generator
        Every run gets a generator of its own spawned from it.
    thresholds : sequence of float
        A pair more similar than this speaks for one community, a less similar one against.
    measure : "agreement" or callable
        What is compared; a callable takes the stances and the weight of each issue (I,) and returns (D, D).
    runs : int
        Number of partitions; thresholds take turns.

    Returns
    -------
    CommunityStability

    Examples
    --------
    >>> line = np.random.default_rng(3).choice([-1.0, 1.0], size=(2, 40))
    >>> votes = np.repeat(line, 2, axis=0)
    >>> votes[0, :5] = 0.0
    >>> found = community_stability(votes, span=2, runs=30, thresholds=(0.6, 0.7), rng=np.random.default_rng(1))
    >>> found.cores()
    ((0, 1), (2, 3))
    """
    checked = read_stances(stances, salience, span=span)
    cuts = tuple(float(t) for t in thresholds)
    if not cuts or runs < len(cuts):
        raise ValueError("need at least one threshold, and at least as many runs as thresholds")
    compare = agreement_of if measure == "agreement" else measure
    D, I = checked.values.shape  # noqa: E741
    together_at = np.zeros((len(cuts), D, D))
    times = np.zeros(len(cuts))
    partitions = np.zeros((runs, D), dtype=np.intp)
    counts = np.zeros(runs, dtype=np.intp)
    for run, own in enumerate(rng.spawn(runs)):
        drawn = np.bincount(own.integers(0, I, size=I), minlength=I).astype(np.float64) if I else np.zeros(0)
        t = run % len(cuts)
        partitions[run] = labels = communities(compare(checked, drawn), threshold=cuts[t], rng=own)
        together_at[t] += labels[:, None] == labels
        times[t] += 1
        counts[run] = int((np.bincount(labels) > 1).sum())
    for array in (partitions, counts):
        array.setflags(write=False)
    return CommunityStability(
        together=frozen(together_at.sum(axis=0) / runs),
        together_at=frozen(together_at / times[:, None, None]),
        labels=partitions,
        community_counts=counts,
        thresholds=cuts,
        runs=runs,
    )


def stable_cores(together: ArrayLike, *, at: float = 0.8) -> tuple[tuple[int, ...], ...]:
    """Return groups of at least two whose every pair is together in at least the share ``at``; largest first.

    Complete linkage: no chain of half-stable pairs can make a core. Delegations in no core belong nowhere firmly.

    >>> stable_cores([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]], at=0.8)
    ((0, 1),)
    """
    share = np.asarray(together, dtype=np.float64)
    near = (share + share.T) / 2
    np.fill_diagonal(near, -np.inf)
    groups: dict[int, tuple[int, ...]] = {d: (d,) for d in range(len(near))}
    while len(groups) > 1:
        best = int(np.argmax(near))  # ties: those that come first
        i, j = divmod(best, len(near))
        if near[i, j] < at - 1e-12:
            break
        near[i] = near[:, i] = np.minimum(near[i], near[j])  # as near as the two members that are least near
        near[i, i] = near[j] = near[:, j] = -np.inf
        groups[i] = tuple(sorted(groups[i] + groups.pop(j)))
    return tuple(sorted((g for g in groups.values() if len(g) > 1), key=lambda g: (-len(g), g)))


def communities(similarity: ArrayLike, *, threshold: float, rng: np.random.Generator) -> Places:
    """Return one partition that no move of a delegation or of a whole community improves.

    Never show one such partition as *the* blocs: see :func:`community_stability`.

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
        Places 0, 1, …, numbered by the first delegation that has them.

    Examples
    --------
    >>> s = [[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]]
    >>> communities(s, threshold=0.5, rng=np.random.default_rng(1)).tolist()
    [0, 0, 1]
    """
    gain = _gains(similarity, threshold)
    labels: Places = np.arange(len(gain))
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


def _move(gain: Floats, labels: Places, rng: np.random.Generator) -> Places:
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


def _numbered(labels: Places) -> Places:
    """Number communities by their first member."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    return np.asarray(order[inverse], dtype=np.intp)
