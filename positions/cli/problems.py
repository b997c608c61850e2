"""Problems as a person reads them: place, what, the line with a caret, how to mend."""

from __future__ import annotations

from collections.abc import Sequence

import click

from positions.errors import Problem

__all__ = ["format_problems", "show_problems"]


def format_problems(problems: Sequence[Problem]) -> str:
    """Return all problems as text, with a closing count."""
    lines: list[str] = []
    for p in problems:
        lines.append(str(p))
        if p.excerpt:
            lines.append(f"    {p.excerpt}")
            caret = " " * max(p.column - 1, 0) + "^"
            lines.append(f"    {caret} {p.hint}".rstrip())
        elif p.hint:
            lines.append(f"    {p.hint}")
    files = len({p.file for p in problems})
    lines.append(
        f"{len(problems)} problem{'s' * (len(problems) != 1)} in {files} file{'s' * (files != 1)}; nothing was written."
    )
    return "\n".join(lines)


def show_problems(problems: Sequence[Problem]) -> None:
    """Print the problems to stderr."""
    click.echo(format_problems(problems), err=True)
