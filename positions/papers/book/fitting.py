"""How much fits on page one: an estimate in millimetres, checked against a real browser by a test.

Signs on a line are counted for a wide typeface (DejaVu Sans): what fits there fits with any other.

Page one must stay one page. What does not fit is left to the pages behind it: first further questions, then what talks
do not reach, then further advice, and at last issues, the least pressing first.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from positions.papers.formats.document import Box, Paragraph, Table

__all__ = ["BUDGET", "boxes_height", "fit_boxes", "fit_rows", "head_height", "lines", "table_height"]

BUDGET = 264.0  # mm of an A4 page between its two banners, with some to spare
COLUMNS = (4, 28, 22, 17, 32)  # characters on a line of each column of the table
BOX_LINE, WIDE_BOX_LINE = 57, 96  # characters on a line of a box, beside a picture and alone
TITLE, HEADLINE, LEAD, NOTE = 61, 74, 98, 112
LEAST_ROWS = 6


def lines(text: str, width: int) -> int:
    """Return how many lines a text takes.

    >>> lines("", 10), lines("twelve signs", 10)
    (1, 2)
    """
    return max(1, ceil(len(text) / width))


def head_height(title: str, lead: str, headline: str, notes: Sequence[str]) -> float:
    """Return the height of everything but the table and the boxes."""
    small = sum(3.7 * lines(n, NOTE) + 2.0 for n in notes)
    return 6.0 * lines(title, TITLE) + 1.0 + 4.5 * lines(lead, LEAD) + 5.1 * lines(headline, HEADLINE) + 3.0 + small


def table_height(table: Table, rows: int) -> float:
    """Return the height of the first ``rows`` rows of the risk table, with its head."""
    made = 6.5
    for row in table.rows[:rows]:
        most = max(lines(cell.plain, width) for cell, width in zip(row, COLUMNS, strict=True))
        made += max(6.4, 3.75 * most + 1.5)
    return made


def boxes_height(boxes: Sequence[Box], *, wide: bool) -> float:
    """Return the height of boxes under each other."""
    width = WIDE_BOX_LINE if wide else BOX_LINE
    made = 0.0
    for box in boxes:
        items = [_with_mark(p) for p in box.items] or [box.empty]
        made += 9.0 + sum(3.75 * lines(text, width) + 0.8 for text in items)
    return made


def _with_mark(item: Paragraph) -> str:
    return f"{item.marking.portion} {item.plain}" if item.marking else item.plain


def fit_rows(table: Table, room: float) -> int:
    """Return how many rows fit into ``room``, at least ``LEAST_ROWS`` where there are as many."""
    count = len(table.rows)
    while count > LEAST_ROWS and table_height(table, count) > room:
        count -= 1
    return count


def fit_boxes(boxes: tuple[Box, ...], room: float, *, wide: bool) -> tuple[Box, ...]:
    """Return the boxes with as many items as fit into ``room``.

    The last items go first, those of the longest list before others; each box keeps its first one.
    """
    made = list(boxes)
    while boxes_height(made, wide=wide) > room:
        n = max(range(len(made)), key=lambda k: (len(made[k].items), k))
        if len(made[n].items) < 2:
            break
        made[n] = Box(made[n].title, made[n].items[:-1], made[n].empty)
    return tuple(made)
