"""Two names are not two delegations when they differ by case or accents only."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.casefiles.scope import text_of
from positions.casefiles.words import folded, shown

__all__ = ["check_twins"]

SHORTEST = 3  # letters; shorter names are mere labels (A, x, 1)


def check_twins(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report a delegation whose id, name or code is that of one before it, but for case, accents and signs."""
    delegations = node.get("delegations")
    if not isinstance(delegations, MapNode):
        return
    first: dict[str, tuple[str, str]] = {}  # folded name -> delegation, name as written
    for key, (key_node, item) in delegations.entries.items():
        own = {"name": text_of(item, "name"), "iso3": text_of(item, "iso3"), "": key}
        for field, name in own.items():
            plain = folded(name)
            if len(plain) < SHORTEST:
                continue
            other, written = first.setdefault(plain, (key, name))
            if other == key:
                continue
            place = item.get(field) if field and isinstance(item, MapNode) else key_node
            message = f'two names for one delegation? "{shown(name)}" here, "{shown(written)}" for {shown(other)}'
            hint = "put the two together; where they are two delegations, tell their names apart"
            reading.report(place or key_node, "twin-delegations", message, hint)
            break
