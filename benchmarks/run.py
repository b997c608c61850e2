"""Ours beside the peers, in one run: writes docs/benchmarks.md and its pictures. ``make bench`` runs it.

python benchmarks/run.py            everything (about ten minutes on two idle cores)
python benchmarks/run.py --quick    smaller and fewer, to try the script; says so in the page
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import datetime  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from dataclasses import dataclass, field, replace  # noqa: E402
from importlib.metadata import version  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.conference import conference  # noqa: E402
from benchmarks.timing import Timed, duration, exponent, peak_of, peer, timed, timed_command  # noqa: E402
from positions import __version__  # noqa: E402

QUICK = "--quick" in sys.argv[1:]
MEMBERS = 64


@dataclass
class Page:
    """What is written."""

    targets: list[tuple[str, str, str, str]] = field(default_factory=list)
    peers: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    growth: list[tuple[str, list[float], list[float]]] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)

    def target(self, work: str, target: str, measured: str, ratio: float) -> None:
        """``ratio`` is measured over target: at most 1 is met."""
        said = "met" if ratio <= 1.0 else f"missed, {ratio:.2g} x the target"
        self.targets.append((work, target, measured, said))
        print(f"{work}: {measured}; target {target}: {said}", flush=True)

    def peer(self, work: str, ours: Timed, name: str, theirs: Timed | str, wrong: str = "") -> None:
        if isinstance(theirs, str):
            row = (work, ours.words(), name, theirs, "-")
        else:
            ratio = theirs.median / ours.median
            said = f"{ratio:.3g} x our time" + (f"; **wrong**: {wrong}" if wrong else "; same answer")
            row = (work, ours.words(), f"{name} {theirs.answer['version']}", theirs.words(), said)
        self.peers.append(row)
        print(" | ".join(row), flush=True)


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
    from positions.matrices import issue_arrays
    from positions.simulation.kernel import play
    from positions.simulation.simulate import set_stage, simulate_issue
    from positions.simulation.worlds import block_sizes, hardness_block

    draws = (10_000 if QUICK else 100_000) // MEMBERS + 1
    case = deciding(conference(issues=1, wordings=1), 60)
    arrays, ensemble = issue_arrays(case, "i00"), ensemble_of()
    stage = set_stage(arrays, ensemble, tried=("w0",), draws=draws)
    active = stage.boards[0].columns.size
    count = active * draws * MEMBERS
    rng = np.random.Generator(np.random.SFC64(1))
    numpy_draws = timed(lambda: rng.standard_normal(count, dtype=np.float32))

    def equilibria() -> None:
        for n, size in enumerate(block_sizes(draws, MEMBERS)):
            play(stage.boards[0], hardness_block(arrays, stage.columns, ensemble, n, size)).least()

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
from benchmarks.run import deciding, ensemble_of, conference
from positions.matrices import issue_arrays
from positions.simulation.simulate import simulate_issue
case = deciding(conference(issues=1, wordings=1), 60)
simulate_issue(issue_arrays(case, "i00"), ensemble_of(), tried=("w0",), draws={draws})
"""
    for worlds in (10_000, 100_000) if QUICK else (10_000, 100_000, 1_000_000):
        page.memory.append((worlds, peak_of(code.format(draws=worlds // MEMBERS + 1))))
    first, last = page.memory[0][1], max(mb for _, mb in page.memory)
    said = ", ".join(f"{mb:.0f} MB at {n:,}" for n, mb in page.memory)
    page.target("peak memory of that, by worlds", "flat, under 300 MB", said, max(last / 300, last / (1.15 * first)))


def whole_conference(page: Page) -> None:
    from positions.matrices import issue_arrays
    from positions.simulation.simulate import simulate_issue

    issues = 2 if QUICK else 50
    case, ensemble = conference(issues=issues), ensemble_of()
    draws = 10_000 // MEMBERS + 1

    def run() -> None:
        for issue in case.issues.values():
            simulate_issue(issue_arrays(case, issue.id), ensemble, tried=issue.try_order(), draws=draws)

    found = timed(run, repeats=3, most=60)
    scaled = found.median * 50 / issues
    page.target(
        f"193 delegations x {issues} issues x 4 wordings x 10,000 worlds over {MEMBERS} parameter sets, one core",
        "10 s for 50 issues", f"{found.words()}" + (f", {scaled:.0f} s for 50" if issues != 50 else ""), scaled / 10,
    )  # fmt: skip
    code = """
from benchmarks.run import ensemble_of, conference
from positions.matrices import issue_arrays
from positions.simulation.simulate import simulate_issue
case = conference(issues={issues})
kept = []
for i, issue in case.issues.items():
    kept.append(simulate_issue(issue_arrays(case, i), ensemble_of(), tried=issue.try_order(), draws=157))
"""
    peak = peak_of(code.format(issues=issues))
    page.target(f"peak memory of that ({issues} issues, all results kept)", "500 MB", f"{peak:.0f} MB", peak / 500)


def wording_search(page: Page) -> None:
    from positions.compromise import search_compromise

    clauses = 4 if QUICK else 6
    case = conference(issues=1, clauses=clauses, options=4)
    found = timed(
        lambda: search_compromise(case, "i00", ensemble_of(), draws=16, moves=False, proposers=False), repeats=3
    )
    page.target(
        f"wording search, {4**clauses:,} wordings, 193 delegations, 1,024 worlds each, exact: {found.answer.exact}",
        "5 s", found.words(), found.median / 5,
    )  # fmt: skip


def stances_of(delegations: int, issues: int, missing: float) -> np.ndarray:
    rng = np.random.default_rng(7)
    camp = rng.integers(0, 4, delegations)
    centre = rng.choice([-1.0, 0.0, 1.0], (4, issues))
    made = np.where(
        rng.random((delegations, issues)) < 0.75, centre[camp], rng.choice([-1.0, 0.0, 1.0], (delegations, issues))
    )
    return np.where(rng.random(made.shape) < missing, np.nan, made)


def agreement(page: Page) -> None:
    from positions.agreement import community_stability, pairwise_agreement

    x = stances_of(193, 200, 0.3)
    ours = timed(lambda: pairwise_agreement(x, span=2.0), repeats=15)
    page.target("agreement of 193 x 200, 30 % missing", "10 ms", ours.words(), ours.median / 0.010)
    loops = timed(lambda: _plain_agreement(x), repeats=1)
    gap = float(np.nanmax(np.abs(loops.answer - ours.answer.agreement)))
    page.peers.append(("agreement, 193 x 200", ours.words(), "plain loops", loops.words(),
                       f"{loops.median / ours.median:.3g} x our time; largest difference {gap:.1g}"))  # fmt: skip
    with_all = timed(lambda: community_stability(x, rng=np.random.default_rng(1), span=2.0, runs=100), repeats=2)
    page.target("communities with 100 bootstraps on that", "5 s", with_all.words(), with_all.median / 5)
    a = ours.answer.agreement
    votes = [[None if np.isnan(v) else int(v) for v in row] for row in x]
    dwarf = peer("red-dwarf", {"stances": votes, "repeats": 3})
    page.peer("agreement (theirs: PCA and k-means clusters), 193 x 200", ours, "red-dwarf", dwarf)
    if not isinstance(dwarf, str):
        page.peers[-1] = (*page.peers[-1][:4], f"{dwarf.median / ours.median:.3g} x our time; answers another question")
        page.target("agreement against the red-dwarf pipeline", "30 x faster",
                    f"{dwarf.median / ours.median:.0f} x", 30 * ours.median / dwarf.median)  # fmt: skip
    rows = [[None if np.isnan(v) else float(v) for v in row] for row in a]
    nx = peer("networkx", {"agreement": rows, "cut": 0.6, "repeats": 3})
    page.peer("communities with 100 bootstraps (theirs: one Louvain run on a cut graph)", with_all, "networkx", nx)
    if not isinstance(nx, str):
        page.peers[-1] = (
            *page.peers[-1][:4],
            f"{100 * nx.median / with_all.median:.3g} x our time for 100 runs of theirs",
        )


def _plain_agreement(x: np.ndarray) -> np.ndarray:
    made = np.full((len(x), len(x)), np.nan)
    rows = x.tolist()
    for i, a in enumerate(rows):
        for j, b in enumerate(rows):
            total, count = 0.0, 0
            for u, v in zip(a, b, strict=True):
                if u == u and v == v:
                    total += 1 - abs(u - v) / 2
                    count += 1
            if count:
                made[i, j] = total / count
    return made


def voting_power(page: Page) -> None:
    from positions.voting import banzhaf, shapley_shubik, weighted_game

    rng = np.random.default_rng(3)
    for players in (27, 193):
        weights = [int(w) for w in rng.integers(1, 60, players)]
        quota = int(0.65 * sum(weights)) + 1
        for index, compute, limit in (("banzhaf", banzhaf, 0.015), ("shapley-shubik", shapley_shubik, 0.3)):
            ours = timed(lambda: compute(weighted_game(weights, quota)), repeats=9)  # noqa: B023
            mine = ours.answer / ours.answer.sum()
            exact = _exact(weights, quota, index)
            error = float(np.abs(mine - exact).max())
            if players == 193:
                page.target(f"{index}, {players} weighted voters", duration(limit) + ", right to 1e-9",
                            f"{ours.words()}, off by {error:.1g}", max(ours.median / limit, error / 1e-9))  # fmt: skip
            for name in ("power_bdd", "powerindex", "powerindices", "tucoopy"):
                theirs = peer(name, {"weights": weights, "quota": quota, "index": index, "repeats": 3})
                wrong = ""
                if not isinstance(theirs, str):
                    got = np.array(theirs.answer["answer"], dtype=float)[-players:]
                    off = float(np.abs(got / got.sum() - exact).max())
                    low = " (negative power)" if (got < 0).any() else ""
                    wrong = f"off by {off:.1g}{low}" if not off < 1e-9 else ""
                page.peer(f"{index}, {players} voters", ours, name, theirs, wrong)


def _exact(weights: list[int], quota: int, index: str) -> np.ndarray:
    """The plain twin: whole-number generating functions of any length, so with no rounding at all."""
    from fractions import Fraction
    from math import factorial

    n = len(weights)
    if index == "banzhaf":
        ways = [0] * quota
        ways[0] = 1
        for w in weights:
            for s in range(quota - 1, w - 1, -1):
                ways[s] += ways[s - w]
        swings = []
        for w in weights:
            without = ways[:]
            for s in range(w, quota):
                without[s] -= without[s - w]
            swings.append(sum(without[max(0, quota - w) :]))
        total = sum(swings)
        return np.array([float(Fraction(s, total)) for s in swings])
    sizes = [[0] * quota for _ in range(n + 1)]  # by how many are in, then by weight; numpy objects keep it short
    table = np.array(sizes, dtype=object)
    table[0, 0] = 1
    for w in weights:
        if w < quota:
            table[1:, w:] = table[1:, w:] + table[:-1, : quota - w]
    made = []
    for w in weights:
        without = table.copy()
        if w < quota:
            for k in range(1, n + 1):
                without[k, w:] = without[k, w:] - without[k - 1, : quota - w]
        counts = without[:, max(0, quota - w) :].sum(axis=1)
        share = sum(
            Fraction(int(c) * factorial(k) * factorial(n - k - 1), factorial(n)) for k, c in enumerate(counts[:n])
        )
        made.append(float(share))
    return np.array(made)


def blocking(page: Page) -> None:
    from positions.voting import count_minimal_blocking, eu_council, game_of, minimal_blocking

    people = sorted((int(p) for p in np.random.default_rng(2).pareto(0.9, 27) * 3000 + 500), reverse=True)
    game = game_of(eu_council(people), 27)
    counted = timed(lambda: count_minimal_blocking(game), repeats=3)
    page.target(f"minimal blocking coalitions of 27, double majority: {sum(counted.answer.by_size.values()):,} counted",
                "2 s", counted.words(), counted.median / 2)  # fmt: skip
    listed = timed(lambda: list(minimal_blocking(game, max_size=12)), repeats=3)
    page.target(
        f"those of at most 12 members: {len(listed.answer):,} listed", "0.5 s", listed.words(), listed.median / 0.5
    )


def forecasts(page: Page) -> None:
    from positions.reference import challenge, exchange

    rng = np.random.default_rng(4)
    run = timed(lambda: challenge(rng.random(200), rng.random(200), rng.random(200), rounds=10), repeats=5)
    page.target("expected-utility model, 200 actors x 10 rounds", "0.5 s", run.words(), run.median / 0.5)
    x, s, c = rng.random((40, 10)), rng.random((40, 10)), rng.random((40, 10))
    run = timed(lambda: exchange(x, s, c, rounds=10), repeats=3)
    page.target("exchange model, 40 actors x 10 issues (made up), 10 rounds", "0.5 s", run.words(), run.median / 0.5)


def pareto(page: Page) -> None:
    """negmas on the Pareto points of 10,000 outcomes for 20 parties; ours is the Nash point of the same outcomes."""
    u = np.random.default_rng(5).random((10_000, 20))
    ours = timed(lambda: (_pareto(u), int(np.log(np.maximum(u, 1e-12)).sum(axis=1).argmax())), repeats=3)
    theirs = peer("negmas", {"utilities": u.tolist(), "repeats": 2})
    wrong = ""
    if not isinstance(theirs, str):
        got = theirs.answer["answer"]
        wrong = "" if got["pareto"] == ours.answer[0].tolist() and got["nash"] == ours.answer[1] else "other points"
    page.peer("Pareto and Nash points, 10,000 outcomes x 20 parties", ours, "negmas", theirs, wrong)


def _pareto(u: np.ndarray) -> np.ndarray:
    """Rows that no other row beats, by blocks: the plain NumPy way, for comparison only."""
    keep = np.ones(len(u), dtype=bool)
    order = np.argsort(-u.sum(axis=1), kind="stable")
    best = u[order]
    for n in range(len(u)):
        ahead = best[:n]
        keep[order[n]] = not ((ahead >= best[n]).all(axis=1) & (ahead > best[n]).any(axis=1)).any()
    return np.flatnonzero(keep)


def commands(page: Page) -> None:
    from benchmarks.case_folder import write_case

    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        shown = timed_command(["--help"], here)
        page.target("positions --help", "0.3 s", shown.words(), shown.median / 0.3)
        write_case(conference(delegations=193, issues=5 if QUICK else 50), here / "big")
        checked = timed_command(["check", "big"], here, repeats=3)
        ok = "" if checked.answer == 0 else f" (exit {checked.answer})"
        page.target("positions check on 193 x 50", "1.5 s", checked.words() + ok, checked.median / 1.5)
        made = timed_command(["brief", str(ROOT / "data"), "--out", "book"], here, repeats=2)
        ok = "" if made.answer == 0 else f" (exit {made.answer})"
        page.target("positions brief on the worked case", "6 s", made.words() + ok, made.median / 6)


def growth(page: Page) -> None:
    from positions.compromise import search_compromise
    from positions.matrices import issue_arrays
    from positions.simulation.simulate import simulate_issue

    ensemble = ensemble_of()

    def simulated(delegations: int, issues: int, draws: int) -> float:
        case = conference(delegations=delegations, issues=issues)

        def run() -> None:
            for i in case.issues.values():
                simulate_issue(issue_arrays(case, i.id), ensemble, tried=i.try_order(), draws=draws)

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


def write(page: Page) -> None:
    from benchmarks.bench_page import page_text, pictures

    pictures(page, ROOT / "docs" / "pictures")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    how = "python benchmarks/run.py --quick" if QUICK else "make bench"
    head = (
        f"Made {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d} by `{how}` on {machine}; "
        f"positions {__version__}, numpy {version('numpy')}, scipy {version('scipy')}; one thread for linear algebra; "
        f"load average at the end {load:.1f}."
        + ("\n\n**A quick run: smaller work than the targets name.**" if QUICK else "")
        + ("\n\n**The machine was busy with other work: read the ratios, not the seconds.**" if load > 2.5 else "")
    )
    (ROOT / "docs" / "benchmarks.md").write_text(page_text(page, head), encoding="utf-8")


def main() -> None:
    page = Page()
    for part in (one_wording, memory, wording_search, agreement, voting_power, blocking, forecasts, pareto, commands,
                 whole_conference, growth):  # fmt: skip
        print(f"-- {part.__name__}", flush=True)
        part(page)
        write(page)


if __name__ == "__main__":
    main()
