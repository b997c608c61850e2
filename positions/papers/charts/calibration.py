"""Calibration: what was said to happen with p per cent, did it happen in p per cent of the cases?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from positions.papers.charts.board import Board
from positions.papers.charts.lettering import text_height, text_width, wrap
from positions.papers.charts.sheet import Size
from positions.papers.charts.style import DARK, GRID, MID, PALE, PAPER, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from positions.forecast import CalibrationBin

__all__ = ["calibration_message", "draw_calibration", "size_calibration"]


def calibration_message(bins: Sequence[CalibrationBin]) -> str:
    """Say in how many bins the interval of what happened holds what was forecast."""
    inside = sum(map(_agrees, bins))
    cases = sum(b.n for b in bins)
    return f"The forecast agrees with what happened in {inside} of {len(bins)} classes ({cases:,} cases)"


def size_calibration() -> Size:
    """Return the size at which a calibration plot is drawn."""
    return Size(120.0, 118.0)


def draw_calibration(ax: Axes, bins: Sequence[CalibrationBin], *, title: str | None = None, level: int = 80) -> Axes:
    """Draw observed shares with their intervals against forecasts; on the diagonal they agree.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_calibration`.
    bins : sequence of CalibrationBin
        From :func:`positions.forecast.calibration_table`.
    title : str, optional
        Instead of :func:`calibration_message`.
    level : int
        Of the intervals in ``bins``, in per cent.
    """
    board = Board(ax)
    top = board.headline(calibration_message(bins) if title is None else title) + 8.0
    below = wrap(
        f"Upright: {level} % interval of the observed share; hollow: the forecast lies outside. "
        "Numbers: cases in the class.",
        SMALL,
        board.width,
    )
    side = min(board.width - 64.0, board.height - top - 34.0 - text_height(len(below), SMALL))
    left = 46.0
    bottom = top + side
    for n in range(5):
        share = n / 4
        x, y = left + share * side, bottom - share * side
        board.line([left, left + side], [y, y], colour=GRID, stroke=0.5, z=0.3)
        board.line([x, x], [top, bottom], colour=GRID, stroke=0.5, z=0.3)
        board.text(x, bottom + 9.0, f"{round(100 * share)} %", size=SMALL, ha="center", name="axis")
        board.text(left - 5.0, y, f"{round(100 * share)} %", size=SMALL, ha="right", name="axis")
    board.line([left, left + side], [bottom, top], colour=MID, stroke=1.0, dashes=(4.0, 2.0), z=0.6, name="diagonal")
    board.text(left + side / 2, bottom + 20.0, "forecast", size=SMALL, ha="center", colour=MID)
    board.text(6.0, top + side / 2, "observed", size=SMALL, ha="center", colour=MID, rotation=90)
    discs = [(left + b.forecast * side, bottom - b.happened * side) for b in bins]
    taken = [(x - 4.0, y - 4.0, x + 4.0, y + 4.0) for x, y in discs]
    for b in sorted(bins, key=lambda b: (b.forecast, b.happened)):
        x, y = left + b.forecast * side, bottom - b.happened * side
        ends = [bottom - b.happened_low * side, bottom - b.happened_high * side]
        board.line([x, x], ends, colour=DARK, stroke=1.4, z=2.0, name="interval")
        for end in ends:
            board.line([x - 2.5, x + 2.5], [end, end], colour=DARK, stroke=1.0, z=2.0, name="whisker")
        board.disc(x, y, 3.4, fill=DARK if _agrees(b) else PAPER, edge=DARK, stroke=1.2, z=3.0, name="class")
        _count(board, f"{b.n:,}", x, y, taken)
    board.lines(0.0, bottom + 30.0, below, size=SMALL, colour=MID)
    board.box(left, top, side, side, fill=None, edge=PALE, stroke=0.8, z=0.5)
    return board.done()


def _agrees(b: CalibrationBin) -> bool:
    return b.happened_low <= b.forecast <= b.happened_high


def _count(board: Board, words: str, x: float, y: float, taken: list[tuple[float, float, float, float]]) -> None:
    """Write how many cases at the first free place beside a point; leave it out where there is none."""
    wide, high = text_width(words, SMALL), SMALL
    for dx, dy in ((7.0, 0.0), (-7.0 - wide, 0.0), (7.0, 9.0), (7.0, -9.0), (-7.0 - wide, 9.0), (-7.0 - wide, -9.0)):
        box = x + dx, y + dy - high / 2, x + dx + wide, y + dy + high / 2
        over = (min(box[2], b[2]) > max(box[0], b[0]) and min(box[3], b[3]) > max(box[1], b[1]) for b in taken)
        if box[2] <= board.width and not any(over):
            taken.append(box)
            board.text(box[0], y + dy, words, size=SMALL, colour=MID, name="count")
            return
