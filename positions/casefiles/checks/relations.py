"""Associations, ties and talks: two ends, and each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, ScalarNode
from positions.casefiles.reading import Reading
from positions.casefiles.scope import text_of
from positions.casefiles.words import shown

__all__ = ["check_associations", "check_ties", "check_two_ends"]


def check_two_ends(one: str, other: str, what: str) -> Callable[[dict[str, Any], MapNode, Reading], None]:
    """Return the check that the fields ``one`` and ``other`` name two delegations."""

    def check(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
        name = values.get(one)
        if name and name == values.get(other):
            place = node.entries[other][1]
            reading.report(
                place, "self-association", f"{name} {what}", f"name somebody else as {other}, or take it out"
            )

    return check


def check_associations(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report a second association of the same two for the same issue. Mutual ones are two different ones."""
    seen: dict[tuple[str, str], list[tuple[frozenset[str], MapNode]]] = {}
    for item in _mappings(node, "associations"):
        pair = (text_of(item, "follower"), text_of(item, "leader"))
        if not all(pair):
            continue
        listed = item.get("issues")
        issues = listed.items if isinstance(listed, ListNode) else []
        named = frozenset(issue.text for issue in issues if isinstance(issue, ScalarNode))
        for earlier, first in seen.setdefault(pair, []):
            if not earlier or not named or earlier & named:
                message = (
                    f"{shown(pair[0])} follows {shown(pair[1])} a second time; the first is in {_where(first, item)}"
                )
                hint = "keep one, or give each its own issues (none named means all)"
                reading.report(item, "duplicate-association", message, hint)
                break
        seen[pair].append((named, item))


def check_ties(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report a second tie of the same two."""
    seen: dict[tuple[str, str], MapNode] = {}
    for item in _mappings(node, "ties"):
        pair = (text_of(item, "delegation"), text_of(item, "towards"))
        if all(pair) and pair in seen:
            message = (
                f"a second tie of {shown(pair[0])} towards {shown(pair[1])}; the first is in {_where(seen[pair], item)}"
            )
            reading.report(item, "duplicate-tie", message, "keep one of them")
        seen.setdefault(pair, item)


def _mappings(node: MapNode, section: str) -> list[MapNode]:
    found = node.get(section)
    return [item for item in found.items if isinstance(item, MapNode)] if isinstance(found, ListNode) else []


def _where(first: MapNode, here: MapNode) -> str:
    return f"line {first.line}" if first.file is here.file else f"{first.file.name}:{first.line}"
