"""A cable, its coding worksheet, filled by a person, and the case that it changes: the whole way as a user goes it."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import yaml

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.cli import run as run_cli
from tests.program import run as program

ROOT = Path(__file__).parents[2]
CABLE = """UNCLASSIFIED PORTVILLE 000012
E.O. 13526: N/A
TAGS: EWWT
SUBJECT: WORKING GROUP ON PORTS

1. (U) Summary: The group met on 11 April 2030. End summary.

2. (SBU) Vesterland said it could accept an invitation to publish
port fees, "and no more". Sund agreed on port fees.

3. (U) On night work, Sund asked for a study. Norhavn
supports shorter night work.

4. The Secretariat spoke on port fees again.
"""
CODES = {  # delegation, issue -> what a person fills in
    ("vesterland", "port_fees"): {"ideal": 0.25, "acceptance_low": 0, "acceptance_high": 0.35, "salience": 0.9,
                                  "confidence": "stated", "reason": "an invitation: and no more", "code": "-2 H"},
    ("sund", "night_work"): {"ideal": 0.5, "acceptance_low": 0.2, "acceptance_high": 0.8, "salience": 0.3,
                             "confidence": "reported", "told_in_confidence": "yes", "note": "asked for a study"},
}  # fmt: skip


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str, cwd: Path) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_cli(list(words))
    return Done(int(code), out.getvalue(), err.getvalue())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_starter(tmp_path / "case")
    (tmp_path / "cable.txt").write_text(CABLE, encoding="ascii")
    return tmp_path


def made(work: Path, name: str, *more: str) -> Path:
    found = run("read", "cable.txt", "--case", "case", "--out", name, *more, cwd=work)
    assert found.returncode == 0, found.stderr
    return work / name


def fill(path: Path, codes: dict, places: dict | None = None) -> None:
    """Fill in a worksheet as a person would: a spreadsheet's cells, or a text editor's lines."""
    left = dict(codes)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        page = book["passages"]
        heads = {cell.value: cell.column for cell in page[1]}
        for row in range(2, page.max_row + 1):
            values = left.pop((page.cell(row, heads["delegation"]).value, page.cell(row, heads["issue"]).value), {})
            for name, value in values.items():
                page.cell(row, heads[name]).value = value
                if places is not None:
                    places[name] = f"{path.name}!passages:{row}:{heads[name]}: cell "
        book.save(path)
    else:
        lines, delegation, issue = path.read_text(encoding="utf-8").split("\n"), "", ""
        values: dict = {}
        for n, line in enumerate(lines):
            name, _, rest = line.removeprefix("- ").strip().partition(": ")
            if line.startswith("- delegation"):
                delegation, values = rest, {}
            elif line.startswith("  issue"):
                issue = rest
                values = left.pop((delegation, issue), {})
            elif line.startswith(f"  {name}: null") and name in values:
                lines[n] = f"  {name}: {values[name]!r}"
                if places is not None:
                    places[name] = f"{path.name}:{n + 1}:{len(name) + 5}: "
        path.write_text("\n".join(lines), encoding="utf-8")
    assert not left, "a pair that has no passage"


@pytest.mark.parametrize("name", ["coding.xlsx", "coding.yaml"])
def test_from_the_cable_to_the_case(work: Path, name: str) -> None:
    before = {file.name: file.read_text(encoding="utf-8") for file in (work / "case").glob("*.yaml")}
    old = load_case(work / "case")
    path = made(work, name, "--document", "first_reading")
    empty = run("import", name, "--case", "case", cwd=work)
    assert empty.returncode == 0, empty.stderr
    assert "\n\n0 of " in empty.stdout
    assert "no differences" in empty.stdout
    fill(path, {**CODES, ("norhavn", "night_work"): {"note": "nothing to code"}})
    shown = run("import", name, "--case", "case", cwd=work)
    assert shown.returncode == 0, shown.stderr
    assert "\n\n2 of " in shown.stdout
    assert "1 with words and no number: not taken" in shown.stdout
    assert "ideal: 0.1 → 0.25" in shown.stdout
    assert "+ sund: ideal 0.5" in shown.stdout
    assert "nothing was written" in shown.stdout
    assert before == {file.name: file.read_text(encoding="utf-8") for file in (work / "case").glob("*.yaml")}
    done = run("import", name, "--case", "case", "--write", cwd=work)
    assert "written: case/delegations.yaml" in done.stdout
    new = load_case(work / "case")
    held = new.stances["vesterland", "port_fees"]
    assert (held.ideal, held.acceptance, held.salience, held.code) == (0.25, (0.0, 0.35), 0.9, "-2 H")
    assert held.reason == "an invitation: and no more"
    assert (held.source.document, held.source.paragraph, held.source.marking.value) == ("first_reading", "2", "SBU")
    assert held.source.quote.startswith("Vesterland said it could accept")
    earlier = old.stances["vesterland", "port_fees"]
    assert (held.red_lines, held.if_raised) == (earlier.red_lines, earlier.if_raised)  # the worksheet is silent on them
    told = new.stances["sund", "night_work"].source
    assert (told.told_in_confidence, told.note, told.marking.value) == (True, "asked for a study", "U")
    assert {k: v for k, v in new.stances.items() if k not in CODES} == {
        k: v for k, v in old.stances.items() if k not in CODES
    }
    text = (work / "case" / "delegations.yaml").read_text(encoding="utf-8")
    comments = [line.partition("#")[2] for line in before["delegations.yaml"].splitlines() if "#" in line]
    assert [comment for comment in comments if comment not in text] == []
    assert (work / "case" / "issues.yaml").read_text(encoding="utf-8") == before["issues.yaml"]
    assert "no differences" in run("import", name, "--case", "case", cwd=work).stdout
    assert run("check", "case", cwd=work).returncode == 0


@pytest.mark.parametrize("name", ["coding.xlsx", "coding.yaml"])
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("salience", 17.5, "17.5 is outside 0..1"),
        ("confidence", "sure", "stated, reported, inferred, assumed"),
        ("ideal", "much", "is not a number"),
        ("mobility", -1, "-1 is outside 0..1"),
        ("told_in_confidence", "perhaps", "told_in_confidence"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_nothing_is_written(work: Path, name, field, value, said) -> None:
    path = made(work, name, "--document", "first_reading")
    places: dict = {}
    fill(path, {("vesterland", "port_fees"): {**CODES["vesterland", "port_fees"], field: value}}, places)
    before = (work / "case" / "delegations.yaml").read_bytes()
    found = run("import", name, "--case", "case", "--write", cwd=work)
    assert (found.returncode, found.stdout) == (1, "")
    assert places[field] in found.stderr
    assert said in found.stderr
    assert (work / "case" / "delegations.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["coding.xlsx", "coding.yaml"])
def test_what_lacks_is_asked_for(work: Path, name: str) -> None:
    path = made(work, name)
    fill(path, CODES)
    found = run("import", name, "--case", "case", cwd=work)
    assert found.returncode == 1
    assert found.stderr.count("does not say which document") == 1
    assert "--document ID" in found.stderr
    path = made(work, name, "--document", "first_reading")
    fill(path, {("secretariat", "port_fees"): CODES["vesterland", "port_fees"]})
    found = run("import", name, "--case", "case", cwd=work)
    assert found.returncode == 1
    assert "the cable does not mark this passage" in found.stderr  # paragraph 4 has no mark, and that is not U
    assert ("cell E" if name.endswith("xlsx") else "    marking: null") in found.stderr


def test_a_pair_is_coded_once_and_a_typing_mistake_is_not_lost(work: Path) -> None:
    path = made(work, "coding.yaml", "--document", "first_reading")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    (first,) = (e for e in entries["passages"] if (e["delegation"], e["issue"]) == ("vesterland", "port_fees"))
    first |= CODES["vesterland", "port_fees"]
    path.write_text(yaml.safe_dump({"passages": [first, first]}), encoding="utf-8")
    found = run("import", "coding.yaml", "--case", "case", cwd=work)
    assert (found.returncode, "is coded in row 2 already" in found.stderr) == (1, True)
    path.write_text(yaml.safe_dump({"passages": [{**first, "idael": 0.5}]}), encoding="utf-8")
    found = run("import", "coding.yaml", "--case", "case", cwd=work)
    assert (found.returncode, "did you mean ideal?" in found.stderr) == (1, True)
    path.write_text("passages: [\n", encoding="utf-8")
    assert run("import", "coding.yaml", "--case", "case", cwd=work).returncode == 1
    path.write_text("stances: {}\n", encoding="utf-8")
    found = run("import", "coding.yaml", "--case", "case", cwd=work)
    assert (found.returncode, "no list of passages" in found.stderr) == (1, True)
    found = run("import", "absent.yaml", "--case", "case", cwd=work)
    assert (found.returncode, "cannot be read" in found.stderr) == (1, True)


def test_as_a_program_of_its_own(work: Path) -> None:
    call = partial(program, cwd=work)
    read = call("read", "cable.txt", "--case", "case", "--out", "c.yaml", "--document", "first_reading")
    assert (read.returncode, "none is coded" in read.stderr) == (0, True)
    fill(work / "c.yaml", CODES)
    assert "ideal: 0.1 → 0.25" in call("import", "c.yaml", "--case", "case").stdout


LATER = """passages:
- delegation: russia
  issue: review_mechanism
  source: {document: april_2009, paragraph: '1', marking: U, quote: a public sentence}
  ideal: 0.1
"""


def test_what_stays_of_a_stance_keeps_its_marking(tmp_path: Path) -> None:
    """A public sentence coded later does not make the red line told before it public."""
    from shutil import copytree

    copytree(ROOT / "data", tmp_path / "case")
    before = (tmp_path / "case" / "delegations.yaml").read_bytes()
    (tmp_path / "coded.yaml").write_text(LATER)
    done = run("import", "coded.yaml", "--case", "case", "--write", cwd=tmp_path)
    assert done.returncode == 1
    assert "coded.yaml:4:59: this passage is U, but what stays of the earlier stance (" in done.stderr
    assert "red_lines" in done.stderr
    assert ") is SBU" in done.stderr
    assert (tmp_path / "case" / "delegations.yaml").read_bytes() == before


def test_what_stays_of_a_stance_stays_told_in_confidence(tmp_path: Path) -> None:
    from shutil import copytree

    copytree(ROOT / "data", tmp_path / "case")
    case = load_case(tmp_path / "case")
    path = tmp_path / "case" / "delegations.yaml"
    old = case.stance("russia", "review_mechanism")
    assert old is not None
    source = 'paragraph: "' + old.source.paragraph + '", marking: SBU}'
    text = path.read_text(encoding="utf-8")
    assert source in text
    path.write_text(text.replace(source, source[:-1] + ", told_in_confidence: true}"), encoding="utf-8")
    (tmp_path / "coded.yaml").write_text(
        LATER.replace("april_2009", "vienna_cable").replace("marking: U", "marking: SBU")
    )
    done = run("import", "coded.yaml", "--case", "case", "--write", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after = load_case(tmp_path / "case").stance("russia", "review_mechanism")
    assert after is not None
    assert after.ideal == 0.1
    assert after.source.told_in_confidence


def test_a_cable_above_the_release_is_not_named(work: Path) -> None:
    (work / "cable.txt").rename(work / "port-secret-cable.txt")
    for name in ("coding.yaml", "coding.xlsx"):
        done = run("read", "port-secret-cable.txt", "--case", "case", "--out", name, "--release", "U", cwd=work)
        assert done.returncode == 0, done.stderr
        content = (work / name).read_bytes() if name.endswith("yaml") else _unzipped(work / name)
        assert b"port-secret-cable" not in content
        assert b"shorter night work" in content


def _unzipped(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_a_worksheet_saved_as_csv_by_a_spreadsheet_program(work: Path) -> None:
    """Semicolons, decimal commas, names instead of ids, a column document in place of the second sheet."""
    head = "delegation;issue;marking;document;ideal;acceptance_low;acceptance_high;salience;confidence;mobility;reason"
    row = "Vesterland;port_fees;SBU;first_reading;0,25;0;0,35;0,9;stated;;an invitation"
    (work / "coding.csv").write_bytes(f"{head}\r\n{row}\r\n".encode("utf-8-sig"))
    found = run("import", "coding.csv", "--case", "case", "--write", cwd=work)
    assert found.returncode == 0, found.stderr
    held = load_case(work / "case").stances["vesterland", "port_fees"]
    assert (held.ideal, held.acceptance, held.salience) == (0.25, (0.0, 0.35), 0.9)
    assert (held.source.document, held.source.marking.value) == ("first_reading", "SBU")
    (work / "coding.csv").write_text(f"{head}\n{row.replace('0,9', 'much')}\n", encoding="utf-8")
    found = run("import", "coding.csv", "--case", "case", cwd=work)
    assert (found.returncode, 'coding.csv:2:8: salience "much" is no number' in found.stderr) == (1, True)


def test_texts_of_a_worksheet_are_formatted_as_text_and_dates_in_them_are_problems(work: Path) -> None:
    import datetime

    path = made(work, "coding.xlsx", "--document", "first_reading")
    book = openpyxl.load_workbook(path)
    page = book["passages"]
    heads = {cell.value: cell.column for cell in page[1]}
    assert {page.cell(2, heads[name]).number_format for name in ("code", "reason", "note", "quote")} == {"@"}
    assert page.cell(2, heads["ideal"]).number_format == "General"
    page.cell(2, heads["code"]).value = datetime.datetime(2030, 2, 1)
    book.save(path)
    found = run("import", "coding.xlsx", "--case", "case", cwd=work)
    assert (found.returncode, "a date stands here (2030-02-01) where a text belongs" in found.stderr) == (1, True)
