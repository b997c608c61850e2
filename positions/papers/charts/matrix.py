"""The stance matrix: delegations down, issues across, a letter and a tone in every cell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from positions.game import LETTERS, UNKNOWN, StanceLetters
from positions.papers.charts.board import Board, KeyEntry, key_height
from positions.papers.charts.lettering import LEADING, clean, text_width, wrap
from positions.papers.charts.order import ALONE, OTHERS, Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, HATCH, MATRIX_FILL, MID, PALE, PAPER, SMALL, faded, ink_on
from positions.papers.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "draw_matrix", "matrix_message", "matrix_pages", "size_matrix"]

MOST_ROWS, MOST_COLUMNS = 40, 28
HEADER, NAMES, CELL = 108.0, 120.0, 48.0  # points: most height of the titles, most width of the names, widest cell
ROW, TIGHT_ROW, SECTION_ROW = 15.0, 11.5, 13.0
SECTIONS = {ALONE: "Block on their own", OTHERS: "Others"}


def matrix_pages(
    letters: StanceLetters, roster: Roster, *, rows: int = MOST_ROWS, columns: int = MOST_COLUMNS
) -> tuple[StanceLetters, ...]:
    """Split a matrix into sheets that stay legible at A4, as even as possible; rows in the order of the roster."""
    order = [letters.delegations.index(d) for d in roster.sort(letters.delegations)]
    return tuple(
        StanceLetters(
            tuple(letters.delegations[d] for d in down),
            tuple(letters.issues[i] for i in across),
            tuple(tuple(letters.letters[d][i] for i in across) for d in down),
            tuple(tuple(letters.assumed[d][i] for i in across) for d in down),
        )
        for across in _even(list(range(len(letters.issues))), columns)
        for down in _even(order, rows)
    )


def _even(items: list[int], most: int) -> list[list[int]]:
    parts = max(1, -(-len(items) // most))
    cuts = [round(n * len(items) / parts) for n in range(parts + 1)]
    return [items[a:b] for a, b in pairwise(cuts)]


def size_matrix(letters: StanceLetters, roster: Roster, titles: Mapping[str, str]) -> Size:
    """Return the size at which one sheet of a matrix is drawn."""
    row = ROW if len(letters.delegations) <= 25 else TIGHT_ROW
    sections = len(set(map(roster.section.get, letters.delegations)) - {None, ""})
    width = millimetres(A4_WIDTH)
    _, cell = _columns(letters, roster, width)
    head = _head_height(_heads(letters, titles, cell))
    points = (
        34 + head + row * len(letters.delegations) + SECTION_ROW * sections + 7 + key_height(_entries(letters), width)
    )
    return Size(A4_WIDTH, (points + 0.5) / millimetres(1.0))


def matrix_message(letters: StanceLetters, titles: Mapping[str, str]) -> str:
    """Say which text on the table fewest accept as it stands (letters B, O, C); assumed letters do not count."""

    def against(i: int, which: str) -> int:
        rows = zip(letters.letters, letters.assumed, strict=True)
        return sum(row[i] in which and not silent[i] for row, silent in rows)

    counts = [(against(i, "BOC"), against(i, "BO")) for i in range(len(letters.issues))]
    if not any(all_against for all_against, _ in counts):
        return "Nobody is on record against a text on the table"
    worst = counts.index(max(counts))
    title, many = titles.get(letters.issues[worst], letters.issues[worst]), counts[worst][0]
    verb = "does" if many == 1 else "do"
    return f"{title} meets most resistance: {many} of {len(letters.delegations)} delegations {verb} not accept its text"


def draw_matrix(
    ax: Axes, letters: StanceLetters, roster: Roster, titles: Mapping[str, str], *, title: str | None = None
) -> Axes:
    """Draw the stance matrix.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_matrix`.
    letters : StanceLetters
        One sheet; see :func:`matrix_pages`.
    roster : Roster
    titles : mapping of issue id to title
    title : str, optional
        Instead of :func:`matrix_message`.
    """
    board = Board(ax)
    left, cell = _columns(letters, roster, board.width)
    heads = _heads(letters, titles, cell)
    top = board.headline(matrix_message(letters, titles) if title is None else title) + _head_height(heads)
    for n, head in enumerate(heads):
        x = left + (n + 0.5) * cell
        board.text(x, top - 3.0, "\n".join(head), size=SMALL, ha="center", va="bottom", rotation=90)
    rows = [letters.delegations.index(d) for d in roster.sort(letters.delegations)]
    parts = [roster.section.get(letters.delegations[d], "") for d in rows]
    gaps = sum(a != b for a, b in zip(parts, ["", *parts], strict=False))
    free = board.height - top - 7.0 - key_height(_entries(letters), board.width) - gaps * SECTION_ROW
    high = min(ROW + 3, free / max(1, len(rows)))
    y, before = top, ""
    for d, part in zip(rows, parts, strict=True):
        if part != before:
            words = SECTIONS.get(part, f"{part[:1].upper()}{part[1:]}: block together")
            board.text(0.0, y + SECTION_ROW / 2 + 1, words, size=SMALL, colour=MID)
            y, before = y + SECTION_ROW, part
        board.row_label(roster.label(letters.delegations[d]), y + high / 2, left - 5.0, high)
        for n in range(len(letters.issues)):
            _cell(board, left + n * cell, y, cell, high, letters, d, n)
        y += high
    board.key(_entries(letters), y + 7.0)
    return board.done()


def _columns(letters: StanceLetters, roster: Roster, width: float) -> tuple[float, float]:
    """Return where the cells begin and how wide one is."""
    widest = max((text_width(clean(roster.label(d)), BASE) for d in letters.delegations), default=0.0)
    left = min(NAMES, widest + 8.0)
    return left, min(CELL, (width - left) / max(1, len(letters.issues)))


def _heads(letters: StanceLetters, titles: Mapping[str, str], cell: float) -> list[tuple[str, ...]]:
    most = min(3, max(1, int(cell / (SMALL * LEADING))))
    return [wrap(titles.get(i, i), SMALL, HEADER, most=most) for i in letters.issues]


def _head_height(heads: list[tuple[str, ...]]) -> float:
    return max((text_width(row, SMALL) for head in heads for row in head), default=0.0) + 7.0


def _cell(board: Board, x: float, y: float, width: float, high: float, letters: StanceLetters, d: int, i: int) -> None:
    letter, assumed = letters.letters[d][i], letters.assumed[d][i]
    fill = faded(MATRIX_FILL[letter]) if assumed else MATRIX_FILL[letter]
    board.box(
        x + 0.5, y + 0.5, width - 1, high - 1, fill=fill, edge=PALE if letter in ("P", UNKNOWN) else None, stroke=0.4,
        hatch=HATCH if assumed else "", name="cell",
    )  # fmt: skip
    if assumed:  # keep the letter free of the pattern
        board.disc(x + width / 2, y + high / 2, min(4.6, high / 2 - 0.8), fill=fill, z=1.5)
    board.text(x + width / 2, y + high / 2, letters.shown(d, i), size=BASE if high >= ROW else SMALL, ha="center",
               bold=not assumed, colour=ink_on(fill), name="letter")  # fmt: skip


def _entries(letters: StanceLetters) -> list[KeyEntry]:
    made = [(letter, words, MATRIX_FILL[letter], "") for letter, words in LETTERS.items()]
    silent = any(map(any, letters.assumed))
    return [*made, ("", "small letter, hatched: nothing said, assumed", PAPER, HATCH)] if silent else made
