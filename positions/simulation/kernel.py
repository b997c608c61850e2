"""Both equilibria of the objection game in many worlds at once.

Objecting pays for d iff ``load > β + isolation / (1 + company / ω)``. With ``spare = load - β > 0`` this is
``company > ω (isolation / spare - 1)``: the company that d *needs*. Only actors that can object at all are carried:
since everything rises with hardness, whoever does not object in the hardest world never does. In each world two
comparisons with :mod:`positions.simulation.tipping` points settle most actors; where that leaves many, a third one
settles those who :mod:`positions.simulation.surely` object. The rest is followed pair by pair
(:mod:`positions.simulation.company`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from positions.simulation.company import Pairs, Room, Ties, fall, find_pairs, make_room, make_ties, pick_pairs, rise
from positions.simulation.places import Places, company_needed, lay_places, lay_worlds
from positions.simulation.setting import HARDEST, Setting
from positions.simulation.surely import SHARES, keeping_points, likely_company
from positions.simulation.tipping import (
    Course,
    Scale,
    alone_points,
    among_all,
    felt_points,
    first_points,
    lay_course,
)

__all__ = [
    "Board",
    "Played",
    "anybody_without",
    "can_object",
    "lay_board",
    "passes_in",
    "play",
    "play_grievances",
]

Singles = NDArray[np.float32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
QUESTIONS = 16_384  # asked in one go: bounds the memory that pivots need
MANY = 4  # pairs in doubt for each actor and parameter set, from which on one more comparison pays
DIRECT = 16  # worlds per parameter set up to which formulas are cheaper than tipping points


@dataclass(frozen=True, eq=False)
class Board:
    """A setting ready for play: everything about the C actors in ``columns`` that no draw changes, made when asked for.

    ``felt``, ``alone`` and ``first`` (C, M) are tipping points: it is so in the worlds with a hardness beyond them.
    They are sought on ``scale``.
    """

    setting: Setting
    columns: Ints
    scale: Scale
    ties: Ties

    @cached_property
    def places(self) -> Places:
        """The actors under every parameter set, one by one."""
        return lay_places(self.setting, self.columns)

    @cached_property
    def course(self) -> Course:
        """How hardness tells on them."""
        return lay_course(self.places, self.scale)

    @cached_property
    def room(self) -> Room:
        """Weights and ties."""
        return make_room(self.setting, self.columns, self.ties)

    @cached_property
    def felt(self) -> Singles:
        """From which draw on an actor is hurt by more than the base cost of objecting."""
        return self._lay(felt_points(self.course))

    @cached_property
    def alone(self) -> Singles:
        """From which draw on it objects even if nobody else does."""
        return self._lay(alone_points(self.course))

    @cached_property
    def first(self) -> Singles:
        """From which draw on it objects if everybody does."""
        return self._lay(first_points(self.course, *everybody(self.setting, self.columns)))

    @cached_property
    def levels(self) -> Singles:
        """Weights of company (K, M) that are worth asking about, ascending."""
        weight = self.setting.weight[self.columns].astype(np.float64)
        likely = likely_company(self.course, weight, self.first)
        return np.multiply.outer(SHARES, likely).astype(np.float32)

    @cached_property
    def kept(self) -> Singles:
        """From which draw on it objects if all objections weigh the highest level."""
        return self._lay(keeping_points(self.course, self.levels[-1]))

    @cached_property
    def drawn_in(self) -> tuple[Singles, ...]:
        """The same for each of the levels."""
        lower = (self._lay(keeping_points(self.course, level)) for level in self.levels[:-1])
        return (*lower, self.kept)

    def _lay(self, points: Singles) -> Singles:
        return points.reshape(self.columns.size, self.setting.base.size)


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Outcome in N worlds for the C actors in ``columns``, which can object.

    ``greatest`` (C, N) says who objects, ``alone`` (C, N) who does so even if nobody else does. ``gone`` are those who
    let go, in round ``rounds``, but for all who went in the first one, round 0. Worlds are ordered by draw and then
    member: N = draws × M. ``hardness`` (C, draws, M) is kept.
    """

    board: Board
    greatest: Bools
    alone: Bools
    gone: Pairs
    rounds: Ints
    hardness: Singles

    @property
    def columns(self) -> Ints:
        """The actors that can object, (C,)."""
        return self.board.columns

    def felt(self) -> Bools:
        """Return (C, N): who is hurt by more than the base cost of objecting."""
        return _beyond(self.hardness, self.board.felt)

    def least(self) -> Bools:
        """Return the least equilibrium, (C, N): who objects if everybody waits for the first to speak."""
        board, state = self.board, self.alone.copy()
        company = _weigh(board.room, state)
        begun = company > 0
        if _many(board, self.greatest, state):
            for level, points in zip(board.levels, board.drawn_in, strict=True):
                state |= _beyond(self.hardness, points) & _reaches(company, level)
                company = _weigh(board.room, state)
        rise(board.room, self.pairs(self.greatest & ~state & begun), state, company)
        return state

    def pairs(self, chosen: Bools) -> Pairs:
        """Return the pairs of an actor and a world that are True in ``chosen`` (C, N)."""
        return _pairs(self.board, self.hardness, chosen)


def can_object(setting: Setting) -> Ints:
    """Return the actors that object in some world: the greatest equilibria of the hardest world in any member."""
    columns = np.arange(setting.gap.shape[0])
    while columns.size:
        places = lay_places(setting, columns)
        hurt = places.grievance(np.full(places.size, HARDEST, dtype=np.float32))
        company, taken = everybody(setting, columns)
        stays = (company > places.needs(hurt, taken) + places.own).reshape(columns.size, -1).any(axis=1)
        if stays.all():
            break
        columns = columns[stays]
    return columns.astype(np.int64)


def everybody(setting: Setting, columns: Ints) -> tuple[np.float32, Singles]:
    """Return what the objections of all ``columns`` (C,) weigh, and (C · M,) what each then takes over from leaders."""
    pulled = setting.follow[np.ix_(columns, columns)].sum(axis=1, dtype=np.float32)
    taken = (pulled[:, None] * setting.follow_scale[columns]).reshape(-1)
    return setting.weight[columns].sum(dtype=np.float32), taken


def lay_board(setting: Setting, columns: Ints, scale: Scale | None = None, ties: Ties | None = None) -> Board:
    """Prepare a setting for the actors in ``columns`` (C,), from :func:`can_object`.

    ``scale`` says which draws matter, all if not given. ``ties`` are the same for all wordings of an issue.
    """
    return Board(setting, columns, scale or among_all(), ties or make_ties(setting, columns))


def play(board: Board, hardness: Singles) -> Played:
    """Find the greatest equilibrium in each world, and what leads to the least.

    Parameters
    ----------
    board : Board
    hardness : ndarray (C, B, M) float32
        Draws for the board's actors, within ±``HARDEST``.
    """
    alone, first = (_beyond(hardness, points) for points in (board.alone, board.first))
    first |= alone
    surely = alone
    if _many(board, first, alone):
        kept = _beyond(hardness, board.kept) | alone
        surely = alone | (kept & _reaches(_weigh(board.room, kept), board.levels[-1]))
    pairs = _pairs(board, hardness, first & ~surely)
    _, gone, rounds = fall(board.room, pairs, first, _weigh(board.room, surely))
    return Played(board, first, alone, pairs.some(gone), rounds, hardness)


def passes_in(board: Board, hardness: Singles, worlds: Ints, at_least: int = 0) -> tuple[Bools, bool]:
    """Return (n,): in which of ``worlds`` (n,) nobody objects in the end, and True.

    Worlds with a lone hold-out are lost at once, those where nobody gives it a first thought are won; the rest is
    played, unless less than ``at_least`` can still pass: then False, and the worlds without a lone hold-out.

    Parameters
    ----------
    board : Board
    hardness : ndarray (C, N) float32
        Draws for the board's actors in all worlds.
    worlds : ndarray (n,)
        Numbers of worlds in ascending order, each once; world n is one of parameter set n mod M.
    at_least : int
    """
    member = worlds % board.setting.base.size
    drawn = hardness if worlds.size == hardness.shape[1] else hardness.take(worlds, axis=1)
    few = worlds.size < DIRECT * board.setting.base.size
    if few:
        at = lay_worlds(board.setting, board.columns, member)
        hurt = at.grievance(drawn)
        need = at.needs(hurt)
        alone = need < 0
    else:
        alone = drawn > board.alone.take(member, axis=1)
    made: Bools = np.asarray(~alone.any(axis=0))
    if np.count_nonzero(made) < at_least:
        return made, False
    if few:
        first = _first(board.setting, board.columns, member, at, hurt) & made
        pairs = pick_pairs(hurt, need, member, first)
    else:
        first = (drawn > board.first.take(member, axis=1)) & made
        pairs = find_pairs(board.places, drawn, member, first)
    left, _, _ = fall(board.room, pairs, first, np.zeros(worlds.size))
    made[pairs.world.take(left)] = False
    return made, True


def play_grievances(setting: Setting, hurt: Singles) -> Bools:
    """Return (A, N): the greatest equilibrium for grievances (A, B, M) that were worked out elsewhere.

    Of the setting it takes costs, weights and ties only.
    """
    columns = np.arange(hurt.shape[0])
    member = np.tile(np.arange(hurt.shape[2]), hurt.shape[1])
    felt = hurt.reshape(hurt.shape[0], member.size)
    company, taken = everybody(setting, columns)
    isolation, unit = setting.isolation.take(member, axis=1), setting.unit[member]
    pulled = taken.reshape(setting.isolation.shape).take(member, axis=1)
    need = company_needed(felt - setting.base[member], isolation, unit)
    most = company_needed(felt + pulled - setting.base[member], isolation, unit)
    alone = need < 0
    objects: Bools = (company > most + setting.own[:, None]) | alone
    room = make_room(setting, columns, make_ties(setting, columns))
    fall(room, pick_pairs(felt, need, member, objects ^ alone), objects, _weigh(room, alone))
    return objects


def _first(setting: Setting, columns: Ints, member: Ints, at: Places, hurt: Singles) -> Bools:
    """Return (C, n): who objects if everybody does."""
    company, taken = everybody(setting, columns)
    pulled = taken.reshape(columns.size, setting.base.size).take(member, axis=1)
    made: Bools = company > at.needs(hurt, pulled) + at.own
    return made


def anybody_without(played: Played, actors: Ints, worlds: Ints) -> Bools:
    """Return (Q,): whether anybody still objects in ``worlds[q]`` once actor number ``actors[q]`` is taken out.

    Only for worlds in which nobody else objects alone.
    """
    concerned = np.zeros(played.greatest.shape[1], dtype=bool)
    concerned[worlds] = True
    left = played.pairs(played.greatest & ~played.alone & concerned)
    count = np.bincount(left.world, minlength=played.greatest.shape[1])
    start = np.cumsum(count) - count
    small = np.uint16 if count.size < 1 << 16 else np.int64  # sixteen bits are sorted by counting
    by_world = np.argsort(left.world.astype(small), kind="stable")
    made = np.zeros(actors.size, dtype=bool)
    for begin in range(0, actors.size, QUESTIONS):
        asked = slice(begin, begin + QUESTIONS)
        sizes = count[worlds[asked]]
        question = np.repeat(np.arange(sizes.size), sizes)
        within = np.arange(question.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        pair = by_world[start[worlds[asked]][question] + within]
        other = np.flatnonzero(left.actor[pair] != actors[asked][question])
        pairs = left.some(pair[other]).in_worlds(question[other])
        state = np.zeros((played.columns.size, sizes.size), dtype=bool)
        state[pairs.actor, pairs.world] = True
        still, _, _ = fall(played.board.room, pairs, state, np.zeros(sizes.size))
        made[begin + pairs.world.take(still)] = True
    return made


def _weigh(room: Room, objects: Bools) -> Floats:
    """Return (N,): what the objections in each world weigh; sums of multiples of 1/4096, exact in single precision."""
    with np.errstate(invalid="ignore"):  # finite: some BLAS builds raise the flag for lanes they do not use
        made: Floats = (room.ties.weight.astype(np.float32) @ objects.astype(np.float32)).astype(np.float64)
    return made


def _pairs(board: Board, hardness: Singles, chosen: Bools) -> Pairs:
    """Return the pairs that are True in ``chosen`` (C, N), for draws (C, B, M)."""
    member = np.tile(np.arange(hardness.shape[2]), hardness.shape[1])
    return find_pairs(board.places, hardness.reshape(chosen.shape), member, chosen)


def _many(board: Board, some: Bools, settled: Bools) -> bool:
    """Return whether ``some`` (C, N) that are not ``settled`` are so many that asking about all once more pays."""
    return bool(np.count_nonzero(some) - np.count_nonzero(settled) > MANY * board.places.size)


def _reaches(company: Floats, level: Singles) -> Bools:
    """Return (N,): where objections that weigh ``company`` (N,) weigh as much as ``level`` (M,)."""
    made: Bools = (company.reshape(-1, level.size) >= level).reshape(-1)
    return made


def _beyond(hardness: Singles, points: Singles) -> Bools:
    """Return (C, N): which draws (C, B, M) lie beyond ``points`` (C, M); also for no actors at all."""
    made = hardness > points[:, None, :]
    return made.reshape(made.shape[0], made.shape[1] * made.shape[2])
