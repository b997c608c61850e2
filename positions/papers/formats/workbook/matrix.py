"""The matrix sheet: a letter for every delegation on every issue, to choose from a list, coloured as it changes."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from positions.game import LETTERS, UNKNOWN, stance_letters
from positions.interchange.workbook.layout import FIRST_ROW, HEAD_ROW
from positions.markings import Marking
from positions.model import Case
from positions.papers.charts.style import MATRIX_FILL, ink_on
from positions.papers.formats.workbook.sheets import FACE, HEAD, OPEN, SPARE, banner, finish, look, put

__all__ = ["DOCUMENT_CELL", "FIRST_COLUMN", "MARKING_CELL", "fill_matrix", "fill_matrix_before"]

FIRST_COLUMN = 4  # the first issue
DOCUMENT_CELL, MARKING_CELL = (2, 2), (2, 4)  # row and column: where letters that are added come from
SAYS = "Letters about the text on the table; lower case: assumed. Letters you add come from document:"


def fill_matrix(sheet: Any, case: Case, marking: Marking) -> None:
    """Write the matrix: mark, delegation, name, then a column for each issue."""
    banner(sheet, marking, SAYS)
    sheet.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="top")
    put(sheet, 2, 3, "and are marked:").alignment = Alignment(horizontal="right", vertical="top")
    sheet.row_dimensions[2].height = 90
    for row, column in (DOCUMENT_CELL, MARKING_CELL):
        cell = sheet.cell(row, column)
        cell.protection, cell.fill = OPEN, PatternFill("solid", fgColor="FFF6D6")
    _list(sheet, f"'Documents'!$B${FIRST_ROW}:$B${FIRST_ROW + SPARE}", "B2")
    _list(sheet, '"' + ",".join(m.value for m in Marking) + '"', "D2")
    for at, head in enumerate(["mark", "delegation", "name", *case.issues], 1):
        cell = put(sheet, HEAD_ROW, at, head)
        cell.font, cell.fill = Font(name=FACE, bold=True, color="FFFFFF"), HEAD
        turned = 90 if at >= FIRST_COLUMN else 0
        across = "center" if turned else None
        cell.alignment = Alignment(text_rotation=turned, vertical="bottom", horizontal=across, wrap_text=not turned)
        sheet.column_dimensions[get_column_letter(at)].width = (14, 18, 26)[at - 1] if at < FIRST_COLUMN else 6
    sheet.row_dimensions[HEAD_ROW].height = 130
    found = stance_letters(case)
    last = FIRST_ROW + len(found.delegations) - 1
    for row, (d, name) in enumerate(case.delegations.items()):
        at = FIRST_ROW + row
        marks = [case.stances[d, i].source.marking for i in case.issues if (d, i) in case.stances]
        put(sheet, at, 1, max([name.marking, case.meeting.marking, *marks]).portion)
        put(sheet, at, 2, d)
        put(sheet, at, 3, name.name)
        for column in range(len(found.issues)):
            look(put(sheet, at, FIRST_COLUMN + column, found.shown(row, column)), "letter")
    corner = f"{get_column_letter(FIRST_COLUMN)}{FIRST_ROW}"
    if not (found.issues and found.delegations):  # nothing to choose for
        finish(sheet, corner, "")
        return
    area = f"{corner}:{get_column_letter(FIRST_COLUMN + len(found.issues) - 1)}{last}"
    _list(sheet, '"' + ",".join(LETTERS) + '"', area)
    for letter in LETTERS:
        if letter != UNKNOWN:
            colour = MATRIX_FILL[letter].lstrip("#")
            ink = ink_on(MATRIX_FILL[letter]).lstrip("#")
            fill = PatternFill("solid", bgColor=colour, fgColor=colour)
            stated = FormulaRule([f'EXACT({corner},"{letter}")'], fill=fill, font=Font(name=FACE, color=ink, bold=True))
            hatched = PatternFill("lightUp", fgColor="B8C7D3", bgColor="FFFFFF")
            assumed = FormulaRule(
                [f'EXACT({corner},"{letter.lower()}")'], fill=hatched, font=Font(name=FACE, italic=True)
            )
            sheet.conditional_formatting.add(area, stated)
            sheet.conditional_formatting.add(area, assumed)
    finish(sheet, corner, "")


def fill_matrix_before(sheet: Any, case: Case, marking: Marking) -> None:
    """Write the letters a second time, on a hidden sheet: what differs on the way back was changed by a person."""
    banner(sheet, marking, "The letters as they were exported; what differs from them was changed by a person.")
    found = stance_letters(case)
    for at, head in enumerate(["mark", "delegation", "name", *found.issues], 1):
        put(sheet, HEAD_ROW, at, head)
    for row, d in enumerate(found.delegations):
        put(sheet, FIRST_ROW + row, 1, marking.portion)
        put(sheet, FIRST_ROW + row, 2, d)
        for column in range(len(found.issues)):
            put(sheet, FIRST_ROW + row, FIRST_COLUMN + column, found.shown(row, column))
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"


def _list(sheet: Any, formula: str, area: str) -> None:
    choice = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.add(area)
    sheet.add_data_validation(choice)
