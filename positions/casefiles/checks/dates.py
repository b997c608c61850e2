"""An end is not before its start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.model import later

__all__ = ["check_order_of_dates"]


def check_order_of_dates(start: str) -> Callable[[dict[str, Any], MapNode, Reading], None]:
    """Return the check for objects whose first date is the field ``start``."""

    def check(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
        first, last = values.get(start), values.get("end")
        if not first or not last:
            return
        if later(first, last):
            place = node.entries["end"][1]
            message = f"end {last} is before {start} {first}"
            reading.report(place, "end-before-start", message, "exchange the two, or mend the year")

    return check
