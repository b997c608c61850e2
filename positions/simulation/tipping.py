"""Tipping points: from which draw of hardness on an actor speaks up, holds out alone, or gives a first thought to it.

Each of these rises with hardness and hangs on the actor and the parameter set only, not on the world. So it is worked
out once, by bisection with the same single-precision arithmetic as everything else, and in each of a hundred thousand
worlds one comparison tells. Exact: ``hardness > point`` says to the last bit what the formula would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.places import Places
from positions.simulation.setting import HARDEST

__all__ = ["Scale", "alone_points", "among_all", "among_draws", "felt_points", "first_points"]

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Test = Callable[[Places, Ints, Singles], Bools]


@dataclass(frozen=True, slots=True)
class Scale:
    """The draws of hardness that matter, in ascending order: ``size`` of them for each place.

    ``value(places, steps)`` gives the draws with the numbers ``steps`` at the places with the numbers ``places``.
    """

    size: int
    value: Callable[[Ints, Ints], Singles]


def felt_points(places: Places, scale: Scale) -> Singles:
    """Return (P,): beyond which draw each place is hurt by more than the base cost of objecting."""

    def felt(at: Places, _: Ints, hardness: Singles) -> Bools:
        made: Bools = at.grievance(hardness) > at.base
        return made

    return _bisect(places, felt, scale)


def alone_points(places: Places, scale: Scale) -> Singles:
    """Return (P,): beyond which draw each place objects even if nobody else does."""

    def alone(at: Places, _: Ints, hardness: Singles) -> Bools:
        made: Bools = at.needs(at.grievance(hardness)) < 0
        return made

    return _bisect(places, alone, scale)


def first_points(places: Places, scale: Scale, company: np.float32, taken: Singles) -> Singles:
    """Return (P,): beyond which draw each place objects if everybody does.

    ``company`` is what all objections weigh, ``taken`` (P,) what a follower then takes over. Whoever does not object
    then leaves in the first round and never comes back.
    """

    def first(at: Places, number: Ints, hardness: Singles) -> Bools:
        made: Bools = company > at.needs(at.grievance(hardness), taken[number]) + at.own
        return made

    return _bisect(places, first, scale)


def among_all() -> Scale:
    """Return the scale of all single-precision numbers within ±``HARDEST``."""
    half = int(np.float32(HARDEST).view(np.int32))

    def value(_: Ints, step: Ints) -> Singles:
        signed = step - half
        bits = np.abs(signed).astype(np.int32).view(np.float32)
        return np.where(signed < 0, -bits, bits)

    return Scale(2 * half + 1, value)


def among_draws(ordered: Singles, actors: Ints) -> Scale:
    """Return the scale of given draws (A, M, K), in ascending order along the last axis, for ``actors`` (C,).

    It takes fewer steps than all numbers.
    """
    _, members, count = ordered.shape
    flat = ordered.reshape(-1)
    start = ((actors[:, None] * members + np.arange(members)) * count).reshape(-1)
    return Scale(count, lambda places, steps: flat.take(start[places] + steps))


def _bisect(places: Places, test: Test, scale: Scale) -> Singles:
    """Return the last value of the scale at which the test fails, (P,); minus infinity where it always holds.

    The test holds from some step on and fails before it.
    """
    numbers = np.arange(places.size)
    ends = (np.zeros(places.size, dtype=np.int64), np.full(places.size, scale.size - 1, dtype=np.int64))
    holds_at_once, holds_at_last = (test(places, numbers, scale.value(numbers, end)) for end in ends)
    made = np.where(holds_at_once, np.float32(-np.inf), scale.value(numbers, ends[1]))
    turning = np.flatnonzero(~holds_at_once & holds_at_last)
    at, fails, holds = places.some(turning), ends[0][turning], ends[1][turning]
    for _ in range(scale.size.bit_length()):
        middle = (fails + holds) >> 1
        yes = test(at, turning, scale.value(turning, middle))
        holds = np.where(yes, middle, holds)
        fails = np.where(yes, fails, middle)
    made[turning] = scale.value(turning, fails)
    return made.astype(np.float32)
