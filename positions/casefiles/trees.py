"""A case as a tree of plain values, by its fields: the same shape as the files, with every default filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode
from positions.casefiles.plain import Plain, every_section
from positions.casefiles.scalars import resolve
from positions.casefiles.table import OBJECTS
from positions.model import Case, Field

__all__ = ["Tree", "case_tree", "entry_names", "find_node"]

Tree: TypeAlias = dict[str, Any]  # key -> Tree, or a plain value

# what tells the entries of a list from each other
IDENTITY: dict[str, tuple[str, ...]] = {
    "code_numbers": ("code",),
    "draft_version": ("date",),
    "earlier_meeting": ("id",),
    "last_time": ("meeting",),
    "statement": ("date", "issue", "who", "said"),
    "association": ("follower", "leader", "issues"),
    "tie": ("delegation", "towards"),
    "note": ("text",),
    "red_line": ("clause", "option"),
    "demand": ("clause",),
    "companion": ("clause",),
    "rung": ("at",),
    "talk": ("by", "target"),
    "follow_up": ("id",),
    "ask": ("id",),
    "deadline": ("date", "event"),
    "statistic": ("name",),
    "incentive": ("kind", "text"),
    "talking_point": ("text",),
    "link": ("ask", "issue"),
}


def case_tree(case: Case) -> Tree:
    """Return the sections of a case as nested dictionaries.

    Entries of lists stand under what tells them apart (``red_lines`` under ``"duty shall"``); numbers, texts and lists
    of ids stay as they are.
    """
    return _object("case", every_section(case, True))


def find_node(node: Node | None, path: Iterable[str], owner: str = "case") -> tuple[Node | None, bool]:
    """Return the node of a value in the files, or of the nearest thing around it, and whether it is the value's own.

    Parameters
    ----------
    node : node
        The node of the object ``owner``.
    path : iterable of str
        The keys of :func:`case_tree` that lead to the value.
    """
    steps = list(path)
    field: Field | None = None
    depth = 0  # how many keys of the field have been gone through
    while steps:
        step = steps.pop(0)
        if field is None or (field.type == "object" and depth == len(field.keys) + field.many):
            owner = field.of if field else owner
            field = next((f for f in OBJECTS[owner] if f.name == step), None)
            depth = 0
            found = node.get(step) if isinstance(node, MapNode) else None
        elif depth < len(field.keys):
            found = node.get(step) if isinstance(node, MapNode) else None
            depth += 1
        else:
            items = node.items if isinstance(node, ListNode) else []
            names = _apart(_written_name(field.of, item) for item in items)
            found = next((item for item, name in zip(items, names, strict=True) if name == step), None)
            depth += 1
        if found is None or field is None:
            return node, False
        node = found
    return node, True


def entry_names(owner: str, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the entries of a list are called in the tree, from the plain values of a file.

    >>> entry_names("red_line", [{"clause": "duty", "option": "shall", "firmness": 0.7}])
    ['duty shall']
    """
    found = []
    for entry in entries:
        parts = (entry.get(name, ()) for name in IDENTITY[owner])
        words = (each for part in parts for each in (part if isinstance(part, list | tuple) else (part,)))
        found.append(" ".join(_word(word) for word in words))
    return _apart(found)


def _object(owner: str, plain: Plain) -> Tree:
    return {f.name: _field(f, plain[f.name], len(f.keys)) for f in OBJECTS[owner] if f.name in plain}


def _field(field: Field, value: Any, levels: int) -> Any:
    """Return the value of one field: a tree for objects, the plain value for the rest."""
    if field.type != "object":
        return value
    if field.many:
        names = entry_names(field.of, value)
        return {name: _object(field.of, entry) for name, entry in zip(names, value, strict=True)}
    if levels:
        return {name: _field(field, each, levels - 1) for name, each in value.items()}
    return _object(field.of, value)


def _written_name(owner: str, node: Node) -> str:
    """Return what :func:`_name` would call the record of this node."""
    words: list[str] = []
    for name in IDENTITY[owner]:
        part = node.get(name) if isinstance(node, MapNode) else None
        scalars = part.items if isinstance(part, ListNode) else [part]
        number = any(f.name == name and f.type == "number" for f in OBJECTS[owner])
        words += [
            _word(resolve(each.text) if number else each.text.strip())
            for each in scalars
            if isinstance(each, ScalarNode)
        ]
    return " ".join(words)


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _apart(names: Iterable[str]) -> list[str]:
    """Return the names, with a number where one comes a second time."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
