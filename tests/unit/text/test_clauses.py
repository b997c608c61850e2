"""From brackets to clauses: flat, independent, with ids a person would guess."""

import itertools
from dataclasses import replace

import pytest

from positions.errors import CaseProblems
from positions.markings import Marking
from positions.model import Delegation, Group
from positions.model.issue import join_text
from positions.text import OMIT, adjacent_brackets, owner_lookup, parse, to_clauses


def even(texts):
    return [(0.0, 0.5, 1.0)] * len(texts)


def clauses_of(text, **more):
    return to_clauses(parse(text), read=even, **more)


def texts(text):
    """Every text that the draft's clauses can be composed into."""
    options = [[o.text for o in c.options.values()] for c in clauses_of(text).values()]
    return [join_text(choice) for choice in itertools.product(*options)]


def test_brackets_become_clauses_and_running_text_counts_for_nothing():
    clauses = clauses_of("[Urges / Invites] States to [consider] not punishing[, in accordance with domestic law].")
    assert list(clauses) == ["urges", "text_1", "consider", "text_2", "in_accordance_with_domestic", "text_3"]
    assert [c.weight for c in clauses.values()] == [1, 0, 1, 0, 1, 0]
    assert list(clauses["urges"].options) == ["urges", "invites"]
    assert list(clauses["consider"].options) == ["consider", OMIT]
    assert clauses["consider"].options[OMIT].text == ""
    assert all(o.read_by == "lexicon" for c in clauses.values() for o in c.options.values())


def test_a_draft_without_brackets_is_one_clause_that_counts():
    (clause,) = clauses_of("Urges States to act.").values()
    assert clause.weight == 1
    assert [o.text for o in clause.options.values()] == ["Urges States to act."]


def test_composed_texts_read_as_the_draft_does():
    assert texts("[Urges / Invites] States[, as appropriate,] to act[, where possible,].") == [
        "Urges States, as appropriate, to act, where possible.",
        "Urges States, as appropriate, to act.",
        "Urges States to act, where possible.",
        "Urges States to act.",
        "Invites States, as appropriate, to act, where possible.",
        "Invites States, as appropriate, to act.",
        "Invites States to act, where possible.",
        "Invites States to act.",
    ]


def test_a_nested_bracket_arises_only_where_its_alternative_is_chosen():
    (clause,) = clauses_of("[Urges [strongly] / Invites]").values()
    assert [o.text for o in clause.options.values()] == ["Urges strongly", "Urges", "Invites"]
    (paragraph,) = clauses_of("[Urges States to [consider] act]").values()
    assert [o.text for o in paragraph.options.values()] == ["Urges States to consider act", "Urges States to act", ""]


def test_a_word_that_a_bracket_touches_goes_into_the_options():
    assert texts("State[s] Parties [un]lawful.") == [
        "States Parties unlawful.",
        "States Parties lawful.",
        "State Parties unlawful.",
        "State Parties lawful.",
    ]
    assert texts("([all] victims)") == ["(all victims)", "(victims)"]
    assert texts("act[ as appropriate]") == ["act as appropriate", "act"]
    assert texts('the "[principle / practice]", here') == ['the "principle", here', 'the "practice", here']


def test_paragraphs_stay_paragraphs():
    assert texts("1. Urges\n  States.\n\n[2. Invites others.]\n\n3. Decides.") == [
        "1. Urges States.\n\n2. Invites others.\n\n3. Decides.",
        "1. Urges States.\n\n3. Decides.",
    ]


def test_owners_become_ids_groups_become_their_members_and_leaving_out_is_nobodys():
    people = [
        Delegation("russia", "Russian Federation", Marking.U, "RUS"),
        Delegation("iran", "Iran", Marking.U, "IRN", groups=("g77",)),
    ]
    owners = owner_lookup(people, [Group("g77", "Group of 77 and China")])
    (clause,) = clauses_of("[RUS, Group of 77 and China: the principle]", owners=owners).values()
    assert clause.options["the_principle"].owner == ("russia", "iran")
    assert clause.options[OMIT].owner == ()


def test_an_unknown_owner_is_a_problem_with_its_place():
    owners = owner_lookup([Delegation("russia", "Russia", Marking.U)])
    with pytest.raises(CaseProblems) as caught:
        clauses_of("Urges\n[Rusia: all / Note: some]", owners=owners)
    first, second = caught.value.problems
    assert (first.rule, first.line, first.column) == ("unknown-delegation", 2, 2)
    assert "did you mean russia?" in first.hint
    assert (second.line, second.column) == (2, 15)


def test_the_same_text_in_two_brackets_gets_two_ids():
    clauses = clauses_of("[strongly] urges and [strongly] invites [omit]")
    assert [k for k in clauses if not k.startswith("text")] == ["strongly", "strongly_2", "omit_2"]


def test_alternatives_that_read_the_same_are_one_option_of_all_their_owners():
    (clause,) = clauses_of("[EU: shall / Iran:  shall / may]").values()
    assert [(o.text, o.owner) for o in clause.options.values()] == [("shall", ("EU", "Iran")), ("may", ())]


def test_a_bracket_with_too_many_fillings_is_refused_where_it_stands():
    with pytest.raises(CaseProblems) as caught:
        clauses_of("Urges [a " + " and ".join(f"[x{n}]" for n in range(7)) + "]")
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line, problem.column) == ("bracket-too-many", 1, 7)


def options_of(text, **more):
    return [[o.text for o in c.options.values()] for c in clauses_of(text, **more).values() if len(c.options) > 1]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Ports [shall][should][may] report.", [["shall", "should", "may", ""]]),
        ("Ports [shall] [should] report by [2030][2035].", [["shall", "should", ""], ["2030", "2035", ""]]),
        ("Ports [shall]/[should] report.", [["shall", "should", ""]]),
        ("Ports [urge] [invite] tugs.", [["urge", "invite", ""]]),
        ("Each Part[y] [ies] acts. Part[y][ies] act.", [["Party", "Parties"]] * 2),
        ("On [forests] [, oceans] [, rivers].", [["forests", ""], [", oceans", ""], [", rivers", ""]]),
        ("[Option 1: low fees] [Option 2: no fees]", [["low fees", "no fees", ""]]),
        ("Fees\n\nOption 1: stay [low].\n\nOption 2: No text", [["stay low.", "stay.", ""]]),
        ("Ports [shall / should][may] report.", [["shall", "should", "may", ""]]),
        ('Ports, "[shall][should]", report.', [['"shall"', '"should"', ""]]),
        ("Порты [должны][могут] сообщать", [["должны", "могут", ""]]),
        ("الموانئ [يجب][ينبغي] أن", [["يجب", "ينبغي", ""]]),
    ],
)
def test_brackets_back_to_back_that_their_words_settle(text, options):
    assert options_of(text) == options
    assert all(pair.read and pair.why for pair in adjacent_brackets(parse(text)))


def test_brackets_back_to_back_are_asked_about_where_their_words_say_nothing():
    text = "Fees\nfor ports [in small islands][far from markets,] are low."
    with pytest.raises(CaseProblems) as caught:
        clauses_of(text)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.line, problem.column) == ("adjacent-brackets", 2, 29)
    assert "adjacent: additions" in problem.hint
    first, second = ["in small islands", ""], ["far from markets,", ""]
    assert options_of("adjacent: additions\n" + text) == [first, second]
    assert options_of("adjacent: alternatives\n" + text) == [[first[0], second[0], ""]]
    assert to_clauses(replace(parse(text), adjacent="additions"), read=even)


def test_an_answer_leaves_what_the_words_settle():
    assert options_of("adjacent: additions\nPorts [shall][may] act") == [["shall", "may", ""]]


def test_owners_are_found_by_other_names_of_their_state():
    owners = owner_lookup(
        [Delegation("rf", "Russian Federation", Marking.U), Delegation("k", "Kenya", Marking.U, "KEN")]
    )
    (clause,) = clauses_of("[Russia: all / Kenya and RUS: some]", owners=owners).values()
    assert [o.owner for o in clause.options.values()] == [("rf",), ("k", "rf")]
