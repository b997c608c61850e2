"""Paragraph numbers and portion marks, in the forms in which real cables write them.

``1. (C)``, ``1.(C)``, ``¶1. (C)``, ``(1) (C)``, ``1) (C)``, ``PARA 1.``, ``(C) 1.``; where no paragraph has such a
number, Roman numbers or letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from positions.cables.untrusted import Line
from positions.markings import WrittenMark, is_mark_like, read_mark

__all__ = ["Start", "ends_in_mark", "find_starts", "portion_marks", "start_at"]

_BRACKET = re.compile(r"\s*[(\[{]\s*(?P<mark>[A-Za-z][A-Za-z0-9 ,;/–-]{0,70}?)\s*[)\]}](?![A-Za-z])")
_UNBRACKETED = re.compile(r"\s*(?P<mark>[A-Z][A-Z /,-]{2,60}?)\s*(?:[.:]|\s[-–])(?=\s|$)")
_LAST = re.compile(r"[.!?\"']\s*\(\s*(?P<mark>[A-Z][A-Z /,-]{0,60}?)\s*\)$")
_START = re.compile(
    r"^(?P<indent>\s*)(?P<before>\([A-Za-z][A-Za-z /,-]{0,40}\)\s*)?"
    r"(?P<sign>[¶§]\s*|PARA(?:GRAPH)?\.?\s+(?:NO\.?\s*)?)?"
    r"(?:\((?P<inner>\d{1,3})\)|(?P<plain>\d{1,3})(?P<after>\.\)?(?!\d)|\)|:|\s?[-–](?=\s)|(?=\s*[(\[{])|(?=\s|$)))"
    r"(?=\s|$|[A-Z\"'(\[{])",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^ ?(?P<number>[IVXLC]{1,7}|[A-Z])(?P<after>[.)])(?=\s)")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Start:
    """Where a numbered paragraph may begin: its number, how it is written, its marks as written, where text begins."""

    number: int
    style: str
    marks: tuple[str, ...]
    end: int
    signed: bool = False
    indent: int = 0


def portion_marks(text: str, at: int = 0, *, numbered: bool = False) -> tuple[tuple[str, ...], int]:
    """Return the portion marks that stand at a place, and where they end.

    Behind a paragraph number any short word of capitals in brackets is a mark, understood or not, and any capitals in
    a text that is not all in capitals.

    >>> portion_marks("(U) (SBU/NF) Kenya"), portion_marks("(X) Kenya"), portion_marks("(X) Kenya", numbered=True)
    ((('U', 'SBU/NF'), 12), ((), 0), (('X',), 3))
    """
    found: list[str] = []
    capitals = text.isupper()
    while (m := _BRACKET.match(text, at)) is not None and _is_mark(m["mark"], numbered=numbered, capitals=capitals):
        found.append(m["mark"])
        at = m.end()
    if not found and numbered and (m := _UNBRACKETED.match(text, at)) is not None:
        written = read_mark(m["mark"])
        if written.marking is not None and len(m["mark"]) > 2:
            return (m["mark"],), m.end() if "ENTIRE" not in m["mark"] else at
    return tuple(found), at


def _is_mark(text: str, *, numbered: bool, capitals: bool) -> bool:
    written = read_mark(text)
    short = text.isupper() and max(map(len, re.split(r"[ ,;/–-]+", text))) <= 4
    if numbered:
        plain = text.isupper() and not capitals
        return short or plain or is_mark_like(text) or _whole(written) or (bool(written.forms) and "/" in text)
    if not written.forms or not text.isupper():
        return False
    return not written.unknown or is_mark_like(text) or (short and "/" in text)


def _whole(written: WrittenMark) -> bool:
    return bool(written.forms) and not written.unknown


def ends_in_mark(text: str) -> str:
    """Return the mark that stands behind the last sentence of a text, or "" (an older habit).

    >>> ends_in_mark("Kenya will oppose. (C)"), ends_in_mark("the State (or States).")
    ('C', '')
    """
    found = _LAST.search(text)
    return found["mark"] if found and _whole(read_mark(found["mark"])) else ""


@lru_cache(maxsize=4096)
def start_at(line: Line, after: Line | None = None) -> Start | None:
    """Return the start of a paragraph that the line can be; a mark cut by the line's end is read on in ``after``.

    >>> start_at(Line(1, "¶1.(C/REL KENYA) Text"))
    Start(number=1, style='.', marks=('C/REL KENYA',), end=16, signed=True, indent=0)
    >>> start_at(Line(1, "(C) 2. Two")).marks, start_at(Line(1, "1976 was a year"))
    (('C',), None)
    """
    m = _START.match(line.text)
    if m is None:
        return None
    marks: tuple[str, ...] = ()
    if m["before"]:
        marks, _ = portion_marks(m["before"], numbered=True)
        if not marks:
            return None
    more, end = portion_marks(line.text, m.end(), numbered=True)
    cut = re.match(r"\s?\([A-Z][A-Z /,-]*$", line.text[m.end() :])
    if not more and after is not None and cut:
        more, _ = portion_marks(f"{line.text[m.end() :]} {after.text.strip()}", numbered=True)
    marks += more
    signed, style = (m["sign"] or "")[:1] in tuple("¶§"), "()" if m["inner"] else (m["after"] or "").strip()[:1]
    weak = ("",) if m["sign"] else ("", ":", "-", "–")  # "PARA 3:" begins a paragraph, "3: three" does not
    if style in weak and not marks and not signed:
        return None
    return Start(int(m["inner"] or m["plain"]), style, marks, end, signed, len(m["indent"]))


def find_starts(lines: Sequence[Line]) -> dict[int, Start]:
    """Return by index every line that may begin a paragraph, all written in the way of the first one.

    The first is number 1, or has a mark, or a paragraph sign. Without any, Roman numbers or letters are taken when two
    or more follow one another from the first.
    """
    every = {
        i: found
        for i, line in enumerate(lines)
        if (found := start_at(line, lines[i + 1] if i + 1 < len(lines) else None)) is not None
    }
    first = next((s for s in every.values() if (s.number == 1 and s.indent <= 3) or s.marks or s.signed), None)
    if first is None:
        return _lettered(lines)
    return {
        i: s
        for i, s in every.items()
        if s.marks or s.signed or (s.style == first.style and s.indent <= max(1, first.indent))
    }


def _lettered(lines: Sequence[Line]) -> dict[int, Start]:
    for read in (_roman, lambda text: ord(text) - 64 if len(text) == 1 else 0):
        found: dict[int, Start] = {}
        for i, line in enumerate(lines):
            m = _LETTERED.match(line.text)
            if m is not None and read(m["number"]) == len(found) + 1:
                marks, end = portion_marks(line.text, m.end(), numbered=True)
                found[i] = Start(len(found) + 1, m["after"], marks, end)
        if len(found) > 1:
            return found
    return {}


def _roman(text: str) -> int:
    """Return the value of a Roman number, 0 when it is none.

    >>> [_roman(t) for t in ("I", "IV", "IX", "XL", "B")]
    [1, 4, 9, 40, 0]
    """
    if not set(text) <= set(_ROMAN):
        return 0
    values = [_ROMAN[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
