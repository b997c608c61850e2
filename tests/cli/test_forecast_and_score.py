"""``positions forecast`` and ``positions score`` as a user calls them."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.scoring import forecast_case

ROOT = Path(__file__).parents[2]


def call(*args):
    return subprocess.run(
        [sys.executable, "-m", "positions", *args], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_forecast_json_is_one_object_and_nothing_else():
    done = call("forecast", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["replay"] is True
    assert found["marking"] == "UNCLASSIFIED//SENSITIVE"
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
    done = call("forecast", "--issue", "non_punishment")
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
    assert "no model has anything to say" in call("forecast", "--issue", "demand").stdout
    assert "60 seats assumed" in call("forecast", "--issue", "demand", "--assumed").stdout


def test_unknown_issue_names_the_nearest():
    done = call("forecast", "--issue", "non_punishement")
    assert done.returncode == 2
    assert "did you mean non_punishment?" in done.stderr


def test_score_is_a_replay_and_says_so():
    done = call("score", "--draws", "20")
    assert done.returncode == 0
    for words in ("REPLAY, not a forecast", "anyone at -2 or below blocks", "base rate", "10 of 11 issues decided"):
        assert words in done.stdout


def test_score_json_twice_is_the_same_bytes():
    one, other = (call("score", "--draws", "10", "--json") for _ in range(2))
    assert one.returncode == 0
    assert one.stdout == other.stdout
    found = json.loads(one.stdout)
    assert {r["name"]: r["right"] for r in found["ambitious"]["rules"]}["blocks-at-2"] == 8
    assert len(found["issues"]) == 10


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


def test_votes_are_the_power_where_they_are_given(tmp_path):
    plain = json.loads(call("forecast", "--json").stdout)
    issues = {i["issue"]: i for i in plain["issues"]}
    names = sorted({d for i in issues.values() for d in (*i["known"], *i["unknown"])})
    heavy = issues["non_punishment"]["known"][0]
    votes = tmp_path / "votes.csv"
    votes.write_text("delegation,votes\n" + "".join(f"{d},{1000 if d == heavy else 1}\n" for d in names))
    given = json.loads(call("forecast", "--weights", str(votes), "--json").stdout)
    found = {i["issue"]: i for i in given["issues"]}
    assert (plain["power"], given["power"]) == ("influence", "votes")
    assert {i: m["models"]["mean"] for i, m in found.items()} == {i: m["models"]["mean"] for i, m in issues.items()}
    ideal = load_case(ROOT / "data").stance(heavy, "non_punishment").ideal
    assert found["non_punishment"]["models"]["compromise"]["point"] == pytest.approx(ideal, abs=0.01)
    in_words = call("forecast", "--issue", "non_punishment", "--weights", str(votes)).stdout
    assert "power: votes from votes.csv" in in_words.splitlines()
    votes.write_text("delegation,votes\n" + "".join(f"{d},1\n" for d in names[1:]))
    missing = call("forecast", "--weights", str(votes))
    assert missing.returncode == 1
    assert f"no weight for {names[0]}" in missing.stderr


def test_seats_that_are_assumed_have_the_votes_of_all_of_them():
    case = load_case(ROOT / "data")
    issue = case.issues["demand"]
    one = replace(issue.silent[0], ideal=0.2, seats=30, salience=0.5)
    other = replace(one, id="others", ideal=0.8, seats=10)
    split = replace(case, issues={"demand": replace(issue, silent=(one, other))}, stances={})
    votes = dict.fromkeys((*case.delegations, one.id), 2.0) | {"others": 3.0}
    (found,) = forecast_case(split, assumed=True, votes=votes)
    assert found.forecasts["compromise"].point == pytest.approx((30 * 2 * 0.2 + 10 * 3 * 0.8) / 90)
