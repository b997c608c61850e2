"""The next meeting of a series, opened from the last one: what is carried over is marked as carried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from positions.casefiles.plain import case_plain
from positions.casefiles.starter import new_case_files
from positions.errors import ExitCode, PositionsError
from positions.model import (
    NO_TEXT,
    ActionPlan,
    Case,
    Confidence,
    EarlierMeeting,
    FollowUp,
    Issue,
    LastTime,
    Stance,
    later,
)

__all__ = ["Opened", "next_meeting", "next_meeting_files"]

Held = TypeVar("Held", bound=Stance)
STEPS = tuple(Confidence)  # from stated to assumed


@dataclass(frozen=True, slots=True)
class Opened:
    """The next meeting's case.

    Parameters
    ----------
    case : Case
    closed : tuple of str
        Issues that ended as tabled: nothing is left to be negotiated, and they are not carried over.
    agreed : tuple of str
        Issues on which a text now stands; it is agreed language and what stands if nothing else is agreed.
    steps : int
        By how many steps the confidence of every stance is lower.
    """

    case: Case
    closed: tuple[str, ...]
    agreed: tuple[str, ...]
    steps: int


def next_meeting(case: Case, follow_up: str = "") -> Opened:
    """Open the meeting that follows.

    Parameters
    ----------
    case : Case
        Of the last meeting.
    follow_up : str
        The id of one of its follow-ups; the first that has an end, or else the last one, when not given.

    Raises
    ------
    PositionsError
        When there is no such follow-up, or it is not later than the meeting.

    Notes
    -----
    Confidence falls by one step (stated, reported, inferred, assumed), and by one more for each full year between the
    two meetings. A text that was agreed becomes agreed language and the fallback. What the outcome says of who held out
    stands under ``last_time``. Statements stay in the case in which they were made; stances that followed from them are
    written out. Talks are not carried over: they were those of that meeting.
    """
    to = _chosen(case, follow_up)
    meeting = case.meeting
    if not later(to.start, meeting.end):
        raise PositionsError(
            f"{to.id} ({to.start}) is not later than {meeting.id}", hint="mend the date of the follow-up"
        )
    years = _day(to.start).year - _day(meeting.end).year
    years -= (_day(to.start).month, _day(to.start).day) < (_day(meeting.end).month, _day(meeting.end).day)
    steps = 1 + max(years, 0)
    closed = tuple(i.id for i in case.issues.values() if i.outcome and i.outcome.decided and _stands(i) == i.tabled)
    issues = {i.id: _issue(i, meeting.id) for i in case.issues.values() if i.id not in closed}
    if not issues:
        raise PositionsError("every issue ended as tabled: nothing is left to be negotiated")
    agreed = tuple(name for name in issues if _stands(case.issues[name]) not in ("", NO_TEXT))
    series = (*meeting.series, EarlierMeeting(meeting.id, meeting.title, meeting.start, meeting.end))
    made = replace(
        case,
        meeting=replace(
            meeting,
            id=to.id,
            title=to.title,
            start=to.start,
            end=to.end or to.start,
            place="",
            coded_after="",
            tags=meeting.tags,
            references=(),
            series=series,
            follow_ups=tuple(f for f in meeting.follow_ups if later(f.start, to.end or to.start)),
            note=to.note,
        ),
        issues=issues,
        stances={
            cell: _stance(stance, meeting.id, steps) for cell, stance in case.stances.items() if cell[1] in issues
        },
        believed={cell: _stance(held, meeting.id, steps) for cell, held in case.believed.items() if cell[1] in issues},
        statements=(),
        associations=tuple(
            replace(a, issues=tuple(i for i in a.issues if i in issues))
            for a in case.associations
            if not a.issues or set(a.issues) & set(issues)
        ),
        notes=tuple(n for n in case.notes if not set(n.about) & set(closed)),
        plans=_plans(case, closed),
    )
    return Opened(made, closed, agreed, steps)


def next_meeting_files(opened: Opened) -> Mapping[str, bytes]:
    """Return file name → bytes of the next meeting's case; it is read again before anything is written.

    Raises
    ------
    CaseProblems
        When it would not be in order.
    """
    before = opened.case.meeting.series[-1]
    head = (
        f"Opened from {before.id}. Stances marked carried_from are those of that meeting: nobody has confirmed them "
        "since.\nConfidence is lower by "
        f"{opened.steps} step{'s' * (opened.steps > 1)}. Closed there: {', '.join(opened.closed) or 'nothing'}."
    )
    return new_case_files(case_plain(opened.case), Path(opened.case.meeting.id), head)[1]


def _chosen(case: Case, follow_up: str) -> FollowUp:
    known = {f.id: f for f in case.meeting.follow_ups}
    if not known:
        hint = "write meeting.follow_ups: with id, title and start"
        raise PositionsError(f"{case.meeting.id} names no meeting that follows", hint=hint)
    if not follow_up:
        return next((f for f in known.values() if f.end), list(known.values())[-1])
    if follow_up not in known:
        hint = f"there is: {', '.join(known)}"
        raise PositionsError(f'no follow-up "{follow_up}"', hint=hint, exit_code=ExitCode.USAGE)
    return known[follow_up]


def _day(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[:10])


def _stands(issue: Issue) -> str:
    """Return the wording that stands by the outcome; empty where none is known."""
    return issue.outcome.wording if issue.outcome and issue.outcome.decided else ""


def _issue(issue: Issue, meeting: str) -> Issue:
    """Return an issue as it comes back."""
    stands, outcome = _stands(issue), issue.outcome
    wordings = dict(issue.wordings)
    if stands in wordings:
        wordings[stands] = replace(wordings[stands], kind="agreed_language")
    last = issue.last_time
    if outcome is not None and outcome.decided and outcome.kind:
        last = (*last, LastTime(meeting, outcome.kind, outcome.source, outcome.objectors))
    return replace(
        issue,
        wordings=wordings,
        fallback=stands if stands in wordings else issue.fallback,
        path=tuple(w for w in issue.path if w != stands),
        talks=(),
        outcome=None,
        last_time=last,
        start="",
        date="",
    )


def _stance(stance: Held, meeting: str, steps: int) -> Held:
    """Return a stance as carried over: less sure, and saying from where."""
    at = min(STEPS.index(stance.confidence) + steps, len(STEPS) - 1)
    return replace(stance, confidence=STEPS[at], carried_from=stance.carried_from or meeting, derived=False)


def _plans(case: Case, closed: tuple[str, ...]) -> Mapping[str, ActionPlan]:
    """Return the plans without what they say of closed issues."""
    return {
        name: replace(
            plan,
            links=tuple(link for link in plan.links if link.issue not in closed),
            talking_points=tuple(
                replace(point, issues=tuple(i for i in point.issues if i not in closed))
                for point in plan.talking_points
            ),
        )
        for name, plan in case.plans.items()
    }
