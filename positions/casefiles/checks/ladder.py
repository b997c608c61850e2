"""The rungs of a ladder rise."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import ListNode, MapNode
from positions.casefiles.reading import Reading
from positions.model import Rung

__all__ = ["check_ladder"]


def check_ladder(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report the first rung that is not above the one before it."""
    rungs: tuple[Rung, ...] = values.get("ladder", ())
    place = node.get("ladder")
    if not isinstance(place, ListNode):
        return
    for before, rung, item in zip(rungs, rungs[1:], place.items[1:], strict=False):
        if rung.at == before.at:
            reading.report(item, "unordered-ladder", f"a second rung at {rung.at:g}", "give each rung its own place")
        elif rung.at < before.at:
            message = f"the rung at {rung.at:g} stands after the one at {before.at:g}"
            reading.report(item, "unordered-ladder", message, "order the rungs from 0 to 1")
