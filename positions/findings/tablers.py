"""Who should table a text: somebody who stands for it and whom the objectors hear more kindly than the principal."""

from __future__ import annotations

from positions.findings.records import TablerAdvice, TextFinding
from positions.markings import Marking
from positions.matrices import goodwill, issue_arrays
from positions.model import Case
from positions.simulation import Ensemble, simulate_issue

__all__ = ["tabler_advice"]

LISTENS = 0.05  # probability of objecting from which it matters how a delegation hears the tabler
HEARD_BETTER = 0.1  # difference of goodwill from which advice is given


def tabler_advice(
    case: Case, issue: str, text: TextFinding, ensemble: Ensemble, draws: int, marking: Marking
) -> TablerAdvice | None:
    """Return who should table ``text`` and not the principal; None when it makes no difference or nobody fits.

    Candidates are delegations with a stance of their own that accepts the text and that are not likely objectors.
    They are ranked by the goodwill of the likely objectors, weighed by how likely these are to object; the best one is
    then simulated beside the principal.
    """
    principal = case.meeting.principal
    voices = {
        d: text.forecast.p_objects(d)
        for d in text.forecast.actors
        if d in case.delegations and d != principal and text.forecast.p_objects(d) >= LISTENS
    }
    if not voices or principal not in text.forecast.actors:
        return None
    x = text.analysis.position
    fit = [
        s.delegation
        for s in case.stances_on(issue)
        if not s.assumed
        and s.delegation in text.forecast.actors
        and s.delegation not in voices
        and s.acceptance[0] <= x <= s.acceptance[1]
        and not any(case.issues[issue].wordings[text.wording].choice[r.clause] == r.option for r in s.red_lines)
    ]

    def heard(tabler: str) -> float:
        return sum(p * goodwill(case, d, tabler, issue) for d, p in voices.items()) / sum(voices.values())

    others = [d for d in fit if d != principal]
    best = max(others, key=lambda d: round(heard(d), 6), default=None)
    if best is None or heard(best) < heard(principal) + HEARD_BETTER:
        return None
    passes = [
        simulate_issue(issue_arrays(case, issue, only=[text.wording], tabled_by=d), ensemble, draws=draws)
        .wordings[0]
        .p_consensus
        for d in (best, principal)
    ]
    return TablerAdvice(
        issue=issue,
        wording=text.wording,
        delegation=best,
        instead_of=principal,
        passes=passes[0],
        passes_instead=passes[1],
        listeners=tuple((d, goodwill(case, d, best, issue), goodwill(case, d, principal, issue)) for d in voices),
        marking=marking,
    )
