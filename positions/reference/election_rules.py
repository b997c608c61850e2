"""Three rules that turn chances in pairs into the chance of each position (KTAB v1.4, *kmodel.cpp*)."""

from __future__ import annotations

import math

import numpy as np

from positions.reference.known import FloatArray

__all__ = ["conditional", "markov_incentive", "markov_uniform"]

LIMIT = 100_000  # steps; the fixed points are reached in a few hundred


def conditional(beats: FloatArray) -> FloatArray:
    """Return chances in proportion to the product of the chances to beat every position.

    Examples
    --------
    >>> import numpy as np
    >>> conditional(np.array([[0.5, 0.75], [0.25, 0.5]])).round(3).tolist()
    [0.75, 0.25]
    """
    logs = np.log(beats).sum(axis=1)
    weights = np.exp(logs - logs.max())
    chances: FloatArray = weights / weights.sum()
    return chances


def markov_uniform(beats: FloatArray, *, tolerance: float = 1e-6) -> tuple[FloatArray, int]:
    """Return the fixed point when every position is challenged by every other one equally often, and the steps taken.

    ``q_a = (1/m) Σ_b p_ab (p_a + p_b)``, half a step at a time. This is not the dominant eigenvector of the table.

    Examples
    --------
    >>> import numpy as np
    >>> markov_uniform(np.array([[0.5, 0.75], [0.25, 0.5]]))[0].round(3).tolist()
    [0.75, 0.25]
    """
    m = len(beats)
    chance = np.full(m, 1 / m)
    step, moved = 0, math.inf
    while moved >= tolerance and step < LIMIT:
        step += 1
        target = (beats * (chance[:, None] + chance[None, :])).sum(axis=1) / m
        after = (chance + target) / 2
        moved = float(np.abs(after - chance).max())
        chance = after
    return chance, step


def markov_incentive(beats: FloatArray, coalition: FloatArray, *, tolerance: float = 1e-8) -> tuple[FloatArray, int]:
    """Return the fixed point when a position is challenged the more, the more its challengers expect to gain.

    Position a challenges incumbent b in proportion to its coalition times its chance to win.

    Examples
    --------
    >>> import numpy as np
    >>> c = np.array([[1e-8, 3.0], [1.0, 1e-8]])
    >>> markov_incentive(c / (c + c.T), c)[0].round(3).tolist()
    [0.75, 0.25]
    """
    m = len(beats)
    incentive = coalition * beats
    challenge = (incentive / incentive.sum(axis=0)).T  # (incumbent, challenger)
    chance = np.full(m, 1 / m)
    step, moved = 0, math.inf
    while moved >= tolerance and step < LIMIT:
        step += 1
        meeting = chance[:, None] * challenge
        after = (chance + (beats * (meeting + meeting.T)).sum(axis=1)) / 2
        moved = float(np.abs(after - chance).max())
        chance = after
    return chance, step
