"""Associations, ties and talks: two ends, and each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from positions.casefiles.nodes import ListNode, MapNode, ScalarNode
from positions.casefiles.reading import Reading
from positions.casefiles.scope import mappings_in, text_of
from positions.casefiles.words import shown

__all__ = ["check_associations", "check_ties", "check_two_ends"]

Check: TypeAlias = Callable[[dict[str, Any], MapNode, Reading], None]


def check_two_ends(one: str, other: str, what: str) -> Check:
    """Return the check that the fields ``one`` and ``other`` name two delegations."""

    def check(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
        name = values.get(one)
        if name and name == values.get(other):
            place = node.entries[other][1]
            reading.report(
                place, "self-association", f"{name} {what}", f"name somebody else as {other}, or take it out"
            )

    return check


def check_once(section: str, ends: tuple[str, str], rule: str, says: str, hint: str) -> Check:
    """Return the check that a list names two delegations once for an issue; the other way round is another thing."""

    def check(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
        seen: dict[tuple[str, str], list[tuple[frozenset[str], MapNode]]] = {}
        for item in mappings_in(node.get(section)):
            pair = (text_of(item, ends[0]), text_of(item, ends[1]))
            if not all(pair):
                continue
            listed = item.get("issues")
            issues = listed.items if isinstance(listed, ListNode) else []
            named = frozenset(issue.text for issue in issues if isinstance(issue, ScalarNode))
            for earlier, first in seen.setdefault(pair, []):
                if not earlier or not named or earlier & named:
                    where = f"line {first.line}" if first.file is item.file else f"{first.file.name}:{first.line}"
                    message = f"{says.format(*map(shown, pair))}; the first is in {where}"
                    reading.report(item, rule, message, hint)
                    break
            seen[pair].append((named, item))

    return check


check_associations = check_once(
    "associations",
    ("follower", "leader"),
    "duplicate-association",
    "{} follows {} a second time",
    "keep one, or give each its own issues (none named means all)",
)
check_ties = check_once(
    "ties", ("delegation", "towards"), "duplicate-tie", "a second tie of {} towards {}", "keep one of them"
)
