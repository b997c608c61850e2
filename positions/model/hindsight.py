"""Which stances could know how it ended: dates of their sources against dates of the decision."""

from __future__ import annotations

from collections.abc import Mapping

from positions.model.case import Case
from positions.model.issue import Issue
from positions.model.meeting import Meeting
from positions.model.sources import Document
from positions.model.stance import Stance

__all__ = ["dated_after_start", "decision_date", "later", "stance_date"]


def later(date: str, other: str) -> bool:
    """Return whether a date is later than another, as far as both say: a day in May is not later than May.

    >>> later("2030-05-09", "2030-05-08"), later("2030-05-09", "2030-05"), later("2031", "2030-05"), later("", "2030")
    (True, False, True, False)
    """
    length = min(len(date), len(other))
    return date[:length] > other[:length]


def decision_date(issue: Issue, meeting: Meeting) -> str:
    """Return when an issue was or will be decided; empty where an outcome is on record without its date.

    It is the date of the outcome, or the issue's own, or, while there is no outcome, the meeting's last day.
    """
    if issue.outcome is None:
        return issue.date or meeting.end
    return issue.outcome.date or issue.date


def stance_date(stance: Stance, documents: Mapping[str, Document]) -> str:
    """Return when a stance was said: the date of its passage, or of the document; empty when neither is known."""
    document = documents.get(stance.source.document)
    return stance.source.date or (document.date if document else "")


def dated_after_start(case: Case) -> tuple[tuple[str, str], ...]:
    """Return the (delegation, issue) of stances that were said after the discussion began.

    They are no hindsight as long as they are earlier than the decision, but a forecast that rests on them was not
    made before the meeting.
    """
    return tuple(
        key
        for key, stance in case.stances.items()
        if later(stance_date(stance, case.documents), case.issues[stance.issue].start or case.meeting.start)
    )
