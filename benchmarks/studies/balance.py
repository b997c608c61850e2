"""Signed balance: is the room two camps, and who spoils the picture?

Signs and strengths come from agreement less a null (its mean, or a chance-corrected measure). In a balanced network
the friend of a friend is a friend and the enemy of an enemy is a friend; then two camps explain every sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Frustration", "balanced_triads", "frustration"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Frustration:
    """The best two camps found and the pairs that contradict them.

    Parameters
    ----------
    camps : ndarray of int, shape (D,)
        +1 or -1; the first delegation is +1.
    weight : float
        Total |sign strength| of contradicted pairs (friends apart, foes together).
    share : float
        The same as a share of all pairs; NaN when there are none. At most 0.5 can be reached by any network's optimum.
    restarts : int
        Random starts of the greedy search: an upper bound, not a proof.
    """

    camps: NDArray[np.intp]
    weight: float
    share: float
    restarts: int


def balanced_triads(signed: ArrayLike) -> float:
    """Return the weighted share of balanced triads, ``½ (1 + tr S³ / tr |S|³)``; NaN without triads.

    References
    ----------
    Harary 1953; the trace form as in Kunegis et al. 2010.

    Examples
    --------
    >>> balanced_triads([[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    1.0
    """
    s = _signed(signed)
    size = np.abs(s)
    total = float(np.einsum("ij,ji->", size @ size, size))
    return 0.5 * (1 + float(np.einsum("ij,ji->", s @ s, s)) / total) if total > 0 else float("nan")


def frustration(signed: ArrayLike, *, rng: np.random.Generator, restarts: int = 30) -> Frustration:
    """Search the two camps that contradict the least, ``min_z Σ_{i<j} |s_ij| [s_ij z_i z_j < 0]``.

    Greedy: flip the delegation that helps most until none does, from ``restarts`` random starts. Optimal on small
    networks in the tests; at conference size an upper bound (Aref and Wilson 2019 on why exact is hard).

    Parameters
    ----------
    signed : array_like, shape (D, D)
        Symmetric; NaN counts for nothing; the diagonal is not used.
    rng : numpy.random.Generator
        For the starts.

    Examples
    --------
    >>> found = frustration([[0, 1, -1], [1, 0, -1], [-1, -1, 0]], rng=np.random.default_rng(1))
    >>> found.camps.tolist(), found.weight
    ([1, 1, -1], 0.0)
    """
    s = _signed(signed)
    D = len(s)
    best: Floats = np.ones(D)
    best_value = _agreeing(s, best)
    for _ in range(restarts):
        z = np.asarray(rng.integers(0, 2, size=D) * 2.0 - 1, dtype=np.float64)
        pull = z * (s @ z)  # (D,): what each has in favour of staying
        while D and pull.min() < -1e-12:
            i = int(np.argmin(pull))
            pull -= 2 * s[i] * z[i] * z
            z[i] = -z[i]
            pull[i] = z[i] * (s[i] @ z)
        value = _agreeing(s, z)
        if value > best_value + 1e-12:
            best, best_value = z, value
    camps = (best * best[0] if D else best).astype(np.intp)
    camps.setflags(write=False)
    total = float(np.abs(s).sum()) / 2
    weight = max(0.0, (total - best_value) / 2)
    return Frustration(camps, weight, weight / total if total > 0 else float("nan"), restarts)


def _agreeing(s: Floats, z: Floats) -> float:
    """Return ``Σ_{i<j} s_ij z_i z_j``."""
    return float(z @ s @ z) / 2


def _signed(signed: ArrayLike) -> Floats:
    """Check and clean a signed matrix."""
    s = np.array(signed, dtype=np.float64)
    if s.ndim != 2 or s.shape[0] != s.shape[1]:
        raise ValueError(f"signed ties need the shape (D, D), not {s.shape}")
    s[np.isnan(s)] = 0.0
    np.fill_diagonal(s, 0.0)
    if not np.allclose(s, s.T):
        raise ValueError("signed ties are not symmetric")
    return s
