"""``positions check``: every problem of a case, with its place and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import open_case
from positions.cli.options import case_argument, json_option, print_json, print_text
from positions.cli.screen import fitted, width_of_lines
from positions.errors import CaseProblems, ExitCode

if TYPE_CHECKING:
    from positions.model import Case

__all__ = ["command"]


@click.command("check")
@case_argument
@json_option
def command(case: Path, as_json: bool) -> int:
    """Report every problem in a case at once: file:line:column, what was found, how to mend it.

    Exit status 0 when there is none, 1 when there is.

    \b
    Examples:
      positions check my-meeting
      positions check my-meeting --json | jq '.problems[].message'
    """
    try:
        found = open_case(case)
    except CaseProblems as error:
        if not as_json:
            raise
        keys = ("file", "line", "column", "rule", "message", "hint")
        print_json({"problems": [{key: getattr(problem, key) for key in keys} for problem in error.problems]})
        return ExitCode.DATA
    if as_json:
        print_json({"problems": []})
    else:
        print_text(fitted(_summary(found), width_of_lines()))
    return ExitCode.OK


def _summary(case: Case) -> str:
    """Return in a few lines what the case holds and how it is marked."""
    from positions.model import dated_after_start

    seats = max(sum(silent.seats for silent in issue.silent) for issue in case.issues.values())
    counts = [
        f"{len(case.issues)} issue{'s' * (len(case.issues) != 1)}",
        f"{len(case.delegations)} delegations",
        f"{len(case.stances)} stances",
        *([f"{seats} seats assumed"] if seats else []),
    ]
    late = 0 if case.meeting.is_replay else len(dated_after_start(case))
    note = (
        f"\nnote: {late} of {len(case.stances)} stances are dated after the discussion began: a forecast from them was "
        "not made before it"
    )
    return (
        f"{case.meeting.title}: {', '.join(counts)}\n"
        f"marking: {case.marking().label}; no problems in {len(case.provenance.files)} files"
    ) + note * bool(late)
