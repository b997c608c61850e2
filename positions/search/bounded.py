"""Branch and bound where an issue has too many combinations to look at one by one.

A node fixes the options of some clauses. Its bounds: the best utility that any position between the lowest and the
highest it can still reach has, and P(consensus) with every actor hurt as little as any completion can hurt it (nearest
reachable position, only the red lines and demands that are already decided, nobody following anybody). A node is
closed when a wording already found is at least as useful as its first bound and passes at least as often as its
second. When the budget runs out, the largest distance between an open node's bound and what is found is reported.

The space is searched in fixed chunks that know nothing of each other, so that anybody can search any of them: a chunk
fixes the options of the heaviest clauses, and the budget is shared out evenly. That a chunk does not see what the
others found costs some pruning; that every part of the space is looked at is worth more where a budget runs out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import product

import numpy as np

from positions.arrays import Floats
from positions.game import firmness_against, on_grid, prepare_issue, seat_drawn
from positions.model import Case, Issue
from positions.search.evaluate import Bench, open_bench
from positions.search.front import overall
from positions.search.principal import Principal
from positions.simulation import Ensemble, option_strengths
from positions.simulation.prepared import PreparedWording, prepare_wording

__all__ = ["Chunk", "Found", "bounded_front", "chunks_of", "joined", "share_of_budget"]

FEWEST_CHUNKS = 16
Chunk = dict[str, str]
Found = tuple[dict[str, dict[str, str]], bool, float]


@dataclass(slots=True)
class _Found:
    """Wordings found so far: utility, P and choice."""

    points: list[tuple[float, float, dict[str, str]]] = field(default_factory=list)

    def bar(self, utility: float) -> float:
        """The best P among those at least as useful."""
        return max((p for u, p, _ in self.points if u >= utility - 1e-12), default=-1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Hunt:
    """What every node needs."""

    case: Case
    issue: Issue
    who: Principal
    bench: Bench
    clauses: tuple[str, ...]  # heaviest first
    low: Floats  # (K, M): least weighted strength of each clause
    high: Floats
    each: Mapping[tuple[str, str], Floats]  # (clause, option) -> (M,) weighted strength
    tabled_by: str

    def reach(self, choice: Mapping[str, str]) -> tuple[Floats, Floats]:
        """Return the lowest and highest position of any completion, (M,) each."""
        low, high = np.zeros(self.bench.ensemble.size), np.zeros(self.bench.ensemble.size)
        for n, k in enumerate(self.clauses):
            if k in choice:
                low, high = low + self.each[k, choice[k]], high + self.each[k, choice[k]]
            else:
                low, high = low + self.low[n], high + self.high[n]
        return on_grid(low), on_grid(high)

    def best_utility(self, choice: Mapping[str, str]) -> float:
        """Return an upper bound of the utility of any completion: the best at the ends or a turning point between."""
        at = self.issue
        middle = [(k, [o.strength[1] for o in at.clauses[k].options.values()]) for k in self.clauses]
        total = sum(c.weight for c in at.clauses.values())
        ends = [0.0, 0.0]
        for k, values in middle:
            weight = at.clauses[k].weight / total
            fixed = at.clauses[k].options[choice[k]].strength[1] if k in choice else None
            ends[0] += weight * (min(values) if fixed is None else fixed)
            ends[1] += weight * (max(values) if fixed is None else fixed)
        ideals = self.bench.arrays.ideal[[self.bench.arrays.actor(m) for m in self.who.members]]
        # a mean of distances is least at an ideal point, the largest of them half-way between the outermost ones
        turns = np.array([*ideals, *([(ideals.min() + ideals.max()) / 2] if ideals.size else [])])
        where = np.array([*ends, *turns[(turns > ends[0]) & (turns < ends[1])]])
        return float(self.who.utility(self.bench.arrays, where).max())

    def easiest(self, choice: Mapping[str, str]) -> PreparedWording:
        """Return a wording that hurts nobody more than any completion does."""
        low, high = self.reach(choice)
        arrays, room = self.bench.arrays, self.bench.room
        least = np.zeros(len(arrays.actors))
        for (k, o), column in zip(arrays.option_keys, arrays.red.T, strict=True):
            if choice.get(k) == o:
                least += column
        for d, allowed, firm in zip(arrays.demand_actor, arrays.demand_options, arrays.demand_firmness, strict=True):
            inside = {arrays.option_keys[o] for o in np.flatnonzero(allowed)}
            clause = next(iter(inside))[0]
            if clause in choice and (clause, choice[clause]) not in inside:
                least[d] += firm
        # what a text hurts falls up to the ideal point and rises from there: the reachable position nearest to it is
        # the least; a talk only makes it less, and the chair may table it more kindly than anybody
        ideal = room.ideal
        nearest = np.clip(ideal, low, high)
        limited = (room.low > 0) & (nearest < ideal)
        beyond = nearest > ideal
        short = np.where(limited, room.low - nearest, -np.inf)
        gap = on_grid(np.where(beyond, nearest - room.high, short))
        gap = np.where(room.floor[:, None], np.where(nearest < ideal, on_grid(-nearest), -np.inf), gap)
        talked = np.isin(arrays.actors, self.bench.talked)[:, None]
        gap = np.where(talked, np.minimum(gap, 0.0), gap)
        put = prepare_wording(replace(arrays, stands=np.zeros_like(arrays.stands)), 0, low, room)
        return replace(
            put,
            gap=gap.astype(np.float32),
            cap=on_grid(np.abs(nearest - ideal)).astype(np.float32),
            firm=least.astype(np.float32),
            follow_scale=np.zeros_like(put.follow_scale),
        )


def bounded_front(
    case: Case,
    issue: str,
    ensemble: Ensemble,
    who: Principal,
    *,
    draws: int,
    talked: tuple[str, ...],
    tabled_by: str,
    budget: int,
    within: Mapping[str, str] | None = None,
) -> tuple[dict[str, dict[str, str]], bool, float]:
    """Search with bounds; ``within`` (clause to option) looks only at wordings that choose so.

    Returns
    -------
    named : dict
        Wordings worth playing out: the front found, and the issue's own wordings.
    exact : bool
        True when every node was closed.
    gap : float
        Otherwise an upper bound of what P(consensus) could gain at some utility.
    """
    hunt = _prepare(case, issue, ensemble, who, draws, talked, tabled_by)
    found = _Found()
    for w in case.issues[issue].wordings.values():
        _try(hunt, dict(w.choice), found)
    root = dict(within or {})
    heap: list[tuple[float, float, int, dict[str, str]]] = [(-hunt.best_utility(root), -1.0, 0, root)]
    if not _sensible(hunt.issue, root) or not _allowed(hunt, root):
        heap = []
    tick = 0
    while heap and tick < budget:
        useful, _, _, choice = heappop(heap)
        if found.bar(-useful) >= 1.0:
            continue
        open_clauses = [k for k in hunt.clauses if k not in choice]
        for o in hunt.issue.clauses[open_clauses[0]].options:
            tick += 1
            child = {**choice, open_clauses[0]: o}
            if not _sensible(hunt.issue, child) or not _allowed(hunt, child):
                continue
            if len(open_clauses) == 1:
                _try(hunt, child, found)
                continue
            best = hunt.best_utility(child)
            bar = found.bar(best)
            p = hunt.bench.bound(hunt.easiest(child))
            if p > bar:
                heappush(heap, (-best, -p, tick, child))
    gap = max((max(0.0, -p - found.bar(-u)) for u, p, _, _ in heap), default=0.0)
    named = {"+".join(f"{k}={c[k]}" for k in hunt.issue.clauses): c for _, _, c in found.points}
    ordered = {name: {k: c[k] for k in hunt.issue.clauses} for name, c in named.items()}
    return ordered, gap == 0.0, min(1.0, gap)


def _prepare(
    case: Case, issue: str, ensemble: Ensemble, who: Principal, draws: int, talked: tuple[str, ...], tabled_by: str
) -> _Hunt:
    at = case.issues[issue]
    start = {at.tabled: dict(at.wordings[at.tabled].choice)}
    bench = open_bench(case, issue, start, ensemble, draws=draws, talked=talked, tabled_by=tabled_by)
    strength = option_strengths(bench.arrays, ensemble.size, ensemble.seed) * bench.arrays.option_weight  # (M, O)
    each = {key: strength[:, n] for n, key in enumerate(bench.arrays.option_keys)}
    clauses = tuple(sorted(at.clauses, key=lambda k: (-at.clauses[k].weight, k)))
    stacked = [np.stack([each[k, o] for o in at.clauses[k].options]) for k in clauses]
    low, high = (np.stack([f(s, axis=0) for s in stacked]) for f in (np.min, np.max))
    return _Hunt(case, at, who, bench, clauses, low, high, each, tabled_by)


def _try(hunt: _Hunt, choice: dict[str, str], found: _Found) -> None:
    """Play a complete wording if it may be better than what is found."""
    if not hunt.issue.makes_sense(choice) or not _allowed(hunt, choice):
        return
    bench = hunt.bench
    arrays = seat_drawn(prepare_issue(hunt.case, hunt.issue.id, choices={"w": choice}, tabled_by=hunt.tabled_by))
    red, unmet = firmness_against(arrays)
    x, _ = hunt.reach(choice)
    talked = np.isin(arrays.actors, bench.talked)
    wording = prepare_wording(arrays, 0, x, bench.room, talked=talked, firmness=red + unmet)
    utility = hunt.best_utility(choice)
    by_member = bench.try_wording(wording, found.bar(utility))
    if by_member is not None and overall(by_member) > found.bar(utility):
        found.points.append((utility, overall(by_member), choice))


def _sensible(issue: Issue, choice: Mapping[str, str]) -> bool:
    return all(
        other.clause not in choice or choice[other.clause] in other.options
        for k, o in choice.items()
        for other in issue.clauses[k].options[o].only_with
    )


def _allowed(hunt: _Hunt, choice: Mapping[str, str]) -> bool:
    """Whether no red line of the principal is crossed and none of its demands is already unmet."""
    arrays = hunt.bench.arrays
    rows = {arrays.actor(m) for m in hunt.who.members}
    for n, (k, o) in enumerate(arrays.option_keys):
        if choice.get(k) == o and any(arrays.red[d, n] > 0 for d in rows):
            return False
    for d, allowed in zip(arrays.demand_actor, arrays.demand_options, strict=True):
        inside = {arrays.option_keys[o] for o in np.flatnonzero(allowed)}
        clause = next(iter(inside))[0]
        if int(d) in rows and clause in choice and (clause, choice[clause]) not in inside:
            return False
    return True


def chunks_of(issue: Issue) -> tuple[Chunk, ...]:
    """Return the choices that cut an issue's space: all options of as many heavy clauses as give 16 or more chunks.

    At least one clause stays open.
    """
    fixed: list[str] = []
    size = 1
    heavy = sorted(issue.clauses, key=lambda k: (-issue.clauses[k].weight, k))
    for k in heavy[:-1]:
        if size >= FEWEST_CHUNKS:
            break
        fixed.append(k)
        size *= len(issue.clauses[k].options)
    return tuple(dict(zip(fixed, o, strict=True)) for o in product(*(issue.clauses[k].options for k in fixed)))


def share_of_budget(budget: int, chunks: int) -> int:
    """Return how many partial wordings one chunk may look at."""
    return -(-budget // chunks)


def joined(parts: Iterable[Found]) -> Found:
    """Put together what was found in all chunks: the wordings, whether every chunk is closed, the largest gap."""
    named: dict[str, dict[str, str]] = {}
    exact, gap = True, 0.0
    for found, closed, left in parts:
        named |= {name: choice for name, choice in found.items() if name not in named}
        exact, gap = exact and closed, max(gap, left)
    return named, exact, gap
