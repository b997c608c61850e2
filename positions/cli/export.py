"""``positions export``: the case as a workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import open_case
from positions.cli.options import case_argument, json_option, marking_option, print_json, release_option
from positions.errors import ExitCode, PositionsError, how_to_install

if TYPE_CHECKING:
    from positions.markings import Marking

__all__ = ["command"]


@click.command("export")
@case_argument
@click.option(
    "--xlsx",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a workbook: everything in the case, with drop-down lists and a matrix of letters.",
)
@release_option
@marking_option
@json_option
def command(case: Path, xlsx: Path, release: Marking | None, marking: Marking | None, as_json: bool) -> None:
    """Write the whole case as a workbook that a person can fill in; positions import reads it back.

    \b
    Examples:
      positions export --xlsx case.xlsx
      positions export my-meeting --xlsx for-the-group.xlsx --release U
    """
    if xlsx.suffix.lower() != ".xlsx":
        raise PositionsError(f"{xlsx} does not end in .xlsx", hint="name it so", exit_code=ExitCode.USAGE)
    opened = open_case(case, release)
    from positions.writing import write_bytes

    try:
        from positions.papers.formats.workbook import case_workbook
    except ImportError:
        raise PositionsError(
            "a workbook needs openpyxl, which is not installed", hint=how_to_install("papers")
        ) from None

    try:
        data = case_workbook(opened, marking=marking)
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
    try:
        write_bytes(xlsx, data)
    except OSError as error:
        raise PositionsError(f"{xlsx} cannot be written: {error.strerror}", hint="name another file") from error
    counts = {"delegations": len(opened.delegations), "issues": len(opened.issues), "stances": len(opened.stances)}
    if as_json:
        print_json({"file": str(xlsx), **counts, "bytes": len(data), "withheld": opened.provenance.withheld})
        return
    click.echo(f"{xlsx}   " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    click.echo(f"read it back: positions import {xlsx} --case {case}")
