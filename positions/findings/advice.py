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
from positions.ledger.ledger import Ledger
from positions.model import NO_TEXT, Case
from positions.search.asking import Asked
from positions.search.compromise import Compromise, CompromisePoint
from positions.search.outreach import OutreachPlan

__all__ = ["Advice", "advise", "fall_back_on", "fallback_value", "with_search"]

LIKELIER_THAN_NOT = 0.5  # chance from which a text that a search found is shown on page one
DOUBT = 0.1  # how far a chance in the few worlds of a ranking may be from the ledger's; ours
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
    floors = {issue: fallback_value(findings.case, findings.issue(issue)) for issue in pressing}
    searched = mapper(partial(_searched_lines, ledger.empty(), floors), pressing)  # others search, this process plans
    outreach = outreach_plan(ledger, pressing, findings.case.meeting.consultations)
    return Advice(dict(zip(pressing, searched, strict=True)), outreach.plan, outreach.asked, outreach.worlds)


def _searched_lines(ledger: Ledger, floors: Mapping[str, float], issue: str) -> Compromise:
    """Search the texts of an issue for what can be a line to take."""
    return searched_compromise(ledger, issue, lines=partial(_may_be_lines, ledger.case, floors[issue]))


def _may_be_lines(case: Case, floor: float, found: Compromise) -> tuple[CompromisePoint, ...]:
    """Return the texts of a search that can turn out to be what to ask for or what to fall back on.

    The ranking tells a chance to within ``DOUBT`` of the ledger's. What to ask for is the most useful that passes more
    often than not, or does so by another tabler; what to fall back on the safest of those that do so.
    """
    sure = LIKELIER_THAN_NOT + DOUBT
    first = next((n for n, p in enumerate(found.front) if p.share >= sure), len(found.front))
    kept = set(range(first + 1))
    fits = sorted(
        (n for n, p in enumerate(found.front) if _can_be_fallen_back_on(case, found, p, floor)),
        key=lambda n: (-round(found.front[n].worst_off[1], 6), -found.front[n].utility),
    )
    near = [n for n in fits if found.front[n].share >= LIKELIER_THAN_NOT - DOUBT] or fits[:1]
    last = next((k for k, n in enumerate(near) if found.front[n].share >= sure), len(near))
    kept |= set(near[: last + 1])
    return tuple(p for n, p in enumerate(found.front) if n in kept)


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
    floor = fallback_value(findings.case, findings.issue(found.issue))
    return next((p for p in found.safest if _can_be_fallen_back_on(findings.case, found, p, floor)), None)


def _can_be_fallen_back_on(case: Case, found: Compromise, point: CompromisePoint, floor: float) -> bool:
    """Whether a text is a line of ours: see :func:`fall_back_on`."""
    ours = point.utility > floor + NO_BETTER and point.worst_off[0] != case.meeting.principal
    return ours and not point.blocked and not _outside(case, found, point) and point.text[:1] not in LEFT_OVER


def _outside(case: Case, found: Compromise, point: CompromisePoint) -> bool:
    """Whether a text lies outside what the principal accepts."""
    held = case.stance(case.meeting.principal, found.issue) or next(
        (c for c in case.issues[found.issue].silent if c.covers_named), None
    )
    return held is not None and not held.acceptance[0] <= point.position <= held.acceptance[1]
