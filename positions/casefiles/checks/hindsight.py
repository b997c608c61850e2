"""A forecast does not rest on what was said after the decision."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.model import decision_date, later, stance_date

__all__ = ["check_hindsight"]

HINT = "take an earlier source; or write meeting.coded_after, and every output calls itself a replay"


def check_hindsight(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report stances that are dated after their issue was decided, unless the meeting says that it is a replay."""
    meeting, issues, documents = (values.get(key) for key in ("meeting", "issues", "documents"))
    if meeting is None or issues is None or documents is None or meeting.coded_after:
        return
    said = zip(values.get("statements", ()), getattr(node.get("statements"), "items", ()), strict=False)
    for statement, at in said:
        limit = decision_date(issues[statement.issue], meeting)
        if limit and later(statement.date, limit):
            message = (
                f"this was said on {statement.date}, after the decision on {statement.issue} ({limit}): it can know "
                "the outcome"
            )
            reading.report(at.get("date"), "hindsight", message, HINT)
    sections = ("stances", "believed")
    for section, name, held in ((s, name, held) for s in sections for name, held in values.get(s, {}).items()):
        if name not in issues:
            continue
        limit = decision_date(issues[name], meeting)
        for delegation, stance in held.items():
            date = stance_date(stance, documents)
            if not limit or not later(date, limit):
                continue
            place: Any = node
            for key in (section, name, delegation, "source", "date" if stance.source.date else "document"):
                place = place.get(key)
            message = f"this stance is dated {date}, after the decision on {name} ({limit}): it can know the outcome"
            reading.report(place, "hindsight", message, HINT)
