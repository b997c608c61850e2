"""A plan's time line: what falls due, and between which meetings. One row an entry, meetings as upright bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from positions.papers.charts.board import Board
from positions.papers.charts.lettering import LEADING, spread, text_height, text_width, wrap
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, DARK, GRID, INK, MATRIX_FILL, MID, PALE, PAPER, SMALL
from positions.papers.charts.style import mm as millimetres
from positions.plans import Entry, Timeline
from positions.plans.timeline import span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_timeline", "size_timeline", "timeline_message"]

At = Callable[[int], float]  # day number to x
KINDS = {"ask": "A", "deadline": "D", "plan": "P"}
DATES, WORDS, ROW = 88.0, 240.0, 8.0  # points: column of dates, column of words, room around a row
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def timeline_message(line: Timeline) -> str:
    """Say how many dates fall before the next meeting, and how many may."""
    dates = [e for e in line.entries if not _is_band(e)]
    count = f"{len(dates)} {'date' if len(dates) == 1 else 'dates'}"
    if not line.next_meeting:
        return f"{count}, no meeting ahead"
    before, perhaps = (sum(e.due == due for e in dates) for due in ("before", "may be before"))
    said = f"{before} of {count} {'falls' if before == 1 else 'fall'} due before {line.next_meeting}"
    return f"{said}, {perhaps} more may" if perhaps else said


def size_timeline(line: Timeline) -> Size:
    """Return the size at which a time line is drawn."""
    rows = sum(_height(e) for e in line.entries if not _is_band(e))
    points = 34.0 + _head_height(line.entries) + rows + 48.0
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_timeline(ax: Axes, line: Timeline, *, title: str | None = None) -> Axes:
    """Draw a plan's time line, earliest first.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_timeline`.
    line : Timeline
        From :func:`positions.plans.timeline`.
    title : str, optional
        Instead of :func:`timeline_message`.

    Raises
    ------
    ValueError
        No entries.
    """
    if not line.entries:
        raise ValueError("a time line needs at least one entry")
    board = Board(ax)
    top = board.headline(timeline_message(line) if title is None else title) + _head_height(line.entries)
    rows = [e for e in line.entries if not _is_band(e)]
    spans = [span(e.start, e.end) for e in line.entries]
    first = min(a for a, _ in spans).toordinal()
    last = max(b for _, b in spans).toordinal() + 1
    left, right = DATES, board.width - WORDS - 8.0
    days = max(1, last - first)

    def at(day: int) -> float:
        return left + (day - first) / days * (right - left)

    heights = [_height(e) for e in rows]
    scale = min(1.3, (board.height - top - 40.0) / max(1.0, sum(heights)))
    bottom = top + scale * sum(heights)
    _draw_axis(board, first, last, left, right, bottom)
    _draw_meetings(board, [e for e in line.entries if _is_band(e)], at, top, bottom)
    y = top
    for entry, height in zip(rows, heights, strict=True):
        _draw_entry(board, entry, at, y + scale * height / 2, left, right)
        y += scale * height
    return board.done()


def _is_band(entry: Entry) -> bool:
    return entry.kind in ("meeting", "follow-up")


def _words(entry: Entry) -> tuple[str, ...]:
    words = entry.text
    if entry.asks:
        words += f": {', '.join(entry.asks)}"
    if entry.due == "may be before":
        words += " (may be before the meeting)"
    if entry.doubt:
        words += f" (in doubt: {entry.doubt})"
    return wrap(words, BASE, WORDS, most=4)


def _height(entry: Entry) -> float:
    return text_height(len(_words(entry)), BASE) + ROW


def _meeting_words(entry: Entry, width: float) -> tuple[str, ...]:
    return (*wrap(entry.text, SMALL, width, most=4, bold=True), _shown(entry))


def _meeting_width(entries: Sequence[Entry]) -> float:
    count = sum(map(_is_band, entries))
    return min(112.0, millimetres(A4_WIDTH) / max(1, count) - 8.0)


def _head_height(entries: Sequence[Entry]) -> float:
    width = _meeting_width(entries)
    lines = max((len(_meeting_words(e, width)) for e in entries if _is_band(e)), default=0)
    return text_height(lines, SMALL) + (14.0 if lines else 4.0)


def _draw_meetings(board: Board, meetings: Sequence[Entry], at: At, top: float, bottom: float) -> None:
    """Draw each meeting as a band over the whole height, its name above."""
    width = _meeting_width(meetings)
    words = [_meeting_words(e, width) for e in meetings]
    spans = [span(e.start, e.end) for e in meetings]
    edges = [(at(a.toordinal()), at(b.toordinal() + 1)) for a, b in spans]
    wished = [(a + b) / 2 for a, b in edges]
    widths = [max(text_width(row, SMALL, True) for row in rows) for rows in words]
    places = spread(wished, widths, 0.0, board.width, gap=6.0)
    for rows, (a, b), x, place in zip(words, edges, wished, places, strict=True):
        wide = max(3.0, b - a)
        board.box(x - wide / 2, top - 4.0, wide, bottom - top + 4.0, fill=PALE, z=0.3, name="meeting")
        start = top - 12.0 - text_height(len(rows), SMALL)
        for n, row in enumerate(rows):
            date_row = n == len(rows) - 1
            board.text(place, start + (n + 0.5) * SMALL * LEADING, row, size=SMALL, ha="center", bold=not date_row,
                       colour=MID if date_row else INK, name="meeting name")  # fmt: skip
        board.line([place, x, x], [top - 11.0, top - 5.0, top - 4.0], colour=MID, stroke=0.7)


def _draw_entry(board: Board, entry: Entry, at: At, y: float, left: float, right: float) -> None:
    a, b = span(entry.start, entry.end)
    x0, x1 = at(a.toordinal()), at(b.toordinal() + 1)
    board.line([left, right], [y, y], colour=GRID, stroke=0.5, z=0.4)
    board.text(0.0, y, _shown(entry), size=SMALL, name="date")
    flagged = entry.due in ("before", "may be before")
    fill = MATRIX_FILL["O"] if flagged else MID if entry.due == "past" else DARK
    if x1 - x0 > 8.0:
        board.box(x0, y - 3.0, x1 - x0, 6.0, fill=fill, edge=PAPER, stroke=0.5, z=2.0, name="span")
    middle = (x0 + x1) / 2
    board.disc(middle, y, 6.6 if flagged else 5.4, fill=fill, edge=PAPER, stroke=0.8, z=3.0, name="date mark")
    letter = KINDS[entry.kind] + ("!" if flagged else "")
    board.text(middle, y, letter, size=SMALL, ha="center", bold=True, colour=PAPER)
    rows = _words(entry)
    start = y - text_height(len(rows), BASE) / 2
    for n, row in enumerate(rows):
        board.text(right + 8.0, start + (n + 0.5) * BASE * LEADING, row, name="words")


def _draw_axis(board: Board, first: int, last: int, left: float, right: float, bottom: float) -> None:
    """Draw the months, or the years where there are many months, with as many names as there is room for."""
    begin, end = date.fromordinal(first), date.fromordinal(min(last, date.max.toordinal()))
    years = end.year - begin.year + 1
    step = 1 + years // 60  # a date may lie anywhere in the calendar
    starts = [
        date(y, m, 1) for y in range(begin.year, end.year + 1, step) for m in (range(1, 13) if step == 1 else (1,))
    ]
    starts = [d for d in starts if first <= d.toordinal() <= last]
    if len(starts) > 30:
        starts = [d for d in starts if d.month == 1]
    board.line([left, right], [bottom + 2.0] * 2, stroke=0.8)
    free = left - 40.0
    for d in starts:
        x = left + (d.toordinal() - first) / max(1, last - first) * (right - left)
        board.line([x, x], [bottom + 2.0, bottom + 5.0], stroke=0.6)
        words = f"{MONTHS[d.month - 1]} {d.year}"
        half = text_width(words, SMALL) / 2
        if x - half >= free and x + half <= right + 30.0:
            board.text(x, bottom + 12.0, words, size=SMALL, ha="center", name="month")
            free = x + half + 6.0
    board.lines(0.0, bottom + 20.0, wrap(_LEGEND, SMALL, board.width, most=2), size=SMALL, colour=MID)


_LEGEND = (
    "A asks; D deadline; P the plan; ! falls due, or may fall due, before the next meeting; shaded: meetings and what "
    "follows them. A month without a day is drawn as the whole month."
)


def _shown(entry: Entry) -> str:
    """Return ``27-29 Jan 2010``, ``Feb 2010``."""
    a, b = span(entry.start, entry.end)
    if len(entry.start) == 7 and not entry.end:
        return f"{MONTHS[a.month - 1]} {a.year}"
    if a == b:
        return f"{a.day} {MONTHS[a.month - 1]} {a.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}-{b.day} {MONTHS[b.month - 1]} {b.year}"
    return f"{MONTHS[a.month - 1]} {a.year}-{MONTHS[b.month - 1]} {b.year}"
