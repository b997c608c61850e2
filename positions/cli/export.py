"""``positions export``: the case as a workbook to fill in."""

from __future__ import annotations

import click

from positions.cli.asked import Asked, asks, paper
from positions.cli.choosing import raised_marking
from positions.cli.options import print_json, print_text
from positions.cli.outputs import deliver_bytes

__all__ = ["command"]


@click.command("export")
@asks(plays=False, believed=True, files=("xlsx",), prints=False, whole=False)
def command(asked: Asked) -> None:
    """Write the whole case as a workbook that a person can fill in; positions import reads it back.

    \b
    Examples:
      positions export -o case.xlsx
      positions export my-meeting -o for-the-group.xlsx --release U
    """
    case, ((_, out),) = asked.case, asked.outs
    mark = raised_marking(case.marking(), asked.marking)

    def workbook() -> bytes:
        from positions.papers.formats.workbook import case_workbook

        return case_workbook(case, marking=asked.marking)

    data = paper("a workbook", workbook)
    deliver_bytes(data, out, said=False)
    counts = {"delegations": len(case.delegations), "issues": len(case.issues), "stances": len(case.stances)}
    if asked.as_json:
        print_json({"file": str(out), **counts, "bytes": len(data)}, marking=mark)
        return
    print_text(f"{out}   " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    print_text(f"read it back: positions import {out} --case {asked.case_folder}")
