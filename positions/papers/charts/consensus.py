"""P(consensus) as intervals: every wording of an issue, or every tabled text of a meeting, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from positions.model import Issue
from positions.papers.charts.board import Board
from positions.papers.charts.lettering import LEADING, clean, text_height, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, DARK, GRID, INK, MID, PALE, PAPER, SMALL
from positions.papers.charts.style import mm as millimetres
from positions.simulation import Band, IssueForecast, ending_title, text_shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "ConsensusRow",
    "consensus_message",
    "consensus_pages",
    "draw_consensus",
    "issue_rows",
    "meeting_message",
    "meeting_rows",
    "size_consensus",
]

LABELS, NUMBERS = 150.0, 168.0  # points: widths of the two columns of words
LIKELY = 0.5
MOST_ROWS = 18


@dataclass(frozen=True, slots=True)
class ConsensusRow:
    """One text: its chance as it stands, its chance after private talks, and what would stand instead.

    ``talk`` and ``instead`` are words; ``bold`` sets the label off (the text on the table).
    """

    label: str
    p: Band
    note: str = ""
    talked: Band | None = None
    talk: str = ""
    instead: str = ""
    bold: bool = False


def issue_rows(
    issue: Issue, forecast: IssueForecast, roster: Roster, *, talked: IssueForecast | None = None
) -> tuple[ConsensusRow, ...]:
    """Return a row for every wording of an issue, in the order of the case; ``talked`` is the run with talks."""
    words = f"after a talk with {roster.listed(talked.talked)}" if talked is not None else ""
    return tuple(
        ConsensusRow(
            issue.wordings[w.wording].title,
            w.p_consensus,
            "on the table" if w.wording == issue.tabled else issue.wordings[w.wording].kind.replace("_", " "),
            talked.wording(w.wording).p_consensus if talked is not None else None,
            words,
            bold=w.wording == issue.tabled,
        )
        for w in forecast.wordings
    )


def meeting_rows(
    issues: Mapping[str, Issue],
    forecasts: Mapping[str, IssueForecast],
    roster: Roster,
    *,
    talked: Mapping[str, IssueForecast] | None = None,
) -> tuple[ConsensusRow, ...]:
    """Return a row for the tabled text of every issue that was simulated, worst first; ties keep the case's order."""
    made = []
    for i, forecast in forecasts.items():
        issue, after = issues[i], (talked or {}).get(i)
        p = forecast.wording(issue.tabled).p_consensus
        end = forecast.modal
        instead = ""
        if end != issue.tabled:
            share = text_shares(forecast.final_text, forecast.fallback)[end]
            instead = f"ends with: {ending_title(issue, end)}, {_percent(share)}"
        made.append(
            ConsensusRow(
                issue.title,
                p,
                issue.wordings[issue.tabled].title,
                after.wording(issue.tabled).p_consensus if after is not None else None,
                f"after a talk with {roster.listed(after.talked)}" if after is not None else "",
                instead,
            )
        )
    return tuple(sorted(made, key=lambda row: (row.p.median, row.p.high)))


def consensus_message(title: str, rows: Sequence[ConsensusRow]) -> str:
    """Say whether the text on the table passes, what a talk would do, and which other text passes best."""
    tabled = next((r for r in rows if r.bold), rows[0])
    chance = round(100 * tabled.p.median)
    said = f"{title}: “{tabled.label}” passes with {_percent(tabled.p.median)}"
    if tabled.talked is not None and round(100 * tabled.talked.median) != chance:
        said += f", with {_percent(tabled.talked.median)} {tabled.talk}"
    best = max((r for r in rows if r is not tabled), key=lambda r: r.p.median, default=None)
    if best is not None and best.p.median > tabled.p.median:
        said += f"; “{best.label}” with {_percent(best.p.median)}"
    return said


def meeting_message(rows: Sequence[ConsensusRow]) -> str:
    """Say how many tabled texts are likely to pass, and how many more after the talks."""
    likely = sum(r.p.median >= LIKELY for r in rows)
    after = sum(r.p.median < LIKELY <= r.talked.median for r in rows if r.talked is not None)
    count = "None" if likely == 0 else str(likely)
    verb, stand = ("is", "it stands") if likely <= 1 else ("are", "they stand")
    texts = "text" if len(rows) == 1 else "texts"
    said = f"{count} of {len(rows)} tabled {texts} {verb} more likely than not to pass as {stand}"
    if after:
        said += f"; private talks would add {after}"
    return said


def _percent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"


def consensus_pages(rows: Sequence[ConsensusRow], *, most: int = MOST_ROWS) -> tuple[tuple[ConsensusRow, ...], ...]:
    """Split rows into sheets that fit an A4 page, as even as possible."""
    parts = max(1, -(-len(rows) // most))
    cuts = [round(n * len(rows) / parts) for n in range(parts + 1)]
    return tuple(tuple(rows[a:b]) for a, b in pairwise(cuts))


def size_consensus(rows: Sequence[ConsensusRow]) -> Size:
    """Return the size at which rows are drawn."""
    points = 34.0 + sum(_height(row) for row in rows) + 34.0
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_consensus(ax: Axes, rows: Sequence[ConsensusRow], *, title: str) -> Axes:
    """Draw P(consensus) with 80 % bands.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_consensus`.
    rows : sequence of ConsensusRow
        From :func:`issue_rows` or :func:`meeting_rows`; drawn in the order given.
    title : str
        E.g. :func:`consensus_message` or :func:`meeting_message`.
    """
    board = Board(ax)
    top = board.headline(title) + 4.0
    left, right = LABELS + 6.0, board.width - NUMBERS - 8.0
    heights = [_height(row) for row in rows]
    scale = min(1.15, (board.height - top - 30.0) / max(1.0, sum(heights)))
    bottom = top + scale * sum(heights)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * (right - left)
        board.line([x, x], [top, bottom + 3.0], colour=MID if share == LIKELY else GRID, stroke=0.6, z=0.4)
        board.text(x, bottom + 4.0, _percent(share), size=SMALL, ha="center", va="top")
    below = "chance that nobody objects in the end (tick: median; bar: 80 % band)"
    board.text((left + right) / 2, bottom + 14.0, below, size=SMALL, ha="center", va="top", colour=MID)
    y = top
    for row, height in zip(rows, heights, strict=True):
        _draw_row(board, row, y, y + scale * height, left, right)
        y += scale * height
    return board.done()


def _labels(row: ConsensusRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        wrap(row.label, BASE, LABELS, most=2, bold=row.bold),
        wrap(row.note, SMALL, LABELS, most=1) if row.note else (),
    )


def _numbers(row: ConsensusRow) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the words at the right: the chance, after a talk, what stands instead."""
    talked = wrap(f"{row.talked.percent()} {row.talk}", SMALL, NUMBERS, most=2) if row.talked is not None else ()
    instead = wrap(row.instead, SMALL, NUMBERS, most=2) if row.instead else ()
    return (clean(row.p.percent()),), talked, instead


def _height(row: ConsensusRow) -> float:
    label, note = _labels(row)
    first, talked, instead = _numbers(row)
    words = text_height(len(label), BASE) + text_height(len(note), SMALL)
    numbers = text_height(len(first), BASE) + text_height(len(talked) + len(instead), SMALL)
    return max(words, numbers, 15.0) + 6.0


def _draw_row(board: Board, row: ConsensusRow, top: float, bottom: float, left: float, right: float) -> None:
    middle = (top + bottom) / 2
    label, note = _labels(row)
    y = middle - (text_height(len(label), BASE) + text_height(len(note), SMALL)) / 2
    words = [*((s, BASE, row.bold, INK) for s in label), *((s, SMALL, False, MID) for s in note)]
    for line, size, bold, colour in words:
        board.text(LABELS, y + size * LEADING / 2, line, size=size, ha="right", bold=bold, colour=colour, name="row")
        y += size * LEADING
    first, talked, instead = _numbers(row)
    y = middle - (text_height(len(first), BASE) + text_height(len(talked) + len(instead), SMALL)) / 2
    bars = [(y + BASE * LEADING / 2, row.p, 8.0, PALE)]
    lines = [(first[0], BASE, True, INK), *((s, SMALL, False, INK) for s in talked)]
    if row.talked is not None:
        bars.append((y + BASE * LEADING + SMALL * LEADING / 2, row.talked, 5.0, MID))
    for line, size, bold, colour in [*lines, *((s, SMALL, False, MID) for s in instead)]:
        board.text(right + 8.0, y + size * LEADING / 2, line, size=size, bold=bold, colour=colour, name="numbers")
        y += size * LEADING
    if row.talked is None:
        bars = [(middle, row.p, 8.0, PALE)]
    for at, band, thick, fill in bars:
        a, b, m = (left + v * (right - left) for v in (band.low, band.high, band.median))
        board.box(a, at - thick / 2, max(1.2, b - a), thick, fill=fill, edge=DARK, stroke=0.5, z=1.0, name="band")
        for colour, stroke in ((PAPER, 4.0), (INK, 2.2)):
            board.line(
                [m, m], [at - thick / 2 - 2.0, at + thick / 2 + 2.0], colour=colour, stroke=stroke, z=2.6, name="median"
            )
