"""Counting and packing true values along an axis, byte by byte, which is several times faster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_by_member", "count_in_worlds", "pack_actors"]

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


def pack_actors(values: Bools) -> NDArray[np.uint8]:
    """Return (K, N): the A actors (A, N) as bits, eight to a byte, the first the highest; ``packbits(values, axis=0)``.

    >>> pack_actors(np.array([[True, False], [False, False], [True, True]])).tolist()
    [[160, 32]]
    """
    made = np.zeros((-(-values.shape[0] // 8), values.shape[1]), dtype=np.uint8)
    for actor, row in enumerate(values.view(np.uint8)):
        made[actor // 8] |= row << np.uint8(7 - actor % 8)
    return made


def _count(counted: Bools, axis: int) -> Ints:
    values = counted.view(np.uint8)
    size = counted.shape[axis]
    shape = tuple(n for at, n in enumerate(counted.shape) if at != axis)
    made = np.zeros(shape, dtype=np.int64)
    for start in range(0, size, IN_A_BYTE):
        part = values[start : start + IN_A_BYTE] if axis == 0 else values[:, start : start + IN_A_BYTE]
        made += np.add.reduce(part, axis=axis, dtype=np.uint8)
    return made
