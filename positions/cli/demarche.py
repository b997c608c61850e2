"""``positions demarche``: a bilateral action plan, its time line, what to say and what may be left there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.options import (
    FOLDER,
    case_option,
    json_option,
    mark_type,
    marking_option,
    print_json,
    release_option,
)
from positions.cli.outputs import chart_option
from positions.errors import ExitCode, PositionsError, how_to_install

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.papers.formats.demarche import PlanPaper
    from positions.plans import NonPaper

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command("demarche")
@click.argument("delegation")
@click.option("--plan", default="", metavar="ID", help="Which plan, when there are several.")
@click.option("--as-of", default="", metavar="DATE", help="The day to look from; the plan's date when not given.")
@click.option("--non-paper", type=FILE, metavar="FILE", help="Write what may be left with them; - is stdout.")
@click.option(
    "--docx",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what may be left with them for Word.",
)
@click.option(
    "--hand-over",
    default="U",
    show_default=True,
    type=mark_type(),
    metavar="MARK",
    help="Highest mark of an ask that goes into the non-paper: a person's decision.",
)
@click.option("--tracker", type=FILE, metavar="FILE", help="Write asks, delivery and stances as CSV.")
@chart_option("Draw the time line")
@click.option("--before", type=FOLDER, metavar="CASE", help="An earlier state of the case, to see which stances moved.")
@case_option
@release_option
@marking_option
@json_option
def command(
    delegation: str,
    plan: str,
    as_of: str,
    non_paper: Path | None,
    docx: Path | None,
    hand_over: Marking,
    tracker: Path | None,
    chart: Path | None,
    before: Path | None,
    case: Path,
    release: Marking | None,
    marking: Marking | None,
    as_json: bool,
) -> None:
    """Show the action plan on one delegation: time line with the meetings, talking points, asks, what came of them.

    Delivery of an ask and movement of a stance are kept apart. A link from an ask to a stance is your own assertion
    and never inferred. The non-paper holds no notes in brackets, nothing for own use and no marks.

    \b
    Examples:
      positions demarche russia
      positions demarche russia --as-of 2009-12-01 --tracker asks.csv
      positions demarche russia --non-paper paper.txt --hand-over SBU
      positions demarche russia --docx paper.docx --hand-over SBU
      positions demarche russia --chart dates.svg
    """
    from positions.cli.choosing import choose, open_case
    from positions.papers.formats.demarche import plan_paper, plan_text, tracker_csv
    from positions.plans import non_paper as make_non_paper

    opened = open_case(case, release)
    choose("delegation", delegation, opened.delegations)
    plans = [p for p in opened.plans.values() if p.delegation == delegation]
    if not plans:
        on = sorted({p.delegation for p in opened.plans.values()})
        there = f"there are plans on: {', '.join(on)}" if on else "the case has none: add plans to its YAML"
        raise PositionsError(f"no action plan on {delegation}", hint=there)
    if plan:
        choose("plan", plan, [p.id for p in plans])
        plans = [p for p in plans if p.id == plan]
    if len(plans) > 1 and any(target is not None for target in (non_paper, docx, tracker, chart)):
        raise click.UsageError(f"several plans: name one with --plan ({', '.join(p.id for p in plans)})")
    earlier = open_case(before, release) if before is not None else None
    try:
        papers = [plan_paper(opened, p, as_of=as_of, earlier=earlier, marking=marking) for p in plans]
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
    if non_paper is not None or docx is not None:
        left = make_non_paper(plans[0], hand_over)
        if non_paper is not None:
            _write(non_paper, left.text)
        if docx is not None:
            _write_docx(docx, left)
        out = f"; {left.left_out} left out" if left.left_out else ""
        click.echo(f"non-paper: {left.asks} asks{out}; a person reads it before it is handed over", err=True)
    if tracker is not None:
        _write(tracker, tracker_csv(papers[0]))
    if chart is not None:
        _draw(papers[0], chart)
    if as_json:
        print_json({"delegation": delegation, "plans": [_as_dict(p) for p in papers]})
    elif "-" not in (str(non_paper), str(tracker)):
        click.echo("\n".join(plan_text(p) for p in papers), nl=False)


def _draw(paper: PlanPaper, out: Path) -> None:
    from positions.cli.outputs import deliver_chart
    from positions.papers.charts.sheet import case_furniture
    from positions.papers.charts.timeline import draw_timeline, size_timeline

    line = paper.timeline
    if not line.entries:
        raise PositionsError(f"the plan {paper.plan.id} has no dates to draw", hint="give it deadlines or dated asks")
    papers = [d.source.document for d in paper.plan.deadlines]
    around = case_furniture(paper.case, marking=paper.marking, documents=papers)
    deliver_chart(lambda ax: draw_timeline(ax, line), size_timeline(line), around, out)


def _write_docx(target: Path, left: NonPaper) -> None:
    from positions.writing import write_bytes

    try:
        from positions.papers.formats.demarche import non_paper_book
        from positions.papers.formats.word import book_docx
    except ImportError as error:
        raise PositionsError(f"Word needs {error.name}", hint=how_to_install("papers")) from None
    try:
        write_bytes(target, book_docx(non_paper_book(left), handed_over=True))
    except OSError as error:
        raise PositionsError(f"cannot write {target}: {error.strerror}") from None


def _write(target: Path, text: str) -> None:
    from positions.writing import write_text

    if str(target) == "-":
        click.echo(text, nl=False)
        return
    try:
        write_text(target, text)
    except OSError as error:
        raise PositionsError(f"cannot write {target}: {error.strerror}") from None


def _as_dict(paper: PlanPaper) -> dict[str, Any]:
    """Return the documented JSON of one plan."""
    plan = paper.plan
    return {
        "plan": plan.id,
        "title": plan.title,
        "marking": paper.marking.value,
        "as_of": paper.timeline.as_of,
        "next_meeting": {"title": paper.timeline.next_meeting, "start": paper.timeline.next_start},
        "timeline": [
            {
                "start": e.start,
                "end": e.end,
                "kind": e.kind,
                "text": e.text,
                "asks": list(e.asks),
                "due": e.due,
                "doubt": e.doubt,
                "marking": e.marking.value,
            }
            for e in paper.timeline.entries
        ],
        "talking_points": [
            {
                "text": p.text,
                "issues": list(p.issues),
                "asks": list(p.asks),
                "own_use": p.own_use,
                "marking": p.source.marking.value,
            }
            for p in plan.talking_points
        ],
        "asks": [
            {
                "ask": t.ask,
                "text": t.text,
                "priority": t.priority,
                "deadline": t.deadline,
                "indicators": list(t.indicators),
                "delivered": t.delivered or None,
                "marking": t.marking.value,
                "stances": [
                    {
                        "issue": m.issue,
                        "confidence": m.confidence,
                        "reason": m.reason,
                        "before": m.before,
                        "now": m.now,
                        "movement": m.move,
                        "marking": m.marking.value,
                    }
                    for m in t.movements
                ],
            }
            for t in paper.tracked
        ],
        "statistics": [
            {"name": s.name, "accepted": s.accepted, "note": s.note, "marking": s.source.marking.value}
            for s in plan.statistics
        ],
        "incentives": [
            {"kind": i.kind, "text": i.text, "rule": i.rule, "marking": i.source.marking.value} for i in plan.incentives
        ],
    }
