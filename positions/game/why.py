"""Why one delegation ends where it ends, down to the parts of its grievance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.game.analysis import talked_mask
from positions.game.grievance import grievance
from positions.game.issue import IssueArrays
from positions.game.objection import greatest_equilibrium, keeps_objecting, make_game, on_record_for
from positions.model import Parameters

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One delegation, one wording, the central world; all amounts in units of grievance.

    Parameters
    ----------
    grievance : float
        Its own, ``(distance + red_lines + demands) · welcome``.
    stands_with : tuple of (str, float)
        Objectors it follows, with what each adds.
    company : tuple of str
        The other objectors at the end.
    cost, cost_alone : float
        What holding up costs in that company, and alone.
    without : tuple of str
        Those whose letting go takes it along; empty when it stands by itself or does not object.
    broken_red_lines : tuple of (clause, option)
    unmet_demands : tuple of int
        Numbers of the stance's demands that the wording does not meet.
    """

    delegation: str
    wording: str
    objects: bool
    role: str  # "alone", "follower", "in company", "lets go", "accepts"
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
    without: tuple[str, ...]
    broken_red_lines: tuple[tuple[str, str], ...]
    unmet_demands: tuple[int, ...]
    assumed: bool
    talked: bool
    parameters: Parameters


def explain(
    arrays: IssueArrays,
    wording: str,
    delegation: str,
    parameters: Parameters | None = None,
    *,
    talked: tuple[str, ...] = (),
) -> Explanation:
    """Take one actor's final state apart; KeyError when it is not at the table."""
    used = parameters or Parameters.central()
    row, d = arrays.wording(wording), arrays.actor(delegation)
    mask = talked_mask(arrays, talked)
    felt = grievance(arrays, row, used, talked=mask)
    game = make_game(arrays, row, used, hurt=felt)
    top = greatest_equilibrium(game)
    state = np.array([a in top.objectors for a in game.actors], dtype=bool)
    others = state.copy()
    others[d] = False
    nobody = np.zeros(game.size, dtype=bool)
    alone = bool(keeps_objecting(game, nobody)[d])
    with_whom = tuple(
        (game.actors[j], float(game.association[d, j])) for j in np.flatnonzero(others) if game.association[d, j] > 0
    )
    leaders = [name for name, _ in with_whom]
    company = tuple(game.actors[j] for j in np.flatnonzero(others))
    follows = bool(state[d]) and not alone
    goes_along = follows and delegation not in greatest_equilibrium(game, without=leaders).objectors
    if state[d]:
        role = "alone" if alone else ("follower" if leaders and goes_along else "in company")
    elif bool(on_record_for(arrays, felt)[d]) or felt.total[d] <= 0:
        role = "accepts"
    else:
        role = "lets go"
    broken = (arrays.red[d] > 0) & arrays.chosen[row]
    unmet = _unmet(arrays, row, d)
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
        stands_with=with_whom,
        company=company,
        cost=float(game.cost(state)[d]),
        cost_alone=float(game.cost(nobody)[d]),
        without=(tuple(leaders) if leaders and goes_along else company) if follows else (),
        broken_red_lines=tuple(arrays.option_keys[o] for o in np.flatnonzero(broken)),
        unmet_demands=unmet,
        assumed=bool(arrays.assumed[d]),
        talked=delegation in talked,
        parameters=used,
    )


def _unmet(arrays: IssueArrays, row: int, d: int) -> tuple[int, ...]:
    mine = np.flatnonzero(arrays.demand_actor == d)
    met = (arrays.demand_options[mine] & arrays.chosen[row]).any(axis=1)
    return tuple(n for n, ok in enumerate(met) if not ok)
