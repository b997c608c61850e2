"""Readers of objects, lists and mappings, made from what the records declare.

An object is read field by field; then the checks of :mod:`positions.casefiles.checks` look at it as a whole; then
:mod:`positions.casefiles.records` makes the record. A record is made only when nothing in it is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from positions.casefiles.checks import CHECKS
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode
from positions.casefiles.reading import BAD, Reading
from positions.casefiles.records import builder
from positions.casefiles.references import check_id, reference_reader
from positions.casefiles.scope import ids_in_list, text_of
from positions.casefiles.table import OBJECTS
from positions.casefiles.values import Read, id_problem, value_reader
from positions.casefiles.words import listed, nearest, shown
from positions.model import Field

__all__ = ["read_object"]

MARKS = "U, SBU, C, S or TS"
MISSING_RULES = {"marking": "missing-marking", "source": "missing-source"}


class ObjectReader:
    """Reads one kind of object."""

    def __init__(self, name: str) -> None:
        fields = OBJECTS[name]
        self.name = name.replace("_", " ")
        self.readers: dict[str, Read] = {field.name: _field_reader(field) for field in fields}
        self.required = tuple(field for field in fields if field.required)
        self.checks = CHECKS.get(name, ())
        self.record = builder(name)

    def read(self, node: Node, reading: Reading, given: dict[str, str], before: int | None = None) -> Any:
        """Return the record, or BAD.

        ``given`` are ids that stand outside the object; ``before`` is how many problems there were before those
        were read, for an object with a bad id becomes no record.
        """
        if type(node) is not MapNode:
            return self._not_a_mapping(node, reading)
        if before is None:
            before = len(reading.problems)
        values: dict[str, Any] = dict(given)
        if self.name == "statement":  # what it says of clauses and wordings is about its own issue
            reading.issue = reading.scope.issues.get(text_of(node, "issue"))
            values["place"] = f"{Path(node.file.name).name}:{node.line}" if node.line else ""
        readers, entries = self.readers, list(node.entries.items())
        if self.name == "case":  # what codes mean is known before any is read
            entries.sort(key=lambda entry: entry[0] != "codes")
        for name, (key, value) in entries:
            read = readers.get(name)
            if read is None:
                self._unknown_key(name, key, reading)
            elif (found := read(value, reading)) is not BAD:
                values[name] = found
        for field in self.required:
            if field.name not in node.entries:
                self._missing(field, node, reading)
        for check in self.checks:
            check(values, node, reading)
        if self.name == "statement":
            reading.issue = None
        if len(reading.problems) > before:
            return BAD
        return self.record(values, reading)

    def _not_a_mapping(self, node: Node, reading: Reading) -> Any:
        if isinstance(node, ScalarNode) and not node.text:
            names = listed(field.name for field in self.required)
            return reading.report(node, "empty-value", f"this {self.name} is empty", f"it needs: {names}")
        names = listed(self.readers)
        return reading.report(node, "wrong-type", f"a {self.name} is a mapping key: value", f"keys: {names}")

    def _unknown_key(self, name: str, key: ScalarNode, reading: Reading) -> None:
        owners = [owner.replace("_", " ") for owner, fields in OBJECTS.items() if name in (f.name for f in fields)]
        if name == "<<":
            hint = "merge keys are not read; repeat the keys, or repeat a whole value with *name"
        elif owners:
            hint = f"{name} belongs to: {', '.join(owners)}; this is a {self.name}"
        else:
            hint = nearest(name, self.readers, all_of=True)
        reading.report(key, "unknown-key", f'a {self.name} has no "{shown(name)}"', hint)

    def _missing(self, field: Field, node: MapNode, reading: Reading) -> None:
        rule = "missing-section" if field.owner == "case" else MISSING_RULES.get(field.name, "missing-field")
        if rule == "missing-section":
            if reading.scope.complete:
                reading.report(node, rule, f"no file has the section {field.name}", f"e.g. {_to_add(field)}")
            return
        unmarked = "; unmarked is never treated as U" if rule == "missing-marking" else ""
        message = f"this {self.name} has no {field.name}{unmarked}"
        reading.report(node, rule, message, f"add {_to_add(field)} (field: {field.path})")


def _to_add(field: Field) -> str:
    """Return the example of a missing field with every marking open: nobody is to copy a U that is none."""
    if field.name == "marking":
        return f"marking: {MARKS}"
    if "marking: U" in field.example:
        return field.example.replace("marking: U", "marking: …") + f" with the marking {MARKS}"
    return field.example


def read_object(name: str, node: Node, reading: Reading, given: dict[str, str]) -> Any:
    """Read ``node`` as the object ``name``."""
    return READERS[name].read(node, reading, given)


def _field_reader(field: Field) -> Read:
    """Return the reader of a whole field: one value, a list, or a mapping of one or two levels."""
    if field.keys:
        return _mapping_reader(field)
    one = _value_reader(field)
    return _list_reader(field, one) if field.many else one


def _value_reader(field: Field) -> Read:
    if field.type == "reference":
        return reference_reader(field)
    if field.type == "object":
        name = field.of
        return lambda node, reading: READERS[name].read(node, reading, {})
    return value_reader(field)


def _list_reader(field: Field, one: Read) -> Read:
    def read(node: Node, reading: Reading) -> Any:
        if type(node) is not ListNode:
            if isinstance(node, ScalarNode) and not node.text:
                return reading.report(node, "empty-value", f"{field.name} has no value", f"e.g. {_to_add(field)}")
            single = f"write [{shown(node.text)}]" if isinstance(node, ScalarNode) else f"e.g. {_to_add(field)}"
            return reading.report(node, "wrong-type", f"{field.name} is a list", f"{single} (field: {field.path})")
        if len(node.items) < field.fewest:
            return reading.report(node, "too-few", f"{field.name} names nothing", f"e.g. {_to_add(field)}")
        found = [one(item, reading) for item in node.items]
        repeated = field.type != "text" and _repeats(field, node, reading)
        return BAD if repeated or any(each is BAD for each in found) else tuple(found)

    return read


def _repeats(field: Field, node: ListNode, reading: Reading) -> bool:
    """Report what a list names twice: references, and objects with an id."""
    seen: set[str] = set()
    before = len(reading.problems)
    for item in node.items:
        word = item if isinstance(item, ScalarNode) else item.get("id") if isinstance(item, MapNode) else None
        if not isinstance(word, ScalarNode):
            continue
        if word.text in seen:
            message = f'{field.name} names "{shown(word.text)}" twice'
            reading.report(word, "duplicate-entry", message, "keep one of them")
        seen.add(word.text)
    return len(reading.problems) > before


def _mapping_reader(field: Field) -> Read:
    levels = len(field.keys)
    own_scope = field.of == "issue" or field.keys[0] == "issue"
    named = {"id": "id", "parameter": "name", "issue": "issue", "delegation": "delegation"}

    def level(node: Node, reading: Reading, depth: int, given: dict[str, str]) -> Any:
        kind = field.keys[depth]
        if type(node) is not MapNode:
            message = f"{field.name} is a mapping: {'an id' if kind == 'id' else f'a {kind}'}, a colon, what it holds"
            return reading.report(node, "wrong-type", message, f"e.g. {_to_add(field)}")
        if len(node.entries) < field.fewest:
            return reading.report(node, "too-few", f"{field.name} holds nothing", f"e.g. {_to_add(field)}")
        result: dict[Any, Any] = {}
        good = True
        for name, (key, value) in node.entries.items():
            before = len(reading.problems)
            if id_problem(key, reading) if kind == "id" else check_id(kind, key, reading) is BAD:
                good = False
            if own_scope and depth == 0:
                reading.issue = reading.scope.issues.get(name)
            if field.of == "plan" and isinstance(value, MapNode):
                reading.asks = ids_in_list(value.get("asks"))
            inner = {**given, named[kind]: name} if kind in named else given
            if depth + 1 < levels:
                found = level(value, reading, depth + 1, inner)
            elif field.type == "object":
                found = READERS[field.of].read(value, reading, inner, before)
            else:
                found = leaf(value, reading)
            if found is BAD:
                good = False
            else:
                result[name] = found
        if own_scope and depth == 0:
            reading.issue = None
        return result if good else BAD

    leaf: Read = reference_reader(field) if field.type == "reference" else lambda *_: BAD

    def read(node: Node, reading: Reading) -> Any:
        return level(node, reading, 0, {})

    return read


READERS: dict[str, ObjectReader] = {name: ObjectReader(name) for name in OBJECTS}
