"""In which worlds is an objector pivotal: would the text pass if it alone withdrew?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.simulation.counting import count_in_worlds
from positions.simulation.kernel import Played, anybody_without

__all__ = ["pivotal_worlds"]


def pivotal_worlds(played: Played) -> NDArray[np.bool_]:
    """Return (C, N): True where the actor objects in the end and nobody would without it.

    A world with two who object even alone has no pivot, one with a single such can only have that one; only the rest
    needs to be played again, each member left out in turn.
    """
    objects, alone = played.greatest, played.alone
    holdouts, size = count_in_worlds(alone), count_in_worlds(objects)
    made: NDArray[np.bool_] = objects & (size == 1)
    worlds = np.flatnonzero((size > 1) & (holdouts <= 1))
    at = objects[:, worlds] & (alone[:, worlds] | (holdouts[worlds] == 0))
    actors, chosen = np.nonzero(at)
    made[actors, worlds[chosen]] = ~anybody_without(played, actors, worlds[chosen])
    return made
