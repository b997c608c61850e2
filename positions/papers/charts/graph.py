"""The coalition graph: blocs as hulls, followers as arrows, assumed seats as a pale ring."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from positions.agreement import CoalitionGraph, Edge, EdgeKind, Node
from positions.papers.charts.board import KEY_ROW, Board, KeyEntry, key_height, key_places
from positions.papers.charts.graph_layout import MOST_ON_CIRCLE, Layout, Point, hull_of_discs, lay_out, stretched
from positions.papers.charts.graph_ties import Picture, arrow_head, draw_ties
from positions.papers.charts.lettering import LEADING, clean, text_height, text_width, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size
from positions.papers.charts.style import DARK, FAINT, HATCH, MATRIX_FILL, MID, PALE, PAPER, SMALL, ink_on
from positions.papers.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_graph", "graph_message", "shown_nodes", "size_graph"]

RING = 10.0  # points: width of the ring of assumed seats
GAP, MARGIN = 16.0, 5.0
CLOSER = (1.0, 0.7, 0.45, 0.25)  # tried in turn before a delegation is left out


def size_graph(graph: CoalitionGraph, roster: Roster) -> Size:
    """Return the size at which a graph is drawn; a smaller one shows fewer delegations without ties."""
    across, down = (2 * half / millimetres(1.0) for half in _placed(graph.nodes, roster)[0].half)
    return Size(min(180.0, max(110.0, across + 50.0)), min(225.0, max(95.0, down + 55.0)))


def graph_message(graph: CoalitionGraph, roster: Roster) -> str:
    """Say who blocks together, and who follows whom."""
    blocs: dict[str, list[str]] = {}
    for node in graph.nodes:
        if node.bloc:
            blocs.setdefault(node.bloc, []).append(node.id)
    largest = max(blocs.values(), key=len, default=[])
    said = f"{roster.listed(largest)} block together" if len(largest) > 1 else "Nobody blocks together with another"
    if len(largest) == 1:
        said = f"{roster.listed(largest)} blocks alone"
    leaders: dict[str, list[str]] = {}
    for edge in graph.of_kind("association"):
        leaders.setdefault(edge.source, []).append(edge.target)
    for follower in roster.sort(leaders)[:2]:
        said += f"; {roster.name(follower)} follows {roster.listed(leaders[follower], most=3)}"
    return said


def shown_nodes(nodes: Sequence[Node], edges: Sequence[Edge], roster: Roster, most: int) -> tuple[Node, ...]:
    """Return at most ``most`` nodes in the order of the roster: first those in blocs, then those with ties.

    Ties are associations and co-blocking; of the rest, the more influential stay.
    """
    tied = {end for e in edges if e.kind in ("association", "co_blocking") for end in (e.source, e.target)}
    place = {d: n for n, d in enumerate(roster.sort(n.id for n in nodes))}
    ranked = sorted(nodes, key=lambda n: (not n.bloc, n.id not in tied, n.assumed, -n.influence, place[n.id]))
    return tuple(sorted(ranked[: max(0, most)], key=lambda n: place[n.id]))


def draw_graph(
    ax: Axes,
    graph: CoalitionGraph,
    roster: Roster,
    *,
    seats: int = 0,
    seats_label: str = "",
    captions: Mapping[str, str] | None = None,
    kinds: Collection[EdgeKind] = ("association", "co_blocking"),
    least: float = 0.25,
    title: str | None = None,
) -> Axes:
    """Draw the coalition graph.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_graph`. Down to about 75 by 75 mm for a dozen delegations.
    graph : CoalitionGraph
        ``bloc`` of its nodes decides the hulls.
    roster : Roster
    seats, seats_label : int, str
        Unnamed seats whose stance is assumed, drawn as one pale ring, and what to call them.
    captions : mapping of bloc to str, optional
        A line under the drawing for a bloc.
    kinds : collection of str
        Ties to draw, of association, co_blocking, agreement.
    least : float
        Co-blocking ties below this probability are not drawn.
    title : str, optional
        Instead of :func:`graph_message`; "" for none.
    """
    graph = replace(graph, edges=tuple(e for e in graph.edges if e.kind in kinds))
    board = Board(ax)
    top = board.headline(graph_message(graph, roster) if title is None else title)
    entries = _key(graph, seats, seats_label, least)
    lines = [
        row for bloc in dict.fromkeys(n.bloc for n in graph.nodes if n.bloc) for row in
        wrap(f"{bloc[:1].upper()}{bloc[1:]}: {(captions or {}).get(bloc, '')}", SMALL, board.width)
        if (captions or {}).get(bloc)
    ]  # fmt: skip
    note = text_height(1, SMALL)
    foot = key_height(entries, board.width) + text_height(len(lines), SMALL) + note + 4.0
    edge = RING + 4.0 if seats else 2.0
    half = board.width / 2 - edge - 1.0, (board.height - top - foot) / 2 - edge - 1.0
    nodes, layout, radius = _fitted(graph, roster, half, bool(seats))
    layout = _filled(layout, half, bool(seats))
    middle = board.width / 2, top + (board.height - top - foot) / 2
    picture = Picture(
        {d: (x + middle[0], y + middle[1]) for d, (x, y) in layout.places.items()}, radius, middle, half, bool(seats)
    )
    if seats:
        _draw_ring(board, middle, half)
    _draw_hulls(board, picture, layout)
    draw_ties(board, picture, graph, layout, least)
    for node in nodes:
        _draw_node(board, picture, node, roster)
    _draw_bloc_names(board, picture, layout)
    y = board.height - foot + 2.0
    board.text(0.0, y + note / 2, _left_out(graph, nodes, layout), size=SMALL, colour=MID)
    y = board.lines(0.0, y + note, lines, size=SMALL)
    board.key(entries, y + 2.0)
    _draw_key_signs(board, entries, y + 2.0)
    return board.done()


def _left_out(graph: CoalitionGraph, nodes: Sequence[Node], layout: Layout) -> str:
    """Say what is not drawn, if anything."""
    notes = []
    missing = {n.id for n in graph.nodes} - {n.id for n in nodes}
    if missing:
        tied = {d for e in graph.of_kind("association", "co_blocking") for d in (e.source, e.target)}
        tied |= {n.id for n in graph.nodes if n.bloc}
        notes.append(f"{len(missing)} more {'' if missing & tied else 'without ties '}are not drawn")
    if any(c.bloc and len(c.members) > MOST_ON_CIRCLE for c in layout.clusters):
        notes.append(f"ties inside blocs of more than {MOST_ON_CIRCLE} are left out")
    return "; ".join(notes)


def _fitted(
    graph: CoalitionGraph, roster: Roster, half: Point, ringed: bool
) -> tuple[tuple[Node, ...], Layout, dict[str, float]]:
    """Place the nodes: closer together where there is little room, fewer of them where there is still too little."""
    nodes, most = tuple(graph.nodes), len(graph.nodes)
    while True:
        for close in CLOSER:
            layout, radius = _placed(nodes, roster, close)
            if _fits(layout, half, ringed) or (most <= 1 and close == CLOSER[-1]):
                return nodes, layout, radius
        most = min(most - 1, int(most * 0.96))
        nodes = shown_nodes(graph.nodes, graph.edges, roster, most)


def _placed(nodes: Sequence[Node], roster: Roster, close: float = 1.0) -> tuple[Layout, dict[str, float]]:
    """Place nodes with gaps, and sizes above the smallest, of ``close`` times the usual."""
    by_id = {n.id: n for n in nodes}
    order = roster.sort(by_id)
    order = tuple(sorted(order, key=lambda d: not by_id[d].bloc))  # blocs first, else as in every chart
    radius = {d: _radius_of(by_id[d], roster, close) for d in order}
    pad = MARGIN + 2.0 * close
    return lay_out(order, {d: by_id[d].bloc for d in order}, radius, gap=GAP * close, pad=pad), radius


def _radius_of(node: Node, roster: Roster, close: float) -> float:
    """Return a disc's radius: room for its code; area by influence between 1 and 2.5 ordinary delegations."""
    room = text_width(clean(roster.code(node.id)), SMALL, True) / 2 + 2.0
    return max(room, 10.5 * (1 + close * (sqrt(min(2.5, max(1.0, node.influence))) - 1)))


def _fits(layout: Layout, half: Point, ringed: bool) -> bool:
    if not ringed:
        return layout.half[0] <= half[0] and layout.half[1] <= half[1]
    return all(_inside(c.centre, c.radius, half) for c in layout.clusters)


def _inside(centre: Point, radius: float, half: Point) -> bool:
    """Whether a disc lies inside the ellipse with these half axes (tested on its rim)."""
    if min(half) <= radius:
        return False
    steps = [2 * pi * n / 24 for n in range(24)]
    rim = ((centre[0] + radius * cos(t), centre[1] + radius * sin(t)) for t in steps)
    return all((x / half[0]) ** 2 + (y / half[1]) ** 2 <= 1 for x, y in rim)


def _filled(layout: Layout, half: Point, ringed: bool) -> Layout:
    """Move the clusters apart to use the room there is, at most by half as much again."""
    best = layout
    for step in range(1, 21):
        factor = 1 + step * 0.04
        for across, down in ((factor, factor), (factor, 1.0)):
            wider = stretched(layout, across, down)
            if _fits(wider, half, ringed):
                best = wider
                break
    return best


def _ellipse(middle: Point, half: Point) -> list[Point]:
    steps = [2 * pi * n / 120 for n in range(120)]
    return [(middle[0] + half[0] * cos(t), middle[1] + half[1] * sin(t)) for t in steps]


def _draw_ring(board: Board, middle: Point, half: Point) -> None:
    outer = _ellipse(middle, (half[0] + RING + 3.0, half[1] + RING + 3.0))
    board.shape(outer, fill=FAINT, edge=PALE, stroke=0.6, hatch=HATCH, hatch_colour=PALE, z=0.1, name="seats")
    board.shape(_ellipse(middle, (half[0] + 3.0, half[1] + 3.0)), fill=PAPER, edge=PALE, stroke=0.6, z=0.3)


def _draw_hulls(board: Board, picture: Picture, layout: Layout) -> None:
    for cluster in layout.clusters:
        if cluster.bloc:
            board.shape(_hull(picture, cluster.members), fill="#F6E9E2", edge=MATRIX_FILL["O"], stroke=1.0, z=0.5,
                        name="bloc")  # fmt: skip


def _hull(picture: Picture, members: Sequence[str]) -> list[Point]:
    return hull_of_discs([(*picture.places[d], picture.radius[d]) for d in members], MARGIN)


def _draw_node(board: Board, picture: Picture, node: Node, roster: Roster) -> None:
    x, y = picture.places[node.id]
    fill = PAPER if node.assumed else MATRIX_FILL["B"] if node.bloc else PALE
    edge, stroke = (PALE, 2.6) if node.assumed else (DARK, 0.8)
    inset = stroke / 2 if node.assumed else 0.0
    board.disc(x, y, picture.radius[node.id] - inset, fill=fill, edge=edge, stroke=stroke, z=3.0,
               name="assumed node" if node.assumed else "node")  # fmt: skip
    board.text(x, y, roster.code(node.id), size=SMALL, ha="center", bold=not node.assumed, colour=ink_on(fill),
               name="code")  # fmt: skip


def _draw_bloc_names(board: Board, picture: Picture, layout: Layout) -> None:
    """Write each bloc's name at its hull, at the first place around it that is free."""
    taken = [_box(x, y, 2 * picture.radius[d], 2 * picture.radius[d]) for d, (x, y) in picture.places.items()]
    for cluster in layout.clusters:
        if not cluster.bloc:
            continue
        hull = _hull(picture, cluster.members)
        rows = wrap(f"{cluster.bloc[:1].upper()}{cluster.bloc[1:]}", SMALL, 90.0, most=2, bold=True)
        wide, high = max(text_width(r, SMALL, True) for r in rows), text_height(len(rows), SMALL)
        spot = next((p for p in _spots(hull, wide, high) if _free(picture, p, wide, high, taken)), None)
        if spot is None:
            continue  # the captions and the key still name it
        taken.append(_box(*spot, wide, high))
        board.box(spot[0] - wide / 2 - 1, spot[1] - high / 2, wide + 2, high, fill=PAPER, z=2.8)
        for m, row in enumerate(rows):
            y = spot[1] - high / 2 + (m + 0.5) * SMALL * LEADING
            board.text(spot[0], y, row, size=SMALL, ha="center", bold=True, colour=MATRIX_FILL["O"], name="bloc name")


def _spots(hull: Sequence[Point], wide: float, high: float) -> list[Point]:
    """Return places for a label around a hull: above, below, left, right, then the corners."""
    xs, ys = [x for x, _ in hull], [y for _, y in hull]
    left, right, upper, lower = min(xs), max(xs), min(ys), max(ys)
    mid = (left + right) / 2, (upper + lower) / 2
    near = [(mid[0], upper - high / 2 - 2), (mid[0], lower + high / 2 + 2), (left - wide / 2 - 3, mid[1]),
            (right + wide / 2 + 3, mid[1])]  # fmt: skip
    corners = [(x, y) for x in (left, right) for y in (upper - high / 2, lower + high / 2)]
    return near + corners


def _box(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _free(
    picture: Picture, at: Point, wide: float, high: float, taken: Sequence[tuple[float, float, float, float]]
) -> bool:
    a = _box(*at, wide, high)
    if any(min(a[2], b[2]) - max(a[0], b[0]) > -1 and min(a[3], b[3]) - max(a[1], b[1]) > -1 for b in taken):
        return False
    corners = [(x - picture.middle[0], y - picture.middle[1]) for x in (a[0], a[2]) for y in (a[1], a[3])]
    if picture.ringed:
        return all((x / picture.half[0]) ** 2 + (y / picture.half[1]) ** 2 <= 1 for x, y in corners)
    return all(abs(x) <= picture.half[0] and abs(y) <= picture.half[1] for x, y in corners)


def _key(graph: CoalitionGraph, seats: int, seats_label: str, least: float) -> list[KeyEntry]:
    """Explain the signs that occur."""
    kinds = {e.kind for e in graph.edges}
    made: list[KeyEntry] = []
    if any(n.bloc for n in graph.nodes):
        made.append(("", "blocks", MATRIX_FILL["B"], ""))
    if "association" in kinds:
        made.append(("", "follows", PAPER, ""))
    if any(e.kind == "co_blocking" and e.weight >= least for e in graph.edges):
        made.append(("", "both object (thicker: more likely)", PAPER, ""))
    if "agreement" in kinds:
        made.append(("", "agree", PAPER, ""))
    if any(n.assumed for n in graph.nodes):
        made.append(("", "pale ring: assumed", PAPER, ""))
    if seats:
        made.append(("", f"{seats_label or f'{seats} more seats'}: assumed", FAINT, HATCH))
    return made


def _draw_key_signs(board: Board, entries: Sequence[KeyEntry], y: float) -> None:
    for x, row, (_, words, _, _) in key_places(entries, board.width):
        mid = y + row * KEY_ROW + 5.0
        if words == "follows":
            board.line([x + 1, x + 8], [mid, mid], stroke=1.2, z=3)
            arrow_head(board, (x + 1, mid), (x + 9.5, mid))
        elif words.startswith("both object"):
            board.line([x + 1, x + 9], [mid, mid], colour=MATRIX_FILL["C"], stroke=3.0, z=3)
        elif words == "agree":
            board.line([x + 1, x + 9], [mid, mid], colour=MID, stroke=0.7, dashes=(1.0, 2.0), z=3)
        elif words.startswith("pale ring"):
            board.disc(x + 5, mid, 3.2, fill=PAPER, edge=PALE, stroke=2.0, z=3)
