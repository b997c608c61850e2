"""Silence is no assent: texts that hang on delegations of whom nothing is known, or on what a release withholds."""

from dataclasses import replace

import pytest

from positions.findings import Side, WayOut, find, numbers
from positions.findings.headline import headline
from positions.findings.phrases import (
    coverage,
    instead,
    letter_words,
    passes_words,
    unknown_question,
    unknown_words,
    verdict,
    withheld_words,
)
from positions.findings.ways_out import held_back, letter
from positions.ledger import Ledger
from positions.papers.formats.cable import cable_draft
from positions.simulation import Band

SURE = Band(0.97, 0.88, 1.0)
FEW = {"seed": 1, "draws": 20, "members": 4}


@pytest.fixture(scope="module")
def open_room(vienna_case):
    """The worked case where nothing is assumed of those who said nothing on plea bargaining."""
    plea = vienna_case.issues["plea_bargaining"]
    plea = replace(plea, silent=tuple(replace(s, covers_named=False) for s in plea.silent))
    issues = {"plea_bargaining": plea, "victim_care": vienna_case.issues["victim_care"]}
    stances = {key: s for key, s in vienna_case.stances.items() if key[1] in issues}
    return find(Ledger(replace(vienna_case, issues=issues, stances=stances), **FEW))


@pytest.fixture(scope="module")
def released(vienna_case):
    made = replace(vienna_case.provenance, withheld=3, release="U")
    return find(Ledger(replace(vienna_case, provenance=made), **FEW))


def test_nobody_unknown_is_counted_as_agreeing(open_room):
    plea = open_room.issue("plea_bargaining")
    assert plea.unknown
    assert plea.on_table.passes.median >= 0.75  # or the letter would say nothing
    assert (plea.letter, plea.held_back) == ("A", "unknown")
    assert plea.room == sum(d.decides for d in open_room.case.delegations.values())
    n = len(plea.unknown)
    assert unknown_words(plea) == f"{n} of {plea.room} delegations unknown"
    assert passes_words(plea).endswith(" if those unknown agree")
    assert instead(open_room, plea) == "as tabled, if those unknown agree"
    assert unknown_words(plea) in letter_words(open_room, plea)
    assert unknown_words(plea) in verdict(open_room, plea)
    assert unknown_words(plea) in unknown_question(open_room, plea)


def test_the_headline_does_not_call_it_likely(open_room):
    assert "likely to pass" not in open_room.headline
    assert "One passes only if those unknown agree." in open_room.headline
    plea = open_room.issue("plea_bargaining")
    assert headline(open_room.case, [plea], ()).endswith("passes only if those unknown agree.")
    assert headline(open_room.case, [plea, plea], ()) == "Two pass only if those unknown agree."


def test_the_numbers_and_the_cable_say_so_too(open_room):
    plea = open_room.issue("plea_bargaining")
    made = next(i for i in numbers(open_room)["data"]["issues"] if i["issue"] == "plea_bargaining")
    assert (made["unknown"], made["room"], made["held_back"]) == (list(plea.unknown), plea.room, "unknown")
    assert f"unknown: {unknown_words(plea)}" in str(cable_draft(open_room).paragraphs)


def test_where_somebody_is_assumed_of_nobody_is_unknown(vienna):
    assert not any(f.unknown for f in vienna.issues)
    plea = vienna.issue("plea_bargaining")
    assert plea.letter == "G"
    assert "unknown" not in passes_words(plea) + instead(vienna, plea) + letter_words(vienna, plea)


def test_what_we_oppose_and_fails_still_fails_with_more_objectors():
    assert held_back(Side("against", 0.0), ("a",), 0, 0.2) == ""
    assert held_back(Side("for", 1.0), ("a",), 0, 0.6) == "unknown"
    assert held_back(Side("open"), (), 0, 0.6) == ""
    assert letter(Side("for", 1.0), SURE, None, "unknown") == "A"
    assert letter(Side("for", 1.0), Band(0.1, 0.0, 0.2), WayOut("x", (), SURE, True), "") == "A"


def test_what_the_record_speaks_against_is_not_called_on_course(vienna):
    """Nobody is known to object to it, and nobody spoke: such texts are more often not adopted."""
    demand = vienna.issue("demand")
    assert demand.on_table.passes.median > 0.9
    assert demand.outlook.forecast.chance["adopted"] < 0.5
    assert (demand.letter, demand.held_back) == ("A", "record")
    assert instead(vienna, demand) == "as tabled, if the silent go along"
    assert letter_words(vienna, demand) == "open: nobody is known to object, yet few such texts are adopted"
    assert "One passes only if the silent go along." in headline(vienna.case, [demand, *vienna.issues[7:]], ())
    one = headline(vienna.case, [demand], ())
    assert one.endswith("passes only if the silent go along.")
    assert held_back(Side("for"), (), 0, 0.49) == held_back(Side("against"), (), 0, 0.51) == "record"
    assert held_back(Side("for"), (), 0, 0.51) == held_back(Side("against"), (), 0, 0.49) == ""


def test_coverage_counts_stances_and_not_delegations(vienna_case):
    seated = {d.id for d in vienna_case.delegations.values() if d.decides}
    known = sum(d in seated for d, _ in vienna_case.stances)
    want = f"{known} of {len(seated) * 11} stances known ({len(seated)} delegations × 11 issues)"
    assert coverage(vienna_case) == want


def test_a_release_calls_nothing_on_course(released):
    assert {f.letter for f in released.issues} <= {"R", "A"}
    held = [f for f in released.issues if f.held_back]
    assert held
    said = "cannot be judged at this marking: 3 items withheld"
    assert withheld_words(released.case) == said
    for f in held:
        assert f.held_back == "withheld"
        assert instead(released, f) == letter_words(released, f) == said
        assert said in verdict(released, f)


def test_a_release_claims_nothing_in_the_headline(released):
    assert "likely to pass" not in released.headline
    assert "saves" not in released.headline
    assert released.headline.endswith("What passes cannot be judged at this marking: 3 items withheld.")
    fine = [f for f in released.issues if f.held_back]
    assert headline(released.case, fine, ()) == "What passes cannot be judged at this marking: 3 items withheld."


def test_a_release_that_withholds_nothing_judges_as_ever(vienna_case):
    made = replace(vienna_case.provenance, withheld=0, release="U")
    issues = {"plea_bargaining": vienna_case.issues["plea_bargaining"]}
    assert [f.letter for f in find(Ledger(replace(vienna_case, provenance=made, issues=issues), **FEW)).issues] == ["G"]


def test_a_cable_says_what_its_chances_are(vienna):
    told, game = str(cable_draft(vienna).paragraphs), str(cable_draft(replace(vienna, game=True)).paragraphs)
    assert f"Forecast: how often such texts were adopted, {vienna.ledger.fitted.record_words}." in told
    assert "adopted (forecast): 14 %" in told
    assert "orecast" not in game.replace("This is a replay and no forecast", "")
    assert "passes in the game: " in game
