"""One wording in every member of the ensemble, as the flat single-precision arrays that the kernel plays on.

Layout everywhere: actors first, then worlds, then members, so that one actor's draws lie side by side. Company is
measured in influence on a grid (:func:`positions.game.company_grid`); what differs between members is moved to the
other side of the comparison. The kernel, its slow twin and any relabelling thus agree to the last bit.

Objecting pays for d iff ``load > β + isolation / (1 + company / ω)``. With ``spare = load - β > 0`` this is
``company > ω (isolation / spare - 1)``: the company that d *needs*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.game import (
    PreparedIssue,
    company_grid,
    distance_hurts,
    firmness_against,
    gaps,
    limits,
    lines_hurt,
    on_record_for,
)
from positions.model import Parameters
from positions.simulation.ensemble import acceptance_ends

__all__ = [
    "HARDEST",
    "Entries",
    "PreparedRoom",
    "PreparedWording",
    "company_needed",
    "drawn_points",
    "prepare_room",
    "prepare_wording",
]

HARDEST = 3.0  # draws of hardness are clipped at three standard deviations
NEVER = np.float32(np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedRoom:
    """What all wordings of an issue share. A actors, M members.

    Parameters
    ----------
    salience, spread : ndarray (A,)
    slope : ndarray (A, M)
        How fast hardness moves the reservation point: spread and σ / salience; 1 where hardness is a reservation point
        itself (see :func:`drawn_points`).
    base, unit : ndarray (M,)
        β and the company unit ω.
    isolation : ndarray (A, M)
        κ (1 - resolve).
    weight, own : ndarray (A,)
        What an actor's objection weighs as company, in influence, and the part of it that is none to itself.
    seats : ndarray (A,) int
    follow : ndarray (A, A)
        Association weights.
    floor : ndarray (A,) bool
        Who may have a floor.
    ideal, low, high : ndarray (A, M) or (A, 1), double precision
        Ideal points and the ends of acceptance intervals, as each member reads the sources.
    goodwill_effect, talk_effect, association_scale, overrule : ndarray (M,) double precision
    """

    salience: Singles
    spread: Singles
    slope: Singles
    base: Singles
    unit: Singles
    isolation: Singles
    weight: Singles
    own: Singles
    seats: Ints
    follow: Singles
    floor: Bools
    ideal: Floats
    low: Floats
    high: Floats
    goodwill_effect: Floats
    talk_effect: Floats
    association_scale: Floats
    overrule: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PreparedWording:
    """One wording before a room. Single precision.

    Parameters
    ----------
    room : PreparedRoom
    position : ndarray (M,)
        Where each member reads the wording.
    gap, cap : ndarray (A, M)
        See :func:`positions.game.gaps`.
    firm : ndarray (A,)
        Firmness of the red lines and demands that the text meets.
    tabler_factor : ndarray (A, M)
        1 - η · goodwill towards who tables it.
    base : ndarray (M,)
        The room's; infinite for what stands if nothing is agreed.
    follow_scale : ndarray (A, M)
        What multiplies the room's ``follow``: 0 for followers on record for the text.
    """

    room: PreparedRoom
    position: Singles
    gap: Singles
    cap: Singles
    firm: Singles
    tabler_factor: Singles
    base: Singles
    follow_scale: Singles

    @property
    def members(self) -> int:
        """M."""
        return self.base.size

    def central_hurts(self, rows: Ints) -> Singles:
        """Return (R, M): the grievances of some actors in each member's central world."""
        zero = np.zeros((rows.size, 1), dtype=np.float32)
        room = self.room
        hurt: Singles = distance_hurts(
            self.gap[rows], self.cap[rows], room.salience[rows, None], room.slope[rows], zero
        )
        hurt += self.firm[rows, None]
        hurt *= self.tabler_factor[rows]
        return hurt

    def entries(self, columns: Ints) -> Entries:
        """Return the actors in ``columns`` (C,) under all parameter sets, C · M entries: ``c · M + m`` is c under m."""
        shape = (columns.size, self.members)

        def flat(values: Singles) -> Singles:
            return np.ascontiguousarray(np.broadcast_to(values, shape)).reshape(-1)

        return Entries(**{n: flat(v[columns] if v.shape[0] != 1 else v) for n, v in self._columns().items()})

    def in_worlds(self, columns: Ints, member: Ints) -> Entries:
        """Return the actors in ``columns`` (C,) in n worlds of the parameter sets ``member`` (n,): C × n entries."""
        made: dict[str, Singles] = {}
        for name, values in self._columns().items():
            rows = values if values.shape[0] == 1 else values[columns]
            made[name] = rows if rows.shape[1] == 1 else rows.take(member, axis=1)
        return Entries(**made)

    def _columns(self) -> dict[str, Singles]:
        """Return what an entry holds as arrays (A or 1, M or 1)."""
        room = self.room
        of_actor = {"salience": room.salience, "spread": room.spread, "firm": self.firm, "own": room.own}
        of_member = {"base": self.base, "unit": room.unit}
        of_both = {
            "gap": self.gap,
            "cap": self.cap,
            "slope": room.slope,
            "tabler_factor": self.tabler_factor,
            "isolation": room.isolation,
        }
        return {n: v[:, None] for n, v in of_actor.items()} | {n: v[None, :] for n, v in of_member.items()} | of_both


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Actors under parameter sets, or in worlds, as arrays of one shape; see :class:`PreparedWording` for the fields.

    In :meth:`PreparedWording.entries` the shape is (P,), in :meth:`PreparedWording.in_worlds` (C, n).
    """

    gap: Singles
    cap: Singles
    salience: Singles
    slope: Singles
    spread: Singles
    firm: Singles
    tabler_factor: Singles
    base: Singles
    unit: Singles
    isolation: Singles
    own: Singles

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.gap.size

    def some(self, chosen: Ints) -> Entries:
        """Return the entries with these numbers, in this order; one may come often."""
        return Entries(*(getattr(self, name).take(chosen, mode="clip") for name in _OF_ENTRIES))

    def grievance(self, hardness: Singles) -> Singles:
        """Return the grievance at these draws of hardness, one for each entry. Rises with hardness."""
        hurt: Singles = distance_hurts(self.gap, self.cap, self.salience, self.slope, hardness)
        if self.firm.any():
            hurt += lines_hurt(self.firm, self.spread, hardness)
        hurt *= self.tabler_factor
        return hurt

    def cost(self, company: Floats) -> Floats:
        """Return what objecting costs where all objections, its own included, weigh ``company``.

        In double precision, to know about where a grievance tips; :meth:`needs` decides.
        """
        others = np.maximum(company - self.own, 0.0)
        made: Floats = self.base + self.isolation / (1.0 + others / self.unit)
        return made

    def needs(self, grievance: Singles, taken: Singles | None = None) -> Singles:
        """Return the company needed to go on objecting, ``taken`` being what is taken over from leaders."""
        spare = grievance - self.base if taken is None else grievance + taken - self.base
        return company_needed(spare, self.isolation, self.unit)


_OF_ENTRIES = tuple(f.name for f in fields(Entries))


def company_needed(spare: Singles, isolation: Singles, unit: Singles) -> Singles:
    """Return the company needed to go on objecting; infinite where the load is below the base cost (``spare`` <= 0)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        need = isolation / spare
    need -= np.float32(1)
    need *= unit
    np.copyto(need, NEVER, where=~(spare > 0))
    return need


def drawn_points(arrays: PreparedIssue, members: Sequence[Parameters]) -> Bools:
    """Return (A,): whose hardness is not how hard it turns out to be, but a reservation point that nobody knows.

    Those are the seats of which nothing is known, and supporters that may have a floor where any parameter set gives
    them one.
    """
    made: Bools = arrays.drawn > 0
    return made | (arrays.floor & any(p.supporter_floor > 0 for p in members))


def prepare_room(arrays: PreparedIssue, members: Sequence[Parameters], seed: int = 0) -> PreparedRoom:
    """Work out what all wordings of an issue share; ``seed`` is that of the ensemble."""
    ideal, low, high = acceptance_ends(arrays, len(members), seed)
    own = company_grid(arrays.voice)

    def each(name: str) -> Floats:
        return np.array([getattr(p, name) for p in members])

    care = arrays.salience[:, None]
    noise = np.divide(each("noise"), care, out=np.zeros((care.size, len(members))), where=care > 0)
    return PreparedRoom(
        salience=_single(arrays.salience),
        spread=_single(arrays.spread),
        slope=_single(np.where(drawn_points(arrays, members)[:, None], 1.0, arrays.spread[:, None] + noise)),
        base=_single(each("base_cost")),
        unit=_single(each("company_unit")),
        isolation=_single(each("isolation_cost") * (1.0 - arrays.resolve[:, None])),
        weight=_single(own * arrays.seats),
        own=_single(own),
        seats=arrays.seats,
        follow=_single(company_grid(arrays.association)),
        floor=arrays.floor & any(p.supporter_floor > 0 for p in members),
        ideal=ideal,
        low=low,
        high=high,
        goodwill_effect=each("goodwill_effect"),
        talk_effect=each("talk_effect"),
        association_scale=each("association_scale"),
        overrule=each("overrule"),
    )


def prepare_wording(
    arrays: PreparedIssue,
    wording: int,
    positions: Floats,
    room: PreparedRoom,
    *,
    talked: Bools | None = None,
    firmness: Floats | None = None,
) -> PreparedWording:
    """Put one wording, which member m reads as standing at ``positions[m]``, before a room.

    Parameters
    ----------
    arrays : PreparedIssue
    wording : int
        Its row.
    positions : ndarray (M,)
    room : PreparedRoom
    talked : ndarray (A,) bool, optional
        Actors seen in private.
    firmness : ndarray (A, W), optional
        The sum of both results of :func:`positions.game.firmness_against`, for callers that prepare many wordings.
    """
    bounds = limits(arrays, positions, talked, room.talk_effect, (room.low, room.high))
    gap, cap = gaps(room.ideal, bounds, positions, room.floor)
    if firmness is None:
        red, unmet = firmness_against(arrays)
        firmness = red + unmet
    firm = firmness[:, wording]
    on_record = on_record_for(arrays, gap, cap, firm[:, None])
    return PreparedWording(
        room=room,
        position=_single(positions),
        gap=_single(gap),
        cap=_single(cap),
        firm=_single(firm),
        tabler_factor=_single(1.0 - room.goodwill_effect * arrays.goodwill[:, wording, None]),
        base=np.full_like(room.base, np.inf) if arrays.stands[wording] else room.base,
        follow_scale=_single(room.association_scale * ~on_record),
    )


def _single(values: Floats) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32)
