"""Negotiating lines and the plan of conversations in the book."""

from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.findings import advise, find
from positions.ledger import Ledger
from positions.papers.book.advice import lines_on_issues, outreach_section
from positions.papers.formats.document import Table

DATA = Path(__file__).parents[4] / "data"


@pytest.fixture(scope="module")
def found():
    findings = find(Ledger(load_case(DATA), seed=3, draws=40, members=8))
    return findings, advise(findings)


def plain(block):
    if isinstance(block, Table):
        return " | ".join(cell.plain for row in block.rows for cell in row)
    return getattr(block, "plain", "")


def test_pressing_issues_get_lines_and_others_do_not(found):
    findings, advice = found
    pressing = {f.issue for f in findings.issues if f.letter != "G" and not f.held_back}
    assert set(advice.lines) == pressing
    assert set(lines_on_issues(findings, advice)) == pressing
    assert "plea_bargaining" not in pressing


def test_lines_name_aspiration_walk_away_and_a_tabler(found):
    findings, advice = found
    text = " ".join(plain(b) for b in lines_on_issues(findings, advice)["victim_care"])
    assert "Ask for" in text
    assert "Walk away to | No text." in text
    assert "Argentina" in text
    assert "Pakistan" in text


def test_the_plan_names_both_conversations_of_the_record(found):
    findings, advice = found
    section = outreach_section(findings, advice)
    table = next(b for b in section.blocks if isinstance(b, Table))
    names = [row[1].plain for row in table.rows]
    assert any(n.startswith("Russia") for n in names)
    assert any(n.startswith("Pakistan") for n in names)
    assert section.marking == findings.marking


def test_no_pressing_issue_no_advice(found):
    findings, _ = found
    from dataclasses import replace

    calm = replace(findings, issues=tuple(f for f in findings.issues if f.letter == "G"))
    assert advise(calm) is None
    assert outreach_section(calm, None) is None
    assert lines_on_issues(calm, None) == {}


def test_the_lines_hold_what_page_one_says_and_no_fall_back_against_us(found):
    findings, advice = found
    care = " ".join(plain(b) for b in lines_on_issues(findings, advice)["victim_care"])
    assert "With a talk | Care without prejudice to cooperation." in care
    assert "after a talk with Pakistan" in care
    assert "Fall back on" in care
    fall_back = care[care.index("Fall back on") : care.index("Walk away to")]
    assert "who cooperate" not in fall_back
    review = " ".join(plain(b) for b in lines_on_issues(findings, advice)["review_mechanism"])
    assert "Fall back on | Nothing better than Sister body's text." in review


def test_an_empty_option_is_said_in_words(found):
    findings, advice = found
    for blocks in lines_on_issues(findings, advice).values():
        assert "“”" not in " ".join(plain(b) for b in blocks)
    links = " ".join(plain(b) for b in lines_on_issues(findings, advice)["civil_society_links"])
    assert "that it says nothing under “Qualifier” (" in links
