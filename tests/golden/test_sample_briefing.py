"""The committed sample is what the program makes of data/ today. After a wanted change: ``make sample``."""

import json
import re
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.findings import advise, find, numbers, with_search
from positions.ledger import Ledger
from positions.papers.book import make_book
from positions.papers.book.advice import lines_on_issues, outreach_section
from positions.papers.book.figures import drawings
from positions.papers.book.make import look_closer
from positions.papers.formats.document import Figure
from positions.papers.formats.html import book_html

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "reports" / "sample"
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def found():
    findings = find(Ledger(load_case(ROOT / "data")))
    advice = advise(findings)
    return with_search(findings, advice), advice


@pytest.fixture(scope="module")
def findings(found):
    return found[0]


@pytest.fixture(scope="module")
def advice(found):
    return found[1]


def test_the_numbers_are_the_same(findings, advice):
    committed = json.loads((SAMPLE / "numbers.json").read_text(encoding="utf-8"))
    del committed["data"]["files"]
    made = json.loads(json.dumps(numbers(findings, advice)))
    assert made == committed, "make sample"


def without_pictures(html):
    return re.sub(r"<figure>.*?</figure>", "", html, flags=re.DOTALL)


def test_the_page_is_the_same_but_for_its_pictures(findings, advice):
    committed = (SAMPLE / "briefing.html").read_text(encoding="utf-8")
    places = [d.place for d in drawings(findings)]
    figures = {place: Figure(place, "", findings.marking) for place in places}
    lines, more = lines_on_issues(findings, advice), outreach_section(findings, advice)
    made = book_html(make_book(findings, figures, on_issue=lines, more=(more,)), live=look_closer(findings))
    assert without_pictures(made) == without_pictures(committed), "make sample"
    assert len(re.findall("<figure>", committed)) == len(places)


def test_the_sample_is_small():
    assert sum(p.stat().st_size for p in SAMPLE.iterdir()) < MOST_BYTES
