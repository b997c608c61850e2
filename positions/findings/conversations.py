"""Whom to see in private before a text is put: tried by simulating the same worlds again with the talk held."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from positions.findings.records import Conversation, TextFinding
from positions.findings.ways_out import expected_value
from positions.markings import Marking
from positions.model import Case
from positions.simulation import WordingForecast, band

__all__ = ["MOST_TRIED", "WORTH_A_TALK", "candidates", "conversation"]

MOST_TRIED = 4  # sets of delegations tried for each issue
PIVOTAL = 0.05  # share of worlds in which a delegation decides alone, from which it is worth seeing
WORTH_A_TALK = 0.02  # expected gain for the principal from which a talk is advised


def candidates(case: Case, issue: str, texts: Sequence[TextFinding]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of delegations whose private talk is worth trying on one issue, most promising first.

    These are the peel-off sets of the wordings given (with no more members than the meeting has consultations), and
    delegations that decide alone in some worlds. Only delegations that a talk can move: silent seats cannot be seen,
    the principal need not be.
    """
    found: dict[tuple[str, ...], None] = {}
    for text in texts:
        for group in text.analysis.peel_off_sets:
            if 0 < len(group) <= case.meeting.consultations:
                found[group] = None
    for text in texts:
        for actor, share in sorted(text.forecast.pivotal.items(), key=lambda item: (-item[1], item[0])):
            if share >= PIVOTAL and case.meeting.consultations:
                found[actor,] = None
    return tuple(group for group in found if all(_can_be_moved(case, issue, d) for d in group))[:MOST_TRIED]


def _can_be_moved(case: Case, issue: str, actor: str) -> bool:
    if actor not in case.delegations or actor == case.meeting.principal:
        return False
    stance = case.stance(actor, issue)
    held = stance or next((c for c in case.issues[issue].silent if c.covers_named), None)
    return held is not None and held.mobility > 0


def conversation(
    case: Case,
    issue: str,
    delegations: tuple[str, ...],
    texts: Sequence[TextFinding],
    after: Sequence[WordingForecast],
    fallback: float,
    marking: Marking,
) -> Conversation | None:
    """Return what a talk does to the wording it helps the principal most on; None when there is no such wording.

    ``worth`` compares the best the principal may expect with and without the talk, over the wordings given.
    """
    before = {t.wording: t for t in texts}
    shown = [f for f in after if f.wording in before]
    if not shown:
        return None

    def worth(p: float, text: TextFinding) -> float:
        return expected_value(p, text.value, fallback, new_text=text.status == "untabled")

    best = max(shown, key=lambda f: round(worth(f.p_consensus.median, before[f.wording]), 4))
    text = before[best.wording]
    now = max(worth(t.passes.median, t) for t in texts)
    declared = [t for t in case.issues[issue].talks if t.target in delegations]
    return Conversation(
        issue=issue,
        wording=best.wording,
        delegations=delegations,
        before=text.passes,
        after=best.p_consensus,
        gain=band(np.asarray(best.by_member - text.forecast.by_member)),
        worth=round(worth(best.p_consensus.median, text) - now, 4),
        declared={t.target for t in declared} >= set(delegations),
        recorded=bool(declared) and all(t.recorded for t in declared),
        marking=marking,
    )
