"""The one reader of every table that comes in: text or a sheet, however it is separated, encoded and headed.

A file can be cut into cells in several ways. :func:`cuts` returns all that are worth a try; whoever knows what the
table should say takes the first that makes sense (:func:`recognised`). Numbers are read once it is known from the
whole table which mark is the decimal one. Nothing is guessed in silence: what was recognised stands in the remarks,
what can be read in two ways is a problem.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from positions.casefiles.words import listed, shown
from positions.errors import CaseProblems, Problem
from positions.interchange.workbook.parts import FILE_BYTES, Cells, read_cells
from positions.model import Case
from positions.names import find_name, name_key

__all__ = [
    "Cell",
    "Report",
    "Row",
    "Rows",
    "Weights",
    "cuts",
    "delegation_finder",
    "read_bytes",
    "read_weights",
    "recognised",
]

ROWS, COLUMNS, CELLS = 100_000, 2_000, 2_000_000
SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "vertical bars"}
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufffd]"
)
NUMBER = re.compile(r"([+-]?)([0-9][0-9.,]*|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?(%?)")
SPACES = "[ \u00a0\u2009\u202f'\u2019]"
SPACED = re.compile(f"(?<![0-9])[0-9]{{1,3}}(?:{SPACES}[0-9]{{3}})+(?![0-9])")
Found = TypeVar("Found")


class Cell(NamedTuple):
    """One cell: its place (line or row, and column, from 1) and its text."""

    line: int
    column: int
    text: str


class Row(NamedTuple):
    """One row that is not blank: the line it begins in and its texts."""

    line: int
    texts: list[str]

    def cell(self, at: int) -> Cell:
        """Return the cell in column ``at``, counted from 0; blank where the row is shorter."""
        return Cell(self.line, at + 1, self.texts[at] if 0 <= at < len(self.texts) else "")


@dataclass(slots=True)
class Rows:
    """One way to cut a file into cells; ``remarks`` say how, in words for the user."""

    file: str
    rows: list[Row]
    remarks: list[str] = field(default_factory=list)
    separator: str = ""


class Report:
    """Collects the problems of one table, and reads its numbers."""

    def __init__(self, rows: Rows) -> None:
        self.file, self.separator = rows.file, rows.separator
        self.remarks: list[str] = list(rows.remarks)
        self.problems: list[Problem] = []
        self.decimal = "."

    def wrong(self, cell: Cell, rule: str, message: str, hint: str = "") -> None:
        """Note a problem with a cell."""
        self.problems.append(Problem(self.file, cell.line, cell.column, rule, message, hint))

    def ended(self) -> None:
        """Raise what was noted."""
        if self.problems:
            raise CaseProblems(self.problems[:1000])

    def learn_decimal(self, cells: Iterable[Cell]) -> None:
        """Find out from all numbers of the table which mark is the decimal one; what stays open is a problem.

        ``1,5`` and ``1.234.567,0`` have a decimal comma, ``2.5`` a point. ``12,345`` alone can mean two numbers, and
        so can ``12.345`` in a file that is separated by semicolons, as programs write it where the comma is decimal.
        """
        seen: dict[str, Cell] = {}
        unclear: dict[str, Cell] = {}
        for cell in cells:
            if found := NUMBER.fullmatch(_unspaced(cell.text)):
                mark, certain = _decimal_of(found[2], bool(found[3]))
                if mark:
                    (seen if certain else unclear).setdefault(mark, cell)
        if len(seen) == 2:
            one, other = seen["."], seen[","]
            message = (
                f'"{shown(one.text)}" here has a decimal point, "{shown(other.text)}" in line {other.line} a comma'
            )
            self.wrong(one, "two-decimal-marks", message, "write all numbers of the table in one way")
        elif not seen and ("," in unclear or (unclear and self.separator == ";")):
            cell = next(iter(unclear.values()))
            plain = re.sub("[.,]", "", cell.text)
            message = f'"{shown(cell.text)}" can mean {re.sub("[.,]", ".", cell.text)} or {plain}'
            self.wrong(cell, "unclear-number", message, "write the numbers of this table without marks for thousands")
        self.decimal = next(iter(seen), ".")
        if self.decimal == ",":
            self.remarks.append(f'numbers have a decimal comma ("{shown(seen[","].text)}")')

    def number(self, cell: Cell, what: str) -> Fraction | None:
        """Return the number in a cell, exactly; None for a blank cell, and for one that is a problem."""
        if not cell.text:
            return None
        found = NUMBER.fullmatch(_unspaced(cell.text))
        thousands = "." if self.decimal == "," else ","
        if found and len(cell.text) <= 60:
            whole, _, rest = found[2].partition(self.decimal)
            grouped = re.fullmatch(rf"[0-9]{{1,3}}(?:\{thousands}[0-9]{{3}})+", whole)
            digits = whole.replace(thousands, "") if grouped else whole
            if re.fullmatch("[0-9]*", digits) and re.fullmatch("[0-9]*", rest) and digits + rest:
                return Fraction(f"{found[1]}{digits or 0}.{rest or 0}{found[3] or ''}")
        self.wrong(cell, "not-a-number", f'{what} "{shown(cell.text)}" is no number', "leave unknown cells blank")
        return None

    def column(self, cells: Sequence[Cell], what: str) -> list[Fraction | None]:
        """Return the numbers of a column; either all of them are per cent or none is."""
        signs = [cell for cell in cells if cell.text.endswith("%")]
        bare = [cell for cell in cells if cell.text and not cell.text.endswith("%")]
        if signs and bare:
            message = (
                f'{what} "{shown(signs[0].text)}" is per cent, "{shown(bare[0].text)}" in line {bare[0].line} is not'
            )
            self.wrong(signs[0], "mixed-units", message, "write the whole column in one way")
        return [self.number(cell, what) for cell in cells]


def _unspaced(text: str) -> str:
    """Return a number's text without blanks and apostrophes between thousands, and with a plain minus sign."""
    plain = SPACED.sub(lambda found: re.sub(SPACES, "", found[0]), text.replace("\u2212", "-"))
    return re.sub(r"\s*%$", "%", plain)


def _decimal_of(digits: str, exponent: bool) -> tuple[str, bool]:
    """Return the decimal mark that a number shows, if any, and whether it can be nothing else.

    >>> [_decimal_of(text, False) for text in ("0,5", "1.234,5", "1.234.567", "12,345", "7")]
    [(',', True), (',', True), (',', True), (',', False), ('', True)]
    """
    marks = re.findall("[.,]", digits)
    if len(set(marks)) == 2:
        return marks[-1], True
    if len(marks) > 1:
        return {".": ",", ",": "."}[marks[0]], True
    if not marks:
        return "", True
    return marks[0], exponent or not re.fullmatch("[1-9][0-9]{0,2}[.,][0-9]{3}", digits)


def read_bytes(path: Path, most: int = FILE_BYTES) -> bytes:
    """Return the bytes of a file that is not too large; CaseProblems otherwise."""
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise CaseProblems([Problem(name, 0, 0, "unreadable-file", message, "name another file")]) from None
    if len(data) > most:
        raise CaseProblems([Problem(name, 0, 0, "file-too-large", f"larger than {most:,} bytes", "split it")])
    return data


def cuts(path: Path) -> list[Rows]:
    """Return the ways in which a file can be cut into rows of cells: by separator, or a workbook by its sheets.

    Raises
    ------
    CaseProblems
        For what is no table: too large, not readable, no text, an open quotation mark.
    """
    if path.suffix.lower() == ".xlsx":
        sheets = read_cells(path)
        made = [Rows(f"{path}!{each.title}", _of_sheet(each), [f"sheet {shown(each.title)}"]) for each in sheets]
        return [each for each in made if each.rows]
    name = str(path)
    text, remarks = _decoded(name, read_bytes(path))
    if not text.strip():
        raise CaseProblems([Problem(name, 0, 0, "empty-file", "the file is empty")])
    declared = re.match(r"\s*\"?sep=(.)\"?[;,\t]*\r?\n", text)
    if declared:
        remarks.append(f"the line sep={declared[1]} names the separator".replace("\t", "TAB"))
    made, failed = [], []
    for separator in [declared[1]] if declared else SEPARATORS:
        if separator in text:
            try:
                said = [] if declared else [f"separated by {SEPARATORS[separator]}"]
                rows = _cut(name, text, separator, skip=bool(declared))
                made.append(Rows(name, rows, [*remarks, *said], separator))
            except CaseProblems as error:
                failed.append(error)
    if not made and failed:
        raise failed[0]
    if any(error.problems[0].rule == "file-too-large" for error in failed):
        raise failed[0]
    return made or [Rows(name, _cut(name, text, ",", skip=False), remarks, ",")]


def _of_sheet(sheet: Cells) -> list[Row]:
    """Return the rows of a sheet as the texts that a person would type."""
    lines: dict[int, dict[int, Any]] = {}
    for (row, column), value in sheet.values.items():
        lines.setdefault(row, {})[column] = value
    if len(lines) > ROWS or max((max(line) for line in lines.values()), default=0) > COLUMNS:
        message = f"a table has at most {ROWS:,} rows and {COLUMNS:,} columns"
        raise CaseProblems([Problem(sheet.title, 0, 0, "file-too-large", message, "split it")])
    made = []
    for row in sorted(lines):
        texts = [""] * max(lines[row])
        for column, value in lines[row].items():
            dated = isinstance(value, datetime.date)
            plain = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
            texts[column - 1] = value.isoformat()[:10] if dated else _cell_text(plain)
        if any(texts):
            made.append(Row(row, texts))
    return made


def _decoded(name: str, data: bytes) -> tuple[str, list[str]]:
    """Return a file's text, and a remark where its encoding is not the usual one."""
    encoding = next((known for mark, known in BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if not encoding and data[:400].count(b"\0") * 3 > len(data[:400]):
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding or "utf-8")
        return text, [] if encoding in ("", "utf-8-sig") else ["encoded in UTF-16"]
    except UnicodeDecodeError as error:
        if encoding:
            hint = "save it as CSV in UTF-8"
            raise CaseProblems([Problem(name, 0, 0, "not-utf8", f"is no {encoding} text", hint)]) from None
        at = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        line = data[:at].count(b"\n") + 1
        message = f"byte {at + 1} (0x{data[at]:02x}) is neither UTF-8 nor Windows-1252"
        raise CaseProblems([Problem(name, line, 0, "not-utf8", message, "save it as CSV in UTF-8")])
    return text, ["not UTF-8; read as Windows-1252: look at the letters with accents"]


def _cut(name: str, text: str, separator: str, *, skip: bool) -> list[Row]:
    """Return the rows that are not blank."""
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    start, held = 1, 0
    try:
        for cells in reader:
            texts = [_cell_text(cell) for cell in cells]
            held += len(texts)
            if any(texts) and not (skip and start == 1):
                rows.append(Row(start, texts))
                if (found := UNSEEN.search("".join(texts))) is not None:
                    at = next(n for n, each in enumerate(texts, 1) if found[0] in each)
                    message = f"a character that cannot be seen (U+{ord(found[0]):04X}) stands in this cell"
                    raise CaseProblems([Problem(name, start, at, "control-character", message, "take it out")])
            start = reader.line_num + 1
            if len(rows) > ROWS or len(texts) > COLUMNS or held > CELLS:
                message = f"a table has at most {ROWS:,} rows, {COLUMNS:,} columns and {CELLS:,} cells"
                raise CaseProblems([Problem(name, start - 1, 0, "file-too-large", message, "split it")])
    except csv.Error as error:
        open_quote = "unexpected end" in str(error)
        message = "a quotation mark is opened here and not closed" if open_quote else f"cannot be read: {error}"
        hint = "close it, or write two where one is meant"
        raise CaseProblems([Problem(name, start, 0, "bad-row", message, hint)]) from None
    return rows


def _cell_text(cell: str) -> str:
    """Return a cell's text on one line, without quotation marks that another program put around it."""
    text = " ".join(cell.split())
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1].strip()
    return text[1:] if re.match("'[=+@-]", text) else text


def recognised(path: Path, find: Callable[[Rows], Found | None], wanted: str) -> tuple[Found, Rows]:
    """Return what ``find`` makes of the first cut of a file that it recognises, and that cut.

    Raises
    ------
    CaseProblems
        Where none is recognised; ``wanted`` says what would be.
    """
    tried = cuts(path)
    for rows in tried:
        if (found := find(rows)) is not None:
            return found, rows
    if not tried or not tried[0].rows:
        raise CaseProblems([Problem(str(path), 0, 0, "empty-file", "the file is empty")])
    first = max(tried, key=lambda rows: len(rows.rows[0].texts) if rows.rows else 0)
    line = first.rows[0]
    message = f'none of the forms that can be read; it begins with "{shown(" | ".join(line.texts))}"'
    raise CaseProblems([Problem(first.file, line.line, 1, "unknown-form", message, wanted)])


def delegation_finder(case: Case) -> Callable[[str], str | None]:
    """Return what finds the one delegation that a text names: by id, name, ISO code or another name of its state."""
    own: dict[str, set[str]] = {}
    states: dict[str, set[str]] = {}
    for d in case.delegations.values():
        for word in filter(None, (d.id, d.name, d.iso3)):
            own.setdefault(name_key(word), set()).add(d.id)
        for state in find_name(d.iso3 or d.name):
            states.setdefault(state, set()).add(d.id)

    @cache
    def find(text: str) -> str | None:
        found = own.get(name_key(text)) or set()
        if not found and len(codes := find_name(text)) == 1:
            found = states.get(codes[0], set())
        return min(found) if len(found) == 1 else None

    return find


class Weights(NamedTuple):
    """What each named actor weighs, what the weights are called, and what was recognised."""

    by_actor: dict[str, Fraction]
    units: str
    remarks: list[str]


def read_weights(path: Path, case: Case, actors: Mapping[str, str]) -> Weights:
    """Read a table that gives every actor a weight: a column of ids, names or codes, and one of numbers.

    Parameters
    ----------
    path : Path
    case : Case
        Whose delegations may be named in any way in use.
    actors : mapping of str to str
        Who needs a weight: id → title; delegations and classes of silent seats.

    Raises
    ------
    CaseProblems
        With every line that is odd, and everybody who has no weight.
    """
    titles = {name_key(word): actor for actor, title in actors.items() for word in (title, actor)}
    delegation = delegation_finder(case)

    def named(text: str) -> str | None:
        return (delegation(text) or titles.get(name_key(text))) if text else None

    def find(rows: Rows) -> tuple[int, list[int], int] | None:
        """Return the column of names, those of numbers, and the first row that names somebody."""
        looked = rows.rows[:5_000]
        width = min(60, max(len(row.texts) for row in looked))
        hits = [[n for n, row in enumerate(looked) if named(row.cell(at).text)] for at in range(width)]
        at = max(range(width), key=lambda column: len(hits[column]))
        said = [rows.rows[n] for n in hits[at]]
        numbers = [
            column
            for column in range(width)
            if column != at and any(NUMBER.fullmatch(_unspaced(row.cell(column).text)) for row in said)
        ]
        return (at, numbers, hits[at][0]) if said and numbers else None

    wanted = "a heading as in delegation,population; below it ids, names or ISO codes of the case, and numbers"
    (at, numbers, first), rows = recognised(path, find, wanted)
    report = Report(rows)
    above = [n for n in range(first) if not NUMBER.fullmatch(_unspaced(rows.rows[n].cell(numbers[0]).text))]
    titled = [n for n in above if rows.rows[n].cell(numbers[0]).text]
    heading = rows.rows[titled[-1]] if titled else Row(0, [])
    if len(numbers) > 1:
        names = ", ".join(shown(heading.cell(column).text) or f"number {column + 1}" for column in numbers)
        report.wrong(heading.cell(numbers[0]), "duplicate-key", f"several columns hold numbers: {names}", "keep one")
        report.ended()
    units = heading.cell(numbers[0]).text or "weight"
    said: list[Row] = []
    strange: list[Row] = []
    for row in rows.rows[titled[-1] + 1 if titled else 0 :]:
        (said if named(row.cell(at).text) else strange).append(row)
    report.learn_decimal(row.cell(numbers[0]) for row in said)
    values = report.column([row.cell(numbers[0]) for row in said], "weight")
    found: dict[str, Fraction] = {}
    lines: dict[str, int] = {}
    for row, value in zip(said, values, strict=True):
        cell, actor = row.cell(at), named(row.cell(at).text) or ""
        if actor in lines:
            message = f'"{shown(cell.text)}" is {actor}, which stands in line {lines[actor]} already'
            report.wrong(cell, "duplicate-entry", message, "keep one of the two lines")
        elif value is not None and value < 0:
            report.wrong(row.cell(numbers[0]), "out-of-range", f"the weight of {actor} is below 0", "write 0 or more")
        elif value is not None:
            found[actor] = value
        lines.setdefault(actor, row.line)
    nobody = listed(f"{shown(row.cell(at).text)} (line {row.line})" for row in strange)
    if strange:
        report.remarks.append(f"{len(strange)} line{'s' * (len(strange) > 1)} that name nobody of this case: {nobody}")
    if missing := [actor for actor in actors if actor not in lines or not (actor in found or report.problems)]:
        hint = "give one for each delegation, and for one seat of each class of silent seats"
        if strange:
            hint += f"; not understood: {nobody}"
        report.wrong(Cell(0, 0, ""), "missing-field", f"no weight for {listed(missing)}", hint)
    elif not any(found.get(actor) for actor in actors):
        report.wrong(Cell(0, 0, ""), "no-weight", "every weight is 0", "give at least one that is more")
    report.ended()
    return Weights(found, units, [f'{len(found)} weights from the column "{shown(units)}"', *report.remarks])
