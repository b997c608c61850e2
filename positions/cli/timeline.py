"""``positions timeline``: the series of meetings, decisions, drafts and plans on one line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks, paper

if TYPE_CHECKING:
    from positions.plans import Timeline
    from positions.plans.timeline import Entry

__all__ = ["command"]


@click.command("timeline")
@click.option("--as-of", default="", metavar="DATE", help="Look from here; else from the meeting's start.")
@asks(plays=False, files=("png", "svg"))
def command(asked: Asked, as_of: str) -> None:
    """Show everything with a date: the meetings of the series, decisions, drafts, and the deadlines of all plans.

    \b
    Examples:
      positions timeline my-meeting
      positions timeline data --as-of 2010-03 -o dates.svg
    """
    from positions.plans.timeline import whole_timeline

    line = whole_timeline(asked.case, as_of=as_of)
    head = f"seen from {line.as_of}; next: {line.next_meeting or 'nothing'}"
    asked.show(
        lambda: {"as_of": line.as_of, "next_meeting": line.next_meeting, "entries": [_entry(e) for e in line.entries]},
        lambda: "\n".join([head, "", *(_row(e) for e in line.entries)]),
        {form: partial(paper, "a chart", partial(_chart, asked, line, form)) for form in ("png", "svg")},
    )


def _entry(e: Entry) -> dict[str, Any]:
    told = {"start": e.start, "end": e.end, "kind": e.kind, "text": e.text, "marking": e.marking.value}
    return told | {"asks": list(e.asks), "due": e.due, "doubt": e.doubt}


def _row(e: Entry) -> str:
    when = e.start + (f" to {e.end}" if e.end and e.end != e.start else "")
    count = f" ({len(e.asks)})" if e.asks else ""
    return f"{when:24} {e.kind:10} {e.text}{count}  {e.marking.portion}" + (f"  {e.due}" if e.due else "")


def _chart(asked: Asked, line: Timeline, form: str) -> bytes:
    from positions.cli.outputs import picture
    from positions.papers.charts.sheet import case_furniture
    from positions.papers.charts.timeline import draw_timeline, size_timeline

    around = case_furniture(asked.case, marking=asked.case.marking())
    return picture(lambda ax: draw_timeline(ax, line), size_timeline(line), around, form)
