"""A parameter's range holds its central value and stays where the parameter has a meaning."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.model import PARAMETERS

__all__ = ["LIMITS", "check_parameter"]

# where a parameter has a meaning; shares end at 1, costs and scales do not
LIMITS: dict[str, tuple[float, float]] = {
    "base_cost": (0.0, 10.0),
    "isolation_cost": (0.0, 10.0),
    "company_unit": (0.01, 1000.0),
    "goodwill_effect": (0.0, 1.0),
    "association_scale": (0.0, 10.0),
    "talk_effect": (0.0, 1.0),
    "noise": (0.0, 10.0),
    "group_correlation": (0.0, 1.0),
    "trade_rate": (0.0, 1.0),
    "overrule": (0.0, 1.0),
    "silent_objectors": (0.0, 1.0),
    "silent_spread": (0.01, 1.0),
    "supporter_floor": (0.0, 1.0),
    "forwarding": (0.0, 1.0),
    "forwarding_at_end": (0.0, 1.0),
}


def check_parameter(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report a range that is reversed, misses its central value or leaves the limits."""
    known = next((spec for spec in PARAMETERS if spec.name == values["name"]), None)
    if known is None or any(name in node.entries and name not in values for name in ("low", "central", "high")):
        return
    low = values.get("low", known.low)
    central = values.get("central", known.central)
    high = values.get("high", known.high)
    least, most = LIMITS.get(known.name, (0.0, 1e9))
    for name, value in (("low", low), ("central", central), ("high", high)):
        if not least <= value <= most:
            message = f"{name} {value:g} is outside {least:g}..{most:g}, where {known.name} has a meaning"
            reading.report(node.entries[name][1], "out-of-range", message, f"{known.name}: {known.meaning}")
            return
    if not low <= central <= high:
        message = f"{known.name}: low {low:g}, central {central:g}, high {high:g} are not in this order"
        hint = f"give all three; what is left out is the program's own {known.low:g}, {known.central:g}, {known.high:g}"
        reading.report(node, "parameter-range", message, hint)
