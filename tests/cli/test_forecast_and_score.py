"""``positions forecast`` and ``positions score`` as a user calls them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.program import run as call

ROOT = Path(__file__).parents[2]
RECORD = "examples/record"


def test_forecast_json_is_one_object_and_nothing_else():
    done = call("forecast", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    whole = json.loads(done.stdout)
    assert whole["provenance"]["basis"] == "replay"
    assert whole["marking"] == "SBU"
    found = whole["data"]
    assert len(found["issues"]) == 11
    first = found["issues"][0]
    assert set(first) == {
        "issue", "known", "unknown", "assumed", "models", "interval", "texts", "fallback", "differences",
    }  # fmt: skip
    assert first["interval"]["low"] <= first["models"]["compromise"]["point"] <= first["interval"]["high"]
    silent = next(i for i in found["issues"] if i["issue"] == "demand")
    assert silent["interval"] is None
    assert silent["models"]["mean"]["point"] is None


def test_forecast_of_one_issue_in_words():
    done = call("forecast", "non_punishment")
    assert done.returncode == 0
    for words in (
        "6 of 9 delegations",
        "compromise: mean by salience × power",
        "80 % interval",
        "replay",
        "medians say",
    ):
        assert words in done.stdout
    assert "Review mechanism" not in done.stdout


def test_forecast_says_so_when_nobody_holds_anything():
    assert "no model has anything to say" in call("forecast", "demand").stdout
    assert "60 seats assumed" in call("forecast", "demand", "--assumed").stdout


def test_unknown_issue_names_the_nearest():
    done = call("forecast", "non_punishement")
    assert done.returncode == 2
    assert "did you mean non_punishment?" in done.stderr


def test_score_of_one_meeting_is_a_replay_and_says_so():
    done = call("score", "--draws", "20")
    assert done.returncode == 0
    for words in (
        "REPLAY, not a forecast",
        "replay: 10 of 10; simple rules with the same information also 10 of 10",
        "10 of 11 issues decided",
        "fitted on 117 decided issues of 7 meetings",
    ):
        assert words in done.stdout
    assert done.stdout.startswith("UNCLASSIFIED//SENSITIVE")


def test_score_json_twice_is_the_same_bytes():
    one, other = (call("score", "--draws", "10", "--json") for _ in range(2))
    assert one.returncode == 0
    assert one.stdout == other.stdout
    found = json.loads(one.stdout)["data"]
    assert found["replay"] is True
    assert dict(found["texts"])["always the next weaker text"] == 7
    assert len(found["rows"]) == 10
    assert all(abs(sum(r["chances"].values()) - 1) < 1e-3 for r in found["rows"])
    assert found["chances"]["n"] == 10


def test_nothing_to_score_is_the_users_data(tmp_path):
    case = tmp_path / "case"
    assert call("init", str(case)).returncode == 0
    done = call("score", str(case))
    assert done.returncode == 1
    assert "no issue of this case has an outcome" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_case_folder_can_be_given_either_way(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "copy")
    named = call("forecast", str(tmp_path / "copy"), "--json")
    option = call("forecast", "--case", str(tmp_path / "copy"), "--json")
    assert named.returncode == 0
    assert named.stdout == option.stdout


@pytest.fixture(scope="module")
def pooled(tmp_path_factory):
    """Three meetings scored: what is printed and written."""
    out = tmp_path_factory.mktemp("pooled")
    done = call(
        "score", *[f"{RECORD}/{c}" for c in ("sb20_2004", "sb22_2005", "sb18_2003")], "--draws", "2", "-o", str(out)
    )
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_several_meetings_are_pooled_and_written(pooled):
    out, said = pooled
    assert said == (out / "score.md").read_text("utf-8")
    result = said.index("### The plain result")
    assert said.index("Not shown to be better than every rule") > result
    assert said.index("Shown to be better than every one") > said.index("Not shown to be better than every rule")
    made = json.loads((out / "score.json").read_text("utf-8"))["data"]
    assert [n for _, n in made["meetings"]] == [24, 29, 28]
    assert sum(made["ended"]) == made["parts"][0]["n"] == 81
    forecast, *rules = made["parts"][0]["kinds"]
    assert forecast["name"] == "forecast"
    assert f"{forecast['mean']['levels']:.3f}"[:4] in said
    assert {r["name"] for r in rules} >= {"opponents", "blocks-at-2", "blocks-at-3", "last-time", "base-rate"}
    for rule in rules:
        by_meeting, by_item = rule["against"]["ambitious"]
        gap = forecast["mean"]["ambitious"] - rule["mean"]["ambitious"]
        assert by_meeting["difference"] == pytest.approx(gap, abs=2e-4)
        assert by_meeting["groups"] == 3 < by_item["groups"]


def test_the_chart_shows_the_table(pooled):
    """Read back from the file: for each class a point where the table has it, and its count."""
    out, _ = pooled
    bins, _ = json.loads((out / "score.json").read_text("utf-8"))["data"]["calibration"]["ambitious"]
    text = (out / "calibration.svg").read_text("utf-8")
    assert text.startswith("<?xml")
    from positions.forecast import CalibrationBin
    from positions.papers.charts.calibration import draw_calibration, size_calibration
    from positions.papers.charts.sheet import open_sheet
    from tests.unit.papers.charts.conftest import FURNITURE

    _, ax = open_sheet(size_calibration(), FURNITURE)
    draw_calibration(ax, [CalibrationBin(**b) for b in bins], level=90)
    words = " ".join(t.get_text() for t in ax.texts)
    assert "90 % interval" in words
    assert "80 % interval" not in words
    shown = [t.get_text() for t in ax.texts if t.get_label() == "count"]
    assert sorted(shown) == sorted(f"{b['n']:,}" for b in bins)


def test_meetings_that_cannot_be_pooled_are_the_users_data(tmp_path):
    done = call("score", str(tmp_path))
    assert done.returncode == 1
    assert "no case is here" in done.stderr
    shutil.copytree(ROOT / "data", tmp_path / "again")
    done = call("score", "data", str(tmp_path / "again"), "--draws", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "these meetings cannot be scored: at least two meetings are needed" in done.stderr


OWN = [f"{RECORD}/{c}" for c in ("sb26_2007", "sb28_2008")]


@pytest.fixture(scope="module")
def own_fit(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.json"
    done = call("learn", *OWN, "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert "fitted on 25 decided issues of 2 meetings" in done.stderr
    return path


def test_learning_twice_gives_the_same_bytes_and_keeps_the_date(own_fit, tmp_path):
    record, fit = OWN, tmp_path / "own.json"
    shutil.copy(own_fit, fit)
    first = fit.read_text("utf-8")
    fit.write_text(first.replace(json.loads(first)["outcomes"]["date"], "2001-02-03"), "utf-8")
    assert call("learn", *record, "-o", str(fit)).returncode == 0
    assert json.loads(fit.read_text("utf-8"))["outcomes"]["date"] == "2001-02-03"  # nothing else changed
    again = call("learn", *record)
    assert again.stdout == first
    other = call("score", "--draws", "5", "--forecast", str(fit))
    assert "fitted on 25 decided issues of 2 meetings, 2001-02-03" in other.stdout
    assert "fitted on this meeting too" in call("score", record[0], "--draws", "2", "--forecast", str(fit)).stdout


def test_nothing_can_be_learnt_without_outcomes(tmp_path):
    assert call("init", str(tmp_path / "case")).returncode == 0
    done = call("learn", str(tmp_path / "case"))
    assert done.returncode == 1
    assert "nothing can be learnt from this record" in done.stderr
    (tmp_path / "no.json").write_text("{}", "utf-8")
    done = call("seal", "--forecast", str(tmp_path / "no.json"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "no fitted forecast" in done.stderr
    assert call("seal", "--forecast", str(tmp_path / "nowhere.json")).returncode == 1


@pytest.fixture
def sealed(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "case")
    done = call("seal", str(tmp_path / "case"), "--draws", "10", "-o", str(tmp_path / "sealed.json"))
    assert done.returncode == 0
    return tmp_path, json.loads((tmp_path / "sealed.json").read_text("utf-8"))["digest"], done.stderr


def test_a_sealed_forecast_is_checked_and_scored(sealed):
    folder, digest, said = sealed
    assert f"digest {digest}" in said
    done = call("score", "--sealed", str(folder / "sealed.json"), str(folder / "case"))
    assert done.returncode == 0
    for words in (digest, "the same bytes", "Brier score over 10 issues", "REPLAY"):
        assert words in done.stdout
    alone = call("score", "--sealed", str(folder / "sealed.json"), "--json")
    made = json.loads(alone.stdout)["data"]
    assert (made["digest"], made["recomputed"]) == (digest, False)
    assert "score" not in made


def test_one_stance_changed_and_nothing_is_scored(sealed):
    folder, _, _ = sealed
    path = folder / "case" / "delegations.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("salience: 0.8", "salience: 0.79", 1), "utf-8")
    done = call("score", "--sealed", str(folder / "sealed.json"), str(folder / "case"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not of this case: stances changed since it was sealed" in done.stderr


def test_a_seal_that_was_changed_or_rests_on_another_fit_is_refused(sealed, own_fit):
    folder, digest, _ = sealed
    path = folder / "sealed.json"
    made = json.loads(path.read_text("utf-8"))
    other = own_fit
    done = call("score", "--sealed", str(path), str(folder / "case"), "--forecast", str(other))
    assert done.returncode == 1
    assert "another fit than fitted on 25 decided issues" in done.stderr
    made["issues"]["demand"]["adopted"] += 0.1
    path.write_text(json.dumps(made), "utf-8")
    done = call("score", "--sealed", str(path), str(folder / "case"))
    assert done.returncode == 1
    assert f"it was changed: its digest is {digest}" in done.stderr
    assert call("score", "--sealed", str(folder / "nowhere.json")).returncode == 1
    assert call("score", "--sealed", str(path), "a", "b").returncode in (1, 2)


def test_a_seal_made_by_other_numbers_says_by_what(sealed):
    """A whole file with a right digest whose forecast the case does not give."""
    from dataclasses import replace

    from positions.ledger import read_seal

    folder, _, _ = sealed
    path = folder / "sealed.json"
    seal = read_seal(path.read_text("utf-8"))
    path.write_text(replace(seal, seed=seal.seed + 1, version="0.0.9").to_json(), "utf-8")
    done = call("score", "--sealed", str(path), str(folder / "case"))
    assert done.returncode == 1
    assert "the forecast is another one" in done.stderr
    assert "positions 0.0.9" in done.stderr


def test_tables_are_brought_into_the_case_and_comments_stay(tmp_path):
    shutil.copytree(ROOT / "positions" / "casefiles" / "starter_case", tmp_path / "case")
    folder = tmp_path / "case"
    (folder / "outcomes.csv").write_text(
        "issue,wording,kind,objectors,source,evidence,note\n"
        'port_fees,,forwarded,sund,"first_reading, end",high,Next session.\n',
        "utf-8",
    )
    (folder / "covariates.csv").write_text(
        "issue,kind_of_text,procedural,money,contact_group_established,day_first_raised\n"
        "port_fees,chair,0,1,,2030-05-07\n",
        "utf-8",
    )
    before = (folder / "issues.yaml").read_text("utf-8")
    shown = call("migrate", str(folder))
    assert shown.returncode == 0, shown.stderr
    assert "nothing was written" in shown.stdout
    assert (folder / "issues.yaml").read_text("utf-8") == before
    assert call("migrate", str(folder), "--write").returncode == 0
    text = (folder / "issues.yaml").read_text("utf-8")
    assert sum("#" in line for line in text.splitlines()) == sum("#" in line for line in before.splitlines())
    for words in (
        "kind: forwarded",
        "- sund",
        "evidence: high",
        "2030-05-07",
        "Coded before the end: chair, costs money.",
    ):
        assert words in text
    assert "no differences" in call("migrate", str(folder)).stdout
    assert call("check", str(folder)).returncode == 0


def test_a_date_in_a_table_that_is_none_is_named(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "case")
    (tmp_path / "case" / "covariates.csv").write_text("issue,day_first_raised\ndemand,7 May\n", "utf-8")
    done = call("migrate", str(tmp_path / "case"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "covariates.csv:2:1" in done.stderr
    assert 'no date "7 May"' in done.stderr
