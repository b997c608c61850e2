"""The coalition graph and where its delegations stand."""

from itertools import combinations
from math import hypot
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest

from positions.agreement import CoalitionGraph, blocs_of, coalition_graph, ties
from positions.markings import Marking
from positions.papers.charts.graph import WIDEST, draw_graph, graph_message, shown_nodes, size_graph
from positions.papers.charts.graph_layout import lay_out, stretched
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size, open_sheet
from tests.unit.papers.charts.conftest import FURNITURE, boxes, drawn, on_sheet, strokes


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
        co_blocking=np.where(same, 0.7, 0.02),
        association=follows if n > 1 else None,
    )
    return graph, Roster(tuple(ids), {d: f"X{k:02d}" for k, d in enumerate(ids)}, {d: f"Name of {d}" for d in ids})


def test_vienna(vienna: SimpleNamespace, check) -> None:
    graph = vienna.graph

    def draw(ax):
        return draw_graph(ax, graph, vienna.roster, seats=60)

    made = check(draw, size_graph(graph, vienna.roster), stable=True)
    assert made == "Pakistan, Algeria, Russia and Iran block together; Pakistan follows Russia and Iran"
    small = Size(72.0, 80.0)
    check(lambda ax: draw_graph(ax, graph, vienna.roster, seats=60, title="-"), small)
    _, ax = open_sheet(small, FURNITURE)
    draw_graph(ax, graph, vienna.roster, seats=60, title="")
    assert drawn(ax, "node") + drawn(ax, "assumed node") == len(graph)
    assert drawn(ax, "seats") == drawn(ax, "bloc") == 1
    assert drawn(ax, "association") == 2


def places(ax, roster: Roster, graph: CoalitionGraph) -> dict[str, tuple[float, float, float]]:
    """Return the middle and the radius of each delegation's disc, by the code that stands in it."""
    discs = boxes(ax, "node") + boxes(ax, "assumed node")
    who = {roster.code(d): d for d in graph}
    found = {}
    for text in ax.texts:
        if text.get_label() == "code":
            x, y = text.get_position()
            disc = next(b for b in discs if b.x0 < x < b.x1 and b.y0 < y < b.y1)
            found[who[text.get_text()]] = ((disc.x0 + disc.x1) / 2, (disc.y0 + disc.y1) / 2, disc.width / 2)
    return found


def ends_of(ax, kind: str, at: dict[str, tuple[float, float, float]]) -> dict[tuple[str, str], float]:
    """Return the drawn ties of a kind, by whose discs they begin and end at, with their thickness."""

    def nearest(point) -> str:
        gap, who = min((abs(hypot(point[0] - x, point[1] - y) - r), d) for d, (x, y, r) in at.items())
        assert gap < 6.0, f"a tie ends {gap:.1f} points from any rim"
        return who

    return {(nearest(points[0]), nearest(points[-1])): width for points, width in strokes(ax, kind)}


def test_ties_run_between_the_right_discs_as_thick_as_they_are_likely(vienna: SimpleNamespace) -> None:
    graph = vienna.graph
    ax = on_sheet(lambda ax: draw_graph(ax, graph, vienna.roster), size_graph(graph, vienna.roster))
    at = places(ax, vienna.roster, graph)
    assert set(at) == set(graph)
    found = ends_of(ax, "co_blocking", at)
    assert found == {
        (s, t): pytest.approx(max(0.6, WIDEST * tie["weight"])) for s, t, tie in ties(graph, "co_blocking")
    }
    assert set(ends_of(ax, "association", at)) == {(s, t) for s, t, _ in ties(graph, "association")}
    tips = [(b.x0 + b.x1) / 2 for b in boxes(ax, "arrow")]
    assert len(tips) == len(ties(graph, "association")) + 1  # and the one in the key
    for arrow in boxes(ax, "arrow")[:-1]:
        gap = min(abs(hypot((arrow.x0 + arrow.x1) / 2 - x, (arrow.y0 + arrow.y1) / 2 - y) - r)
                  for x, y, r in (at["russia"], at["iran"]))  # fmt: skip
        assert gap < 6.0  # the head is at the leader, not at the follower


def test_a_bloc_holds_its_members_and_nobody_else(vienna: SimpleNamespace) -> None:
    graph = vienna.graph
    ax = on_sheet(lambda ax: draw_graph(ax, graph, vienna.roster), size_graph(graph, vienna.roster))
    (ground,) = boxes(ax, "bloc")
    middle, radius = ((ground.x0 + ground.x1) / 2, (ground.y0 + ground.y1) / 2), ground.width / 2
    inside = {d for d, (x, y, r) in places(ax, vienna.roster, graph).items()
              if hypot(x - middle[0], y - middle[1]) < radius + r}  # fmt: skip
    assert inside == set(blocs_of(graph)["bloc 1"])


def test_a_tie_bends_around_a_disc_that_stands_in_its_way() -> None:
    from positions.papers.charts.graph import _Picture, _route

    picture = _Picture({"a": (0.0, 0.0), "b": (50.0, 0.0), "c": (100.0, 0.0)}, dict.fromkeys("abc", 10.0), (0, 0),
                       (99, 99), False)  # fmt: skip
    free = _route(picture, "a", "b")
    assert max(abs(y) for _, y in free) == 0.0
    round_it = _route(picture, "a", "c")
    assert min(hypot(x - 50.0, y) for x, y in round_it) > 10.0


def test_agreement_is_drawn_where_it_is_asked_for(vienna: SimpleNamespace) -> None:
    graph = vienna.graph
    size = size_graph(graph, vienna.roster)
    assert drawn(on_sheet(lambda ax: draw_graph(ax, graph, vienna.roster), size), "agreement") == 0
    ax = on_sheet(lambda ax: draw_graph(ax, graph, vienna.roster, kinds=("agreement",)), size)
    assert drawn(ax, "agreement") == len(ties(graph, "agreement"))
    assert drawn(ax, "co_blocking") == 0


@pytest.mark.parametrize("n", [1, 2, 5, 40, 193])
def test_any_size(n: int, check) -> None:
    graph, roster = synthetic(n)
    check(lambda ax: draw_graph(ax, graph, roster, seats=100), size_graph(graph, roster))


def test_what_is_left_out_is_said() -> None:
    graph, roster = synthetic(193)
    _, ax = open_sheet(size_graph(graph, roster), FURNITURE)
    draw_graph(ax, graph, roster)
    shown = drawn(ax, "node") + drawn(ax, "assumed node")
    assert shown < 193
    assert any(f"{193 - shown} more without ties are not drawn" in t.get_text() for t in ax.texts)


def test_blocs_and_ties_are_kept_longest() -> None:
    graph, roster = synthetic(40)
    kept = shown_nodes(graph, roster, 13)
    assert set(kept) == {d for members in blocs_of(graph).values() for d in members}


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
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(graph.edges(keys=True, data=True))
    found = []
    for each in (graph, turned):
        _, ax = open_sheet(Size(), FURNITURE)
        draw_graph(ax, each, roster)
        found.append(sorted((t.get_text(), t.get_position()) for t in ax.texts if t.get_label() == "code"))
    assert found[0] == found[1]


def test_messages() -> None:
    ids = ["a", "b"]
    lone = coalition_graph(ids, markings=[Marking.U] * 2, bloc=["x", ""])
    assert graph_message(lone, Roster(("a", "b"), {}, {})) == "a blocks alone"
    none = coalition_graph(ids, markings=[Marking.U] * 2)
    assert graph_message(none, Roster(("a", "b"), {}, {})) == "Nobody blocks together with another"
