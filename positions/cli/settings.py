"""Defaults of one's own: ``positions.toml``, or ``[tool.positions]`` in ``pyproject.toml``, here or in a folder above.

The keys are the names of options that several commands share. What is typed, and what the environment says, is first.
Where work is sent (``--cluster``) is said on the command line alone: a file that lies about is not asked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from positions.errors import CaseProblems, Problem, unknown_name

__all__ = ["CASE_OF_FILE", "OTHERWISE", "Settings", "read_settings"]

CASE_OF_FILE = "positions.case_of_file"  # where a command's context keeps the case that the file names
NAMES = ("positions.toml", "pyproject.toml")
# the same option means something else in these commands
OTHERWISE = {("score", "draws"), ("import", "marking")}


class Settings:
    """What a file of defaults says.

    Parameters
    ----------
    given : dict
        Parameter of a command → value.
    case : Path, optional
        The case, seen from the file.
    """

    def __init__(self, given: dict[str, Any], case: Path | None) -> None:
        self.given, self.case = given, case

    def of(self, command: str) -> dict[str, Any]:
        """Return the defaults of one command."""
        return {name: value for name, value in self.given.items() if (command, name) not in OTHERWISE}


def read_settings(folder: Path) -> Settings:
    """Return the defaults that hold in a folder; none where there is no file of them.

    Raises
    ------
    CaseProblems
        A key that is no option, or a value that its option does not take; with the line.
    """
    for file in _files(folder):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise CaseProblems([Problem(str(file), 0, 0, "settings", f"cannot be read: {why}", "mend it")]) from None
        if file.name == NAMES[1] and "[tool.positions" not in text:
            continue
        return _settings(file, text)
    return Settings({}, None)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of defaults, nearest first; none that belongs to somebody else."""
    try:
        folder = folder.resolve()
    except OSError:  # the folder is gone
        return
    mine = {os.getuid(), 0} if hasattr(os, "getuid") else None
    for place in (folder, *folder.parents):
        for name in NAMES:
            file = place / name
            try:
                if file.is_file() and (mine is None or file.stat().st_uid in mine):
                    yield file
            except OSError:
                continue


def _settings(file: Path, text: str) -> Settings:
    import tomllib

    problems: list[Problem] = []

    def wrong(line: int, message: str, hint: str) -> None:
        problems.append(Problem(str(file), line, 1 if line else 0, "settings", message, hint))

    told: Any = {}
    try:
        told = tomllib.loads(text)
        if file.name == NAMES[1]:
            told = told["tool"]["positions"]
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        wrong(int(at[1]) if at else 0, f"this is no TOML: {error}", "a line is a key, =, and a value: draws = 500")
    options = _options()
    given: dict[str, Any] = {}
    case: Path | None = None
    for key, value in told.items() if isinstance(told, dict) else ():
        line = _line(text, key, whole=file.name == NAMES[0])
        option = options.get(str(key).replace("_", "-"))
        if option is None:
            wrong(
                line, str(unknown_name("option", str(key), options)), "the other options are for the command line alone"
            )
            continue
        try:
            if isinstance(value, (dict, list, float)) or (isinstance(value, bool) != getattr(option, "is_flag", False)):
                raise click.BadParameter(f"{value!r} is no value of it")
            converted = option.type.convert(value, option, None)
        except click.BadParameter as error:
            wrong(line, f"{key}: {error.message}", f"as --{str(key).replace('_', '-')} on the command line")
            continue
        if option.name == "case":
            case = file.parent / str(converted)
        else:
            given[str(option.name)] = value
    if problems:
        raise CaseProblems(problems)
    return Settings(given, case)


def _line(text: str, key: str, *, whole: bool) -> int:
    begin = 0 if whole else text.index("[tool.positions")
    found = re.compile(rf"(?m)^\s*[\"']?{re.escape(key)}[\"']?\s*=").search(text, begin)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def _options() -> dict[str, click.Option]:
    """Return the options that can stand in the file, by name."""
    from positions.cli import options as shared

    @click.command()
    @shared.case_option
    @shared.seed_option
    @shared.draws_option
    @shared.members_option
    @shared.search_draws_option
    @shared.jobs_option
    @shared.talks_option
    @shared.release_option
    @shared.marking_option
    @shared.fitted_option
    @click.option("--quiet", is_flag=True)
    @click.option("--parents", is_flag=True)
    def every(**_: Any) -> None:
        """Take all options that several commands share."""

    return {p.opts[0].removeprefix("--"): p for p in every.params if isinstance(p, click.Option)}
