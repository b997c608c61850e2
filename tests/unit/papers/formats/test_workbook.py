"""The workbook: what is on its sheets, and that every mistake is told with its cell."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.casefiles.table import OBJECTS
from positions.errors import CaseProblems, PositionsError
from positions.game import stance_letters
from positions.interchange.workbook.layout import SHEETS
from positions.interchange.workbook.parts import read_cells
from positions.interchange.workbook.read import case_of_cells, read_case_workbook
from positions.markings import Marking
from positions.model import Confidence
from positions.papers.formats.workbook import apply_letters, case_workbook, letter_edits

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter")
    write_starter(folder / "case")
    return load_case(folder / "case")


@pytest.fixture(scope="module")
def written(case, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "case.xlsx"
    path.write_bytes(case_workbook(case))
    return path


def changed(written: Path, tmp_path: Path, *changes: tuple[str, str, object]) -> Path:
    book = openpyxl.load_workbook(written)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    return path


def column(written: Path, sheet: str, name: str) -> str:
    page = openpyxl.load_workbook(written)[sheet]
    return next(cell.column_letter for cell in page[3] if cell.value == name)


def problems(path: Path):
    with pytest.raises(CaseProblems) as caught:
        read_case_workbook(path)
    return caught.value.problems


def test_the_worked_case_comes_back_identical(tmp_path) -> None:
    case = load_case(ROOT / "data")
    path = tmp_path / "vienna.xlsx"
    data = case_workbook(case)
    assert data == case_workbook(case)
    path.write_bytes(data)
    assert replace(read_case_workbook(path)[0], provenance=case.provenance) == case


def test_every_field_has_a_column() -> None:
    columns = {(s.owner, c.path[0]) for s in SHEETS for c in s.columns if c.path}
    sections = {s.owner for s in SHEETS}
    for owner, fields in OBJECTS.items():
        for field in fields:
            nested = field.type == "object" and field.of in sections
            assert nested or owner in ("case", "source") or (owner, field.name) in columns, field.path


def test_rows_and_sheets_are_marked_and_heads_are_locked(case, written) -> None:
    book = openpyxl.load_workbook(written)
    for sheet in book.worksheets:
        assert sheet["A1"].value in {m.label for m in Marking}, sheet.title
        assert sheet.protection.sheet, sheet.title
        assert sheet.oddHeader.center.text == sheet["A1"].value
    stances = book["Stances"]
    assert stances["A1"].value == "UNCLASSIFIED//SENSITIVE"
    marks = [stances.cell(row, 1).value for row in range(4, 4 + len(case.stances))]
    assert marks == [s.source.marking.portion for s in case.stances.values()]
    assert stances["A3"].protection.locked
    assert not stances["D4"].protection.locked


def test_a_marking_can_be_raised_and_not_lowered(case) -> None:
    book = openpyxl.load_workbook(io.BytesIO(case_workbook(case, marking=Marking.S)))
    assert {sheet["A1"].value for sheet in book.worksheets} == {"SECRET"}
    with pytest.raises(ValueError, match="raised, not lowered"):
        case_workbook(case, marking=Marking.U)


def test_text_that_looks_like_a_formula_stays_text(case, tmp_path) -> None:
    meeting = replace(case.meeting, note='=HYPERLINK("http://x","y")', place="@SUM(1)", body="+1-2")
    path = tmp_path / "case.xlsx"
    path.write_bytes(case_workbook(replace(case, meeting=meeting)))
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))
    cells = [c for c in openpyxl.load_workbook(path)["Meeting"]["B"] if c.value == meeting.note]
    assert [c.data_type for c in cells] == ["s"]
    assert cells[0].quotePrefix
    assert read_case_workbook(path)[0].meeting == meeting


@pytest.mark.parametrize(
    ("sheet", "name", "row", "value", "rule"),
    [
        ("Stances", "salience", 4, 17.5, "out-of-range"),
        ("Stances", "confidence", 5, "sure", "not-a-choice"),
        ("Stances", "source.marking", 6, None, "missing-marking"),
        ("Stances", "ideal", 4, "much", "not-a-number"),
        ("Stances", "delegation", 4, "norhaven", "unknown-delegation"),
        ("Stances", "delegation", 5, "norhavn", "duplicate-key"),
        ("Red lines", "option", 4, "shal", "unknown-option"),
        ("Red lines", "delegation", 4, "ostero", "unknown-clause"),
        ("Options", "clause", 4, "dutty", "unknown-clause"),
        ("Delegations", "name", 4, None, "missing-field"),
        ("Documents", "date", 4, "last spring", "bad-date"),
    ],
)
def test_mistakes_are_told_with_their_cell(written, tmp_path, sheet, name, row, value, rule) -> None:
    letter = column(written, sheet, name)
    if rule == "unknown-clause" and sheet == "Red lines":
        issue = column(written, sheet, "issue")
        path = changed(written, tmp_path, (sheet, f"{letter}{row}", value), (sheet, f"{issue}{row}", "night_work"))
    else:
        path = changed(written, tmp_path, (sheet, f"{letter}{row}", value))
    found = [p for p in problems(path) if p.rule == rule]
    assert found, [str(p) for p in problems(path)]
    assert found[0].file == f"{path}!{sheet}"
    assert found[0].line == row
    if value is not None and rule != "unknown-clause":
        assert f"cell {letter}{row}" in found[0].message


def test_formulas_unknown_sheets_and_columns_are_problems(written, tmp_path) -> None:
    path = changed(written, tmp_path, ("Stances", "E4", "=1/2"))
    assert [(p.rule, p.line, p.column) for p in problems(path)] == [("formula", 4, 5)]
    book = openpyxl.load_workbook(written)
    book.create_sheet("Mine")
    book["Groups"]["C3"] = "nam"
    del book["Ties"]
    book.save(path)
    rules = {(p.rule, p.file.partition("!")[2]) for p in problems(path)}
    assert {("unknown-sheet", "Mine"), ("unknown-column", "Groups"), ("missing-sheet", "Ties")} <= rules


def test_what_could_act_is_refused(written, tmp_path) -> None:
    def with_part(name: str, data: bytes) -> Path:
        path = tmp_path / "bad.xlsx"
        path.write_bytes(written.read_bytes())
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        return path

    for name in (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/a.bin",
        "xl/connections.xml",
    ):
        assert [p.rule for p in problems(with_part(name, b"<x/>"))] == ["active-content"], name
    for data in (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a/>".encode("utf-16")):
        assert [p.rule for p in problems(with_part("xl/more.xml", data))] == ["active-content"]
    assert [p.rule for p in problems(with_part("xl/more.txt", b"0" * 110_000_000))] == ["file-too-large"]
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(b"actor,issue\n")
    assert [p.rule for p in problems(plain)] == ["not-a-workbook"]


def test_spreadsheet_habits_are_understood(case, written, tmp_path) -> None:
    """Dates as dates, numbers where a text is meant, truths as words, a band given by its middle alone."""
    import datetime

    mid, low, high = (column(written, "Options", f"strength.{part}") for part in ("mid", "low", "high"))
    path = changed(
        written,
        tmp_path,
        ("Documents", f"{column(written, 'Documents', 'date')}4", datetime.datetime(2030, 4, 9)),
        ("Stances", f"{column(written, 'Stances', 'source.paragraph')}4", 12),
        ("Talks", f"{column(written, 'Talks', 'recorded')}4", "TRUE"),
        ("Options", f"{low}4", None),
        ("Options", f"{high}4", None),
        ("Options", f"{mid}4", 0.35),
    )
    back = read_case_workbook(path)[0]
    assert next(iter(back.documents.values())).date == "2030-04-09"
    assert next(iter(back.stances.values())).source.paragraph == "12"
    assert back.issues["port_fees"].talks[0].recorded
    assert back.issues["port_fees"].clauses["duty"].options["invites"].strength == (0.35, 0.35, 0.35)


def test_letters_added_to_the_matrix_become_stances_that_read_as_them(case, written, tmp_path) -> None:
    rows = {d: 4 + n for n, d in enumerate(case.delegations)}
    for letter in "SJCO":
        changes = [
            ("Matrix", f"E{rows['vesterland']}", letter),
            ("Matrix", "B2", "our_reading"),
            ("Matrix", "D2", "SBU"),
        ]
        cells = read_cells(changed(written, tmp_path, *changes))
        edits = letter_edits(cells)
        assert [(e.delegation, e.issue, e.letter) for e in edits] == [("vesterland", "night_work", letter)]
        back = apply_letters(case_of_cells(written, cells), edits, cells, "book.xlsx")
        held = back.stances["vesterland", "night_work"]
        assert held.confidence is Confidence.INFERRED
        assert held.source.marking is Marking.SBU
        read = stance_letters(back)
        assert read.shown(read.delegations.index("vesterland"), read.issues.index("night_work")) == letter


def test_letters_that_say_too_little_are_problems(case, written, tmp_path) -> None:
    row = 4 + list(case.delegations).index("vesterland")
    path = changed(written, tmp_path, ("Matrix", f"D{row}", "S"), ("Matrix", f"E{row}", "B"))
    cells = read_cells(path)
    with pytest.raises(CaseProblems) as caught:
        apply_letters(case, letter_edits(cells), cells, "book.xlsx")
    rules = {p.rule for p in caught.value.problems}
    assert rules == {"letter-on-stance", "letter-needs-more", "missing-source", "missing-marking"}


def test_a_text_longer_than_a_cell_is_refused(case) -> None:
    long = replace(case, meeting=replace(case.meeting, note="x" * 40_000))
    with pytest.raises(PositionsError, match="32,767"):
        case_workbook(long)
