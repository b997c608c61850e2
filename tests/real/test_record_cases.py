"""The open record of negotiations is read as it stands, and every outcome gets a kind."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.model import KINDS

pytestmark = pytest.mark.real

CASES = ("cd_2009_2012", "sb18_2003", "sb20_2004", "sb22_2005", "sb26_2007", "sb28_2008", "wto_mc13_2024")


@pytest.mark.parametrize("name", CASES)
def test_every_outcome_of_the_record_has_a_kind_or_says_why_not(real_data: Path, name: str) -> None:
    folder = real_data / "corpus" / name
    if not folder.is_dir():
        pytest.skip(f"the record {name} is absent: it belongs into corpus/ of the data of others")
    outcomes = [issue.outcome for issue in load_case(folder).issues.values() if issue.outcome is not None]
    assert outcomes
    for outcome in outcomes:
        assert outcome.kind in (KINDS if outcome.decided else ("",))
        assert outcome.decided or outcome.reason or outcome.note
        assert outcome.evidence in ("high", "medium", "low")


@pytest.mark.parametrize("name", CASES)
def test_the_kind_of_what_was_adopted_or_weakened_is_that_of_the_coders_list(real_data: Path, name: str) -> None:
    listed = real_data / "corpus" / name / "outcomes.csv"
    if not listed.is_file():
        pytest.skip(f"{name} has no list of outcomes of its own")
    issues = load_case(listed.parent).issues
    with listed.open(encoding="utf-8", newline="") as file:
        coded = {row["issue"]: row["kind"] for row in csv.DictReader(file)}
    kinds = {i: issue.outcome.kind for i, issue in issues.items() if issue.outcome is not None}
    assert {i for i, kind in kinds.items() if kind == "adopted"} == {i for i in kinds if coded.get(i) == "adopted"}
    others = {i for i in kinds if coded.get(i) == "weakened" and kinds[i] != "weakened"}
    assert len(others) <= 1  # what was weakened to a text that is in no file
