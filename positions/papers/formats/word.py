"""A book as a Word document: real headings, a table of contents, tracked changes, words for every picture.

What is new text against old text in the book becomes an insertion or deletion that a reader accepts or rejects. The
same book gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from positions.markings import Marking
from positions.papers.formats.document import (
    Block,
    Book,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
)
from positions.writing import stable_zip

__all__ = ["book_docx"]

PAGE_WIDTH, MARGIN = 210.0, 15.0  # mm
PROPERTY = 255  # characters that a property of a document may have
AUTHOR, DATE = "positions", "1980-01-01T00:00:00Z"  # of tracked changes: the program, and no time of day
TEXT, SMALL, TABLE = 9.0, 7.5, 7.5  # pt
FACE, INK, MUTED, LINE, SHADE = "Arial", "111111", "4A5B69", "B8C7D3", "F1F4F6"
LETTER_INK = {"R": "9C331A", "A": "8A5412", "G": "22303C"}
PARAGRAPHS = {"headline": 12.5, "lead": 9.5, "note": SMALL, "label": SMALL}


def book_docx(book: Book, pictures: Mapping[str, bytes] | None = None, *, handed_over: bool = False) -> bytes:
    """Return the book as a ``.docx`` file.

    Parameters
    ----------
    book : Book
    pictures : mapping of str to bytes, optional
        PNG files by the names of the book's figures; a figure without one shows its words.
    handed_over : bool
        The paper is left with others: it has no marking, no provenance, no author and no table of contents.
    """
    return _Writer(book, pictures or {}, handed_over).bytes()


class _Writer:
    """Builds one document; keeps the running numbers of bookmarks and changes."""

    def __init__(self, book: Book, pictures: Mapping[str, bytes], handed_over: bool) -> None:
        self.book, self.pictures, self.handed_over = book, pictures, handed_over
        self.document = Document()
        self.changes = 0
        self.anchors = {section.id: f"s{n}" for n, section in enumerate(book.sections)}

    def bytes(self) -> bytes:
        self._set_up()
        for number, section in enumerate(self.book.sections):
            self._section(section, number)
            if number == 0 and not self.handed_over:
                self._contents()
        made = io.BytesIO()
        self.document.save(made)
        return stable_zip(made.getvalue())

    def _set_up(self) -> None:
        properties = self.document.core_properties
        marked = "" if self.handed_over else f"{self.book.marking.label}: "
        properties.title = (marked + self.book.title)[:PROPERTY]
        properties.author = "" if self.handed_over else AUTHOR
        properties.comments, properties.language = self.book.statement[:PROPERTY], self.book.language
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(PAGE_WIDTH), Mm(297)
        page.left_margin = page.right_margin = Mm(MARGIN)
        page.top_margin = page.bottom_margin = Mm(16)
        page.header_distance = page.footer_distance = Mm(7)
        for name, size in (("Normal", TEXT), ("Title", 13), ("Heading 1", 14), ("Heading 2", 11.5), ("Heading 3", 10)):
            style = self.document.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(size), RGBColor.from_string(INK)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(kind), FACE)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
            style.paragraph_format.space_after = Pt(3)
            style.paragraph_format.space_before = Pt(0 if name in ("Normal", "Title") else 6)
        if self.handed_over:
            return
        for part in (page.header, page.footer):
            line = part.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.add_run(self.book.marking.label).bold = True
        foot = page.footer.add_paragraph()
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(" · ".join((*self.book.foot, "page "))).font.size = Pt(7)
        _field(foot, "PAGE", "1", 7)

    def _section(self, section: Section, number: int) -> None:
        heading = self.document.add_paragraph(style="Title" if number == 0 else f"Heading {min(section.level, 3)}")
        heading.paragraph_format.page_break_before = number > 0 and section.level == 1 and not self.handed_over
        heading._p.append(_element("bookmarkStart", id=str(number), name=self.anchors[section.id]))
        heading.add_run(_portion(section.marking) + section.title)
        heading._p.append(_element("bookmarkEnd", id=str(number)))
        self._blocks(self.document, section.blocks, PAGE_WIDTH - 2 * MARGIN)

    def _contents(self) -> None:
        """Write a table of contents that Word can bring up to date, filled in with the headings as they are."""
        head = self.document.add_paragraph()
        head.paragraph_format.page_break_before = True
        head.add_run("Contents").bold = True
        entries = self.book.sections[1:]
        for number, section in enumerate(entries):
            line = self.document.add_paragraph()
            line.paragraph_format.left_indent = Mm(5 * (section.level - 1))
            line.paragraph_format.space_after = Pt(1)
            if number == 0:
                for kind in ("begin", 'TOC \\o "1-3" \\h \\z \\u', "separate"):
                    line._p.append(_field_part(kind))
            self._linked(line, Run(section.title, link=section.id), TEXT)
            if number == len(entries) - 1:
                line._p.append(_field_part("end"))

    def _blocks(self, into: Any, blocks: Iterable[Block], width: float) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(into.add_paragraph(), block)
            elif isinstance(block, Bullets):
                style = self.document.styles["List Number" if block.numbered else "List Bullet"]
                for item in block.items:
                    self._paragraph(into.add_paragraph(style=style), item)
            elif isinstance(block, Table):
                self._table(into, block, width)
            else:
                self._figure(into, block, width)

    def _paragraph(self, line: Any, paragraph: Paragraph, size: float = TEXT) -> None:
        size = PARAGRAPHS.get(paragraph.style, size)
        line.paragraph_format.space_after = Pt(3)
        if paragraph.style == "quote":
            line.paragraph_format.left_indent = Mm(6)
        if paragraph.style == "warning":
            line._p.get_or_add_pPr().append(_element("shd", val="clear", color="auto", fill=SHADE))
        if paragraph.marking is not None:
            _run(line, f"{paragraph.marking.portion} ", size)
        for run in paragraph.runs:
            self._run(line, run, size, paragraph.style)

    def _run(self, line: Any, run: Run, size: float, style: str = "") -> None:
        if run.style in ("ins", "del"):
            self._change(line, run, size)
        elif run.link in self.anchors:
            self._linked(line, run, size)
        else:
            made = _run(line, run.text, SMALL if run.style == "small" else size)
            made.bold = run.style == "strong" or style in ("headline", "label")
            made.italic = run.style == "em" or style == "quote"
            if style in ("note", "label"):
                made.font.color.rgb = RGBColor.from_string(MUTED)

    def _change(self, line: Any, run: Run, size: float) -> None:
        """Write an insertion or deletion that Word can accept or reject."""
        self.changes += 1
        change = _element(run.style, id=str(10_000 + self.changes), author=AUTHOR, date=DATE)
        made = _run(line, run.text, size)
        if run.style == "del":
            for text in made._r.findall(qn("w:t")):
                text.tag = qn("w:delText")
        line._p.append(change)
        change.append(made._r)

    def _linked(self, line: Any, run: Run, size: float) -> None:
        link = _element("hyperlink", anchor=self.anchors[run.link])
        made = _run(line, run.text, size)
        made.bold = run.style == "strong"
        line._p.append(link)
        link.append(made._r)

    def _table(self, into: Any, table: Table, width: float) -> None:
        if table.title or table.marking:
            line = into.add_paragraph()
            caption = f"{_portion(table.marking)}{table.title}".strip()
            _run(line, caption, TEXT if table.title else SMALL).bold = bool(table.title)
            line.paragraph_format.keep_with_next = True
        if not table.rows:
            return
        headed = int(any(table.head))
        shares = table.widths or tuple(1 / len(table.head) for _ in table.head)
        whole = sum(shares)
        grid = _grid(into, len(table.rows) + headed, [width * share / whole for share in shares], LINE)
        if headed:
            grid.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
            for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
                cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill=SHADE))
                _run(cell.paragraphs[0], text, TABLE).bold = True
        for row, values in zip(list(grid.rows)[headed:], table.rows, strict=True):
            row._tr.get_or_add_trPr().append(_element("cantSplit"))
            for cell, value in zip(row.cells, values, strict=True):
                self._cell(cell, value)
        _gap(into)

    def _cell(self, cell: Any, value: Cell) -> None:
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        if value.kind == "number":
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in value.runs:
            self._run(line, run, TABLE)
        for made in line.runs:
            if value.kind in LETTER_INK or value.kind == "head":
                made.bold = True
                made.font.color.rgb = RGBColor.from_string(LETTER_INK.get(value.kind, INK))
            made.italic = made.italic or value.kind == "assumed"

    def _figure(self, into: Any, figure: Figure, width: float) -> None:
        if figure.title:
            line = into.add_paragraph()
            _run(line, f"{_portion(figure.marking)}{figure.title}", TEXT).bold = True
            line.paragraph_format.keep_with_next = True
        data = self.pictures.get(figure.name)
        line = into.add_paragraph()
        if data is None:
            _run(line, figure.alt, TEXT).italic = True
            return
        picture = line.add_run().add_picture(io.BytesIO(data), width=Mm(min(figure.width, width)))
        most = Mm(235)
        if picture.height > most:
            picture.width, picture.height = Emu(int(picture.width * most / picture.height)), most
        about = picture._inline.docPr
        about.set("descr", figure.alt)
        about.set("name", figure.name)


def _portion(marking: Marking | None) -> str:
    return f"{marking.portion} " if marking is not None else ""


def _element(name: str, /, **values: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _run(line: Any, text: str, size: float) -> Any:
    made = line.add_run(text)
    made.font.size = Pt(size)
    return made


def _grid(into: Any, rows: int, widths: list[float], line: str) -> Any:
    """Return an empty table of fixed column widths (mm); ``line`` is the colour of its rules, none when empty."""
    grid = into.add_table(rows=rows, cols=len(widths))
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    borders = _element("tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(edge, val="single" if line else "nil", sz="4", color=line or "auto"))
    grid._tbl.tblPr.append(borders)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return grid


def _gap(into: Any) -> None:
    line = into.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    _run(line, "", 4)
    line.paragraph_format.line_spacing = Pt(5)


def _field_part(kind: str) -> Any:
    run = OxmlElement("w:r")
    if kind in ("begin", "separate", "end"):
        run.append(_element("fldChar", fldCharType=kind))
    else:
        code = OxmlElement("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = kind
        run.append(code)
    return run


def _field(line: Any, code: str, shown: str, size: float) -> None:
    """Write a field that the reader's program fills in."""
    for kind in ("begin", code, "separate", "", "end"):
        made = _run(line, "" if kind else shown, size)  # every part has the size: programs take it from any of them
        if kind:
            made._r.append(_field_part(kind)[0])
