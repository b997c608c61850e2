"""Puts the sections of all files of a case together; a key that is defined twice is a problem wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

from positions.casefiles.nodes import Entry, ListNode, MapNode, Node, ScalarNode, problem_at
from positions.casefiles.table import OBJECTS
from positions.casefiles.words import nearest, shown
from positions.errors import Problem

__all__ = ["merge_sections"]

SECTIONS = {field.name: field for field in OBJECTS["case"]}


def merge_sections(roots: list[Node], report: Callable[[Problem], None]) -> dict[str, Node]:
    """Return section name → one node, merged over the files in their order.

    Lists follow each other. Mappings merge by key, stances by issue and then by delegation.
    """
    merged: dict[str, Node] = {}
    for root in roots:
        if not isinstance(root, MapNode):
            names = ", ".join(SECTIONS)
            report(problem_at(root, "wrong-type", "a case file is a mapping of sections", f"sections: {names}"))
            continue
        for name, (key, value) in root.entries.items():
            field = SECTIONS.get(name)
            if field is None:
                message = f'no section is called "{shown(name)}"'
                report(problem_at(key, "unknown-section", message, nearest(name, SECTIONS, all_of=True)))
            elif name in merged:
                expected = ListNode if field.many else MapNode
                if type(merged[name]) is not expected:
                    merged[name], value = value, merged[name]
                merged[name] = _join(merged[name], value, len(field.keys) or 1, report)
            else:
                merged[name] = value
    return merged


def _join(first: Node, second: Node, levels: int, report: Callable[[Problem], None]) -> Node:
    """Return both nodes as one; the first stays where they cannot be joined."""
    if isinstance(first, ListNode) and isinstance(second, ListNode):
        joined = ListNode(first.file, first.line, first.column)
        joined.items = [*first.items, *second.items]
        return joined
    if isinstance(first, MapNode) and isinstance(second, MapNode):
        both = MapNode(first.file, first.line, first.column)
        both.entries = dict(first.entries)
        for name, (key, value) in second.entries.items():
            if name not in both.entries:
                both.entries[name] = (key, value)
            elif levels > 1:
                earlier = both.entries[name]
                both.entries[name] = (earlier[0], _join(earlier[1], value, levels - 1, report))
            else:
                report(_twice(name, key, both.entries[name]))
        return both
    if type(second) is not type(first):
        kind = "list" if isinstance(first, ListNode) else "mapping"
        message = f"this section is a {kind}, as in {first.file.name}:{first.line}"
        report(problem_at(second, "wrong-type", message, f"write it as a {kind} here too"))
    return first


def _twice(name: str, key: ScalarNode, earlier: Entry) -> Problem:
    other = earlier[0]
    where = f"line {other.line}" if other.file is key.file else f"{other.file.name}:{other.line}"
    message = f'"{shown(name)}" stands here a second time; the first is in {where}'
    return problem_at(key, "duplicate-key", message, "keep one of them")
