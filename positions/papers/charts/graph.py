"""The coalition graph: blocs on a ground of their own, followers as arrows, assumed seats as a pale ring.

Blocs and ties are those of the graph, all of them: no threshold of its own stands here. What there is no room for is
left out and counted under the drawing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, pi, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

from positions.agreement import CoalitionGraph, EdgeKind, blocs_of, only_ties, ties
from positions.arrays import Floats
from positions.papers.charts.board import KEY_ROW, Board, KeyEntry, key_height, key_places
from positions.papers.charts.graph_layout import MOST_ON_CIRCLE, Layout, Point, lay_out, stretched
from positions.papers.charts.lettering import LEADING, text_height, text_width, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size
from positions.papers.charts.style import DARK, FAINT, HATCH, INK, MATRIX_FILL, MID, PALE, PAPER, SMALL, ink_on
from positions.papers.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["TIES_AT_FIRST", "draw_graph", "graph_message", "shown_nodes", "size_graph"]

TIES_AT_FIRST: tuple[EdgeKind, ...] = ("association", "co_blocking")
RING = 10.0  # points: width of the ring of assumed seats
GAP, MARGIN = 16.0, 5.0
CLOSER = (1.0, 0.7, 0.45, 0.25)  # tried in turn before a delegation is left out
WIDEST = 4.0  # points: a tie of weight 1
BENDS = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4)
CLEAR = 4.0  # points that a tie keeps from the discs of others, where it can


@dataclass(frozen=True, slots=True)
class _Picture:
    """Places on the board, with the discs' radii and the drawing's middle."""

    places: Mapping[str, Point]
    radius: Mapping[str, float]
    middle: Point
    half: Point
    ringed: bool


def size_graph(graph: CoalitionGraph, roster: Roster) -> Size:
    """Return the size at which a graph is drawn; a smaller one shows fewer delegations without ties."""
    across, down = (2 * half / millimetres(1.0) for half in _placed(graph, list(graph), roster)[0].half)
    return Size(min(180.0, max(110.0, across + 50.0)), min(225.0, max(95.0, down + 55.0)))


def graph_message(graph: CoalitionGraph, roster: Roster) -> str:
    """Say who blocks together, and who follows whom."""
    largest = max(blocs_of(graph).values(), key=len, default=())
    said = f"{roster.listed(largest)} block together" if len(largest) > 1 else "Nobody blocks together with another"
    if len(largest) == 1:
        said = f"{roster.listed(largest)} blocks alone"
    leaders: dict[str, list[str]] = {}
    for follower, leader, _ in ties(graph, "association"):
        leaders.setdefault(follower, []).append(leader)
    for follower in roster.sort(leaders)[:2]:
        said += f"; {roster.name(follower)} follows {roster.listed(leaders[follower], most=3)}"
    return said


def _tied(graph: CoalitionGraph) -> set[str]:
    return {end for *ends, _ in ties(graph, *TIES_AT_FIRST) for end in ends}


def shown_nodes(graph: CoalitionGraph, roster: Roster, most: int) -> tuple[str, ...]:
    """Return at most ``most`` nodes in the order of the roster: first those in blocs, then those with ties.

    Ties are associations and co-blocking; of the rest, the more influential stay.
    """
    tied, order = _tied(graph), roster.sort(graph)
    data = graph.nodes
    ranked = sorted(
        order, key=lambda d: (not data[d]["bloc"], d not in tied, data[d]["assumed"], -data[d]["influence"])
    )
    kept = set(ranked[: max(0, most)])
    return tuple(d for d in order if d in kept)


def draw_graph(
    ax: Axes,
    graph: CoalitionGraph,
    roster: Roster,
    *,
    seats: int = 0,
    seats_label: str = "",
    kinds: Collection[EdgeKind] = TIES_AT_FIRST,
    title: str | None = None,
) -> Axes:
    """Draw the coalition graph.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_graph`. Down to about 75 by 75 mm for a dozen delegations.
    graph : CoalitionGraph
        ``bloc`` of its nodes decides what stands together.
    roster : Roster
    seats, seats_label : int, str
        Unnamed seats whose stance is assumed, drawn as one pale ring, and what to call them.
    kinds : collection of str
        Ties to draw, of association, co_blocking, agreement.
    title : str, optional
        Instead of :func:`graph_message`; "" for none.
    """
    graph = only_ties(graph, tuple(kinds))
    board = Board(ax)
    top = board.headline(graph_message(graph, roster) if title is None else title)
    entries = _key(graph, seats, seats_label)
    note = text_height(1, SMALL)
    foot = key_height(entries, board.width) + note + 4.0
    edge = RING + 4.0 if seats else 2.0
    half = board.width / 2 - edge - 1.0, (board.height - top - foot) / 2 - edge - 1.0
    nodes, layout, radius = _fitted(graph, roster, half, bool(seats))
    layout = _filled(layout, half, bool(seats))
    middle = board.width / 2, top + (board.height - top - foot) / 2
    layout = layout.moved(middle)
    picture = _Picture(layout.places, radius, middle, half, bool(seats))
    if seats:
        outer = _ellipse(middle, (half[0] + RING + 3.0, half[1] + RING + 3.0))
        board.shape(outer, fill=FAINT, edge=PALE, stroke=0.6, hatch=HATCH, hatch_colour=PALE, z=0.1, name="seats")
        board.shape(_ellipse(middle, (half[0] + 3.0, half[1] + 3.0)), fill=PAPER, edge=PALE, stroke=0.6, z=0.3)
    for c in layout.clusters:
        if c.bloc:
            board.disc(*c.centre, c.radius, fill="#F6E9E2", edge=MATRIX_FILL["O"], stroke=1.0, z=0.5, name="bloc")
    _draw_ties(board, picture, graph, layout)
    for d in nodes:
        _draw_node(board, picture, graph, d, roster)
    _draw_bloc_names(board, picture, layout)
    y = board.height - foot + 2.0
    board.text(0.0, y + note / 2, _left_out(graph, nodes, layout), size=SMALL, colour=MID)
    board.key(entries, y + note + 2.0)
    _draw_key_signs(board, entries, y + note + 2.0)
    return board.done()


def _left_out(graph: CoalitionGraph, nodes: Sequence[str], layout: Layout) -> str:
    """Say what is not drawn, if anything."""
    notes = []
    if missing := set(graph) - set(nodes):
        tied = _tied(graph) | {d for d in graph if graph.nodes[d]["bloc"]}
        notes.append(f"{len(missing)} more {'' if missing & tied else 'without ties '}are not drawn")
    if any(c.bloc and len(c.members) > MOST_ON_CIRCLE for c in layout.clusters):
        notes.append(f"ties inside blocs of more than {MOST_ON_CIRCLE} are left out")
    return "; ".join(notes)


def _fitted(
    graph: CoalitionGraph, roster: Roster, half: Point, ringed: bool
) -> tuple[tuple[str, ...], Layout, dict[str, float]]:
    """Place the nodes: closer together where there is little room, fewer of them where there is still too little."""
    nodes, most = tuple(graph), len(graph)
    while True:
        for close in CLOSER:
            layout, radius = _placed(graph, nodes, roster, close)
            if _fits(layout, half, ringed) or (most <= 1 and close == CLOSER[-1]):
                return nodes, layout, radius
        most = min(most - 1, int(most * 0.96))
        nodes = shown_nodes(graph, roster, most)


def _placed(
    graph: CoalitionGraph, nodes: Iterable[str], roster: Roster, close: float = 1.0
) -> tuple[Layout, dict[str, float]]:
    """Place nodes, blocs first, with gaps, and sizes above the smallest, of ``close`` times the usual."""
    bloc = {d: graph.nodes[d]["bloc"] for d in nodes}
    order = tuple(sorted(roster.sort(bloc), key=lambda d: not bloc[d]))
    radius = {d: _radius_of(roster.code(d), graph.nodes[d]["influence"], close) for d in order}
    return lay_out(order, bloc, radius, gap=GAP * close, pad=MARGIN + 2.0 * close), radius


def _radius_of(code: str, influence: float, close: float) -> float:
    """Return a disc's radius: room for its code; area by influence between 1 and 2.5 ordinary delegations."""
    room = text_width(code, SMALL, True) / 2 + 2.0
    return max(room, 10.5 * (1 + close * (sqrt(min(2.5, max(1.0, influence))) - 1)))


def _fits(layout: Layout, half: Point, ringed: bool) -> bool:
    if not ringed:
        return layout.half[0] <= half[0] and layout.half[1] <= half[1]
    rims = (p for c in layout.clusters for p in _ellipse(c.centre, (c.radius, c.radius), 24))
    return all((x / half[0]) ** 2 + (y / half[1]) ** 2 <= 1 for x, y in rims)


def _filled(layout: Layout, half: Point, ringed: bool) -> Layout:
    """Move the clusters apart to use the room there is, at most by 0.8 times as much again."""
    best = layout
    for step in range(1, 21):
        factor = 1 + step * 0.04
        for across, down in ((factor, factor), (factor, 1.0)):
            wider = stretched(layout, across, down)
            if _fits(wider, half, ringed):
                best = wider
                break
    return best


def _ellipse(middle: Point, half: Point, corners: int = 120) -> list[Point]:
    steps = [2 * pi * n / corners for n in range(corners)]
    return [(middle[0] + half[0] * cos(t), middle[1] + half[1] * sin(t)) for t in steps]


def _draw_ties(board: Board, picture: _Picture, graph: CoalitionGraph, layout: Layout) -> None:
    """Draw agreement and co-blocking, then associations as arrows; ties inside large blocs are left out."""
    crowd = {d: c.bloc for c in layout.clusters if c.bloc and len(c.members) > MOST_ON_CIRCLE for d in c.members}
    for source, target, tie in ties(graph, "agreement", "co_blocking", "association"):
        if source not in picture.places or target not in picture.places:
            continue
        kind = tie["kind"]
        if kind != "association" and crowd.get(source, "") == crowd.get(target) != "":
            continue
        route = _route(picture, source, target, beside=kind == "association")
        xs, ys = route.T.tolist()
        if kind == "agreement":
            board.line(xs, ys, colour=MID, stroke=0.7, dashes=(1.0, 2.0), z=1.0, name=kind)
        elif kind == "co_blocking":
            stroke = max(0.6, WIDEST * tie["weight"])
            board.line(xs, ys, colour=MATRIX_FILL["C"], stroke=stroke, z=1.2, name=kind)
        else:
            board.line(xs[:-3], ys[:-3], stroke=1.3, z=2.2, name=kind)
            _arrow_head(board, route[max(0, len(route) - 12)].tolist(), route[-1].tolist())


def _route(picture: _Picture, source: str, target: str, *, beside: bool = False) -> Floats:
    """Return the curve (points × 2) from rim to rim, of a few bends the one that keeps furthest from other discs."""
    discs = np.array([(*p, picture.radius[d]) for d, p in picture.places.items() if d not in (source, target)])
    best, found = -inf, np.empty((0, 2))
    for bend in (b for b in BENDS if b or not beside):
        curve = _curve(picture, source, target, bend)
        score = CLEAR - abs(bend)
        if len(discs):
            gaps = np.hypot(*(curve[::4, None, k] - discs[:, k] for k in (0, 1))) - discs[:, 2]
            score = min(float(gaps.min()), CLEAR) - abs(bend)
        if score > best + 1e-9:
            best, found = score, curve
        if score >= CLEAR:
            break
    return found


def _curve(picture: _Picture, source: str, target: str, bend: float) -> Floats:
    """Return a quadratic Bézier curve between two discs, cut at their rims."""
    a, b = np.array(picture.places[source]), np.array(picture.places[target])
    control = (a + b) / 2 + bend * np.array([a[1] - b[1], b[0] - a[0]])
    t = np.linspace(0.0, 1.0, 161)[:, None]
    made = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t * t * b
    free = np.hypot(*(made - a).T) >= picture.radius[source] + 0.5
    free &= np.hypot(*(made - b).T) >= picture.radius[target] + 1.5
    return made[free] if free.sum() >= 5 else np.linspace(a, b, 5)


def _arrow_head(board: Board, before: Sequence[float], tip: Sequence[float]) -> None:
    """Draw the head of an arrow that comes from ``before``."""
    length = hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    ux, uy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    base = tip[0] - 6.0 * ux, tip[1] - 6.0 * uy
    wings = [(base[0] - 2.6 * uy, base[1] + 2.6 * ux), (base[0] + 2.6 * uy, base[1] - 2.6 * ux)]
    board.shape([(tip[0], tip[1]), *wings], fill=INK, z=2.6, name="arrow")


def _draw_node(board: Board, picture: _Picture, graph: CoalitionGraph, d: str, roster: Roster) -> None:
    x, y = picture.places[d]
    assumed = graph.nodes[d]["assumed"]
    fill = PAPER if assumed else MATRIX_FILL["B"] if graph.nodes[d]["bloc"] else PALE
    edge, stroke = (PALE, 2.6) if assumed else (DARK, 0.8)
    inset = stroke / 2 if assumed else 0.0
    name = "assumed node" if assumed else "node"
    board.disc(x, y, picture.radius[d] - inset, fill=fill, edge=edge, stroke=stroke, z=3.0, name=name)
    board.text(x, y, roster.code(d), size=SMALL, ha="center", bold=not assumed, colour=ink_on(fill), name="code")


def _draw_bloc_names(board: Board, picture: _Picture, layout: Layout) -> None:
    """Write each bloc's name beside it, at the first place around it that is free; the key still names it if none."""
    taken = [_box(x, y, 2 * picture.radius[d], 2 * picture.radius[d]) for d, (x, y) in picture.places.items()]
    for cluster in layout.clusters:
        if not cluster.bloc:
            continue
        rows = wrap(f"{cluster.bloc[:1].upper()}{cluster.bloc[1:]}", SMALL, 90.0, most=2, bold=True)
        wide, high = max(text_width(r, SMALL, True) for r in rows), text_height(len(rows), SMALL)
        (x, y), r = cluster.centre, cluster.radius
        spots = [(x, y - r - high / 2 - 2), (x, y + r + high / 2 + 2), (x - r - wide / 2 - 3, y),
                 (x + r + wide / 2 + 3, y)]  # fmt: skip
        spots += [(x + dx, y + dy * (r - high / 2)) for dx in (-r, r) for dy in (-1, 1)]
        spot = next((p for p in spots if _free(picture, _box(*p, wide, high), taken)), None)
        if spot is None:
            continue
        taken.append(_box(*spot, wide, high))
        board.box(spot[0] - wide / 2 - 1, spot[1] - high / 2, wide + 2, high, fill=PAPER, z=2.8)
        for m, row in enumerate(rows):
            at = spot[1] - high / 2 + (m + 0.5) * SMALL * LEADING
            board.text(spot[0], at, row, size=SMALL, ha="center", bold=True, colour=MATRIX_FILL["O"], name="bloc name")


_Corners = tuple[float, float, float, float]


def _box(x: float, y: float, wide: float, high: float) -> _Corners:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _free(picture: _Picture, a: _Corners, taken: Sequence[_Corners]) -> bool:
    if any(min(a[2], b[2]) - max(a[0], b[0]) > -1 and min(a[3], b[3]) - max(a[1], b[1]) > -1 for b in taken):
        return False
    corners = [(x - picture.middle[0], y - picture.middle[1]) for x in (a[0], a[2]) for y in (a[1], a[3])]
    if picture.ringed:
        return all((x / picture.half[0]) ** 2 + (y / picture.half[1]) ** 2 <= 1 for x, y in corners)
    return all(abs(x) <= picture.half[0] and abs(y) <= picture.half[1] for x, y in corners)


def _key(graph: CoalitionGraph, seats: int, seats_label: str) -> list[KeyEntry]:
    """Explain the signs that occur."""
    kinds = {tie["kind"] for *_, tie in ties(graph)}
    nodes = [data for _, data in graph.nodes(data=True)]
    signs = (
        (any(n["bloc"] for n in nodes), "blocks", MATRIX_FILL["B"], ""),
        ("association" in kinds, "follows", PAPER, ""),
        ("co_blocking" in kinds, "both object (thicker: more likely)", PAPER, ""),
        ("agreement" in kinds, "agree", PAPER, ""),
        (any(n["assumed"] for n in nodes), "pale ring: assumed", PAPER, ""),
        (seats > 0, f"{seats_label or f'{seats} more seats'}: assumed", FAINT, HATCH),
    )
    return [("", words, fill, hatch) for there, words, fill, hatch in signs if there]


def _draw_key_signs(board: Board, entries: Sequence[KeyEntry], y: float) -> None:
    for x, row, (_, words, _, _) in key_places(entries, board.width):
        mid = y + row * KEY_ROW + 5.0
        if words == "follows":
            board.line([x + 1, x + 8], [mid, mid], stroke=1.2, z=3)
            _arrow_head(board, (x + 1, mid), (x + 9.5, mid))
        elif words.startswith("both object"):
            board.line([x + 1, x + 9], [mid, mid], colour=MATRIX_FILL["C"], stroke=3.0, z=3)
        elif words == "agree":
            board.line([x + 1, x + 9], [mid, mid], colour=MID, stroke=0.7, dashes=(1.0, 2.0), z=3)
        elif words.startswith("pale ring"):
            board.disc(x + 5, mid, 3.2, fill=PAPER, edge=PALE, stroke=2.0, z=3)
