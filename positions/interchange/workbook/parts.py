"""Opens a workbook file safely and returns the values of its sheets. Nothing in it is ever run, computed or fetched.

The file is a zip archive of XML parts (ECMA-376, SpreadsheetML). It is read as a stream with limits on everything: what
a file says of its own size is not believed. It may have gone through any spreadsheet program: truths that were saved as
the formulas ``=TRUE()`` and ``=FALSE()``, texts inside cells, dates as numbers with a date format are all understood.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from positions.casefiles.gc_pause import without_gc
from positions.errors import CaseProblems, Problem

__all__ = ["FILE_BYTES", "Cells", "cell_name", "read_cells"]

FILE_BYTES = 20_000_000
OPEN_BYTES = 60_000_000  # when unpacked
PARTS = 500
ELEMENTS = 2_500_000
MOST_CELLS, MOST_CHARACTERS = 500_000, 20_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet, as the format has it
FORBIDDEN = (
    ("vbaproject", "macros", "save it as .xlsx without macros"),
    ("/externallinks/", "links to other files", "paste values, and break the links"),
    ("/embeddings/", "embedded files", "take them out"),
    ("/activex/", "controls", "take them out"),
    ("/connections.xml", "connections to data elsewhere", "take them out"),
    ("/querytables/", "connections to data elsewhere", "take them out"),
    ("/macrosheets/", "macros", "take the macro sheets out"),
)
ONLY_VALUES = "only values are read: copy the cell, then paste special, values"
ESCAPED = re.compile("_x([0-9a-fA-F]{4})_")  # how the format writes a character that XML cannot hold
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
DATES = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}  # built-in number formats that show a date
NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')  # of a number format: quoted text, colours and conditions
XML_PART = (".xml", ".rels")


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet: values by (row, column), one-based; empty cells are not there."""

    title: str
    values: dict[tuple[int, int], Any]


class _TooLargeError(Exception):
    """A part holds more than is read."""


class _RefusedError(Exception):
    """A part holds what no spreadsheet program writes."""


@without_gc
def read_cells(path: Path, *, unread: Collection[str] = ("Legend",)) -> list[Cells]:
    """Return the sheets of a workbook: texts, numbers, truths and dates.

    Parameters
    ----------
    path : Path
    unread : collection of str
        Titles of sheets that are only for reading by people: they come back empty.

    Raises
    ------
    CaseProblems
        When the file is no workbook, is too large, or holds macros, formulas, links to other files or embedded ones.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise _refused(name, "unreadable-file", f"cannot be read: {error.strerror}", "name another file") from None
    if len(data) > FILE_BYTES:
        raise _refused(name, "file-too-large", f"larger than {FILE_BYTES:,} bytes", "split it")
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(name, archive)
            sheets = list(_Book(archive).sheets(name, unread, problems))
    except _TooLargeError as error:
        raise _refused(name, "file-too-large", str(error), "split it, or delete empty rows and columns") from None
    except _RefusedError as error:
        raise _refused(name, "active-content", str(error), "save it again") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, KeyError, OSError):
        hint = "export one with positions export -o FILE.xlsx"
        raise _refused(name, "not-a-workbook", "is no .xlsx workbook", hint) from None
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise _refused(name, "not-a-workbook", f"cannot be read as a workbook: {error}", "save it again") from None
    if problems:
        raise CaseProblems(problems[:100])
    return sheets


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as a spreadsheet shows it.

    >>> cell_name(41, 5), cell_name(3, 28)
    ('E41', 'AB3')
    """
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def _check_parts(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse what is no plain workbook, before anything is made of it."""
    parts = archive.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > OPEN_BYTES:
        raise _TooLargeError(f"holds more than {OPEN_BYTES:,} bytes when unpacked")
    for part in parts:
        inside = "/" + part.filename.lower()
        for word, what, mend in FORBIDDEN:
            if word in inside:
                raise _refused(name, "active-content", f"holds {what}, which are not read", mend)
        if inside.endswith(XML_PART):
            text = archive.read(part)
            if text.startswith((b"\xff\xfe", b"\xfe\xff")) or re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
                raise _RefusedError("holds XML declarations that no spreadsheet writes")
            if b"macroEnabled" in text:
                mend = "save it as .xlsx without macros"
                raise _refused(name, "active-content", "holds macros, which are not read", mend)


class _Book:
    """The parts that say what the cells of a workbook are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.elements = self.cells = self.characters = 0
        main = next(iter(self._targets("_rels/.rels", "/officeDocument")), "xl/workbook.xml")
        folder, own = posixpath.split(main)
        rels = f"{folder}/_rels/{own}.rels"
        self.listed: list[tuple[str, str]] = []  # title, id of the relation
        self.first_day = datetime.datetime(1899, 12, 30)  # day 0; right from March 1900 on

        def workbook(tag: str, attributes: Mapping[str, str], _: str) -> None:
            if tag == "sheet":
                self.listed.append((attributes.get("name", ""), attributes.get("id", "")))
            elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.first_day = datetime.datetime(1904, 1, 1)

        self._walk(main, workbook)
        self.paths = self._targets(rels, "/worksheet", folder)
        self.strings = self._strings(next(iter(self._targets(rels, "/sharedStrings", folder).values()), ""))
        self.dated = self._dated(next(iter(self._targets(rels, "/styles", folder).values()), ""))

    def sheets(self, name: str, unread: Collection[str], problems: list[Problem]) -> Iterator[Cells]:
        """Yield the sheets in their order."""
        for title, relation in self.listed:
            values: dict[tuple[int, int], Any] = {}
            if title not in unread and relation in self.paths:
                self._sheet(self.paths[relation], values, f"{name}!{title}", problems)
            yield Cells(title, values)

    def _targets(self, part: str, kind: str, folder: str = "") -> dict[str, str]:
        """Return relation → part for the relations of one kind; keys are the parts themselves for the whole file."""
        found: dict[str, str] = {}

        def relation(tag: str, attributes: Mapping[str, str], _: str) -> None:
            if tag == "Relationship" and attributes.get("Type", "").endswith(kind):
                target = attributes.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[attributes.get("Id", "") if folder else path.lstrip("/")] = path.lstrip("/")

        if part in self.archive.namelist():
            self._walk(part, relation)
        return found

    def _strings(self, part: str) -> list[str]:
        """Return the texts that cells refer to by number."""
        found: list[str] = []
        pieces: list[str] = []

        def text(tag: str, _: Mapping[str, str], content: str) -> None:
            if tag == "t":
                pieces.append(content)
            elif tag == "rPh":
                pieces[-1:] = []  # how to pronounce the text
            elif tag == "si":
                found.append("".join(pieces))
                pieces.clear()

        if part:
            self._walk(part, text, at_end=True)
        return found

    def _dated(self, part: str) -> list[bool]:
        """Return, for each style of a cell, whether it shows a number as a date."""
        own: dict[str, str] = {}
        found: list[bool] = []
        inside = [False]

        def style(tag: str, attributes: Mapping[str, str], _: str) -> None:
            if tag == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyleXfs"):
                inside[0] = tag == "cellXfs"
            elif tag == "xf" and inside[0]:
                number = attributes.get("numFmtId", "0")
                shown = NOT_LETTERS.sub("", own.get(number, "")).lower()
                found.append((number.isdecimal() and int(number) in DATES) or bool(re.search("[dy]|mmm", shown)))

        if part:
            self._walk(part, style)
        return found

    def _sheet(self, part: str, values: dict[tuple[int, int], Any], place: str, problems: list[Problem]) -> None:
        """Read one sheet into ``values``."""
        at = [0, 0]  # row and column so far: both may be left out in the file
        kind: dict[str, str] = {}
        content: dict[str, str] = {}

        def start(tag: str, attributes: Mapping[str, str], _: str) -> None:
            if tag == "row":
                at[:] = [int(attributes["r"]) if "r" in attributes else at[0] + 1, 0]
            elif tag == "c":
                kind.clear()
                kind.update(attributes)
                content.clear()
                if found := re.fullmatch("([A-Z]{1,3})([0-9]{1,9})", attributes.get("r", "")):
                    column = 0
                    for letter in found[1]:
                        column = 26 * column + ord(letter) - 64
                    at[:] = [int(found[2]), column]
                else:
                    at[1] += 1
            elif tag == "rPh":
                content["before"] = content.get("t", "")
            if not (0 <= at[0] <= LAST_ROW and 0 <= at[1] <= LAST_COLUMN):
                raise _TooLargeError(f"{place} has a cell beyond row {LAST_ROW:,} or column {LAST_COLUMN:,}")

        def end(tag: str, _: Mapping[str, str], text: str) -> None:
            if tag in ("v", "f", "t"):
                content[tag] = content.get(tag, "") + text
                if tag == "f":
                    content["formula"] = "yes"
            elif tag == "rPh":
                content["t"] = content.pop("before", "")  # how to pronounce the text
            elif tag == "c" and content:
                try:
                    value = self._value(kind, content)
                except (ValueError, OverflowError):
                    value = _Odd("not-a-number", "this cell holds no value of its own kind", "type it again")
                if isinstance(value, _Odd):
                    problems.append(Problem(place, at[0], at[1], value.rule, value.message, value.hint))
                elif value is not None and value != "":
                    self.cells += 1
                    self.characters += len(value) if isinstance(value, str) else 0
                    if self.cells > MOST_CELLS or self.characters > MOST_CHARACTERS:
                        raise _TooLargeError(f"holds more than {MOST_CELLS:,} cells or {MOST_CHARACTERS:,} characters")
                    values[at[0], at[1]] = value
                if len(problems) > 100:
                    raise CaseProblems(problems[:100])

        self._walk(part, start, end=end)

    def _value(self, kind: Mapping[str, str], content: Mapping[str, str]) -> Any:
        """Return the value of one cell, or what is odd about it."""
        is_a, text = kind.get("t", "n"), content.get("v", "")
        if "formula" in content:
            formula = content["f"].strip().lstrip("=").upper().replace(" ", "")
            if formula in ("TRUE()", "FALSE()"):  # how some programs save a truth
                return formula == "TRUE()"
            return _Odd("formula", "a formula stands here", ONLY_VALUES)
        if is_a == "e":
            return _Odd("formula", f"an error value stands here ({text[:10]})", ONLY_VALUES)
        if is_a == "s":
            number = int(text) if text.isascii() and text.isdecimal() else -1
            if not 0 <= number < len(self.strings):
                return _Odd("not-a-workbook", "this cell refers to a text that the file does not hold", "type it again")
            return _unescaped(self.strings[number])
        if is_a in ("str", "inlineStr"):
            return _unescaped(content.get("t", "") if is_a == "inlineStr" else text)
        if is_a == "b":
            return text.strip() in ("1", "true")
        if not text.strip():
            return None
        if is_a == "d":
            return datetime.datetime.fromisoformat(text.strip().rstrip("Z"))
        number = _number(text.strip())
        style = kind.get("s", "")
        if isinstance(number, _Odd) or not (style.isdecimal() and int(style) < len(self.dated)):
            return number
        if self.dated[int(style)]:
            if not 1 <= number < 2_958_466:
                return _Odd("bad-date", f"the number {text[:20]} is formatted as a date and is none", "type it as text")
            return self.first_day + datetime.timedelta(days=number)
        return number

    def _walk(self, part: str, see: Any, *, end: Any = None, at_end: bool = False) -> None:
        """Call ``see`` for every element of a part (its name, attributes, text), and ``end`` when it is complete.

        Names come without their namespace. With ``at_end``, ``see`` itself is called when an element is complete.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        pieces: list[str] = []
        close = see if at_end else end
        names: dict[str, str] = {}

        def local(name: str) -> str:
            if name not in names:
                names[name] = name.rpartition(" ")[2]
            return names[name]

        def opened(tag: str, attributes: dict[str, str]) -> None:
            self.elements += 1
            if self.elements > ELEMENTS:
                raise _TooLargeError(f"holds more than {ELEMENTS:,} elements")
            pieces.clear()
            if not at_end:
                see(local(tag), {local(key): value for key, value in attributes.items()}, "")

        def closed(tag: str) -> None:
            close(local(tag), {}, "".join(pieces))
            pieces.clear()

        def declared(*_: Any) -> None:
            raise _RefusedError("holds XML declarations that no spreadsheet writes")

        parser.StartElementHandler = opened
        if close is not None:
            parser.EndElementHandler, parser.CharacterDataHandler = closed, pieces.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
        with self.archive.open(part) as file:
            parser.ParseFile(file)


@dataclass(frozen=True, slots=True)
class _Odd:
    """What is wrong with a cell."""

    rule: str
    message: str
    hint: str


def _number(text: str) -> Any:
    if re.fullmatch("-?[0-9]{1,15}", text):
        return int(text)
    value = float(text) if re.fullmatch(r"[-+]?[0-9.]{1,400}([eE][-+]?[0-9]{1,4})?", text) else float("nan")
    if abs(value) > 1e300 or value != value:
        return _Odd("not-a-number", f'"{text[:20]}" is no number that can be used', "type the number again")
    return value


def _unescaped(text: str) -> Any:
    """Return a text as a person sees it: escaped characters put back, line ends as ``\\n``."""
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if (found := CONTROL.search(text)) is not None:
        message = f"a character that cannot be seen (U+{ord(found[0]):04X}) stands in this cell"
        return _Odd("control-character", message, "take it out, or type the text again")
    return text


def _refused(name: str, rule: str, message: str, hint: str) -> CaseProblems:
    return CaseProblems([Problem(name, 0, 0, rule, message, hint)])
