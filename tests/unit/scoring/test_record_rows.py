"""Rows of a record, checked by hand on the worked case, and tables of outcomes that cannot be used."""

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.errors import CaseError
from positions.forecast import KINDS
from positions.scoring.record_rows import InsideView, holdout_rows, outcome_rows, read_recorded, simulated_view

DATA = Path(__file__).parents[3] / "data"


def game(case, issue):
    """One half for everything: the game is not what is tested here."""
    return InsideView(0.5, 0.25, {"iran": 0.9, "usa": 0.0})


@pytest.fixture
def folder(tmp_path):
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def with_tables(folder, outcomes, covariates=""):
    (folder / "outcomes.csv").write_text(outcomes, encoding="utf-8")
    if covariates:
        (folder / "covariates.csv").write_text(covariates, encoding="utf-8")
    return folder


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
    record = read_recorded(folder)
    d = dict(record.case.delegations)
    d["russia"] = replace(d["russia"], influence=9.0)
    d["iran"] = replace(d["iran"], right="observer")
    moved = replace(record, case=replace(record.case, delegations=d))
    rows = outcome_rows([moved], game)
    k = rows.name.index("non_punishment")
    assert rows.covariates["opponents"][k] == pytest.approx(math.log(1 + 6))
    assert rows.covariates["firm_opponents"][k] == pytest.approx(math.log(1 + 2))
    assert rows.covariates["at_minus_3"][k] == 1


def test_who_held_out_by_hand(folder):
    outcomes = "issue,kind,objectors\nnon_punishment,weakened,russia; iran\nplea_bargaining,adopted,\n"
    record = read_recorded(with_tables(folder, outcomes))
    rows = holdout_rows([record], game)
    assert set(rows.item) == {"non_punishment"}  # nobody is named on the other
    assert rows.size == len(record.case.delegations)
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
    record = read_recorded(with_tables(folder, "issue,kind,objectors\nreview_mechanism,weakened,pakistan\n"))
    d = dict(record.case.delegations)
    d["algeria"] = replace(d["algeria"], name="G-77 (group statement)")
    rows = holdout_rows([replace(record, case=replace(record.case, delegations=d))], game)
    of = {n: {c: v[k] for c, v in rows.covariates.items()} for k, n in enumerate(rows.name)}
    assert of["russia"]["against_sibling"] == 1  # domestic_scope is of the same item
    assert of["iran"]["against_sibling"] == 0
    assert of["pakistan"]["group_spoke"] == of["belarus"]["group_spoke"] == 1  # both share a group with Algeria
    assert of["algeria"]["group_spoke"] == of["usa"]["group_spoke"] == 0


def test_tables_say_how_it_ended_and_add_numbers(folder):
    outcomes = "issue,kind,objectors\nnon_punishment,dropped,\nplea_bargaining,not_known,\ndemand,forwarded,usa\n"
    numbers = "issue,money,procedural,note\nnon_punishment,1,,x\ndemand,0,1,2 or 3\n"
    rows = outcome_rows([read_recorded(with_tables(folder, outcomes, numbers))], game)
    assert [(n, KINDS[k]) for n, k in zip(rows.name, rows.happened, strict=True)] == [
        ("non_punishment", "none"),
        ("demand", "forwarded"),
    ]
    assert rows.covariates["money"].tolist() == [1, 0]
    assert np.isnan(rows.covariates["procedural"]).tolist() == [True, False]
    assert "note" not in rows.covariates


def test_last_time_is_an_earlier_meeting_with_the_same_issue(folder):
    now = read_recorded(
        with_tables(folder, "issue,kind,objectors\nnon_punishment,weakened,iran\nharbouring,adopted,\n")
    )
    meeting = replace(now.case.meeting, id="before", start="2009-01-01")
    before = replace(now, case=replace(now.case, meeting=meeting), objectors={"non_punishment": ("russia",)})
    before = replace(before, kinds={"non_punishment": "weakened"})
    rows = outcome_rows([now, before], game)
    assert rows.meeting[0] == "before"
    assert np.isnan(rows.covariates["objected_last_time"]).tolist() == [True, False, True]
    assert rows.covariates["objected_last_time"][1] == 1
    named = holdout_rows([now, before], game)
    last = {
        (m, d): v for m, d, v in zip(named.meeting, named.name, named.covariates["objected_last_time"], strict=True)
    }
    assert (last[now.case.meeting.id, "russia"], last[now.case.meeting.id, "iran"]) == (1, 0)
    assert math.isnan(last["before", "russia"])


@pytest.mark.parametrize(
    ("outcomes", "rule", "place", "message"),
    [
        ("issue,kind\n", "missing-column", 1, "no column objectors"),
        ("issue,kind,objectors\nnon_punishment,weaked,\n", "unknown-kind", 2, 'no kind of outcome "weaked"'),
        ("issue,kind,objectors\nplea,adopted,\n", "unknown-issue", 2, 'no issue "plea"'),
        ("", "missing-column", 1, "no column issue, kind, objectors"),
    ],
)
def test_tables_that_cannot_be_used_are_named_with_their_line(folder, outcomes, rule, place, message):
    with pytest.raises(CaseError) as raised:
        read_recorded(with_tables(folder, outcomes))
    (problem,) = raised.value.problems
    assert (problem.rule, problem.line) == (rule, place)
    assert problem.file.endswith("outcomes.csv")
    assert message in problem.message
    assert problem.hint


def test_a_table_in_another_encoding_is_refused(folder):
    (folder / "outcomes.csv").write_bytes(b"issue,kind,objectors\nnon_punishment,weakened,T\xfcrkiye\n")
    with pytest.raises(CaseError, match="no table"):
        read_recorded(folder)


def test_the_simulation_is_one_such_game():
    case = read_recorded(DATA).case
    view = simulated_view(case, "review_mechanism", draws=20)
    assert 0 <= view.adopted <= 1
    assert view.adopted < 0.2
    assert view.objects["russia"] > 0.8
    assert view.objects["usa"] < 0.2
    assert set(view.objects) <= set(case.delegations)
