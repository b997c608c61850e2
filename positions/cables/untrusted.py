"""Text from outside: bounded, decoded, taken out of a saved web page, cut into numbered lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

from positions.errors import PositionsError

__all__ = ["MAX_BYTES", "MAX_LINE", "MAX_LINES", "Line", "cut_run_on", "decode", "numbered_lines", "page_text"]

MAX_BYTES = 1_000_000  # the longest cables known have some 250,000 characters
MAX_LINES = 40_000
MAX_LINE = 20_000  # one paragraph pasted as one line still fits
_TAG = re.compile(r"<(?:!doctype|html|body|pre|br|p|div|td|code)\b[^<>]{0,200}>", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|para|[lr][sd]quo|[mn]dash|#\d{1,6}|#x[0-9a-f]{1,6});", re.IGNORECASE
)
# where a line holds what belongs on several: paragraph signs, marked numbers, header fields, page cuts
_RUN_ON = re.compile(
    r"(?<=\S)(?: {1,9}(?=¶ ?\d{1,3}\.? ?\()"
    r"|(?<=[.!?:\"')]) {1,9}(?=\d{1,3}\. ?\((?:U|SBU|C|S|TS)(?:/[A-Z/ ]{1,20})?\) )"
    r"| {1,9}(?=E\.?O\.? ?\d{5} ?: )| {1,9}(?=(?:TAGS|SUBJECT|SUBJ|CLASSIFIED BY): )|(?<= \d{2}) {1,9}(?=FM [A-Z])"
    r"| {1,9}(?=(?:FM|TO) (?:RU\w+/|AMEMB|AMCON|SECSTATE|USMISSION))|\t(?=[A-Z](?: [A-Z]){4,}|UNCLAS))"
)
_CUT = re.compile(r"(?<=\S) {1,9}([A-Z][A-Z ]{1,20} \d{8} {1,9}\d{3} OF \d{3}) {1,9}(?=\S)")
_LINE_TAGS = frozenset(("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "pre", "table", "ul", "title"))
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Line(NamedTuple):
    """A line of the source: its one-based number and its text without the line end."""

    number: int
    text: str


def decode(data: bytes, name: str = "cable") -> str:
    r"""Return the text of a file: UTF-8, or Windows-1252 where it is not UTF-8.

    Raises
    ------
    PositionsError
        When it is too large or plainly no text.

    Examples
    --------
    >>> decode(b"post\x92s")
    'post’s'
    """
    if len(data) > MAX_BYTES:
        raise PositionsError(
            f"{name} has {len(data):,} bytes; a cable text may have {MAX_BYTES:,}", hint="cut it to the cable itself"
        )
    if b"\0" in data:
        raise PositionsError(f"{name} is no text file: it contains NUL bytes", hint="save it as plain text first")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def numbered_lines(text: str, name: str = "cable") -> tuple[Line, ...]:
    r"""Cut ``text`` at line ends (LF, CRLF, CR) and number the lines from 1.

    >>> numbered_lines("a\r\nb")
    (Line(number=1, text='a'), Line(number=2, text='b'))
    """
    if len(text) > MAX_BYTES:
        raise PositionsError(f"{name} has {len(text):,} characters; a cable text may have {MAX_BYTES:,}")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > MAX_LINES:
        raise PositionsError(f"{name} has {len(lines):,} lines; a cable text may have {MAX_LINES:,}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise PositionsError(f"{name}:{number}: the line has {len(line):,} characters; {MAX_LINE:,} are allowed")
        if (found := _CONTROL.search(line)) is not None:
            raise PositionsError(
                f"{name}:{number}:{found.start() + 1}: control character U+{ord(found.group()):04X}",
                hint="save the cable as plain text first",
            )
    return tuple(Line(number, line) for number, line in enumerate(lines, start=1))


def cut_run_on(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Cut lines that hold what belongs on several lines; the pieces keep the line's number. Ends are trimmed.

    >>> [line.text for line in cut_run_on([Line(3, "UNCLAS KAP 1 E.O. 13526: N/A TAGS: UN SUBJECT: X ¶1. (U) Text.")])]
    ['UNCLAS KAP 1', 'E.O. 13526: N/A', 'TAGS: UN', 'SUBJECT: X', '¶1. (U) Text.']
    """
    return tuple(
        Line(number, piece.expandtabs(4).rstrip().removesuffix("\\").rstrip())
        for number, text in lines
        for piece in _CUT.sub(r"\n\1\n", _RUN_ON.sub("\n", text)).split("\n")
    )


class _Page(HTMLParser):
    """Collects the text of a page as it stands on the screen; scripts and styles are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.hidden = self.kept = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.hidden += tag in ("script", "style")
        self.kept += tag == "pre"
        self.text += ["\n"] if tag in _LINE_TAGS else [" "] if tag in ("td", "th") else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in ("script", "style")))
        self.kept = max(0, self.kept - (tag == "pre"))
        self.text += ["\n"] if tag in _LINE_TAGS and tag != "br" else []

    def handle_data(self, data: str) -> None:
        if not self.kept:
            data = re.sub(r"\s*\n\s*", " ", data) if "\n" not in data.strip() else data
            data = data if self.text and self.text[-1][-1:] not in ("\n", "") else data.lstrip()
        if not self.hidden:
            self.text.append(data)


def page_text(text: str) -> tuple[str, bool]:
    """Return the text of a saved web page, and whether it was one; other text comes back as it is.

    >>> page_text("<html><pre>1. (U) A &amp; B&#x000A;2. (C) D</pre></html>")[0].split("\\n")
    ['', '1. (U) A & B', '2. (C) D', '']
    >>> page_text("1. (U) Russia,s &Guidelines8")
    ('1. (U) Russia,s &Guidelines8', False)
    """
    if _TAG.search(text):
        page = _Page()
        page.feed(text)
        page.close()
        return "".join(page.text).replace("\0", ""), True
    if _ENTITY.search(text):
        return html.unescape(text).replace("\0", ""), True
    return text, False
