"""Values with intervals, one row each: scores, models side by side, anything that is a number with a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from positions.papers.charts.board import Board
from positions.papers.charts.lettering import clean, cut, text_height, text_width, wrap
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, DARK, GRID, MATRIX_FILL, MID, PALE, SMALL
from positions.papers.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["BarRow", "draw_bars", "nice_ticks", "size_bars"]

NAMES, VALUES, ROW = 170.0, 110.0, 20.0


@dataclass(frozen=True, slots=True)
class BarRow:
    """One value. ``low`` and ``high`` are its interval; the same as ``value`` where there is none."""

    label: str
    value: float
    low: float
    high: float
    bold: bool = False


def nice_ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers that span an interval: steps of 1, 2 or 5 times a power of ten.

    >>> nice_ticks(0.0, 29.0)
    (0.0, 10.0, 20.0, 30.0)
    >>> nice_ticks(-0.4, 0.55)
    (-0.4, -0.2, 0.0, 0.2, 0.4, 0.6)
    """
    from math import ceil, floor, log10

    if not high > low:
        high = low + (abs(low) or 1.0)
    power = floor(log10((high - low) / most))
    for exponent in (power, power + 1):
        for factor in (1, 2, 5):
            step = factor * 10.0**exponent
            first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
            if last - first < most:
                return tuple(round(n * step, 12) + 0.0 for n in range(first, last + 1))
    return (low, high)


def size_bars(rows: Sequence[BarRow], *, note: str = "") -> Size:
    """Return the size at which rows are drawn."""
    lines = len(wrap(note, SMALL, millimetres(A4_WIDTH)))
    points = 34.0 + ROW * max(1, len(rows)) + 30.0 + text_height(lines, SMALL)
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_bars(
    ax: Axes,
    rows: Sequence[BarRow],
    *,
    title: str,
    unit: str = "",
    reference: float | None = None,
    reference_name: str = "",
    digits: int = 2,
    note: str = "",
) -> Axes:
    """Draw values as bars from zero, with their intervals; or as points where some value is negative.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_bars`.
    rows : sequence of BarRow
        Drawn in the order given; at least one.
    title, unit, note : str
        The message; what is measured, under the axis; one more line under it.
    reference : float, optional
        Drawn as an upright line, named ``reference_name``.
    digits : int
        Of the printed values.

    Raises
    ------
    ValueError
        No rows.
    """
    if not rows:
        raise ValueError("bars need at least one row")
    board = Board(ax)
    top = board.headline(title) + (12.0 if reference is not None else 2.0)
    below = wrap(note, SMALL, board.width)
    widest = max(text_width(clean(row.label), BASE, row.bold) for row in rows)
    left, right = min(NAMES, widest) + 10.0, board.width - VALUES - 10.0
    extremes = [v for row in rows for v in (row.low, row.high, row.value)] + [0.0]
    if reference is not None:
        extremes.append(reference)
    ticks = nice_ticks(min(extremes), max(extremes))
    free = board.height - top - 28.0 - text_height(len(below), SMALL)
    high = min(ROW + 4.0, free / len(rows))
    bottom = top + high * len(rows)

    def at(value: float) -> float:
        return left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (right - left)

    for tick in ticks:
        board.line([at(tick)] * 2, [top, bottom + 3.0], colour=MID if tick == 0 else GRID, stroke=0.6, z=0.3)
        board.text(at(tick), bottom + 9.0, f"{tick:g}", size=SMALL, ha="center", name="axis")
    board.text((left + right) / 2, bottom + 19.0, unit, size=SMALL, ha="center", colour=MID)
    if reference is not None:
        board.line([at(reference)] * 2, [top - 3.0, bottom], colour=MATRIX_FILL["O"], stroke=1.2, dashes=(4.0, 2.0))
        half = text_width(clean(reference_name), SMALL) / 2
        x = min(max(at(reference), half), board.width - half)
        board.text(x, top - 8.0, reference_name, size=SMALL, ha="center", colour=MATRIX_FILL["O"])
    for n, row in enumerate(rows):
        y = top + (n + 0.5) * high
        label = cut(clean(row.label), BASE, left - 9.0, bold=row.bold)
        board.text(left - 8.0, y, label, ha="right", bold=row.bold, name="row")
        a, b = sorted((at(0.0), at(row.value)))
        board.box(a, y - 4.5, b - a, 9.0, fill=MID if row.bold else PALE, z=1.0, name="bar")
        if row.high > row.low:
            board.line([at(row.low), at(row.high)], [y, y], colour=DARK, stroke=1.4, z=2.0, name="interval")
            for end in (row.low, row.high):
                board.line([at(end)] * 2, [y - 3.0, y + 3.0], colour=DARK, stroke=1.0, z=2.0)
        words = f"{row.value:.{digits}f}"
        if row.high > row.low:
            words += f"  ({row.low:.{digits}f} to {row.high:.{digits}f})"
        board.text(right + 10.0, y, words, bold=row.bold, size=SMALL, name="value")
    board.lines(0.0, bottom + 28.0, below, size=SMALL, colour=MID)
    return board.done()
