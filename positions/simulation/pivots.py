"""In which worlds is an objector pivotal: would the text pass if it alone withdrew?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.simulation.kernel import Played, settle_without
from positions.simulation.setting import Setting

__all__ = ["pivotal_worlds"]


def pivotal_worlds(setting: Setting, played: Played) -> NDArray[np.bool_]:
    """Return (N, C): True where the actor objects in the end and nobody would without it.

    A world with two lone hold-outs has no pivot; one with a single one has no other. Only worlds without lone
    hold-outs need to be played again, each member left out in turn.
    """
    objects = played.greatest
    made = np.zeros_like(objects)
    alone = played.least
    holdouts = alone.sum(axis=1)
    size = objects.sum(axis=1)
    made |= objects & (size == 1)[:, None]
    for c in range(objects.shape[1]):
        open_worlds = np.flatnonzero(objects[:, c] & (size > 1) & ((holdouts == 0) | alone[:, c]))
        if open_worlds.size:
            left = settle_without(setting, played, open_worlds, c)
            made[open_worlds, c] = ~left.any(axis=1)
    return made
