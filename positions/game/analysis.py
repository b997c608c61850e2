"""Everything the objection game says about one wording in the central world: who blocks, who leads, who follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game.blocs import bloc_family
from positions.game.grievance import central_positions
from positions.game.issue import IssueArrays
from positions.game.objection import (
    Equilibrium,
    ObjectionGame,
    greatest_equilibrium,
    keeps_objecting,
    least_equilibrium,
    make_game,
)
from positions.model import Parameters

__all__ = ["WordingAnalysis", "analyse_issue", "analyse_wording", "talked_mask"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WordingAnalysis:
    """The objection game on one wording, parameters at their central values.

    Parameters
    ----------
    position : float
        Ladder position of the wording.
    blocking_bloc : tuple of str
        Objectors of the greatest equilibrium: those who remain after objections were voiced freely.
    lone_holdouts : tuple of str
        Those who object when nobody else does.
    least : tuple of str
        Objectors of the least equilibrium: lone hold-outs and who joins them then.
    followers : tuple of (str, tuple of str)
        Members of the bloc who let go alone, each with those whose letting go takes it along.
    pivots : tuple of str
        Members whose withdrawal alone lets the text pass.
    minimal_blocs, peel_off_sets : tuple of tuple of str
    families_complete : bool
        False when the search for the two families was cut short.
    let_go, join_in : tuple of tuple of str
        The steps down to the greatest and up to the least equilibrium.
    """

    issue: str
    wording: str
    position: float
    blocking_bloc: tuple[str, ...]
    lone_holdouts: tuple[str, ...]
    least: tuple[str, ...]
    followers: tuple[tuple[str, tuple[str, ...]], ...]
    pivots: tuple[str, ...]
    minimal_blocs: tuple[tuple[str, ...], ...]
    peel_off_sets: tuple[tuple[str, ...], ...]
    families_complete: bool
    let_go: tuple[tuple[str, ...], ...]
    join_in: tuple[tuple[str, ...], ...]
    talked: tuple[str, ...]
    parameters: Parameters

    @property
    def passes(self) -> bool:
        """Whether nobody objects in the end."""
        return not self.blocking_bloc


def talked_mask(arrays: IssueArrays, talked: tuple[str, ...]) -> Bools | None:
    """Return (A,): True for actors seen in private; None when nobody is."""
    if not talked:
        return None
    return np.array([a in talked for a in arrays.actors], dtype=bool)


def analyse_wording(
    arrays: IssueArrays, wording: str, parameters: Parameters | None = None, *, talked: tuple[str, ...] = ()
) -> WordingAnalysis:
    """Play one wording in the central world.

    Parameters
    ----------
    arrays : IssueArrays
    wording : str
        Id of the wording.
    parameters : Parameters, optional
        Central values when not given.
    talked : tuple of str
        Delegations seen in private before the text is put.
    """
    used = parameters or Parameters.central()
    row = arrays.wording(wording)
    game = make_game(arrays, row, used, talked=talked_mask(arrays, talked))
    top, bottom = greatest_equilibrium(game), least_equilibrium(game)
    alone = keeps_objecting(game, np.zeros(game.size, dtype=bool))
    family = bloc_family(game)
    return WordingAnalysis(
        issue=arrays.issue,
        wording=wording,
        position=float(central_positions(arrays)[row]),
        blocking_bloc=top.objectors,
        lone_holdouts=tuple(a for a, holds in zip(game.actors, alone, strict=True) if holds),
        least=bottom.objectors,
        followers=_followers(game, top),
        pivots=tuple(d for d in top.objectors if not greatest_equilibrium(game, without=[d]).blocks),
        minimal_blocs=family.minimal_blocs,
        peel_off_sets=family.peel_off_sets,
        families_complete=family.complete,
        let_go=top.steps,
        join_in=bottom.steps,
        talked=talked,
        parameters=used,
    )


def analyse_issue(
    arrays: IssueArrays, parameters: Parameters | None = None, *, talked: tuple[str, ...] = ()
) -> tuple[WordingAnalysis, ...]:
    """Play every wording of an issue."""
    return tuple(analyse_wording(arrays, w, parameters, talked=talked) for w in arrays.wordings)


def _followers(game: ObjectionGame, top: Equilibrium) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the bloc's members who would not stand alone, each with those it leans on.

    It leans on a smallest set of others whose withdrawal takes it along: single members where one is enough, else all
    those it is declared to follow, else the whole rest of the bloc.
    """
    bloc = np.array([a in top.objectors for a in game.actors], dtype=bool)
    alone = keeps_objecting(game, np.zeros(game.size, dtype=bool))
    made: list[tuple[str, tuple[str, ...]]] = []
    for d in np.flatnonzero(bloc & ~alone):
        others = [int(j) for j in np.flatnonzero(bloc) if j != d]
        single = [j for j in others if not _stays(game, int(d), [j])]
        followed = [j for j in others if game.association[d, j] > 0]
        leans = single or (followed if followed and not _stays(game, int(d), followed) else others)
        made.append((game.actors[d], tuple(game.actors[j] for j in leans)))
    return tuple(made)


def _stays(game: ObjectionGame, d: int, gone: list[int]) -> bool:
    return game.actors[d] in greatest_equilibrium(game, without=[game.actors[j] for j in gone]).objectors
