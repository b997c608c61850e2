"""Statements on behalf of a group: one voice, not two, and it binds the members who have not spoken.

A delegation *speaks for* a group when it is named by the group's id, or when its name or note says "(group statement)":
then for all groups it belongs to.
"""

from __future__ import annotations

from positions.model import Case, Delegation

__all__ = ["bound_members", "speaks_for", "spokesmen", "voice"]


def speaks_for(delegation: Delegation, member: Delegation) -> bool:
    """Whether what ``delegation`` says is said on behalf of ``member`` too.

    Examples
    --------
    >>> from positions.markings import Marking
    >>> mark = Marking.U
    >>> aosis = Delegation("aosis", "AOSIS (group statement)", mark, groups=("islands",))
    >>> tuvalu = Delegation("tuvalu", "Tuvalu", mark, groups=("islands",))
    >>> speaks_for(aosis, tuvalu), speaks_for(tuvalu, aosis)
    (True, False)
    """
    if delegation.id == member.id:
        return False
    if delegation.id in member.groups:
        return True
    return delegation.says_for_groups and not set(delegation.groups).isdisjoint(member.groups)


def spokesmen(case: Case) -> frozenset[str]:
    """Return the delegations that may speak for others."""
    named = {group for d in case.delegations.values() for group in d.groups}
    return frozenset(d.id for d in case.delegations.values() if d.id in named or d.says_for_groups)


def bound_members(case: Case, issue: str) -> frozenset[str]:
    """Return the delegations without a stance on an issue on whose behalf somebody has spoken."""
    speaking = spokesmen(case)
    spoke = [
        case.delegations[s.delegation] for s in case.stances_on(issue) if not s.assumed and s.delegation in speaking
    ]
    silent = [d for d in case.delegations.values() if case.stance(d.id, issue) is None]
    return frozenset(d.id for d in silent if any(speaks_for(other, d) for other in spoke))


def voice(case: Case, delegation: Delegation, issue: str) -> float:
    """Return what a delegation's objection weighs as company on an issue: its influence, members counted once.

    Members that have spoken on the same side of the middle of the ladder as the statement on their behalf count for
    themselves; the statement then weighs what is left of its influence, not below 0.
    """
    own = case.stance(delegation.id, issue)
    if own is None:
        return delegation.influence
    with_it = (
        case.delegations[s.delegation].influence
        for s in case.stances_on(issue)
        if (s.ideal < 0.5) == (own.ideal < 0.5) and speaks_for(delegation, case.delegations[s.delegation])
    )
    return max(0.0, delegation.influence - sum(with_it))
