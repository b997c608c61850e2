"""A cable as plain data, for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from positions.cables.records import Cable
from positions.markings import Marking

__all__ = ["cable_as_dict"]


def cable_as_dict(cable: Cable) -> dict[str, Any]:
    """Return the cable as dictionaries and lists, without the source lines.

    Keys are the records' fields; ``marking`` and ``unmarked`` are added, each paragraph gets its ``text``.
    """
    made: dict[str, Any] = {
        "name": cable.name,
        "marking": cable.marking.value if cable.marking else None,
        "unmarked": list(cable.unmarked),
    }
    made.update({f.name: _plain(getattr(cable, f.name)) for f in fields(cable) if f.name not in ("name", "lines")})
    for paragraph, told in zip(cable.paragraphs, made["paragraphs"], strict=True):
        told["text"] = paragraph.text
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Marking):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "offsets"}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value
