"""Both equilibria of the objection game in many worlds at once.

Objecting pays for d iff ``load > β + isolation / (1 + company / ω)``. With ``spare = load - β > 0`` this is
``company > ω (isolation / spare - 1)``: the company that d *needs*. Needs are worked out once, and each round of the
iteration is one sum and one comparison. Only actors that can object at all are carried: since everything rises with
hardness, whoever does not object in the hardest world never does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.setting import HARDEST, Setting, hardness_to_grievance

__all__ = ["Played", "can_object", "holds_alone", "objectors_given", "passes_in", "play", "settle_without"]

Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NEVER = np.float32(np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What stays the same from round to round; N = worlds × members, member last.

    ``bar`` (C, N) is what the influence of all objectors must exceed for an actor to reply with an objection: its
    need on the way up, when it does not object yet, and its need plus its own weight on the way down, when it does.
    ``hurt`` (F, N) holds the grievance of followers only, whose needs depend on who objects; ``member`` (N,) says
    which member a world belongs to.
    """

    setting: Setting
    columns: Ints
    bar: Singles
    followers: Ints
    hurt: Singles
    member: Ints
    rising: bool

    def of(self, worlds: Ints) -> _Table:
        """Return the table of some worlds only."""
        bar, hurt = np.take(self.bar, worlds, axis=1), np.take(self.hurt, worlds, axis=1)
        return _Table(self.setting, self.columns, bar, self.followers, hurt, self.member[worlds], self.rising)

    def replies(self, state: Bools) -> Bools:
        """Best replies, (C, N): on the way up right for those who do not object, on the way down for those who do."""
        seen = state.astype(np.float32)
        return self._against(seen, _sum(self.setting.weight[self.columns], seen))

    def replies_to_all(self) -> Bools:
        """Best replies to everybody objecting, (C, N): the sum is the same in every world."""
        everyone = np.ones((self.columns.size, self.bar.shape[1] if self.followers.size else 0), dtype=np.float32)
        return self._against(everyone, self.setting.weight[self.columns].sum())

    def _against(self, seen: Singles, total: Singles | np.float32) -> Bools:
        at = self.setting
        reply: Bools = total > self.bar
        for f, c in enumerate(self.followers):
            d = self.columns[c]
            taken = _sum(at.follow[d, self.columns], seen) * at.follow_scale[d, self.member]
            spare = self.hurt[f] + taken - at.base[self.member]
            need = _need(spare, at.isolation[d, self.member], at.unit[self.member])
            reply[c] = total > (need if self.rising else need + at.own[d])
        return reply


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Outcome in N worlds for the C actors in ``columns``, which can object.

    ``greatest`` and ``least`` (C, N) say who objects, ``alone`` (C, N) who does so even if nobody else does; ``let_go``
    (C, N) the round at which an actor let go on the way down (0 = at once, 127 = still objects); ``grievance`` (C, N).
    Worlds are ordered by draw and then member: N = draws × M. ``table`` is for playing on downwards.
    """

    columns: Ints
    greatest: Bools
    least: Bools
    alone: Bools
    let_go: NDArray[np.int8]
    grievance: Singles
    table: _Table


def _sum(weights: Singles, seen: Singles) -> Singles:
    """Return ``weights @ seen``. Both are finite: some BLAS builds raise the invalid flag for lanes they do not use."""
    with np.errstate(invalid="ignore"):
        made: Singles = weights @ seen
    return made


def _need(spare: Singles, isolation: Singles, unit: Singles) -> Singles:
    """Return the company needed to go on objecting; infinite where the load is below the base cost."""
    with np.errstate(divide="ignore", invalid="ignore"):
        need = isolation / spare
    need -= np.float32(1)
    need *= unit
    np.copyto(need, NEVER, where=~(spare > 0))
    return need


def _lay(setting: Setting, columns: Ints, hurt: Singles, need: Singles, *, rising: bool) -> _Table:
    """Lay the table from grievances and needs, (C, N) each."""
    followers = np.flatnonzero(setting.follow[np.ix_(columns, columns)].any(axis=1))
    member = np.tile(np.arange(setting.base.size), hurt.shape[1] // setting.base.size)
    bar = need if rising else need + setting.own[columns, None]
    return _Table(setting, columns, bar, followers, hurt[followers], member, rising)


def _flat(values: Singles) -> Singles:
    """(C, B, M) → (C, N), also for no actors at all."""
    return values.reshape(values.shape[0], values.shape[1] * values.shape[2])


def _feel(setting: Setting, hardness: Singles, columns: Ints) -> tuple[Singles, Singles]:
    """Return grievances and needs, (C, N) each, for draws of hardness (C, B, M)."""
    hurt = hardness_to_grievance(setting, hardness, columns)
    need = _need(hurt - setting.base, setting.isolation[columns, None, :], setting.unit)
    return _flat(hurt), _flat(need)


def can_object(setting: Setting) -> Ints:
    """Return the actors that object in some world: the greatest equilibria of the hardest world in any member."""
    columns = np.arange(setting.gap.shape[0])
    while columns.size:
        worst = np.full((columns.size, 1, setting.base.size), HARDEST, dtype=np.float32)
        table = _lay(setting, columns, *_feel(setting, worst, columns), rising=False)
        stays = table.replies(np.ones(table.bar.shape, dtype=bool)).any(axis=1)
        if stays.all():
            break
        columns = columns[stays]
    return columns.astype(np.int64)


def play(setting: Setting, hardness: Singles, columns: Ints, *, trace: bool = False) -> Played:
    """Find the greatest and the least equilibrium in each world.

    Parameters
    ----------
    setting : Setting
    hardness : ndarray (C, B, M) float32
        Draws for the actors in ``columns``, within ±``HARDEST``.
    columns : ndarray (C,)
        Actors that can object, from :func:`can_object`.
    trace : bool
        Fill ``let_go``; otherwise it is empty.
    """
    hurt, need = _feel(setting, hardness, columns)
    alone = need < 0
    downwards = _lay(setting, columns, hurt, need, rising=False)
    greatest, let_go = _iterate(downwards, np.ones_like(alone), trace=trace, whole=True)
    least = alone.copy()
    # between those who object alone and the greatest equilibrium there is room only where the two differ
    between = np.flatnonzero((greatest != alone).any(axis=0))
    if between.size:
        upwards = _lay(setting, columns, hurt, need, rising=True)
        upwards = upwards if between.size == alone.shape[1] else upwards.of(between)
        least[:, between] = _iterate(upwards, least[:, between])[0]
    return Played(columns, greatest, least, alone, let_go, hurt, downwards)


def holds_alone(setting: Setting, hardness: Singles, columns: Ints) -> Bools:
    """Return (C, N): who objects even if nobody else does, for draws of hardness (C, B, M)."""
    alone: Bools = _feel(setting, hardness, columns)[1] < 0
    return alone


def objectors_given(setting: Setting, hurt: Singles) -> Bools:
    """Return (A, N): the greatest equilibrium for grievances (A, B, M) that were worked out elsewhere."""
    columns = np.arange(hurt.shape[0])
    need = _need(hurt - setting.base, setting.isolation[:, None, :], setting.unit)
    table = _lay(setting, columns, _flat(hurt), _flat(need), rising=False)
    return _iterate(table, np.ones(table.bar.shape, dtype=bool))[0]


def passes_in(setting: Setting, hardness: Singles, columns: Ints, worlds: Bools) -> Bools:
    """Return (N,): in which of ``worlds`` (N,) nobody objects in the end; False elsewhere.

    Worlds with a lone hold-out are lost at once; the rest is played downwards.
    """
    hurt, need = _feel(setting, hardness, columns)
    open_worlds = np.flatnonzero(worlds & ~(need < 0).any(axis=0))
    table = _lay(setting, columns, hurt, need, rising=False).of(open_worlds)
    left, _ = _iterate(table, np.ones((columns.size, open_worlds.size), dtype=bool), whole=True)
    made = np.zeros(worlds.size, dtype=bool)
    made[open_worlds] = ~left.any(axis=0)
    return made


def settle_without(played: Played, worlds: Ints, actor: int) -> Bools:
    """Play on downwards from the greatest equilibrium of ``worlds`` with actor number ``actor`` taken out. (C, n)."""
    start = played.greatest[:, worlds]
    start[actor] = False
    return _iterate(played.table.of(worlds), start)[0]


def _iterate(
    table: _Table, state: Bools, *, trace: bool = False, whole: bool = False
) -> tuple[Bools, NDArray[np.int8]]:
    """Iterate the best reply up or down from ``state`` (changed in place), dropping worlds as they settle.

    ``whole`` says that everybody objects in ``state``.
    """
    let_go = np.full(state.shape, 127, dtype=np.int8) if trace else np.empty((0, 0), dtype=np.int8)
    at, now, step = np.arange(state.shape[1]), state, 0
    while at.size and state.shape[0]:
        reply = table.replies_to_all() if whole and step == 0 else table.replies(now)
        following = (now | reply) if table.rising else (now & reply)
        changed = following != now
        moved = changed.any(axis=0)
        if not moved.any():
            break
        if trace:
            if at.size == state.shape[1]:
                np.copyto(let_go, np.int8(min(step, 126)), where=changed)
            else:
                rows, worlds = np.nonzero(changed)
                let_go[rows, at[worlds]] = min(step, 126)
        step += 1
        going = np.flatnonzero(moved)
        if going.size == at.size:
            now = following
            state[:, at] = following
        else:
            at, now, table = at[going], np.take(following, going, axis=1), table.of(going)
            state[:, at] = now
    return state, let_go
