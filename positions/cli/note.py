"""``positions note``: one more line of what was said on the floor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import print_page
from positions.cli.choosing import CASE, is_case
from positions.cli.options import case_argument, json_option, print_json

if TYPE_CHECKING:
    from positions.casefiles.note import Noted
    from positions.model import Stance

__all__ = ["command"]


@click.command("note")
@case_argument
@click.argument("line", metavar="LINE")
@json_option
def command(line: str, case: Path, as_json: bool) -> None:
    """Add a line to the case's floor.txt: who said what, on which issue, how far it goes.

    The line is checked with the whole case first; one with a problem is not written. With - for LINE, lines are read
    from standard input: all are added, or none. docs/statements.md has the form of a line.

    \b
    Examples:
      positions note my-meeting '2030-05-06 port_fees: SUN opposes (SBU) [first_reading 7]'
      positions note my-meeting - < notes-of-the-day.txt
    """
    from positions.casefiles.note import add_lines

    if is_case(line):
        raise click.UsageError(f"missing LINE: {line} is a case")
    noted = add_lines(case, sys.stdin.read() if line == "-" else line)
    click.get_current_context().meta[CASE] = noted.after
    if as_json:
        print_json({"changes": _changes(noted)})
        return
    lines = []
    for change in _changes(noted):
        flag = "  (it was on the other side before)" if change["sign_changed"] else ""
        own = "  (a stance is written in the case and stands above it)" if change["written"] else ""
        text = f"{change['place']}  {change['delegation']} on {change['issue']}: {change['before']} → {change['after']}"
        lines.append(text + flag + own)
    print_page("\n".join(lines), noted.after.marking())


def _changes(noted: Noted) -> list[dict[str, Any]]:
    """Return what became of each stance that the new lines are about, once each."""
    from positions.model import counting, histories

    found: dict[tuple[str, str], dict[str, Any]] = {}
    told = histories(noted.after.statements)
    for statement in noted.added:
        for who in statement.who:
            cell = (who, statement.issue)
            before, after = noted.before.stances.get(cell), noted.after.stances[cell]
            found[cell] = {
                "place": statement.place,
                "delegation": who,
                "issue": statement.issue,
                "before": _shown(before),
                "after": _shown(after),
                "sign_changed": 0 < len(counting(told[cell])) < len(told[cell]),
                "written": not after.derived,
            }
    return list(found.values())


def _shown(stance: Stance | None) -> str:
    if stance is None:
        return "unknown"
    low, high = stance.acceptance
    numbers = f"ideal {stance.ideal:g}, accepts {low:g} to {high:g}, salience {stance.salience:g}"
    return f"{stance.code or 'no code'} ({numbers})"
