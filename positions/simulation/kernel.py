"""Both equilibria of the objection game in many worlds at once.

In each world two comparisons with :mod:`positions.simulation.tipping` points settle most actors; where that leaves
many, a third one settles those who :mod:`positions.simulation.surely` object. The rest is followed pair by pair
(:mod:`positions.simulation.company`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.board import Board
from positions.simulation.company import Pairs, fall, find_pairs, rise, weigh

__all__ = ["Played", "play"]

Singles = NDArray[np.float32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
MANY = 4  # pairs in doubt for each actor and parameter set, from which on one more comparison pays


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Outcome in N worlds for the C actors in ``columns``, which can object.

    ``greatest`` (C, N) says who objects, ``alone`` (C, N) who does so even if nobody else does; ``company`` (N,) is
    what the objections of those weigh. ``gone`` are those who let go, in round ``rounds``, but for all who went in the
    first one, round 0. Worlds are ordered by draw and then member: N = draws × M. ``hardness`` (C, draws, M) is kept.
    """

    board: Board
    greatest: Bools
    alone: Bools
    company: Floats
    gone: Pairs
    rounds: Ints
    hardness: Singles

    @property
    def columns(self) -> Ints:
        """The actors that can object, (C,)."""
        return self.board.columns

    def felt(self) -> Bools:
        """Return (C, N): who is hurt by more than the base cost of objecting."""
        return _beyond(self.hardness, self.board.felt)

    def least(self) -> Bools:
        """Return the least equilibrium, (C, N): who objects if everybody waits for the first to speak."""
        board, state, company = self.board, self.alone.copy(), self.company.copy()
        begun = np.asarray(self.alone.any(axis=0))
        if _many(board, self.greatest, state):
            for level, points in zip(board.levels, board.drawn_in, strict=True):
                state |= _beyond(self.hardness, points) & _reaches(company, level)
                company = weigh(board.room, state)
        rise(board.room, self.pairs(self.greatest & ~state & begun), state, company)
        return state

    def pairs(self, chosen: Bools) -> Pairs:
        """Return the pairs of an actor and a world that are True in ``chosen`` (C, N)."""
        return _pairs(self.board, self.hardness, chosen)


def play(board: Board, hardness: Singles) -> Played:
    """Find the greatest equilibrium in each world, and what leads to the least.

    Parameters
    ----------
    board : Board
    hardness : ndarray (C, B, M) float32
        Draws for the board's actors, within ±``HARDEST``.
    """
    alone, first = (_beyond(hardness, points) for points in (board.alone, board.first))
    first |= alone
    company = weigh(board.room, alone)
    surely, weight = alone, company
    if _many(board, first, alone):
        kept = _beyond(hardness, board.kept) | alone
        together = weigh(board.room, kept)
        enough = _reaches(together, board.levels[-1])
        surely, weight = alone | (kept & enough), np.where(enough, together, company)
    pairs = _pairs(board, hardness, first & ~surely)
    _, gone, rounds = fall(board.room, pairs, first, weight)
    return Played(board, first, alone, company, pairs.some(gone), rounds, hardness)


def _pairs(board: Board, hardness: Singles, chosen: Bools) -> Pairs:
    """Return the pairs that are True in ``chosen`` (C, N), for draws (C, B, M)."""
    member = np.tile(np.arange(hardness.shape[2]), hardness.shape[1])
    return find_pairs(board.places, hardness.reshape(chosen.shape), member, chosen)


def _many(board: Board, some: Bools, settled: Bools) -> bool:
    """Return whether ``some`` (C, N) that are not ``settled`` are so many that asking about all once more pays."""
    return bool(np.count_nonzero(some) - np.count_nonzero(settled) > MANY * board.places.size)


def _reaches(company: Floats, level: Singles) -> Bools:
    """Return (N,): where objections that weigh ``company`` (N,) weigh as much as ``level`` (M,)."""
    made: Bools = (company.reshape(-1, level.size) >= level).reshape(-1)
    return made


def _beyond(hardness: Singles, points: Singles) -> Bools:
    """Return (C, N): which draws (C, B, M) lie beyond ``points`` (C, M); also for no actors at all."""
    made = hardness > points[:, None, :]
    return made.reshape(made.shape[0], made.shape[1] * made.shape[2])
