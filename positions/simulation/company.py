"""Those whose objection hangs on company, followed world by world until nothing changes.

Most actors are settled in most worlds before anything is iterated: who objects even alone stays, who would not object
even with everybody leaves at once. What is left are *pairs* of an actor and a world, a few in a world, whatever the
size of the conference; only these are carried, and only as long as something still changes in their world.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from positions.simulation.places import Places, company_needed
from positions.simulation.setting import Setting

__all__ = ["Pairs", "Room", "fall", "find_pairs", "make_room", "pick_pairs", "rise"]

Singles = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What stays the same in all worlds, for C actors.

    ``weight``, ``own`` (C,): what an objection weighs as company, and the part of it that is none to the actor itself.
    ``leads`` (C, L) are the numbers of those whom an actor follows, ``pull`` (C, L) how strongly (0 = nobody there),
    ``pulled`` (C, M) what multiplies it, ``follows`` (C,) whether it follows anybody.
    """

    weight: Floats
    own: Singles
    leads: Ints
    pull: Singles
    pulled: Singles
    follows: Bools
    base: Singles
    unit: Singles
    isolation: Singles


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """P pairs of an actor (number among C) and a world, with what it needs there and how much it is hurt there.

    ``member`` is the parameter set of the world.
    """

    actor: Ints
    world: Ints
    member: Ints
    need: Singles
    hurt: Singles

    def some(self, chosen: Ints | Bools) -> Pairs:
        """Return some of the pairs."""
        return Pairs(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def in_worlds(self, worlds: Ints) -> Pairs:
        """Return the same pairs in other worlds (P,) of the same parameter sets."""
        return replace(self, world=worlds)


def make_room(setting: Setting, columns: Ints) -> Room:
    """Set the room for the actors in ``columns``."""
    follow = setting.follow[np.ix_(columns, columns)]
    most = int(max(1, np.count_nonzero(follow, axis=1).max(initial=0)))
    leads = np.argsort(follow == 0, axis=1, kind="stable")[:, :most].astype(np.int64)
    return Room(
        weight=setting.weight[columns].astype(np.float64),
        own=setting.own[columns],
        leads=leads,
        pull=np.take_along_axis(follow, leads, axis=1) if columns.size else np.zeros((0, 1), dtype=np.float32),
        pulled=setting.follow_scale[columns],
        follows=np.asarray(follow.any(axis=1)),
        base=setting.base,
        unit=setting.unit,
        isolation=setting.isolation[columns],
    )


def find_pairs(places: Places, hardness: Singles, member: Ints, doubtful: Bools) -> Pairs:
    """Return the pairs that are True in ``doubtful`` (C, N), for draws of hardness (C, N).

    ``member`` (N,) says under which parameter set a world is.
    """
    flat = np.flatnonzero(doubtful)
    actor = flat // max(1, member.size)
    world = flat - actor * member.size
    under = member[world]
    at = places.some(actor * (places.size // max(1, len(doubtful))) + under)
    hurt = at.grievance(hardness.reshape(-1).take(flat))
    return Pairs(actor, world, under, at.needs(hurt), hurt)


def pick_pairs(hurt: Singles, need: Singles, member: Ints, doubtful: Bools) -> Pairs:
    """Return the same pairs where grievances and needs (C, N) of all are there already."""
    flat = np.flatnonzero(doubtful)
    actor = flat // max(1, member.size)
    world = flat - actor * member.size
    return Pairs(actor, world, member[world], need.reshape(-1).take(flat), hurt.reshape(-1).take(flat))


def fall(room: Room, pairs: Pairs, state: Bools, base: Floats) -> tuple[Pairs, Pairs, Ints]:
    """Let go whoever has not company enough, round after round; ``state`` (C, N) is changed in place.

    Parameters
    ----------
    room : Room
    pairs : Pairs
        All that object in ``state`` but those that do so in any company.
    state : ndarray (C, N) bool
    base : ndarray (N,)
        What the objections of the others weigh.

    Returns
    -------
    left, gone : Pairs
        Those that object in the end, and those that let go.
    rounds : ndarray (G,)
        In which round each of ``gone`` did; the first is 1.
    """
    stays, left, gone, rounds, step = pairs, [], [], [], 1
    while stays.actor.size:
        total = base + np.bincount(stays.world, room.weight[stays.actor], base.size)
        reply = total[stays.world].astype(np.float32) > _needs(room, stays, state) + room.own[stays.actor]
        if reply.all():
            left.append(stays)
            break
        out = stays.some(~reply)
        state[out.actor, out.world] = False
        gone.append(out)
        rounds.append(np.full(out.actor.size, step, dtype=np.int64))
        moved = np.zeros(base.size, dtype=bool)
        moved[out.world] = True
        unsettled = moved[stays.world]
        left.append(stays.some(reply & ~unsettled))
        stays = stays.some(reply & unsettled)
        step += 1
    return _joined(left), _joined(gone), np.concatenate([np.empty(0, dtype=np.int64), *rounds])


def rise(room: Room, pairs: Pairs, state: Bools, base: Floats) -> None:
    """Let whoever finds company enough join, round after round; ``state`` (C, N) is changed in place.

    ``pairs`` are those that may join; ``base`` (N,) is what the objections in ``state`` weigh, changed in place too.
    """
    waiting = pairs
    while waiting.actor.size:
        joins = base[waiting.world].astype(np.float32) > _needs(room, waiting, state)
        if not joins.any():
            break
        new = waiting.some(joins)
        state[new.actor, new.world] = True
        base += np.bincount(new.world, room.weight[new.actor], base.size)
        moved = np.zeros(base.size, dtype=bool)
        moved[new.world] = True
        waiting = waiting.some(~joins & moved[waiting.world])


def _needs(room: Room, pairs: Pairs, state: Bools) -> Singles:
    """Return the company each pair needs, (P,); that of followers depends on who objects."""
    led = np.flatnonzero(room.follows[pairs.actor])
    if not led.size:
        return pairs.need
    actor, world, member = pairs.actor[led], pairs.world[led], pairs.member[led]
    taken = np.zeros(led.size, dtype=np.float32)
    for leader, pull in zip(room.leads.T, room.pull.T, strict=True):
        taken += pull[actor] * state[leader[actor], world]
    taken *= room.pulled[actor, member]
    spare = pairs.hurt[led] + taken - room.base[member]
    need = pairs.need.copy()
    need[led] = company_needed(spare, room.isolation[actor, member], room.unit[member])
    return need


def _joined(parts: list[Pairs]) -> Pairs:
    if len(parts) == 1:
        return parts[0]
    whole, single = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    parts = [Pairs(whole, whole, whole, single, single), *parts]
    return Pairs(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Pairs)))
