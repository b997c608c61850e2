"""Many streams of random numbers at once: the very ones that NumPy's SeedSequence and SFC64 give one by one.

A conference needs a stream for each delegation and block of worlds, and asking NumPy for each takes as long as drawing.
The hash behind a SeedSequence (M. O'Neill, "Developing a seed_seq alternative", 2015; NumPy promises not to change it)
works on 32-bit words, so it can be worked out for all streams in one go. A test holds it to NumPy's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

__all__ = ["seed_states", "streams"]

Words = NDArray[np.uint32]
POOL = 4  # words
INTO_POOL, OUT_OF_POOL = (0x43B0D7E5, 0x931E8875), (0x8B51F9DD, 0x58F38DED)  # start and factor of the constants
LEFT, RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
HALF = np.uint32(16)


class _Known(ISeedSequence):
    """A seed sequence whose words are there already."""

    def __init__(self, state: NDArray[np.uint64]) -> None:
        self._state = state

    def generate_state(self, n_words: int, dtype: object = np.uint32) -> NDArray[np.uint64]:
        """Return the words; only what SFC64 asks for is there."""
        if n_words != self._state.size or dtype is not np.uint64:
            raise ValueError(f"there are {self._state.size} words of 64 bits")
        return self._state


def streams(seed: int, keys: Sequence[tuple[int, ...]]) -> Iterator[np.random.Generator]:
    """Yield ``Generator(SFC64(SeedSequence(seed, spawn_key=key)))`` for each of ``keys``, all of one length.

    >>> (one,) = streams(7, [(1, 2)])
    >>> other = np.random.Generator(np.random.SFC64(np.random.SeedSequence(7, spawn_key=(1, 2))))
    >>> bool(one.standard_normal() == other.standard_normal())
    True
    """
    for state in seed_states(seed, keys, 3):
        known = cast("np.random.SeedSequence", _Known(state))  # NumPy's annotation knows no other
        yield np.random.Generator(np.random.SFC64(known))


def seed_states(seed: int, keys: Sequence[tuple[int, ...]], count: int) -> NDArray[np.uint64]:
    """Return (n, count): ``SeedSequence(seed, spawn_key=key).generate_state(count, uint64)`` for each of n ``keys``.

    Each number of a key is below 2³², the seed is not negative.
    """
    if not keys:
        return np.empty((0, count), dtype=np.uint64)
    table = np.array(keys, dtype=np.uint32)
    of_seed = _words(seed)
    columns: list[Words] = [np.array([word], dtype=np.uint32) for word in of_seed]
    columns += [np.zeros(1, dtype=np.uint32)] * (POOL - len(of_seed))
    columns += list(table.T)
    pool = _fill(columns)
    constants = _constants(*OUT_OF_POOL)
    made = np.empty((len(keys), 2 * count), dtype=np.uint32)
    for n in range(2 * count):
        made[:, n] = _hash(pool[n % POOL], constants)
    return made.astype("<u4").view("<u8").astype(np.uint64)


def _fill(columns: list[Words]) -> list[Words]:
    """Return the pool, a word in each of ``POOL`` columns; the first ``POOL`` inputs fill it, all are stirred in."""
    constants = _constants(*INTO_POOL)
    pool = [_hash(column, constants) for column in columns[:POOL]]
    for source in range(POOL):
        for target in range(POOL):
            if source != target:
                pool[target] = _stir(pool[target], _hash(pool[source], constants))
    for column in columns[POOL:]:
        for target in range(POOL):
            pool[target] = _stir(pool[target], _hash(column, constants))
    return pool


def _hash(words: Words, constants: Iterator[tuple[np.uint32, np.uint32]]) -> Words:
    before, after = next(constants)
    mixed = (words ^ before) * after
    return mixed ^ (mixed >> HALF)


def _stir(into: Words, words: Words) -> Words:
    mixed: Words = LEFT * into - RIGHT * words
    return mixed ^ (mixed >> HALF)


def _constants(start: int, factor: int) -> Iterator[tuple[np.uint32, np.uint32]]:
    """Yield the constant before and after each use."""
    while True:
        following = start * factor & 0xFFFFFFFF
        yield np.uint32(start), np.uint32(following)
        start = following


def _words(number: int) -> list[int]:
    """Return a number's 32-bit words, the lowest first; one for 0."""
    made = []
    while True:
        made.append(number & 0xFFFFFFFF)
        number >>= 32
        if not number:
            return made
