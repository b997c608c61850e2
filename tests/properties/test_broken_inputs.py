"""A small portion of ``benchmarks/fuzz.py``: broken files and odd cases end no command with a fault of the program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import fuzz
from positions.cli import COMMANDS

ROOT = Path(__file__).parents[2]


def survey(tmp_path, *words):
    """Run the script in a process of its own: it works in children with limits, which it forks."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "fuzz.py", *words],
        cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limits on time and memory are those of POSIX")
def test_broken_inputs_are_refused_in_words(tmp_path):
    found = survey(tmp_path, "inputs", "--count", "44")
    assert found["inputs"] == 44
    assert set(found["codes"]) == {"0", "1", "2"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limits on time and memory are those of POSIX")
def test_odd_cases_are_worked_on_by_every_command(tmp_path):
    found = survey(tmp_path, "cases", "--first", "7", "--count", "1")
    assert found["calls"] == len(COMMANDS) - 1  # serve runs until Ctrl-C
    assert found["commands"]["check 0"] == 1


def test_a_fault_is_seen(monkeypatch):
    import positions.cli

    def broken(code):
        monkeypatch.setattr(positions.cli, "run", lambda words: code)
        return fuzz.fault(["check"])

    assert broken(1) == (1, "")
    assert broken(3)[1].startswith("exit 3")
    assert broken(139)[1].startswith("exit 139")
    monkeypatch.setattr(positions.cli, "run", lambda words: 1 / 0)
    assert fuzz.fault(["check"])[1].startswith("traceback ZeroDivisionError")


def test_too_deep_a_bracket_is_one_slip():
    from positions.errors import CaseProblems
    from positions.text import parse

    with pytest.raises(CaseProblems) as refused:
        parse("[" * 30_000)
    assert [p.rule for p in refused.value.problems] == ["bracket-depth"]
    with pytest.raises(CaseProblems) as refused:
        parse("]" * 5_000)
    assert len(refused.value.problems) == 1000


@pytest.mark.parametrize("word", ['"' * 200_000, "state", "x\u2028y"[2:]])
def test_a_word_that_touches_a_bracket_goes_with_it_however_long(word):
    """In no time; once every place of the text was tried as the beginning of the word."""
    from positions.text import parse, to_clauses

    made = to_clauses(parse(f"two {word}[s] more"), read=lambda texts: [(0, 0.5, 1)] * len(texts))
    assert f"{word}s" in [option.text for clause in made.values() for option in clause.options.values()]


def test_the_colon_after_an_issue_is_looked_for_among_few(tmp_path, monkeypatch):
    from positions.casefiles import floor, load_case
    from positions.casefiles.starter import write_starter
    from positions.errors import CaseProblems

    write_starter(tmp_path / "case")
    (tmp_path / "case" / "floor.txt").write_text("2030-04-20 " + "{a: " * 3000 + "\n", encoding="utf-8")
    asked = []
    key = floor.name_key
    monkeypatch.setattr(floor, "name_key", lambda text: asked.append(text) or key(text))
    with pytest.raises(CaseProblems):
        load_case(tmp_path / "case")
    assert len(asked) < 200


@pytest.mark.parametrize("line", ["1. (SBU) SUMMARY: ONE.", "1 (C) TEXT", "* (SBU) TEXT", "- - S E C R E T", "(SBU)"])
def test_a_line_with_a_mark_is_a_class_line_or_none_wherever_it_stands(line):
    from positions.cables import read_cable

    for text in (f"{line}\nFM KAP\nSUBJECT: X\n\n1. (U) A.", f"SBU\n{line}\nTAGS: PREL\n{line}\n\n1. (U) A.\n"):
        found = read_cable(text, name="cable.txt")
        assert found.header.marking is None or found.header.marking.value in ("U", "SBU", "C", "S")
