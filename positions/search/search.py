"""The compromise search: which wordings are worth trying, what each costs whom, who should table it, whom to see.

Here the wordings are looked through in one go. On a cluster they are cut into fixed chunks: each chunk's front is found
by itself, and the front of all those fronts is the front of the whole, for what nothing beats anywhere is beaten by
nothing in its own chunk, and of equals the first one stands in both. Who should table each point of the front is a
second round of parts. Nothing depends on who played what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from positions.defaults import SEARCH_DRAWS
from positions.game import (
    ObjectionGame,
    bloc_family,
    central_positions,
    greatest_equilibrium,
    make_game,
    prepare_issue,
    talked_mask,
)
from positions.model import NO_TEXT, Case
from positions.search.bounded import bounded_front, chunks_of, joined, share_of_budget
from positions.search.compromise import Compromise, CompromisePoint, ranked_points
from positions.search.edits import costliest_term, smallest_edits
from positions.search.evaluate import Bench, Worlds, open_bench
from positions.search.front import FrontPoint, pareto_front
from positions.search.principal import Principal, principal_for, satisfaction
from positions.search.proposers import Proposer, rank_proposers
from positions.search.space import ENUMERABLE, in_order, named_choice, own_combinations, space_size
from positions.search.widen import widen
from positions.simulation import Band, Ensemble, band
from positions.text.moves import Candidate
from positions.work import Job, Store, Workers, play_jobs

__all__ = ["SearchPlan", "Watch", "search_compromise"]

PEEL_LIMIT = 20  # peel-off sets sought for each blocked point; five are shown
PART_WORDINGS = 256  # wordings of a chunk; who plays it changes nothing
Choices = dict[str, dict[str, str]]
Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True, eq=False)
class SearchPlan:
    """What is searched; see :func:`search_compromise`."""

    case: Case
    issue: str
    ensemble: Ensemble
    principal: str = ""
    draws: int = SEARCH_DRAWS
    talked: tuple[str, ...] = ()
    tabled_by: str | None = None
    moves: bool = True
    proposers: bool = True
    budget: int = 20_000
    unblocked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What all parts share. ``named`` is every wording where they can be enumerated, else the candidates alone."""

    plan: SearchPlan
    wide: Case
    candidates: tuple[Candidate, ...]
    who: Principal
    tabled_by: str
    own: Choices
    named: Choices
    worlds: Worlds

    @property
    def enumerable(self) -> bool:
        """Whether all combinations are looked at one by one."""
        return space_size(self.plan.case.issues[self.plan.issue]) <= ENUMERABLE

    def front(self, named: Mapping[str, Mapping[str, str]]) -> tuple[Bench, tuple[FrontPoint, ...]]:
        """Return the front of some wordings, in their order."""
        plan = self.plan
        bench = open_bench(
            self.wide, plan.issue, named, plan.ensemble, draws=plan.draws, talked=plan.talked,
            tabled_by=self.tabled_by, worlds=self.worlds,
        )  # fmt: skip
        x = central_positions(bench.arrays)
        return bench, pareto_front(bench, self.who.utility(bench.arrays, x), self.who.allowed(bench.arrays))

    def game(self, bench: Bench, row: int) -> ObjectionGame:
        """Return the central game of a wording of a bench."""
        return make_game(bench.arrays, row, talked=talked_mask(bench.arrays, self.plan.talked))

    def tablers(self, choice: Mapping[str, str]) -> tuple[Proposer, ...]:
        """Return who could table a wording, best first."""
        plan = self.plan
        return rank_proposers(
            self.wide, plan.issue, choice, plan.ensemble, draws=plan.draws, talked=plan.talked, worlds=self.worlds
        )


def search_compromise(
    case: Case,
    issue: str,
    ensemble: Ensemble,
    *,
    principal: str = "",
    draws: int = SEARCH_DRAWS,
    talked: tuple[str, ...] = (),
    tabled_by: str | None = None,
    moves: bool = True,
    proposers: bool = True,
    budget: int = 20_000,
    unblocked: bool = False,
    address: str | Workers | None = None,
    store: Store | None = None,
    watch: Watch | None = None,
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
    unblocked : bool
        Return only what nobody blocks in the central world: sooner, and all that a line to take can be.
    address, store
        See :func:`positions.work.engine.play_jobs`: with either, the search is done in parts. Parts are dropped once it
        is done. The result is the same to the last bit, but for ``evaluated``: how many wordings had to be played.
    watch : callable, optional
        ``watch(what, parts)`` is a context whose value is called once for each part of a round.
    """
    plan = SearchPlan(case, issue, ensemble, principal, draws, talked, tabled_by, moves, proposers, budget, unblocked)
    table, watched = _set_table(plan), watch or _unwatched
    in_parts = address is not None or store is not None
    with ExitStack() as stack:
        crew = stack.enter_context(Workers(address)) if isinstance(address, str) else address
        search = _search_job(table, PART_WORDINGS if in_parts else max(1, len(table.named)), shared=in_parts)
        with watched("searching", search.parts) as step:
            ((_, chunks),) = play_jobs([search], address=crew, store=store, progress=step)
        found, exact, gap = joined((c.named, c.exact, c.gap) for c in chunks)
        if table.enumerable:
            kept = {n: c for n, c in table.named.items() if n in found or n in table.own}
        else:
            kept = found | {n: c for n, c in table.named.items() if n not in found}
        bench, points = table.front(kept)
        if unblocked:
            points = tuple(p for p in points if not greatest_equilibrium(table.game(bench, p.row)).objectors)
        front = [kept[bench.arrays.wordings[p.row]] for p in points]
        tabling = _tabling_job(table, front, shared=in_parts)
        tablers: Sequence[tuple[Proposer, ...]] = [()] * len(front)
        if proposers:
            with watched("trying tablers", tabling.parts) as step:
                ((_, tablers),) = play_jobs([tabling], address=crew, store=store, progress=step)
    at, x, content = table.wide.issues[issue], central_positions(bench.arrays), _content(bench)
    before, floor = _bloc(case, issue, talked), _floor(table, bench)
    made = tuple(
        _point(table, bench, point, choice, x, content, before, floor, who)
        for point, choice, who in zip(points, front, tablers, strict=True)
    )
    if store is not None:
        store.drop(search.key)
        store.drop(tabling.key)
    return Compromise(
        issue=issue,
        principal=table.who,
        exact=exact,
        gap=gap,
        front=made,
        ranked=ranked_points(made),
        costliest=costliest_term(case, issue, at.wordings[at.tabled].choice, tabled_by=table.tabled_by),
        tabled=at.tabled,
        searched=len(table.named) if table.enumerable else len(kept),
        evaluated=sum(c.evaluated for c in chunks),
        talked=talked,
        seed=ensemble.seed,
        draws=draws,
        members=ensemble.size,
    )


def _unwatched(_what: str, _parts: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


def _set_table(plan: SearchPlan) -> _Table:
    case, own = plan.case, plan.case.issues[plan.issue]
    wide, candidates = widen(case, plan.issue) if plan.moves else (case, ())
    by = own.wordings[own.tabled].tabled_by if plan.tabled_by is None else plan.tabled_by
    named = own_combinations(own) if space_size(own) <= ENUMERABLE else {}
    named |= {named_choice(c.wording.choice): dict(c.wording.choice) for c in candidates}
    mine = {named_choice(c): c for c in (in_order(own, w.choice) for w in own.wordings.values())}
    who = principal_for(case, prepare_issue(case, plan.issue), plan.principal or case.meeting.principal)
    bench = open_bench(
        wide, plan.issue, mine, plan.ensemble, draws=plan.draws, talked=plan.talked, tabled_by=by
    )  # fmt: skip
    return _Table(plan, wide, candidates, who, by, mine, named, bench.luck)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What a chunk gave: wordings that may be on the front."""

    named: Choices
    exact: bool
    gap: float
    evaluated: int


def _search_job(table: _Table, size: int, *, shared: bool = True) -> Job[_Table, _Chunk]:
    """Return the job that looks through all wordings, ``size`` of them in a part; ``shared`` with other processes."""
    plan = table.plan
    chunks = chunks_of(plan.case.issues[plan.issue])
    return Job(
        content=("search", size, plan),
        parts=-(-len(table.named) // size) if table.enumerable else len(chunks),
        prepare=partial(_set_table, plan) if shared else lambda: table,
        play=partial(_search_chunk, size=size),
        read=_read_chunk,
    )


def _search_chunk(table: _Table, number: int, *, size: int) -> bytes:
    plan = table.plan
    if table.enumerable:
        names = list(table.named)[number * size : (number + 1) * size]
        # the case's own wordings come first here as they do in the whole, and give every chunk something to beat
        bench, points = table.front(table.own | {n: table.named[n] for n in names})
        on_it = [bench.arrays.wordings[p.row] for p in points]
        made = _Chunk({n: table.own.get(n) or table.named[n] for n in on_it}, True, 0.0, bench.evaluated)
    else:
        chunks = chunks_of(plan.case.issues[plan.issue])
        found, exact, gap = bounded_front(
            plan.case, plan.issue, plan.ensemble, table.who, draws=plan.draws, talked=plan.talked,
            tabled_by=table.tabled_by, budget=share_of_budget(plan.budget, len(chunks)), within=chunks[number],
        )  # fmt: skip
        made = _Chunk(found, exact, gap, 0)
    return json.dumps([list(made.named.values()), made.exact, made.gap, made.evaluated], allow_nan=False).encode()


def _read_chunk(content: bytes) -> _Chunk:
    try:
        choices, exact, gap, evaluated = json.loads(content)
        held = [{str(k): str(o) for k, o in choice.items()} for choice in choices]
        return _Chunk({named_choice(c): c for c in held}, bool(exact), float(gap), int(evaluated))
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no chunk of a search: {error}") from error


def _tabling_job(
    table: _Table, front: list[dict[str, str]], *, shared: bool = True
) -> Job[_Table, tuple[Proposer, ...]]:
    """Return the job that ranks who should table each wording of ``front``; a part is one wording."""
    return Job(
        ("tablers", table.plan, front),
        len(front),
        partial(_set_table, table.plan) if shared else lambda: table,
        partial(_try_tablers, front=front),
        _read_tablers,
    )


def _try_tablers(table: _Table, number: int, *, front: list[dict[str, str]]) -> bytes:
    rows = [
        [p.delegation, [p.p_consensus.median, p.p_consensus.low, p.p_consensus.high], p.share, p.heard, p.reason]
        for p in table.tablers(front[number])
    ]
    return json.dumps(rows, allow_nan=False).encode()


def _read_tablers(content: bytes) -> tuple[Proposer, ...]:
    try:
        return tuple(_read_tabler(*row) for row in json.loads(content))
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no tablers: {error}") from error


def _read_tabler(delegation: Any, values: Any, share: Any, heard: Any, reason: Any) -> Proposer:
    median, low, high = (float(v) for v in values)
    pairs = tuple((str(d), float(g)) for d, g in heard)
    return Proposer(str(delegation), Band(median, low, high), float(share), pairs, str(reason))


def _point(
    table: _Table,
    bench: Bench,
    point: FrontPoint,
    choice: Mapping[str, str],
    x: np.ndarray,
    content: np.ndarray,
    before: set[str],
    floor: float,
    tablers: tuple[Proposer, ...],
) -> CompromisePoint:
    """Return everything that is said about one wording of the front."""
    plan, own, at = table.plan, table.plan.case.issues[table.plan.issue], table.wide.issues[table.plan.issue]
    known = {named_choice(c.wording.choice): c.wording.id for c in table.candidates if c.new_options}
    known |= {named_choice(in_order(own, w.choice)): w.id for w in reversed(list(own.wordings.values()))}
    name = bench.arrays.wordings[point.row]
    shown = known.get(name, name)
    game = table.game(bench, point.row)
    bloc = greatest_equilibrium(game).objectors
    seats = dict(zip(bench.arrays.actors, bench.arrays.seats.tolist(), strict=True))
    return CompromisePoint(
        wording=shown,
        choice=choice,
        text=at.compose(choice),
        move=at.wordings[shown].title if shown in at.wordings and shown not in own.wordings else "",
        p_consensus=band(point.by_member),
        share=point.p,
        utility=point.utility,
        position=float(x[point.row]),
        objectors=bloc,
        newly_lost=tuple(d for d in bloc if d not in before),
        expected_objectors=sum(seats[d] for d in bloc),
        worst_off=_worst_off(bench, content[:, point.row]),
        see=bloc_family(game, limit=PEEL_LIMIT).peel_off_sets[:5] if bloc else (),
        edits=smallest_edits(table.wide, plan.issue, choice, like=own, tabled_by=table.tabled_by) if bloc else (),
        proposers=tablers,
        tabled_by=table.tabled_by,
        fallback_utility=floor,
    )


def _content(bench: Bench) -> np.ndarray:
    return satisfaction(bench.arrays, central_positions(bench.arrays))


def _bloc(case: Case, issue: str, talked: tuple[str, ...]) -> set[str]:
    """Return who objects to the text on the table in the central world."""
    tabled = prepare_issue(case, issue, only=[case.issues[issue].tabled])
    return set(greatest_equilibrium(make_game(tabled, 0, talked=talked_mask(tabled, talked))).objectors)


def _floor(table: _Table, bench: Bench) -> float:
    """Return what the principal has if nothing is agreed."""
    case, issue = table.plan.case, table.plan.issue
    fallback, stands = case.issues[issue].fallback, np.zeros(1)
    if fallback != NO_TEXT:
        stands = central_positions(prepare_issue(case, issue, only=[fallback]))
    return float(table.who.utility(bench.arrays, stands)[0])


def _worst_off(bench: Bench, content: np.ndarray) -> tuple[str, float]:
    stated = [n for n in range(len(bench.arrays.actors)) if not bench.arrays.assumed[n]]
    if not stated:
        return "", 1.0
    worst = min(stated, key=lambda n: (content[n], n))
    return bench.arrays.actors[worst], float(content[worst])
