"""One sheet of the workbook: banner, heads, rows, drop-downs, what is locked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from positions.errors import PositionsError
from positions.interchange.workbook.layout import BANNER_ROW, FIRST_ROW, HEAD_ROW, MARK_COLUMN, SHEETS, Column
from positions.interchange.workbook.rows import SheetRows
from positions.markings import Marking

__all__ = ["FACE", "HEAD", "LONGEST", "OPEN", "SPARE", "banner", "fill_sheet", "finish", "look", "put"]

LONGEST = 32_767  # characters of a cell
FACE = "Calibri"
LINE_HEIGHT, HIGHEST = 15.0, 400.0  # points of a line; of a row, of which a program allows 409
SPARE = 500  # empty rows with drop-down lists
ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
HEAD = PatternFill("solid", fgColor="22303C")
LOCKED = PatternFill("solid", fgColor="F1F4F6")
LINE = Border(bottom=Side(style="thin", color="D5DBE0"))
OPEN = Protection(locked=False)
WRAP = Alignment(vertical="top", wrap_text=True)
BESIDE = Alignment(vertical="top", wrap_text=True, horizontal="left")  # or a number touches the text at its right
WIDE = {"text", "meaning", "reason", "quote", "note", "question", "draft", "says", "rule", "if_raised", "own_use"}
TITLES = {sheet.keys[-1].column: sheet.title for sheet in SHEETS if sheet.keys and sheet.keys[-1].new}


LOOKS: dict[str, dict[str, Any]] = {
    "head": {"font": Font(name=FACE, bold=True, color="FFFFFF"), "fill": HEAD, "alignment": WRAP},
    "title": {"font": Font(name=FACE, bold=True)},
    "wrapped": {"alignment": WRAP},
    "marks": {"alignment": WRAP, "fill": LOCKED},
    "column": {"alignment": WRAP, "protection": OPEN},
    "open": {"alignment": WRAP, "protection": OPEN},
    "value": {"alignment": BESIDE, "protection": OPEN, "border": LINE},
    "text column": {"alignment": WRAP, "protection": OPEN, "number_format": "@"},  # or 4-5 becomes a date, 5.10 5.1
    "open text": {"alignment": WRAP, "protection": OPEN, "number_format": "@"},
    "text": {"alignment": BESIDE, "protection": OPEN, "border": LINE, "number_format": "@"},
    "letter": {"alignment": Alignment(horizontal="center"), "protection": OPEN},
}


def look(cell: Any, name: str) -> Any:
    """Give a cell or column one of :data:`LOOKS`.

    Working out a look takes the writer far longer than writing the cell: it is done once a workbook and then copied.
    """
    known: dict[str, Any] = vars(cell.parent.parent).setdefault("_looks", {})
    if name in known and not cell.has_style:
        cell._style = copy(known[name])
        return cell
    fresh = not cell.has_style
    for part, value in LOOKS[name].items():
        setattr(cell, part, value)
    if fresh:
        known[name] = copy(cell._style)
    return cell


def put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Write one value; text is always text, never a formula.

    Raises
    ------
    PositionsError
        For a text that no cell can hold.
    """
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        where = f"{sheet.title}, {get_column_letter(column)}{row}"
        if len(value) > LONGEST:
            raise PositionsError(f"a cell holds {LONGEST:,} characters; the text for {where} has {len(value):,}")
        if ILLEGAL_CHARACTERS_RE.search(value):
            raise PositionsError(f"the text for {where} holds a control character that no workbook can hold")
        cell.value = ESCAPED.sub("_x005F_", value)
        cell.data_type = "s"  # even where it begins with =
        if value[:1] in ("=", "+", "-", "@", "\t", "'"):
            cell.quotePrefix = True  # stays a text when a person edits it
    else:
        cell.value = value
        if isinstance(value, float) and float(f"{value:.16g}") != value:
            cell._value = repr(value)  # all its digits: the writer would round it to 16
            cell.data_type = "n"
    return cell


def banner(sheet: Any, marking: Marking, says: str) -> None:
    """Write the marking on top of the sheet, into its print header and footer, and a line about the sheet."""
    cell = put(sheet, BANNER_ROW, 1, marking.label)
    cell.font = Font(name=FACE, bold=True, size=12)
    put(sheet, BANNER_ROW + 1, 1, says).font = Font(name=FACE, italic=True, color="5D7486")
    for text in (sheet.oddHeader.center, sheet.oddFooter.center):
        text.text = marking.label
        text.font = "Calibri,Bold"
    sheet.oddFooter.right.text = "&P / &N"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def fill_sheet(sheet: Any, found: SheetRows, marking: Marking, note: str) -> None:
    """Write one sheet of the case."""
    banner(sheet, marking, f"{found.sheet.says} {note}".strip())
    if found.sheet.upright:
        _upright(sheet, found)
        return
    columns = found.sheet.columns
    heads = [MARK_COLUMN, *(column.name for column in columns)]
    widths: list[float] = []
    for at, head in enumerate(heads, 1):
        look(put(sheet, HEAD_ROW, at, head), "head")
        last = head.rpartition(".")[2]
        width = 8 if at == 1 else 44 if last in WIDE else 11 if columns[at - 2].part else 20
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = width
        widths.append(width)
        kind = "marks" if at == 1 else "text column" if columns[at - 2].holds_text else "column"
        look(dimension, kind)  # a whole column is open; its head and the banner are locked
    for row, record in enumerate(found.rows, FIRST_ROW):
        look(put(sheet, row, 1, record.marking.portion), "marks")
        deepest = 1
        for at, value in enumerate(record.values, 2):
            look(put(sheet, row, at, value), "text" if columns[at - 2].holds_text else "value")
            if isinstance(value, str):
                deepest = max(deepest, lines_in(value, widths[at - 1]))
        if deepest > 1:  # not every program works it out for itself
            sheet.row_dimensions[row].height = min(LINE_HEIGHT * deepest, HIGHEST)
    last_row = FIRST_ROW + len(found.rows) + SPARE - 1
    for at, column in enumerate(columns, 2):
        if (choice := _choice(column)) is not None:
            choice.add(f"{get_column_letter(at)}{FIRST_ROW}:{get_column_letter(at)}{last_row}")
            sheet.add_data_validation(choice)
    sheet.print_area = f"A{BANNER_ROW}:{get_column_letter(len(heads))}{FIRST_ROW + max(1, len(found.rows)) - 1}"
    first = 2 + sum(column.key is not None for column in columns)
    finish(sheet, f"{get_column_letter(first)}{FIRST_ROW}", f"A{HEAD_ROW}:{get_column_letter(len(heads))}{last_row}")


def lines_in(text: str, width: float) -> int:
    """Return how many lines a text needs in a column of this width, words that do not fit to the next line counted."""
    return sum(max(1, math.ceil(len(line) / max(1.0, 0.85 * width))) for line in text.split("\n"))


def _upright(sheet: Any, found: SheetRows) -> None:
    """Write one object with its fields below each other."""
    for at, (head, width) in enumerate((("field", 20), ("value", 60), (MARK_COLUMN, 8), ("meaning", 80)), 1):
        look(put(sheet, HEAD_ROW, at, head), "head")
        sheet.column_dimensions[get_column_letter(at)].width = width
    values = found.rows[0].values
    for row, (column, value) in enumerate(zip(found.sheet.columns, values, strict=True), FIRST_ROW):
        assert column.field is not None  # noqa: S101 - a single object has no keys
        look(put(sheet, row, 1, column.name), "title")
        look(
            put(sheet, row, 2, value) if value is not None else sheet.cell(row, 2),
            "open text" if column.holds_text else "open",
        )
        deep = max(lines_in(value, 60) if isinstance(value, str) else 1, lines_in(column.field.meaning, 80))
        if deep > 1:
            sheet.row_dimensions[row].height = min(LINE_HEIGHT * deep, HIGHEST)
        put(sheet, row, 3, found.rows[0].marking.portion)
        look(put(sheet, row, 4, column.field.meaning), "wrapped")
        if (choice := _choice(column)) is not None:
            choice.add(f"B{row}")
            sheet.add_data_validation(choice)
    finish(sheet, f"B{FIRST_ROW}", "")


def _choice(column: Column) -> Any:
    """Return the drop-down of a column, or None."""
    field = column.field
    listed: Sequence[str] = ()
    of = column.key.of if column.key is not None and not column.key.new else ""
    if field is not None:
        if field.many or field.keys:
            return None
        listed = {"marking": [m.value for m in Marking], "boolean": ["TRUE", "FALSE"]}.get(field.type, field.choices)
        of = field.of if field.type == "reference" else ""
    if column.key is not None and column.name == "delegation":
        of = "delegation"
    if listed:
        return DataValidation("list", formula1='"' + ",".join(listed) + '"', allow_blank=True, showErrorMessage=True)
    if of in ("delegation", "issue", "document", "plan"):
        title = TITLES[of]
        area = f"'{title}'!$B${FIRST_ROW}:$B${FIRST_ROW + 999}"
        return DataValidation("list", formula1=area, allow_blank=True, showErrorMessage=True)
    return None


def finish(sheet: Any, freeze: str, area: str) -> None:
    """Freeze the heads, lock everything but the open cells, without a password."""
    sheet.freeze_panes = freeze
    if area:
        sheet.auto_filter.ref = area
    lock = sheet.protection
    lock.sheet = True
    lock.formatCells = lock.formatColumns = lock.formatRows = lock.sort = lock.autoFilter = False
    lock.insertRows = lock.deleteRows = False
    sheet.print_title_rows = f"{BANNER_ROW}:{HEAD_ROW}"
