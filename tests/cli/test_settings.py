"""Defaults of one's own: positions.toml and [tool.positions], here or above; what is typed comes first."""

import contextlib
import io
import json
import os

import pytest

from positions.casefiles.starter import write_starter
from positions.cli import run


def call(folder, *words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*words])
    return int(code), out.getvalue(), err.getvalue()


@pytest.fixture
def place(tmp_path):
    write_starter(tmp_path / "mine")
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    return tmp_path


def drawn(folder, *words):
    code, out, err = call(folder, "simulate", "--json", *words)
    assert code == 0, err
    found = json.loads(out)
    return found["seed"], found["provenance"]["draws"], found["provenance"]["members"], found["provenance"]["release"]


@pytest.mark.parametrize("name", ["positions.toml", "pyproject.toml"])
def test_the_file_here_or_above_gives_what_is_not_typed(place, name, monkeypatch):
    monkeypatch.delenv("POSITIONS_CASE", raising=False)
    head = "[tool.positions]\n" if name == "pyproject.toml" else ""
    (place / name).write_text(f'{head}case = "mine"\nseed = 7\ndraws = 5\nmembers = 2\nrelease = "SBU"\n')
    assert drawn(place) == drawn(place / "deep" / "deeper") == (7, 5, 2, "SBU")
    assert drawn(place, "--seed", "8", "--draws", "6") == (8, 6, 2, "SBU")
    assert drawn(place / "deep", "../mine") == (7, 5, 2, "SBU")
    (place / "deep" / "positions.toml").write_text('case = "../mine"\ndraws = 4\nmembers = 2\n')
    assert drawn(place / "deep" / "deeper")[1] == 4  # the nearest alone
    monkeypatch.setenv("POSITIONS_CASE", "nowhere")
    assert call(place, "simulate")[0] == 1


def test_a_project_file_that_says_nothing_of_it_is_passed_over(place):
    (place / "positions.toml").write_text('case = "mine"\ndraws = 5\nmembers = 2\n')
    (place / "deep" / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n[broken\n")
    assert drawn(place / "deep")[1] == 5


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('case = "mine"\ndrws = 5\n', 2, 'no option "drws"; did you mean draws?'),
        ('\ncluster = "tcp://1.2.3.4:1"\n', 2, 'no option "cluster"'),
        ("draws = 0\n", 1, "draws: 0 is not in the range"),
        ('draws = "many"\n', 1, "draws: 'many' is not a valid integer"),
        ('release = "X"\n', 1, "release:"),
        ("seed = true\n", 1, "seed: True is no value of it"),
        ('quiet = "yes"\n', 1, "quiet: 'yes' is no value of it"),
        ("draws = [1]\n", 1, "draws: [1] is no value of it"),
        ("draws = 1.5\n", 1, "draws: 1.5 is no value of it"),
        ("case = \n", 1, "this is no TOML"),
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_line(place, text, line, said):
    (place / "positions.toml").write_text(text)
    code, out, err = call(place, "check", "mine")
    assert (code, out) == (1, "")
    assert f"positions.toml:{line}:" in err
    assert said in err
    assert call(place, "check", "--help")[0] == 0


def test_it_is_not_taken_from_somebody_else(place, monkeypatch):
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("only the superuser can give a file away")
    (place / "positions.toml").write_text("draws = nonsense")
    os.chown(place / "positions.toml", 12345, 12345)
    assert call(place, "check", "mine")[0] == 0


def test_an_option_that_means_something_else_in_a_command_is_left_alone(place):
    (place / "positions.toml").write_text('case = "mine"\nmarking = "TS"\nquiet = true\n')
    (place / "t.csv").write_text("actor,issue,position,salience\nA,q,70,80\nB,q,30,60\n")
    code, _, err = call(place, "import", "t.csv", "--to", "new")
    assert code in (1, 2)
    assert "--marking" in err
