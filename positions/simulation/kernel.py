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

    ``greatest`` and ``least`` (N, C) say who objects; ``let_go`` (N, C) the round at which an actor let go on the way
    down (0 = never objected even in full company, 127 = still objects); ``grievance`` (N, C).
    """

    columns: NDArray[np.int64]
    greatest: Bools
    least: Bools
    let_go: NDArray[np.int8]
    grievance: Singles


def can_object(setting: Setting) -> NDArray[np.int64]:
    """Return the columns of actors that object in some world: the greatest equilibrium of the hardest world."""
    worst = np.full((1, setting.gap.size), HARDEST, dtype=np.float32)
    hurt = hardness_to_grievance(setting, worst)
    columns = np.arange(setting.gap.size)
    while columns.size:
        state = np.ones((1, columns.size), dtype=bool)
        stays = _replies(setting, columns, hurt[:, columns], state)[0]
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
    greatest, let_go = _iterate(setting, columns, hurt, followers, rising=False, trace=trace)
    least, _ = _iterate(setting, columns, hurt, followers, rising=True, trace=False)
    return Played(columns, greatest, least, let_go, hurt)


def settle_without(setting: Setting, played: Played, worlds: NDArray[np.int64], actor: int) -> Bools:
    """Play on downwards from the greatest equilibrium of ``worlds`` with the actor in column ``actor`` taken out."""
    start = played.greatest[worlds]
    start[:, actor] = False
    hurt = played.grievance[worlds]
    followers = np.flatnonzero(setting.follow[np.ix_(played.columns, played.columns)].any(axis=1))
    state, _ = _iterate(setting, played.columns, hurt, followers, rising=False, trace=False, start=start)
    return state


def _iterate(
    setting: Setting,
    columns: NDArray[np.int64],
    hurt: Singles,
    followers: NDArray[np.int64],
    *,
    rising: bool,
    trace: bool,
    start: Bools | None = None,
) -> tuple[Bools, NDArray[np.int8]]:
    """Iterate the best reply from all (falling) or none (rising), dropping worlds as they settle."""
    worlds, size = hurt.shape
    state = np.full((worlds, size), not rising) if start is None else start
    let_go = np.full((worlds, size), 127, dtype=np.int8)
    need = needed_company(setting, columns, hurt)
    units, own = setting.units[columns], setting.own[columns]
    open_worlds = np.arange(worlds)
    step = 0
    while open_worlds.size and size:
        step += 1
        whole = open_worlds.size == worlds
        old = state if whole else state[open_worlds]
        new = _replies_known(setting, columns, hurt, need, old, open_worlds, whole, followers, units, own)
        new = (old | new) if rising else (old & new)
        moved = (new != old).any(axis=1)
        if trace and not rising:
            rows, cols = np.nonzero(old & ~new)
            let_go[open_worlds[rows], cols] = min(step - 1, 126)
        if whole:
            state = new
        else:
            state[open_worlds] = new
        open_worlds = open_worlds[moved]
    if not trace and not rising:
        let_go[~state] = 0
    return state, let_go


def _replies_known(
    setting: Setting,
    columns: NDArray[np.int64],
    hurt: Singles,
    need: Singles,
    state: Bools,
    rows: NDArray[np.int64],
    whole: bool,
    followers: NDArray[np.int64],
    units: Singles,
    own: Singles,
) -> Bools:
    """Best replies when needs are known; followers' needs are worked out afresh: they depend on who objects."""
    total = state.astype(np.float32) @ units
    company = total[:, None] - own * state
    needed = need if whole else need[rows]
    reply: Bools = company > needed
    for d in followers:
        taken = state.astype(np.float32) @ setting.follow[columns[d], columns]
        load = (hurt[:, d] if whole else hurt[rows, d]) + taken
        mine = needed_company(setting, columns[d : d + 1], load[:, None])[:, 0]
        reply[:, d] = company[:, d] > mine
    return reply


def _replies(setting: Setting, columns: NDArray[np.int64], hurt: Singles, state: Bools) -> Bools:
    """Best replies from scratch, (N, C)."""
    followers = np.flatnonzero(setting.follow[np.ix_(columns, columns)].any(axis=1))
    rows = np.arange(state.shape[0])
    need = needed_company(setting, columns, hurt)
    return _replies_known(
        setting, columns, hurt, need, state, rows, True, followers, setting.units[columns], setting.own[columns]
    )
