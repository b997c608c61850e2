"""``positions init``: a small commented case to start from."""

from __future__ import annotations

from pathlib import Path

import click

from positions.cli.asked import print_page
from positions.cli.options import FOLDER

__all__ = ["command"]

WHAT = {
    "delegations.yaml": "who takes part, and who wants what",
    "issues.yaml": "the meeting, and what is on its agenda",
    "floor.txt": "what is said on the floor, one line a statement",
    "case.schema.json": "for your editor: completes and underlines",
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--from", "agenda", type=FOLDER, metavar="AGENDA", help="Begin the case from this agenda, a text file.")
def command(folder: Path, agenda: Path | None) -> None:
    """Write a small commented case into DIR: invented, and it runs. With --from, a case begun from an agenda.

    DIR must be new or empty; nothing is ever overwritten.

    \b
    Examples:
      positions init my-meeting
      positions init my-meeting --from agenda.txt
    """
    from positions.casefiles.starter import write_starter

    files = write_starter(folder, agenda)
    width = max(len(str(folder / name)) for name in files)
    lines = [f"{folder / name!s:{width}}  {WHAT[name]}" for name in files]
    print_page("\n".join([*lines, f"next: positions check {folder}"]))
