"""The marking of a finding: the highest of what it rests on. Nothing is ever lowered."""

from __future__ import annotations

from collections.abc import Iterator

from positions.markings import Marking, highest
from positions.model import Case

__all__ = ["issue_marking"]


def issue_marking(case: Case, issue: str) -> Marking:
    """Return the highest marking of anything that the numbers of one issue rest on.

    That is the meeting, the issue with its texts, assumptions and talks, the stances on it, the delegations, and the
    associations and ties that act. How a delegation hears what another tables may rest on stances on *other* issues:
    where a text is tabled by a delegation, these count too.
    """
    return highest(_markings(case, issue))


def _markings(case: Case, issue: str) -> Iterator[Marking]:
    at = case.issues[issue]
    yield case.meeting.marking
    yield at.marking
    yield from (w.marking for w in at.wordings.values())
    yield from (s.marking for s in at.silent)
    yield from (t.source.marking for t in at.talks)
    yield from (d.marking for d in case.delegations.values())
    yield from (s.source.marking for s in case.stances_on(issue))
    yield from (a.source.marking for a in case.associations if not a.issues or issue in a.issues)
    if any(w.tabled_by for w in at.wordings.values()):
        yield from (t.source.marking for t in case.ties)
        yield from (s.source.marking for s in case.stances.values())
