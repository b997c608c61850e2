"""``positions export`` and ``positions import`` as a user calls them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from positions import writing
from positions.casefiles import edit, load_case
from positions.casefiles.starter import write_starter
from positions.cli import run as run_cli

ROOT = Path(__file__).parents[2]


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str, cwd: Path) -> Done:
    """Call the command line in this process: starting one each time takes longer than all the rest."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_cli(list(words))
    return Done(int(code), out.getvalue(), err.getvalue())


def test_as_a_program_of_its_own(tmp_path: Path) -> None:
    write_starter(tmp_path / "case")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "positions", "export", "case", "--out", "a.xlsx"]
    found = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    write_starter(folder / "case")
    found = run("export", "case", "--out", "case.xlsx", cwd=folder)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("case.xlsx   5 delegations, 2 issues, 6 stances\n")
    return folder


def test_nothing_changed_says_so(work: Path) -> None:
    found = run("import", "case.xlsx", "--case", "case", cwd=work)
    assert (found.returncode, found.stderr) == (0, "")
    assert "no differences" in found.stdout


def test_the_workbook_of_another_meeting_replaces_nothing(work: Path) -> None:
    write_starter(work / "data")
    file = work / "data" / "issues.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: ports_2030", "id: ferries_2030", 1), encoding="utf-8")
    before = {each.name: each.read_bytes() for each in (work / "data").iterdir()}
    for words in ([], ["--write"], ["--write", "--json"]):
        found = run("import", "case.xlsx", *words, cwd=work)
        assert (found.returncode, found.stdout) == (2, "")
        assert "--case FOLDER" in found.stderr
        assert "--to NEWFOLDER" in found.stderr
    assert {each.name: each.read_bytes() for each in (work / "data").iterdir()} == before
    shutil.rmtree(work / "data")


def test_changes_are_shown_first_and_written_with_comments_kept(work: Path) -> None:
    book = openpyxl.load_workbook(work / "case.xlsx")
    heads = {cell.value: cell.column for cell in book["Stances"][3]}
    book["Stances"].cell(4, heads["salience"]).value = 0.7
    book["Stances"].cell(4, heads["reason"]).value = "hosts the port"
    new = {"issue": "night_work", "delegation": "sund", "ideal": 0.4, "acceptance.low": 0, "acceptance.high": 0.6,
           "salience": 0.3, "confidence": "reported", "source.document": "first_reading",
           "source.marking": "SBU"}  # fmt: skip
    for name, value in new.items():
        book["Stances"].cell(10, heads[name]).value = value
    lines = {cell.value: cell.column for cell in book["Red lines"][3]}
    book["Red lines"].cell(4, lines["firmness"]).value = 0.9
    book.save(work / "filled.xlsx")
    before = {file.name: file.read_text(encoding="utf-8") for file in (work / "case").glob("*.yaml")}
    shown = run("import", "filled.xlsx", "--case", "case", cwd=work)
    assert shown.returncode == 0, shown.stderr
    assert "salience: 0.8 → 0.7" in shown.stdout
    assert "+ sund: ideal 0.4" in shown.stdout
    assert "nothing was written" in shown.stdout
    assert before == {file.name: file.read_text(encoding="utf-8") for file in (work / "case").glob("*.yaml")}
    written = run("import", "filled.xlsx", "--case", "case", "--write", cwd=work)
    assert "written: case/delegations.yaml" in written.stdout
    text = (work / "case" / "delegations.yaml").read_text(encoding="utf-8")
    assert (work / "case" / "issues.yaml").read_text(encoding="utf-8") == before["issues.yaml"]
    comments = [line.partition("#")[2] for line in before["delegations.yaml"].splitlines() if "#" in line]
    assert all(comment in text for comment in comments)
    again = run("import", "filled.xlsx", "--case", "case", cwd=work)
    assert "no differences" in again.stdout
    assert run("check", "case", cwd=work).returncode == 0


def test_a_mistake_is_told_with_its_cell(work: Path) -> None:
    book = openpyxl.load_workbook(work / "case.xlsx")
    column = next(cell.column for cell in book["Stances"][3] if cell.value == "salience")
    book["Stances"].cell(5, column).value = 17.5
    book.save(work / "wrong.xlsx")
    found = run("import", "wrong.xlsx", "--case", "case", "--write", cwd=work)
    assert (found.returncode, found.stdout) == (1, "")
    assert f"wrong.xlsx!Stances:5:{column}: cell " in found.stderr
    assert "17.5 is outside 0..1" in found.stderr


def test_a_workbook_makes_a_new_case(work: Path) -> None:
    made = run("import", "case.xlsx", "--to", "copy", "--write", cwd=work)
    assert made.returncode == 0, made.stderr
    assert run("import", "case.xlsx", "--case", "copy", "--json", cwd=work).stdout.count('"path"') == 0
    again = run("import", "case.xlsx", "--to", "copy", "--write", cwd=work)
    assert again.returncode == 2
    assert "nothing is ever overwritten" in again.stderr


def test_macros_are_refused(work: Path) -> None:
    (work / "x.xlsm").write_bytes((work / "case.xlsx").read_bytes())
    found = run("import", "x.xlsm", "--case", "case", cwd=work)
    assert found.returncode == 1
    assert "macros" in found.stderr


COMMON = "actor,issue,position,salience,power\nA & Co,tax,70,80,2\nBéla,tax,,50,1\nBéla,trade,0,50,1\n"
EXCHANGE = "#/\tnote\n#A\tusa\tUnited States\n#A\teu\tEU\n#P\ttax\tTax level\n#M\ttax\t0\tnone\n#M\ttax\t100\tfull\n" \
    "#D\tusa\ttax\t10\t0.9\t0.25\n#D\teu\ttax\t\t\t0.75\n"  # fmt: skip
KTAB = "Demo, A demo, 2, 2,\nActor,Description,Power,One Position,One Salience,Two Position,Two Salience,\n" \
    "A1, first, 10, 20, 30, 40, 50,\nA2, second, 30, 60, 70, , ,\n"  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "form", "stances", "unknown"),
    [
        ("common.csv", COMMON, "common", {("tax", "a_co"): (0.7, 0.8), ("trade", "bela"): (0.0, 0.5)}, 1),
        ("exchange.csv", EXCHANGE, "exchange", {("tax", "usa"): (0.1, 0.9)}, 1),
        (
            "ktab.csv",
            KTAB,
            "ktab",
            {("one", "a1"): (0.2, 0.3), ("two", "a1"): (0.4, 0.5), ("one", "a2"): (0.6, 0.7)},
            1,
        ),
    ],
)
def test_tables_of_other_programs(tmp_path: Path, name, text, form, stances, unknown) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    unmarked = run("import", name, "--to", "new", cwd=tmp_path)
    assert unmarked.returncode == 2
    assert "unmarked is never treated as U" in unmarked.stderr
    found = run("import", name, "--to", "new", "--marking", "SBU", "--write", "--json", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    said = json.loads(found.stdout)["data"]
    assert (said["form"], said["stances"], said["unknown"]) == (form, len(stances), unknown)
    case = load_case(tmp_path / "new")
    assert {(i, d): (s.ideal, s.salience) for (d, i), s in case.stances.items()} == stances
    assert {m.value for m in case.markings()} == {"SBU"}
    assert {d.kind for d in case.documents.values()} == {"assumption"}
    assert all("PLACEHOLDER" in s.reason for s in case.stances.values())
    assert "PLACEHOLDER" in case.meeting.note
    assert run("check", "new", cwd=tmp_path).returncode == 0


def test_influence_is_power_in_units_of_the_mean(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(COMMON, encoding="utf-8")
    run("import", "t.csv", "--to", "new", "--marking", "U", "--write", cwd=tmp_path)
    influence = {d.name: d.influence for d in load_case(tmp_path / "new").delegations.values()}
    assert influence == {"A & Co": pytest.approx(4 / 3, abs=1e-6), "Béla": pytest.approx(2 / 3, abs=1e-6)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("actor,issue,position,salience\na,t,170,5\n", ":2:3:"),
        ("actor,issue,position,salience\na,t,nan,5\n", ":2:3:"),
        ("actor,issue,position,salience\na,t,1,5\na,t,2,5\n", ":3:1:"),
        ("actor,issue,position,salience\n,t,1,5\n", ":2:1:"),
        ("#A\tx\n#P\tt\n#D\ty\tt\t1\t0.5\t1\n", ":3:2:"),
        ("#A\tx\n#P\tt\n#D\tx\tt\t1\t5\t1\n", ":3:5:"),
        ("actor,issue,position,salience\na,t,20,50\nA,t,30,50\n", ":3:1:"),
        ("actor,issue,position,salience\nTurkey,t,20,50\nTürkiye,t,30,50\n", ":3:1:"),
        ("actor,issue,position,salience\na,t,20,50,9\n", ":2:5:"),
        ("actor,issue,position,position,salience\na,t,20,30,50\n", ":1:4:"),
        ("actor,issue,position,salience\na,t,\x1b[31m,50\n", ":2:3:"),
        ('actor,issue,position,salience\n"a,t,20,50\n', "t.csv:2"),
        ("actor;issue;position;salience\na;t;2,5;50\nb;t;22.5;50\n", ":3:3:"),
        ("actor,issue,position,salience\na,t,20 %,50\nb,t,30,50\n", ":2:3:"),
        ("actor,issue,position,salience\na,t,1e9999999,50\n", ":2:3:"),
        ("actor,issue,position,salience\na,t,20,50\nSource: ours\n", ":3:1:"),
        ("who,what\n1,2\n", ":1:1:"),
        ("actor,issue,position,salience\na,t,,5\n", "no row gives a position"),
    ],
)
def test_bad_tables_name_the_cell(tmp_path: Path, text, place) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    found = run("import", "t.csv", "--to", "new", "--marking", "U", "--write", cwd=tmp_path)
    assert found.returncode == 1
    assert place in found.stderr
    assert not (tmp_path / "new").exists()


# --- releases, and files that others work on


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """The starter case, which has things above U, and its workbook as released at U."""
    write_starter(tmp_path / "case")
    found = run("export", "case", "--out", "u.xlsx", "--release", "U", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    return tmp_path


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_release_read_back_as_it_was_changes_nothing(released: Path) -> None:
    before = bytes_of(released / "case")
    found = run("import", "u.xlsx", "--case", "case", "--write", cwd=released)
    assert found.returncode == 0, found.stderr
    assert "the workbook was released at U: only what it shows is compared and changed" in found.stdout
    assert "stay as they are" in found.stdout
    assert "no differences" in found.stdout
    assert bytes_of(released / "case") == before


def test_a_release_that_was_filled_in_changes_only_what_it_showed(released: Path) -> None:
    before = load_case(released / "case")
    book = openpyxl.load_workbook(released / "u.xlsx")
    heads = {cell.value: cell.column for cell in book["Delegations"][3]}
    who = book["Delegations"].cell(4, 2).value
    book["Delegations"].cell(4, heads["note"]).value = "chairs the group"
    book.save(released / "u.xlsx")
    found = run("import", "u.xlsx", "--case", "case", "--write", cwd=released)
    assert found.returncode == 0, found.stderr
    after = load_case(released / "case")
    assert after.delegations == {**before.delegations, who: replace(before.delegations[who], note="chairs the group")}
    assert replace(after, delegations=before.delegations, provenance=before.provenance) == before
    assert any(s.source.marking.value != "U" for s in after.stances.values())


def test_what_a_release_shows_in_part_is_not_lost_by_it(released: Path) -> None:
    """A stance above U is not on the sheet: a stance written there in its place must not replace it in silence."""
    before = bytes_of(released / "case")
    book = openpyxl.load_workbook(released / "u.xlsx")
    sheet = book["Stances"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    shown = {cell.value for cell in book["Delegations"]["B"][3:]} - {None}
    listed = {(sheet.cell(r, heads["delegation"]).value, sheet.cell(r, heads["issue"]).value) for r in range(4, 40)}
    who, issue = next(w for w in load_case(released / "case").stances if w[0] in shown and w not in listed)
    new = {"issue": issue, "delegation": who, "ideal": 0.4, "acceptance.low": 0, "acceptance.high": 0.6,
           "salience": 0.3, "confidence": "reported", "source.document": book["Documents"]["B4"].value,
           "source.marking": "U"}  # fmt: skip
    for name, value in new.items():
        sheet.cell(30, heads[name]).value = value
    book.save(released / "u.xlsx")
    found = run("import", "u.xlsx", "--case", "case", "--write", cwd=released)
    assert found.returncode == 1
    assert f"the release shows only a part of: stances, {issue}, {who}" in found.stderr
    assert bytes_of(released / "case") == before


@pytest.fixture
def two_files(work: Path, tmp_path: Path) -> Path:
    """A copy of the case, and a workbook that changes both of its files."""
    shutil.copytree(work / "case", tmp_path / "case")
    book = openpyxl.load_workbook(work / "case.xlsx")
    for sheet, name, value in (("Stances", "salience", 0.71), ("Issues", "title", "another title")):
        heads = {cell.value: cell.column for cell in book[sheet][3]}
        book[sheet].cell(4, heads[name]).value = value
    book.save(tmp_path / "filled.xlsx")
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_modes_are_kept(two_files: Path) -> None:
    (two_files / "case" / "delegations.yaml").chmod(0o600)
    (two_files / "case" / "issues.yaml").chmod(0o640)
    done = run("import", "filled.xlsx", "--case", "case", "--write", cwd=two_files)
    assert done.returncode == 0, done.stderr
    assert b"0.71" in bytes_of(two_files / "case")["delegations.yaml"]
    assert b"another title" in bytes_of(two_files / "case")["issues.yaml"]
    assert (two_files / "case" / "delegations.yaml").stat().st_mode & 0o777 == 0o600
    assert (two_files / "case" / "issues.yaml").stat().st_mode & 0o777 == 0o640


def test_what_somebody_saved_meanwhile_is_not_overwritten(two_files: Path, monkeypatch) -> None:
    """Two files change; one is edited between reading and writing: neither is written."""
    plain, issues = writing.write_together, two_files / "case" / "issues.yaml"

    def late(files, **more):
        issues.write_text(issues.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        plain(files, **more)

    monkeypatch.setattr(edit, "write_together", late)
    before = bytes_of(two_files / "case")
    done = run("import", "filled.xlsx", "--case", "case", "--write", cwd=two_files)
    assert done.returncode == 1
    assert "was changed by somebody else meanwhile; nothing was written" in done.stderr
    assert bytes_of(two_files / "case") == {**before, "issues.yaml": before["issues.yaml"] + b"# mine\n"}
