"""Outcomes as they are read: what is left out follows from the rest, and older cases say the same as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from positions.casefiles import check_case, load_case
from positions.casefiles.plain import case_plain
from positions.model import KINDS, NO_TEXT, OTHER, Case, Outcome

BASE = Path(__file__).parents[2] / "bad_inputs" / "base"
ISSUE = """issues:
  quotas:
    title: Quotas
    marking: U
    ladder: [{at: 0, meaning: none}, {at: 1, meaning: all}]
    clauses: {duty: {options: {may: {text: may, strength: 0}, shall: {text: shall, strength: 1}}}}
    wordings:
      strong: {title: Strong, kind: chair, choice: {duty: shall}}
      weak: {title: Weak, kind: compromise, choice: {duty: may}}
    tabled: strong
    fallback: no_text
    outcome: {%s, source: {document: report, marking: U}}
"""


def case_with(folder: Path, outcome: str) -> Case:
    for file in BASE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "quotas.yaml").write_text(ISSUE % outcome, encoding="utf-8")
    return load_case(folder)


def read(folder: Path, outcome: str) -> Outcome:
    found = case_with(folder, outcome).issues["quotas"].outcome
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "kind", "wording", "ambitious", "text"),
    [
        ("kind: adopted", "adopted", "strong", True, True),
        ("kind: weakened, wording: weak", "weakened", "weak", False, True),
        ("kind: forwarded", "forwarded", NO_TEXT, False, False),
        ("kind: forwarded, wording: weak", "forwarded", "weak", False, False),
        ("kind: none", "none", NO_TEXT, False, False),
        ("wording: strong", "adopted", "strong", True, True),
        ("wording: weak", "weakened", "weak", False, True),
        ("wording: no_text", "none", NO_TEXT, False, False),
        ("wording: strong, code: x, ambitious_adopted: true, text_adopted: true", "adopted", "strong", True, True),
        ("wording: weak, code: x, ambitious_adopted: false, text_adopted: true", "weakened", "weak", False, True),
        ("wording: no_text, code: Forwarded in brackets, ambitious_adopted: false, text_adopted: false",
         "forwarded", NO_TEXT, False, False),
        ("wording: weak, code: forwarded, ambitious_adopted: false, text_adopted: false",
         "forwarded", "weak", False, False),
        ("wording: no_text, code: blocked, ambitious_adopted: false, text_adopted: false",
         "none", NO_TEXT, False, False),
    ],
)  # fmt: skip
def test_kind_and_answers(tmp_path: Path, written: str, kind: str, wording: str, ambitious: bool, text: bool) -> None:
    found = read(tmp_path, written)
    assert (found.kind, found.wording) == (kind, wording)
    assert (found.ambitious_adopted, found.text_adopted) == (ambitious, text)
    assert found.kind in KINDS


def test_a_text_that_the_case_does_not_know(tmp_path: Path) -> None:
    found = read(tmp_path, "wording: other, other: Quotas are noted.")
    assert (found.kind, found.wording, found.stands, found.other) == ("weakened", NO_TEXT, OTHER, "Quotas are noted.")
    assert found.text_adopted
    assert not found.ambitious_adopted


def test_an_older_record_of_such_a_text_keeps_its_note_as_the_text(tmp_path: Path) -> None:
    old = "wording: no_text, code: weakened, ambitious_adopted: false, text_adopted: true, note: Unlisted text."
    found = read(tmp_path, old)
    assert (found.kind, found.stands, found.other, found.note) == (
        "weakened",
        OTHER,
        "Unlisted text.",
        "Unlisted text.",
    )


def test_evidence_in_words_is_kept_as_a_note(tmp_path: Path) -> None:
    found = read(tmp_path, "wording: weak, evidence: para 9 of the report, note: late")
    assert (found.evidence, found.note) == ("", "para 9 of the report; late")
    assert read(tmp_path, "wording: weak, evidence: low").evidence == "low"


def test_what_the_record_does_not_say_has_no_kind(tmp_path: Path) -> None:
    found = read(tmp_path, "decided: false, reason: the summary is silent")
    assert (found.kind, found.wording, found.decided, found.reason) == ("", NO_TEXT, False, "the summary is silent")
    assert not found.text_adopted


def test_hold_outs_packages_and_dates(tmp_path: Path) -> None:
    found = read(tmp_path, "kind: forwarded, objectors: [arland, corland], with: [fees], date: 2030")
    assert (found.objectors, found.with_, found.date) == (("arland", "corland"), ("fees",), "2030")


@pytest.mark.parametrize(
    "written",
    [
        "kind: adopted, objectors: [arland], with: [fees], date: 2030-05",
        "wording: other, other: Quotas are noted., evidence: high",
        "decided: false, reason: silent",
        "kind: forwarded, wording: weak",
    ],
)
def test_written_out_and_read_again_it_is_the_same(tmp_path: Path, written: str) -> None:
    import yaml

    first = case_with(tmp_path, written)
    again = tmp_path / "again"
    again.mkdir()
    plain = case_plain(first)
    (again / "delegations.yaml").write_text(yaml.safe_dump({k: v for k, v in plain.items() if k != "issues"}))
    (again / "issues.yaml").write_text(yaml.safe_dump({"issues": plain["issues"]}))
    assert load_case(again).issues["quotas"] == first.issues["quotas"]


def test_a_wording_that_is_called_other_is_a_wording(tmp_path: Path) -> None:
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (ISSUE % "wording: other").replace("weak:", "other:")
    (tmp_path / "quotas.yaml").write_text(text, encoding="utf-8")
    found = load_case(tmp_path).issues["quotas"].outcome
    assert found is not None
    assert (found.wording, found.stands, found.kind) == ("other", "other", "weakened")


def test_a_replay_may_know_the_end_and_a_forecast_may_not(tmp_path: Path) -> None:
    case_with(tmp_path, "kind: forwarded, date: 2030-05-06")
    late = (
        "stances: {quotas: {corland: {ideal: 0, acceptance: [0, 0.2], salience: 1, confidence: stated, "
        "source: {document: report, marking: U, date: %s}}}}\n"
    )
    (tmp_path / "late.yaml").write_text(late % "2030-05-07")
    assert [p.rule for p in check_case(tmp_path)] == ["hindsight"]
    (tmp_path / "late.yaml").write_text(late % "2030-05-06")
    assert check_case(tmp_path) == ()
    (tmp_path / "late.yaml").write_text(late % "2030-05")  # may be of a day before
    assert check_case(tmp_path) == ()
    (tmp_path / "late.yaml").write_text(late % "2030-05-07")
    meeting = (tmp_path / "meeting.yaml").read_text(encoding="utf-8")
    (tmp_path / "meeting.yaml").write_text(meeting.replace("}", ", coded_after: 2030-06}"))
    assert check_case(tmp_path) == ()


def test_without_the_date_of_an_outcome_nothing_is_called_hindsight(tmp_path: Path) -> None:
    case_with(tmp_path, "kind: forwarded")
    (tmp_path / "late.yaml").write_text(
        "stances: {quotas: {corland: {ideal: 0, acceptance: [0, 0.2], salience: 1, confidence: stated, "
        "source: {document: report, marking: U, date: 2031}}}}\n"
    )
    assert check_case(tmp_path) == ()


def test_a_meeting_may_be_for_nobody_and_dates_may_be_years(tmp_path: Path) -> None:
    case_with(tmp_path, "kind: forwarded")
    (tmp_path / "meeting.yaml").write_text(
        "meeting: {id: talks, title: Talks, marking: U, start: 2030, end: 2030-05}\n"
    )
    case = load_case(tmp_path)
    assert (case.meeting.principal, case.meeting.start, case.meeting.end) == ("", "2030", "2030-05")
