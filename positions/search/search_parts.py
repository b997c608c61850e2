"""The wordings of a search in fixed chunks, each searched by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from positions.game import central_positions, issue_arrays
from positions.model import Case
from positions.search.bounded import bounded_front
from positions.search.bounded_chunks import chunks_of, share_of_budget
from positions.search.evaluate import Bench, Worlds, open_bench
from positions.search.front import FrontPoint, pareto_front
from positions.search.principal import Principal, principal_for
from positions.search.space import ENUMERABLE, in_order, named_choice, own_combinations, space_size
from positions.search.widen import widen
from positions.simulation import Ensemble
from positions.work import Job, content_key

__all__ = ["Chunk", "SearchPlan", "SearchTable", "enumerable", "search_job", "set_table"]

PART_WORDINGS = 256  # wordings of a chunk; who plays it changes nothing
Choices = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class SearchPlan:
    """What is searched; see :func:`positions.search.search_compromise`."""

    case: Case
    issue: str
    ensemble: Ensemble
    principal: str = ""
    draws: int = 160
    talked: tuple[str, ...] = ()
    tabled_by: str | None = None
    moves: bool = True
    proposers: bool = True
    budget: int = 20_000

    def arguments(self) -> dict[str, Any]:
        """Return the plan as arguments of ``search_compromise``."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class SearchTable:
    """What all parts share. ``named`` is every wording where they can be enumerated, else the candidates alone."""

    plan: SearchPlan
    wide: Case
    who: Principal
    tabled_by: str
    own: Choices
    named: Choices
    worlds: Worlds

    def front(self, named: Mapping[str, Mapping[str, str]]) -> tuple[Bench, tuple[FrontPoint, ...]]:
        """Return the front of some wordings, in their order."""
        bench = open_bench(
            self.wide,
            self.plan.issue,
            named,
            self.plan.ensemble,
            draws=self.plan.draws,
            talked=self.plan.talked,
            tabled_by=self.tabled_by,
            worlds=self.worlds,
        )
        x = central_positions(bench.arrays)
        return bench, pareto_front(bench, self.who.utility(bench.arrays, x), self.who.allowed(bench.arrays))


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a chunk gave: wordings that may be on the front."""

    named: Choices
    exact: bool
    gap: float
    evaluated: int


def enumerable(plan: SearchPlan) -> bool:
    """Whether all combinations are looked at one by one."""
    return space_size(plan.case.issues[plan.issue]) <= ENUMERABLE


def set_table(plan: SearchPlan) -> SearchTable:
    """Make what all parts share."""
    case, own = plan.case, plan.case.issues[plan.issue]
    wide, candidates = widen(case, plan.issue) if plan.moves else (case, ())
    by = own.wordings[own.tabled].tabled_by if plan.tabled_by is None else plan.tabled_by
    named = own_combinations(own) if enumerable(plan) else {}
    named |= {named_choice(c.wording.choice): dict(c.wording.choice) for c in candidates}
    mine = {named_choice(c): c for c in (in_order(own, w.choice) for w in own.wordings.values())}
    who = principal_for(case, issue_arrays(case, plan.issue), plan.principal or case.meeting.principal)
    bench = open_bench(
        wide, plan.issue, mine, plan.ensemble, draws=plan.draws, talked=plan.talked, tabled_by=by
    )  # fmt: skip
    return SearchTable(plan, wide, who, by, mine, named, bench.luck)


def search_job(table: SearchTable) -> Job[SearchTable, Chunk]:
    """Return the job that looks through all wordings; a part is a chunk of them."""
    plan = table.plan
    chunks = chunks_of(plan.case.issues[plan.issue])
    return Job(
        key=content_key("search", PART_WORDINGS, plan),
        parts=-(-len(table.named) // PART_WORDINGS) if enumerable(plan) else len(chunks),
        prepare=partial(set_table, plan),
        play=_search_chunk,
        read=_read_chunk,
    )


def _search_chunk(table: SearchTable, number: int) -> bytes:
    plan = table.plan
    if enumerable(plan):
        names = list(table.named)[number * PART_WORDINGS : (number + 1) * PART_WORDINGS]
        # the case's own wordings come first here as they do in the whole, and give every chunk something to beat
        bench, points = table.front(table.own | {n: table.named[n] for n in names})
        on_it = [bench.arrays.wordings[p.row] for p in points]
        made = Chunk({n: table.own.get(n) or table.named[n] for n in on_it}, True, 0.0, bench.evaluated)
    else:
        chunks = chunks_of(plan.case.issues[plan.issue])
        found, exact, gap = bounded_front(
            plan.case, plan.issue, plan.ensemble, table.who, draws=plan.draws, talked=plan.talked,
            tabled_by=table.tabled_by, budget=share_of_budget(plan.budget, len(chunks)), within=chunks[number],
        )  # fmt: skip
        made = Chunk(found, exact, gap, 0)
    return json.dumps([list(made.named.values()), made.exact, made.gap, made.evaluated], allow_nan=False).encode()


def _read_chunk(content: bytes) -> Chunk:
    try:
        choices, exact, gap, evaluated = json.loads(content)
        held = [{str(k): str(o) for k, o in choice.items()} for choice in choices]
        return Chunk({named_choice(c): c for c in held}, bool(exact), float(gap), int(evaluated))
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no chunk of a search: {error}") from error
