"""Rows of a record, checked by hand on the worked case, and tables of outcomes that cannot be used."""

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.errors import CaseProblems
from positions.forecast import KINDS
from positions.ledger.forecast import InsideView
from positions.model import NO_TEXT
from positions.scoring.record import (
    LedgerGame,
    decided_issues,
    holdout_rows,
    outcome_rows,
    read_recorded,
    record_folders,
)
from positions.scoring.text_rules import TEXT_RULES

DATA = Path(__file__).parents[3] / "data"


def game(case, issue):
    """One half for everything: the game is not what is tested here."""
    return InsideView(0.5, 0.25, {"iran": 0.9, "usa": 0.0})


@pytest.fixture
def folder(tmp_path):
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def with_tables(folder, outcomes):
    (folder / "outcomes.csv").write_text(outcomes, encoding="utf-8")
    return folder


def only(case, *names):
    """The case with no more outcomes than these."""
    issues = {i: at if i in names else replace(at, outcome=None) for i, at in case.issues.items()}
    return replace(case, issues=issues)


def test_rows_of_the_worked_case_by_hand():
    rows = outcome_rows([read_recorded(DATA)], game)
    assert rows.size == 10  # demand is not decided
    assert set(rows.meeting) == {"vienna_tip_wg_2010"}
    kinds = {name: KINDS[k] for name, k in zip(rows.name, rows.happened, strict=True)}
    assert kinds["non_punishment"] == "weakened"
    assert kinds["domestic_scope"] == "adopted"
    assert kinds["global_plan"] == "none"
    k = rows.name.index("non_punishment")
    row = {n: v[k] for n, v in rows.covariates.items()}
    # against: Russia (2 voices) and Iran (1) with force, Pakistan (1), China (2) and Algeria (1) without
    assert row["opponents"] == pytest.approx(math.log(1 + 7))
    assert row["firm_opponents"] == pytest.approx(math.log(1 + 3))
    assert (row["opponents_counted"], row["at_minus_2"], row["at_minus_3"]) == (5, 3, 2)
    assert row["mean_stance"] == pytest.approx((3 - 3 - 3 - 2 - 1 - 1) / 6)
    assert row["inside_adopted"] == 0
    assert row["inside_text"] == pytest.approx(0)  # as likely as no text
    assert row["weaker_text"] == 0
    assert math.isnan(row["objected_last_time"])
    assert rows.item[k] == "Non-punishment and non-prosecution of victims"
    assert rows.covariates["weaker_text"][rows.name.index("victim_care")] == 1


def test_no_more_than_two_voices_and_none_for_observers(folder):
    case = read_recorded(folder)
    d = dict(case.delegations)
    d["russia"] = replace(d["russia"], influence=9.0)
    d["iran"] = replace(d["iran"], right="observer")
    rows = outcome_rows([replace(case, delegations=d)], game)
    k = rows.name.index("non_punishment")
    assert rows.covariates["opponents"][k] == pytest.approx(math.log(1 + 6))
    assert rows.covariates["firm_opponents"][k] == pytest.approx(math.log(1 + 2))
    assert rows.covariates["at_minus_3"][k] == 1


def test_who_held_out_by_hand(folder):
    outcomes = "issue,kind,objectors\nnon_punishment,weakened,russia; iran\nplea_bargaining,adopted,\n"
    case = only(read_recorded(with_tables(folder, outcomes)), "non_punishment", "plea_bargaining")
    rows = holdout_rows([case], game)
    assert set(rows.item) == {"non_punishment"}  # nobody is named on the other
    assert rows.size == len(case.delegations)
    assert {n for n, h in zip(rows.name, rows.happened, strict=True) if h} == {"russia", "iran"}
    of = {n: {c: v[k] for c, v in rows.covariates.items()} for k, n in enumerate(rows.name)}
    assert (of["iran"]["against"], of["iran"]["in_favour"], of["iran"]["silent"]) == (3, 0, 0)
    assert (of["usa"]["against"], of["usa"]["in_favour"], of["usa"]["tabled"]) == (0, 3, 1)
    assert (of["belarus"]["silent"], of["belarus"]["active"]) == (1, pytest.approx(math.log(2)))
    assert of["mexico"]["active"] == 0
    assert of["argentina"]["active"] == pytest.approx(math.log(2))
    assert of["algeria"]["active"] == pytest.approx(math.log(2))  # the issue itself does not count
    assert of["iran"]["inside_objects"] == pytest.approx(math.log(9))
    assert of["usa"]["inside_objects"] == of["mexico"]["inside_objects"] == -2.2
    assert of["russia"]["influence"] == pytest.approx(math.log(2))
    assert of["russia"]["against_sibling"] == 0


def test_siblings_and_group_statements(folder):
    case = read_recorded(with_tables(folder, "issue,kind,objectors\nreview_mechanism,weakened,pakistan\n"))
    d = dict(case.delegations)
    d["algeria"] = replace(d["algeria"], name="G-77 (group statement)")
    rows = holdout_rows([replace(case, delegations=d)], game)
    of = {n: {c: v[k] for c, v in rows.covariates.items()} for k, n in enumerate(rows.name)}
    assert of["russia"]["against_sibling"] == 1  # domestic_scope is of the same item
    assert of["iran"]["against_sibling"] == 0
    assert of["pakistan"]["group_spoke"] == of["belarus"]["group_spoke"] == 1  # both share a group with Algeria
    assert of["algeria"]["group_spoke"] == of["usa"]["group_spoke"] == 0


def test_a_table_says_how_it_ended_and_the_case_the_rest(folder):
    outcomes = (
        "issue,wording,kind,objectors,source,evidence,note\n"
        "non_punishment,,dropped,,,low,\nplea_bargaining,,not_known,,,,\n"
        "demand,,forwarded,usa;kuwait,,high,Went to the next session.\n"
        "civil_society_links,,weakened,china,,,\n"
    )
    case = read_recorded(with_tables(folder, outcomes))
    of = {i: at.outcome for i, at in case.issues.items()}
    assert (of["non_punishment"].kind, of["non_punishment"].wording, of["non_punishment"].evidence) == (
        "none",
        NO_TEXT,
        "low",
    )
    assert not of["non_punishment"].text_adopted
    assert not of["plea_bargaining"].decided
    assert of["plea_bargaining"].reason or of["plea_bargaining"].note
    assert (of["demand"].kind, of["demand"].objectors, of["demand"].date) == ("forwarded", ("usa",), "2010-01-29")
    assert of["demand"].note.startswith("Presumed; the cable does not say so")  # as the case says
    assert of["demand"].note.endswith("Held out as well, and not among the delegations of the case: kuwait.")
    assert of["civil_society_links"].stands == "watered_down"  # as the case says
    assert "plea_bargaining" not in decided_issues(case)
    assert "demand" in decided_issues(case)


def test_a_table_alone_makes_outcomes_with_their_document(tmp_path):
    shutil.copytree(DATA.parent / "positions" / "casefiles" / "starter_case", tmp_path / "case")
    head = "issue,outcome_wording,kind,objectors,source,evidence,note\n"
    row = 'port_fees,,none,sund,"first_reading, para 4",medium,Blocked.\n'
    other = 'night_work,,weakened,,"Our notes of the first reading, page 2",high,Something else.\n'
    case = read_recorded(with_tables(tmp_path / "case", head + row + other))
    made = case.issues["port_fees"].outcome
    assert (made.kind, made.objectors, made.evidence, made.date) == ("none", ("sund",), "medium", "2030-04-11")
    assert (made.source.document, made.source.paragraph, made.note) == ("first_reading", "para 4", "Blocked.")
    second = case.issues["night_work"].outcome
    assert (second.source.document, second.stands, second.other) == ("first_reading", "other", "Something else.")
    with pytest.raises(CaseProblems, match='no document "a letter"') as raised:
        read_recorded(with_tables(tmp_path / "case", head + "port_fees,,none,,a letter,,\n"))
    assert raised.value.problems[0].line == 2


def test_last_time_is_an_earlier_meeting_with_the_same_issue(folder):
    table = "issue,kind,objectors\nnon_punishment,weakened,iran\nharbouring,adopted,\n"
    now = only(read_recorded(with_tables(folder, table)), "non_punishment", "harbouring")
    at = now.issues["non_punishment"]
    earlier = {**now.issues, "non_punishment": replace(at, outcome=replace(at.outcome, objectors=("russia",)))}
    meeting = replace(now.meeting, id="before", start="2009-01-01")
    before = only(replace(now, meeting=meeting, issues=earlier), "non_punishment")
    rows = outcome_rows([now, before], game)
    assert rows.meeting[0] == "before"
    assert np.isnan(rows.covariates["objected_last_time"]).tolist() == [True, False, True]
    assert rows.covariates["objected_last_time"][1] == 1
    named = holdout_rows([now, before], game)
    last = {
        (m, d): v for m, d, v in zip(named.meeting, named.name, named.covariates["objected_last_time"], strict=True)
    }
    assert (last[now.meeting.id, "russia"], last[now.meeting.id, "iran"]) == (1, 0)
    assert math.isnan(last["before", "russia"])


@pytest.mark.parametrize(
    ("outcomes", "rule", "place", "message"),
    [
        ("issue,kind\n", "missing-column", 1, "no column objectors"),
        ("issue,kind,objectors\nnon_punishment,weaked,\n", "unknown-kind", 2, 'no kind of outcome "weaked"'),
        ("issue,kind,objectors\nplea,adopted,\n", "unknown-issue", 2, 'no issue "plea"'),
        ("issue,kind,objectors\nplea_bargaining,adopted,rusia\n", "unknown-delegation", 2, 'no delegation "rusia"'),
        ("", "missing-column", 1, "no column issue, kind, objectors"),
    ],
)
def test_tables_that_cannot_be_used_are_named_with_their_line(folder, outcomes, rule, place, message):
    with pytest.raises(CaseProblems) as raised:
        read_recorded(with_tables(folder, outcomes))
    (problem,) = raised.value.problems
    assert (problem.rule, problem.line) == (rule, place)
    assert problem.file.endswith("outcomes.csv")
    assert message in problem.message
    assert problem.hint


def test_a_table_in_another_encoding_is_refused(folder):
    (folder / "outcomes.csv").write_bytes(b"issue,kind,objectors\nnon_punishment,weakened,T\xfcrkiye\n")
    with pytest.raises(CaseProblems, match="no table"):
        read_recorded(folder)


def test_the_ledger_plays_such_a_game_once():
    case, game = read_recorded(DATA), LedgerGame(draws=20)
    view = game(case, "review_mechanism")
    assert view.adopted < 0.2
    assert view.no_text > 0.5
    assert view.objects["russia"] > 0.8
    assert view.objects["usa"] < 0.2
    assert view.ends_with == "sister_text"
    assert set(view.objects) <= set(case.delegations)
    assert game.ledger(case) is game.ledger(case)
    assert game.ledger(case).issue("review_mechanism") is game.ledger(case).issue("review_mechanism")


def test_folders_of_a_record(tmp_path, folder):
    for name in ("b", "a"):
        shutil.copytree(DATA, tmp_path / "many" / name)
    assert [p.name for p in record_folders([tmp_path / "many"])] == ["a", "b"]
    assert record_folders([DATA, DATA]) == (DATA,)
    with pytest.raises(CaseProblems, match="no case is here") as raised:
        record_folders([tmp_path / "nowhere", DATA, tmp_path / "other"])
    assert len(raised.value.problems) == 2


def test_text_rules_by_hand():
    case = read_recorded(DATA)
    told = {name: {i: rule(case, i) for i in decided_issues(case)} for name, (_, rule) in TEXT_RULES.items()}
    assert told["anyone-against"] == {i: case.issues[i].outcome.stands for i in decided_issues(case)}
    assert told["blocks-at-2"]["civil_society_role"] == "unqualified"  # China is at -1
    assert told["blocks-at-2"]["victim_care"] == "compromise"
    assert told["first-accepted"]["victim_care"] == NO_TEXT  # Pakistan accepts neither text
    assert told["next-weaker"]["plea_bargaining"] == told["nothing"]["plea_bargaining"] == NO_TEXT
    assert told["tabled"]["global_plan"] == "support"
    assert told["anyone-against"]["domestic_scope"] == "domestic"  # the talk with Russia frees it
    talkless = {**case.issues, "domestic_scope": replace(case.issues["domestic_scope"], talks=())}
    assert TEXT_RULES["anyone-against"][1](replace(case, issues=talkless), "domestic_scope") == NO_TEXT
