"""``positions init`` and ``positions check`` as a user calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.program import run as positions

BASE = Path(__file__).parents[1] / "bad_inputs"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(BASE / "base", folder)
    shutil.copy(BASE / "out-of-range.yaml", folder)
    return folder


def test_init_then_check(tmp_path: Path) -> None:
    made = positions("init", str(tmp_path / "talks"))
    assert made.returncode == 0
    assert {p.name for p in (tmp_path / "talks").iterdir()} == {"delegations.yaml", "issues.yaml", "case.schema.json"}
    checked = positions("check", str(tmp_path / "talks"))
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == (
        "Working Group on Ports, second session: 2 issues, 5 delegations, 6 stances, 20 seats assumed\n"
        "marking: UNCLASSIFIED//SENSITIVE; no problems in 2 files\n"
    )
    again = positions("init", str(tmp_path / "talks"))
    assert again.returncode == 2
    assert "nothing is ever overwritten" in again.stderr


def test_problems_for_a_person(broken: Path) -> None:
    found = positions("check", str(broken))
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        f"{broken}/out-of-range.yaml:7:17: salience 17.5 is outside 0..1\n"
        "    salience: 17.5\n"
        "              ^ write 0.175? Salience is a share: 0 = indifferent, 1 = nothing matters more. "
        "(field: stance.salience)\n"
        "1 problem in 1 file\n"
    )


def test_problems_for_a_program(broken: Path) -> None:
    found = positions("check", "--json", str(broken))
    assert (found.returncode, found.stderr) == (1, "")
    assert json.loads(found.stdout)["data"] == {
        "problems": [
            {
                "file": f"{broken}/out-of-range.yaml",
                "line": 7,
                "column": 17,
                "rule": "out-of-range",
                "message": "salience 17.5 is outside 0..1",
                "hint": "write 0.175? Salience is a share: 0 = indifferent, 1 = nothing matters more. "
                "(field: stance.salience)",
            }
        ]
    }


def test_no_problems_for_a_program(broken: Path) -> None:
    (broken / "out-of-range.yaml").unlink()
    found = positions("check", "--json", "--case", str(broken))
    assert (found.returncode, json.loads(found.stdout)["data"]) == (0, {"problems": []})


def test_paths_are_shown_as_they_were_typed(broken: Path) -> None:
    assert positions("check", "case", cwd=broken.parent).stderr.startswith("case/out-of-range.yaml:7:17: ")


def test_without_an_argument_it_is_data(broken: Path) -> None:
    broken.rename(broken.parent / "data")
    assert positions("check", cwd=broken.parent).stderr.startswith("data/out-of-range.yaml:7:17: ")


def test_no_such_folder(tmp_path: Path) -> None:
    found = positions("check", str(tmp_path / "nowhere"))
    assert found.returncode == 1
    assert "there is no such folder" in found.stderr
    assert "Traceback" not in found.stderr


def test_wrong_use(tmp_path: Path) -> None:
    assert positions("check", "--jsn").returncode == 2
    assert positions("init").returncode == 2
    (tmp_path / "file").write_text("")
    assert positions("init", str(tmp_path / "file" / "below")).returncode == 2


def test_the_cases_that_come_with_the_project_are_in_order() -> None:
    for folder in [ROOT / "data", *sorted(p.parent for p in (ROOT / "examples").rglob("issues.yaml"))]:
        found = positions("check", str(folder))
        assert found.returncode == 0, found.stderr
