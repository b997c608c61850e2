"""No page of a book violates WCAG 2.2 AA as far as axe-core can tell, on a laptop and on a phone."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.findings import find
from positions.ledger import Ledger
from positions.papers.book import make_book
from positions.papers.book.figures import drawings
from positions.papers.book.make import look_closer
from positions.papers.formats.document import Figure
from positions.papers.formats.html import book_html
from tests.browser.accessible import WIDTHS, address_of, violations

ROOT = Path(__file__).resolve().parents[2]
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["data", "examples/climate", "made-up"])
def page(request, tmp_path_factory):
    made_up = request.param == "made-up"
    case = conference(delegations=20, issues=6, seed=3) if made_up else load_case(ROOT / request.param)
    findings = find(Ledger(case, draws=20, members=4))
    figures = {d.place: Figure(d.name, f"{d.words} {d.place}", findings.marking) for d in drawings(findings)}
    written = tmp_path_factory.mktemp("page") / "briefing.html"
    written.write_text(book_html(make_book(findings, figures), live=look_closer(findings)), encoding="utf-8")
    return written


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation(page, width):
    assert violations(address_of(page), width, before=OPEN) == []


def test_a_violation_would_be_found(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<title>x</title><p style='color:#ccc'>pale</p><img src='x'><div style='width:900px'>wide</div>")
    found = " ".join(violations(address_of(bad), 390))
    for rule in ("color-contrast", "image-alt", "html-has-lang", "pixels wide in a window of 390"):
        assert rule in found


def test_headings_leave_no_level_out_and_links_have_targets(page):
    html = page.read_text(encoding="utf-8")
    levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    issues = [i for i in ids if i.startswith("issue_")]
    assert html.count('href="#page_one"') >= len(issues) + 1
