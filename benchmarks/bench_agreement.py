"""Agreement and communities, and Pareto points, beside the peers and plain loops."""

from __future__ import annotations

import numpy as np

from benchmarks.bench_record import Page
from benchmarks.timing import peer, timed

__all__ = ["agreement", "pareto", "stances_of"]


def stances_of(delegations: int, issues: int, missing: float) -> np.ndarray:
    rng = np.random.default_rng(7)
    camp = rng.integers(0, 4, delegations)
    centre = rng.choice([-1.0, 0.0, 1.0], (4, issues))
    made = np.where(
        rng.random((delegations, issues)) < 0.75, centre[camp], rng.choice([-1.0, 0.0, 1.0], (delegations, issues))
    )
    return np.where(rng.random(made.shape) < missing, np.nan, made)


def agreement(page: Page) -> None:
    from benchmarks.studies.kappa import kappa_of
    from positions.agreement import community_stability, pairwise_agreement

    x = stances_of(193, 200, 0.3)
    ours = timed(lambda: pairwise_agreement(x, span=2.0), repeats=15)
    page.target("agreement of 193 x 200, 30 % missing", "10 ms", ours.words(), ours.median / 0.010)
    loops = timed(lambda: _plain_agreement(x), repeats=1)
    gap = float(np.nanmax(np.abs(loops.answer - ours.answer.agreement)))
    page.peers.append(("agreement, 193 x 200", ours.words(), "plain loops", loops.words(),
                       f"{loops.median / ours.median:.3g} x our time; largest difference {gap:.1g}"))  # fmt: skip
    runs = {
        "rng": np.random.default_rng(1),
        "span": 2.0,
        "runs": 100,
        "thresholds": (0.2, 0.4, 0.6),
        "measure": kappa_of,
    }
    with_all = timed(lambda: community_stability(x, **runs), repeats=2)
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
