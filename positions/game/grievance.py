"""Grievance: how much a wording hurts each actor, with its parts.

``g = (s · overshoot(z) + firmness · max(0, 1 + 2 σ_d z)) · (1 - η · goodwill) + σ z``

with ``overshoot(z) = max(0, min(x, x - high + σ_d z), low + σ_d z - x)``, ``firmness`` the sum over violated red lines
and unmet demands, σ_d the spread of the stance and z the draw of how hard the actor turns out to be (0 in the central
world). Every term rises with z, so one number per actor and world decides everything; that the unexplained part uses
the same z is ours. An upper reservation point never falls below 0, which binds everybody anyway; a lower one at 0
means that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game.issue import IssueArrays
from positions.model import Parameters

__all__ = [
    "FIRMNESS_SPREAD",
    "Grievance",
    "Limits",
    "central_positions",
    "firmness_against",
    "grievance",
    "limits",
    "on_grid",
    "overshoots",
]

Floats = NDArray[np.float64]
FIRMNESS_SPREAD = 2.0  # ours: a red line's firmness varies twice as much as a reservation point


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Acceptance intervals as they stand when a wording is put: after private talks, if any. (A,) each."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Grievance:
    """The parts of each actor's grievance about one wording. All (A,), in units of grievance.

    ``total = (distance + red_lines + demands) · welcome`` in the central world.
    """

    position: float
    limits: Limits
    distance: Floats
    red_lines: Floats
    demands: Floats
    welcome: Floats  # 1 - η · goodwill
    total: Floats


def central_positions(arrays: IssueArrays, strength: Floats | None = None) -> Floats:
    """Return the ladder position of every wording, (W,).

    ``x(w) = Σ_k weight_k · strength_k(option) / Σ_k weight_k``, unless pinned. ``strength`` (O,) defaults to the
    middle of each option's band.
    """
    values = arrays.strength[:, 1] if strength is None else strength
    x = arrays.of_options((arrays.option_weight * values)[None, :])[0]
    pinned = ~np.isnan(arrays.position[:, 1])
    return on_grid(np.where(pinned, arrays.position[:, 1], x))


def firmness_against(arrays: IssueArrays) -> tuple[Floats, Floats]:
    """Return (violated red lines, unmet demands), each (A, W): the sum of firmness each wording meets."""
    red = arrays.of_options(arrays.red)
    unmet = np.zeros_like(red)
    if arrays.demand_actor.size:
        met = (arrays.demand_options.astype(np.int64) @ arrays.chosen.T.astype(np.int64)) > 0  # (Q, W)
        np.add.at(unmet, arrays.demand_actor, ~met * arrays.demand_firmness[:, None])
    return red, unmet


def limits(
    arrays: IssueArrays, position: float | Floats, talked: NDArray[np.bool_] | None, talk_effect: float | Floats
) -> Limits:
    """Return the acceptance intervals, moved towards ``position`` for actors seen in private.

    A talk closes ``mobility · talk_effect`` of the gap between the reservation point and the text. Red lines and
    demands stay: only another text meets them. With ``position`` and ``talk_effect`` (M,), one per reading, the limits
    are (A, M).
    """
    several = isinstance(position, np.ndarray)
    low, high = (arrays.low[:, None], arrays.high[:, None]) if several else (arrays.low, arrays.high)
    if talked is None:
        return Limits(low, high)
    mobile = np.where(talked, arrays.mobility, 0.0)
    share = (mobile[:, None] if several else mobile) * talk_effect
    return Limits(low - share * np.maximum(0.0, low - position), high + share * np.maximum(0.0, position - high))


def on_grid(values: Floats) -> Floats:
    """Round positions and distances to nine decimals.

    0.5 · 0.2 + 0.5 · 0.4 is 0.3 then, and not a hair above it: whether a text keeps within an acceptance interval, and
    with it whether a follower is on record for it, must not hang on the order of a sum.
    """
    made: Floats = np.round(values, 9)
    return made


def overshoots(arrays: IssueArrays, bounds: Limits, position: float | Floats) -> tuple[Floats, Floats]:
    """Return (above, below): how far a text goes beyond each interval, and how far it falls short of it.

    (A,), or (A, M) for ``position`` and ``bounds`` by reading. Negative inside; minus infinity where there is no lower
    limit, which a lower reservation point of 0 says.
    """
    several = isinstance(position, np.ndarray)
    limited = (arrays.low > 0)[:, None] if several else arrays.low > 0
    return on_grid(position - bounds.high), np.where(limited, on_grid(bounds.low - position), -np.inf)


def grievance(
    arrays: IssueArrays, wording: int, parameters: Parameters, *, talked: NDArray[np.bool_] | None = None
) -> Grievance:
    """Return every actor's grievance about one wording in the central world.

    Parameters
    ----------
    arrays : IssueArrays
    wording : int
        Row of the wording.
    parameters : Parameters
    talked : ndarray (A,) bool, optional
        Actors seen in private before the text is put.
    """
    at = arrays.one(wording)
    x = float(central_positions(at)[0])
    bounds = limits(at, x, talked, parameters.talk_effect)
    red, unmet = (held[:, 0] for held in firmness_against(at))
    distance = at.salience * np.maximum(0.0, np.maximum(*overshoots(at, bounds, x)))
    welcome = 1.0 - parameters.goodwill_effect * at.goodwill[:, 0]
    return Grievance(x, bounds, distance, red, unmet, welcome, (distance + red + unmet) * welcome)
