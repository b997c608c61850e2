"""Who surely objects in the end, told by one more comparison.

Those who would object with company of a certain weight, and who together weigh that much, keep each other in: they are
part of the greatest equilibrium, whoever else is. Starting from those who object alone, a chain of such weights leads
into the least equilibrium too. Any weights are right; good ones settle most worlds, and are guessed from how much
company there is on average.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.simulation.tipping import Course, company_points

__all__ = ["SHARES", "keeping_points", "likely_company"]

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
SHARES = (0.15, 0.35, 0.6)  # of the likely company: the weights asked about, the last one first; ours
ROUNDS = 2  # in which the likely company settles well enough
LOGISTIC = 1.702  # this times z, in a logistic curve, is close to the normal distribution


def likely_company(course: Course, weight: Doubles, first: Singles) -> Doubles:
    """Return (M,): about how much the objections in the end weigh, by what each of C actors does on average.

    ``weight`` (C,) is what each objection weighs, ``first`` (C, M) from which draw on an actor objects if all do.
    """
    places, members = course.places, first.shape[1]
    made: Doubles = weight @ _share_beyond(first.astype(np.float64))
    if course.line is None:
        return made
    everywhere = np.arange(places.size)
    for _ in range(ROUNDS):
        turns = course.line.reaches(everywhere, places.cost(np.tile(made, weight.size)))
        made = weight @ _share_beyond(turns.reshape(-1, members))
    return made


def keeping_points(course: Course, level: Singles) -> Singles:
    """Return (P,): beyond which draw each place objects if all objections weigh ``level`` (M,), and nobody leads it."""
    return company_points(course, np.tile(level, course.places.size // level.size))


def _share_beyond(points: Doubles) -> Doubles:
    """Return how likely a draw is to lie beyond each of ``points``."""
    made: Doubles = 1.0 / (1.0 + np.exp(LOGISTIC * np.clip(points, -9.0, 9.0)))
    return made
