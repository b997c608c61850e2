"""``positions vote`` as a user calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.cli.vote import read_weights
from positions.errors import PositionsError
from positions.game import issue_arrays

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
    assert set(rule) == {
        "rule", "title", "words", "adoption", "adoption_if_all_unknown_in_favour", "expected", "this_text", "power"
    }  # fmt: skip
    assert rule["adoption_if_all_unknown_in_favour"] is None
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
    for file, words in (
        ("w.csv", 'the first line has to be "delegation,population"'),
        ("nowhere.csv", "cannot be read"),
    ):
        with pytest.raises(PositionsError, match=words):
            read_weights(tmp_path / file, ["russia"])


@pytest.fixture(scope="module")
def half_unknown(tmp_path_factory):
    """The starter case with three more delegations, of which nothing is known."""
    folder = tmp_path_factory.mktemp("vote") / "case"
    write_starter(folder)
    more = "".join(f"  {name}: {{name: {name.title()}, marking: U}}\n" for name in ("dorado", "esmar", "farol"))
    text = (folder / "delegations.yaml").read_text(encoding="utf-8")
    text = text.replace("\n  ostero:", f"\n{more}  ostero:", 1)
    (folder / "delegations.yaml").write_text(text, encoding="utf-8")
    text = (folder / "issues.yaml").read_text(encoding="utf-8")
    text = text.replace("covers_named: true", "covers_named: false")
    (folder / "issues.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_share_of_all_members_counts_those_of_whom_nothing_is_known(half_unknown):
    rules = ("--rule", "absolute_majority", "--rule", "simple_majority", "--rule", "weighted:60%")
    args = ("night_work", "--case", str(half_unknown), "--weights", "influence", *rules, *QUICK)
    found = json.loads(call(*args, "--json").stdout)
    unknown = found["unknown"]
    assert set(unknown) >= {"dorado", "esmar", "farol"}
    absolute, simple, weighted = found["rules"]
    assert simple["adoption_if_all_unknown_in_favour"] is None
    for rule in (absolute, weighted):
        assert rule["adoption"]["median"] <= rule["adoption_if_all_unknown_in_favour"]["median"]
        assert set(unknown) <= set(rule["power"]["delegations"])
    members = sum(found["seats"].values()) + len(unknown)
    assert f"needed {members // 2 + 1} (more than half)" in absolute["expected"]["why"]
    assert not set(unknown) & set(simple["power"]["delegations"])
    shown = call(*args).stdout
    assert f"if the {len(unknown)} unknown stay away, " in shown
    assert "Dorado, Esmar, Farol" in shown.partition("nothing is known or assumed of: ")[2]


def test_weights_are_asked_of_everybody_who_is_counted(half_unknown, tmp_path):
    weights = tmp_path / "dues.csv"
    weights.write_text("delegation,dues\nnorhavn,1\n", encoding="utf-8")
    done = call("night_work", "--case", str(half_unknown), "--weights", str(weights), "--rule", "weighted:60%", *QUICK)
    assert done.returncode == 1
    assert "no weight for" in done.stderr


def test_weights_that_are_not_there_are_told_as_other_files_are(tmp_path):
    done = call("victim_care", "--weights", str(tmp_path / "none.csv"), "--rule", "weighted:60%", *QUICK)
    assert done.returncode == 1
    assert f"error: {tmp_path / 'none.csv'} cannot be read: No such file or directory" in done.stderr
    assert "Errno" not in done.stderr
    assert "--weights influence" in done.stderr


def test_headings_of_rules_are_not_cut():
    done = call("domestic_scope", "--rule", "simple_majority+veto:russia", *QUICK)
    table = done.stdout.partition("decides on this text")[2]
    assert "simple majority with" in table
    assert "a veto for russia" in table
