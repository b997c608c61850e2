"""Probabilities that theory gives exactly; they check the simulation and serve rare events.

With no associations, equal influence and no shared noise, a self-sustaining set of size m exists iff at least m
delegations have a grievance above the threshold at company m - 1. P(consensus) is therefore the probability that,
for every m, fewer than m grievances lie above the m-th threshold: a sum over counts that grows with m, worked out as
an exact recursion.
"""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
from numpy.typing import NDArray

__all__ = ["p_consensus_by_classes", "p_no_lone_holdout"]

Floats = NDArray[np.float64]


def p_no_lone_holdout(p_alone: Floats) -> float:
    """Return Π (1 - p_d): the probability that nobody objects alone, given everything that is shared.

    >>> round(p_no_lone_holdout(np.array([0.1, 0.2])), 6)
    0.72
    """
    return float(np.prod(1.0 - p_alone))


def p_consensus_by_classes(sizes: tuple[int, ...], tails: Floats) -> float:
    """Return P(consensus) for a few classes of identical delegations with equal influence.

    Parameters
    ----------
    sizes : tuple of int
        Number of delegations in each of C classes; D in total.
    tails : ndarray (C, D)
        ``tails[c, m - 1]``: probability that the grievance of one member of class c exceeds its threshold when m
        delegations object (itself and m - 1 others). Does not fall with m.

    Notes
    -----
    State: how many of each class lie above the m-th threshold. From m to m + 1 each of the others joins them with
    probability ``(tail_{m+1} - tail_m) / (1 - tail_m)``. States with m or more in total are consensus lost.

    Examples
    --------
    One delegation that objects with probability 0.3:

    >>> p_consensus_by_classes((1,), np.array([[0.3]]))
    0.7

    Two who object alone with 0.1 and in company with 0.4: lost when one lies above the first threshold or both above
    the second, so kept with (0.9)^2 - (0.3)^2.

    >>> round(p_consensus_by_classes((2,), np.array([[0.1, 0.4]])), 12)
    0.72
    """
    total = sum(sizes)
    if tails.shape != (len(sizes), total):
        raise ValueError(f"tails must be {(len(sizes), total)}, not {tails.shape}")
    if (np.diff(tails, axis=1) < -1e-12).any():
        raise ValueError("tails must not fall with company")
    states: dict[tuple[int, ...], float] = {tuple(0 for _ in sizes): 1.0}
    before = np.zeros(len(sizes))
    for m in range(1, total + 1):
        step = np.where(before < 1, (tails[:, m - 1] - before) / np.where(before < 1, 1 - before, 1), 0.0)
        following: dict[tuple[int, ...], float] = {}
        for counts, weight in states.items():
            rooms = [
                [(count + more, _binomial(size - count, more, chance)) for more in range(size - count + 1)]
                for size, count, chance in zip(sizes, counts, step, strict=True)
            ]
            for moves in product(*rooms):
                reached = tuple(n for n, _ in moves)
                if sum(reached) < m:
                    following[reached] = following.get(reached, 0.0) + weight * float(np.prod([p for _, p in moves]))
        states, before = following, tails[:, m - 1]
    return float(sum(states.values()))


def _binomial(n: int, k: int, p: float) -> float:
    return comb(n, k) * p**k * (1 - p) ** (n - k)
