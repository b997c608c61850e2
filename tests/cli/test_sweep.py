"""``positions sweep`` on the command line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.program import run as program

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return program("sweep", ROOT / "data", *arguments, cwd=cwd)


def test_table_and_chart(tmp_path: Path) -> None:
    small = ("victim_care", "--draws", "10", "--members", "8", "--vary", "base_cost=0.05:0.15:3")
    made = run(*small, "--out", "a.csv", "--out", "a.png", "--json", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)["data"]
    assert found["points"] == 3
    assert set(found["columns"]["base_cost"]) == {0.05, 0.1, 0.15}
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    first = (tmp_path / "a.csv").read_bytes()
    assert run(*small, "--out", "a.csv", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "a.png"]


def test_refusals(tmp_path: Path) -> None:
    for arguments, says in [
        (("--vary", "base_cots=1,2"), "did you mean base_cost"),
        (("--absent", "irna"), "did you mean iran"),
        (("--out", "a.doc"), "must end in one of .csv, .parquet, .png, .svg, .json, .txt"),
        (("--rule", "most"), "most"),
        (("--vary", "noise=0:1:10000", "--vary", "overrule=0:1:10000"), "100,000,000 points are more than 1,000,000"),
    ]:
        made = run(*arguments, cwd=tmp_path)
        assert made.returncode == 2, (arguments, made.stderr)
        assert says in made.stderr
        assert "Traceback" not in made.stderr
