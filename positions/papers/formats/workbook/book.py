"""The whole workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from positions import __version__
from positions.casefiles.gc_pause import without_gc
from positions.game import LETTERS
from positions.interchange.workbook.layout import FIRST_ROW, HEAD_ROW, LEGEND, MATRIX, MATRIX_BEFORE, SHEETS
from positions.interchange.workbook.rows import sheet_rows
from positions.markings import REVIEW_STATEMENT, Marking, highest, raised
from positions.model import Case, release_statement
from positions.papers.formats.workbook.matrix import fill_matrix, fill_matrix_before
from positions.papers.formats.workbook.sheets import FACE, banner, fill_sheet, finish, look, put
from positions.writing import stable_zip

__all__ = ["case_workbook"]

MANY = 20  # stances from which a compilation is worth a warning
LEGEND_LINES = (
    "How to fill this in",
    "White cells are yours. Heads and marks are locked, without a password; columns and sheets must stay.",
    "An empty cell means not known or left out. It never means zero.",
    "ids are lower-case letters, digits and _; several ids in a cell: separated by commas.",
    "Dates: 2030-05-06 or 2030-05. Shares: 0..1, not per cent. Formulas are refused when the file is read back.",
    "choice on the sheet Wordings: one line for each clause, clause = option.",
    "Read it back with: positions import FILE --case DIR (shows what would change), then the same with --write.",
)


@without_gc
def case_workbook(case: Case, *, marking: Marking | None = None) -> bytes:
    """Return the workbook of a case.

    Parameters
    ----------
    case : Case
    marking : Marking, optional
        Mark it higher than its content needs; lower is a ValueError.

    Returns
    -------
    bytes
        An ``.xlsx`` file; the same case gives the same bytes.
    """
    book = Workbook()
    rows = sheet_rows(case)
    whole = raised(highest([case.marking(), *(found.marking for found in rows)]), marking)
    _legend(book.active, case, whole)
    fill_matrix(book.create_sheet(MATRIX), case, whole)
    for found in rows:
        drafted = found.sheet.title in ("Clauses", "Options") and any(issue.draft for issue in case.issues.values())
        notes = ["Clauses that a draft gives are not listed."] if drafted else []
        if case.provenance.release:
            notes.append(f"Released at {case.provenance.release}.")  # what reads the workbook back looks for this
        fill_sheet(book.create_sheet(found.sheet.title), found, raised(found.marking, marking), " ".join(notes))
    fill_matrix_before(book.create_sheet(MATRIX_BEFORE), case, whole)
    book.properties.creator = f"positions {__version__}"
    book.properties.title = case.meeting.title
    book.properties.description = f"{whole.label}. {REVIEW_STATEMENT}"
    made = io.BytesIO()
    book.save(made)
    return stable_zip(made.getvalue())


def _legend(sheet: Any, case: Case, marking: Marking) -> None:
    """Write how to fill the workbook in, the letters, and every field with its meaning."""
    sheet.title = LEGEND
    banner(sheet, marking, f"{case.meeting.title}: what is known and assumed, to fill in.")
    lines = [*LEGEND_LINES, REVIEW_STATEMENT]
    if len(case.stances) >= MANY:
        lines.append("A full matrix can need a higher marking than any of its cells (classified by compilation).")
    if statement := release_statement(case):
        lines.append(statement)
    row = HEAD_ROW
    for number, line in enumerate(lines):
        put(sheet, row, 1, line).font = Font(name=FACE, bold=number == 0)
        row += 1
    row = _table(sheet, row + 1, ("letter", "meaning"), list(LETTERS.items()))
    put(sheet, row, 1, "Lower case: assumed, what the issue says silence means. P follows from who tables the text.")
    fields = [
        (found.title, column.name, column.field.meaning, column.field.example, "yes" if column.field.required else "")
        for found in SHEETS
        for column in found.columns
        if column.field is not None
    ]
    _table(sheet, row + 2, ("sheet", "column", "meaning", "in a YAML file", "required"), fields)
    for letter, width in zip("ABCDE", (18, 26, 80, 60, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    finish(sheet, f"A{FIRST_ROW - 1}", "")


def _table(sheet: Any, row: int, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> int:
    for at, name in enumerate(head, 1):
        look(put(sheet, row, at, name), "head")
    for values in rows:
        row += 1
        for at, value in enumerate(values, 1):
            look(put(sheet, row, at, value), "wrapped")
    return row + 1
