"""A book as a PDF for printing: A4, marking top and bottom of every page, page one on one page.

The type is DejaVu Sans, which comes with matplotlib and knows the letters that names need. The same book gives the
same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepInFrame,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from positions.markings import Marking
from positions.papers.formats.document import (
    Beside,
    Block,
    Book,
    Boxes,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
)
from positions.simulation import Band

__all__ = ["book_pdf"]

MARGIN = 15 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - 34 * mm
INK, MUTED, LINE, SHADE, BAR = (HexColor(c) for c in ("#111111", "#4A5B69", "#B8C7D3", "#F1F4F6", "#5D7486"))
LETTER_INK = {"R": "#9C331A", "A": "#8A5412", "G": "#22303C"}
SIZES = {"headline": 13.0, "lead": 9.5, "note": 7.2, "label": 7.2}
BODY, SMALL, TABLE, FOOT = 8.2, 7.2, 7.2, 6.0
HEADINGS = {0: 12.0, 1: 13.0, 2: 10.5, 3: 9.0}
FACES = {"": "DejaVuSans", "b": "DejaVuSans-Bold", "i": "DejaVuSans-Oblique", "bi": "DejaVuSans-BoldOblique"}


def book_pdf(book: Book, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the book as a PDF file.

    Parameters
    ----------
    book : Book
    pictures : mapping of str to bytes, optional
        PNG files by the names of the book's figures; a figure without one shows its words.
    """
    _fonts()
    made = io.BytesIO()
    document = BaseDocTemplate(
        made,
        pagesize=A4,
        title=f"{book.marking.label}: {book.title}",
        author="positions",
        subject=book.statement,
        lang=book.language,
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(MARGIN, 17 * mm, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=lambda canvas, _: _page(canvas, book)))
    writer = _Writer(pictures or {}, {section.id for section in book.sections})
    story: list[Any] = []
    for number, section in enumerate(book.sections):
        if number and section.level == 1:
            story.append(PageBreak())
        blocks = [_Heading(section, number), *writer.blocks(section.blocks, WIDTH)]
        story += [KeepInFrame(WIDTH, HEIGHT, blocks, mode="shrink", name="first")] if number == 0 else blocks
    document.build(story)
    return made.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> None:
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for face in FACES.values():
        pdfmetrics.registerFont(TTFont(face, str(folder / f"{face}.ttf")))
    pdfmetrics.registerFontFamily(
        FACES[""], normal=FACES[""], bold=FACES["b"], italic=FACES["i"], boldItalic=FACES["bi"]
    )


def _page(canvas: Any, book: Book) -> None:
    """Draw what stands on every page: marking, provenance, page number."""
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.setFont(FACES["b"], 9)
    for at in (A4[1] - 11 * mm, 6 * mm):
        canvas.drawCentredString(A4[0] / 2, at, book.marking.label)
    foot = " · ".join((*book.foot, f"page {canvas.getPageNumber()}"))
    canvas.setFont(FACES[""], FOOT)
    for number, line in enumerate(simpleSplit(foot, FACES[""], FOOT, WIDTH)[:2]):
        canvas.drawCentredString(A4[0] / 2, 13.5 * mm - number * FOOT * 1.25, line)
    canvas.restoreState()


class _Heading(Text):  # type: ignore[misc]  # reportlab has no types
    """A heading that is also an entry of the outline and the target of links."""

    def __init__(self, section: Section, number: int) -> None:
        size = HEADINGS[0 if number == 0 else min(section.level, 3)]
        super().__init__(escape(_portion(section.marking) + section.title), _style(size, bold=True, after=4))
        self.section, self.number = section, number
        self.keepWithNext = 1

    def draw(self) -> None:
        """Draw it, and note where it stands."""
        self.canv.bookmarkPage(self.section.id)
        level = 0 if self.number == 0 else min(self.section.level, 3) - 1
        self.canv.addOutlineEntry(self.section.short or self.section.title, self.section.id, level, 0)
        super().draw()


class _Bar(Flowable):  # type: ignore[misc]
    """A probability as a thin bar with its band."""

    def __init__(self, band: Band, width: float) -> None:
        super().__init__()
        self.band, self.width, self.height = band, width, 5.0

    def draw(self) -> None:
        """Draw the scale, the band and the middle."""
        self.canv.setFillColor(SHADE)
        self.canv.rect(0, 1, self.width, 3, stroke=0, fill=1)
        self.canv.setFillColor(LINE)
        self.canv.rect(self.width * self.band.low, 1, self.width * (self.band.high - self.band.low), 3, 0, 1)
        self.canv.setFillColor(INK)
        self.canv.rect(min(self.width * self.band.median, self.width - 1), 0, 1.2, 5, 0, 1)


class _Writer:
    """Turns blocks into what reportlab lays out."""

    def __init__(self, pictures: Mapping[str, bytes], ids: set[str]) -> None:
        self.pictures, self.ids = pictures, ids

    def blocks(self, blocks: Iterable[Block], width: float) -> list[Any]:
        made: list[Any] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                made.append(self.paragraph(block))
            elif isinstance(block, Bullets):
                made += [self.paragraph(item, bullet=True) for item in block.items]
            elif isinstance(block, Table):
                made += self.table(block, width)
            elif isinstance(block, Figure):
                made += self.figure(block, width)
            elif isinstance(block, Boxes):
                made.append(self.boxes(block, width))
            else:
                made.append(self.beside(block, width))
        return made

    def paragraph(self, paragraph: Paragraph, *, bullet: bool = False, size: float = BODY) -> Any:
        style = paragraph.style
        made = _style(
            SIZES.get(style, size),
            bold=style in ("headline", "label"),
            italic=style == "quote",
            muted=style in ("note", "label"),
            indent=9 if bullet else 12 if style == "quote" else 0,
            shade=style == "warning",
        )
        portion = f"{paragraph.marking.portion} " if paragraph.marking is not None else ""
        text = portion + self.runs(paragraph.runs)
        return Text(text, made, bulletText="•") if bullet else Text(text, made)

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: Run) -> str:
        text = escape(run.text).replace("\n", "<br/>")
        if run.link in self.ids:
            text = f'<a href="#{escape(run.link)}">{text}</a>'
        if run.style == "small":
            return f'<font size="{SMALL}">{text}</font>'
        tag = {"strong": "b", "em": "i", "ins": "u", "del": "strike"}.get(run.style)
        return f"<{tag}>{text}</{tag}>" if tag else text

    def table(self, table: Table, width: float) -> list[Any]:
        shares = table.widths or tuple(1 / len(table.head) for _ in table.head)
        widths = [width * share / sum(shares) for share in shares]
        head = [Text(escape(text), _style(TABLE, bold=True)) for text in table.head]
        rows = [[self.cell(c, w - 6) for c, w in zip(row, widths, strict=True)] for row in table.rows]
        headed = int(any(table.head))
        content = [head, *rows] if headed else rows
        if not content:
            return []
        grid = Grid(content, colWidths=widths, repeatRows=headed, hAlign="LEFT")
        grid.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                *([("BACKGROUND", (0, 0), (-1, 0), SHADE)] if headed else []),
                *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")),
                *((side, (0, 0), (-1, -1), 1.5) for side in ("TOPPADDING", "BOTTOMPADDING")),
            ]
        )
        title = f"{_portion(table.marking)}{table.title}"
        bold = bool(table.title)
        caption = [Text(escape(title), _style(BODY if bold else SMALL, bold=bold, after=1))] if title else []
        return [*caption, grid, Spacer(1, 5)]

    def cell(self, cell: Cell, width: float) -> list[Any]:
        letter = LETTER_INK.get(cell.kind)
        style = _style(TABLE, bold=bool(letter) or cell.kind == "head", italic=cell.kind == "assumed", after=0)
        if letter:
            style.textColor = HexColor(letter)
        if cell.kind == "number":
            style.alignment = TA_RIGHT
        made: list[Any] = [Text(self.runs(cell.runs), style)]
        if cell.bar is not None:
            made.append(_Bar(cell.bar, width))
        return made

    def figure(self, figure: Figure, width: float) -> list[Any]:
        title = f"{_portion(figure.marking)}{figure.title}" if figure.title else ""
        made: list[Any] = [Text(escape(title), _style(BODY, bold=True))] if title else []
        if made:
            made[0].keepWithNext = 1
        data = self.pictures.get(figure.name)
        if data is None:
            return [*made, Text(escape(figure.alt), _style(BODY, italic=True))]
        picture = Image(io.BytesIO(data))
        wide = min(figure.width * mm, width)
        scale = min(wide / picture.imageWidth, (HEIGHT - 30) / picture.imageHeight)
        picture.drawWidth, picture.drawHeight = picture.imageWidth * scale, picture.imageHeight * scale
        picture.hAlign = "LEFT"
        return [*made, picture, Spacer(1, 4)]

    def boxes(self, boxes: Boxes, width: float) -> Any:
        cells = []
        for box in boxes.boxes:
            cell = [Text(escape(box.title), _style(BODY, bold=True))]
            numbered = enumerate(box.items, 1)
            cell += [self.paragraph(_numbered(item, n), size=SMALL + 0.3) for n, item in numbered]
            if not box.items and box.empty:
                cell.append(Text(escape(box.empty), _style(SMALL, italic=True)))
            cells.append(cell)
        grid = Grid([cells], colWidths=[width / len(cells)] * len(cells))
        grid.setStyle([("BOX", (0, 0), (-1, -1), 0.8, INK), ("INNERGRID", (0, 0), (-1, -1), 0.8, INK), _TOP])
        return grid

    def beside(self, pair: Beside, width: float) -> Any:
        widths = [width * pair.share, width * (1 - pair.share)]
        left, right = self.blocks(pair.left, widths[0] - 4), self.blocks(pair.right, widths[1] - 4)
        grid = Grid([[left, right]], colWidths=widths)
        grid.setStyle([_TOP, ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4)])
        return grid


_TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")


def _numbered(item: Paragraph, number: int) -> Paragraph:
    return replace(item, runs=(Run(f"{number}. "), *item.runs))


def _portion(marking: Marking | None) -> str:
    return f"{marking.portion} " if marking is not None else ""


def _style(
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    muted: bool = False,
    indent: float = 0,
    shade: bool = False,
    after: float = 3,
) -> ParagraphStyle:
    face = FACES[("b" if bold else "") + ("i" if italic else "")]
    return ParagraphStyle(
        "text",
        fontName=face,
        fontSize=size,
        leading=size * 1.28,
        spaceAfter=after,
        textColor=MUTED if muted else INK,
        leftIndent=indent,
        bulletIndent=1,
        bulletFontName=FACES[""],
        bulletFontSize=size,
        backColor=SHADE if shade else None,
        borderPadding=2 if shade else 0,
        splitLongWords=1,
    )
