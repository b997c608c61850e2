"""What a user names after a command: a case, ids; found, or refused with the nearest name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.screen import tell
from positions.errors import ExitCode, PositionsError, unknown_name

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model import Case, Issue

__all__ = ["CASE", "choose", "choose_issues", "is_case", "named", "one_case", "open_case", "raised_marking"]

CASE = "positions.case"  # where a command's context keeps the case that it opened


def one_case(argument: str | Path | None, option: Path | None) -> Path:
    """Return the case folder that is meant: an argument, ``--case``, POSITIONS_CASE, ``positions.toml`` or ``data``.

    A usage error where an argument and ``--case`` name different folders.
    """
    first = None if argument is None else Path(argument)
    if first is not None and option is not None and first.resolve() != option.resolve():
        raise click.UsageError(f"two cases are named: {first} and --case {option}")
    return first or option or Path(os.environ.get("POSITIONS_CASE") or _case_of_file() or "data")


def _case_of_file() -> Path | None:
    """Return the case that a file of defaults names."""
    from positions.cli.settings import CASE_OF_FILE

    context = click.get_current_context(silent=True)
    return context.meta.get(CASE_OF_FILE) if context is not None else None


def named(
    words: Sequence[str], case: Path | None, option: Sequence[str], *, what: str, least: int = 0, most: int | None = 0
) -> tuple[Path, tuple[str, ...]]:
    """Return the case folder and the ids that are named, as arguments or as options.

    Parameters
    ----------
    words : sequence of str
        The arguments. The first is the case where it is a folder or written as a path, and where the command takes no
        ids; the others are ids.
    case, option
        What ``--case`` says, and the option for the ids.
    what : str
        What the ids are of: "issue" or "delegation".
    least, most : int
        How many ids the command takes; ``most`` None for any number.
    """
    first = words[0] if words and (most == 0 or _is_folder(words[0])) else None
    ids = tuple(dict.fromkeys(words[first is not None :]))
    if most == 0 and ids:
        raise click.UsageError(f"one case folder at a time: {', '.join(words)}")
    folder = one_case(first, case)
    if ids and option and set(ids) != set(option):
        raise click.UsageError(f"different {what}s are named: {', '.join(ids)} and --{what} {', '.join(option)}")
    wanted = ids or tuple(dict.fromkeys(option))
    if most is not None and len(wanted) > most:
        raise click.UsageError(f"one {what} at a time: {', '.join(wanted)}")
    if wanted and not folder.exists():
        near = _near_case(wanted[0])
        hint = f"did you mean {near}?" if near else "positions init my-meeting makes a case to start from"
        raise click.UsageError(f'"{wanted[0]}" is no folder here, and there is no case {folder} to hold it; {hint}')
    if len(wanted) < least:
        raise click.UsageError(f"name {'an' if what == 'issue' else 'a'} {what}" if least == 1 else f"name two {what}s")
    return folder, wanted


def _is_folder(word: str) -> bool:
    """Return whether a word is meant as a folder: a case, or written as a path."""
    return is_case(word) or word in (".", "..") or "/" in word or os.sep in word


def is_case(word: str) -> bool:
    """Return whether a word names a folder with files of a case in it."""
    try:
        return any(Path(word).glob("*.yaml"))
    except (OSError, ValueError):
        return False


def _near_case(word: str) -> str:
    """Return the case beside which a name is nearest, or nothing."""
    cases = [p.name for p in Path().iterdir() if is_case(p.name)]
    return next(iter(difflib.get_close_matches(word, cases, n=1)), "")


def open_case(folder: Path, release: Marking | None = None, marking: Marking | None = None, reading: str = "") -> Case:
    """Load the case that a command works on; with ``release``, only what may be seen at that mark.

    Every command opens its case here, so that what is withheld is gone before anything is computed. How much that was
    is said on stderr; what a paper has to say itself is :func:`positions.model.release_statement`. With ``marking``
    the whole is marked so, and with it whatever is made of it. With ``reading`` results are of that, and believed
    readings that it leaves out are gone: they mark nothing.
    """
    from positions.casefiles import load_case

    case = load_case(folder)
    if release is not None:
        from positions.model import nothing_left, release_statement, withhold

        case = withhold(case, release)
        if empty := nothing_left(case):
            raise PositionsError(empty, hint="release at a higher mark, or mark what may be seen")
        tell(release_statement(case))
    if reading:
        from positions.model import read_as, resolved

        case = read_as(case, reading)
        case = case if reading == "mixed" else resolved(case)
    if marking is not None:
        mark = raised_marking(case.marking(), marking)
        case = replace(case, meeting=replace(case.meeting, marking=mark))
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(CASE, case)
    return case


def raised_marking(found: Marking, wanted: Marking | None) -> Marking:
    """Return the marking of an output: as high as the user wants it, never lower than its content."""
    from positions.markings import raised

    try:
        return raised(found, wanted)
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None


def choose(kind: str, name: str, there_are: Iterable[str]) -> str:
    """Return ``name`` if it is one of ``there_are``; otherwise a usage error that names the nearest."""
    names = list(there_are)
    if name in names:
        return name
    wrong = unknown_name(kind, name, names)
    near = "" if "did you mean" in str(wrong) else _near_case(name)
    raise click.UsageError(f"{wrong}" + (f"; the folder {near} is a case" if near else ""))


def choose_issues(case: Case, wanted: Sequence[str]) -> list[Issue]:
    """Return the issues that are named, or all of them."""
    return [case.issues[choose("issue", i, case.issues)] for i in wanted or case.issues]
