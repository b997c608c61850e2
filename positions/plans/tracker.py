"""What came of each ask, and, apart from it, whether a stance moved. The one does not say anything about the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from positions.markings import Marking
from positions.model import ActionPlan, Case, Stance

__all__ = ["Movement", "TrackedAsk", "movement", "track"]

Move = Literal["accepts more", "accepts less", "moved", "unchanged", "not known"]


@dataclass(frozen=True, slots=True)
class Movement:
    """A link that the user asserts, and how the delegation's stance on that issue stands now and stood before.

    ``move`` compares two states of the case; it is ``not known`` without an earlier one. It says what happened, not
    why: whether the ask had anything to do with it is the user's assertion, with the user's ``confidence``.
    """

    issue: str
    confidence: float
    reason: str
    before: str
    now: str
    move: Move
    marking: Marking


@dataclass(frozen=True, slots=True)
class TrackedAsk:
    """An ask with its delivery: ``yes``, ``partly``, ``no`` or "" (not known)."""

    ask: str
    text: str
    priority: str
    deadline: str
    indicators: tuple[str, ...]
    delivered: str
    movements: tuple[Movement, ...]
    marking: Marking


def track(case: Case, plan: ActionPlan, earlier: Case | None = None) -> tuple[TrackedAsk, ...]:
    """Return every ask of a plan with its delivery and the stances that the user links to it.

    Parameters
    ----------
    case : Case
    plan : ActionPlan
    earlier : Case, optional
        An earlier state of the case, at the same release mark, to compare stances with.
    """
    return tuple(
        TrackedAsk(
            ask=a.id,
            text=a.text,
            priority=a.priority,
            deadline=a.deadline,
            indicators=a.indicators,
            delivered=a.delivered,
            movements=tuple(
                movement(case, earlier, plan.delegation, x.issue, x.confidence, x.reason, x.source.marking)
                for x in plan.links
                if x.ask == a.id
            ),
            marking=a.source.marking,
        )
        for a in plan.asks
    )


def movement(
    case: Case,
    earlier: Case | None,
    delegation: str,
    issue: str,
    confidence: float,
    reason: str,
    marking: Marking,
) -> Movement:
    """Compare one stance in two states of a case; the marking is the highest of the link's and the stances'."""
    now = case.stance(delegation, issue)
    before = earlier.stance(delegation, issue) if earlier is not None else None
    marks = [marking, *(s.source.marking for s in (now, before) if s is not None)]
    return Movement(issue, confidence, reason, _words(before), _words(now), _move(before, now), max(marks))


def _words(stance: Stance | None) -> str:
    if stance is None:
        return "not known"
    low, high = stance.acceptance
    code = f"code {stance.code}, " if stance.code else ""
    return f"{code}accepts {low:.2f}..{high:.2f}, {stance.confidence.value}"


def _move(before: Stance | None, now: Stance | None) -> Move:
    if before is None or now is None:
        return "not known"
    (low, high), (low_now, high_now) = before.acceptance, now.acceptance
    if (low, high) == (low_now, high_now):
        return "unchanged" if before.ideal == now.ideal else "moved"
    if low_now <= low and high_now >= high:
        return "accepts more"
    if low_now >= low and high_now <= high:
        return "accepts less"
    return "moved"
