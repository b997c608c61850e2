"""The committed sample, printed by a real browser: page one is one page, the marking stands on every one."""

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from positions.casefiles import load_case
from positions.findings import find
from positions.ledger import Ledger
from positions.papers.book import foot_lines
from positions.papers.book.page_one import page_one, rows_left_over
from positions.papers.formats.document import Book
from positions.papers.formats.html import book_html

SAMPLE = Path(__file__).resolve().parents[2] / "reports" / "sample" / "briefing.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MARKING = "UNCLASSIFIED//SENSITIVE"
A4 = (595, 842)

pytestmark = pytest.mark.browser


def print_page(page, folder):
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on this machine: printing is not tested")
    command = [
        found, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'book.pdf'}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=180, env={**os.environ, "HOME": str(folder)})
    return [read(page) for page in PdfReader(folder / "book.pdf").pages]


@dataclass
class Page:
    size: tuple[int, int]
    text: str
    markings: int


def read(page):
    """Read a page once: text and where the marking is printed are both needed."""
    said = []
    page.extract_text(visitor_text=lambda text, *_: said.append(text))
    size = tuple(round(float(v)) for v in page.mediabox[2:])
    return Page(size, " ".join("".join(said).split()), "".join(said).count(MARKING))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    return print_page(SAMPLE, tmp_path_factory.mktemp("print"))


def test_page_one_fits_one_a4_sheet(printed):
    first, second = printed[0].text, printed[1].text
    assert printed[0].size == A4
    for words in ("Do now", "See Russia", "Aim for", "On course", "Markings propagated from the input"):
        assert words.lower() in first.lower(), words
    assert first.index("Do now") < first.index("Blocked by")
    assert "Who blocks which text" in second
    assert "Before the meeting" in second
    assert "Markings propagated" not in second


def test_the_marking_is_at_the_head_and_the_foot_of_every_page(printed):
    assert [page.markings >= 2 for page in printed] == [True] * len(printed)
    for number, page in enumerate(printed, start=1):
        assert page.text.removeprefix(f"{number} / {len(printed)} ").startswith(MARKING)
        assert page.text.endswith(MARKING)


def test_every_issue_begins_on_a_page_of_its_own(printed):
    assert sum("If nothing is agreed" in page.text for page in printed) == 11
    assert max(page.text.count("If nothing is agreed") for page in printed) == 1


def test_page_one_of_a_long_agenda_still_fits(tmp_path):
    """Forty issues with long titles and long advice: the estimate of what fits has to hold in the browser."""
    findings = find(Ledger(load_case(SAMPLE.parents[2] / "data"), seed=1, draws=20, members=4))
    case = findings.case
    long = {
        k: replace(i, title=f"{i.title} and whatever else may be said about it in the room")
        for k, i in case.issues.items()
    }
    worst = tuple(f for f in findings.issues if f.letter != "G")
    many = replace(findings, case=replace(case, issues=long), issues=worst * 4)
    first = page_one(many, foot_lines(many))
    rest = rows_left_over(many, first)
    html = book_html(Book("t", many.marking, "s", (), (first, rest)))
    page = tmp_path / "long.html"
    page.write_text(html, encoding="utf-8")
    printed = print_page(page, tmp_path)
    assert "Markings propagated from the input" in printed[0].text
    assert "Do now" in printed[0].text
    assert "The other issues" in printed[1].text
