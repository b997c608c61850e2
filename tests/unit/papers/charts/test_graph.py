"""The coalition graph and where its delegations stand."""

from dataclasses import replace
from itertools import combinations
from math import hypot
from types import SimpleNamespace

import numpy as np
import pytest

from positions.agreement import CoalitionGraph, coalition_graph
from positions.markings import Marking
from positions.papers.charts.graph import draw_graph, graph_message, shown_nodes, size_graph
from positions.papers.charts.graph_layout import convex_hull, lay_out, stretched
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size, open_sheet
from tests.unit.papers.charts.conftest import FURNITURE, drawn


def synthetic(n: int) -> tuple[CoalitionGraph, Roster]:
    ids = [f"d{k}" for k in range(n)]
    bloc = ["bloc 1" if k < n // 4 else "bloc 2" if k < n // 3 else "" for k in range(n)]
    same = np.array([[a == b != "" for a in bloc] for b in bloc])
    follows = np.zeros((n, n))
    follows[1 : max(2, n // 6), 0] = 0.3
    graph = coalition_graph(
        ids,
        markings=[Marking.U] * n,
        bloc=bloc,
        assumed=[k % 5 == 4 for k in range(n)],
        influence=[0.5 + (k * 7 % 5) / 2 for k in range(n)],
        co_blocking=np.where(same, 0.7, 0.05),
        association=follows if n > 1 else None,
    )
    return graph, Roster(tuple(ids), {d: f"X{k:02d}" for k, d in enumerate(ids)}, {d: f"Name of {d}" for d in ids})


def vienna_graph(vienna: SimpleNamespace) -> CoalitionGraph:
    forecast = vienna.quiet["non_punishment"].wording("principle")
    ids = [a for a in forecast.actors if a in vienna.case.delegations]
    rows = [forecast.actors.index(d) for d in ids]
    follows = np.zeros((len(ids), len(ids)))
    for a in vienna.case.associations:
        follows[ids.index(a.follower), ids.index(a.leader)] = a.weight
    return coalition_graph(
        ids,
        markings=[Marking.SBU] * len(ids),
        influence=[vienna.case.delegations[d].influence for d in ids],
        bloc=[vienna.roster.bloc(d) for d in ids],
        assumed=[(d, "non_punishment") not in vienna.case.stances for d in ids],
        co_blocking=forecast.co_blocking[np.ix_(rows, rows)],
        association=follows,
    )


def test_vienna(vienna: SimpleNamespace, check) -> None:
    graph = vienna_graph(vienna)

    def draw(ax):
        return draw_graph(ax, graph, vienna.roster, seats=60, captions={"bloc 1": "they hold up review"})

    made = check(draw, size_graph(graph, vienna.roster), stable=True)
    assert made == "Pakistan, Algeria, Russia and Iran block together; Pakistan follows Russia and Iran"
    small = Size(72.0, 80.0)
    check(lambda ax: draw_graph(ax, graph, vienna.roster, seats=60, title="-"), small)
    _, ax = open_sheet(small, FURNITURE)
    draw_graph(ax, graph, vienna.roster, seats=60, title="")
    assert drawn(ax, "node") + drawn(ax, "assumed node") == len(graph.nodes)
    assert drawn(ax, "seats") == drawn(ax, "bloc") == 1
    assert drawn(ax, "association") == 2


@pytest.mark.parametrize("n", [1, 2, 5, 40, 193])
def test_any_size(n: int, check) -> None:
    graph, roster = synthetic(n)
    check(lambda ax: draw_graph(ax, graph, roster, seats=100), size_graph(graph, roster))


def test_what_is_left_out_is_said() -> None:
    graph, roster = synthetic(193)
    _, ax = open_sheet(size_graph(graph, roster), FURNITURE)
    draw_graph(ax, graph, roster)
    shown = drawn(ax, "node") + drawn(ax, "assumed node")
    assert any(f"{193 - shown} more are not drawn" in t.get_text() for t in ax.texts)


def test_blocs_and_ties_are_kept_longest() -> None:
    graph, roster = synthetic(40)
    kept = shown_nodes(graph.nodes, graph.edges, roster, 13)
    assert {n.id for n in kept} == {n.id for n in graph.nodes if n.bloc}


def test_discs_never_touch_and_blocs_keep_apart() -> None:
    ids = [f"d{n}" for n in range(30)]
    radius = {d: 9.0 + n % 4 for n, d in enumerate(ids)}
    made = lay_out(ids, {d: "a" if n < 6 else "b" if n < 19 else "" for n, d in enumerate(ids)}, radius)
    for layout in (made, stretched(made, 1.3, 1.1)):
        for d, e in combinations(ids, 2):
            (x, y), (u, v) = layout.places[d], layout.places[e]
            assert hypot(x - u, y - v) > radius[d] + radius[e]
        for a, b in combinations(layout.clusters, 2):
            assert hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]) >= a.radius + b.radius - 1e-6
        for c in layout.clusters:
            for d in c.members:
                x, y = layout.places[d]
                assert hypot(x - c.centre[0], y - c.centre[1]) + radius[d] <= c.radius + 1e-6


def test_order_of_nodes_in_the_record_does_not_matter() -> None:
    graph, roster = synthetic(12)
    turned = replace(graph, nodes=graph.nodes[::-1])
    places = []
    for each in (graph, turned):
        _, ax = open_sheet(Size(), FURNITURE)
        draw_graph(ax, each, roster)
        places.append(sorted((t.get_text(), t.get_position()) for t in ax.texts if t.get_label() == "code"))
    assert places[0] == places[1]


def test_messages() -> None:
    ids = ["a", "b"]
    lone = coalition_graph(ids, markings=[Marking.U] * 2, bloc=["x", ""])
    assert graph_message(lone, Roster(("a", "b"), {}, {})) == "a blocks alone"
    none = coalition_graph(ids, markings=[Marking.U] * 2)
    assert graph_message(none, Roster(("a", "b"), {}, {})) == "Nobody blocks together with another"


def test_hull_holds_every_point() -> None:
    points = [((n * 37) % 11 + 0.0, (n * 53) % 13 + 0.0) for n in range(40)]
    hull = convex_hull(points)
    for x, y in points:
        turns = [
            (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
            for a, b in zip(hull, hull[1:] + hull[:1], strict=True)
        ]
        assert min(turns) >= 0
