"""Votes on parts and on whole texts by delegations that play the objection game: to see what a fit would find.

If the game were at work in such votes, would the votes show it? Grievances over a part are ``mood_t + firm_d + own``,
over the whole the same less a relief, ``own`` partly drawn anew; who objects is the greatest equilibrium, of the part
and then of the whole. Company on the part is thus no experiment: the game has already chosen who is in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.game import ObjectionGame, greatest_equilibrium

__all__ = ["imagined_votes"]

Floats = NDArray[np.float64]


def imagined_votes(
    rng: np.random.Generator,
    *,
    isolation_cost: float,
    base_cost: float = 0.1,
    company_unit: float = 1.0,
    spread: float = 0.3,
    mood: float = 0.2,
    mean: float = -0.1,
    relief: float = 0.1,
    carry: float = 0.8,
    mood_carry: float = 0.8,
    delegations: int = 60,
    texts: int = 120,
) -> tuple[Floats, Floats]:
    """Return votes on parts and on wholes, (D, P) each: -1 objects, 1 does not. One part a text.

    Parameters
    ----------
    spread : float
        Standard deviation of a grievance over a part within a text, half of it (in variance) the delegation's own
        habit.
    mood : float
        Standard deviation between texts.
    mean, relief : float
        Mean grievance over a part, and how much less the whole hurts.
    carry, mood_carry : float
        Correlation between part and whole of what is particular to a delegation and a text, and of a text's mood. At a
        ``mood_carry`` of 0 what everybody dislikes sits in the part alone.

    Examples
    --------
    >>> part, whole = imagined_votes(np.random.default_rng(1), isolation_cost=0.5, delegations=5, texts=3)
    >>> part.shape, set(np.unique(whole)) <= {-1.0, 1.0}
    ((5, 3), True)
    """
    habit = rng.normal(0, spread * np.sqrt(0.5), delegations)
    names = tuple(map(str, range(delegations)))
    company = (np.ones((delegations, delegations)) - np.eye(delegations)) / company_unit
    nothing = np.zeros((delegations, delegations))
    isolation = np.full(delegations, isolation_cost)
    part, whole = np.ones((delegations, texts)), np.ones((delegations, texts))
    for t in range(texts):
        ill, other = rng.normal(0, mood, 2)
        later = mood_carry * ill + np.sqrt(1 - mood_carry**2) * other
        own, new = rng.normal(0, spread * np.sqrt(0.5), (2, delegations))
        again = carry * own + np.sqrt(1 - carry**2) * new
        for votes, grievance in (
            (part, mean + ill + habit + own),
            (whole, mean - relief + later + habit + again),
        ):
            game = ObjectionGame(names, grievance, nothing, base_cost, isolation, company)
            objectors = {int(name) for name in greatest_equilibrium(game).objectors}
            votes[sorted(objectors), t] = -1.0
    return part, whole
