"""A time line: what falls due, and between which meetings. One row an entry, meetings as bands across all rows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from positions.charts.board import Board
from positions.charts.lettering import LEADING, clean, cut, spread, text_height, text_width, wrap
from positions.charts.sheet import A4_WIDTH, Size
from positions.charts.style import BASE, DARK, GRID, INK, MATRIX_FILL, MID, PALE, PAPER, SMALL
from positions.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["KINDS", "TimelineEntry", "draw_timeline", "size_timeline", "span_of", "timeline_message"]

At = Callable[[int], float]  # day number to x
KINDS = {"ask": "A", "deadline": "D", "meeting": "M"}
DATES, WORDS, ROW = 88.0, 240.0, 8.0  # points: column of dates, column of words, room around a row
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One date. ``start`` and ``end`` are ISO 8601, day or month; ``flag`` is a short warning such as ``overdue``."""

    start: str
    words: str
    kind: str = "deadline"
    end: str = ""
    flag: str = ""


def span_of(start: str, end: str = "") -> tuple[date, date]:
    """Return first and last day; a month is all its days.

    >>> span_of("2010-02")
    (datetime.date(2010, 2, 1), datetime.date(2010, 2, 28))
    """
    first, last = (start.split("-"), (end or start).split("-"))
    a = date(int(first[0]), int(first[1]), int(first[2]) if len(first) > 2 else 1)
    day = int(last[2]) if len(last) > 2 else monthrange(int(last[0]), int(last[1]))[1]
    return a, date(int(last[0]), int(last[1]), day)


def timeline_message(entries: Sequence[TimelineEntry]) -> str:
    """Say how many dates fall before the next meeting, and how many are flagged."""
    meetings = sorted((e for e in entries if e.kind == "meeting"), key=lambda e: span_of(e.start, e.end))
    dates = [e for e in entries if e.kind != "meeting"]
    count = f"{len(dates)} {'date' if len(dates) == 1 else 'dates'}"
    if not meetings:
        return f"{count}, no meeting"
    before = sum(span_of(e.start, e.end)[1] < span_of(meetings[0].start)[0] for e in dates)
    said = f"{before} of {count} fall before {meetings[0].words}"
    flagged = sum(bool(e.flag) for e in dates)
    return f"{said}; {flagged} flagged" if flagged else said


def size_timeline(entries: Sequence[TimelineEntry]) -> Size:
    """Return the size at which a time line is drawn."""
    rows = sum(_height(e) for e in entries if e.kind != "meeting")
    points = 34.0 + _head_height(entries) + rows + 34.0
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_timeline(ax: Axes, entries: Sequence[TimelineEntry], *, title: str | None = None) -> Axes:
    """Draw a time line, earliest first.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_timeline`.
    entries : sequence of TimelineEntry
        At least one.
    title : str, optional
        Instead of :func:`timeline_message`.

    Raises
    ------
    ValueError
        No entries.
    """
    if not entries:
        raise ValueError("a time line needs at least one entry")
    board = Board(ax)
    top = board.headline(timeline_message(entries) if title is None else title) + _head_height(entries)
    ordered = sorted(entries, key=lambda e: (span_of(e.start, e.end), e.words))
    rows = [e for e in ordered if e.kind != "meeting"]
    first = min(span_of(e.start, e.end)[0] for e in entries).toordinal()
    last = max(span_of(e.start, e.end)[1] for e in entries).toordinal() + 1
    left, right = DATES, board.width - WORDS - 8.0
    days = max(1, last - first)

    def at(day: int) -> float:
        return left + (day - first) / days * (right - left)

    heights = [_height(e) for e in rows]
    scale = min(1.3, (board.height - top - 26.0) / max(1.0, sum(heights)))
    bottom = top + scale * sum(heights)
    _draw_axis(board, first, last, left, right, bottom)
    _draw_meetings(board, [e for e in ordered if e.kind == "meeting"], at, top, bottom)
    y = top
    for entry, height in zip(rows, heights, strict=True):
        _draw_entry(board, entry, at, y + scale * height / 2, left, right)
        y += scale * height
    return board.done()


def _words(entry: TimelineEntry) -> tuple[str, ...]:
    return wrap(f"{entry.flag}: {entry.words}" if entry.flag else entry.words, BASE, WORDS, most=3)


def _height(entry: TimelineEntry) -> float:
    return text_height(len(_words(entry)), BASE) + ROW


def _meeting_words(entry: TimelineEntry, width: float) -> tuple[str, ...]:
    return (*wrap(entry.words, SMALL, width, most=3, bold=True), _shown(entry))


def _meeting_width(entries: Sequence[TimelineEntry]) -> float:
    count = sum(e.kind == "meeting" for e in entries)
    return min(130.0, millimetres(A4_WIDTH) / max(1, count) - 8.0)


def _head_height(entries: Sequence[TimelineEntry]) -> float:
    width = _meeting_width(entries)
    lines = max((len(_meeting_words(e, width)) for e in entries if e.kind == "meeting"), default=0)
    return text_height(lines, SMALL) + (14.0 if lines else 4.0)


def _draw_meetings(board: Board, meetings: Sequence[TimelineEntry], at: At, top: float, bottom: float) -> None:
    """Draw each meeting as a band over the whole height, its name above."""
    width = _meeting_width(meetings)
    words = [_meeting_words(e, width) for e in meetings]
    spans = [span_of(e.start, e.end) for e in meetings]
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


def _draw_entry(board: Board, entry: TimelineEntry, at: At, y: float, left: float, right: float) -> None:
    a, b = span_of(entry.start, entry.end)
    x0, x1 = at(a.toordinal()), at(b.toordinal() + 1)
    board.line([left, right], [y, y], colour=GRID, stroke=0.5, z=0.4)
    board.text(0.0, y, _shown(entry), size=SMALL, name="date")
    fill = MATRIX_FILL["O"] if entry.flag else DARK
    if x1 - x0 > 8.0:
        board.box(x0, y - 3.0, x1 - x0, 6.0, fill=fill, edge=PAPER, stroke=0.5, z=2.0, name="span")
    middle = (x0 + x1) / 2
    board.disc(middle, y, 5.4, fill=fill, edge=PAPER, stroke=0.8, z=3.0, name="date mark")
    letter = "!" if entry.flag else KINDS.get(entry.kind, "")
    board.text(middle, y, letter, size=SMALL, ha="center", bold=True, colour=PAPER)
    rows = _words(entry)
    start = y - text_height(len(rows), BASE) / 2
    for n, row in enumerate(rows):
        board.text(right + 8.0, start + (n + 0.5) * BASE * LEADING, row, name="words")


def _draw_axis(board: Board, first: int, last: int, left: float, right: float, bottom: float) -> None:
    """Draw the months, or the years where there are many months, with as many names as there is room for."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    starts = [date(y, m, 1) for y in range(begin.year, end.year + 1) for m in range(1, 13)]
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
    board.text(0.0, bottom + 24.0, cut(clean(_LEGEND), SMALL, board.width), size=SMALL, colour=MID)


_LEGEND = "A ask; D deadline; ! flagged; shaded: a meeting. A month without a day is drawn as the whole month."


def _shown(entry: TimelineEntry) -> str:
    """Return ``27-29 Jan 2010``, ``Feb 2010``."""
    a, b = span_of(entry.start, entry.end)
    if len(entry.start) == 7 and not entry.end:
        return f"{MONTHS[a.month - 1]} {a.year}"
    if a == b:
        return f"{a.day} {MONTHS[a.month - 1]} {a.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}-{b.day} {MONTHS[b.month - 1]} {b.year}"
    return f"{MONTHS[a.month - 1]} {a.year}-{MONTHS[b.month - 1]} {b.year}"
