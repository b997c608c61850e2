"""The model beside the record: the text it ends with most often, and what the naive rule would have said."""

from __future__ import annotations

from collections.abc import Mapping

from positions.findings.records import RecordCheck
from positions.model import NO_TEXT, Case, stance_code
from positions.simulation import modal_text, text_shares

__all__ = ["record_check"]

BLOCKS = -2  # the naive rule: anyone coded this low or lower blocks


def record_check(
    case: Case, issue: str, final_text: Mapping[str, float], without_talks: Mapping[str, float]
) -> RecordCheck | None:
    """Compare one issue's simulated end with its recorded outcome; None when there is no record.

    ``final_text`` is the share of worlds in which each text stands at the end, declared talks held;
    ``without_talks`` the same with none held.
    """
    at = case.issues[issue]
    if at.outcome is None:
        return None
    recorded = at.outcome.wording or NO_TEXT
    modal = modal_text(final_text, at.fallback)
    ambitious = sum(final_text.get(w, 0.0) for w in at.ambitious)
    codes = [stance_code(s) for s in case.stances_on(issue)]
    return RecordCheck(
        issue=issue,
        decided=at.outcome.decided,
        outcome=at.outcome.wording,
        modal=modal,
        modal_share=text_shares(final_text, at.fallback)[modal],
        hit=modal == recorded,
        hit_without_talks=modal_text(without_talks, at.fallback) == recorded,
        ambitious_share=ambitious,
        ambitious_called=ambitious > 0.5,
        ambitious_adopted=at.outcome.ambitious_adopted,
        naive=None if not codes else min(codes) > BLOCKS,
    )
