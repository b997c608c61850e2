"""The committed sample, printed by a real browser: page one is one page, the marking stands on every one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

SAMPLE = Path(__file__).resolve().parents[2] / "reports" / "sample" / "briefing.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MARKING = "UNCLASSIFIED//SENSITIVE"
A4 = (595, 842)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on this machine: printing is not tested")
    folder = tmp_path_factory.mktemp("print")
    command = [
        found, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'book.pdf'}", SAMPLE.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=180, env={**os.environ, "HOME": str(folder)})
    return PdfReader(folder / "book.pdf")


def text_of(printed, n):
    return " ".join(printed.pages[n].extract_text().split())


def test_page_one_fits_one_a4_sheet(printed):
    first, second = text_of(printed, 0), text_of(printed, 1)
    assert tuple(round(float(v)) for v in printed.pages[0].mediabox[2:]) == A4
    for words in ("SEE", "TABLE", "ASK", "Markings propagated from the input"):
        assert words.lower() in first.lower(), words
    assert "Non-punishment of victims" in second
    assert "Markings propagated" not in second


def test_the_marking_is_at_the_head_and_the_foot_of_every_page(printed):
    for n, page in enumerate(printed.pages):
        assert text_of(printed, n).count(MARKING) >= 2, n
        heights = []

        def note(text, cm, tm, *rest, heights=heights):
            if MARKING in text:
                heights.append(tm[5] * cm[3] + cm[5] if cm[3] < 0 else tm[5])

        page.extract_text(visitor_text=note)
        assert len(heights) >= 2, n


def test_every_issue_begins_on_a_page_of_its_own(printed):
    starts = [n for n in range(len(printed.pages)) if "If nothing is agreed" in text_of(printed, n)]
    assert len(starts) == len(set(starts)) == 11
