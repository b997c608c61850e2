"""What to put and whom to see: negotiating lines for the issues that are not on course, and a plan of conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from positions.compromise import Compromise, search_compromise
from positions.compromise.asking import Asked, value_of_asking
from positions.compromise.outreach import OutreachPlan, plan_outreach
from positions.compromise.stakes import make_stakes
from positions.findings.records import Findings
from positions.model import Case
from positions.simulation import Ensemble

__all__ = ["ADVICE_DRAWS", "Advice", "advise"]

ADVICE_DRAWS = 40  # worlds per parameter set: enough to rank, and a fraction of the time


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """Beside the findings: a search for each pressing issue, whom to see over all of them, what to find out."""

    lines: Mapping[str, Compromise]
    outreach: OutreachPlan
    asked: tuple[Asked, ...]


def advise(
    findings: Findings,
    *,
    mapper: Callable[[Callable[[str], Compromise], list[str]], Iterable[Compromise]] = map,
) -> Advice | None:
    """Search texts and conversations for the issues that are not on course; None when all are.

    The same parameter sets as the findings', fewer worlds (``ADVICE_DRAWS``).
    """
    pressing = [f.issue for f in findings.issues if f.letter != "G"]
    if not pressing:
        return None
    case, ensemble = findings.case, Ensemble(findings.members, findings.seed)
    searched = mapper(partial(_search, case, ensemble=ensemble), pressing)  # others search, this process plans
    stakes = [make_stakes(case, i, ensemble, draws=ADVICE_DRAWS) for i in pressing]
    plan = plan_outreach(case, stakes, case.meeting.consultations)
    asked = value_of_asking(case, stakes)
    return Advice(dict(zip(pressing, searched, strict=True)), plan, asked)


def _search(case: Case, issue: str, *, ensemble: Ensemble) -> Compromise:
    return search_compromise(case, issue, ensemble, draws=ADVICE_DRAWS)
