"""The meeting after the worked case, opened by ``positions next``; the series on one time line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.casefiles.next_meeting import next_meeting
from positions.errors import PositionsError
from positions.model import Case, Confidence, EarlierMeeting, FollowUp
from positions.plans.timeline import whole_timeline
from positions.scoring.record import holdout_rows, outcome_rows
from tests.program import run as positions

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def vienna() -> Case:
    return load_case(ROOT / "data")


def test_october_2010_is_opened_from_january(vienna: Case, tmp_path: Path) -> None:
    found = positions("next", str(ROOT / "data"), "october", "--json", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)["data"]
    assert told["closed"] == ["domestic_scope", "plea_bargaining", "harbouring"]
    assert told["agreed"] == ["non_punishment", "review_mechanism", "victim_care", "civil_society_role",
                              "civil_society_links"]  # fmt: skip
    case = load_case(tmp_path / "october")
    assert (case.meeting.id, case.meeting.start, case.meeting.end) == ("cop5", "2010-10-18", "2010-10-22")
    assert [(m.id, m.start) for m in case.meeting.series] == [("vienna_tip_wg_2010", "2010-01-27")]
    assert case.meeting.follow_ups == ()
    assert not case.meeting.is_replay
    care = case.issues["victim_care"]
    assert (care.fallback, care.wordings["compromise"].kind, care.path) == ("compromise", "agreed_language", ())
    assert care.outcome is None
    assert care.last_time[0].meeting == "vienna_tip_wg_2010"
    assert care.last_time[0].kind == "weakened"
    assert care.last_time[0].objectors == vienna.issues["victim_care"].outcome.objectors  # type: ignore[union-attr]
    held, before = case.stances["pakistan", "victim_care"], vienna.stances["pakistan", "victim_care"]
    assert held.carried_from == "vienna_tip_wg_2010"
    assert (held.ideal, held.acceptance, held.red_lines) == (before.ideal, before.acceptance, before.red_lines)
    assert list(Confidence).index(held.confidence) == list(Confidence).index(before.confidence) + 1
    shown = positions("stances", "october", "victim_care", cwd=tmp_path).stdout
    assert "carried from vienna_tip_wg_2010" in shown
    assert positions("next", str(ROOT / "data"), "october", cwd=tmp_path).returncode == 2
    assert positions("next", "october", "later", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("start", "steps", "confidence"),
    [("2010-06", 1, "reported"), ("2011-01-28", 1, "reported"), ("2011-01-29", 2, "inferred"),
     ("2012-01", 2, "inferred"), ("2013-02", 3 + 1, "assumed")],
)  # fmt: skip
def test_confidence_falls_with_time(vienna: Case, start: str, steps: int, confidence: str) -> None:
    case = replace(vienna, meeting=replace(vienna.meeting, follow_ups=(FollowUp("later", "Later", start),)))
    opened = next_meeting(case, "later")
    assert opened.steps == steps
    cell = next(c for c, s in vienna.stances.items() if s.confidence is Confidence.STATED and c in opened.case.stances)
    assert opened.case.stances[cell].confidence.value == confidence


def test_a_stance_that_is_carried_twice_says_where_it_is_from(vienna: Case) -> None:
    once = next_meeting(vienna).case
    again = replace(once, meeting=replace(once.meeting, follow_ups=(FollowUp("later", "Later", "2012-10"),)))
    twice = next_meeting(again).case
    assert [m.id for m in twice.meeting.series] == ["vienna_tip_wg_2010", "cop5"]
    assert {s.carried_from for s in twice.stances.values()} == {"vienna_tip_wg_2010"}
    assert twice.issues["victim_care"].last_time == once.issues["victim_care"].last_time


def test_what_cannot_be_opened_is_said(vienna: Case) -> None:
    with pytest.raises(PositionsError, match='no follow-up "cop6"'):
        next_meeting(vienna, "cop6")
    early = replace(vienna, meeting=replace(vienna.meeting, follow_ups=(FollowUp("before", "Before", "2009-10"),)))
    with pytest.raises(PositionsError, match="is not later"):
        next_meeting(early)
    with pytest.raises(PositionsError, match="names no meeting that follows"):
        next_meeting(replace(vienna, meeting=replace(vienna.meeting, follow_ups=())))


def test_the_series_drafts_and_plans_on_one_line(vienna: Case) -> None:
    april = EarlierMeeting("april_2009", "First session", "2009-04-14", "2009-04-15")
    case = replace(vienna, meeting=replace(vienna.meeting, series=(april,)))
    line = whole_timeline(case)
    texts = [e.text for e in line.entries]
    assert texts[0] == "First session"
    assert texts.count(vienna.meeting.title) == 1
    assert texts.index("First session") < texts.index(vienna.meeting.title) < texts.index(
        "UNTOC Conference of the Parties, fifth session")  # fmt: skip
    assert any(e.kind == "deadline" and e.text.startswith("Full assessment") for e in line.entries)
    assert (line.as_of, line.next_meeting) == ("2010-01-27", vienna.meeting.title)
    assert len(whole_timeline(replace(case, plans={})).entries) == 5


def test_the_time_line_as_a_user_sees_it(tmp_path: Path) -> None:
    found = positions("timeline", str(ROOT / "data"), "--as-of", "2010-03", cwd=tmp_path)
    assert found.returncode == 0
    assert "2010-10-18 to 2010-10-22 follow-up" in found.stdout
    assert positions("timeline", str(ROOT / "data"), "--as-of", "soon", cwd=tmp_path).returncode == 1
    released = positions("timeline", str(ROOT / "data"), "--release", "U", "--json", cwd=tmp_path)
    assert {e["marking"] for e in json.loads(released.stdout)["data"]["entries"]} == {"U"}


def test_who_held_out_last_time_is_known_to_the_record(vienna: Case) -> None:
    ended = vienna.issues["victim_care"].outcome
    assert ended is not None
    held_out = replace(vienna.issues["victim_care"], outcome=replace(ended, objectors=("pakistan",)))
    opened = next_meeting(replace(vienna, issues={**vienna.issues, "victim_care": held_out})).case
    again = replace(opened.issues["victim_care"], outcome=replace(ended, objectors=("china",)))
    case = replace(opened, issues={**opened.issues, "victim_care": again})

    def game(_: Case, issue: str) -> object:
        from positions.ledger import Ledger
        from positions.ledger.forecast import inside_view

        return inside_view(Ledger(case, draws=5, members=2), issue)

    rows = holdout_rows([case], game)  # type: ignore[arg-type]
    known = dict(zip(rows.name, rows.covariates["objected_last_time"], strict=True))
    assert {d for d, value in known.items() if value == 1.0} == {"pakistan"}
    assert list(outcome_rows([case], game).covariates["objected_last_time"]) == [1.0]  # type: ignore[arg-type]
