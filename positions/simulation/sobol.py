"""Sobol points in a few dimensions, shifted at random.

SciPy has a better generator; importing it takes longer than simulating an issue, and every command would pay for it.
Direction numbers are those of Joe and Kuo (2008), up to twelve dimensions; a test holds the points to SciPy's. The
random digital shift (exclusive or with one random number for each dimension) keeps the points' even spread and makes
them unbiased (Owen 1998 for scrambling; the shift is its simplest form).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_DIMENSIONS", "sobol"]

BITS = 30
# (degree s, coefficients a, initial m_1 … m_s) for dimensions 2 to 12
JOE_KUO: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
)
MOST_DIMENSIONS = 1 + len(JOE_KUO)

Ints = NDArray[np.int64]


def sobol(points: int, dimensions: int, *, rng: np.random.Generator | None = None) -> NDArray[np.float64]:
    """Return the first ``points`` Sobol points in [0, 1)^``dimensions``, (P, D), shifted at random if ``rng`` is given.

    >>> sobol(4, 2).tolist()
    [[0.0, 0.0], [0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]
    """
    if not 1 <= dimensions <= MOST_DIMENSIONS:
        raise ValueError(f"1 to {MOST_DIMENSIONS} dimensions, not {dimensions}")
    directions = np.stack([_directions(d) for d in range(dimensions)], axis=1)  # (BITS, D)
    made = np.zeros((points, dimensions), dtype=np.int64)
    for n in range(1, points):
        lowest_zero = (~(n - 1) & n).bit_length() - 1  # of n - 1, in Gray-code order
        made[n] = made[n - 1] ^ directions[lowest_zero]
    if rng is not None:
        made ^= rng.integers(0, 1 << BITS, size=dimensions)
    return made / float(1 << BITS)


def _directions(dimension: int) -> Ints:
    """Return the direction numbers of one dimension, (BITS,)."""
    if dimension == 0:
        return np.array([1 << (BITS - 1 - n) for n in range(BITS)], dtype=np.int64)
    degree, coefficients, initial = JOE_KUO[dimension - 1]
    m = list(initial)
    for n in range(degree, BITS):
        value = m[n - degree] ^ (m[n - degree] << degree)
        for k in range(1, degree):
            if (coefficients >> (degree - 1 - k)) & 1:
                value ^= m[n - k] << k
        m.append(value)
    return np.array([m[n] << (BITS - 1 - n) for n in range(BITS)], dtype=np.int64)
