"""The objection game and the search: one wording, a whole conference, many wordings, and how they grow."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.bench_record import MEMBERS, QUICK, Page
from benchmarks.conference import conference
from benchmarks.timing import exponent, peak_of, timed

__all__ = ["deciding", "ensemble_of", "growth", "memory", "one_wording", "whole_conference", "wording_search"]


def deciding(case, count: int):
    """Leave ``count`` delegations that can object; the others observe."""
    held = list(case.delegations)
    return replace(
        case,
        delegations={
            d: replace(case.delegations[d], right="party" if n < count else "observer") for n, d in enumerate(held)
        },
    )


def ensemble_of(members: int = MEMBERS):
    from positions.model import PARAMETERS
    from positions.simulation import make_ensemble

    return make_ensemble(PARAMETERS, members=members, seed=1)


def one_wording(page: Page) -> None:
    from positions.game import prepare_issue
    from positions.simulation.draws import block_sizes, draw_block
    from positions.simulation.kernel import play
    from positions.simulation.simulate import prepare_simulation, simulate_issue

    draws = (10_000 if QUICK else 100_000) // MEMBERS + 1
    case = deciding(conference(issues=1, wordings=1), 60)
    arrays, ensemble = prepare_issue(case, "i00"), ensemble_of()
    prepared = prepare_simulation(arrays, ensemble, tried=("w0",), draws=draws)
    active = prepared.games[0].columns.size
    count = active * draws * MEMBERS
    rng = np.random.Generator(np.random.SFC64(1))
    numpy_draws = timed(lambda: rng.standard_normal(count, dtype=np.float32))

    def equilibria() -> None:
        for n, size in enumerate(block_sizes(draws, MEMBERS)):
            play(prepared.games[0], draw_block(arrays, prepared.columns, ensemble, n, size)).least()

    bare = timed(equilibria)
    whole = timed(lambda: simulate_issue(arrays, ensemble, tried=("w0",), draws=draws))
    ratio = bare.median / numpy_draws.median
    page.target(
        f"one wording, 193 delegations of which {active} can object, {draws * MEMBERS:,} worlds: both equilibria",
        f"3 x NumPy's draw of {count / 1e6:.1f} M float32 normals",
        f"{ratio:.1f} x; {bare.words()}, NumPy {numpy_draws.words()}",
        ratio / 3,
    )  # fmt: skip
    ratio = whole.median / numpy_draws.median
    page.target(
        "the same with states, blocs, co-blocking, pivots and peel order", "3 x the same draw",
        f"{ratio:.1f} x; {whole.words()}", ratio / 3,
    )  # fmt: skip


def memory(page: Page) -> None:
    code = """
from benchmarks.bench_game import deciding, ensemble_of
from benchmarks.conference import conference
from positions.game import prepare_issue
from positions.simulation.simulate import simulate_issue
case = deciding(conference(issues=1, wordings=1), 60)
simulate_issue(prepare_issue(case, "i00"), ensemble_of(), tried=("w0",), draws={draws})
"""
    for worlds in (10_000, 100_000) if QUICK else (10_000, 100_000, 1_000_000):
        page.memory.append((worlds, peak_of(code.format(draws=worlds // MEMBERS + 1))))
    first, last = page.memory[0][1], max(mb for _, mb in page.memory)
    said = ", ".join(f"{mb:.0f} MB at {n:,}" for n, mb in page.memory)
    page.target("peak memory of that, by worlds", "flat, under 300 MB", said, max(last / 300, last / (1.15 * first)))


def whole_conference(page: Page) -> None:
    from positions.game import prepare_issue
    from positions.simulation.simulate import simulate_issue
    from positions.work import mapper

    issues = 2 if QUICK else 50
    case, ensemble = conference(issues=issues), ensemble_of()
    draws = 10_000 // MEMBERS + 1

    def run() -> None:
        for issue in case.issues.values():
            simulate_issue(prepare_issue(case, issue.id), ensemble, tried=issue.try_order(), draws=draws)

    def shared() -> None:
        with mapper(2) as workers:
            arrays = (prepare_issue(case, i) for i in case.issues)
            for _ in workers(partial(_one_issue, ensemble, draws), zip(arrays, case.issues.values(), strict=True)):
                pass

    for how, work in (("two processes", shared), ("one process", run)):
        found = timed(work, repeats=3, most=60)
        scaled = found.median * 50 / issues
        page.target(
            f"193 delegations x {issues} issues x 4 wordings x 10,000 worlds over {MEMBERS} parameter sets, {how}",
            "10 s for 50 issues", f"{found.words()}" + (f", {scaled:.0f} s for 50" if issues != 50 else ""),
            scaled / 10,
        )  # fmt: skip
    code = """
from benchmarks.bench_game import ensemble_of
from benchmarks.conference import conference
from positions.game import prepare_issue
from positions.simulation.simulate import simulate_issue
case = conference(issues={issues})
kept = []
for i, issue in case.issues.items():
    kept.append(simulate_issue(prepare_issue(case, i), ensemble_of(), tried=issue.try_order(), draws=157))
"""
    peak = peak_of(code.format(issues=issues))
    page.target(f"peak memory of that ({issues} issues, all results kept)", "500 MB", f"{peak:.0f} MB", peak / 500)


def _one_issue(ensemble, draws: int, work):
    from positions.simulation.simulate import simulate_issue

    arrays, issue = work
    return simulate_issue(arrays, ensemble, tried=issue.try_order(), draws=draws)


def wording_search(page: Page) -> None:
    """Sixty delegations that all can object; for the worst-off, and for one delegation, whose front is the longest."""
    from positions.search.search import search_compromise

    clauses, draws = (4, 16) if QUICK else (6, 157)
    case = conference(delegations=60, issues=1, clauses=clauses, options=4, can_object=1.0, associations=10, seed=3)
    for whom, name in (("worst", "the worst-off"), ("d001", "one delegation")):
        search = partial(
            search_compromise, case, "i00", ensemble_of(), draws=draws, moves=False, proposers=False, principal=whom
        )
        found = timed(search, repeats=3)
        page.target(
            f"wording search for {name}, {4**clauses:,} wordings, 60 objectors, {draws * MEMBERS:,} worlds each, "
            f"exact: {found.answer.exact}, a front of {len(found.answer.front)}",
            "5 s", found.words(), found.median / 5,
        )  # fmt: skip
    wide = conference(issues=1, clauses=clauses, options=4)
    found = timed(
        lambda: search_compromise(wide, "i00", ensemble_of(), draws=16, moves=False, proposers=False), repeats=3
    )
    page.target(
        f"the same for 193 delegations, 1,024 worlds each, exact: {found.answer.exact}",
        "5 s", found.words(), found.median / 5,
    )  # fmt: skip


def growth(page: Page) -> None:
    from positions.game import prepare_issue
    from positions.search.search import search_compromise
    from positions.simulation.simulate import simulate_issue

    ensemble = ensemble_of()

    def simulated(delegations: int, issues: int, draws: int) -> float:
        case = conference(delegations=delegations, issues=issues)

        def run() -> None:
            for i in case.issues.values():
                simulate_issue(prepare_issue(case, i.id), ensemble, tried=i.try_order(), draws=draws)

        return timed(run, repeats=3, most=20, clock=time.process_time).median

    def searched(clauses: int) -> float:
        case = conference(delegations=60, issues=1, clauses=clauses, options=4)
        return timed(
            lambda: search_compromise(case, "i00", ensemble, draws=16, moves=False, proposers=False),
            repeats=3,
            clock=time.process_time,
        ).median

    many = (24, 48, 96) if QUICK else (24, 48, 96, 193, 386)
    page.growth.append(("delegations", list(many), [simulated(d, 1, 128) for d in many]))
    many = (1, 2, 4) if QUICK else (1, 2, 4, 8)
    page.growth.append(("issues", list(many), [simulated(48, i, 128) for i in many]))
    many = (128, 256, 512) if QUICK else (128, 256, 512, 1024, 2048)
    page.growth.append(("worlds", [n * MEMBERS for n in many], [simulated(24, 1, n) for n in many]))
    many = (2, 3, 4) if QUICK else (2, 3, 4, 5, 6)
    page.growth.append(("wordings searched", [4**k for k in many], [searched(k) for k in many]))
    for what, sizes, seconds in page.growth:
        print(f"growth over {what}: exponent {exponent(sizes, seconds):.2f}", flush=True)
