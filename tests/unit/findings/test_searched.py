"""What a search found where the texts in the case hold nothing, and what one can fall back on."""

from dataclasses import replace

import pytest

from positions.findings import advise, find, numbers, with_search
from positions.findings.advice import fall_back_on, fallback_value
from positions.findings.headline import headline
from positions.findings.phrases import instead, letter_words
from positions.findings.ways_out import NO_BETTER
from positions.ledger import Ledger
from positions.ledger.advice import searched_compromise
from positions.simulation import Band


@pytest.fixture(scope="module")
def both(vienna_case):
    issues = {
        i: vienna_case.issues[i] for i in ("non_punishment", "review_mechanism", "victim_care", "plea_bargaining")
    }
    findings = find(Ledger(replace(vienna_case, issues=issues), seed=3, draws=40, members=8))
    return findings, advise(findings)


def test_a_text_that_the_search_found_is_named_beside_those_in_the_case(both):
    findings = with_search(*both)
    assert set(findings.searched) == {"non_punishment"}
    found = findings.searched["non_punishment"]
    assert found.passes.median >= 0.5
    said = instead(findings, findings.issue("non_punishment"))
    assert "among the texts in the case; the search found “a study for the next session”, in the game 9" in said
    assert "search" not in instead(findings, findings.issue("review_mechanism"))
    assert "search" not in instead(both[0], findings.issue("non_punishment"))
    assert "A talk saves one, another text one," in findings.headline
    assert "A talk saves one, for two only older language is left." in both[0].headline
    assert numbers(findings, both[1])["data"]["searched"]["non_punishment"]["text"] == found.text


def test_no_search_no_change(both):
    assert with_search(both[0], None) is both[0]


def test_what_fails_or_gains_nothing_is_not_named(both):
    findings, advice = both
    lines = advice.lines["non_punishment"]

    def named(**change):
        front = tuple(replace(p, proposers=(), **change) for p in lines.front)
        made = replace(advice, lines={"non_punishment": replace(lines, front=front)})
        return set(with_search(findings, made).searched)

    assert named() == {"non_punishment"}
    assert named(p_consensus=Band(0.49, 0.4, 0.6)) == set()
    assert named(utility=0.01) == set()


def test_a_fall_back_is_worth_more_than_what_stands_anyway_and_not_hardest_on_us(both):
    findings, advice = both
    care = advice.lines["victim_care"]
    whole = searched_compromise(findings.ledger, "victim_care")
    assert whole.reserve.choice["condition"] == "cooperating"  # the search's own rank reverses what we want
    assert whole.reserve.worst_off[0] == "usa"
    assert fall_back_on(findings, whole).choice == fall_back_on(findings, care).choice
    assert whole.aspiration.choice == care.aspiration.choice
    assert {p.wording for p in care.front} < {p.wording for p in whole.front}
    point = fall_back_on(findings, care)
    assert point.choice["condition"] != "cooperating"
    assert point.worst_off[0] != "usa"
    assert point.utility > fallback_value(findings.case, findings.issue("victim_care")) + NO_BETTER
    assert not point.blocked
    assert fall_back_on(findings, advice.lines["review_mechanism"]) is None


def test_a_text_outside_what_we_accept_is_no_fall_back(both):
    findings, advice = both
    ours = findings.case.stance("usa", "victim_care")
    narrow = {**findings.case.stances, ("usa", "victim_care"): replace(ours, acceptance=(0.99, 1.0))}
    case = replace(findings.case, stances=narrow)
    assert fall_back_on(replace(findings, case=case), advice.lines["victim_care"]) is None


def test_a_text_without_its_verb_is_no_fall_back(both):
    findings, advice = both
    care = advice.lines["victim_care"]
    cut = replace(care, front=tuple(replace(p, text=", as appropriate") for p in care.front))
    assert fall_back_on(findings, cut) is None


def test_a_new_soft_text_is_not_called_older_language(vienna):
    lost = vienna.issue("victim_care")
    soft = replace(lost, letter="R", way_out=replace(lost.way_out, talked=(), passes=Band(0.2, 0.1, 0.3)))
    said = headline(vienna.case, [soft, soft], ())
    assert "For two only a softer text is left." in said
    assert headline(vienna.case, [soft], ()).endswith("Only a softer text is left.")
    talk = replace(soft, way_out=replace(soft.way_out, wording=soft.tabled))
    assert "only a talk that may not do is left" in headline(vienna.case, [talk, talk], ()).lower()
    old = replace(soft, way_out=replace(soft.way_out, gains=False))
    assert "For two only the fallback is left." in headline(vienna.case, [old, old], ())


def test_r_and_a_say_what_they_mean_for_a_text_that_we_oppose(vienna):
    plan = vienna.issue("global_plan")
    for letter, words in (("R", "a text we oppose passes as things stand"), ("A", "a text we oppose may pass")):
        found = replace(plan, letter=letter)
        assert letter_words(vienna, found) == words
        assert instead(vienna, found).startswith("as tabled. To stop it: object")
    assert letter_words(vienna, plan) == "a text we oppose fails, as we wish"
    assert "fails as tabled" in letter_words(vienna, vienna.issue("non_punishment"))
