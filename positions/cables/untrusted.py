"""Text from outside: bounded, decoded, cut into numbered lines."""

from __future__ import annotations

import re
from typing import NamedTuple

from positions.errors import PositionsError

__all__ = ["MAX_BYTES", "MAX_LINE", "MAX_LINES", "Line", "decode", "numbered_lines"]

MAX_BYTES = 1_000_000  # the longest cables known have some 250,000 characters
MAX_LINES = 40_000
MAX_LINE = 20_000  # one paragraph pasted as one line still fits
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
    return tuple(Line(number, line.expandtabs(4).rstrip()) for number, line in enumerate(lines, start=1))
