"""Brokers: delegations that agree with every side.

A broker is judged by the side it agrees with *least*: a friend of one side and a stranger to the other is no bridge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.agreement.stances import frozen
from positions.arrays import ArrayLike, Floats, Places

__all__ = ["Brokers", "brokers"]


@dataclass(frozen=True, slots=True, eq=False)
class Brokers:
    """Bridging of D delegations between G sides. Arrays are read-only.

    Parameters
    ----------
    to_side : ndarray, shape (G, D)
        Mean agreement with the other members of each side; NaN where nothing is known.
    score : ndarray, shape (D,)
        The smallest of them; NaN where one is unknown.
    bottleneck : ndarray of int, shape (D,)
        The side it is reached on; -1 where the score is unknown.
    """

    to_side: Floats
    score: Floats
    bottleneck: Places

    def ranked(self) -> tuple[int, ...]:
        """Return the delegations with a score, best first; ties in their given order."""
        known = np.flatnonzero(~np.isnan(self.score))
        return tuple(int(d) for d in known[np.argsort(-self.score[known], kind="stable")])


def brokers(agreement: ArrayLike, sides: ArrayLike) -> Brokers:
    """Score every delegation by its agreement with the side it agrees with least.

    Parameters
    ----------
    agreement : array_like, shape (D, D)
        Symmetric; NaN = unknown. The diagonal is not used.
    sides : array_like, shape (G, D)
        How far each delegation belongs to each side, not negative: 0/1, or e.g. the probability that it objects and
        that it supports.

    Examples
    --------
    >>> a = [[1, 0.2, 0.8], [0.2, 1, 0.7], [0.8, 0.7, 1]]
    >>> found = brokers(a, [[1, 0, 0], [0, 1, 0]])
    >>> found.score.tolist(), found.bottleneck.tolist()
    ([nan, nan, 0.7], [-1, -1, 1])
    """
    a = np.array(agreement, dtype=np.float64)
    member = np.asarray(sides, dtype=np.float64)
    D = len(a)
    if a.shape != (D, D) or member.ndim != 2 or member.shape[1] != D or not len(member):
        raise ValueError(f"agreement {a.shape} and sides {member.shape} do not fit: need (D, D) and (G, D)")
    if not (np.isfinite(member).all() and (member >= 0).all()):
        raise ValueError("membership of a side must be finite and not negative")
    known = ~np.isnan(a)
    np.fill_diagonal(known, False)
    weight = member @ known  # (G, D)
    total = member @ np.where(known, a, 0.0)
    to_side = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
    score = to_side.min(axis=0)  # NaN wins: an unknown side is not a bridge
    bottleneck = np.where(np.isnan(score), -1, np.argmin(to_side, axis=0)).astype(np.intp)
    bottleneck.setflags(write=False)
    return Brokers(frozen(to_side), frozen(score), bottleneck)
