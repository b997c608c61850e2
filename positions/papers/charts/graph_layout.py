"""Where the delegations of a coalition graph stand: a ring of blocs, worked out from sizes, not from chance.

Members of a bloc stand on a small circle of their own, or in a honeycomb where they are many; blocs and single
delegations stand on a ring in the order of the roster, the first bloc on the left. Many single delegations share a
honeycomb too. Discs never overlap, whatever the number, and the same graph always looks the
same. A spring layout would not promise either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import asin, atan2, cos, hypot, pi, sin, sqrt

__all__ = ["Cluster", "Layout", "Point", "lay_out", "stretched"]

MOST_ON_CIRCLE = 10  # larger blocs stand in a honeycomb
MOST_SINGLE = 16  # single delegations on the ring
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A bloc, or delegations in none (``bloc`` empty). ``radius`` holds its members' discs."""

    bloc: str
    members: tuple[str, ...]
    centre: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in points around (0, 0), y downwards; ``half`` is half the width and height that they take."""

    places: Mapping[str, Point]
    clusters: tuple[Cluster, ...]
    half: Point

    def moved(self, by: Point) -> Layout:
        """Return the same layout around another point."""
        places = {d: (x + by[0], y + by[1]) for d, (x, y) in self.places.items()}
        centres = ((c.centre[0] + by[0], c.centre[1] + by[1]) for c in self.clusters)
        clusters = (replace(c, centre=centre) for c, centre in zip(self.clusters, centres, strict=True))
        return Layout(places, tuple(clusters), self.half)


def lay_out(
    order: Sequence[str], bloc: Mapping[str, str], radius: Mapping[str, float], *, gap: float = 10.0, pad: float = 6.0
) -> Layout:
    """Place delegations.

    Parameters
    ----------
    order : sequence of str
    bloc : mapping of id to str
        "" for none.
    radius : mapping of id to float
        Of each disc, in points.
    gap, pad : float
        Between discs of a bloc; around a cluster.

    Examples
    --------
    >>> made = lay_out(["a", "b", "c"], {"a": "1", "b": "1", "c": ""}, dict.fromkeys("abc", 10.0))
    >>> [c.members for c in made.clusters], made.places["a"][0] < 0 < made.places["c"][0]
    ([('a', 'b'), ('c',)], True)
    """
    groups: dict[str, list[str]] = {}
    crowd = sum(not bloc.get(d) for d in order) > MOST_SINGLE
    for d in order:
        groups.setdefault(bloc.get(d) or ("\0" if crowd else f"\0{d}"), []).append(d)
    inner = [_circle(members, radius, gap, pad) for members in groups.values()]
    centres = _ring([size for _, size in inner])
    clusters = [
        Cluster("" if name[0] == "\0" else name, tuple(members), centre, size)
        for (name, members), (_, size), centre in zip(groups.items(), inner, centres, strict=True)
    ]
    offsets = {d: p for members, (around, _) in zip(groups.values(), inner, strict=True)
               for d, p in zip(members, around, strict=True)}  # fmt: skip
    return _put(clusters, offsets, 1.0, 1.0)


def stretched(layout: Layout, across: float, down: float) -> Layout:
    """Return the layout with its clusters moved apart (factors of at least 1); blocs keep their shape."""
    offsets = {
        d: (layout.places[d][0] - c.centre[0], layout.places[d][1] - c.centre[1])
        for c in layout.clusters
        for d in c.members
    }
    return _put(layout.clusters, offsets, across, down)


def _put(clusters: Sequence[Cluster], offsets: Mapping[str, Point], across: float, down: float) -> Layout:
    """Move clusters apart, then the middle of all of it to (0, 0)."""
    if not clusters:
        return Layout({}, (), (0.0, 0.0))
    apart = [replace(c, centre=(c.centre[0] * across, c.centre[1] * down)) for c in clusters]
    low = [min(c.centre[k] - c.radius for c in apart) for k in (0, 1)]
    high = [max(c.centre[k] + c.radius for c in apart) for k in (0, 1)]
    places = {d: (c.centre[0] + offsets[d][0], c.centre[1] + offsets[d][1]) for c in apart for d in c.members}
    half = (high[0] - low[0]) / 2, (high[1] - low[1]) / 2
    return Layout(places, tuple(apart), half).moved((-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2))


def _circle(members: Sequence[str], radius: Mapping[str, float], gap: float, pad: float) -> tuple[list[Point], float]:
    """Put members on a circle that is just large enough; return offsets and the radius around all of it."""
    largest = max(radius[d] for d in members)
    if len(members) == 1:
        return [(0.0, 0.0)], largest + pad
    if len(members) > MOST_ON_CIRCLE:
        spots = _hexagons(len(members), 2 * largest + gap / 2)
        return spots, max(hypot(x, y) for x, y in spots) + largest + pad
    rho = _radius([radius[d] + gap / 2 for d in members])
    angles = _angles([radius[d] + gap / 2 for d in members], rho)
    return [(rho * cos(a), rho * sin(a)) for a in angles], rho + largest + pad


def _hexagons(count: int, step: float) -> list[Point]:
    """Return the first ``count`` points of a hexagonal grid, from the middle outwards, then by angle."""
    rings = 0
    while 1 + 3 * rings * (rings + 1) < count:
        rings += 1
    grid = [
        (step * (q + r / 2), step * r * sqrt(0.75))
        for q in range(-rings, rings + 1)
        for r in range(-rings, rings + 1)
        if abs(q + r) <= rings
    ]
    ordered = sorted(grid, key=lambda p: (round(hypot(*p), 6), round(atan2(p[1], p[0]), 6)))
    return ordered[:count]


def _ring(sizes: Sequence[float]) -> list[Point]:
    """Put clusters on a ring, the first on the left, then clockwise."""
    if len(sizes) < 2:
        return [(0.0, 0.0)] * len(sizes)
    rho = _radius(sizes)
    angles = _angles(sizes, rho)
    return [(rho * cos(a - angles[0] + pi), rho * sin(a - angles[0] + pi)) for a in angles]


def _radius(sizes: Sequence[float]) -> float:
    """Return the smallest radius at which circles of ``sizes`` fit on a ring side by side (bisection)."""
    low = max(max(sizes), (sizes[0] + sizes[1]) / 2 if len(sizes) == 2 else 0.0)
    high = max(low, sum(sizes))
    for _ in range(60):
        middle = (low + high) / 2
        if sum(2 * asin(min(1.0, s / middle)) for s in sizes) <= 2 * pi:
            high = middle
        else:
            low = middle
    return high


def _angles(sizes: Sequence[float], rho: float) -> list[float]:
    """Return the angles of the circles' centres; what is left of the full turn is shared evenly."""
    half = [asin(min(1.0, s / rho)) for s in sizes]
    spare = max(0.0, 2 * pi - 2 * sum(half)) / len(sizes)
    made, at = [], -pi / 2 - half[0]
    for h in half:
        made.append(at + h)
        at += 2 * h + spare
    return made
