"""In which worlds is an objector pivotal: would the text pass if it alone withdrew?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.simulation.company import fall
from positions.simulation.counting import count_in_worlds
from positions.simulation.kernel import Played

__all__ = ["pivotal_worlds"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
QUESTIONS = 16_384  # asked in one go: bounds the memory that they need


def pivotal_worlds(played: Played) -> Bools:
    """Return (C, N): True where the actor objects in the end and nobody would without it.

    A world with two who object even alone has no pivot, one with a single such can only have that one; only the rest
    needs to be played again, each member left out in turn.
    """
    objects, alone = played.greatest, played.alone
    holdouts, size = count_in_worlds(alone), count_in_worlds(objects)
    made: Bools = objects & (size == 1)
    worlds = np.flatnonzero((size > 1) & (holdouts <= 1))
    at = objects[:, worlds] & (alone[:, worlds] | (holdouts[worlds] == 0))
    actors, chosen = np.nonzero(at)
    made[actors, worlds[chosen]] = ~_anybody_without(played, actors, worlds[chosen])
    return made


def _anybody_without(played: Played, actors: Ints, worlds: Ints) -> Bools:
    """Return (Q,): whether anybody still objects in ``worlds[q]`` once actor number ``actors[q]`` is taken out.

    Only for worlds in which nobody else objects alone.
    """
    concerned = np.zeros(played.greatest.shape[1], dtype=bool)
    concerned[worlds] = True
    left = played.pairs(played.greatest & ~played.alone & concerned)
    count = np.bincount(left.world, minlength=played.greatest.shape[1])
    start = np.cumsum(count) - count
    small = np.uint16 if count.size < 1 << 16 else np.int64  # sixteen bits are sorted by counting
    by_world = np.argsort(left.world.astype(small), kind="stable")
    made = np.zeros(actors.size, dtype=bool)
    for begin in range(0, actors.size, QUESTIONS):
        asked = slice(begin, begin + QUESTIONS)
        sizes = count[worlds[asked]]
        question = np.repeat(np.arange(sizes.size), sizes)
        within = np.arange(question.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        pair = by_world[start[worlds[asked]][question] + within]
        other = np.flatnonzero(left.actor[pair] != actors[asked][question])
        pairs = left.some(pair[other]).in_worlds(question[other])
        state = np.zeros((played.columns.size, sizes.size), dtype=bool)
        state[pairs.actor, pairs.world] = True
        still, _, _ = fall(played.board.room, pairs, state, np.zeros(sizes.size))
        made[begin + pairs.world.take(still)] = True
    return made
