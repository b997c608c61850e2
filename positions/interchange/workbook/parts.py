"""Opens a workbook file safely and returns the cells of its sheets. Nothing in it is ever run, computed or fetched."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from positions.casefiles.gc_pause import without_gc
from positions.errors import CaseError, Problem

__all__ = ["Cells", "read_cells"]

FILE_BYTES = 20_000_000
OPEN_BYTES = 100_000_000  # when unpacked
PARTS = 500
FORBIDDEN = (
    ("vbaproject", "macros", "save it as .xlsx without macros"),
    ("/externallinks/", "links to other files", "paste values, and break the links"),
    ("/embeddings/", "embedded files", "take them out"),
    ("/activex/", "controls", "take them out"),
    ("/connections.xml", "connections to data elsewhere", "take them out"),
    ("/querytables/", "connections to data elsewhere", "take them out"),
    ("/macrosheets/", "macros", "take the macro sheets out"),
)
FORMULA, ERROR = "f", "e"
ESCAPED = re.compile("_x005F_(?=x[0-9a-fA-F]{4}_)")  # an underscore, where _xHHHH_ would mean a character


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet: values by (row, column), one-based; empty cells are not there."""

    title: str
    values: dict[tuple[int, int], Any]


@without_gc
def read_cells(path: Path, *, unread: Collection[str] = ("Legend",)) -> list[Cells]:
    """Return the sheets of a workbook.

    Parameters
    ----------
    path : Path
    unread : collection of str
        Titles of sheets that are only for reading by people: they come back empty.

    Raises
    ------
    CaseError
        When the file is no workbook, is too large, or holds macros, formulas, links to other files or embedded ones.
    """
    name = str(path)
    try:
        if path.stat().st_size > FILE_BYTES:
            raise _refused(name, "file-too-large", f"larger than {FILE_BYTES:,} bytes", "split it")
        data = path.read_bytes()
    except OSError as error:
        raise _refused(name, "unreadable-file", f"cannot be read: {error.strerror}", "name another file") from None
    _check_parts(name, data)
    from openpyxl import load_workbook

    problems: list[Problem] = []
    sheets = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says about its own size is not to be believed
            rows = () if sheet.title in unread else sheet.iter_rows()
            sheets.append(_values(name, sheet.title, rows, problems))
    except Exception as error:  # whatever a broken file makes the reader stumble over
        raise _refused(name, "not-a-workbook", f"cannot be read as a workbook: {error}", "save it again") from None
    if problems:
        raise CaseError(problems[:100])
    return sheets


def _values(name: str, title: str, rows: Iterable[Any], problems: list[Problem]) -> Cells:
    """Return the values of a sheet; formulas and error values are problems."""
    values: dict[tuple[int, int], Any] = {}
    for cell in (cell for row in rows for cell in row if cell.value is not None):
        if cell.data_type in (FORMULA, ERROR):
            what = "a formula" if cell.data_type == FORMULA else "an error value"
            hint = "only values are read: copy the cell, then paste special, values"
            place = cell.row, cell.column
            problems.append(Problem(f"{name}!{title}", *place, "formula", f"{what} stands here", hint))
        else:
            text = isinstance(cell.value, str)
            values[cell.row, cell.column] = ESCAPED.sub("_", cell.value) if text else cell.value
    return Cells(title, values)


def _check_parts(name: str, data: bytes) -> None:
    """Refuse what is no plain workbook, before anything is made of it."""
    hint = "export one with positions export --xlsx FILE"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > OPEN_BYTES:
                raise _refused(
                    name, "file-too-large", f"holds more than {OPEN_BYTES:,} bytes when unpacked", "split it"
                )
            for part in parts:
                inside = "/" + part.filename.lower()
                for word, what, mend in FORBIDDEN:
                    if word in inside:
                        raise _refused(name, "active-content", f"holds {what}, which are not read", mend)
                if inside.endswith((".xml", ".rels")):
                    _check_xml(name, archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise _refused(name, "not-a-workbook", "is no .xlsx workbook", hint) from None


def _check_xml(name: str, text: bytes) -> None:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")) or re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise _refused(name, "active-content", "holds XML declarations that no spreadsheet writes", "save it again")
    if b"macroEnabled" in text:
        raise _refused(name, "active-content", "holds macros, which are not read", "save it as .xlsx without macros")


def _refused(name: str, rule: str, message: str, hint: str) -> CaseError:
    return CaseError([Problem(name, 0, 0, rule, message, hint)])
