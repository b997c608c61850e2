"""The ties of a coalition graph: curves from rim to rim that keep clear of other discs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, inf

from positions.agreement import CoalitionGraph
from positions.papers.charts.board import Board
from positions.papers.charts.graph_layout import MOST_ON_CIRCLE, Layout, Point
from positions.papers.charts.style import INK, MATRIX_FILL, MID

__all__ = ["Picture", "arrow_head", "draw_ties"]

WIDEST = 4.0  # points: a tie of weight 1
BENDS = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4)


@dataclass(frozen=True, slots=True)
class Picture:
    """Places on the board, with the discs' radii and the drawing's middle."""

    places: Mapping[str, Point]
    radius: Mapping[str, float]
    middle: Point
    half: Point
    ringed: bool


def draw_ties(board: Board, picture: Picture, graph: CoalitionGraph, layout: Layout, least: float) -> None:
    """Draw agreement and co-blocking, then associations as arrows; ties inside large blocs are left out."""
    crowd = {d: c.bloc for c in layout.clusters if c.bloc and len(c.members) > MOST_ON_CIRCLE for d in c.members}
    for tie in graph.of_kind("agreement", "co_blocking"):
        drawn = tie.source in picture.places and tie.target in picture.places
        inside = crowd.get(tie.source, "") == crowd.get(tie.target) != ""
        if not drawn or inside or (tie.kind == "co_blocking" and tie.weight < least):
            continue
        curve = _route(picture, tie.source, tie.target)
        xs, ys = [x for x, _ in curve], [y for _, y in curve]
        if tie.kind == "agreement":
            board.line(xs, ys, colour=MID, stroke=0.7, dashes=(1.0, 2.0), z=1.0, name="agreement")
        else:
            stroke = max(0.6, WIDEST * tie.weight)
            board.line(xs, ys, colour=MATRIX_FILL["C"], stroke=stroke, z=1.2, name="co_blocking")
    for tie in graph.of_kind("association"):
        if tie.source in picture.places and tie.target in picture.places:
            curve = _route(picture, tie.source, tie.target, beside=True)
            board.line([x for x, _ in curve[:-3]], [y for _, y in curve[:-3]], stroke=1.3, z=2.2, name="association")
            arrow_head(board, curve[max(0, len(curve) - 12)], curve[-1])


def _route(picture: Picture, source: str, target: str, *, beside: bool = False) -> list[Point]:
    """Return the curve from rim to rim, of a few bends the one that keeps furthest from other discs."""
    others = [(d, p) for d, p in picture.places.items() if d not in (source, target)]
    best, found = -inf, []
    for bend in (b for b in BENDS if b or not beside):
        curve = _curve(picture, source, target, bend)
        near = (hypot(x - p[0], y - p[1]) - picture.radius[d] for x, y in curve[::4] for d, p in others)
        score = min(min(near, default=4.0), 4.0) - abs(bend)
        if score > best + 1e-9:
            best, found = score, curve
        if score >= 4.0:
            break
    return found


def _curve(picture: Picture, source: str, target: str, bend: float) -> list[Point]:
    """Return a quadratic Bézier curve between two discs, cut at their rims."""
    (ax, ay), (bx, by) = picture.places[source], picture.places[target]
    cx, cy = (ax + bx) / 2 + bend * (ay - by), (ay + by) / 2 + bend * (bx - ax)
    made = []
    for n in range(161):
        t = n / 160
        x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx
        y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by
        free = hypot(x - ax, y - ay) >= picture.radius[source] + 0.5
        if free and hypot(x - bx, y - by) >= picture.radius[target] + 1.5:
            made.append((x, y))
    return made if len(made) >= 5 else [(ax + (bx - ax) * n / 4, ay + (by - ay) * n / 4) for n in range(5)]


def arrow_head(board: Board, before: Point, tip: Point) -> None:
    """Draw the head of an arrow that comes from ``before``."""
    length = hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    ux, uy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    base = tip[0] - 6.0 * ux, tip[1] - 6.0 * uy
    wings = [(base[0] - 2.6 * uy, base[1] + 2.6 * ux), (base[0] + 2.6 * uy, base[1] - 2.6 * ux)]
    board.shape([tip, *wings], fill=INK, z=2.6, name="arrow")
