"""A bracketed draft gives an issue its clauses; slips in it are shown where they stand in the file."""

from dataclasses import replace

import pytest

from positions.casefiles import load_case
from positions.casefiles.plain import case_plain
from positions.casefiles.yaml_text import case_texts
from positions.errors import CaseProblems

DELEGATIONS = """\
groups:
  g77: {name: Group of 77}
delegations:
  russia: {name: Russian Federation, iso3: RUS, marking: U, groups: [g77]}
  iran: {name: Iran, marking: U, groups: [g77]}
documents:
  note: {title: A note, marking: U}
stances:
  text:
    iran:
      {ideal: 0.1, acceptance: [0, 0.4], salience: 1, confidence: stated, source: {document: note, marking: U},
       red_lines: [{clause: urges, option: urges, firmness: 0.9}]}
"""
ISSUES = """\
meeting: {id: m, title: M, marking: U, start: 2030-05-06, end: 2030-05-08, principal: russia}
issues:
  text:
    title: A text
    marking: U
    ladder: [{at: 0, meaning: nothing}, {at: 1, meaning: all}]
    draft: DRAFT
    wordings:
      chair: {title: Chair, kind: chair, choice: {urges: urges, consider: omit, in_accordance_with_domestic: omit}}
    tabled: chair
    fallback: no_text
"""
BLOCK = """|
      [Urges / g77: Invites] States Parties to [consider] not
      punishing victims[RUS, Iran: , in accordance with domestic law,].
"""


@pytest.fixture
def case(tmp_path):
    def write(draft, issues=ISSUES, delegations=DELEGATIONS):
        (tmp_path / "delegations.yaml").write_text(delegations)
        (tmp_path / "issues.yaml").write_text(issues.replace("DRAFT", draft))
        return tmp_path

    return write


def problems(folder):
    with pytest.raises(CaseProblems) as caught:
        load_case(folder)
    return [(p.rule, p.line, p.column) for p in caught.value.problems]


def test_a_draft_gives_clauses_owners_strengths_and_completes_choices(case):
    issue = load_case(case(BLOCK)).issues["text"]
    assert list(issue.clauses) == ["urges", "text_1", "consider", "text_2", "in_accordance_with_domestic", "text_3"]
    assert issue.clauses["urges"].options["invites"].owner == ("russia", "iran")
    law = issue.clauses["in_accordance_with_domestic"].options
    assert law["in_accordance_with_domestic"].owner == ("russia", "iran")
    assert law["in_accordance_with_domestic"].strength == (0.4, 0.6, 0.8)
    assert law["omit"].strength == (1, 1, 1)
    assert issue.text("chair") == "Urges States Parties to not punishing victims."
    assert issue.wordings["chair"].choice["text_1"] == "text"


def test_a_slip_in_a_block_is_shown_where_it_stands(case):
    folder = case(BLOCK.replace("[consider]", "[consider"))
    assert problems(folder) == [("bracket-not-closed", 8, 48)]
    line = (folder / "issues.yaml").read_text().splitlines()[7]
    assert line[47:].startswith("[consider")


def test_a_slip_in_one_line_is_shown_where_it_stands(case):
    assert problems(case('"[Urges / Invites States"')) == [("bracket-not-closed", 7, 13)]
    assert problems(case("Urges] States")) == [("bracket-not-opened", 7, 17)]


def test_a_slip_in_folded_text_is_told_by_line_of_the_draft(case):
    folder = case(">\n      [Urges / Invites]\n      States [to act\n")
    with pytest.raises(CaseProblems, match=r"line 1, character 26 of the draft: this bracket is never closed"):
        load_case(folder)


def test_an_unknown_owner_and_nothing_that_follows_from_it(case):
    folder = case(BLOCK.replace("RUS, Iran", "RUS, Irn"))
    assert problems(folder) == [("unknown-delegation", 9, 25)]


def test_red_lines_and_choices_are_checked_against_the_draft(case):
    folder = case(BLOCK, issues=ISSUES.replace("urges: urges", "urges: demands"))
    assert [rule for rule, *_ in problems(folder)] == ["unknown-option"]


def test_an_issue_needs_clauses_or_a_draft(case):
    folder = case("", issues=ISSUES.replace("    draft: DRAFT\n", ""))
    assert "missing-field" in [rule for rule, *_ in problems(folder)]


OPTIONS = """\
    clauses:
      force: {options: {urges: {text: Urges}, shall: {text: States shall, strength: 0.3}}}
      way_out: {options: {law: {text: ", in accordance with domestic law"}, none: {text: ""}}}
"""


def test_a_strength_that_is_left_out_is_read_and_one_that_is_given_stands(case):
    issues = ISSUES.replace("    draft: DRAFT\n", OPTIONS).replace(
        "{urges: urges, consider: omit, in_accordance_with_domestic: omit}", "{force: urges, way_out: law}"
    )
    delegations = DELEGATIONS.replace("clause: urges", "clause: force")
    clauses = load_case(case("", issues=issues, delegations=delegations)).issues["text"].clauses
    urges, shall = clauses["force"].options.values()
    assert (urges.strength, urges.read_by) == ((0.6, 0.8, 1.0), "lexicon")
    assert (shall.strength, shall.read_by) == ((0.3, 0.3, 0.3), "author")
    assert clauses["way_out"].options["none"].strength == (1, 1, 1)
    assert clauses["way_out"].options["law"].strength == (0.4, 0.6, 0.8)


def test_an_option_in_which_nothing_can_be_read_needs_the_authors_strength(case):
    issues = ISSUES.replace("    draft: DRAFT\n", OPTIONS.replace("{text: Urges}", "{text: the principle}")).replace(
        "{urges: urges, consider: omit, in_accordance_with_domestic: omit}", "{force: urges, way_out: law}"
    )
    delegations = DELEGATIONS.replace("clause: urges", "clause: force")
    assert [rule for rule, *_ in problems(case("", issues=issues, delegations=delegations))] == ["missing-strength"]


def test_clauses_whose_draft_is_left_out_are_written_with_strengths_that_words_alone_do_not_give(case, tmp_path):
    first = load_case(case(BLOCK))
    issue = replace(first.issues["text"], draft="")
    again = tmp_path / "again"
    again.mkdir()
    for name, text in case_texts(case_plain(replace(first, issues={"text": issue}))).items():
        (again / name).write_text(text, encoding="utf-8")
    found = load_case(again).issues["text"].clauses
    assert list(found) == list(issue.clauses)
    for key, clause in issue.clauses.items():
        assert [o.strength for o in found[key].options.values()] == [o.strength for o in clause.options.values()]
