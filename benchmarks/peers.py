"""One job of one peer, run by the interpreter of the peers' own environment.

``python peers.py NAME`` reads the job's numbers as JSON from stdin and prints seconds and an answer as JSON. It knows
nothing of positions. Each repetition starts from the same input; importing is not timed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np


def _power_bdd(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    from power_bdd import bdd

    sys.setrecursionlimit(100_000)

    def run() -> Any:
        made = bdd.BDD(bdd.WeightedGame(job["quota"], list(job["weights"]))).create_BDD()
        return made.calc_banzhaf() if job["index"] == "banzhaf" else made.calc_shapley()

    return run, "power-bdd"


def _powerindex(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    import powerindex

    def run() -> Any:
        game = powerindex.Game(job["quota"], weights=list(job["weights"]))
        if job["index"] == "banzhaf":
            game.calc_banzhaf()
            return list(game.banzhaf)
        game.calc_shapley_shubik()
        return list(game.shapley_shubik)

    return run, "powerindex"


def _powerindices(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    import powerindices

    compute = powerindices.compute_pbi if job["index"] == "banzhaf" else powerindices.compute_ssi
    return lambda: list(compute(job["quota"], list(job["weights"]))), "powerindices"


def _tucoopy(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    from tucoopy.power import banzhaf, shapley_shubik

    compute = (
        banzhaf.banzhaf_index_weighted_voting
        if job["index"] == "banzhaf"
        else shapley_shubik.shapley_shubik_index_weighted_voting
    )
    return lambda: compute(list(job["weights"]), job["quota"]), "tucoopy"


def _negmas(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    from negmas.preferences import ops

    points = np.array(job["utilities"])

    def run() -> Any:  # the one of its four functions that its own documentation advises
        front = [int(i) for i in ops.pareto_frontier_numpy(points)]
        ranges = [(0.0, 1.0)] * points.shape[1]
        nash = ops.nash_points(None, [tuple(points[i]) for i in front], ranges=ranges, outcome_space=None)
        return {"pareto": sorted(front), "nash": front[int(nash[0][1])] if nash else None}

    return run, "negmas"


def _red_dwarf(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    from reddwarf.implementations.polis import run_pipeline

    stances = job["stances"]
    votes = [
        {"participant_id": d, "statement_id": i, "vote": v, "modified": 0}
        for d, row in enumerate(stances)
        for i, v in enumerate(row)
        if v is not None
    ]
    return lambda: bool(run_pipeline(votes=votes)), "red-dwarf"


def _networkx(job: dict[str, Any]) -> tuple[Callable[[], Any], str]:
    import networkx as nx

    agreement = job["agreement"]

    def run() -> Any:
        graph = nx.Graph()
        graph.add_nodes_from(range(len(agreement)))
        for a, row in enumerate(agreement):
            for b in range(a):
                if row[b] is not None and row[b] > job["cut"]:
                    graph.add_edge(a, b, weight=row[b])
        return len(nx.community.louvain_communities(graph, seed=1))

    return run, "networkx"


PEERS = {
    "power_bdd": _power_bdd,
    "powerindex": _powerindex,
    "powerindices": _powerindices,
    "tucoopy": _tucoopy,
    "negmas": _negmas,
    "red-dwarf": _red_dwarf,
    "networkx": _networkx,
}


def main() -> None:
    job = json.load(sys.stdin)
    run, package = PEERS[sys.argv[1]](job)
    seconds, answer = [], None
    for _ in range(job.get("repeats", 3)):
        start = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - start)
        if sum(seconds) > 20:
            break
    json.dump({"seconds": seconds, "answer": answer, "version": version(package)}, sys.stdout)


if __name__ == "__main__":
    main()
