"""Bracket notation: what is a choice, what is text, whose bracket it is, and where a slip stands."""

import pytest

from positions.errors import CaseProblems
from positions.text import Bracket, Placeholder, Plain, parse, render

VERBS = "[Urges / Encourages / Invites] States Parties to [consider] not punishing[, in accordance with domestic law,]"


def problems(text, **where):
    with pytest.raises(CaseProblems) as caught:
        parse(text, **where)
    return [(p.rule, p.line, p.column) for p in caught.value.problems]


def texts(bracket):
    return ["".join(part.raw for part in a.parts).strip() for a in bracket.alternatives]


def test_alternatives_are_parted_by_a_slash_with_space_on_both_sides():
    verbs, consider, law = parse(VERBS).brackets
    assert texts(verbs) == ["Urges", "Encourages", "Invites"]
    assert not verbs.may_be_omitted
    assert texts(consider) == ["consider"]
    assert consider.may_be_omitted
    assert texts(law) == [", in accordance with domestic law,"]


def test_a_slash_without_spaces_is_part_of_the_word():
    (bracket,) = parse("on [HIV/AIDS and/or malaria / tuberculosis]").brackets
    assert texts(bracket) == ["HIV/AIDS and/or malaria", "tuberculosis"]


def test_a_slash_outside_brackets_is_text():
    assert parse("he / she").parts == (Plain("he / she"),)


def test_an_empty_alternative_may_be_omitted():
    for text in ("[strongly / ]urges", "[ / strongly] urges", "[strongly /] urges", "[/ strongly] urges"):
        (bracket,) = parse(text).brackets
        assert bracket.may_be_omitted
        assert sorted(texts(bracket)) == ["", "strongly"]


def test_one_owner_prefix_speaks_for_the_whole_bracket_and_several_each_for_their_own():
    (whole,) = parse("[Russia, Iran: the principle / the practice]").brackets
    assert [whole.owners_of(a) for a in whole.alternatives] == [("Russia", "Iran")] * 2
    (each,) = parse("[EU: shall / China: may / should]").brackets
    assert [each.owners_of(a) for a in each.alternatives] == [("EU",), ("China",), ()]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("[Group of 77 and China: text]", ("Group of 77 and China",)),
        ("[Côte d'Ivoire, Iran: text]", ("Côte d'Ivoire", "Iran")),
        ("[russia, iran_2: text]", ("russia", "iran_2")),
        ("[States Parties shall: (a) act]", ()),
        ("[at 12:30]", ()),
        (r"[Note\: text]", ()),
    ],
)
def test_what_counts_as_an_owner(text, owners):
    (bracket,) = parse(text).brackets
    assert bracket.alternatives[0].owners == owners
    assert render(parse(text)) == text


def test_brackets_nest():
    (outer,) = parse("[Urges [strongly] / Invites] States").brackets
    assert isinstance(outer.alternatives[0].parts[1], Bracket)
    assert len(outer.alternatives) == 2


@pytest.mark.parametrize("gap", ["[]", "[ ]", "[...]", "[…]", "[. . .]"])
def test_an_empty_bracket_is_text_still_to_come_and_no_choice(gap):
    draft = parse(f"within {gap} years")
    assert draft.parts[1] == Placeholder(gap)
    assert draft.brackets == ()


def test_escaped_characters_are_themselves():
    (part,) = parse(r"see \[note\], a \/ b \\ c").parts
    assert part.text == r"see [note], a / b \ c"


def test_a_slip_is_shown_with_line_and_column():
    assert problems("Urges\nStates [to consider") == [("bracket-not-closed", 2, 8)]
    assert problems("Urges] States") == [("bracket-not-opened", 1, 6)]
    assert problems("a\n\n  [ / ]") == [("bracket-empty", 3, 3)]
    assert problems("[Iran: ] x") == [("bracket-empty", 1, 1)]
    assert problems("50\\% of [States") == [("bracket-escape", 1, 3), ("bracket-not-closed", 1, 9)]
    assert ("bracket-depth", 1, 9) in problems("[" * 9 + "a" + "]" * 9)


def test_every_slip_is_told_at_once():
    assert [rule for rule, *_ in problems("[a\n b]] [ [c")] == [
        "bracket-not-opened",
        "bracket-not-closed",
        "bracket-not-closed",
    ]


def test_places_count_from_where_the_draft_stands_in_its_file():
    with pytest.raises(CaseProblems) as caught:
        parse("Urges\nStates [to act", file="data/issues.yaml", line=40, column=7)
    (problem,) = caught.value.problems
    assert str(problem) == "data/issues.yaml:41:14: this bracket is never closed"
    assert problem.excerpt == "      States [to act"
    assert problem.excerpt[problem.column - 1] == "["


@pytest.mark.parametrize(
    "text", ["[water/soil] act", "[5/10] ports", "[Iran: the sea/the land]", "[ rice/wheat/maize ]"]
)
def test_words_joined_by_a_slash_are_no_silent_choice(text):
    with pytest.raises(CaseProblems) as raised:
        parse(text)
    (problem,) = raised.value.problems
    assert (problem.rule, text[problem.column - 1]) == ("bracket-slash", "/")
    assert " / " in problem.hint


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("[shall/should] act", ["shall", "should"]),
        ("[Urges/Invites] States", ["Urges", "Invites"]),
        ("[ calls upon/urges ]", ["calls upon", "urges"]),
        ("[Iran: may/shall]", ["may", "shall"]),
        ("[Port/Ports] act", ["Port", "Ports"]),
        ("港口［应／可以］报告", ["应", "可以"]),
        ("港口[应/可以]报告", ["应", "可以"]),
        ("［Urges / Invites］ ports", ["Urges", "Invites"]),
    ],
)
def test_words_of_one_kind_are_alternatives_whatever_parts_them(text, options):
    draft = parse(text)
    assert texts(draft.brackets[0]) == options
    assert render(draft) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ports report[1] under rule 4[2][3] now.[^4]", "Ports report under rule 4 now."),
        ("Ports report.[^note]\n\n[^note]: Never agreed [shall].\n\nRest.", "Ports report.\n\n\n\nRest."),
        ("Ports report[1] it.\n\n[1] As agreed before.", "Ports report it.\n\n"),
        ("Ports report year¹ over 5 km².\n_____\n¹ A note with [ in it.", "Ports report year over 5 km²."),
    ],
)
def test_footnotes_and_their_calls_are_no_words_of_the_text(text, kept):
    draft = parse(text)
    assert "".join(part.text for part in draft.parts) == kept
    assert render(draft) == text


def test_a_number_in_a_bracket_of_its_own_is_a_choice():
    assert texts(parse("within [5] years").brackets[0]) == ["5"]
    assert texts(parse("by[2030]").brackets[0]) == ["2030"]


@pytest.mark.parametrize(
    ("prefix", "owners", "opposed"),
    [
        ("US propose; NZ oppose", ("US",), ("NZ",)),
        ("US/AU propose", ("US", "AU"), ()),
        ("Kenya, Peru support", ("Kenya", "Peru"), ()),
        ("Россия", ("Россия",), ()),
        ("中国", ("中国",), ()),
    ],
)
def test_owners_in_the_forms_in_use(prefix, owners, opposed):
    text = f"[{prefix}: may act]"
    (alternative,) = parse(text).brackets[0].alternatives
    assert (alternative.owners, alternative.opposed) == (owners, opposed)
    assert render(parse(text)) == text


def test_options_at_the_beginning_of_paragraphs_are_alternatives():
    text = "Fees\n\nOption 1: shall be low;\n\nwhatever they are.\n\n**Option 2:** No text\n\nTugs [are free]."
    options, tugs = parse(text).brackets
    assert [a.label.strip() for a in options.alternatives] == ["Option 1:", "**Option 2:**"]
    assert texts(options) == ["shall be low;\n\nwhatever they are.", "No text"]
    assert texts(tugs) == ["are free"]
    assert render(parse(text)) == text


def test_an_option_without_a_second_one_is_text():
    assert parse("Option 1: shall be low.").brackets == ()


def test_an_option_inside_a_bracket_has_no_owner():
    (bracket,) = parse("[Alt 1: low fees / Alt 2: no fees]").brackets
    assert [a.owners for a in bracket.alternatives] == [(), ()]
    assert texts(bracket) == ["low fees", "no fees"]


def test_a_draft_answers_for_its_brackets_or_is_refused():
    assert parse("adjacent: additions\nPorts [a b][c d]").adjacent == "additions"
    assert problems("adjacent: both\nPorts") == [("adjacent-answer", 1, 11)]


@pytest.mark.parametrize(
    "text",
    [
        r"[shall\/should] act",
        "[HIV/AIDS]",
        "[and/or]",
        "[, including HIV/AIDS,]",
        "[his/her]",
        "[A/RES/70/1]",
        "[s / t] a/b",
    ],
)
def test_a_slash_that_belongs_to_the_word_stays(text):
    assert render(parse(text)) == text
