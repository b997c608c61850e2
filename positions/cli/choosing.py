"""Names that a user types after a command: found, or refused with the nearest one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model import Case, Issue

__all__ = ["choose", "choose_issues", "open_case", "talked_on"]


def open_case(folder: Path, release: Marking | None = None) -> Case:
    """Load the case that a command works on; with ``release``, only what may be seen at that mark.

    Every command opens its case here, so that what is withheld is gone before anything is computed. How much that was
    is said on stderr; what a paper has to say itself is :func:`positions.model.release_statement`.
    """
    from positions.casefiles import load_case

    case = load_case(folder)
    if release is None:
        return case
    from positions.model import nothing_left, release_statement, withhold

    released = withhold(case, release)
    if empty := nothing_left(released):
        raise PositionsError(empty, hint="release at a higher mark, or mark what may be seen")
    click.echo(release_statement(released), err=True)
    return released


def choose(kind: str, name: str, there_are: Iterable[str]) -> str:
    """Return ``name`` if it is one of ``there_are``; otherwise a usage error that names the nearest."""
    names = list(there_are)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if kind == "issue" and is_case(name):
        raise click.UsageError(f'no issue "{name}"; the folder {name} is a case: --case {name}')
    hint = f"did you mean {near[0]}?" if near else f"there is: {', '.join(names)}"
    raise click.UsageError(f'no {kind} "{name}"; {hint}')


def is_case(name: str) -> bool:
    """Return whether ``name`` is a folder with files of a case in it."""
    folder = Path(name)
    return folder.is_dir() and any(folder.glob("*.yaml"))


def choose_issues(case: Case, name: str | None) -> list[Issue]:
    """Return the one issue that is named, or all of them."""
    if name is None:
        return list(case.issues.values())
    return [case.issues[choose("issue", name, case.issues)]]


def talked_on(issue: Issue, talks: str) -> tuple[str, ...]:
    """Return who is seen in private: the targets of the issue's declared talks, or nobody for ``none``."""
    return tuple(dict.fromkeys(t.target for t in issue.talks)) if talks == "declared" else ()
