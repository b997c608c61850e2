"""Stance letters follow their rule, and silence is never a letter of its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.game import LETTERS, UNKNOWN, stance_letters
from positions.model import Case


@pytest.fixture(scope="module")
def vienna() -> Case:
    return load_case(Path("data"))


def letter(case: Case, delegation: str, issue: str) -> str:
    read = stance_letters(case)
    return read.shown(read.delegations.index(delegation), read.issues.index(issue))


def held(case: Case, delegation: str, issue: str, **changes: object) -> Case:
    key = delegation, issue
    stance = replace(case.stances[key], **changes)  # type: ignore[arg-type]
    return replace(case, stances={**case.stances, key: stance})


def test_codes_of_the_coder_come_back(vienna: Case) -> None:
    expected = {"-3": "B", "-2": "O", "-1": "C", "+2": "S"}
    seen = 0
    for (d, i), stance in vienna.stances.items():
        code = stance.code.split()[0]
        if code in expected:
            seen += 1
            assert letter(vienna, d, i) == expected[code], (d, i)
    assert seen >= 15


def test_who_tables_proposes_whatever_it_holds(vienna: Case) -> None:
    assert letter(vienna, "iran", "reopen_2009") == "P"
    assert letter(vienna, "belarus", "global_plan") == "P"
    assert letter(vienna, "russia", "global_plan") == "S"


def test_the_rule_step_by_step(vienna: Case) -> None:
    base = vienna
    key = "china", "review_mechanism"
    assert letter(base, *key) == "O"  # 1.0 against 0.3
    assert letter(held(base, *key, acceptance=(0.0, 0.5)), *key) == "C"  # exactly at the limit of far off
    assert letter(held(base, *key, acceptance=(0.0, 1.0), ideal=0.79), *key) == "J"
    assert letter(held(base, *key, acceptance=(0.0, 1.0), ideal=0.81), *key) == "S"
    red = vienna.stances["russia", "review_mechanism"].red_lines
    assert letter(held(base, *key, acceptance=(0.0, 1.0), red_lines=red), *key) == "B"


def test_a_text_that_is_too_weak_is_opposed_only_where_there_is_a_lower_end(vienna: Case) -> None:
    weak = replace(vienna.issues["review_mechanism"], tabled="sister_text")  # stands at 0
    case = replace(vienna, issues={**vienna.issues, "review_mechanism": weak})
    key = "usa", "review_mechanism"
    assert letter(case, *key) == "J"
    assert letter(held(case, *key, acceptance=(0.3, 1.0)), *key) == "C"
    assert letter(held(case, *key, acceptance=(0.6, 1.0)), *key) == "O"


def test_silence_is_small_or_unknown(vienna: Case) -> None:
    filled, bare = stance_letters(vienna), stance_letters(vienna, fill_assumed=False)
    for d, name in enumerate(filled.delegations):
        for i, issue in enumerate(filled.issues):
            if (name, issue) in vienna.stances:
                assert not filled.assumed[d][i]
                assert filled.shown(d, i).isupper()
            elif filled.letters[d][i] != "P":
                assert filled.assumed[d][i]
                assert filled.shown(d, i).islower()
                assert bare.shown(d, i) == UNKNOWN
            assert filled.letters[d][i] in LETTERS
