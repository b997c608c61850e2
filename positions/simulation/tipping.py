"""Tipping points: from which draw of hardness on an actor speaks up, holds out alone, or gives a first thought to it.

Each of these rises with hardness and hangs on the actor and the parameter set only, not on the world. So it is worked
out once, and in each of a hundred thousand worlds one comparison tells. Where the point must lie is solved for; which
number it is, is found by asking the same single-precision arithmetic as everything else about numbers around it. Exact:
``hardness > point`` says to the last bit what the formula would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.lines import Line, draw_line
from positions.simulation.places import Places
from positions.simulation.scale import Scale

__all__ = ["Course", "alone_points", "company_points", "felt_points", "first_points", "lay_course"]

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Doubles = NDArray[np.float64]
Test = Callable[[Places, Ints, Singles], Bools]
NEARBY = 2  # steps from the first guess to the next one; ours


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How grievances rise with hardness at P places: what all tipping points on a scale start from.

    ``softest`` and ``hardest`` (P,) are the grievances at the first and the last draw of the scale.
    """

    places: Places
    scale: Scale
    softest: Singles
    hardest: Singles
    line: Line | None


def lay_course(places: Places, scale: Scale) -> Course:
    """Work out what is the same for all tipping points of some places."""
    numbers = np.arange(places.size)
    first, last = np.zeros(places.size, dtype=np.int64), np.full(places.size, scale.size - 1, dtype=np.int64)
    softest, hardest = (places.grievance(scale.value(numbers, end)) for end in (first, last))
    return Course(places, scale, softest, hardest, None if scale.step is None else draw_line(places))


def felt_points(course: Course) -> Singles:
    """Return (P,): beyond which draw each place is hurt by more than the base cost of objecting."""

    def felt(at: Places, _: Ints, hurt: Singles) -> Bools:
        made: Bools = hurt > at.base
        return made

    return _turning_points(course, felt, course.places.base.astype(np.float64))


def alone_points(course: Course) -> Singles:
    """Return (P,): beyond which draw each place objects even if nobody else does."""

    def alone(at: Places, _: Ints, hurt: Singles) -> Bools:
        made: Bools = at.needs(hurt) < 0
        return made

    return _turning_points(course, alone, course.places.base.astype(np.float64) + course.places.isolation)


def first_points(course: Course, company: np.float32, taken: Singles) -> Singles:
    """Return (P,): beyond which draw each place objects if everybody does.

    ``company`` is what all objections weigh, ``taken`` (P,) what a follower then takes over. Whoever does not object
    then leaves in the first round and never comes back.
    """
    return company_points(course, np.full(course.places.size, company), taken)


def company_points(course: Course, company: Singles, taken: Singles | None = None) -> Singles:
    """Return (P,): beyond which draw each place objects if all objections, its own included, weigh ``company`` (P,).

    ``taken`` (P,) is what a follower takes over from its leaders, if anything.
    """
    places = course.places

    def kept(at: Places, number: Ints, hurt: Singles) -> Bools:
        needs = at.needs(hurt, None if taken is None else taken[number])
        made: Bools = company[number] > needs + at.own
        return made

    target = places.cost(company.astype(np.float64))
    return _turning_points(course, kept, target if taken is None else target - taken)


def _turning_points(course: Course, test: Test, target: Doubles) -> Singles:
    """Return the last value of the scale at which the test fails, (P,); minus infinity where it always holds.

    The test holds from some step on and fails before it, close to where the grievance reaches ``target`` (P,).
    """
    places, scale = course.places, course.scale
    numbers = np.arange(places.size)
    at_once, at_last = test(places, numbers, course.softest), test(places, numbers, course.hardest)
    made = np.where(at_once, np.float32(-np.inf), scale.value(numbers, np.full(places.size, scale.size - 1)))
    turning = np.flatnonzero(~at_once & at_last)
    at = places.some(turning)
    fails, holds = np.zeros(turning.size, dtype=np.int64), np.full(turning.size, scale.size - 1, dtype=np.int64)
    if course.line is None or scale.step is None:
        middle = (fails + holds) >> 1
    else:
        middle = np.clip(scale.step(course.line.reaches(turning, target[turning])), fails + 1, holds - 1)
    reach = NEARBY
    while turning.size:
        settled = holds - fails <= 1
        if settled.sum() * 4 >= settled.size:  # making room takes about as long as asking once
            made[turning[settled]] = scale.value(turning[settled], fails[settled])
            left = np.flatnonzero(~settled)
            at, turning, fails, holds, middle = at.some(left), turning[left], fails[left], holds[left], middle[left]
            continue
        yes = test(at, turning, at.grievance(scale.value(turning, middle)))
        holds = np.where(yes, middle, holds)
        fails = np.where(yes, fails, middle)
        half = (fails + holds) >> 1
        middle = np.where(yes, np.maximum(half, holds - reach), np.minimum(half, fails + reach))
        reach = min(reach << 2, scale.size)
    return made.astype(np.float32)
