"""Whether the principal wants the tabled text."""

from __future__ import annotations

from positions.findings.records import Side
from positions.game import PreparedIssue, grievance
from positions.model import Case

__all__ = ["principal_side"]


def principal_side(case: Case, arrays: PreparedIssue) -> Side:
    """Return the principal's side on the tabled text of one issue.

    It is against a text that hurts it: outside its acceptance interval, across a red line, or without a demand.
    Whoever has no seat (a secretariat, an observer) or no known stance is open.
    """
    principal = case.meeting.principal
    if principal not in arrays.actors:
        return Side("open")
    d = arrays.actor(principal)
    felt = grievance(arrays, arrays.wording(case.issues[arrays.issue].tabled))
    hurt = float(felt.distance[d] + felt.red_lines[d] + felt.demands[d])
    return Side("against" if hurt > 0 else "for", float(arrays.ideal[d]), bool(arrays.assumed[d]))
