"""``positions next``: the next meeting of a series, opened from the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.asked import print_page
from positions.cli.options import FOLDER, case_argument, json_option, print_json, release_option

if TYPE_CHECKING:
    from positions.markings import Marking

__all__ = ["command"]


@click.command("next")
@case_argument
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--follow-up", default="", metavar="ID", help="Which of the meeting's follow-ups is opened.")
@release_option
@json_option
def command(folder: Path, follow_up: str, release: Marking | None, case: Path, as_json: bool) -> None:
    """Open the next meeting in DIR, a new folder, from what CASE says of this one.

    A follow-up becomes the meeting; a text that was agreed becomes agreed language and what stands if nothing else is
    agreed; what ended as tabled is closed. Stances are carried over, marked as such, with less confidence the longer
    ago; who held out is kept under last_time.

    \b
    Examples:
      positions next my-meeting my-next-meeting
      positions next data cop5 --follow-up cop5
    """
    from positions.casefiles.next_meeting import next_meeting, next_meeting_files
    from positions.casefiles.starter import write_new_case
    from positions.cli.choosing import open_case

    opened = next_meeting(open_case(case, release), follow_up)
    files = next_meeting_files(opened)
    write_new_case(folder, files)
    made = opened.case
    if as_json:
        found = {"meeting": made.meeting.id, "start": made.meeting.start, "folder": str(folder)}
        counts = {"issues": list(made.issues), "closed": list(opened.closed), "agreed": list(opened.agreed)}
        print_json({**found, **counts, "stances": len(made.stances), "steps": opened.steps}, marking=made.marking())
        return
    lines = [
        f"{made.meeting.title}, {made.meeting.start}: {len(made.issues)} issues, {len(made.stances)} stances carried",
        f"confidence lower by {opened.steps} step{'s' * (opened.steps > 1)}",
        f"agreed there, now agreed language: {', '.join(opened.agreed) or 'nothing'}",
        f"closed there, not carried over: {', '.join(opened.closed) or 'nothing'}",
        f"next: positions check {folder}",
    ]
    print_page("\n".join(lines), made.marking())
