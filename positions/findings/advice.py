"""What to put and whom to see: negotiating lines for the issues that are not on course, and a plan of conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from textwrap import shorten

from positions.findings.headline import headline
from positions.findings.records import Findings, IssueFinding, SearchedText
from positions.findings.ways_out import NO_BETTER
from positions.ledger.advice import outreach_plan, searched_compromise
from positions.model import NO_TEXT, Case
from positions.search.asking import Asked
from positions.search.compromise import Compromise, CompromisePoint
from positions.search.outreach import OutreachPlan

__all__ = ["Advice", "advise", "fall_back_on", "fallback_value", "with_search"]

LIKELIER_THAN_NOT = 0.5  # chance from which a text that a search found is shown on page one
LEFT_OVER = tuple(",;.)")  # how a text begins whose verb was left out: nothing that one can put
SHORT = 60  # characters of a text that has no name


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """Beside the findings: a search for each pressing issue, whom to see over all of them, what to find out."""

    lines: Mapping[str, Compromise]
    outreach: OutreachPlan
    asked: tuple[Asked, ...]
    worlds: int


def advise(
    findings: Findings,
    *,
    mapper: Callable[[Callable[[str], Compromise], list[str]], Iterable[Compromise]] = map,
) -> Advice | None:
    """Search texts and conversations for the issues that are not on course; None when all are.

    Texts and plans are ranked in few worlds; every chance is the ledger's.
    """
    pressing = [f.issue for f in findings.issues if f.letter != "G" and not f.held_back]
    if not pressing:
        return None
    ledger = findings.ledger
    searched = mapper(
        partial(searched_compromise, ledger.empty(), unblocked=True), pressing
    )  # others search, this process plans
    outreach = outreach_plan(ledger, pressing, findings.case.meeting.consultations)
    return Advice(dict(zip(pressing, searched, strict=True)), outreach.plan, outreach.asked, outreach.worlds)


def with_search(findings: Findings, advice: Advice | None) -> Findings:
    """Return the findings with the texts that a search found where those in the case hold nothing that passes.

    A text counts when it passes at least as often as not, and is worth visibly more to the principal than what stands
    if nothing is agreed. The headline is said again with them.
    """
    if advice is None:
        return findings
    found: dict[str, SearchedText] = {}
    for at in findings.issues:
        compromise = advice.lines.get(at.issue)
        if at.letter != "R" or at.side.stand == "against" or compromise is None:
            continue
        floor = fallback_value(findings.case, at)
        for point in dict.fromkeys((compromise.aspiration, fall_back_on(findings, compromise))):
            if (
                point is not None
                and point.utility > floor + NO_BETTER
                and (made := _searched(findings.case, at, point))
            ):
                found[at.issue] = made
                break
    if not found:
        return findings
    return replace(findings, searched=found, headline=headline(findings.case, findings.issues, findings.see, found))


def _searched(case: Case, at: IssueFinding, point: CompromisePoint) -> SearchedText | None:
    """Return a point of the search as a text to show, with the best tabler where it needs one; None when it fails."""
    passes, tabler = point.p_consensus, ""
    if passes.median < LIKELIER_THAN_NOT and point.proposers:
        passes, tabler = point.proposers[0].p_consensus, case.delegations[point.proposers[0].delegation].name
    if passes.median < LIKELIER_THAN_NOT or point.blocked:
        return None
    wordings = case.issues[at.issue].wordings
    named = wordings[point.wording].title if point.wording in wordings else ""
    title = named or point.move.rpartition(": ")[2] or shorten(point.text, SHORT, placeholder=" …")
    return SearchedText(at.issue, point.wording, title, point.text, passes, tabler)


def fallback_value(case: Case, at: IssueFinding) -> float:
    """Return what the principal has when nothing is agreed, 0..1."""
    fallback = case.issues[at.issue].fallback
    return at.side.value(0.0) if fallback == NO_TEXT else at.text(fallback).value


def fall_back_on(findings: Findings, found: Compromise) -> CompromisePoint | None:
    """Return the best of the search that one can fall back on; None when there is nothing better than the fallback.

    The best by rank of those that nobody blocks, that are worth visibly more to the principal than what stands if
    nothing is agreed, and that are not harder for the principal to live with than for anybody else: what hurts
    ourselves most is a concession to all the others, and no line of ours.
    """
    us = findings.case.meeting.principal
    floor = fallback_value(findings.case, findings.issue(found.issue)) + NO_BETTER
    for point in found.safest:
        ours = point.utility > floor and point.worst_off[0] != us and not _outside(findings, found, point)
        if ours and not point.blocked and point.text[:1] not in LEFT_OVER:
            return point
    return None


def _outside(findings: Findings, found: Compromise, point: CompromisePoint) -> bool:
    """Whether a text lies outside what the principal accepts."""
    case = findings.case
    held = case.stance(case.meeting.principal, found.issue) or next(
        (c for c in case.issues[found.issue].silent if c.covers_named), None
    )
    return held is not None and not held.acceptance[0] <= point.position <= held.acceptance[1]
