"""How stable communities are: resampled issues × thresholds × random orders, as a co-assignment matrix.

A single partition of a delegation graph hangs on which votes happened to be taken, on a threshold somebody chose and
on the order in which an algorithm looked at the nodes. What survives all three is worth saying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.chance import ChanceMeasure, chance_corrected_of
from positions.agreement.communities import communities
from positions.agreement.pairwise import agreement_of
from positions.agreement.stances import Stances, frozen, read_stances

__all__ = ["THRESHOLDS", "CommunityStability", "community_stability", "stable_cores"]

Floats = NDArray[np.float64]
SimilarityMeasure = ChanceMeasure | Literal["agreement"]
THRESHOLDS = (0.2, 0.4, 0.6)  # fair, moderate, substantial agreement beyond chance (Landis and Koch 1977)


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
        Similarities, or quantiles of the similarity of all pairs.
    quantiles : bool
        Which of the two.
    measure : str
        The similarity that was clustered.
    runs : int
        Number of partitions; each resampled the issues and drew its own order.
    """

    together: Floats
    together_at: Floats
    labels: NDArray[np.intp]
    community_counts: NDArray[np.intp]
    thresholds: tuple[float, ...]
    quantiles: bool
    measure: SimilarityMeasure
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
    measure: SimilarityMeasure = "cohen",
    runs: int = 100,
    thresholds: Sequence[float] = THRESHOLDS,
    quantiles: bool = False,
) -> CommunityStability:
    """Find communities ``runs`` times, each time with issues drawn with replacement, another threshold and order.

    Parameters
    ----------
    stances, salience, span
        As for :func:`positions.agreement.pairwise_agreement`.
    rng : numpy.random.Generator
        Every run gets a generator of its own spawned from it.
    measure : {"cohen", "scott", "krippendorff", "agreement"}
        Similarity to cluster; chance-corrected by default, since raw agreement is high wherever most say yes.
    runs : int
        Number of partitions; thresholds take turns.
    thresholds : sequence of float
        A pair more similar than this speaks for one community, a less similar one against. The default suits the
        chance-corrected measures.
    quantiles : bool
        Read ``thresholds`` as quantiles of the similarity of all pairs in the run.

    Returns
    -------
    CommunityStability

    Examples
    --------
    >>> line = np.random.default_rng(3).choice([-1.0, 1.0], size=(2, 40))
    >>> votes = np.repeat(line, 2, axis=0)
    >>> votes[0, :5] = 0.0
    >>> found = community_stability(votes, span=2, runs=30, rng=np.random.default_rng(1))
    >>> found.cores()
    ((0, 1), (2, 3))
    """
    checked = read_stances(stances, salience, span=span)
    cuts = tuple(float(t) for t in thresholds)
    if not cuts or runs < len(cuts):
        raise ValueError("need at least one threshold, and at least as many runs as thresholds")
    if quantiles and not all(0 <= q <= 1 for q in cuts):
        raise ValueError("quantiles must be within 0..1")
    D, I = checked.values.shape  # noqa: E741
    together_at = np.zeros((len(cuts), D, D))
    times = np.zeros(len(cuts))
    partitions = np.zeros((runs, D), dtype=np.intp)
    counts = np.zeros(runs, dtype=np.intp)
    for run, own in enumerate(rng.spawn(runs)):
        drawn = np.bincount(own.integers(0, I, size=I), minlength=I).astype(np.float64) if I else np.zeros(0)
        similarity = _similarity(checked, measure, drawn)
        t = run % len(cuts)
        threshold = _quantile(similarity, cuts[t]) if quantiles else cuts[t]
        partitions[run] = labels = communities(similarity, threshold=threshold, rng=own)
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
        quantiles=quantiles,
        measure=measure,
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


def _similarity(checked: Stances, measure: SimilarityMeasure, drawn: Floats) -> Floats:
    """Return the (D, D) similarity on one draw of the issues."""
    if measure == "agreement":
        return agreement_of(checked, issue_weights=drawn).agreement
    return chance_corrected_of(checked, measure=measure, issue_weights=drawn)


def _quantile(similarity: Floats, q: float) -> float:
    """Return a quantile over the known pairs; 0 when there are none."""
    pairs = similarity[np.triu_indices(len(similarity), 1)]
    pairs = pairs[~np.isnan(pairs)]
    return float(np.quantile(pairs, q)) if len(pairs) else 0.0
