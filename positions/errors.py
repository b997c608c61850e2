"""Problems with a place, and the exit codes that every command keeps to.

A *problem* is something a person can mend: it names file, line and column, says what was found, what is
allowed and how to mend it. Readers collect problems and raise them together; nothing is reported one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

__all__ = [
    "CaseProblems",
    "ExitCode",
    "PositionsError",
    "Problem",
    "UnknownNameError",
    "how_to_install",
    "unknown_name",
]


MOST_COMPARED = 5000  # names among which a near one is looked for
MOST_LISTED = 20


class ExitCode(IntEnum):
    """What a command's exit status means."""

    OK = 0
    DATA = 1  # the user's data
    USAGE = 2  # how the command was called
    BUG = 3  # ours


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, where it stands and how.

    Parameters
    ----------
    file : str
        Path as the user would type it, relative to where the command was called when possible.
    line, column : int
        One-based; 0 when the problem is the file as a whole.
    rule : str
        Stable kebab-case name of the rule, e.g. ``unknown-issue``.
    message : str
        What was found and what is allowed.
    hint : str
        How to mend it.
    excerpt : str
        The offending line, if there is one; shown with a caret under ``column``.

    Examples
    --------
    >>> str(Problem("data/issues.yaml", 3, 5, "unknown-issue", 'no issue "x"', "did you mean y?"))
    'data/issues.yaml:3:5: no issue "x"'
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class PositionsError(Exception):
    """Anything a command reports without a traceback; carries its exit code."""

    exit_code: ExitCode = ExitCode.DATA

    def __init__(self, message: str, *, hint: str = "", exit_code: ExitCode | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        if exit_code is not None:
            self.exit_code = exit_code


class CaseProblems(PositionsError):  # noqa: N818 - it holds them
    """A case that cannot be used as it is, with all its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(p) for p in self.problems))


class UnknownNameError(PositionsError, KeyError):
    """A name that is not among those that there are."""

    exit_code = ExitCode.USAGE
    __str__ = Exception.__str__  # not KeyError's, which quotes the message


def unknown_name(kind: str, name: str, there_are: Iterable[str]) -> UnknownNameError:
    """Return the error for a name that is not among those ``there_are``, with the nearest one or all of them.

    >>> str(unknown_name("issue", "victim_car", ["victim_care", "scope"]))
    'no issue "victim_car"; did you mean victim_care?'
    """
    import difflib

    names = list(there_are)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5) if len(names) <= MOST_COMPARED else []
    listed = ", ".join(names[:MOST_LISTED]) + (
        f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    )
    hint = f"did you mean {near[0]}?" if near else f"there is: {listed}" if names else "there is none"
    return UnknownNameError(f'no {kind} "{name}"; {hint}')


def how_to_install(extra: str) -> str:
    """Return how the packages of an extra are installed, the way that the program itself was.

    >>> how_to_install("papers").split()[-1]
    'typst'
    """
    import re
    import sys
    from importlib import metadata

    try:
        wanted = metadata.requires("positions") or []
    except metadata.PackageNotFoundError:  # a folder that was copied
        wanted = []
    names = [m[1] for text in wanted if (m := re.match(r"([\w.-]+).*;.*\bextra == ['\"]" + extra + r"['\"]", text))]
    packages = " ".join(names) or f"the packages of the extra {extra}"
    if re.search(r"[\\/]pipx[\\/]venvs[\\/]", sys.prefix):
        return f"install it: pipx inject positions {packages}"
    if re.search(r"[\\/]uv[\\/]tools[\\/]", sys.prefix):
        return f"install it: uv pip install --python {sys.executable} {packages}"
    return f"install it: {sys.executable} -m pip install {packages}"
