"""Both equilibria of the objection game in many worlds at once.

In each world two comparisons with :mod:`positions.simulation.thresholds` settle most actors. Where that leaves many, a
third one settles those who certainly object: those who would object with company of a certain weight, and who together
weigh that much, keep each other in, whoever else is there. Starting from those who object alone, a chain of such
weights leads into the least equilibrium too; any weights are right, good ones settle most worlds. What is left are
pairs of an actor and a world, followed until nothing changes (:mod:`positions.simulation.company`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.simulation.company import (
    Company,
    Pairs,
    Ties,
    find_pairs,
    iterate_down,
    iterate_up,
    make_company,
    make_ties,
    pick_pairs,
    weigh,
)
from positions.simulation.draws import Draws
from positions.simulation.prepared import (
    HARDEST,
    Entries,
    PreparedRoom,
    PreparedWording,
    company_needed,
)
from positions.simulation.thresholds import (
    SHARES,
    Rise,
    Scale,
    among_all,
    hurt_from,
    likely_company,
    measure_rise,
    objects_alone_from,
    objects_in_company_from,
)

__all__ = [
    "Played",
    "PreparedGame",
    "can_object",
    "mixed_game",
    "passes_in",
    "pivotal_worlds",
    "play",
    "play_grievances",
]

MANY = 4  # pairs in doubt for each actor and parameter set, from which on one more comparison pays
DIRECT = 16  # worlds per parameter set up to which formulas are cheaper than thresholds
QUESTIONS = 16_384  # pivots asked about in one go: bounds the memory that they need


@dataclass(frozen=True, eq=False)
class PreparedGame:
    """A wording ready for play: everything about the C actors in ``columns`` that no draw changes, made when asked for.

    ``columns`` come from :func:`can_object`, or hold them. ``scale`` says which draws matter. ``ties`` are the same for
    all wordings of an issue. Thresholds (C, M): it is so in the worlds with a hardness beyond them.
    """

    wording: PreparedWording
    columns: Ints
    scale: Scale
    ties: Ties

    @classmethod
    def of(
        cls, wording: PreparedWording, columns: Ints, scale: Scale | None = None, ties: Ties | None = None
    ) -> PreparedGame:
        """Prepare a wording for the actors in ``columns`` (C,); all draws matter unless ``scale`` says which."""
        return cls(wording, columns, scale or among_all(), ties or make_ties(wording.room, columns))

    @cached_property
    def entries(self) -> Entries:
        """The actors under every parameter set, one by one."""
        return self.wording.entries(self.columns)

    @cached_property
    def rise(self) -> Rise:
        """How their grievances rise with hardness."""
        return measure_rise(self.entries, self.scale)

    @cached_property
    def company(self) -> Company:
        """Weights and ties."""
        return make_company(self.wording, self.columns, self.ties)

    @cached_property
    def hurt(self) -> Singles:
        """From which draw on an actor is hurt by more than the base cost of objecting."""
        return self._shaped(hurt_from(self.rise))

    @cached_property
    def alone(self) -> Singles:
        """From which draw on it objects even if nobody else does."""
        return self._shaped(objects_alone_from(self.rise))

    @cached_property
    def if_all(self) -> Singles:
        """From which draw on it objects if everybody does; whoever does not leaves at once and never comes back."""
        company, taken = _everybody(self.wording, self.columns)
        return self._shaped(objects_in_company_from(self.rise, np.full(self.entries.size, company), taken))

    @cached_property
    def levels(self) -> Singles:
        """Weights of company (K, M) that are worth asking about, ascending."""
        likely = likely_company(self.rise, self.ties.weight, self.if_all)
        return np.multiply.outer(SHARES, likely).astype(np.float32)

    @cached_property
    def certain(self) -> Singles:
        """From which draw on it objects if all objections weigh the highest level."""
        return self._with_level(self.levels[-1])

    @cached_property
    def drawn_in(self) -> tuple[Singles, ...]:
        """The same for each of the levels."""
        return (*(self._with_level(level) for level in self.levels[:-1]), self.certain)

    @property
    def overrules(self) -> bool:
        """Whether some parameter set lets the chair pass over one isolated objector."""
        return bool(self.wording.room.overrule.any())

    def lucky(self, chair: Singles) -> Bools:
        """Return (N,): in which worlds the chair would pass over one isolated objector, ``chair`` being (B, M)."""
        made: Bools = (chair < self.wording.room.overrule).reshape(-1)
        return made

    def _with_level(self, level: Singles) -> Singles:
        return self._shaped(objects_in_company_from(self.rise, np.tile(level, self.columns.size)))

    def _shaped(self, points: Singles) -> Singles:
        return points.reshape(self.columns.size, self.wording.members)


def mixed_game(one: PreparedGame, other: PreparedGame, rows: Bools) -> PreparedGame:
    """Return a game in which the actors marked in ``rows`` (A,) are as in ``other`` and everybody else as in ``one``.

    Both put the same text before the same room with the same columns and scale, and differ in what talks have done.
    Every threshold of an actor hangs on its own row alone, so that none has to be looked for again.
    """
    at = rows[:, None]
    names = ("gap", "cap", "follow_scale")
    rest = {n: np.where(at, getattr(other.wording, n), getattr(one.wording, n)) for n in names}
    made = PreparedGame(replace(one.wording, **rest), one.columns, one.scale, one.ties)
    chosen = rows[one.columns][:, None]
    vars(made).update({n: np.where(chosen, getattr(other, n), getattr(one, n)) for n in ("alone", "if_all")})
    return made


def can_object(wording: PreparedWording) -> Ints:
    """Return the actors that object in some world: the greatest equilibria of the hardest world in any member."""
    columns = np.arange(wording.gap.shape[0])
    while columns.size:
        entries = wording.entries(columns)
        hurt = entries.grievance(np.full(entries.size, HARDEST, dtype=np.float32))
        company, taken = _everybody(wording, columns)
        stays = (company > entries.needs(hurt, taken) + entries.own).reshape(columns.size, -1).any(axis=1)
        if stays.all():
            break
        columns = columns[stays]
    return columns.astype(np.int64)


def _everybody(wording: PreparedWording, columns: Ints) -> tuple[np.float32, Singles]:
    """Return what the objections of all ``columns`` (C,) weigh, and (C · M,) what each then takes over from leaders."""
    pulled = wording.room.follow[np.ix_(columns, columns)].sum(axis=1, dtype=np.float32)
    taken = (pulled[:, None] * wording.follow_scale[columns]).reshape(-1)
    return wording.room.weight[columns].sum(dtype=np.float32), taken


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Outcome in N worlds for the C actors of a prepared game. Worlds are ordered by draw and then member: N = B × M.

    Parameters
    ----------
    greatest : ndarray (C, N) bool
        Who objects in the end.
    overruled : ndarray (C, N) bool or None
        Whose objection, the only one left, the chair passed over: it is not in ``greatest``. None where no parameter
        set lets the chair.
    alone : ndarray (C, N) bool
        Who objects even if nobody else does; ``company`` (N,) is what the objections of those weigh.
    gone : Pairs
        Those who let go, in round ``rounds``, but for all who went in the first one, round 0.
    """

    game: PreparedGame
    greatest: Bools
    overruled: Bools | None
    alone: Bools
    company: Floats
    gone: Pairs
    rounds: Ints
    hardness: Singles

    @property
    def columns(self) -> Ints:
        """The actors that can object, (C,)."""
        return self.game.columns

    def hurt(self) -> Bools:
        """Return (C, N): who is hurt by more than the base cost of objecting."""
        return _beyond(self.hardness, self.game.hurt)

    def least(self) -> Bools:
        """Return the least equilibrium, (C, N): who objects if everybody waits for the first to speak."""
        game, state, company = self.game, self.alone.copy(), self.company.copy()
        begun = np.asarray(self.alone.any(axis=0))
        before = self.greatest if self.overruled is None else self.greatest | self.overruled
        if _many(game, before, state):
            for level, points in zip(game.levels, game.drawn_in, strict=True):
                state |= _beyond(self.hardness, points) & _reaches(company, level)
                company = weigh(game.company, state)
        iterate_up(game.company, self.pairs(before & ~state & begun), state, company)
        return state

    def pairs(self, chosen: Bools) -> Pairs:
        """Return the pairs of an actor and a world that are True in ``chosen`` (C, N)."""
        return _pairs(self.game, self.hardness, chosen)


def play(game: PreparedGame, draws: Draws) -> Played:
    """Find the greatest equilibrium in each world, after which the chair may pass over one isolated objector.

    Parameters
    ----------
    game : PreparedGame
    draws : Draws
        For the game's actors.
    """
    hardness = draws.hardness
    alone, state = (_beyond(hardness, points) for points in (game.alone, game.if_all))
    state |= alone
    company = weigh(game.company, alone)
    certain, weight = alone, company
    if _many(game, state, alone):
        kept = _beyond(hardness, game.certain) | alone
        together = weigh(game.company, kept)
        enough = _reaches(together, game.levels[-1])
        certain, weight = alone | (kept & enough), np.where(enough, together, company)
    pairs = _pairs(game, hardness, state & ~certain)
    _, gone, rounds = iterate_down(game.company, pairs, state, weight)
    overruled = None
    if game.overrules and draws.chair is not None:
        overruled = state & _passed_over(game, state, game.lucky(draws.chair))
        state = state & ~overruled
    return Played(game, state, overruled, alone, company, pairs.some(gone), rounds, hardness)


def _passed_over(game: PreparedGame, state: Bools, lucky: Bools) -> Bools:
    """Return (N,): in which worlds a single seat objects in ``state`` (C, N) and the chair passes over it."""
    made: Bools = (game.wording.room.seats[game.columns] @ state == 1) & lucky
    return made


def _pairs(game: PreparedGame, hardness: Singles, chosen: Bools) -> Pairs:
    """Return the pairs that are True in ``chosen`` (C, N), for draws (C, B, M)."""
    member = np.tile(np.arange(hardness.shape[2]), hardness.shape[1])
    return find_pairs(game.entries, hardness.reshape(chosen.shape), member, chosen)


def _many(game: PreparedGame, some: Bools, settled: Bools) -> bool:
    """Return whether ``some`` (C, N) that are not ``settled`` are so many that asking about all once more pays."""
    return bool(np.count_nonzero(some) - np.count_nonzero(settled) > MANY * game.entries.size)


def _reaches(company: Floats, level: Singles) -> Bools:
    """Return (N,): where objections that weigh ``company`` (N,) weigh as much as ``level`` (M,)."""
    made: Bools = (company.reshape(-1, level.size) >= level).reshape(-1)
    return made


def _beyond(hardness: Singles, points: Singles) -> Bools:
    """Return (C, N): which draws (C, B, M) lie beyond ``points`` (C, M); also for no actors at all."""
    made = hardness > points[:, None, :]
    return made.reshape(made.shape[0], made.shape[1] * made.shape[2])


def passes_in(
    game: PreparedGame, hardness: Singles, worlds: Ints, at_least: int = 0, lucky: Bools | None = None
) -> tuple[Bools, bool]:
    """Return (n,): in which of ``worlds`` (n,) the text passes, and True; for callers that want to know no more.

    Worlds with a lone hold-out are lost at once, unless the chair passes over it. The rest is played, unless less than
    ``at_least`` can still pass: then False, and the worlds that can.

    Parameters
    ----------
    game : PreparedGame
    hardness : ndarray (C, N) float32
        Draws for the game's actors in all worlds.
    worlds : ndarray (n,)
        Numbers of worlds in ascending order, each once; world n is one of parameter set n mod M.
    at_least : int
    lucky : ndarray (N,) bool, optional
        From :meth:`PreparedGame.lucky`, where a parameter set lets the chair pass over one isolated objector.
    """
    members = game.wording.members
    member = worlds % members
    drawn = hardness if worlds.size == hardness.shape[1] else hardness.take(worlds, axis=1)
    few = worlds.size < DIRECT * members
    if few:
        at = game.wording.in_worlds(game.columns, member)
        hurt = at.grievance(drawn)
        need = at.needs(hurt)
        alone = need < 0
    else:
        alone = drawn > game.alone.take(member, axis=1)
    made: Bools = np.asarray(~alone.any(axis=0))
    if game.overrules and lucky is not None:
        made |= _passed_over(game, alone, lucky[worlds])
    if np.count_nonzero(made) < at_least:
        return made, False
    if few:
        company, taken = _everybody(game.wording, game.columns)
        pulled = taken.reshape(game.columns.size, members).take(member, axis=1)
        state = np.asarray(company > at.needs(hurt, pulled) + at.own)
    else:
        state = drawn > game.if_all.take(member, axis=1)
    state = (state | alone) & made
    doubtful = state & ~alone
    pairs = pick_pairs(hurt, need, member, doubtful) if few else find_pairs(game.entries, drawn, member, doubtful)
    left, _, _ = iterate_down(game.company, pairs, state, weigh(game.company, alone & made))
    if game.overrules and lucky is not None:
        seats = game.wording.room.seats[game.columns] @ state
        return made & ((seats == 0) | ((seats == 1) & lucky[worlds])), True
    made[pairs.world.take(left)] = False
    return made, True


def play_grievances(room: PreparedRoom, follow_scale: Singles, hurt: Singles) -> Bools:
    """Return (A, N): the greatest equilibrium for grievances (A, B, M) that were worked out elsewhere.

    ``follow_scale`` (A, M) multiplies the room's ties.
    """
    columns = np.arange(hurt.shape[0])
    member = np.tile(np.arange(hurt.shape[2]), hurt.shape[1])
    felt = hurt.reshape(hurt.shape[0], member.size)
    pulled = room.follow.sum(axis=1, dtype=np.float32)[:, None] * follow_scale
    isolation, unit = room.isolation.take(member, axis=1), room.unit[member]
    spare = felt - room.base[member]
    need = company_needed(spare, isolation, unit)
    most = company_needed(spare + pulled.take(member, axis=1), isolation, unit)
    alone = need < 0
    objects: Bools = (room.weight.sum(dtype=np.float32) > most + room.own[:, None]) | alone
    company = Company(make_ties(room, columns), follow_scale, room.base, room.unit, room.isolation)
    iterate_down(company, pick_pairs(felt, need, member, objects ^ alone), objects, weigh(company, alone))
    return objects


def pivotal_worlds(played: Played) -> Bools:
    """Return (C, N): True where the actor objects in the end and nobody would without it.

    A world with two who object even alone has no pivot, one with a single such can only have that one; only the rest
    needs to be played again, each member left out in turn.
    """
    objects, alone = played.greatest, played.alone
    holdouts, size = (np.count_nonzero(state, axis=0) for state in (alone, objects))
    made: Bools = objects & (size == 1)
    worlds = np.flatnonzero((size > 1) & (holdouts <= 1))
    at = objects[:, worlds] & (alone[:, worlds] | (holdouts[worlds] == 0))
    actors, chosen = np.nonzero(at)
    made[actors, worlds[chosen]] = ~_anybody_without(played, actors, worlds[chosen])
    return made


def _anybody_without(played: Played, actors: Ints, worlds: Ints) -> Bools:
    """Return (Q,): whether anybody still objects in ``worlds[q]`` once actor number ``actors[q]`` is taken out.

    Only for worlds in which nobody else objects alone.
    """
    concerned = np.zeros(played.greatest.shape[1], dtype=bool)
    concerned[worlds] = True
    left = played.pairs(played.greatest & ~played.alone & concerned)
    count = np.bincount(left.world, minlength=played.greatest.shape[1])
    start = np.cumsum(count) - count
    by_world = np.argsort(left.world, kind="stable")
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
        still, _, _ = iterate_down(played.game.company, pairs, state, np.zeros(sizes.size))
        made[begin + pairs.world.take(still)] = True
    return made
