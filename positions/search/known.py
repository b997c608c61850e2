"""What the wordings already played say about the next one, world by world.

A text that goes at least as far in a reading and crosses at least the same lines hurts everybody at least as much: it
passes in no world in which the softer one is blocked, and whatever passes harder passes softer. So a wording played
settles most worlds of the next one, and only those in between must be played. Exact on the draws, since objectors rise
with grievance.
"""

from __future__ import annotations

import numpy as np

from positions.arrays import Bools, Floats, Words
from positions.game import PreparedIssue

__all__ = ["Known", "comparable"]

MOST_KEPT = 8192  # wordings; each keeps a bit for every world
MOST_BYTES = 64_000_000
NONE, EVERY = np.uint64(0), np.uint64(2**64 - 1)


class Known:
    """Wordings played so far: how far each goes, which lines it crosses, and in which worlds it passes.

    Parameters
    ----------
    draws, members : int
        Worlds are numbered draw by draw, and within a draw by parameter set.
    actors : int
    """

    def __init__(self, draws: int, members: int, actors: int) -> None:
        self.draws, self.members = draws, members
        self._most = min(MOST_KEPT, MOST_BYTES * 8 // max(1, draws * members))
        self._size = 0
        self._position = np.empty((0, members))
        self._may_pass: Words = np.empty((0, members, -(-draws // 64)), dtype=np.uint64)
        self._played: Bools = np.empty(0, dtype=bool)
        self._share = np.empty(0)
        self._pattern = np.empty(0, dtype=np.int64)  # which row of ``_firmness`` a wording has
        self._firmness = np.empty((0, actors))  # few: wordings that cross the same lines share a row

    def hopeless(self, position: Floats, firmness: Floats, share: float) -> bool:
        """Whether a text surely passes in no more than ``share`` of all worlds: it is as hard as one that does not."""
        softer = np.flatnonzero(self._of_kept(self._firmness <= firmness) & (self._share[: self._size] <= share))
        return bool((self._position[softer] <= position).all(axis=1).any())

    def bounds(self, position: Floats, firmness: Floats) -> tuple[Bools, Bools]:
        """Return (surely, possibly), (N,) each: in which worlds a text passes for certain, and in which it may.

        Parameters
        ----------
        position : ndarray (M,)
            Where each parameter set reads it.
        firmness : ndarray (A,)
            The firmness of the lines it crosses.
        """
        x, played = self._position[: self._size], self._played[: self._size]
        softer = np.flatnonzero(self._of_kept(self._firmness <= firmness))
        harder = np.flatnonzero(self._of_kept(self._firmness >= firmness) & played)
        below, above = x[softer] <= position, x[harder] >= position
        some_below, some_above = (np.flatnonzero(np.asarray(held.any(axis=1))) for held in (below, above))
        possibly = np.where(below[some_below][:, :, None], self._may_pass[softer[some_below]], EVERY)
        surely = np.where(above[some_above][:, :, None], self._may_pass[harder[some_above]], NONE)
        return (
            self._worlds(np.bitwise_or.reduce(surely, axis=0, initial=NONE)),
            self._worlds(np.bitwise_and.reduce(possibly, axis=0, initial=EVERY)),
        )

    def keep(self, position: Floats, firmness: Floats, may_pass: Bools, *, played: bool) -> None:
        """Keep a wording and the worlds (N,) in which it may pass; played, it passes there and nowhere else."""
        if self._size >= self._most:
            return
        if self._size == len(self._position):
            self._grow(max(16, 2 * self._size))
        same = np.flatnonzero(np.asarray((self._firmness == firmness).all(axis=1)))
        if not same.size:
            self._firmness = np.vstack([self._firmness, firmness])
        self._pattern[self._size] = same[0] if same.size else len(self._firmness) - 1
        self._position[self._size] = position
        bits = np.packbits(may_pass.reshape(self.draws, self.members).T, axis=1)
        self._may_pass[self._size].view(np.uint8)[:, : bits.shape[1]] = bits
        self._share[self._size] = np.count_nonzero(may_pass) / may_pass.size
        self._played[self._size] = played
        self._size += 1

    def _of_kept(self, holds: Bools) -> Bools:
        """Return (kept,): where it holds (rows of ``_firmness``, A) for all actors."""
        made: Bools = np.asarray(holds.all(axis=1))[self._pattern[: self._size]]
        return made

    def _worlds(self, packed: Words) -> Bools:
        made: Bools = np.unpackbits(packed.view(np.uint8), axis=1, count=self.draws).T.astype(bool).reshape(-1)
        return made

    def _grow(self, size: int) -> None:
        for name in ("_position", "_pattern", "_may_pass", "_share", "_played"):
            held = getattr(self, name)
            larger = np.zeros((size, *held.shape[1:]), dtype=held.dtype)
            larger[: len(held)] = held
            setattr(self, name, larger)


def comparable(arrays: PreparedIssue) -> bool:
    """Whether going further never pleases anybody here: no lower limits, and all texts come from the same tabler."""
    lowest = arrays.low if arrays.low_between is None else arrays.low_between
    return not bool((lowest > 0).any()) and bool((arrays.goodwill == arrays.goodwill[:, :1]).all())
