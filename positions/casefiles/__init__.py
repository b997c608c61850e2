"""Reads case folders: YAML with the place of every value, all problems at once, provenance."""

from positions.casefiles.load import check_case, load_case, load_statements, load_with_nodes
from positions.casefiles.rules import RULES
from positions.casefiles.schema import json_schema
from positions.casefiles.table import FIELDS, OBJECTS
from positions.model import Field

__all__ = [
    "FIELDS", "OBJECTS", "RULES", "Field", "check_case", "json_schema", "load_case", "load_statements",
    "load_with_nodes",
]  # fmt: skip
