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
    of_seed = _words(seed)
    of_seed += [0] * (POOL - len(of_seed))
    words = np.empty((len(of_seed) + len(keys[0]), len(keys)), dtype=np.uint32)
    words[: len(of_seed)] = np.array(of_seed, dtype=np.uint32)[:, None]
    words[len(of_seed) :] = np.array(keys, dtype=np.uint32).T
    pool = _fill(words)
    constants = _constants(*OUT_OF_POOL, 2 * count)
    made = _hash(pool[np.arange(2 * count) % POOL], constants).T
    return np.ascontiguousarray(made).astype("<u4").view("<u8").astype(np.uint64)


def _fill(words: Words) -> Words:
    """Return the pools (POOL, n): the first ``POOL`` words of each (W, n) fill it, all are stirred in."""
    constants = _constants(*INTO_POOL, POOL * len(words))
    pool, used = _hash(words[:POOL], constants[: POOL + 1]), POOL
    for source in range(POOL):
        others = [target for target in range(POOL) if target != source]
        pool[others] = _stir(pool[others], _hash(pool[source], constants[used : used + POOL]))
        used += POOL - 1
    for word in words[POOL:]:
        pool = _stir(pool, _hash(word, constants[used : used + POOL + 1]))
        used += POOL
    return pool


def _hash(words: Words, constants: Words) -> Words:
    """Return the words hashed with each pair of neighbouring constants (K + 1, 1): (K, n)."""
    mixed: Words = (words ^ constants[:-1]) * constants[1:]
    return mixed ^ (mixed >> HALF)


def _stir(into: Words, words: Words) -> Words:
    mixed: Words = LEFT * into - RIGHT * words
    return mixed ^ (mixed >> HALF)


def _constants(start: int, factor: int, count: int) -> Words:
    """Return what is used before and after each of ``count`` uses, (count + 1, 1)."""
    made = [start]
    for _ in range(count):
        made.append(made[-1] * factor & 0xFFFFFFFF)
    return np.array(made, dtype=np.uint32)[:, None]


def _words(number: int) -> list[int]:
    """Return a number's 32-bit words, the lowest first; one for 0."""
    made = []
    while True:
        made.append(number & 0xFFFFFFFF)
        number >>= 32
        if not number:
            return made
