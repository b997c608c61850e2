"""What every format carries: attributes of nodes and edges with their types, and how values are written."""

from __future__ import annotations

from typing import Literal

__all__ = ["EDGE_FIELDS", "NODE_FIELDS", "FieldType", "plain", "require_marking"]

FieldType = Literal["string", "double", "int", "boolean"]

NODE_FIELDS: tuple[tuple[str, FieldType], ...] = (
    ("label", "string"),
    ("groups", "string"),
    ("influence", "double"),
    ("bloc", "string"),
    ("broker", "double"),
    ("pivot", "double"),
    ("assumed", "boolean"),
    ("marking", "string"),
)
EDGE_FIELDS: tuple[tuple[str, FieldType], ...] = (
    ("kind", "string"),
    ("weight", "double"),
    ("directed", "boolean"),
    ("shared", "int"),
    ("via", "string"),
    ("marking", "string"),
)


def plain(value: str | float | bool) -> str:
    """Return a value as text: ``true``/``false``, the shortest decimal that is the same number, text as it is.

    >>> plain(True), plain(0.3), plain(1.0), plain("x")
    ('true', '0.3', '1.0', 'x')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def require_marking(marking: str) -> str:
    """Return the marking; ValueError when it is empty: unmarked is never treated as unclassified."""
    if not marking.strip():
        raise ValueError("a graph file needs a marking: unmarked is never treated as U")
    return marking
