"""A plan on paper: time line, talking points with the stances they speak to, asks with delivery, what is held out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from positions.markings import REVIEW_STATEMENT, Marking, highest, raised
from positions.model import ActionPlan, Case, TalkingPoint, release_statement
from positions.papers.formats.document import Book, Bullets, Section, paragraph
from positions.plans import NonPaper, Timeline, TrackedAsk, timeline, track
from positions.writing import csv_text

__all__ = ["PlanPaper", "non_paper_book", "plan_paper", "plan_text", "tracker_csv"]

WIDTH = 100
_SIGNS = {"before": "!", "may be before": "?", "past": "x", "": " "}
_VERBS = {"S": "", "C": "continue", "W": "consider"}
_HELD_OUT = {"carrot": "held out", "stick": "threatened", "discretion": "discretion"}
COLUMNS = (
    "ask", "priority", "marking", "deadline", "indicators", "delivered",
    "linked_issue", "link_confidence", "stance_before", "stance_now", "movement", "text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """One plan with everything computed from it, and the marking that the whole needs."""

    case: Case
    plan: ActionPlan
    timeline: Timeline
    tracked: tuple[TrackedAsk, ...]
    marking: Marking


def plan_paper(
    case: Case,
    plan: ActionPlan,
    *,
    as_of: str = "",
    earlier: Case | None = None,
    marking: Marking | None = None,
) -> PlanPaper:
    """Compute what a plan's paper shows. ``marking`` raises its marking; ValueError when it would lower it."""
    line = timeline(case, plan, as_of=as_of)
    tracked = track(case, plan, earlier)
    sources = [d.source for d in plan.deadlines] + [s.source for s in plan.statistics]
    sources += [i.source for i in plan.incentives] + [p.source for p in plan.talking_points]
    marks = [plan.marking, case.meeting.marking, *(e.marking for e in line.entries), *(t.marking for t in tracked)]
    marks += [source.marking for source in sources]
    marks += [m.marking for t in tracked for m in t.movements]
    marks += [s.source.marking for p in plan.talking_points for i in p.issues if (s := case.stance(plan.delegation, i))]
    return PlanPaper(case, plan, line, tracked, raised(highest(marks), marking))


def plan_text(paper: PlanPaper) -> str:
    """Return the plan as plain text for one's own side, 100 columns, marked top and bottom and by portion."""
    case, plan = paper.case, paper.plan
    banner = paper.marking.label
    facts = [f"channel: {plan.channel}", *([f"owner: {plan.owner}"] if plan.owner else [])]
    lines = [banner, "", f"{plan.marking.portion} {plan.title}: {case.delegations[plan.delegation].name}"]
    lines += _wrap("; ".join(facts), "  ")
    lines += ["", *_timeline(paper.timeline), "", *_talking_points(case, plan), "", *_asks(paper)]
    if plan.statistics:
        lines += ["", *_statistics(plan)]
    if plan.incentives:
        lines += ["", "What is held out, and the rule"]
        for i in plan.incentives:
            rule = f": {i.rule}" if i.rule else "."
            lines += _wrap(f"{i.source.marking.portion} {_HELD_OUT[i.kind]}: {i.text}{rule}", "  ", "    ")
    if plan.note:
        lines += ["", *_wrap(f"{plan.marking.portion} Note: {plan.note}", "")]
    if statement := release_statement(case):
        lines += ["", *_wrap(statement, "")]
    lines += ["", *_wrap(f"{REVIEW_STATEMENT} Case {case.provenance.short}.", ""), "", banner]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrap(text: str, first: str, indent: str | None = None) -> list[str]:
    rest = first if indent is None else indent
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def _timeline(line: Timeline) -> list[str]:
    following = (
        f"; next meeting: {line.next_meeting}, {line.next_start}" if line.next_meeting else "; no meeting follows"
    )
    lines = _wrap(f"Time line, seen from {line.as_of}{following}", "")
    flags = {e.due for e in line.entries}
    legend = {"before": "! before the next meeting", "may be before": "? perhaps before it", "past": "x past"}
    shown = ", ".join(text for flag, text in legend.items() if flag in flags)
    if shown:
        lines.append(f"  {shown}")
    for e in line.entries:
        when = e.start if e.end in ("", e.start) else f"{e.start}..{e.end}"
        asks = f" {' '.join(e.asks)}" if e.asks else ""
        lead = f"{_SIGNS[e.due]} {when:<23}{e.kind:<9} {e.marking.portion:<6}"
        lines += _wrap(f"{e.text}{':' if asks else ''}{asks}", lead, " " * len(lead))
        if e.doubt:
            lines += _wrap(f"doubt: {e.doubt}", " " * len(lead))
    return lines


def _talking_points(case: Case, plan: ActionPlan) -> list[str]:
    lines = ["Talking points"]
    for n, point in enumerate(plan.talking_points, start=1):
        lines += _wrap(f"{n:2}. {point.source.marking.portion} {point.text}", "  ", "      ")
        lines += [line for text in _tied(case, plan, point) for line in _wrap(text, "        ", "          ")]
        if point.own_use:
            lines += _wrap(f"[own use: {point.own_use}]", "        ")
    return lines if plan.talking_points else []


def _tied(case: Case, plan: ActionPlan, point: TalkingPoint) -> list[str]:
    """Return the stances a point speaks to, by the user's word, and the asks it makes."""
    tied = []
    for issue in point.issues:
        stance = case.stance(plan.delegation, issue)
        held = "no stance known"
        if stance is not None:
            low, high = stance.acceptance
            reason = f"; {stance.reason}" if stance.reason else ""
            held = (
                f"{stance.source.marking.portion} accepts {low:.2f}..{high:.2f}, {stance.confidence.value}, "
                f"{stance.source.cite()}{reason}"
            )
        tied.append(f"speaks to {case.issues[issue].title}: {held}")
    if point.asks:
        tied.append(f"asks: {' '.join(point.asks)}")
    return tied


def _asks(paper: PlanPaper) -> list[str]:
    """Return the tracker: delivery in one column, movement of a stance apart from it."""
    asks = {a.id: a for a in paper.plan.asks}
    lines = ["Asks and what came of them"]
    lines.append(f"  {'':5}{'delivered':<11}{'by':<9}")
    for t in paper.tracked:
        a = asks[t.ask]
        word = f"({_VERBS[a.verb]}) " if _VERBS[a.verb] else ""
        urgent = "URGENT " if t.priority == "high" else ""
        lead = f"  {t.ask:<5}{t.delivered or 'not known':<11}{t.deadline or '-':<9}"
        lines += _wrap(f"{t.marking.portion} {urgent}{word}{t.text}", lead, " " * len(lead))
        details = [f"to: {a.addressee}"] if a.addressee else []
        details += [f"shown by: {', '.join(t.indicators)}"] if t.indicators else []
        if details:
            lines += _wrap("; ".join(details), " " * len(lead))
        if a.own_use:
            lines += _wrap(f"[own use: {a.own_use}]", " " * len(lead))
    movements = [(t.ask, m) for t in paper.tracked for m in t.movements]
    lines += ["", "Stances that we say an ask bears on (asserted, never inferred), and whether they moved"]
    for ask, m in movements:
        title = paper.case.issues[m.issue].title
        said = f"confidence {m.confidence:.2f}: {m.reason}"
        lines += _wrap(f"{m.marking.portion} {ask} -> {title}, {said}", "  ", "    ")
        before = "" if m.before == "not known" else f"; before: {m.before}"
        lines += _wrap(f"stance now: {m.now}{before}; movement: {m.move}", "    ", "    ")
    if not movements:
        lines.append("  none asserted")
    return lines


def _statistics(plan: ActionPlan) -> list[str]:
    lines = ["Statistics"]
    for accepted, head in ((True, "accepted"), (False, "not accepted")):
        for s in plan.statistics:
            if s.accepted is accepted:
                note = f": {s.note}" if s.note else ""
                lines += _wrap(f"{s.source.marking.portion} {head}: {s.name}{note}", "  ", "    ")
    return lines


def tracker_csv(paper: PlanPaper) -> str:
    """Return the tracker as CSV: one row an ask and link; delivery and movement in columns of their own.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    rows: list[Sequence[object]] = [[f"{paper.marking.label}. {REVIEW_STATEMENT}"], COLUMNS]
    for t in paper.tracked:
        start = (t.ask, t.priority, t.marking.value, t.deadline, "; ".join(t.indicators), t.delivered or "not known")
        for m in t.movements or (None,):
            link: Sequence[str] = ("", "", "", "", "")
            mark = t.marking
            if m is not None:
                link = (m.issue, f"{m.confidence:.2f}", m.before, m.now, m.move)
                mark = max(mark, m.marking)
            rows.append((*start[:2], mark.value, *start[3:], *link, t.text))
    return csv_text(rows)


def non_paper_book(paper: NonPaper) -> Book:
    """Return a non-paper as a book, for :func:`positions.papers.formats.word.book_docx` with ``handed_over``."""
    sections = [Section("title", paper.title, ())]
    for n, part in enumerate(paper.parts):
        asks = Bullets(tuple(paragraph(ask) for ask in part.asks))
        sections.append(Section(f"part{n}", part.head, (asks,) if part.asks else (), level=part.level))
    return Book(paper.title, paper.mark, "", (), tuple(sections))
