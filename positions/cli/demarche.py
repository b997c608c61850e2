"""``positions demarche``: a bilateral action plan, its time line, what to say and what may be left there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks, paper
from positions.cli.choosing import choose, open_case
from positions.cli.options import FOLDER, mark_type
from positions.cli.screen import fitted, tell, width_of_lines
from positions.errors import ExitCode, PositionsError

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.papers.formats.demarche import PlanPaper
    from positions.plans import NonPaper

__all__ = ["command"]


@click.command("demarche")
@click.option("--plan", default="", metavar="ID", help="Which plan, when there are several.")
@click.option("--as-of", default="", metavar="DATE", help="The day to look from; the plan's date when not given.")
@click.option("--non-paper", is_flag=True, help="What may be left with them, as text or for Word.")
@click.option(
    "--hand-over",
    default="U",
    show_default=True,
    type=mark_type(),
    metavar="MARK",
    help="Highest mark of an ask that goes into the non-paper: a person's decision.",
)
@click.option("--before", type=FOLDER, metavar="CASE", help="An earlier state of the case, to see which stances moved.")
@asks("delegation", least=1, most=1, plays=False, whole=False, files=("csv", "docx", "png", "svg"))
def command(asked: Asked, plan: str, as_of: str, non_paper: bool, hand_over: Marking, before: Path | None) -> None:
    """Show the action plan on one delegation: time line with the meetings, talking points, asks, what came of them.

    Delivery of an ask and movement of a stance are kept apart. A link from an ask to a stance is your own assertion
    and never inferred. The non-paper holds no notes in brackets, nothing for own use and no marks.

    \b
    Examples:
      positions demarche russia
      positions demarche my-meeting russia --as-of 2009-12-01 -o asks.csv
      positions demarche russia -o dates.svg
      positions demarche russia --non-paper --hand-over SBU
      positions demarche russia --non-paper --hand-over SBU -o paper.docx
    """
    from positions.markings import highest
    from positions.papers.formats.demarche import plan_paper, plan_text, tracker_csv

    case, (delegation,) = asked.case, asked.ids
    choose("delegation", delegation, case.delegations)
    plans = [p for p in case.plans.values() if p.delegation == delegation]
    if not plans:
        on = sorted({p.delegation for p in case.plans.values()})
        there = f"there are plans on: {', '.join(on)}" if on else "the case has none: add plans to its YAML"
        raise PositionsError(f"no action plan on {delegation}", hint=there)
    if plan:
        choose("plan", plan, [p.id for p in plans])
        plans = [p for p in plans if p.id == plan]
    forms = {form for form, _ in asked.outs}
    if len(plans) > 1 and (non_paper or forms - {"text", "json"}):
        raise click.UsageError(f"several plans: name one with --plan ({', '.join(p.id for p in plans)})")
    if non_paper and forms - {"text", "docx"}:
        raise click.UsageError("a non-paper is text or for Word: --out FILE.txt or FILE.docx")
    if "docx" in forms and not non_paper:
        raise click.UsageError("for Word there is the non-paper: add --non-paper")
    earlier = open_case(before, asked.release) if before is not None else None
    try:
        papers = [plan_paper(case, p, as_of=as_of, earlier=earlier, marking=asked.marking) for p in plans]
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
    files: dict[str, Any] = {
        "text": lambda: fitted("\n".join(plan_text(p) for p in papers), width_of_lines()),
        "csv": partial(tracker_csv, papers[0]),
        **{form: partial(_draw, papers[0], form) for form in ("png", "svg")},
    }
    if non_paper:
        from positions.plans import non_paper as make_non_paper

        left = make_non_paper(plans[0], hand_over)
        files |= {"text": lambda: left.text, "docx": partial(paper, "Word", partial(_docx, left))}
        out = f"; {left.left_out} left out" if left.left_out else ""
        tell(f"non-paper: {left.asks} asks{out}; a person reads it before it is handed over")
    asked.show(
        lambda: {"delegation": delegation, "plans": [_as_dict(p) for p in papers]},
        str,
        files,
        marking=highest([p.marking for p in papers]),
    )


def _docx(left: NonPaper) -> bytes:
    from positions.papers.formats.demarche import non_paper_book
    from positions.papers.formats.word import book_docx

    return book_docx(non_paper_book(left), handed_over=True)


def _draw(paper: PlanPaper, form: str) -> bytes:
    from positions.cli.outputs import picture
    from positions.papers.charts.sheet import case_furniture
    from positions.papers.charts.timeline import draw_timeline, size_timeline

    line = paper.timeline
    if not line.entries:
        raise PositionsError(f"the plan {paper.plan.id} has no dates to draw", hint="give it deadlines or dated asks")
    documents = [d.source.document for d in paper.plan.deadlines]
    around = case_furniture(paper.case, marking=paper.marking, documents=documents)
    return picture(lambda ax: draw_timeline(ax, line), size_timeline(line), around, form)


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
