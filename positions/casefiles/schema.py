"""The JSON Schema of case files (draft 2020-12), made from what the records declare, for editors.

It knows shapes, ranges and words; what only the whole case can tell (ids, order, contradictions) is for
``positions check``.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from positions.casefiles.decision_rules import RULE_PATTERN
from positions.casefiles.table import OBJECTS, meaning_of
from positions.casefiles.values import DATE_PATTERN, ID_PATTERN, LONGEST_ID, RESERVED
from positions.markings import Marking
from positions.model import PARAMETERS, Field

__all__ = ["FILE_KINDS", "json_schema"]

# every section may stand in any file, so one schema serves them all
FILE_KINDS = ("case",)
TEXT = ["string", "number", "boolean"]  # "paragraph: 5" is text here and a number to an editor


def json_schema(file_kind: str = "case") -> dict[str, Any]:
    """Return the schema of one kind of file.

    Parameters
    ----------
    file_kind : str
        One of ``FILE_KINDS``. There is one kind: all sections may stand in every ``*.yaml`` of a case.

    Examples
    --------
    >>> schema = json_schema("case")
    >>> schema["$defs"]["stance"]["properties"]["salience"]["maximum"]
    1
    """
    if file_kind not in FILE_KINDS:
        raise ValueError(f'no schema "{file_kind}"; there is: {", ".join(FILE_KINDS)}')
    case = _object("case")
    del case["required"]  # a section may stand in another file
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a positions case",
        **case,
        "$defs": {name: _object(name) for name in OBJECTS if name != "case"},
    }


def _object(name: str) -> dict[str, Any]:
    fields = OBJECTS[name]
    return {
        "description": meaning_of(name).replace("`", ""),
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _field(field) for field in fields},
    }


def _field(field: Field) -> dict[str, Any]:
    """Return the schema of a field: a value, a list of them, or a mapping of them."""
    schema = _value(field)
    if field.many:
        schema = {"type": "array", "items": schema}
        if field.fewest:
            schema["minItems"] = field.fewest
        if field.type == "reference":
            schema["uniqueItems"] = True
    for depth, kind in reversed(list(enumerate(field.keys))):
        schema = {"type": "object", "propertyNames": _key(kind), "additionalProperties": schema}
        if depth == 0 and field.fewest:
            schema["minProperties"] = field.fewest
    schema = {"description": _description(field), **schema}
    default = field.default.value if isinstance(field.default, Enum) else field.default
    if isinstance(default, str | int | float) and default != "":
        schema["default"] = default
    return schema


def _key(kind: str) -> dict[str, Any]:
    if kind == "parameter":
        return {"enum": [spec.name for spec in PARAMETERS]}
    return _id() if kind == "id" else {"type": "string"}


def _id() -> dict[str, Any]:
    return {
        "type": "string",
        "pattern": f"^(?:{ID_PATTERN})$",
        "maxLength": LONGEST_ID,
        "not": {"enum": list(RESERVED)},
    }


def _value(field: Field) -> dict[str, Any]:
    """Return the schema of one value."""
    number, choice = _number(field), {"enum": list(field.choices)}
    kinds: dict[str, dict[str, Any]] = {
        "text": _text(field),
        "number": number,
        "integer": {**number, "type": "integer"},
        "boolean": {"type": "boolean"},
        "date": {"type": ["string", "integer"], "pattern": f"^(?:{DATE_PATTERN})$"},  # a year is a number to an editor
        "marking": {"enum": [mark.value for mark in Marking]},
        "choice": {"anyOf": [choice, {"type": TEXT}]} if field.other_text else choice,
        "id": _id(),
        "reference": {"type": "string"},
        "rule": {"type": "string", "pattern": f"^(?:{RULE_PATTERN})$"},
        "interval": {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
        "band": {"anyOf": [number, {"type": "array", "items": number, "minItems": 3, "maxItems": 3}]},
        "object": {"$ref": f"#/$defs/{field.of}"},
    }
    return kinds[field.type]


def _number(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "number"}
    if field.low is not None:
        schema["exclusiveMinimum" if field.above else "minimum"] = field.low
    if field.high is not None:
        schema["maximum"] = field.high
    return schema


def _text(field: Field) -> dict[str, Any]:
    if field.pattern:
        return {"type": "string", "pattern": f"^(?:{field.pattern})$"}
    return {"type": TEXT} if field.may_be_empty else {"type": TEXT, "minLength": 1}


def _description(field: Field) -> str:
    """Return what an editor shows beside the field."""
    parts = [field.meaning]
    if field.unit or field.range:
        parts.append(f"({', '.join(part for part in (field.range, field.unit) if part)})")
    parts.append(f"E.g. {field.example}")
    return " ".join(parts)
