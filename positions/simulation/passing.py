"""Who objects, for callers that want to know no more than that: searches and packages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positions.simulation.board import Board, everybody
from positions.simulation.company import fall, find_pairs, make_room, make_ties, pick_pairs, weigh
from positions.simulation.places import Places, company_needed, lay_worlds
from positions.simulation.setting import Setting

__all__ = ["passes_in", "play_grievances"]

Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
DIRECT = 16  # worlds per parameter set up to which formulas are cheaper than tipping points


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


def _first(setting: Setting, columns: Ints, member: Ints, at: Places, hurt: Singles) -> Bools:
    """Return (C, n): who objects if everybody does."""
    company, taken = everybody(setting, columns)
    pulled = taken.reshape(columns.size, setting.base.size).take(member, axis=1)
    made: Bools = company > at.needs(hurt, pulled) + at.own
    return made


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
    fall(room, pick_pairs(felt, need, member, objects ^ alone), objects, weigh(room, alone))
    return objects
