"""How much fits on page one: an estimate in millimetres, checked against a real browser by a test.

Signs on a line are counted for a wide typeface (DejaVu Sans): what fits there fits with any other.

Page one must stay one page, and what there is to do always stands on it. What does not fit is left to the page behind:
first issues, the least pressing first, then who blocks which text.
"""

from __future__ import annotations

from math import ceil

from positions.papers.formats.document import Block, Bullets, Paragraph, Table

__all__ = ["BUDGET", "fit_rows", "height_of", "lines", "table_height"]

BUDGET = 262.0  # mm of an A4 page between its two banners, with some to spare
COLUMNS = (4, 20, 24, 13, 25, 11)  # characters on a line of each column of the table
STRIP = 1.0  # lines that the strip takes in its cell
LINE = 96  # characters on a line of a list
STYLES = {"headline": (74, 5.1, 3.0), "lead": (98, 4.5, 1.0), "note": (112, 3.7, 2.0), "label": (98, 4.4, 1.8)}
LEAST_ROWS = 3
GRID_ROW = 4.5


def lines(text: str, width: int) -> int:
    """Return how many lines a text takes.

    >>> lines("", 10), lines("twelve signs", 10)
    (1, 2)
    """
    return max(1, ceil(len(text) / width))


def height_of(block: Block) -> float:
    """Return the height of a paragraph, a list or a grid on page one."""
    if isinstance(block, Paragraph):
        width, line, after = STYLES.get(block.style, (LINE, 4.4, 2.0))
        return line * lines(_with_mark(block), width) + after
    if isinstance(block, Bullets):
        return 1.0 + sum(4.2 * lines(_with_mark(p), LINE) + 0.8 for p in block.items)
    if isinstance(block, Table):
        return 13.0 + GRID_ROW * len(block.rows)
    return 0.0


def table_height(table: Table, rows: int) -> float:
    """Return the height of the first ``rows`` rows of the table of issues, with its head."""
    made = 8.5
    for row in table.rows[:rows]:
        most = max(
            lines(cell.plain, width) + (STRIP if cell.bar else 0.0) for cell, width in zip(row, COLUMNS, strict=True)
        )
        made += 3.75 * most + 1.5
    return made


def fit_rows(table: Table, room: float) -> int:
    """Return how many rows fit into ``room``, at least ``LEAST_ROWS`` where there are as many."""
    count = len(table.rows)
    while count > LEAST_ROWS and table_height(table, count) > room:
        count -= 1
    return count


def _with_mark(item: Paragraph) -> str:
    return f"{item.marking.portion} {item.plain}" if item.marking else item.plain
