"""``positions vote`` as a user calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.cli.vote import read_weights
from positions.errors import PositionsError
from positions.matrices import issue_arrays

ROOT = Path(__file__).parents[2]
QUICK = ("--draws", "50", "--members", "4")


def call(*args, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "positions", "vote", *args], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_the_page_tells_rules_blockers_and_deciders():
    done = call("non_punishment", *QUICK)
    assert done.returncode == 0, done.stderr
    for words in (
        "Non-punishment of victims  (non_punishment)",
        "consensus minus 2",
        "two-thirds majority",
        "enough to block: Russia; or Iran",
        "power of a seat before anything is known",
        "medians with 80 % bands",
    ):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_json_has_the_documented_keys_and_the_same_bytes_each_time():
    args = ("domestic_scope", "--rule", "two_thirds_majority+veto:russia", "--json", *QUICK)
    done = call(*args)
    found = json.loads(done.stdout)
    assert set(found) == {
        "replay", "marking", "issue", "wording", "seats", "assumed", "unknown", "votes", "counts", "rules", "talked",
        "seed", "draws", "members",
    }  # fmt: skip
    rule = found["rules"][0]
    assert set(rule) == {"rule", "title", "words", "adoption", "expected", "this_text", "power"}
    assert rule["title"] == "two-thirds majority with a veto for russia"
    assert set(rule["this_text"]["russia"]) == {"if_yes", "if_abstain", "if_no", "pivotality"}
    assert rule["this_text"]["russia"]["if_no"] == 0.0
    power = rule["power"]["delegations"]
    assert power["russia"]["prevent"] == pytest.approx(1.0)
    assert sum(n * power[actor]["shapley_shubik"] for actor, n in found["seats"].items()) == pytest.approx(1.0)
    assert done.stdout == call(*args).stdout


def test_weights_from_a_file(tmp_path):
    actors = issue_arrays(load_case(ROOT / "data"), "victim_care").actors
    weights = tmp_path / "dues.csv"
    rows = [f"{actor},{10 if actor == 'usa' else 0.5}" for actor in actors]
    weights.write_text("delegation,dues\n" + "\n".join(rows) + "\n")
    args = ("--weights", str(weights), "--rule", "weighted:2/3", "--rule", "double_majority:50/60")
    done = call("victim_care", *args, "--count", "support=no", *QUICK)
    assert done.returncode == 0, done.stderr
    assert "at least two thirds of the dues in favour" in done.stdout
    assert "yes 0 (0-" in done.stdout  # as --count says
    weights.write_text("delegation,dues\n" + "\n".join(rows[1:]) + "\nnobody,x\n")
    done = call("victim_care", *args, *QUICK)
    assert done.returncode == 1
    assert 'weight "x" of "nobody" is no number of at least 0' in done.stderr
    assert "no weight for" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("non_punishmnt",), "did you mean non_punishment?"),
        (("non_punishment", "--rule", "two_thirds"), "did you mean two_thirds_majority?"),
        (("non_punishment", "--rule", "weighted:65%"), "weighted needs weights"),
        (("non_punishment", "--count", "dissociate=maybe"), 'no vote "maybe"'),
        ((), "Missing argument 'ISSUE'"),
    ],
)
def test_wrong_calls_are_usage_errors(args, words):
    done = call(*args, *QUICK)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_weights_that_are_no_table(tmp_path):
    (tmp_path / "w.csv").write_text("a;b\n")
    for file, words in (("w.csv", 'the first line has to be "delegation,population"'), ("nowhere.csv", "cannot read")):
        with pytest.raises(PositionsError, match=words):
            read_weights(tmp_path / file, ["russia"])
