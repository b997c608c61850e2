"""Those whose objection hangs on company, followed world by world until nothing changes.

Most actors are settled in most worlds before anything is iterated: who objects even alone stays, who would not object
even with everybody leaves at once. What is left are *pairs* of an actor and a world, a few in a world, whatever the
size of the conference; only these are carried, and only as long as something still changes in their world.

Numbers are taken with ``mode="clip"`` throughout: they are all in range, and not checking that is twice as fast.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.simulation.prepared import Entries, PreparedRoom, PreparedWording, company_needed

__all__ = [
    "Company",
    "Pairs",
    "Ties",
    "find_pairs",
    "iterate_down",
    "iterate_up",
    "make_company",
    "make_ties",
    "pick_pairs",
    "weigh",
]


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """What C actors weigh and whom they follow, whatever the wording.

    ``weight``, ``own`` (C,): what an objection weighs as company, and the part of it that is none to the actor itself.
    ``leads`` (C, L) are the numbers of those whom an actor follows, ``pull`` (C, L) how strongly (0 = nobody there),
    ``follows`` (C,) whether it follows anybody.
    """

    weight: Floats
    own: Singles
    leads: Ints
    pull: Singles
    follows: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """What decides on company in all worlds, for C actors; ``pulled`` (C, M) multiplies what followers take over."""

    ties: Ties
    pulled: Singles
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

    def some(self, chosen: Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(*(getattr(self, name).take(chosen, mode="clip") for name in _OF_PAIRS))

    def in_worlds(self, worlds: Ints) -> Pairs:
        """Return the same pairs in other worlds (P,) of the same parameter sets."""
        return replace(self, world=worlds)


_OF_PAIRS = tuple(f.name for f in fields(Pairs))


def make_ties(room: PreparedRoom, columns: Ints) -> Ties:
    """Read weights and ties of the actors in ``columns`` (C,)."""
    follow = room.follow[np.ix_(columns, columns)]
    most = int(max(1, np.count_nonzero(follow, axis=1).max(initial=0)))
    leads = np.argsort(follow == 0, axis=1, kind="stable")[:, :most].astype(np.int64)
    return Ties(
        weight=room.weight[columns].astype(np.float64),
        own=room.own[columns],
        leads=leads,
        pull=np.take_along_axis(follow, leads, axis=1) if columns.size else np.zeros((0, 1), dtype=np.float32),
        follows=np.asarray(follow.any(axis=1)),
    )


def make_company(wording: PreparedWording, columns: Ints, ties: Ties) -> Company:
    """Return what decides on company for the actors in ``columns`` (C,)."""
    room = wording.room
    return Company(ties, wording.follow_scale[columns], wording.base, room.unit, room.isolation[columns])


def weigh(company: Company, objects: Bools) -> Floats:
    """Return (N,): what the objections in each world weigh; sums of multiples of 1/4096, exact in single precision."""
    with np.errstate(invalid="ignore"):  # finite: some BLAS builds raise the flag for lanes they do not use
        made: Floats = (company.ties.weight.astype(np.float32) @ objects.astype(np.float32)).astype(np.float64)
    return made


def find_pairs(entries: Entries, hardness: Singles, member: Ints, doubtful: Bools) -> Pairs:
    """Return the pairs that are True in ``doubtful`` (C, N), for draws of hardness (C, N).

    ``member`` (N,) says under which parameter set a world is.
    """
    flat = np.flatnonzero(doubtful)
    actor = flat // max(1, member.size)
    world = flat - actor * member.size
    under = member[world]
    at = entries.some(actor * (entries.size // max(1, len(doubtful))) + under)
    hurt = at.grievance(hardness.reshape(-1).take(flat, mode="clip"))
    return Pairs(actor, world, under, at.needs(hurt), hurt)


def pick_pairs(hurt: Singles, need: Singles, member: Ints, doubtful: Bools) -> Pairs:
    """Return the same pairs where grievances and needs (C, N) of all are there already."""
    flat = np.flatnonzero(doubtful)
    actor = flat // max(1, member.size)
    world = flat - actor * member.size
    return Pairs(
        actor, world, member[world], need.reshape(-1).take(flat, mode="clip"), hurt.reshape(-1).take(flat, mode="clip")
    )


def iterate_down(company: Company, pairs: Pairs, state: Bools, base: Floats) -> tuple[Ints, Ints, Ints]:
    """Let go whoever has not company enough, round after round; ``state`` (C, N) is changed in place.

    Parameters
    ----------
    company : Company
    pairs : Pairs
        All that object in ``state`` but those that do so in any company.
    state : ndarray (C, N) bool
    base : ndarray (N,)
        What the objections of the others weigh.

    Returns
    -------
    left, gone : ndarray
        Numbers of the pairs that object in the end, and of those that let go.
    rounds : ndarray (gone,)
        In which round each of ``gone`` did; the first is 1.
    """
    still, step = _start(company, pairs, company.ties.own), 1
    left: list[Ints] = []
    gone: list[Ints] = []
    while still.number.size:
        total = base + np.bincount(still.world, still.weight, base.size)
        reply = total.astype(np.float32).take(still.world, mode="clip") > _bars(
            company, pairs, still, state, company.ties.own
        )
        if reply.all():
            break
        out = still.number[~reply]
        state[pairs.actor[out], pairs.world[out]] = False
        gone.append(out)
        moved = np.zeros(base.size, dtype=bool)
        moved[pairs.world[out]] = True
        unsettled = moved.take(still.world, mode="clip")
        left.append(still.number[reply & ~unsettled])
        still = still.some(np.flatnonzero(reply & unsettled))
        step += 1
    rounds = [np.full(out.size, n + 1, dtype=np.int64) for n, out in enumerate(gone)]
    return np.concatenate([*left, still.number]), _joined(gone), _joined(rounds)


def iterate_up(company: Company, pairs: Pairs, state: Bools, base: Floats) -> None:
    """Let whoever finds company enough join, round after round; ``state`` (C, N) is changed in place.

    ``pairs`` are those that may join; ``base`` (N,) is what the objections in ``state`` weigh, changed in place too.
    """
    nothing = np.zeros_like(company.ties.own)
    waiting = _start(company, pairs, nothing)
    while waiting.number.size:
        joins = base.astype(np.float32).take(waiting.world, mode="clip") > _bars(
            company, pairs, waiting, state, nothing
        )
        if not joins.any():
            break
        new = waiting.number[joins]
        world = pairs.world[new]
        state[pairs.actor[new], world] = True
        base += np.bincount(world, waiting.weight[joins], base.size)
        moved = np.zeros(base.size, dtype=bool)
        moved[world] = True
        waiting = waiting.some(np.flatnonzero(~joins & moved.take(waiting.world, mode="clip")))


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """Pairs that may still change: their numbers, worlds, weights, and what company must exceed; who follows."""

    number: Ints
    world: Ints
    weight: Floats
    bar: Singles
    follows: Bools

    def some(self, chosen: Ints) -> _Open:
        return _Open(*(getattr(self, name).take(chosen, mode="clip") for name in _OF_OPEN))


_OF_OPEN = tuple(f.name for f in fields(_Open))


def _start(company: Company, pairs: Pairs, own: Singles) -> _Open:
    bar = pairs.need + own.take(pairs.actor, mode="clip")
    weight, follows = (
        company.ties.weight.take(pairs.actor, mode="clip"),
        company.ties.follows.take(pairs.actor, mode="clip"),
    )
    return _Open(np.arange(pairs.actor.size), pairs.world, weight, bar, follows)


def _bars(company: Company, pairs: Pairs, still: _Open, state: Bools, own: Singles) -> Singles:
    """Return what the company of each pair must exceed; that of followers depends on who objects."""
    led = np.flatnonzero(still.follows)
    if not led.size:
        return still.bar
    number = still.number.take(led, mode="clip")
    actor, world, member = (held.take(number, mode="clip") for held in (pairs.actor, pairs.world, pairs.member))
    taken = np.zeros(led.size, dtype=np.float32)
    for leader, pull in zip(company.ties.leads.T, company.ties.pull.T, strict=True):
        taken += pull[actor] * state[leader[actor], world]
    taken *= company.pulled[actor, member]
    spare = pairs.hurt.take(number, mode="clip") + taken - company.base[member]
    bar = still.bar.copy()
    bar[led] = company_needed(spare, company.isolation[actor, member], company.unit[member]) + own[actor]
    return bar


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
