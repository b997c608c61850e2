"""Which text stands at the end, by rules that anybody could use with the same information."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from positions.game import central_positions, prepare_issue
from positions.model import Case, Stance, stance_code

__all__ = ["TEXT_RULES"]

NEAR = 1e-9  # a text that stands exactly at a reservation point is accepted
AGAINST = 0.45  # ideal points nearer to -1 of the coding table (0.3) than to +1 (0.6)


def _next_weaker(case: Case, issue: str) -> str:
    at = case.issues[issue]
    return at.path[0] if at.path else at.fallback


def _stated(case: Case, issue: str) -> list[Stance]:
    return [s for s in case.stances_on(issue) if case.delegations[s.delegation].decides]


def _blocked_at_2(case: Case, issue: str) -> str:
    blocked = any(stance_code(s) <= -2 for s in _stated(case, issue))
    return _next_weaker(case, issue) if blocked else case.issues[issue].tabled


def _first_accepted(case: Case, issue: str) -> str:
    at, arrays = case.issues[issue], prepare_issue(case, issue)
    place = dict(zip(arrays.wordings, central_positions(arrays), strict=True))
    for text in at.try_order():
        if all(s.acceptance[0] - NEAR <= place[text] <= s.acceptance[1] + NEAR for s in _stated(case, issue)):
            return text
    return at.fallback


def _anyone_against(case: Case, issue: str) -> str:
    """Use all that the game is told, too: what the silent are assumed to hold, and whom a talk may have won over."""
    at = case.issues[issue]
    against = {s.delegation for s in _stated(case, issue) if stance_code(s) < 0}
    against |= {s.id for s in at.silent if s.seats and s.ideal <= AGAINST}
    won_over = against <= {t.target for t in at.talks}
    return _next_weaker(case, issue) if against and (at.path or not won_over) else at.tabled


TEXT_RULES: Mapping[str, tuple[str, Callable[[Case, str], str]]] = {
    "anyone-against": (
        "the next weaker text if anyone, silent or not, is at -1 or below; a talk frees a text that has no weaker one",
        _anyone_against,
    ),
    "first-accepted": ("the first text in the chair's order that every stated stance accepts", _first_accepted),
    "blocks-at-2": ("the text on the table; the next weaker one if anyone is at -2 or below", _blocked_at_2),
    "next-weaker": ("always the next weaker text", _next_weaker),
    "tabled": ("always the text on the table", lambda case, issue: case.issues[issue].tabled),
    "nothing": ("never a new text", lambda case, issue: case.issues[issue].fallback),
}
"""Name → title and rule: the wording that stands, or the fallback."""
