"""What is printed: lines and tables as wide as the terminal, with nothing in them that could steer it."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from unicodedata import category

__all__ = ["WIDE", "clean", "fitted", "table", "tell", "to_terminal", "width_of_lines", "width_of_terminal"]

WIDE = 100  # columns from which a row of a table is one line; also the width of what is not printed to a terminal
MOST_HEADING = 20  # columns of a heading before it is broken into lines
QUIET = "positions.quiet"  # where a command's context keeps that it is to say nothing but its result
HELD = "\ue000"  # stands for a space at which no line is broken, while lines are broken
KEPT = "\u200c\u200d" + HELD  # the first two are needed to write some languages; a terminal does nothing with them


def clean(text: str) -> str:
    """Return text with a dot for every character that is not for printing: names come from anybody's files.

    >>> clean("a\\x1b[31mb\\u202ec\\n")
    'a·[31mb·c·'
    """
    return "".join(
        c if c.isprintable() or c in KEPT or category(c) == "Cn" else " " if category(c) == "Zs" else "·" for c in text
    )


def width_of_terminal() -> int:
    """Return how many columns there are: those of the terminal, of COLUMNS, or 100."""
    return max(40, shutil.get_terminal_size((WIDE, 40)).columns)


def _held(text: str) -> str:
    """Keep a chance with its band on one line, ``44 % (21-70)``, and what no-break spaces hold together."""
    kept = clean(text.replace("\u00a0", HELD))
    return re.sub(r"(?<=\d) %(?: (?=\())?", lambda found: found[0].replace(" ", HELD), kept)


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    below: Sequence[str] = (),
    loose: Sequence[str] = (),
    indent: int = 2,
    width: int | None = None,
) -> str:
    """Return a table that is as wide as the terminal at most; in colour where it is one that can.

    Parameters
    ----------
    columns : sequence of str
        The first is broken into lines where there is too little room, the others never are but for those ``below``.
    rows : sequence of sequence of str
    below : sequence of str
        Columns that go under the first one, each on a line of its own, where the terminal is narrow.
    loose : sequence of str
        Columns of words, which may be broken between words.
    indent : int
    width : int, optional
        Columns of the terminal.
    """
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    wide, out = width or width_of_terminal(), io.StringIO()
    console = Console(file=out, width=wide, force_terminal=to_terminal(), highlight=False, legacy_windows=False)
    if wide < WIDE:
        columns, rows = _folded(columns, rows, below)
        below = ()
    words = [n == 0 or name in (*below, *loose) for n, name in enumerate(columns)]
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for n, name in enumerate(columns):
        cells = [_cell(row[n], whole=not words[n]) for row in rows]
        least = max((len(word) for cell in (name, *cells) for word in cell.split()), default=0)
        most = None if words[n] else max(least, MOST_HEADING)
        made.add_column(Text(name), min_width=min(least, 24), max_width=most, overflow="fold")
    for row in rows:
        made.add_row(*(Text(_cell(cell, whole=not words[n])) for n, cell in enumerate(row)))
    console.print(Padding(made, (0, 0, 0, indent)))
    return "\n".join(line.rstrip() for line in out.getvalue().replace(HELD, " ").splitlines())


def _cell(cell: str, *, whole: bool) -> str:
    """Return a cell to lay out; ``whole``: it is broken nowhere."""
    lines = [_held(line) for line in cell.split("\n")]
    return "\n".join(line.replace(" ", HELD) if whole else line for line in lines)


def _folded(
    columns: Sequence[str], rows: Sequence[Sequence[str]], below: Sequence[str]
) -> tuple[list[str], list[list[str]]]:
    """Return a table whose columns ``below`` have gone into the first one."""
    at = [n for n, name in enumerate(columns) if name in below]
    keep = [n for n in range(len(columns)) if n not in at]
    made = []
    for row in rows:
        first = "\n".join([row[0], *(f"  {columns[n]} {row[n]}" for n in at if row[n] not in ("", "-"))])
        made.append([first, *(row[n] for n in keep[1:])])
    return [columns[n] for n in keep], made


def width_of_lines() -> int | None:
    """Return how wide a line may be; None where no person looks: in a pipe or a file, a line is one line."""
    return width_of_terminal() if os.environ.get("COLUMNS") or sys.stdout.isatty() else None


def fitted(text: str, width: int | None) -> str:
    """Return text whose lines are no wider than ``width``; what goes on stands under where it began.

    A word with a slash is a file to be copied and stays whole.

    >>> print(fitted("  a note  on what was found", 20))
      a note  on what
              was found
    """
    if width is None:
        return text
    made = []
    for line in text.split("\n"):
        if len(line) * 2 <= width or _columns(line) <= width:
            made.append(line)
            continue
        gap = re.match(r"\s*(?:\S+ )*\S+ {2,}(?=\S)", line)
        first = len(line) - len(line.lstrip())
        under = gap.end() if gap and gap.end() <= width // 2 else min(first + 2, width // 2)
        made += _broken(line, under, width)
    return "\n".join(made)


def _broken(line: str, under: int, width: int) -> list[str]:
    """Break one line at spaces, and words that are too long anywhere; further lines are indented by ``under``."""
    made, room = [" " * min(len(line) - len(line.lstrip()), width // 2)], True  # room: nothing is on this line yet
    for space, word in re.findall(r"(\s*)(\S+)", _held(line.lstrip())):
        glued = ("" if room else space) + word
        if not room and _columns(made[-1] + glued) > width:
            made.append(" " * under)
            glued = word
        while "/" not in word and _columns(made[-1] + glued) > width:
            cut = next(n for n in range(len(glued), -1, -1) if n <= 1 or _columns(made[-1] + glued[:n]) <= width)
            made[-1] += glued[:cut]
            made.append(" " * under)
            glued = glued[cut:]
        made[-1] += glued
        room = False
    return [each.replace(HELD, " ").rstrip() for each in made]


def _columns(text: str) -> int:
    """Return how many columns a terminal gives a text."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def tell(text: str) -> None:
    """Say something beside the result: on standard error, unless the user wants quiet."""
    import click

    context = click.get_current_context(silent=True)
    if context is None or not context.meta.get(QUIET):
        click.echo(clean_lines(text), err=True)


def clean_lines(text: str) -> str:
    """Return lines with nothing in them that could steer a terminal."""
    return "\n".join(clean(line) for line in text.split("\n"))


def to_terminal() -> bool:
    """Return whether standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
