"""What became of each clause of a draft in the next one."""

import pytest

from positions.errors import CaseProblems
from positions.text import parse
from positions.text.versions import align_drafts, draft_clauses

OLD = """1. Ports shall publish their fees every year in a common form.

2. Urges ports to open wharves to small vessels and to tell pilots of every closure before it begins.

3. Invites the secretariat to study tugs.

4. Decides to meet again in the spring of next year."""


def fates(new, old=OLD):
    return [
        (f.kinds, [c.number for c in f.old], [c.number for c in f.new]) for f in align_drafts(parse(old), parse(new))
    ]


def test_a_draft_against_itself_is_kept():
    assert fates(OLD) == [(("kept",), [f"{n}."], [f"{n}."]) for n in (1, 2, 3, 4)]


def test_a_changed_word_and_new_brackets_say_which_options_came_and_went():
    new = OLD.replace("shall publish", "[shall][should] publish").replace("Invites", "Requests")
    first, _, third, _ = align_drafts(parse(OLD), parse(new))
    assert (first.kinds, first.appeared, first.vanished) == (("changed",), ("shall", "should", ""), ())
    assert (third.kinds, third.harder) == (("changed",), 1)
    back = align_drafts(parse(new), parse(OLD))[0]
    assert (back.appeared, back.vanished) == ((), ("shall", "should", ""))


def test_softer_harder_and_neither_are_told_by_the_lexicon():
    softer = OLD.replace("shall publish", "may publish")
    assert [f.harder for f in align_drafts(parse(OLD), parse(softer))] == [-1, 0, 0, 0]
    assert [f.harder for f in align_drafts(parse(softer), parse(OLD))] == [1, 0, 0, 0]


def test_new_and_gone_and_renumbered():
    lines = OLD.split("\n\n")
    new = "\n\n".join([lines[0], "2. Takes note of the fire in the old harbour.", lines[1].replace("2.", "3.")])
    assert fates(new) == [
        (("kept",), ["1."], ["1."]),
        (("new",), [], ["2."]),
        (("renumbered",), ["2."], ["3."]),
        (("gone",), ["3."], []),
        (("gone",), ["4."], []),
    ]


def test_moved_is_what_stands_out_of_order():
    lines = OLD.split("\n\n")
    new = "\n\n".join([lines[3].replace("4.", "1."), *(lines[n].replace(f"{n + 1}.", f"{n + 2}.") for n in range(3))])
    assert fates(new)[0] == (("moved", "renumbered"), ["4."], ["1."])
    assert [kinds for kinds, *_ in fates(new)[1:]] == [("renumbered",)] * 3


def test_split_in_two_and_merged_again():
    halves = "2. Urges ports to open wharves to small vessels.\n\n2bis. Ports are to tell pilots of every closure."
    split = OLD.replace(OLD.split("\n\n")[1], halves)
    assert fates(split)[1] == (("split",), ["2."], ["2.", "2bis."])
    assert fates(OLD, split)[1] == (("merged",), ["2.", "2bis."], ["2."])


def test_half_a_clause_that_stands_twice_is_split_once_and_new_once():
    half = "Ports are to tell pilots of every closure."
    new = OLD.replace(OLD.split("\n\n")[1], f"2. Urges ports to open wharves to small vessels.\n\n{half}\n\n{half}")
    assert [kinds for kinds, *_ in fates(new)] == [("kept",), ("split",), ("new",), ("kept",), ("kept",)]


def test_a_bracket_over_paragraphs_and_a_list_of_options_are_one_clause():
    text = "1. [Ports report.\n\n2. Ports pay.]\n\nOption 1: Low fees.\n\nOption 2: No fees.\n\n3. Rest."
    made = draft_clauses(parse(text))
    assert "".join(c.raw for c in made) == text
    assert [c.options for c in made] == [
        (("Ports report.\n\n2. Ports pay.", ""),), (("Low fees.", "No fees."),), ()
    ]  # fmt: skip


def test_places_are_those_of_the_draft():
    made = draft_clauses(parse("a: one\n\n  2. two [x]\n3. three", line=10, column=5))
    assert [(c.number, c.place.line) for c in made] == [("", 10), ("2.", 12), ("3.", 13)]


def test_an_unanswered_draft_is_refused_with_its_place():
    with pytest.raises(CaseProblems) as caught:
        align_drafts(parse("Ports [on land][at sea] pay."), parse("Ports pay."))
    assert [(p.rule, p.line, p.column) for p in caught.value.problems] == [("adjacent-brackets", 1, 16)]


OPENS = "The secretariat is requested to"


def test_parts_that_open_alike_are_a_split_and_what_only_opens_alike_is_new():
    whole = f"4. {OPENS} publish a technical paper and to convene a workshop on fuels before the next session."
    paper = f"4. {OPENS} publish a technical paper before the next session."
    workshop = f"5. {OPENS} convene a workshop on fuels before the next session."
    budget = f"5. {OPENS} prepare the budget and the programme before the next session."
    assert [f.kinds for f in between(whole, f"{paper}\n\n{workshop}")] == [("split",)]
    assert [f.kinds for f in between(f"{paper}\n\n{workshop}", whole)] == [("merged",)]
    assert [f.kinds for f in between(whole, f"{paper}\n\n{budget}")] == [("changed",), ("new",)]


def test_the_answer_about_adjacent_brackets_is_no_part_of_the_first_clause():
    made = draft_clauses(parse("adjacent: alternatives\n1. Ports [pay][act].\n\n2. Rest."))
    assert [(c.number, c.text) for c in made] == [("1.", "1. Ports [pay][act]."), ("2.", "2. Rest.")]
    found = between("1. Ports pay.\n\n2. Rest.", "adjacent: additions\n1. Ports pay.\n\n2. Rest.")
    assert [f.kinds for f in found] == [("kept",), ("kept",)]


def between(before, after):
    return align_drafts(parse(before), parse(after))
