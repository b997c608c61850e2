"""Everything the objection game says about one wording in the central world: who blocks, who follows whom, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from positions.game.blocs import BlocFamily, bloc_family
from positions.game.grievance import Grievance, central_positions, grievance, talked_mask
from positions.game.issue import PreparedIssue
from positions.game.objection import (
    ObjectionGame,
    greatest_equilibrium,
    keeps_objecting,
    least_equilibrium,
    make_game,
)
from positions.model import Parameters

__all__ = [
    "Explanation",
    "Follower",
    "WordingAnalysis",
    "analyse_issue",
    "analyse_wording",
    "end_states",
    "explain",
    "follower_dict",
]

LARGE = 24  # members of a bloc from which nobody can be told whose letting go moves one of them: too many sets do
NOT_SOUGHT = BlocFamily((), (), complete=False)
MOST_LEANS = 20  # minimal sets sought for each member of a bloc that would not stand alone


@dataclass(frozen=True, slots=True)
class Follower:
    """A member of a blocking bloc that would not object alone.

    Parameters
    ----------
    delegation : str
    lets_go_with : tuple of tuple of str
        The minimal sets of others whose letting go takes it along: it lets go as soon as all of *any one* set do.
    leaders : tuple of str
        Objectors whom it is tied to and who take it along when they let go. Empty where it objects only because it is
        not alone.
    complete : bool
        False when there are more sets than were sought; in a bloc of more than ``LARGE`` members none are.
    """

    delegation: str
    lets_go_with: tuple[tuple[str, ...], ...]
    leaders: tuple[str, ...]
    complete: bool = True

    @property
    def follows(self) -> bool:
        """Whether a declared tie carries its objection; otherwise it objects only in company."""
        return bool(self.leaders)


@dataclass(frozen=True, slots=True)
class WordingAnalysis:
    """The objection game on one wording, parameters at their central values.

    Parameters
    ----------
    position : float
        Ladder position of the wording.
    stands : bool
        Whether it is what stands if nothing is agreed: it is not put to the room, and nobody blocks it.
    blocking_bloc : tuple of str
        Objectors of the greatest equilibrium: those who remain after objections were voiced freely.
    lone_holdouts : tuple of str
        Those who object when nobody else does.
    least : tuple of str
        Objectors of the least equilibrium: lone hold-outs and who joins them then.
    followers : tuple of Follower
        Members of the bloc who would not object alone.
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
    stands: bool
    blocking_bloc: tuple[str, ...]
    lone_holdouts: tuple[str, ...]
    least: tuple[str, ...]
    followers: tuple[Follower, ...]
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


def analyse_wording(
    arrays: PreparedIssue,
    wording: str,
    parameters: Parameters | None = None,
    *,
    talked: Iterable[str] = (),
    families: bool = True,
) -> WordingAnalysis:
    """Play one wording in the central world.

    Parameters
    ----------
    arrays : PreparedIssue
    wording : str
        Id of the wording.
    parameters : Parameters, optional
        The case's central values when not given.
    talked : iterable of str
        Delegations seen in private before the text is put.
    families : bool
        Seek minimal blocs and peel-off sets, of the whole and of each follower; this takes nearly all the time where
        many object.
    """
    seen = tuple(talked)
    row = arrays.wording(wording)
    game = make_game(arrays, row, parameters, talked=talked_mask(arrays, seen))
    top, bottom = greatest_equilibrium(game), least_equilibrium(game)
    alone = keeps_objecting(game, np.zeros(game.size, dtype=bool))
    family = bloc_family(game) if families else NOT_SOUGHT
    return WordingAnalysis(
        issue=arrays.issue,
        wording=wording,
        position=float(central_positions(arrays)[row]),
        stands=bool(arrays.stands[row]),
        blocking_bloc=top.objectors,
        lone_holdouts=tuple(a for a, holds in zip(game.actors, alone, strict=True) if holds),
        least=bottom.objectors,
        followers=_followers(game, top.objectors, families),
        pivots=tuple(d for d in top.objectors if not greatest_equilibrium(game, without=[d]).blocks),
        minimal_blocs=family.minimal_blocs,
        peel_off_sets=family.peel_off_sets,
        families_complete=family.complete,
        let_go=top.steps,
        join_in=bottom.steps,
        talked=seen,
        parameters=parameters or arrays.parameters,
    )


def analyse_issue(
    arrays: PreparedIssue, parameters: Parameters | None = None, *, talked: Iterable[str] = ()
) -> tuple[WordingAnalysis, ...]:
    """Play every wording of an issue."""
    seen = tuple(talked)
    return tuple(analyse_wording(arrays, w, parameters, talked=seen) for w in arrays.wordings)


def follower_dict(follower: Follower) -> dict[str, object]:
    """Return the documented JSON of one follower."""
    return {
        "delegation": follower.delegation,
        "lets_go_with": [list(s) for s in follower.lets_go_with],
        "leaders": list(follower.leaders),
        "complete": follower.complete,
    }


def _followers(game: ObjectionGame, bloc: tuple[str, ...], families: bool = True) -> tuple[Follower, ...]:
    alone = keeps_objecting(game, np.zeros(game.size, dtype=bool))
    return tuple(_follower(game, a, bloc, families) for a in bloc if not alone[game.actors.index(a)])


def _follower(game: ObjectionGame, actor: str, bloc: tuple[str, ...], families: bool = True) -> Follower:
    """Return on whom a member of a bloc leans; it follows those it is tied to if it lets go when all of them do."""
    d = game.actors.index(actor)
    leaders = tuple(j for j in bloc if j != actor and game.association[d, game.actors.index(j)] > 0)
    if leaders and actor in greatest_equilibrium(game, without=leaders).objectors:
        leaders = ()
    if not families or len(bloc) > LARGE:
        return Follower(actor, (), leaders, complete=False)
    family = bloc_family(game, member=actor, limit=MOST_LEANS)
    return Follower(actor, family.peel_off_sets, leaders, family.complete)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One delegation, one wording, the central world; all amounts in units of grievance.

    Parameters
    ----------
    role : str
        ``alone`` (objects, and would alone), ``follower`` (objects because a declared tie carries it), ``in company``
        (objects because it is not alone), ``lets go`` or ``accepts``.
    grievance : float
        Its own, ``(distance + red_lines + demands) · welcome``.
    stands_with : tuple of (str, float)
        Objectors it follows, with what each adds.
    company : tuple of str
        The other objectors at the end.
    cost, cost_alone : float
        What objecting costs in that company, and alone.
    lets_go_with : tuple of tuple of str
        As in :class:`Follower`; empty when it stands by itself or does not object.
    broken_red_lines : tuple of (clause, option)
    unmet_demands : tuple of int
        Numbers of the stance's demands that the wording does not meet.
    """

    delegation: str
    wording: str
    objects: bool
    role: str
    position: float
    low: float
    high: float
    salience: float
    distance: float
    red_lines: float
    demands: float
    welcome: float
    grievance: float
    stands_with: tuple[tuple[str, float], ...]
    company: tuple[str, ...]
    cost: float
    cost_alone: float
    lets_go_with: tuple[tuple[str, ...], ...]
    broken_red_lines: tuple[tuple[str, str], ...]
    unmet_demands: tuple[int, ...]
    assumed: bool
    talked: bool
    parameters: Parameters


def explain(
    arrays: PreparedIssue,
    wording: str,
    delegation: str,
    parameters: Parameters | None = None,
    *,
    talked: Iterable[str] = (),
    families: bool = True,
) -> Explanation:
    """Take one actor's final state apart; an UnknownNameError when it is not at the table.

    ``families`` as for :func:`analyse_wording`: without, nobody is named with whom it lets go.
    """
    used, seen = parameters or arrays.parameters, tuple(talked)
    row, d = arrays.wording(wording), arrays.actor(delegation)
    felt = grievance(arrays, row, used, talked=talked_mask(arrays, seen))
    game = make_game(arrays, row, used, hurt=felt)
    bloc = greatest_equilibrium(game).objectors
    state = np.array([a in bloc for a in game.actors], dtype=bool)
    others = state.copy()
    others[d] = False
    nobody = np.zeros(game.size, dtype=bool)
    alone = bool(keeps_objecting(game, nobody)[d])
    leans = _follower(game, delegation, bloc, families) if state[d] and not alone else None
    role = _role(bool(state[d]), leans, felt, d)
    broken = (arrays.red[d] > 0) & arrays.chosen[row]
    return Explanation(
        delegation=delegation,
        wording=wording,
        objects=bool(state[d]),
        role=role,
        position=felt.position,
        low=float(felt.limits.low[d]),
        high=float(felt.limits.high[d]),
        salience=float(arrays.salience[d]),
        distance=float(felt.distance[d]),
        red_lines=float(felt.red_lines[d]),
        demands=float(felt.demands[d]),
        welcome=float(felt.welcome[d]),
        grievance=float(felt.total[d]),
        stands_with=tuple(
            (game.actors[j], float(game.association[d, j]))
            for j in np.flatnonzero(others)
            if game.association[d, j] > 0
        ),
        company=tuple(game.actors[j] for j in np.flatnonzero(others)),
        cost=float(game.cost(state)[d]),
        cost_alone=float(game.cost(nobody)[d]),
        lets_go_with=() if leans is None else leans.lets_go_with,
        broken_red_lines=tuple(arrays.option_keys[o] for o in np.flatnonzero(broken)),
        unmet_demands=_unmet(arrays, row, d),
        assumed=bool(arrays.assumed[d]),
        talked=delegation in seen,
        parameters=used,
    )


def end_states(arrays: PreparedIssue, found: WordingAnalysis) -> dict[str, str]:
    """Return the role of everybody at the table, as in :class:`Explanation`, by actor.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> from positions.game import prepare_issue
    >>> arrays = prepare_issue(load_case(Path("data")), "non_punishment")
    >>> found = end_states(arrays, analyse_wording(arrays, "principle"))
    >>> [found[d] for d in ("russia", "pakistan", "china", "usa")]
    ['alone', 'follower', 'lets go', 'accepts']
    """
    mask = talked_mask(arrays, found.talked)
    felt = grievance(arrays, arrays.wording(found.wording), found.parameters, talked=mask)
    leaning = {f.delegation: f for f in found.followers}
    return {
        a: _role(a in found.blocking_bloc, leaning.get(a), felt, d)  # a follower in the bloc leans, nobody else
        for d, a in enumerate(arrays.actors)
    }


def _role(objects: bool, leans: Follower | None, felt: Grievance, d: int) -> str:
    if leans is not None:
        return "follower" if leans.follows else "in company"
    if objects:
        return "alone"
    return "accepts" if _accepts(felt, d) else "lets go"


def _accepts(felt: Grievance, d: int) -> bool:
    return bool(felt.on_record[d]) or bool(felt.total[d] <= 0)


def _unmet(arrays: PreparedIssue, row: int, d: int) -> tuple[int, ...]:
    mine = np.flatnonzero(arrays.demand_actor == d)
    met = (arrays.demand_options[mine] & arrays.chosen[row]).any(axis=1)
    return tuple(n for n, ok in enumerate(met) if not ok)
