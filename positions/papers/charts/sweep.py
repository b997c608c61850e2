"""A chance over one number: a line for each scenario, with its band, named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from positions.papers.charts.board import Board
from positions.papers.charts.lettering import LEADING, wrap
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import DARK, GRID, INK, MID, PALE, SMALL
from positions.simulation import Band

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["MOST_LINES", "SweepLine", "draw_sweep", "size_sweep"]

MOST_LINES = 6
NAMES, EDGE = 130.0, 34.0  # points
DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 2.0), (1.5, 1.5), (7.0, 2.0, 1.5, 2.0), (3.0, 1.0), (9.0, 3.0))


@dataclass(frozen=True, slots=True)
class SweepLine:
    """One scenario: where it was looked at, rising, and what was found there."""

    label: str
    xs: tuple[float, ...]
    bands: tuple[Band, ...]


def size_sweep() -> Size:
    """Return the size at which lines are drawn."""
    return Size(A4_WIDTH, 95.0)


def draw_sweep(ax: Axes, lines: Sequence[SweepLine], *, title: str, across: str) -> Axes:
    """Draw the lines; the band of the first one only, for bands over one another cannot be told apart.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_sweep`.
    lines : sequence of SweepLine
        At most ``MOST_LINES``.
    title : str
    across : str
        What the horizontal axis is.
    """
    from matplotlib.ticker import MaxNLocator

    if not 1 <= len(lines) <= MOST_LINES:
        raise ValueError(f"from 1 to {MOST_LINES} lines can be told apart, not {len(lines)}")
    board = Board(ax)
    top, bottom = board.headline(title) + 4.0, board.height - 34.0
    left, right = EDGE, board.width - NAMES - 8.0
    at = [x for line in lines for x in line.xs]
    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(min(at), max(at))
    low, high = float(min(ticks[0], *at)), float(max(ticks[-1], *at))

    def across_at(x: float) -> float:
        return left + (x - low) / (high - low) * (right - left)

    def up(p: float) -> float:
        return bottom - p * (bottom - top)

    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        board.line([left, right], [up(share)] * 2, colour=MID if share == 0.5 else GRID, stroke=0.6, z=0.4)
        board.text(left - 4.0, up(share), f"{round(100 * share)} %", size=SMALL, ha="right")
    for tick in ticks:
        board.line([across_at(tick)] * 2, [bottom, bottom + 3.0], colour=MID, stroke=0.6, z=0.4)
        board.text(across_at(tick), bottom + 4.0, f"{tick:g}", size=SMALL, ha="center", va="top")
    board.text((left + right) / 2, bottom + 15.0, across, size=SMALL, ha="center", va="top", colour=MID)
    first = lines[0]
    outline = [(across_at(x), up(b.high)) for x, b in zip(first.xs, first.bands, strict=True)]
    outline += [(across_at(x), up(b.low)) for x, b in reversed(list(zip(first.xs, first.bands, strict=True)))]
    board.shape(outline, fill=PALE, z=0.2, name="band")
    for n, line in enumerate(lines):
        places = [across_at(x) for x in line.xs], [up(b.median) for b in line.bands]
        board.line(
            *places, colour=INK if n == 0 else DARK, stroke=1.8 if n == 0 else 1.0, dashes=DASHES[n], name="line"
        )
        if len(line.xs) <= 25:
            for x, y in zip(*places, strict=True):
                board.disc(x, y, 1.8, fill=INK if n == 0 else DARK)
    _names(board, lines, [up(line.bands[-1].median) for line in lines], right + 8.0, top, bottom)
    return board.done()


def _names(
    board: Board, lines: Sequence[SweepLine], ends: Sequence[float], x: float, top: float, bottom: float
) -> None:
    """Write each name beside the end of its line, moved apart where they would touch, with a sample of the line."""
    rows = [wrap(line.label, SMALL, NAMES - 26.0, most=2) for line in lines]
    heights = [len(r) * SMALL * LEADING + 5.0 for r in rows]
    order = sorted(range(len(lines)), key=lambda n: (ends[n], n))
    tops: dict[int, float] = {}
    below = top - 6.0
    for n in order:
        tops[n] = max(below, ends[n] - heights[n] / 2)
        below = tops[n] + heights[n]
    over = max(0.0, below - bottom - 8.0)
    limit = float("inf")
    for n in reversed(order):
        tops[n] = min(tops[n], limit - heights[n]) if over else tops[n]
        if over and n == order[-1]:
            tops[n] -= over
        limit = tops[n]
    for n in order:
        middle = tops[n] + heights[n] / 2
        board.line(
            [x, x + 20.0], [middle] * 2, colour=INK if n == 0 else DARK, stroke=1.8 if n == 0 else 1.0, dashes=DASHES[n]
        )
        board.lines(x + 24.0, tops[n] + 2.0, rows[n], size=SMALL)
