"""Both equilibria of the objection game in many worlds at once.

Objecting pays for d iff ``load > β + isolation / (1 + company)``. With ``spare = load - β > 0`` this is
``company > isolation / spare - 1``: the company that d *needs*. Needs are worked out once, and each round of the
iteration is one comparison and one sum. Only actors that can object at all are carried: since everything rises with
hardness, whoever does not object in the hardest world never does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.setting import HARDEST, Setting, hardness_to_grievance

__all__ = ["Played", "can_object", "needed_company", "play", "settle_without"]

Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]
NEVER = np.float32(np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Outcome in N worlds for the ``columns`` of actors that can object.

    ``greatest`` and ``least`` (N, C) say who objects, ``alone`` (N, C) who does so even if nobody else does; ``let_go``
    (N, C) the round at which an actor let go on the way down (0 = at once, 127 = still objects); ``grievance`` (N, C).
    """

    columns: NDArray[np.int64]
    greatest: Bools
    least: Bools
    alone: Bools
    let_go: NDArray[np.int8]
    grievance: Singles


def can_object(setting: Setting) -> NDArray[np.int64]:
    """Return the columns of actors that object in some world: the greatest equilibrium of the hardest world."""
    worst = np.full((1, setting.gap.size), HARDEST, dtype=np.float32)
    hurt = hardness_to_grievance(setting, worst)
    columns = np.arange(setting.gap.size)
    while columns.size:
        state = np.ones((1, columns.size), dtype=bool)
        followers = np.flatnonzero(setting.follow[np.ix_(columns, columns)].any(axis=1))
        mine = hurt[:, columns]
        stays = _Table(setting, columns, mine, needed_company(setting, columns, mine), followers).replies(state)[0]
        if stays.all():
            break
        columns = columns[stays]
    return columns.astype(np.int64)


def needed_company(setting: Setting, columns: NDArray[np.int64], load: Singles) -> Singles:
    """Return the company each actor needs to go on objecting, (N, C); infinite where its load is below the cost."""
    spare = load - setting.base
    with np.errstate(divide="ignore", invalid="ignore"):
        need = setting.isolation[columns] / spare - np.float32(1)
    np.copyto(need, NEVER, where=~(spare > 0))
    return need


def play(setting: Setting, hardness: Singles, columns: NDArray[np.int64], *, trace: bool = False) -> Played:
    """Find the greatest and the least equilibrium in each world.

    Parameters
    ----------
    setting : Setting
    hardness : ndarray (N, C) float32
        Draws for the actors in ``columns``, within ±``HARDEST``.
    columns : ndarray (C,)
        Actors that can object, from :func:`can_object`.
    trace : bool
        Fill ``let_go``; otherwise it only tells objectors from the rest.
    """
    hurt = hardness_to_grievance(setting, hardness, columns)
    followers = np.flatnonzero(setting.follow[np.ix_(columns, columns)].any(axis=1))
    need = needed_company(setting, columns, hurt)
    alone = need < 0
    table = _Table(setting, columns, hurt, need, followers)
    greatest, let_go = _iterate(table, np.ones_like(alone), rising=False, trace=trace)
    least, _ = _iterate(table, alone.copy(), rising=True, trace=False)
    return Played(columns, greatest, least, alone, let_go, hurt)


def settle_without(setting: Setting, played: Played, worlds: NDArray[np.int64], actor: int) -> Bools:
    """Play on downwards from the greatest equilibrium of ``worlds`` with the actor in column ``actor`` taken out."""
    start = played.greatest[worlds]
    start[:, actor] = False
    hurt = played.grievance[worlds]
    table = _Table(
        setting,
        played.columns,
        hurt,
        needed_company(setting, played.columns, hurt),
        np.flatnonzero(setting.follow[np.ix_(played.columns, played.columns)].any(axis=1)),
    )
    return _iterate(table, start, rising=False, trace=False)[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What stays the same from round to round."""

    setting: Setting
    columns: NDArray[np.int64]
    hurt: Singles
    need: Singles
    followers: NDArray[np.int64]

    def of(self, rows: NDArray[np.int64]) -> _Table:
        return _Table(self.setting, self.columns, self.hurt[rows], self.need[rows], self.followers)

    def replies(self, state: Bools) -> Bools:
        """Best replies, (N, C). Followers' needs are worked out afresh: they depend on who objects."""
        seen = state.astype(np.float32)
        total = seen @ self.setting.units[self.columns]
        company = total[:, None] - self.setting.own[self.columns] * seen
        reply: Bools = company > self.need
        for d in self.followers:
            load = self.hurt[:, d] + seen @ self.setting.follow[self.columns[d], self.columns]
            mine = needed_company(self.setting, self.columns[d : d + 1], load[:, None])[:, 0]
            reply[:, d] = company[:, d] > mine
        return reply


def _iterate(table: _Table, state: Bools, *, rising: bool, trace: bool) -> tuple[Bools, NDArray[np.int8]]:
    """Iterate the best reply up or down from ``state`` (changed in place), dropping worlds as they settle."""
    let_go = np.full(state.shape, 127, dtype=np.int8) if trace else np.empty((0, 0), dtype=np.int8)
    at, now, step = np.arange(state.shape[0]), state, 0
    while at.size and state.shape[1]:
        reply = table.replies(now)
        following = (now | reply) if rising else (now & reply)
        changed = following != now
        moved = changed.any(axis=1)
        if not moved.any():
            break
        if trace:
            rows, cols = np.nonzero(changed)
            let_go[at[rows], cols] = min(step, 126)
        state[at] = following
        step += 1
        if moved.all():
            now = following
        else:
            at, now, table = at[moved], following[moved], table.of(np.flatnonzero(moved))
    return state, let_go
