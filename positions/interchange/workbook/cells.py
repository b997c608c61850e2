"""One cell's value: how a plain value is written into a cell, and how a cell's value is read as a node."""

from __future__ import annotations

import datetime
from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.model import Field

__all__ = ["NOTHING_LISTED", "cell_value", "node_of"]

NOTHING_LISTED = "[]"  # a list that is given and empty, where leaving it out would mean something else
NUMBERS = ("number", "integer", "interval", "band")


def cell_value(field: Field, value: Any, part: str = "") -> Any:
    """Return what a cell holds for a plain value: None, text, a number or a truth.

    >>> from positions.casefiles.table import OBJECTS
    >>> cell_value(next(f for f in OBJECTS["stance"] if f.name == "acceptance"), [0.1, 0.5], "high")
    0.5
    """
    if value is None:
        return None
    if field.type == "interval":
        return value[("low", "high").index(part)]
    if field.type == "band":
        low, mid, high = value if isinstance(value, list) else (value, value, value)
        return {"low": low, "mid": mid, "high": high}[part]
    if field.keys:
        return "\n".join(f"{key} = {each}" for key, each in value.items()) or None
    if field.many:
        return _joined(field).join(value) if value else NOTHING_LISTED if field.default is None else None
    return None if value == "" else value


def _joined(field: Field) -> str:
    return "\n" if field.type == "text" else ", "


def node_of(field: Field, value: Any, file: SourceText, row: int, column: int) -> Node:
    """Return the node that a filled cell stands for; whether it is in order is for the readers of values to say."""
    if field.keys:
        return _choices(value, file, row, column)
    if field.many:
        listed = ListNode(file, row, column)
        text = "" if value == NOTHING_LISTED else _text(value)
        parts = text.split("\n") if field.type == "text" else text.replace("\n", ",").replace(";", ",").split(",")
        listed.items = [_scalar(field, part.strip(), file, row, column) for part in parts if part.strip()]
        return listed
    return _scalar(field, value, file, row, column)


def _choices(value: Any, file: SourceText, row: int, column: int) -> MapNode:
    found = MapNode(file, row, column)
    for line in _text(value).replace(";", "\n").split("\n"):
        if line.strip():
            key, _, option = (part.strip() for part in line.partition("="))
            found.entries[key] = (ScalarNode(file, row, column, key, False), _quoted(option, file, row, column))
    return found


def _scalar(field: Field, value: Any, file: SourceText, row: int, column: int) -> ScalarNode:
    if isinstance(value, bool):
        return ScalarNode(file, row, column, str(value).lower(), field.type != "text")
    if isinstance(value, int | float):
        return ScalarNode(file, row, column, _text(value), True)
    if isinstance(value, datetime.date):
        return _quoted(value.isoformat()[:10], file, row, column)
    text = str(value)
    if field.type in NUMBERS or field.type == "boolean":
        text = text.strip().lower() if field.type == "boolean" else text.strip()
        return ScalarNode(file, row, column, text, True)
    return _quoted(text if field.type == "text" else text.strip(), file, row, column)


def _quoted(text: str, file: SourceText, row: int, column: int) -> ScalarNode:
    return ScalarNode(file, row, column, text, False)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
