"""``positions init``: a small commented case to start from."""

from __future__ import annotations

from pathlib import Path

import click

from positions.cli.asked import print_page

__all__ = ["command"]

WHAT = {
    "delegations.yaml": "who takes part, and who wants what",
    "issues.yaml": "the meeting, and what is on its agenda",
    "case.schema.json": "for your editor: completes and underlines",
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Write a small commented case into DIR: invented, and it runs.

    DIR must be new or empty; nothing is ever overwritten.

    \b
    Example:
      positions init my-meeting
    """
    from positions.casefiles.starter import write_starter

    files = write_starter(folder)
    width = max(len(str(folder / name)) for name in files)
    lines = [f"{folder / name!s:{width}}  {WHAT[name]}" for name in files]
    print_page("\n".join([*lines, f"next: positions check {folder}"]))
