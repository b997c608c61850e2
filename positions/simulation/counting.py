"""Counting true values along an axis: bytes are summed as bytes, which is several times faster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_by_member", "count_in_worlds"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
IN_A_BYTE = 255


def count_by_member(counted: Bools, members: int) -> Ints:
    """Return (C, M): in how many of its worlds it is True for each of C actors, worlds (C, N) in the order of draws.

    >>> count_by_member(np.array([[True, False, True, True]]), 2).tolist()
    [[2, 1]]
    """
    return _count(counted.reshape(counted.shape[0], counted.shape[1] // members, members), axis=1)


def count_in_worlds(counted: Bools) -> Ints:
    """Return (N,): for how many of the C actors it is True in each world (C, N).

    >>> count_in_worlds(np.array([[True, False], [True, True]])).tolist()
    [2, 1]
    """
    return _count(counted, axis=0)


def _count(counted: Bools, axis: int) -> Ints:
    values = counted.view(np.uint8)
    size = counted.shape[axis]
    shape = tuple(n for at, n in enumerate(counted.shape) if at != axis)
    made = np.zeros(shape, dtype=np.int64)
    for start in range(0, size, IN_A_BYTE):
        part = values[start : start + IN_A_BYTE] if axis == 0 else values[:, start : start + IN_A_BYTE]
        made += np.add.reduce(part, axis=axis, dtype=np.uint8)
    return made
