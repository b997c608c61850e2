"""What to find out before the meeting: doubtful stances where they decide something."""

from __future__ import annotations

from collections.abc import Sequence

from positions.findings.records import Question, TextFinding
from positions.markings import Marking
from positions.model import Case, Confidence, Note

__all__ = ["questions"]

MATTERS = 0.05  # probability of objecting, or share of worlds decided, from which a doubt matters
IN_SOURCES = 0.1  # added leverage of a doubt that stands in the sources themselves


def questions(case: Case, issue: str, texts: Sequence[TextFinding], marking: Marking) -> tuple[Question, ...]:
    """Return what is worth asking about one issue, best first; at most one question for each delegation.

    A doubt is a stance that was inferred or assumed, or a note that names the issue and no other delegation. It matters
    when the delegation is likely enough to object to one of ``texts``; it ranks by the share of worlds in which it
    decides the text alone, or a quarter of how undecided it is.
    """
    found: list[Question] = []
    principal = case.meeting.principal
    for actor in texts[0].forecast.actors:
        if actor == principal:
            continue
        text = max(texts, key=lambda t: round(_leverage(t, actor), 6))
        p = text.forecast.p_objects(actor)
        leverage = _leverage(text, actor)
        if p < MATTERS:
            continue
        stance = case.stance(actor, issue)
        note = next((n for n in case.notes if _doubts(case, n, actor, issue)), None)
        if note is not None and stance is not None and stance.confidence is not Confidence.STATED:
            made = Question(
                issue, actor, text.wording, "doubt", note.text, p, round(leverage + IN_SOURCES, 6),
                note.source, max(marking, note.source.marking),
            )  # fmt: skip
        elif stance is None or stance.assumed:
            silent = next((c for c in case.issues[issue].silent if c.id == actor or c.covers_named), None)
            why = silent.reason if silent else ""
            made = Question(issue, actor, text.wording, "assumed", why, p, round(leverage, 6), None, marking)
        elif stance.confidence in (Confidence.INFERRED, Confidence.ASSUMED):
            made = Question(
                issue, actor, text.wording, "inferred", stance.reason, p, round(leverage, 6), stance.source, marking
            )
        else:
            continue
        found.append(made)
    return tuple(sorted(found, key=lambda q: -q.leverage))


def _doubts(case: Case, note: Note, actor: str, issue: str) -> bool:
    """Whether a note is about this issue and this delegation alone."""
    return issue in note.about and [a for a in note.about if a in case.delegations] == [actor]


def _leverage(text: TextFinding, actor: str) -> float:
    p = text.forecast.p_objects(actor)
    return max(text.forecast.pivotal.get(actor, 0.0), 0.25 * p * (1.0 - p))
