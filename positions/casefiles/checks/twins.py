"""No two delegations have names of one and the same."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.casefiles.scope import text_of
from positions.casefiles.words import shown
from positions.names import twins

__all__ = ["check_twins"]


def check_twins(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report a delegation whose id, name or code names one before it."""
    delegations = node.get("delegations")
    if not isinstance(delegations, MapNode):
        return
    named = {key: (text_of(item, "name"), text_of(item, "iso3")) for key, (_, item) in delegations.entries.items()}
    for first, *others in twins(named):
        for other in others:
            key, item = delegations.entries[other]
            place = (item.get("name") if isinstance(item, MapNode) else None) or key
            was, now = (shown(named[each][0] or each) for each in (first, other))
            message = f'two names for one delegation? "{now}" here, "{was}" for {shown(first)}'
            hint = "put the two together; where they are two delegations, tell their names and codes apart"
            reading.report(place, "twin-delegations", message, hint)
