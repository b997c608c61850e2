"""A chair who passes over one isolated objector, where the parameter allows it (it is 0 unless a case says otherwise).

Recorded cases exist (Bolivia at Cancún 2010, Russia at Doha 2012), and retaliation followed; Vienna is set to none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays
from positions.simulation.ensemble import Ensemble, issue_seed
from positions.simulation.kernel import Played

__all__ = ["overruled_worlds"]


def overruled_worlds(arrays: IssueArrays, ensemble: Ensemble, block: int, played: Played) -> NDArray[np.bool_]:
    """Return (N,): True where a single seat still objects and the chair passes over it."""
    chance = np.array([p.overrule for p in ensemble.members])
    if not chance.any():
        return np.zeros(played.greatest.shape[1], dtype=bool)
    rng = np.random.default_rng(issue_seed(ensemble.seed, arrays.issue, 3, block))
    luck = rng.random((played.greatest.shape[1] // chance.size, chance.size))
    alone = arrays.seats[played.columns] @ played.greatest == 1
    lifted: NDArray[np.bool_] = alone & (luck < chance).reshape(-1)
    return lifted
