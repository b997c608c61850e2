"""No output of a release holds anything of what was withheld, and no released number hangs on it."""

import importlib.util
from pathlib import Path

import pytest

from positions.cli import run

_spec = importlib.util.spec_from_file_location("canary_case", Path(__file__).parent / "canary_case.py")
canaries = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(canaries)

COMMANDS = {
    "brief": ["brief", "--draws", "10", "--jobs", "1", "--json"],
    "matrix": ["matrix"],
    "matrix_csv": ["matrix", "--csv"],
    "matrix_numbers": ["matrix", "--numbers"],
    "graph": ["graph", "--draws", "20"],
    "graphml": ["graph", "--draws", "20", "--format", "graphml"],
    "gexf": ["graph", "--draws", "20", "--format", "gexf"],
    "blocs": ["blocs", "--json"],
    "simulate": ["simulate", "--draws", "20", "--members", "4", "--json"],
    "compromise": ["compromise", "victim_care", "--draws", "20", "--members", "4", "--json"],
    "package": ["package", "victim_care", "domestic_scope", "--draws", "10", "--members", "4", "--json"],
    "outreach": ["outreach", "--draws", "10", "--members", "4", "--json"],
    "vote": ["vote", "victim_care", "--draws", "20", "--members", "4", "--json"],
    "forecast": ["forecast", "--json"],
    "score": ["score", "--draws", "10", "--json"],
    "cable": ["cable", "--draws", "20"],
    "demarche": ["demarche", "russia", "--json"],
    "demarche_text": ["demarche", "russia"],
    "non_paper": ["demarche", "russia", "--non-paper", "-"],
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    for salt in (1, 2):
        canaries.plant(folder / f"case{salt}", salt)
    return folder


def outputs(capfd, folder, out, name, *, release):
    """Run one command and return all it wrote: standard output, standard error, and files."""
    args = [*COMMANDS[name], "--case", str(folder)]
    args += ["--out", str(out)] if name == "brief" else []
    args += ["--release", "U"] if release else []
    code = run(args)
    said = capfd.readouterr()
    files = {"stdout": said.out.replace(str(out), "OUT").encode(), "stderr": said.err.encode()}
    if out.exists():
        files.update({str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()})
    return code, files


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_release_holds_no_canary_and_hangs_on_none(name, cases, tmp_path, capfd):
    made = []
    for salt in (1, 2):
        code, files = outputs(capfd, cases / f"case{salt}", tmp_path / f"out{salt}", name, release=True)
        assert code == 0, files["stderr"].decode()
        assert "withheld before anything was computed" in files["stderr"].decode()
        assert canaries.leaks(files) == []
        made.append({k: v for k, v in files.items() if k != "stderr"})
    assert made[0] == made[1]


@pytest.mark.parametrize("name", ["blocs", "demarche", "matrix_numbers", "graphml"])
def test_with_the_filter_broken_it_is_found_out(name, cases, tmp_path, capfd, monkeypatch):
    monkeypatch.setattr("positions.model.withhold", lambda case, mark: case)
    code, files = outputs(capfd, cases / "case1", tmp_path / "out", name, release=True)
    assert code == 0, files["stderr"].decode()
    assert canaries.leaks(files)


def test_what_is_planted_is_seen_without_a_release(cases, tmp_path, capfd):
    for name in ("matrix_numbers", "demarche_text"):
        _, files = outputs(capfd, cases / "case1", tmp_path / name, name, release=False)
        assert "stdout" in canaries.leaks(files)
    one, other = (outputs(capfd, cases / f"case{s}", tmp_path / "x", "blocs", release=False)[1] for s in (1, 2))
    assert one["stdout"] != other["stdout"]
