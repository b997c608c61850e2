"""Where the cable begins and ends in a page that was saved around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from positions.cables.header import is_header_line
from positions.cables.records import Remark
from positions.cables.untrusted import Line
from positions.errors import PositionsError

__all__ = ["PARAGRAPH_START", "Span", "cable_span"]

PARAGRAPH_START = re.compile(
    r"^ ?(?P<number>\d{1,3})\.(?!\d)[ \t]*(?:\((?P<mark>[A-Z]{1,4}(?:[/,-]{1,2} ?[A-Z]+)*)\))?(?=\s|$|[A-Z\"(])"
)
_PAGE_WORDS = re.compile(r"^\s*(?:©|\(c\) |copyright\b)", re.IGNORECASE)
_END_OF_MESSAGE = re.compile(r"^(?:NNNN|#\d{4}|BT)$")
# the banner that is repeated below the text; what stands there is compared with the header by the checker
_BANNER = re.compile(r"^(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|TOP SECRET)(?://[A-Z /]+)?$|^(?:SENSITIVE|NOFORN|SIPDIS)$")
_PLACEHOLDER = re.compile(r"^\[[^\[\]]+\]$")
_EDGE = re.compile(rf"{_END_OF_MESSAGE.pattern}|{_BANNER.pattern}")
_BOX = re.compile(
    r"^(?P<id>\d{2}[A-Z]+\d+)\s+(?P<created>\d{4}-\d{2}-\d{2}) (?P<time>\d{2}:\d{2})\s.*?"
    r"(?P<class>(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?://[A-Z]+\b(?: [A-Z]+\b)*)?)"
)
WIDE = 90  # cables are typed on lines of at most 69 characters; a web page's lines are not


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of line indices that belong to the cable, and what the page's own box said."""

    start: int
    body: int  # index of the first line of the body (paragraph 1)
    stop: int
    box_date: str = ""
    box_class: str = ""
    box_line: int = 0
    remarks: tuple[Remark, ...] = ()


def cable_span(lines: Sequence[Line], name: str = "cable") -> Span:
    """Find header, first paragraph and end.

    Raises
    ------
    PositionsError
        When there is neither a header nor a numbered paragraph.

    Examples
    --------
    >>> page = "My site\\n\\nFM UNVIE\\nSUBJECT: TEXT\\n\\n1. (U) One.\\n\\n(c) A web page".split("\\n")
    >>> span = cable_span([Line(n, text) for n, text in enumerate(page, 1)])
    >>> span.start, span.body, span.stop
    (2, 5, 6)
    """
    start = _header_start(lines)
    body = _first_paragraph(lines, 0 if start is None else start)
    if start is None and body is None:
        raise PositionsError(
            f"{name}: no cable found: neither header lines nor a numbered paragraph",
            hint="a cable has lines such as FM, SUBJECT:, TAGS: and paragraphs such as 1. (U)",
        )
    start = (body or 0) if start is None else _with_banner(lines, start)
    if body is None:
        body = _after_header(lines, start)
    stop = _end(lines, body)
    box = next((m for line in lines[:start] if (m := _BOX.match(line.text)) is not None), None)
    box_line = next((line.number for line in lines[:start] if _BOX.match(line.text)), 0)
    remarks: list[Remark] = []
    for first, last in ((0, start), (stop, len(lines))):
        kept = [line for line in lines[first:last] if line.text.strip() and not _EDGE.match(line.text.strip())]
        if kept:
            one, shown = len(kept) == 1, kept[0].text.strip()
            span = f"line {kept[0].number} is" if one else f"lines {kept[0].number}-{kept[-1].number} are"
            message = f'{span} no part of the cable ("{shown[:40]}{"..." * (len(shown) > 40)}")'
            remarks.append(Remark(kept[0].number, 1, "dropped", "page-furniture", message))
    if box is None:
        return Span(start, body, stop, remarks=tuple(remarks))
    return Span(start, body, stop, box["created"], box["class"].strip(), box_line, tuple(remarks))


def _header_start(lines: Sequence[Line]) -> int | None:
    """Return the first header line that has another one within the next twelve lines of text."""
    for i, line in enumerate(lines):
        if is_header_line(line.text):
            following = [other for other in lines[i + 1 : i + 40] if other.text.strip()][:12]
            if any(is_header_line(other.text) or PARAGRAPH_START.match(other.text) for other in following):
                return i
        if (found := PARAGRAPH_START.match(line.text)) is not None and found["mark"]:
            return None  # the text has begun
    return None


def _with_banner(lines: Sequence[Line], start: int) -> int:
    """Return where the banner and the placeholders above the first header line begin, or ``start``."""
    first = start
    for i in range(start - 1, max(-1, start - 12), -1):
        text = lines[i].text.strip()
        if _BANNER.match(text) or _PLACEHOLDER.match(text):
            first = i
        elif text:
            break
    return first


def _first_paragraph(lines: Sequence[Line], start: int) -> int | None:
    for i in range(start, len(lines)):
        found = PARAGRAPH_START.match(lines[i].text)
        if found is not None and (found["number"] == "1" or found["mark"]):
            return i
    return None


def _after_header(lines: Sequence[Line], start: int) -> int:
    """Return where the text begins when nothing is numbered: after the last header line and the blank below it."""
    last = max(i for i in range(start, len(lines)) if is_header_line(lines[i].text))
    while last < len(lines) and lines[last].text.strip():
        last += 1
    while last < len(lines) and not lines[last].text.strip():
        last += 1
    return last


def _end(lines: Sequence[Line], body: int) -> int:
    """Return the index after the cable's last line of text: looked for below the last paragraph of the sequence."""
    last, expected, unwrapped = body, 1, False
    for i in range(body, len(lines)):
        found = PARAGRAPH_START.match(lines[i].text)
        if found is not None and (int(found["number"]) == expected or found["mark"]):
            last, expected = i, int(found["number"]) + 1
            unwrapped = unwrapped or len(lines[i].text) > WIDE
    stop = len(lines)
    for i in range(last, len(lines)):
        text = lines[i].text
        if _END_OF_MESSAGE.match(text) or _PAGE_WORDS.search(text) or (not unwrapped and len(text) > WIDE):
            stop = i
            break
    while stop > body and (not lines[stop - 1].text.strip() or _BANNER.match(lines[stop - 1].text.strip())):
        stop -= 1
    return stop
