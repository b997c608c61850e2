"""``positions diff`` as a user calls it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from positions.casefiles.starter import write_starter
from tests.program import run

ROOT = Path(__file__).parents[2]


def diff(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run("diff", *words, cwd=cwd)


@pytest.fixture
def states(tmp_path: Path) -> Path:
    write_starter(tmp_path / "monday")
    write_starter(tmp_path / "today")
    file = tmp_path / "today" / "delegations.yaml"
    text = file.read_text(encoding="utf-8").replace("acceptance: [0.0, 0.4]", "acceptance: [0.0, 0.55]")
    file.write_text(text.replace("weight: 0.3", "weight: 0.35"), encoding="utf-8")
    return tmp_path


def test_for_a_person(states: Path) -> None:
    found = diff("monday", "today", cwd=states)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == (
        "UNCLASSIFIED//SENSITIVE\n\n"
        "stances\n"
        "  port_fees, vesterland\n"
        "    acceptance: [0, 0.4] → [0, 0.55]   [today/delegations.yaml:58:19]\n"
        "associations\n"
        "  sund vesterland\n"
        "    weight: 0.3 → 0.35   [today/delegations.yaml:39:13]\n\n"
        "2 differences: 1 in stances, 1 in associations\n\nUNCLASSIFIED//SENSITIVE\n"
    )


def test_for_a_program(states: Path) -> None:
    whole = json.loads(diff("monday", "today", "--json", cwd=states).stdout)
    assert whole["marking"] == "SBU"
    found = whole["data"]
    assert found["before"]["hash"] != found["after"]["hash"]
    assert found["differences"][0] == {
        "path": ["stances", "port_fees", "vesterland", "acceptance"],
        "kind": "changed",
        "before": [0.0, 0.4],
        "after": [0.0, 0.55],
        "place_before": {"file": "monday/delegations.yaml", "line": 58, "column": 19},
        "place_after": {"file": "today/delegations.yaml", "line": 58, "column": 19},
    }


def test_no_difference(states: Path) -> None:
    assert (
        diff("monday", "monday", cwd=states).stdout
        == "UNCLASSIFIED//SENSITIVE\n\nno differences\n\nUNCLASSIFIED//SENSITIVE\n"
    )


def test_what_is_withheld_does_not_show(states: Path) -> None:
    found = diff("monday", "today", "--release", "U", cwd=states)
    assert found.returncode == 0
    assert found.stdout.startswith("UNCLASSIFIED\n")
    assert "no differences" in found.stdout  # both changes stand on SBU passages
    assert "yaml" not in found.stdout


def test_a_broken_state(states: Path) -> None:
    (states / "monday" / "issues.yaml").write_text("issues: [\n")
    found = diff("monday", "today", cwd=states)
    assert found.returncode == 1
    assert "monday/issues.yaml:1:10: " in found.stderr
    assert diff("monday", cwd=states).returncode == 2
