"""The field table says the same as the records, and all that is made from it is current."""

from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest

from positions.casefiles import FIELDS, OBJECTS, Field, json_schema
from positions.casefiles.checks.parameter import LIMITS
from positions.casefiles.events import build_nodes
from positions.casefiles.fields import REQUIRED
from positions.casefiles.nodes import MapNode, SourceText
from positions.casefiles.objects import READERS
from positions.casefiles.reading import BAD, Reading
from positions.casefiles.records import CLASSES
from positions.casefiles.reference import PAGE_FILE, SCHEMA_FILE, reference_page, schema_text
from positions.casefiles.scope import IssueScope, Scope
from positions.casefiles.table.objects import OBJECT_MEANINGS
from positions.model import PARAMETERS, Case, Confidence

# fields of records that do not stand in the object itself
FROM_OUTSIDE = {
    "document": {"id"},
    "group": {"id"},
    "delegation": {"id"},
    "stance": {"delegation", "issue", "assumed"},
    "issue": {"id"},
    "clause": {"id"},
    "option": {"id", "read_by"},
    "wording": {"id"},
    "silent": {"id"},
    "plan": {"id"},
    "parameter": {"name", "symbol", "meaning"},
}


@pytest.mark.parametrize("name", CLASSES)
def test_the_fields_of_an_object_are_those_of_its_record(name: str) -> None:
    record = {f.name for f in dataclasses.fields(CLASSES[name])}
    assert {f.name for f in OBJECTS[name]} == record - FROM_OUTSIDE.get(name, set())


def test_the_sections_are_the_fields_of_a_case() -> None:
    assert {f.name for f in OBJECTS["case"]} == {f.name for f in dataclasses.fields(Case)} - {"provenance"}


@pytest.mark.parametrize("field", [f for f in FIELDS if f.owner in CLASSES], ids=lambda f: f.path)
def test_default_is_the_records_own(field: Field) -> None:
    own = next(f for f in dataclasses.fields(CLASSES[field.owner]) if f.name == field.name)
    default = own.default.value if isinstance(own.default, Confidence) else own.default
    if field.filled_from:  # worked out when the record is made
        assert field.default is None
    elif default is dataclasses.MISSING:
        assert field.default is REQUIRED
    else:
        assert field.default == default


def test_every_object_is_described() -> None:
    assert set(OBJECT_MEANINGS) == set(OBJECTS)
    assert all(f.meaning.endswith(".") for f in FIELDS)
    assert len({(f.owner, f.name) for f in FIELDS}) == len(FIELDS)


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
