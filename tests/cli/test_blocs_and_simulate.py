"""``positions blocs`` and ``positions simulate`` as a user calls them."""

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from positions.casefiles.starter import write_starter
from positions.cli import run
from positions.forecast import KINDS
from tests.program import run as call

ROOT = Path(__file__).parents[2]


def test_blocs_json_has_the_documented_keys_and_nothing_else_on_stdout():
    done = call("blocs", "non_punishment", "--json")
    assert done.returncode == 0
    (found,) = json.loads(done.stdout)["data"]["issues"]
    assert found["issue"] == "non_punishment"
    first = found["wordings"][0]
    assert first["wording"] == "principle"
    assert set(first["blocking_bloc"]) >= {"iran", "russia", "pakistan"}
    assert first["lone_holdouts"] == ["russia", "iran"]
    assert first["minimal_blocs"] == [["russia"], ["iran"]]
    assert first["peel_off_sets"] == [["russia", "iran"]]


def test_all_issues_at_once():
    found = json.loads(call("blocs", "--json").stdout)["data"]
    assert len(found["issues"]) == 11


def test_why_tells_the_parts_and_the_sources():
    done = call("blocs", "non_punishment", "--wording", "principle", "--why", "pakistan")
    assert done.returncode == 0
    for words in ("as a follower", "its own grievance", "Russia", "vienna_cable para 6", "lets go when"):
        assert words in done.stdout


def test_simulate_json_has_the_documented_keys():
    done = call("simulate", "victim_care", "--json", "--draws", "100", "--members", "8")
    (found,) = json.loads(done.stdout)["data"]["issues"]
    assert set(found) >= {"issue", "wordings", "final_text", "seed", "draws"}
    for w in found["wordings"]:
        assert set(w["p_consensus"]) == {"median", "low", "high"}
        assert set(w["states"]["pakistan"]) == {"support", "join", "join_with_explanation", "dissociate", "object"}
    assert set(found["final_text"]) == {"irrespective", "compromise", "no_text", "forwarded"}
    chances = found["outlook"]["forecast"]
    assert sum(chances[kind]["chance"] for kind in KINDS) == pytest.approx(1, abs=1e-3)
    assert all(0 < at["low"] <= at["chance"] <= at["high"] < 1 for at in chances.values())
    assert found["without_talks"]["final_text"]["compromise"] < found["final_text"]["compromise"]


def test_the_same_call_prints_the_same_bytes():
    args = ("simulate", "review_mechanism", "--draws", "50", "--members", "8", "--json")
    assert call(*args).stdout == call(*args).stdout


def test_several_processes_print_what_one_does():
    one, three = (call("simulate", "--draws", "40", "--members", "8", "--jobs", n, "--json") for n in ("1", "3"))
    assert one.returncode == three.returncode == 0
    assert one.stdout == three.stdout
    assert len(json.loads(one.stdout)["data"]["issues"]) == 11


def test_an_unknown_name_is_a_usage_error_with_the_nearest():
    for args, near in (
        (("blocs", "non_punishmnt"), "non_punishment"),
        (("blocs", "non_punishment", "--why", "pakistn"), "pakistan"),
        (("simulate", "victim_care", "--wording", "compromis"), "compromise"),
        (("simulat",), "simulate"),
    ):
        done = call(*args)
        assert done.returncode == 2
        assert f"did you mean {near}?" in done.stderr
        assert done.stdout == ""


@pytest.mark.parametrize("command", ["blocs", "simulate", "compromise", "vote"])
def test_a_name_that_is_neither_case_nor_issue_is_told_the_nearest_of_both(command, tmp_path):
    def told(*words):
        err = io.StringIO()
        with contextlib.chdir(tmp_path), contextlib.redirect_stderr(err):
            code = run([command, *words])
        return int(code), err.getvalue()

    code, words = told("port_fees")  # and no folder data
    assert code == 2
    assert "there is no case data to hold it; positions init my-meeting makes a case" in words
    write_starter(tmp_path / "my-meeting")
    code, words = told("my-meting")
    assert code == 2
    assert "did you mean my-meeting?" in words
    write_starter(tmp_path / "data")
    code, words = told("port_fes")
    assert code == 2
    assert "did you mean port_fees?" in words
    code, words = told("my-meting")
    assert code == 2
    assert "the folder my-meeting is a case" in words


def test_help_shows_an_example_each_and_stays_light():
    for command in ("blocs", "simulate"):
        assert f"positions {command} " in call(command, "--help").stdout
    program = (
        "import sys; from positions.cli import run; run(['--help']);"
        "print(sorted({'numpy', 'scipy', 'matplotlib', 'networkx', 'rich', 'yaml'} & set(sys.modules)), "
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "tabled texts"),
        (("victim_care",), "Care for victims who do not cooperate"),
        (("victim_care", "--wording", "compromise"), "stays to the end,"),
    ],
)
def test_chances_and_rounds_as_a_picture(args, said, tmp_path):
    out = tmp_path / "chart.svg"
    done = call("simulate", *args, "--draws", "20", "--out", str(out))
    assert done.returncode == 0, done.stderr
    drawn = out.read_text(encoding="utf-8")
    assert said in drawn
    assert drawn.count(">UNCLASSIFIED//SENSITIVE<") == 2


def test_the_forecast_comes_first_and_the_game_alone_has_none():
    few = ("victim_care", "--draws", "50", "--members", "4")
    both, game = call("simulate", *few).stdout, call("simulate", *few, "--game").stdout
    (line,) = re.findall(r"^  forecast: adopted (\d+) % \(\d+-\d+\), weakened", both, flags=re.MULTILINE)
    assert 0 < int(line) < 100
    assert "forecast:" not in game
    assert "in the game it ends with: " in both
    assert both.count(" passes ") == game.count(" passes ") == 2
