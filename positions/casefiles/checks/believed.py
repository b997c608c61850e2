"""What somebody is believed to hold stands beside what it says, and is marked no lower."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.model import Stance, derived_stances

__all__ = ["check_believed"]


def check_believed(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report believed readings without a stance, and those that are marked below it."""
    believed: dict[str, dict[str, Stance]] = values.get("believed", {})
    if not believed or "issues" not in values or not reading.scope.complete or "stances" in _unread(values, node):
        return
    stated = {(d, i): stance for i, held in values.get("stances", {}).items() for d, stance in held.items()}
    stated |= derived_stances(values.get("statements", ()), values["issues"], stated, reading.codes)
    for issue, held in believed.items():
        for delegation, stance in held.items():
            place: Any = node
            for key in ("believed", issue, delegation):
                place = place.get(key)
            beside = stated.get((delegation, issue))
            if beside is None:
                message = f"{delegation} is believed to hold this on {issue}, and there is no stance that it states"
                hint = "write it under stances: what is only believed is a stance, inferred or assumed"
                reading.report(place, "believed-alone", message, hint)
            elif stance.source.marking < beside.source.marking:
                message = (
                    f"this is {stance.source.marking.value}, and the stance beside it {beside.source.marking.value}"
                )
                hint = "a belief about a statement is marked at least as highly as the statement"
                reading.report(place.get("source").get("marking"), "believed-below-stated", message, hint)


def _unread(values: dict[str, Any], node: MapNode) -> set[str]:
    """Return the sections with stances that are written and could not be read."""
    return {"stances" for name in ("stances", "statements") if name in node.entries and name not in values}
