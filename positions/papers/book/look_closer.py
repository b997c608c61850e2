"""What can be handled on the book's last page: the letters, the meeting's graph, and that of each tabled text."""

from __future__ import annotations

from positions.findings import Findings
from positions.findings.coalition import coalition, coalition_of
from positions.game import stance_letters
from positions.papers.formats.html.live import Live, live_part

__all__ = ["look_closer"]


def look_closer(findings: Findings) -> Live:
    """Return the matrix and the graph of a briefing, ready for the page."""
    case = findings.case
    by_issue = {f.issue: coalition_of(case, [f.on_table.forecast]) for f in findings.issues}
    return live_part(case, stance_letters(case), coalition(findings), by_issue)
