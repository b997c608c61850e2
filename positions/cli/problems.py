"""Problems as a person reads them: place, what, the line with a caret, how to mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import click

from positions.errors import Problem

__all__ = ["format_problems", "show_problems"]

BEFORE, AFTER = 50, 40  # characters of a long line that are shown before and after the place


def format_problems(problems: Sequence[Problem], *, writes: bool = True) -> str:
    """Return all problems as text, with a closing count; ``writes`` false: the command writes nothing anyway."""
    lines: list[str] = []
    for p in problems:
        lines.append(str(p))
        if p.excerpt:
            excerpt, caret = _cut(p.excerpt, p.column - 1)
            lines.append(f"    {excerpt}")
            lines.append(f"    {' ' * caret}^ {p.hint}".rstrip())
        elif p.hint:
            lines.append(f"    {p.hint}")
    files = len({p.file for p in problems})
    end = "; nothing was written." if writes else ""
    lines.append(f"{len(problems)} problem{'s' * (len(problems) != 1)} in {files} file{'s' * (files != 1)}{end}")
    return "\n".join(lines)


def show_problems(problems: Sequence[Problem], *, writes: bool = True) -> None:
    """Print the problems to stderr."""
    click.echo(format_problems(problems, writes=writes), err=True)


def _cut(line: str, at: int) -> tuple[str, int]:
    """Return the part of a line around character ``at``, and how far into it that character is printed.

    Indentation goes, so do the far parts of a long line; what cannot be printed becomes a dot.

    >>> _cut("      salience: 17.5", 16)
    ('salience: 17.5', 10)
    """
    at = min(max(at, 0), len(line))
    start = min(len(line) - len(line.lstrip()), at)
    begins = "…" if at - start > BEFORE else ""
    start = max(start, at - BEFORE)
    stop = min(len(line), at + AFTER)
    shown = "".join(c if c.isprintable() else "·" for c in line[start:stop].rstrip())
    before = begins + shown[: at - start]
    return begins + shown + ("…" if stop < len(line) else ""), sum(_width(c) for c in before)


def _width(character: str) -> int:
    """Return how many columns a terminal gives a character."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
