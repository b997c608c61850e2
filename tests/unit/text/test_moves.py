"""Each way to soften a text, on texts as delegations write them."""

import pytest

from positions.markings import Marking
from positions.model import Clause, Companion, Issue, Option, Rung, Wording
from positions.text.moves import MOVES, candidates, extend


def issue(*clauses, title="Victim care", kinds=None, tabled="first", **more):
    """An issue whose wording n takes option n of every clause (the last one where there are fewer)."""
    made = {}
    for n, options in enumerate(clauses):
        items = [o if isinstance(o, Option) else Option(f"o{m}", o, (0.6, 0.8, 1.0)) for m, o in enumerate(options)]
        made[f"c{n}"] = Clause(f"c{n}", {o.id: o for o in items})
    names = ("first", "second", "third")
    wordings = {}
    for m in range(max(len(c.options) for c in made.values())):
        choice = {k: list(c.options)[min(m, len(c.options) - 1)] for k, c in made.items()}
        kind = (kinds or {}).get(names[m], "proposal")
        wordings[names[m]] = Wording(names[m], names[m].title(), kind, choice, Marking.SBU)
    ladder = (Rung(0, "nothing"), Rung(1, "all"))
    return Issue("care", title, Marking.U, ladder, made, wordings, tabled, "no_text", **more)


def texts(found, move):
    return [c.text for c in found if c.move == move]


def made(text, move, **more):
    return texts(candidates(issue([text], **more)), move)


def test_the_sixteen_moves_and_where_each_is_handled():
    assert [m.number for m in MOVES] == list(range(1, 17))
    elsewhere = [m.id for m in MOVES if m.handled != "here"]
    assert elsewhere == ["package", "broker"]


def test_a_softer_verb_keeps_form_and_construction():
    assert made("Urges States Parties to adopt laws.", "verb_step_down") == [
        "Calls upon States Parties to adopt laws.",
        "Requests States Parties to adopt laws.",
        "Encourages States Parties to adopt laws.",
        "Invites States Parties to adopt laws.",
    ]
    assert made("Demands that all parties comply.", "verb_step_down")[-1] == "Recommends that all parties comply."
    assert made("Endorsing the plan,", "verb_step_down")[0] == "Supporting the plan,"
    assert made("The Conference endorses the plan.", "verb_step_down")[-1] == "The Conference takes note of the plan."
    assert made("Takes note of the plan.", "verb_step_down") == []


def test_a_softer_modal():
    assert made("States Parties shall adopt laws.", "modal_step_down") == [
        "States Parties should adopt laws.",
        "States Parties are encouraged to adopt laws.",
        "States Parties are invited to adopt laws.",
        "States Parties may wish to adopt laws.",
    ]
    assert "Each State is encouraged not to punish victims." in made(
        "Each State should not punish victims.", "modal_step_down"
    )


def test_consider_and_endeavour_in_one_option_and_over_two():
    assert made("Urges States Parties to adopt or amend laws.", "insert_consider") == [
        "Urges States Parties to consider adopting or amending laws.",
        "Urges States Parties to endeavour to adopt or amend laws.",
    ]
    assert made("States should not prosecute victims.", "insert_consider")[0] == (
        "States should consider not prosecuting victims."
    )
    two = candidates(issue(["States Parties should"], ["providing care to victims."]))
    assert texts(two, "insert_consider") == ["States Parties should consider providing care to victims."]
    base = candidates(issue(["States Parties should"], ["provide care to victims."]))
    assert texts(base, "insert_consider") == ["States Parties should endeavour to provide care to victims."]
    assert made("States should consider adopting laws.", "insert_consider") == []


def test_escapes_are_added_before_the_full_stop_or_taken_from_the_table():
    assert made("States should adopt laws.", "insert_escape") == [
        "States should adopt laws, in accordance with their domestic law.",
        "States should adopt laws, as appropriate.",
    ]
    offered = issue(["States should adopt laws"], ["", ", in accordance with domestic law,"])
    found = [c for c in candidates(offered) if c.move == "insert_escape"]
    assert found[0].wording.choice == {"c0": "o0", "c1": "o1"}
    assert found[0].new_options == ()
    assert found[0].existing == "second"
    assert made("Requests the Secretariat to report.", "insert_escape") == []
    assert made("States should act, as appropriate.", "insert_escape") == [
        "States should act, as appropriate, in accordance with their domestic law."
    ]


def test_a_term_is_described_where_the_case_offers_a_weaker_text():
    principle = Option("principle", "the principle of non-punishment", (0.9, 1, 1))
    duress = Option("duress", "cases in which victims were compelled", (0.1, 0.2, 0.3))
    found = candidates(issue(["States should apply"], [principle, duress]))
    assert texts(found, "describe_term") == ["States should apply cases in which victims were compelled"]
    assert texts(candidates(issue(["States should apply"], [duress, principle])), "describe_term") == []


def test_a_paragraph_is_split_by_sentence_and_by_verb():
    assert made("Urges States to act. Invites others to help.", "split_paragraph") == [
        "Urges States to act.",
        "Invites others to help.",
    ]
    assert made("The Group urges States to act, and invites donors to help.", "split_paragraph") == [
        "The Group urges States to act.",
        "The Group invites donors to help.",
    ]
    assert made("Urges States to act.", "split_paragraph") == []


def test_from_operative_part_to_preamble():
    assert made("Urges States to provide care.", "to_preamble") == ["Recognizing the importance of providing care"]
    assert made("Welcomes the report.", "to_preamble") == ["Welcoming the report"]
    two = candidates(issue(["States should"], ["providing care."]))
    assert texts(two, "to_preamble") == ["Recognizing the importance of providing care."]
    assert made("Noting the report,", "to_preamble") == []


def test_summary_and_study_replace_the_whole_text():
    found = candidates(issue(["States should"], ["provide care."]))
    assert texts(found, "chairs_summary") == [
        'The Chair\'s summary will reflect the discussion under the item "Victim care".'
    ]
    assert "a study" in texts(found, "ask_for_study")[0]
    offered = issue(["States should act.", "Requests a study of the matter."])
    (study,) = (c for c in candidates(offered) if c.move == "ask_for_study")
    assert (study.existing, study.new_options) == ("second", ())


def test_another_addressee():
    found = made("Urges all States to criminalise trafficking.", "change_addressee")
    assert found == [
        "Urges interested States to criminalise trafficking.",
        "Requests the Secretariat to support States, upon request, in criminalising trafficking.",
    ]
    assert made("States Parties should act.", "change_addressee")[0] == (
        "States Parties in a position to do so should act."
    )
    assert made("Requests the Secretariat to report.", "change_addressee") == []


def test_without_prejudice_and_leaving_out():
    assert made("Urges States to act.", "without_prejudice") == [
        "Urges States to act, without prejudice to the positions of States on this matter."
    ]
    found = candidates(issue(["Urges States to act"], [", including by review.", ""]))
    assert texts(found, "delete") == ["Urges States to act"]
    assert made("Urges States to act.", "delete") == []


def test_agreed_and_sister_texts_are_the_wordings_that_are_there():
    kinds = {"second": "agreed_language", "third": "sister_text"}
    found = candidates(issue(["Urges States.", "Reaffirms its decision.", "Recalls their text."], kinds=kinds))
    assert [(c.move, c.existing, c.new_options) for c in found[:2]] == [
        ("reaffirm_agreed", "second", ()),
        ("import_sister", "third", ()),
    ]


def test_an_option_that_already_says_it_is_used():
    found = candidates(issue(["Urges States to act", "Encourages States to act"]))
    (encourages,) = (c for c in found if c.text == "Encourages States to act")
    assert (encourages.wording.choice, encourages.new_options) == ({"c0": "o1"}, ())


def test_strengths_fall_and_keep_a_band():
    for candidate in candidates(issue(["Urges all States to adopt laws"], [", in accordance with domestic law", ""])):
        for new in candidate.new_options:
            low, mid, high = new.option.strength
            assert 0 <= low <= mid <= high <= 1.0
            assert mid <= 0.8
            assert new.option.read_by == "lexicon"
            assert new.reading.text == new.option.text


def test_what_keeps_the_words_says_so_and_what_does_not_says_so():
    found = {c.move: c for c in candidates(issue(["Urges States to recognise the principle"]))}
    (softer,) = found["verb_step_down"].new_options
    assert (softer.origin, softer.keeps_term) == ("o0", True)
    (summary,) = found["chairs_summary"].new_options
    assert (summary.origin, summary.keeps_term) == ("", False)


def test_companions_hold_for_what_is_made_from_an_option():
    force = [Option("should", "States should", (1, 1, 1)), Option("recalls", "Recalls", (0, 0, 0))]
    bound = Option("act", "adopting laws", (1, 1, 1), only_with=(Companion("c0", ("should",)),))
    text = issue(force, [bound])
    found = candidates(text)
    (consider,) = (c for c in found if c.move == "insert_consider")
    wider = extend(text, found)
    assert wider.makes_sense(consider.wording.choice)
    assert all(wider.makes_sense(c.wording.choice) for c in found)
    assert not wider.makes_sense({"c0": "recalls", "c1": "act"})


def test_the_extended_issue_has_every_candidate_as_a_wording():
    text = issue(["Urges States to act."], ["", ", as appropriate,"])
    found = candidates(text)
    wider = extend(text, found)
    for candidate in found:
        assert wider.text(candidate.wording.id) == candidate.text
        assert set(candidate.wording.choice) == set(text.clauses)
        assert candidate.wording.marking is Marking.SBU
    assert list(wider.wordings)[: len(text.wordings)] == list(text.wordings)
    for k, clause in text.clauses.items():
        assert list(wider.clauses[k].options)[: len(clause.options)] == list(clause.options)


@pytest.mark.parametrize("wording", ["first", "second"])
def test_candidates_are_different_texts_in_the_order_of_the_moves_and_the_same_every_time(wording):
    text = issue(["Urges all States to adopt laws.", "States shall adopt laws."], title="Laws")
    found = candidates(text, wording)
    assert len({c.text.casefold() for c in found}) == len(found)
    assert len({c.wording.id for c in found}) == len(found)
    assert text.text(wording) not in {c.text for c in found}
    order = [m.id for m in MOVES]
    assert [order.index(c.move) for c in found] == sorted(order.index(c.move) for c in found)
    assert found == candidates(text, wording)
