"""The page's script is allowed by its hash alone, and hostile names stay text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from positions.agreement import coalition_graph
from positions.casefiles import load_case
from positions.game import stance_letters
from positions.markings import Marking
from positions.papers.formats.document import Book, Section, paragraph
from positions.papers.formats.html import book_html
from positions.papers.formats.html.live import live_part

ROOT = Path(__file__).parents[4]
HOSTILE = "<script>alert(1)</script>\" onload='x"


@pytest.fixture(scope="module")
def live():
    case = load_case(ROOT / "positions" / "casefiles" / "starter_case")
    sund = replace(case.delegations["sund"], name=HOSTILE)
    case = replace(case, delegations={**case.delegations, "sund": sund})
    ids = [d.id for d in case.delegations.values() if d.decides]
    graph = coalition_graph(ids, markings=[Marking.SBU] * len(ids), labels=[HOSTILE] * len(ids))
    return live_part(case, stance_letters(case), graph, {})


def book(marking: Marking) -> Book:
    return Book("Ports", marking, "", ("seed 1",), (Section("one", "Ports", (paragraph("A page."),)),))


def test_the_policy_names_the_script_by_its_hash(live) -> None:
    text = book_html(book(Marking.SBU), live=live)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in text
    assert "style=" not in text
    assert re.findall(r"https?://", text) == []


def test_without_it_there_is_no_script() -> None:
    assert "script" not in book_html(book(Marking.SBU))


def test_hostile_names_stay_text(live) -> None:
    assert "<script>alert" not in book_html(book(Marking.SBU), live=live)


def test_it_is_not_marked_higher_than_the_book(live) -> None:
    assert live.marking is Marking.SBU
    with pytest.raises(ValueError, match="last page SBU"):
        book_html(book(Marking.U), live=live)
    assert "(SBU)</span> To look closer" in book_html(book(Marking.SBU), live=live)


def test_same_case_same_page(live) -> None:
    assert book_html(book(Marking.S), live=live) == book_html(book(Marking.S), live=live)
