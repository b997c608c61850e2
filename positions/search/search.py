"""The compromise search: which wordings are worth trying, what each costs whom, who should table it, whom to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from positions.game import bloc_family, central_positions, greatest_equilibrium, issue_arrays, make_game, talked_mask
from positions.model import NO_TEXT, Case
from positions.search.bounded_chunks import bounded_in_chunks
from positions.search.edits import CostliestTerm, Edit, costliest_term, smallest_edits
from positions.search.evaluate import Bench, open_bench
from positions.search.front import pareto_front
from positions.search.looked import Looked
from positions.search.principal import Principal, principal_for, satisfaction
from positions.search.proposers import Proposer, rank_proposers
from positions.search.space import ENUMERABLE, in_order, named_choice, own_combinations, space_size
from positions.search.widen import widen
from positions.simulation import Band, Ensemble, band

PEEL_LIMIT = 20  # peel-off sets sought for each blocked point; five are shown
__all__ = ["Compromise", "CompromisePoint", "ranked_points", "search_compromise"]


@dataclass(frozen=True, slots=True, eq=False)
class CompromisePoint:
    """One wording of the front.

    Parameters
    ----------
    wording : str
        The id of the case's or a move's wording that says this, or ``clause=option`` pairs joined by ``+``.
    objectors : tuple of str
        The blocking bloc in the central world.
    newly_lost : tuple of str
        Those of them who do not object to the text on the table.
    expected_objectors : float
        Members of the blocking bloc in the central world, a class of silent seats counting as its seats.
    worst_off : (str, float)
        Who can live with it least, and how well (1 = as if it had written it), among named delegations with a stance.
    see : tuple of tuple of str
        Peel-off sets: whom to move for it to pass, if it is blocked.
    edits : tuple of Edit
    tabled_by : str
        Who tables it for ``p_consensus``; "" is the chair.
    fallback_utility : float
        What the principal has if nothing is agreed.
    """

    wording: str
    choice: Mapping[str, str]
    text: str
    move: str
    p_consensus: Band
    share: float
    utility: float
    position: float
    objectors: tuple[str, ...]
    newly_lost: tuple[str, ...]
    expected_objectors: int
    worst_off: tuple[str, float]
    see: tuple[tuple[str, ...], ...]
    edits: tuple[Edit, ...]
    proposers: tuple[Proposer, ...]
    tabled_by: str
    fallback_utility: float

    @property
    def best_share(self) -> float:
        """The chance that it passes with the best tabler that was found."""
        return max([self.share, *(p.share for p in self.proposers)])

    @property
    def expected(self) -> float:
        """What the principal may expect of asking for it: its worth if it passes, that of the fallback if not."""
        p = self.best_share
        return p * self.utility + (1.0 - p) * self.fallback_utility

    @property
    def blocked(self) -> bool:
        """Whether somebody objects in the central world."""
        return bool(self.objectors)


@dataclass(frozen=True, slots=True, eq=False)
class Compromise:
    """The result of a search.

    Parameters
    ----------
    exact : bool
        Whether the front is proved complete on the draws; otherwise ``gap`` bounds what a better one could gain in P.
    front : tuple of CompromisePoint
        Most useful first.
    ranked : tuple of int
        Numbers of front points, best first: see :func:`ranked_points`.
    costliest : CostliestTerm or None
        What costs most in the text on the table.
    searched, evaluated : int
        Combinations that make sense, and those that had to be played in all worlds.
    """

    issue: str
    principal: Principal
    exact: bool
    gap: float
    front: tuple[CompromisePoint, ...]
    ranked: tuple[int, ...]
    costliest: CostliestTerm | None
    tabled: str
    searched: int
    evaluated: int
    talked: tuple[str, ...]
    seed: int
    draws: int
    members: int

    @property
    def reserve(self) -> CompromisePoint | None:
        """The safest point of the front: what one can fall back on; None when the front is empty."""
        return self.safest[0] if self.front else None

    @property
    def safest(self) -> tuple[CompromisePoint, ...]:
        """The front, the safest first.

        Fewer objectors, likelier than not, the worst-off better off, more useful.
        """
        return tuple(
            sorted(
                self.front,
                key=lambda p: (p.expected_objectors, p.share < 0.5, -round(p.worst_off[1], 6), -p.utility),
            )
        )

    @property
    def aspiration(self) -> CompromisePoint | None:
        """The most useful point that nobody blocks in the central world and that passes more often than not.

        What to ask for first. With the best tabler found, if one was sought. None when there is no such point.
        """
        for point in self.front:
            if not point.blocked and point.best_share >= 0.5:
                return point
        return None


def search_compromise(
    case: Case,
    issue: str,
    ensemble: Ensemble,
    *,
    principal: str = "",
    draws: int = 160,
    talked: tuple[str, ...] = (),
    tabled_by: str | None = None,
    moves: bool = True,
    proposers: bool = True,
    budget: int = 20_000,
    looked: Looked | None = None,
) -> Compromise:
    """Search the wordings of an issue.

    Parameters
    ----------
    case : Case
    issue : str
    ensemble : Ensemble
    principal : str
        For whom; the meeting's principal when empty. See :func:`positions.search.principal.principal_for`.
    draws : int
        Worlds per parameter set.
    talked : tuple of str
        Delegations seen in private.
    tabled_by : str, optional
        Who tables whatever is found; who tables the text on the table when not given.
    moves : bool
        Also try the known ways to soften the text on the table, each as a wording of its own: the case's options are
        combined freely, those of the moves are not, for their texts are first drafts.
    budget : int
        Partial wordings a bounded search may look at, where there are too many to enumerate.
    looked : Looked, optional
        The same search done elsewhere (see :mod:`positions.search.shared_search`): only what is said about the
        points of the front is left to do.
    """
    wide, candidates = widen(case, issue) if moves else (case, ())
    at, own = wide.issues[issue], case.issues[issue]
    by = at.wordings[at.tabled].tabled_by if tabled_by is None else tabled_by
    who = principal_for(case, issue_arrays(case, issue), principal or case.meeting.principal)
    named: dict[str, Mapping[str, str]]
    exact, gap = True, 0.0
    if looked is not None:
        named, exact, gap = dict(looked.named), looked.exact, looked.gap
    elif space_size(own) <= ENUMERABLE:
        named = dict(own_combinations(own))
    else:
        found, exact, gap = bounded_in_chunks(
            case, issue, ensemble, who, draws=draws, talked=talked, tabled_by=by, budget=budget
        )
        named = dict(found)
    if looked is None:
        named |= {named_choice(c.wording.choice): dict(c.wording.choice) for c in candidates}
    bench = open_bench(wide, issue, named, ensemble, draws=draws, talked=talked, tabled_by=by)
    x = central_positions(bench.arrays)
    points = pareto_front(bench, who.utility(bench.arrays, x), who.allowed(bench.arrays))
    content = satisfaction(bench.arrays, x)
    tabled = issue_arrays(wide, issue, only=[at.tabled])
    before = make_game(tabled, 0, talked=talked_mask(tabled, talked))
    tabled_bloc = set(greatest_equilibrium(before).objectors)
    known = {named_choice(c.wording.choice): c.wording.id for c in candidates if c.new_options}
    known |= {named_choice(in_order(own, w.choice)): w.id for w in reversed(list(own.wordings.values()))}
    stands = (
        np.zeros(1) if own.fallback == NO_TEXT else central_positions(issue_arrays(case, issue, only=[own.fallback]))
    )
    floor = float(who.utility(bench.arrays, stands)[0])
    made: list[CompromisePoint] = []
    for point in points:
        name = bench.arrays.wordings[point.row]
        choice = named[name]
        game = make_game(bench.arrays, point.row, talked=talked_mask(bench.arrays, talked))
        bloc = greatest_equilibrium(game).objectors
        seats = {a: int(n) for a, n in zip(bench.arrays.actors, bench.arrays.seats, strict=True)}
        ranked: tuple[Proposer, ...] = ()
        if proposers and looked is not None:
            ranked = looked.tablers[name]
        elif proposers:
            ranked = rank_proposers(wide, issue, choice, ensemble, draws=draws, talked=talked, worlds=bench.luck)
        shown = known.get(name, name)
        made.append(
            CompromisePoint(
                wording=shown,
                choice=choice,
                text=at.compose(choice),
                move=at.wordings[shown].title
                if shown in at.wordings and shown not in case.issues[issue].wordings
                else "",
                p_consensus=band(point.by_member),
                share=point.p,
                utility=point.utility,
                position=float(x[point.row]),
                objectors=bloc,
                newly_lost=tuple(d for d in bloc if d not in tabled_bloc),
                expected_objectors=sum(seats[d] for d in bloc),
                worst_off=_worst_off(bench, content[:, point.row]),
                see=bloc_family(game, limit=PEEL_LIMIT).peel_off_sets[:5] if bloc else (),
                edits=smallest_edits(wide, issue, choice, like=own, tabled_by=by) if bloc else (),
                proposers=ranked,
                tabled_by=by,
                fallback_utility=floor,
            )
        )
    return Compromise(
        issue=issue,
        principal=who,
        exact=exact,
        gap=gap,
        front=tuple(made),
        ranked=ranked_points(made),
        costliest=costliest_term(case, issue, at.wordings[at.tabled].choice, tabled_by=by),
        tabled=at.tabled,
        searched=len(named) if looked is None else looked.searched,
        evaluated=bench.evaluated if looked is None else looked.evaluated,
        talked=talked,
        seed=ensemble.seed,
        draws=draws,
        members=ensemble.size,
    )


def ranked_points(front: Sequence[CompromisePoint]) -> tuple[int, ...]:
    """Return the numbers of front points, the one worth asking for first.

    By what the principal may expect of asking for it; between equals, by how many block it, then by how well the
    worst-off can live with it, then by how useful it is.
    """
    return tuple(
        sorted(
            range(len(front)),
            key=lambda n: (
                -round(front[n].expected, 4),
                front[n].expected_objectors,
                -round(front[n].worst_off[1], 6),
                -front[n].utility,
            ),
        )
    )


def _worst_off(bench: Bench, content: np.ndarray) -> tuple[str, float]:
    stated = [n for n in range(len(bench.arrays.actors)) if not bench.arrays.assumed[n]]
    if not stated:
        return "", 1.0
    worst = min(stated, key=lambda n: (content[n], n))
    return bench.arrays.actors[worst], float(content[worst])
