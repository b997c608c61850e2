"""Every field is declared on its record, and all that is made from it is current."""

from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest

from positions.casefiles import FIELDS, OBJECTS, Field, json_schema
from positions.casefiles.checks.parameter import LIMITS
from positions.casefiles.events import build_nodes
from positions.casefiles.nodes import MapNode, SourceText
from positions.casefiles.objects import READERS
from positions.casefiles.reading import BAD, Reading
from positions.casefiles.reference import PAGE_FILE, SCHEMA_FILE, reference_page, schema_text
from positions.casefiles.scope import IssueScope, Scope
from positions.casefiles.table import CLASSES, meaning_of
from positions.model import PARAMETERS, REQUIRED, Confidence

# fields of records that do not stand in the object itself: its id is the key, or they are worked out
FROM_OUTSIDE = {
    "document": {"id"},
    "group": {"id"},
    "delegation": {"id"},
    "stance": {"delegation", "issue", "assumed", "derived"},
    "believed": {"delegation", "issue", "assumed", "derived"},
    "statement": {"place"},
    "issue": {"id"},
    "clause": {"id"},
    "option": {"id", "read_by"},
    "wording": {"id"},
    "silent": {"id"},
    "plan": {"id"},
    "parameter": {"name", "symbol", "meaning"},
    "case": {"provenance"},
}
TYPES = {
    "text", "number", "integer", "boolean", "date", "marking", "choice", "id", "reference", "rule", "interval", "band",
    "object",
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTS)
def test_every_field_of_a_record_is_declared_or_known_to_come_from_outside(name: str) -> None:
    record = {f.name for f in dataclasses.fields(CLASSES[name])}
    assert {f.attribute for f in OBJECTS[name]} == record - FROM_OUTSIDE.get(name, set())


@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f.path)
def test_what_is_declared_fits_together(field: Field) -> None:
    assert field.type in TYPES
    assert field.meaning.endswith(".")
    assert field.example.startswith(f"{field.name}: ")
    assert (field.type == "reference") == (bool(field.of) and field.type != "object")
    assert (field.type == "choice") == bool(field.choices)
    assert field.required == (field.default is REQUIRED)
    assert not (field.many and field.keys)
    if field.filled_from:
        assert field.default is None


def test_types_and_defaults_are_read_from_the_annotations() -> None:
    known = {f.path: f for f in FIELDS}
    assert known["stance.acceptance"].type == "interval"
    assert (known["option.strength"].type, known["option.strength"].default) == ("band", None)
    assert (known["stance.confidence"].choices, known["stance.confidence"].words) == (
        ("stated", "reported", "inferred", "assumed"),
        Confidence,
    )
    assert (known["silent.covers_named"].default, known["silent.confidence"].default) == (False, Confidence.ASSUMED)
    assert (known["issue.silent"].keys, known["issue.silent"].many) == (("id",), False)
    assert (known["outcome.with"].attribute, known["outcome.with"].many) == ("with_", True)
    assert (known["case.stances"].keys, known["case.stances"].of) == (("issue", "delegation"), "stance")
    assert known["meeting.principal"].default == ""
    assert known["meeting.title"].required


def test_every_object_is_described() -> None:
    assert all(meaning_of(name).endswith(".") for name in OBJECTS)
    assert len({f.path for f in FIELDS}) == len(FIELDS)


# examples with … are shortened
@pytest.mark.parametrize("field", [f for f in FIELDS if "…" not in f.example], ids=lambda f: f.path)
def test_example_is_read_without_a_problem(field: Field) -> None:
    node, problems = build_nodes(SourceText("example", field.example))
    assert problems == []
    assert isinstance(node, MapNode)
    assert list(node.entries) == [field.name]
    reading = Reading(Scope(complete=False))  # ids of the example are not looked up
    if field.path == "issue.wordings":
        reading.issue = IssueScope({"fee": {"as_now": None}}, marking="U")
    found = READERS[field.owner].readers[field.name](node.entries[field.name][1], reading)
    if field.name == "parameters":
        assert [p.rule for p in reading.problems] in ([], ["parameter-range"])  # the program's own values may move
    else:
        assert found is not BAD, reading.problems


def test_every_parameter_has_limits_around_its_range() -> None:
    assert set(LIMITS) == {spec.name for spec in PARAMETERS}
    for spec in PARAMETERS:
        low, high = LIMITS[spec.name]
        assert low <= spec.low <= spec.central <= spec.high <= high


def test_schema_is_one_and_its_file_is_current() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema("case"))
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run python -m positions.casefiles.reference"
    assert json.loads(schema_text()) == json_schema("case")
    with pytest.raises(ValueError, match="there is: case"):
        json_schema("cases")


def test_reference_page_is_current() -> None:
    assert PAGE_FILE.read_text(encoding="utf-8") == reference_page(), "run python -m positions.casefiles.reference"
