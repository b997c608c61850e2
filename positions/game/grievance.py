"""Grievance: how much a wording hurts each actor, with its parts.

``g(z) = (s · clip(gap + (σ_d + σ / s) z, 0, |x - ideal|) + firmness · max(0, 1 + 2 σ_d z)) · (1 - η · goodwill)``

``gap`` is how far the text lies outside the acceptance interval: ``x - high`` where it goes beyond the ideal point,
``low - x`` where it falls short of it (a lower reservation point of 0 says that there is none). ``firmness`` is the sum
over violated red lines and unmet demands, σ_d the spread of the stance, σ the unexplained part of a grievance, and z
the draw of how hard the actor turns out to be (0 in the central world). Every term rises with z, so one number for each
actor and world decides everything. The distance never counts for more than it is from the ideal point: at its own ideal
point a text hurts nobody, however hard the actor. That the unexplained part shifts the reservation point, and uses the
same z, is ours.

The two functions :func:`distance_hurts` and :func:`lines_hurt` are the only place where the formula stands; the central
world, the simulation and packages call them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from positions.arrays import Bools, Floats
from positions.game.issue import PreparedIssue
from positions.model import Parameters

__all__ = [
    "FIRMNESS_SPREAD",
    "Grievance",
    "Limits",
    "central_positions",
    "distance_hurts",
    "firmness_against",
    "gaps",
    "grievance",
    "limits",
    "lines_hurt",
    "on_grid",
    "on_record_for",
    "talked_mask",
]

FIRMNESS_SPREAD = 2.0  # ours: a red line's firmness varies twice as much as a reservation point


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Acceptance intervals as they stand when a wording is put: after private talks, if any. (A,) each."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Grievance:
    """The parts of each actor's grievance about one wording in the central world. All (A,), in units of grievance.

    ``total = (distance + red_lines + demands) · welcome``. ``on_record`` (A,) says who is on record for the wording.
    """

    position: float
    limits: Limits
    distance: Floats
    red_lines: Floats
    demands: Floats
    welcome: Floats  # 1 - η · goodwill
    total: Floats
    on_record: Bools


def distance_hurts(gap: Any, cap: Any, salience: Any, slope: Any, hardness: Any) -> Any:
    """Return ``salience · clip(gap + slope · hardness, 0, cap)``.

    Arrays of any shapes that broadcast to that of ``slope · hardness``; the result has their precision.

    >>> distance_hurts(0.1, 0.5, 0.8, 0.2, np.array([-1.0, 0.0, 1.0, 3.0])).round(3).tolist()
    [0.0, 0.08, 0.24, 0.4]
    """
    made = slope * hardness
    made += gap
    np.maximum(made, 0, out=made)
    np.minimum(made, cap, out=made)
    made *= salience
    return made


def lines_hurt(firmness: Any, spread: Any, hardness: Any) -> Any:
    """Return ``firmness · max(0, 1 + 2 · spread · hardness)``: what red lines and unmet demands hurt.

    >>> lines_hurt(0.6, 0.25, np.array([-3.0, 0.0, 1.0])).round(3).tolist()
    [0.0, 0.6, 0.9]
    """
    made = spread * hardness
    made *= FIRMNESS_SPREAD
    made += 1
    np.maximum(made, 0, out=made)
    made *= firmness
    return made


def central_positions(arrays: PreparedIssue) -> Floats:
    """Return the ladder position of every wording, (W,), each option read at the middle of its band.

    ``x(w) = Σ_k weight_k · strength_k(option) / Σ_k weight_k``, unless pinned.
    """
    x = arrays.of_options((arrays.option_weight * arrays.strength[:, 1])[None, :])[0]
    pinned = ~np.isnan(arrays.position[:, 1])
    return on_grid(np.where(pinned, arrays.position[:, 1], x))


def firmness_against(arrays: PreparedIssue) -> tuple[Floats, Floats]:
    """Return (violated red lines, unmet demands), each (A, W): the sum of firmness each wording meets."""
    red = arrays.of_options(arrays.red)
    unmet = np.zeros_like(red)
    if arrays.demand_actor.size:
        met = (arrays.demand_options.astype(np.int64) @ arrays.chosen.T.astype(np.int64)) > 0  # (Q, W)
        np.add.at(unmet, arrays.demand_actor, ~met * arrays.demand_firmness[:, None])
    return red, unmet


def talked_mask(arrays: PreparedIssue, talked: Iterable[str]) -> Bools | None:
    """Return (A,): True for actors seen in private; None when nobody at the table is.

    Delegations of the case that are not at this table have nothing that a talk could move; a name that is no
    delegation of the case is a KeyError.
    """
    seen = arrays.check_delegations(talked)
    return np.array([a in seen for a in arrays.actors], dtype=bool) if seen.intersection(arrays.actors) else None


def limits(
    arrays: PreparedIssue,
    position: float | Floats,
    talked: Bools | None,
    talk_effect: float | Floats,
    ends: tuple[Floats, Floats] | None = None,
) -> Limits:
    """Return the acceptance intervals, moved towards ``position`` for actors seen in private.

    A talk closes ``mobility · talk_effect`` of the gap between the reservation point and the text. Red lines and
    demands stay: only another text meets them. With ``position`` and ``talk_effect`` (M,), one per reading, the limits
    are (A, M), and ``ends`` may say where each reading has the intervals: low and high, (A, M) or (A, 1) each.
    """
    several = isinstance(position, np.ndarray)
    low, high = (arrays.low[:, None], arrays.high[:, None]) if several else (arrays.low, arrays.high)
    low, high = ends or (low, high)
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


def gaps(ideal: Floats, bounds: Limits, position: float | Floats, floor: Bools | None = None) -> tuple[Floats, Floats]:
    """Return (gap, cap): how far a text lies outside each interval, and from each ideal point.

    A gap is negative inside, and minus infinity where the text falls short of the ideal point and there is no lower
    limit, which a lower reservation point of 0 says. Who may have a floor is hurt by falling short of it only: its gap
    is the one to a floor at 0, and minus infinity beyond the ideal point.

    Parameters
    ----------
    ideal : ndarray (A,)
        Or (A, M), by reading.
    bounds : Limits
        (A,) each, or (A, M) by reading.
    position : float or ndarray (M,)
        Of the text; the results are (A, M) where it is read in M ways.
    floor : ndarray (A,) bool, optional
        Who may have a floor; nobody when not given.
    """
    at = ideal[:, None] if isinstance(position, np.ndarray) and ideal.ndim == 1 else ideal
    beyond = on_grid(position - at)
    short = np.where(bounds.low > 0, on_grid(bounds.low - position), -np.inf)
    made = np.where(beyond >= 0, on_grid(position - bounds.high), short)
    if floor is not None and floor.any():
        lacking = np.where(beyond < 0, on_grid(-np.asarray(position)), -np.inf)
        made = np.where(floor[:, None] if made.ndim > 1 else floor, lacking, made)
    return made, np.abs(beyond)


def on_record_for(arrays: PreparedIssue, gap: Floats, cap: Floats, firmness: Floats) -> Bools:
    """Return who is on record for a wording, in the shape of ``gap``: its association does not act.

    That is who accepts it as it is, red lines and demands included, by a stance that was coded; and whoever has it for
    its ideal point.
    """
    coded = ~arrays.assumed if gap.ndim == 1 else ~arrays.assumed[:, None]
    made: Bools = (gap <= 0) & (firmness == 0) & (coded | (cap == 0))
    return made


def grievance(
    arrays: PreparedIssue, wording: int, parameters: Parameters | None = None, *, talked: Bools | None = None
) -> Grievance:
    """Return every actor's grievance about one wording in the central world.

    Parameters
    ----------
    arrays : PreparedIssue
    wording : int
        Row of the wording.
    parameters : Parameters, optional
        The case's central values when not given.
    talked : ndarray (A,) bool, optional
        Actors seen in private before the text is put.
    """
    used = parameters or arrays.parameters
    at = arrays.one(wording)
    x = float(central_positions(at)[0])
    bounds = limits(at, x, talked, used.talk_effect)
    red, unmet = (held[:, 0] for held in firmness_against(at))
    gap, cap = gaps(at.ideal, bounds, x)
    nothing = np.zeros_like(cap)
    distance = distance_hurts(gap, cap, at.salience, nothing, nothing)
    welcome = 1.0 - used.goodwill_effect * at.goodwill[:, 0]
    total = (distance + red + unmet) * welcome
    return Grievance(x, bounds, distance, red, unmet, welcome, total, on_record_for(at, gap, cap, red + unmet))
