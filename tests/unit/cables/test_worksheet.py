"""Passages for the coder: found by names and words, and never coded."""

from dataclasses import fields

import pytest

from positions.cables import read_cable
from positions.cables.worksheet import IssueCues, Passage, make_worksheet
from positions.markings import Marking
from positions.model import Case, Clause, Delegation, Issue, Meeting, Option, Rung, Wording
from positions.names import NameFinder, words_for

U = Marking.U
TEXT = """E.O. 13526: N/A
TAGS: PREL
SUBJECT: DUES

1. (SBU) Chilean and U.S. delegates opposed harbour dues.  Kenya was absent.

2. They spoke of fish quotas.  Peru was against any quota.

3. (U) Equatorial Guinea took the floor on harbor dues.
"""


def issue(ident, title):
    options = {"o": Option("o", f"{title} shall be agreed", (0, 0, 1))}
    wordings = {"w": Wording("w", title, "proposal", {"k": "o"}, U)}
    return Issue(ident, title, U, (Rung(0, "nothing"),), {"k": Clause("k", options)}, wordings, "w", "no_text")


@pytest.fixture(scope="module")
def sheet():
    names = {"chile": "CHL", "usa": "USA", "kenya": "KEN", "peru": "PER", "guinea": "GIN"}
    delegations = {d: Delegation(d, words_for(iso)[0], U, iso) for d, iso in names.items()}
    issues = {
        "dues": issue("dues", "Harbour dues"),
        "quota": issue("quota", "Fish quotas"),
        "salt": issue("salt", "Salt"),
    }
    meeting = Meeting("m", "M", U, "2030-01-01", "2030-01-02", "chile")
    case = Case(meeting, {}, {}, delegations, issues, {})
    return make_worksheet(case, read_cable(TEXT), document="report")


def test_names_and_words_that_meet(sheet):
    assert {(p.paragraph, p.delegation, p.issue, p.apart) for p in sheet.passages} == {
        (1, "chile", "dues", 0),
        (1, "usa", "dues", 0),
        (1, "kenya", "dues", 1),
        (2, "peru", "quota", 0),
    }


def test_an_unmarked_paragraph_stays_unmarked(sheet):
    marks = {p.paragraph: p.mark for p in sheet.passages}
    assert marks == {1: Marking.SBU, 2: None}
    assert sheet.marking is None


def test_quote_lines_and_cue_words(sheet):
    first = sheet.passages[0]
    assert first.quote.startswith("Chilean and U.S. delegates opposed harbour dues.")
    assert (first.first_line, first.cue_words) == (5, ("harbour", "dues"))


def test_what_was_never_named_or_touched_is_told(sheet):
    assert sheet.unnamed == ("guinea",)  # Equatorial Guinea is another country
    assert sheet.untouched == ("salt",)


def test_a_passage_has_no_room_for_a_stance():
    assert {f.name for f in fields(Passage)} == {
        "delegation", "issue", "paragraph", "mark", "first_line", "last_line", "quote", "cue_words", "apart", "weight",
    }  # fmt: skip


def test_words_that_every_issue_has_say_nothing():
    cues = IssueCues({n: issue(n, f"Harbour {n}") for n in ("dues", "pilots", "tugs", "cranes")})
    assert cues.found("the harbour") == {}
    assert list(cues.found("harbour pilots")) == ["pilots"]


def test_names_are_whole_words():
    finder = NameFinder({"mali": words_for("MLI"), "usa": words_for("USA"), "niger": words_for("NER")})
    assert [m.id for m in finder.find("Malian, Somalia, Nigeria, US and us, the U.S. view")] == ["mali", "usa", "usa"]
