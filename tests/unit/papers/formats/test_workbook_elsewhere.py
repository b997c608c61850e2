"""Workbooks that went through another program, and workbooks that are made to harm."""

from __future__ import annotations

import datetime
import io
import random
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.errors import CaseProblems, PositionsError
from positions.interchange.foreign import foreign_case, read_table
from positions.interchange.workbook.parts import read_cells
from positions.interchange.workbook.read import case_of_cells, is_case_workbook, read_case_workbook
from positions.markings import Marking
from positions.papers.formats.workbook import case_workbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter")
    write_starter(folder / "case")
    return load_case(folder / "case")


@pytest.fixture(scope="module")
def written(case, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("book") / "case.xlsx"
    path.write_bytes(case_workbook(case))
    return path


def with_sheet(written: Path, path: Path, change) -> Path:
    """Change the XML of the sheets ``change`` is given by title."""
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        book = old.read("xl/workbook.xml").decode()
        titles = re.findall(r'<sheet [^>]*name="([^"]*)"', book)
        for name in old.namelist():
            data = old.read(name)
            if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                data = change(titles[int(found[1]) - 1], data.decode()).encode()
            new.writestr(name, data)
    return path


def place(written: Path, sheet: str, name: str, row: int) -> str:
    page = openpyxl.load_workbook(written)[sheet]
    return f"{next(cell.column_letter for cell in page[3] if cell.value == name)}{row}"


def with_cell(written: Path, path: Path, sheet: str, name: str, row: int, xml: str) -> Path:
    """Put the XML of a cell, as another program writes it, in the place of one; {at} is its name."""
    at = place(written, sheet, name, row)
    seen = []

    def change(title: str, text: str) -> str:
        if title != sheet:
            return text
        made, number = re.subn(rf'<c r="{at}"[^>]*?(/>|>.*?</c>)', lambda _: xml.format(at=at), text, count=1)
        seen.append(number)
        return made

    with_sheet(written, path, change)
    assert seen == [1]
    return path


def problems(path: Path):
    with pytest.raises(CaseProblems) as caught:
        read_case_workbook(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("xml", "truth"),
    [
        ('<c r="{at}" t="b"><f aca="false">TRUE()</f><v>1</v></c>', True),
        ('<c r="{at}" t="b"><f>=true()</f></c>', True),
        ('<c r="{at}" t="b"><f> FALSE() </f><v>0</v></c>', False),
        ('<c r="{at}" t="b"><v>1</v></c>', True),
        ('<c r="{at}" t="str"><v>TRUE</v></c>', True),
    ],
)
def test_truths_as_other_programs_save_them(written, tmp_path, xml, truth) -> None:
    path = with_cell(written, tmp_path / "b.xlsx", "Silent", "covers_named", 4, xml)
    silent = next(iter(read_case_workbook(path)[0].issues.values())).silent
    assert silent[0].covers_named is truth


@pytest.mark.parametrize("formula", ["TRUE()*1", "NOT(FALSE())", "A1", "1/2", 'HYPERLINK("http://x")', ""])
def test_every_other_formula_is_refused_at_its_cell(written, tmp_path, formula) -> None:
    xml = f'<c r="{{at}}" t="b"><f>{formula}</f><v>1</v></c>'
    path = with_cell(written, tmp_path / "b.xlsx", "Silent", "covers_named", 4, xml)
    (found,) = problems(path)
    assert (found.rule, found.file) == ("formula", f"{path}!Silent")


def test_texts_as_other_programs_save_them(written, tmp_path, case) -> None:
    """Inside the cell, in pieces, with how to pronounce them, with carriage returns and escaped characters."""
    name = "reason"
    said = {
        '<c r="{at}" t="inlineStr"><is><t>one</t></is></c>': "one",
        '<c r="{at}" t="inlineStr"><is><r><t xml:space="preserve">one </t></r><r><t>two</t></r></is></c>': "one two",
        '<c r="{at}" t="inlineStr"><is><t>one</t><rPh sb="0" eb="1"><t>wan</t></rPh></is></c>': "one",
        '<c r="{at}" t="str"><v>one_x000D_\ntwo_x000d_three</v></c>': "one\ntwo\nthree",
        '<c r="{at}" t="str"><v>a_x005F_x0041_b</v></c>': "a_x0041_b",
    }
    for xml, text in said.items():
        path = with_cell(written, tmp_path / "t.xlsx", "Stances", name, 4, xml)
        back = read_case_workbook(path)[0]
        assert next(iter(back.stances.values())).reason == text
    path = with_cell(written, tmp_path / "t.xlsx", "Stances", name, 4, '<c r="{at}" t="str"><v>a_x001B_[31m</v></c>')
    assert [p.rule for p in problems(path)] == ["control-character"]


def test_what_a_program_made_of_a_text_is_a_problem_with_its_cell(written, tmp_path) -> None:
    """4-3 becomes a date and 5.10 the number 5.1; a whole number, and a date where a date belongs, are understood."""
    for value, shown in ((datetime.datetime(2030, 4, 3), "2030-04-03"), (5.1, "5.1")):
        book = openpyxl.load_workbook(written)
        at = place(written, "Stances", "source.paragraph", 4)
        book["Stances"][at] = value
        book["Documents"][place(written, "Documents", "date", 4)] = datetime.date(2030, 4, 9)
        book.save(tmp_path / "typed.xlsx")
        (found,) = problems(tmp_path / "typed.xlsx")
        assert found.rule == "text-expected"
        assert found.file.endswith("typed.xlsx!Stances")
        assert f"cell {at}" in found.message
        assert shown in found.message


def test_columns_of_texts_are_formatted_as_text(written) -> None:
    """Or a spreadsheet program makes a date of 4-3 as it is typed."""
    book = openpyxl.load_workbook(written)
    for sheet, name, row in (
        ("Stances", "source.paragraph", 4),
        ("Stances", "source.paragraph", 400),
        ("Documents", "date", 400),
        ("Wordings", "choice", 400),
        ("Delegations", "iso3", 4),
    ):
        letter = re.sub("[0-9]", "", place(written, sheet, name, row))
        page = book[sheet]
        style = page[f"{letter}{row}"] if row == 4 else page.column_dimensions[letter]
        assert style.number_format == "@", (sheet, name)
    assert book["Meeting"]["B4"].number_format == "@"
    assert book["Stances"][place(written, "Stances", "salience", 4)].number_format == "General"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here: soffice")
@pytest.mark.slow
def test_a_save_in_libreoffice_changes_nothing(case, written, tmp_path) -> None:
    meeting = replace(case.meeting, note="4-3 and 5.10, 1/2", place="0060", body="=1+1")
    first = next(iter(case.stances))
    held = case.stances[first]
    changed = replace(held, source=replace(held.source, paragraph="5.10"), reason="two\nlines, _x0041_ and “quotes”")
    full = replace(case, meeting=meeting, stances={**case.stances, first: changed})
    (tmp_path / "in.xlsx").write_bytes(case_workbook(full))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        "out",
        "in.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    back, _ = read_case_workbook(tmp_path / "out" / "in.xlsx")
    assert replace(back, provenance=full.provenance) == full


def test_a_case_without_issues_has_a_workbook_too(case, tmp_path) -> None:
    bare = replace(case, issues={}, stances={}, associations=(), ties=(), notes=(), plans={})
    (tmp_path / "bare.xlsx").write_bytes(case_workbook(bare))
    assert [c.title for c in read_cells(tmp_path / "bare.xlsx")][:3] == ["Legend", "Matrix", "Meeting"]


# --- limits


def bomb(path: Path, written: Path, sheet: str) -> Path:
    return with_sheet(written, path, lambda title, text: sheet if title == "Stances" else text)


HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
ALONE = """
import sys
from pathlib import Path
from positions.errors import CaseProblems
from positions.interchange.workbook.read import read_case_workbook
try:
    read_case_workbook(Path(sys.argv[1]))
except CaseProblems as error:
    print(str(error)[:2000])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))  # of this program alone
print(int(peak.split()[1]) * 1024, end="")
"""


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "beyond row"),
        ('<row r="&#57;9999999"><c><v>1</v></c></row>', "beyond row"),
        ('<row r="4"><c r="ZZZ4"><v>1</v></c></row>', "beyond row"),
        ('<row r="4"><c r="A99999999"><v>1</v></c></row>', "beyond row"),
        ('<row r="4">' + "<c/>" * 20_000 + "</row>", "beyond row"),
        ("<row>" * 2 + "</row>" * 2 + "<row/>" * 1_100_000, "beyond row"),
        ("".join(f'<row r="{n}">{"<c><v>1</v></c>" * 600}</row>' for n in range(4, 1000)), "more than 500,000 cells"),
        ('<row r="4"><c r="A4"><v>' + "9" * 5_000 + "</v></c></row>", "no number that can be used"),
        ('<row r="4"><c r="A4"><v>1e999</v></c></row>', "no number that can be used"),
        ('<row r="4"><c r="A4"><v>1.2.3</v></c></row>', "no value of its own kind"),
        ('<row r="4"><c r="A4" t="s"><v>999999</v></c></row>', "a text that the file does not hold"),
        ('<row r="x"><c r="A4"><v>1</v></c></row>', "cannot be read as a workbook"),
        ("<row>", "cannot be read as a workbook"),
        ("<x>" + "a" * 60_000_000 + "</x>", "when unpacked"),
        ("<x/>" * 2_600_000, "more than 2,500,000 elements"),
    ],
)
def test_workbooks_that_are_too_large_or_broken_are_refused_soon_and_in_little_memory(
    written, tmp_path, rows, words
) -> None:
    path = bomb(tmp_path / "bomb.xlsx", written, HEAD + rows + END)
    assert path.stat().st_size < 500_000
    done = subprocess.run([sys.executable, "-c", ALONE, path], capture_output=True, text=True, check=True, timeout=120)
    said, _, memory = done.stdout.rpartition("\n")
    assert words in said
    assert int(memory) < 700_000_000  # of the whole process, Python and its packages with it
    assert str(tmp_path) not in said.replace(str(path), "")


def test_one_long_text_in_many_cells_is_refused(written, tmp_path) -> None:
    text = "x" * 30_000
    rows = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(4, 2_000))

    with zipfile.ZipFile(written) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                more = b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", more)
            elif name.startswith("xl/worksheets/sheet"):
                data = (HEAD + rows + END).encode()
            new.writestr(name, data)
        new.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
    assert "20,000,000 characters" in problems(tmp_path / "b.xlsx")[0].message


# --- mutations


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Change a few bytes: overwritten, cut out, doubled, or put in from elsewhere."""
    found = bytearray(data)
    odd = [
        b"\0",
        b"\xff",
        b'"',
        b"=",
        b";",
        b",",
        b"\r",
        b"\n",
        b"<",
        b">",
        b"&",
        b"1e9999999",
        b"-",
        "\u202e".encode(),
    ]
    for _ in range(rng.randint(1, 2)):
        at, size = rng.randrange(len(found) + 1), rng.randint(1, 12)
        kind = rng.randrange(4)
        if kind == 0:
            found[at : at + 1] = rng.choice(odd)
        elif kind == 1:
            del found[at : at + size]
        elif kind == 2:
            found[at:at] = found[at : at + size]
        else:
            other = rng.randrange(len(found) + 1)
            found[at:at] = found[other : other + size]
    return bytes(found)


def imported(path: Path) -> None:
    """Do what ``positions import`` does with a file, up to the case."""
    if path.suffix == ".xlsx":
        cells = read_cells(path)
        if is_case_workbook(cells):
            case_of_cells(path, cells)
            return
    foreign_case(read_table(path), name="x", marking=Marking.U)


TABLES = (
    b"sep=;\nactor;issue;position;salience;power\nA;t;70,5;80;1\nB;t;1.234,5;60 %;2\n",
    b'title\n\nactor,issue,position (0-10),salience\n"A\nb",t,7,80\nB,t,4,60\n',
    b"#A\tx\n#A\ty\n#P\tt\n#M\tt\t0\tnone\n#M\tt\t7\tall\n#D\tx\tt\t1\t0.5\t1\n#D\ty\tt\t\t0.5\t1\n",
    b"T; u,v, 2, 1, \nActor,Description,Power,One Position,One Salience\nA,a,10,20,30\nB,b,30,60,70\n",
    "actor\tissue\tposition\tsalience\nA\tt\t70\t80\n".encode("utf-16"),
)


@pytest.mark.parametrize("part", range(4))
def test_four_hundred_mutated_tables_each_are_read_or_refused(part, tmp_path) -> None:
    rng = random.Random(part)  # noqa: S311
    read = 0
    for number in range(400):
        path = tmp_path / "t.csv"
        path.write_bytes(mutated(rng, TABLES[number % len(TABLES)]))
        try:
            imported(path)
            read += 1
        except PositionsError:
            continue
    assert 10 < read < 390  # both happen


@pytest.mark.parametrize("part", range(4))
def test_one_hundred_mutated_workbooks_each_are_read_or_refused(part, written, tmp_path) -> None:
    """Bytes of the archive, and of the XML inside it, which a changed archive mostly does not reach."""
    rng = random.Random(100 + part)  # noqa: S311
    plain = written.read_bytes()
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    refused = 0
    for number in range(100):
        path = tmp_path / "w.xlsx"
        if number % 4 == 0:
            path.write_bytes(mutated(rng, plain))
        else:
            hit = rng.choice(names)
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as archive:
                for name, data in parts.items():
                    archive.writestr(name, mutated(rng, data) if name == hit else data)
            path.write_bytes(made.getvalue())
        try:
            imported(path)
        except PositionsError:
            refused += 1
    assert refused > 10
