"""A paper as records: sections made of blocks, each with its marking. HTML, Word and print show the same ones.

Text is always plain: nothing here is markup, and whoever writes a format escapes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from positions.markings import Marking, highest
from positions.simulation import Band

__all__ = [
    "Block",
    "Book",
    "Bullets",
    "Cell",
    "Figure",
    "Paragraph",
    "Run",
    "Section",
    "Table",
    "bold",
    "facts",
    "paragraph",
    "run",
    "small",
    "table",
]

RunStyle = Literal["", "strong", "em", "small", "ins", "del"]
ParagraphStyle = Literal["", "headline", "lead", "note", "warning", "quote", "label", "back"]
CellKind = Literal["", "number", "R", "A", "G", "assumed", "head"]
TableKind = Literal["plain", "risks", "facts", "grid"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``ins`` and ``del`` are tracked changes. ``link`` is the id of a section."""

    text: str
    style: RunStyle = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs, with a portion mark before them when ``marking`` is given."""

    runs: tuple[Run, ...]
    style: ParagraphStyle = ""
    marking: Marking | None = None

    @property
    def plain(self) -> str:
        """The text without style."""
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` where its order matters."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``kind`` R, A, G is a letter.

    ``bar`` draws a probability with its band on an axis from 0 to 100 above the text, and ``best`` a second one on it.
    ``alt`` says in words what a sign in the cell means.
    """

    runs: tuple[Run, ...]
    kind: CellKind = ""
    bar: Band | None = None
    best: float | None = None
    alt: str = ""

    @property
    def plain(self) -> str:
        """The text without style."""
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as ``head``. ``widths`` are shares of the page width."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    marking: Marking | None = None
    kind: TableKind = "plain"
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.head)} columns: {self.title}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture by the name of its file; ``alt`` says in words what it shows."""

    name: str
    alt: str
    marking: Marking
    title: str = ""
    width: float = 180.0  # mm


Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``id`` is unique in a book; ``level`` 1 starts a page."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    marking: Marking | None = None
    short: str = ""  # for a table of contents


@dataclass(frozen=True, slots=True)
class Book:
    """A whole paper.

    Parameters
    ----------
    marking : Marking
        The highest used, on every page, top and bottom.
    statement : str
        What the paper says about its markings.
    foot : tuple of str
        Provenance, on page one and in the foot.
    """

    title: str
    marking: Marking
    statement: str
    foot: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str = "en"

    def __post_init__(self) -> None:
        ids = [s.id for s in self.sections]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two sections of one id among {ids}")
        if marks := [m for s in self.sections for m in _marks(s)]:
            top = highest(marks)
            if top > self.marking:
                raise ValueError(f"the book is marked {self.marking.value} and holds something {top.value}")

    def figures(self) -> tuple[Figure, ...]:
        """Return every figure of the book, in order."""
        return tuple(b for s in self.sections for b in s.blocks if isinstance(b, Figure))


def _marks(section: Section) -> list[Marking]:
    marks = [section.marking] if section.marking else []
    for block in section.blocks:
        if isinstance(block, Paragraph | Table | Figure) and block.marking is not None:
            marks.append(block.marking)
        if isinstance(block, Bullets):
            marks += [p.marking for p in block.items if p.marking is not None]
    return marks


def run(text: str) -> tuple[Run, ...]:
    """Return plain text as runs."""
    return (Run(text),)


def bold(text: str) -> Run:
    """Return bold text."""
    return Run(text, "strong")


def small(text: str) -> Run:
    """Return small text."""
    return Run(text, "small")


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str | Run | tuple[Run, ...] | Cell]],
    *,
    numbers: Collection[int] = (),
    title: str = "",
    marking: Marking | None = None,
    kind: TableKind = "plain",
    widths: tuple[float, ...] = (),
) -> Table:
    """Put a table together from text, runs and cells; its first column names the rows, ``numbers`` are set as such.

    >>> made = table(("Text", "Passes"), [("As tabled", "4 %")], numbers=(1,))
    >>> [(cell.plain, cell.kind) for cell in made.rows[0]]
    [('As tabled', 'head'), ('4 %', 'number')]
    """

    def cell(at: int, held: str | Run | tuple[Run, ...] | Cell) -> Cell:
        if isinstance(held, Cell):
            return held
        runs = held if isinstance(held, tuple) else (held,) if isinstance(held, Run) else run(held)
        return Cell(runs, "head" if at == 0 else "number" if at in numbers else "")

    cells = tuple(tuple(cell(at, held) for at, held in enumerate(row)) for row in rows)
    return Table(tuple(head), cells, title, marking, kind, widths)


def facts(rows: Iterable[tuple[str, str]], *, marking: Marking, share: float) -> Table:
    """Return facts, each after its name in bold, which takes this share of the width."""
    return table(("", ""), ((Cell((bold(name),)), text) for name, text in rows), kind="facts", marking=marking,
                 widths=(share, 1 - share))  # fmt: skip


def paragraph(*parts: str | Run, style: ParagraphStyle = "", marking: Marking | None = None) -> Paragraph:
    """Put a paragraph together from text and runs.

    >>> paragraph("Pakistan ", bold("lets go")).plain
    'Pakistan lets go'
    """
    return Paragraph(tuple(p if isinstance(p, Run) else Run(p) for p in parts), style, marking)
