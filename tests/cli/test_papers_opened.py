"""The papers as files: the same bytes twice, and an office program that is not ours opens them and shows all of it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from positions.interchange.workbook.parts import read_cells
from tests.program import run as program

ROOT = Path(__file__).resolve().parents[2]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CABLE = "1. (U) Sund spoke on port fees.\n\n2. (SBU) Vesterland refused port fees.\n"
SEPARATE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # a file for each sheet
PAPERS = ("book.docx", "book.pdf", "case.xlsx", "paper.docx", "coding.xlsx", "coding.yaml")


def run(*words: object, cwd: Path) -> None:
    done = program(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Path]:
    """Every paper, twice, from one case, through the command line as a user calls it."""
    folder = tmp_path_factory.mktemp("papers")
    run("init", "case", cwd=folder)
    (folder / "cable.txt").write_text(CABLE, encoding="ascii")
    for name in ("once", "again"):
        out = folder / name
        run("brief", "case", "--draws", 5, "--jobs", 1, "--out", out / "book", "--out", out / "book.docx", "--parents",
            "--out", out / "book.pdf", cwd=folder)  # fmt: skip
        run("export", "case", "--out", out / "case.xlsx", cwd=folder)
        run(
            "demarche",
            "russia",
            "--case",
            ROOT / "data",
            "--hand-over",
            "SBU",
            "--non-paper",
            "--out",
            out / "paper.docx",
            cwd=folder,
        )
        for suffix in ("xlsx", "yaml"):
            run("read", "cable.txt", "--case", "case", "--out", out / f"coding.{suffix}", cwd=folder)
    return folder / "once", folder / "again"


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_bytes_twice(made, name) -> None:
    once, again = (folder / name for folder in made)
    assert once.stat().st_size > 500
    assert once.read_bytes() == again.read_bytes()


def text_of(page) -> str:
    return page.extract_text() or ""


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_opens_and_no_page_is_empty(made) -> None:
    reader = PdfReader(io.BytesIO((made[0] / "book.pdf").read_bytes()), strict=True)
    assert len(reader.pages) > 5
    for page in reader.pages:
        text = text_of(page)
        assert text.count("UNCLASSIFIED//SENSITIVE") >= 2
        assert len(squeezed(text)) > 330 or len(page.images) > 0  # marking, provenance and more
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    places = [reader.get_destination_page_number(entry) for entry in tops]
    assert places[0] == 0
    assert places == sorted(set(places))  # every chapter on a page of its own


@pytest.fixture(scope="module")
def opened(made, tmp_path_factory) -> Path:
    """The papers as an office program shows them."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: whether it opens the papers is not tested")
    folder = tmp_path_factory.mktemp("opened")
    files = [made[0] / name for name in PAPERS if name.endswith((".docx", ".xlsx"))]
    convert(folder, "pdf", *files)
    return folder


def convert(folder: Path, form: str, *files: Path) -> subprocess.CompletedProcess[str]:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def _all_words(cell) -> str:
    """What is printed of a cell: words struck out stand where they stood."""
    return "".join(node.text or "" for node in cell._tc.xpath(".//w:t | .//w:delText"))


@pytest.mark.parametrize("name", ["book", "paper"])
def test_an_office_program_shows_all_of_the_words(made, opened, name) -> None:
    document = Document(made[0] / f"{name}.docx")
    pages = [text_of(page) for page in PdfReader(opened / f"{name}.pdf").pages]
    shown = squeezed("".join(pages))
    # a paragraph may be cut by the head and foot of a page: its start is enough
    lost = [p.text for p in document.paragraphs if squeezed(p.text)[:40] not in shown]
    assert lost == []
    cells = {_all_words(c) for table in document.tables for row in table.rows for c in row.cells if c.text.strip()}
    assert [text for text in sorted(cells) if squeezed(text)[:25] not in shown] == []
    assert min(len(squeezed(text)) for text in pages) > 250


def test_an_office_program_begins_every_chapter_on_its_page(made, opened) -> None:
    document = Document(made[0] / "book.docx")
    pages = [squeezed(text_of(page)) for page in PdfReader(opened / "book.pdf").pages]
    chapters = [squeezed(p.text) for p in document.paragraphs if p.style.name == "Heading 1"]
    banner = squeezed("UNCLASSIFIED//SENSITIVE")
    starts = [n for c in chapters for n, page in enumerate(pages) if page.startswith((c, banner + c))]
    assert len(starts) == len(set(starts)) == len(chapters)
    assert len(chapters) + 2 <= len(pages) < 4 * len(chapters)
    assert all(page.count(banner) >= 2 for page in pages)


def test_an_office_program_reads_the_cells_that_we_wrote(made, opened) -> None:
    convert(opened, SEPARATE_CSV, made[0] / "case.xlsx")
    for sheet in read_cells(made[0] / "case.xlsx", unread=()):
        with (opened / f"case-{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        found = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v}
        assert sorted(found) == sorted(sheet.values), sheet.title
        for place, value in sheet.values.items():
            same = found[place] == str(value) if isinstance(value, str) else number(found[place]) == value
            assert same, (sheet.title, place, value, found[place])


def number(text: str) -> float | bool:
    return text == "TRUE" if text in ("TRUE", "FALSE") else float(text)


def test_every_sheet_fits_on_its_pages_under_its_marking(made, opened) -> None:
    pages = [text_of(page) for page in PdfReader(opened / "case.pdf").pages]
    assert all("UNCLASSIFIED" in text for text in pages)
    words = squeezed("".join(pages))
    assert squeezed("we will not be told what to charge") in words
    assert len(PdfReader(opened / "coding.pdf").pages) == 2  # the passages, and what the columns mean


def test_a_broken_file_is_seen_as_broken(made, opened, tmp_path) -> None:
    """The office program opens nothing that it would have to repair: otherwise the tests above could not fail."""
    broken = tmp_path / "broken.docx"
    broken.write_bytes((made[0] / "book.docx").read_bytes()[:20_000])
    convert(opened, "pdf", broken)
    assert not (opened / "broken.pdf").exists()
