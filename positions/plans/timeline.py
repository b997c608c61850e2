"""Asks, dates of the plan and meetings on one line, with what falls due before the next meeting."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import ActionPlan, Case

__all__ = ["Entry", "Timeline", "span", "timeline", "whole_timeline"]

Kind = Literal["plan", "ask", "deadline", "meeting", "follow-up"]
Due = Literal["past", "before", "may be before", ""]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``asks`` are the ids due together; ``due`` is relative to the next meeting.

    ``before``: it falls due before that meeting begins; ``may be before``: the date is a month or a span, and part of
    it lies before; ``past``: it lay before the day one looks from. A meeting, or what follows it, carries no ``due``.
    """

    start: str
    end: str
    kind: Kind
    text: str
    marking: Marking
    asks: tuple[str, ...] = ()
    doubt: str = ""
    due: Due = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries in order of time, seen from ``as_of``; ``next_meeting`` is "" when none follows."""

    plan: str
    as_of: str
    next_meeting: str
    next_start: str
    entries: tuple[Entry, ...]


def span(start: str, end: str = "") -> tuple[date, date]:
    """Return the first and the last day that an ISO 8601 day, month or year, or a range of them, can mean.

    >>> span("2010-01")
    (datetime.date(2010, 1, 1), datetime.date(2010, 1, 31))
    >>> span("2010")
    (datetime.date(2010, 1, 1), datetime.date(2010, 12, 31))
    >>> span("2010-01-27", "2010-01-29")
    (datetime.date(2010, 1, 27), datetime.date(2010, 1, 29))
    """
    try:
        first = date.fromisoformat(f"{start}-01-01"[:10])
        if end:
            return first, max(span(end)[1], first)
        if len(start) > 7:
            return first, first
        if len(start) == 4:
            return first, first.replace(month=12, day=31)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    except ValueError:
        raise PositionsError(f'"{start}" is no day, month or year', hint="write 2010-01-27, 2010-01 or 2010") from None


def timeline(case: Case, plan: ActionPlan, *, as_of: str = "") -> Timeline:
    """Put a plan's asks and dates on one line with the meetings of the case.

    Parameters
    ----------
    case : Case
        Its meeting and what follows it are the meetings.
    plan : ActionPlan
    as_of : str
        The day one looks from; the plan's own date when empty, or its first date.

    Asks with one deadline and one priority are one entry.
    """
    dated = [d.date for d in plan.deadlines] + [a.deadline for a in plan.asks if a.deadline]
    seen_from = as_of or plan.date or min(dated, default=case.meeting.start)
    today = span(seen_from)[0]
    meetings = _meetings(case)
    coming = sorted((m for m in meetings if span(m.start, m.end)[1] >= today), key=_when)
    nearest = coming[0] if coming else None
    entries = list(meetings)
    if plan.date:
        entries.append(Entry(plan.date, "", "plan", plan.title, plan.marking))
    groups: dict[tuple[str, str], list[str]] = {}
    marks: dict[tuple[str, str], Marking] = {}
    for ask in plan.asks:
        if ask.deadline:
            key = (ask.deadline, ask.priority)
            groups.setdefault(key, []).append(ask.id)
            marks[key] = max(ask.source.marking, marks.get(key, ask.source.marking))
    for (deadline, priority), ids in groups.items():
        text = f"{'urgent' if priority == 'high' else 'further'} asks due"
        due = _due(deadline, "", today, nearest)
        entries.append(Entry(deadline, "", "ask", text, marks[deadline, priority], tuple(ids), due=due))
    for d in plan.deadlines:
        due = _due(d.date, d.end, today, nearest)
        entries.append(Entry(d.date, d.end, "deadline", d.event, d.source.marking, doubt=d.doubt, due=due))
    return Timeline(
        plan=plan.id,
        as_of=seen_from,
        next_meeting=nearest.text if nearest else "",
        next_start=nearest.start if nearest else "",
        entries=tuple(sorted(entries, key=_when)),
    )


def whole_timeline(case: Case, *, as_of: str = "") -> Timeline:
    """Put everything that has a date on one line: the series of meetings, decisions, drafts, and all plans.

    Parameters
    ----------
    case : Case
    as_of : str
        The day one looks from; the first day of the meeting when empty.
    """
    seen_from = as_of or case.meeting.start
    lines = [timeline(case, plan, as_of=seen_from) for plan in case.plans.values()]
    entries = [*_meetings(case), *(entry for line in lines for entry in line.entries)]
    for issue in case.issues.values():
        if issue.date:
            entries.append(Entry(issue.date, "", "deadline", f"decision: {issue.title}", issue.marking))
        entries += [
            Entry(v.date, "", "deadline", f"draft {v.title or v.date}: {issue.title}", max(v.marking, issue.marking))
            for v in issue.drafts
        ]
    today = span(seen_from)[0]
    coming = sorted((m for m in _meetings(case) if span(m.start, m.end)[1] >= today), key=_when)
    title, start = (coming[0].text, coming[0].start) if coming else ("", "")
    return Timeline("", seen_from, title, start, tuple(sorted(dict.fromkeys(entries), key=_when)))


def _meetings(case: Case) -> list[Entry]:
    """Return the meeting, those before it in its series, and what follows it."""
    at = case.meeting
    return [
        *(Entry(m.start, m.end, "meeting", m.title, at.marking) for m in at.series),
        Entry(at.start, at.end, "meeting", at.title, at.marking),
        *(Entry(f.start, f.end, "follow-up", f.title, at.marking) for f in at.follow_ups),
    ]


def _when(entry: Entry) -> tuple[date, date, int, str]:
    order = ("plan", "deadline", "ask", "meeting", "follow-up").index(entry.kind)
    return (*span(entry.start, entry.end), order, entry.text)


def _due(start: str, end: str, today: date, meeting: Entry | None) -> Due:
    """Compare a date with the day one looks from and the beginning of the next meeting."""
    first, last = span(start, end)
    if last < today:
        return "past"
    if meeting is None:
        return ""
    opens, at_the_latest = span(meeting.start)
    if last < opens:
        return "before"
    return "may be before" if first < at_the_latest or first < opens else ""
