"""Rules as a person types them."""

import pytest

from positions.voting import eu_council, parse_rule, security_council

MEMBERS = ["a", "b", "c", "d", "e", "f"]
WEIGHTS = [5, 4, 3, 2, 1, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("consensus", "no member against and at least 1 member present"),
        ("consensus_minus_2", "at most 2 members against and at least 1 member present"),
        ("simple_majority", "more than half of those present and voting in favour"),
        ("two_thirds_majority", "at least two thirds of those present and voting in favour"),
        ("voting:60%", "at least three fifths of those present and voting in favour"),
        ("present_majority", "more than half of those present in favour"),
        ("absolute_majority", "more than half of the members in favour"),
        ("weighted:0.65", "at least 65 % of the votes in favour"),
        ("double_majority:55/65", "at least 55 % of the members in favour and at least 65 % of the votes in favour"),
        ("simple_majority+quorum:4", "and at least 4 members present"),
        ("simple_majority+quorum:1/3", "and at least one third of the members present"),
        ("two_thirds_majority+veto:b, c", "and no veto member against"),
    ],
)
def test_each_form_says_what_it_is(text, words):
    assert words in parse_rule(text, MEMBERS, WEIGHTS, "votes").words()


def test_named_bodies():
    assert parse_rule("eu_council", MEMBERS, WEIGHTS) == eu_council(WEIGHTS)
    assert parse_rule("security_council:f,a", MEMBERS) == security_council([5, 0])


def test_additions_add_up():
    rule = parse_rule("simple_majority+quorum:1/2+veto:a", MEMBERS)
    assert rule.verdict([1, 1, 0, 9, 9, 9]).adopted
    assert not rule.verdict([1, 1, 9, 9, 9, 9]).adopted
    assert not rule.verdict([-1, 1, 1, 1, 1, 1]).adopted
    assert rule.id == "simple_majority+quorum:1/2+veto:0"


def test_only_consensus_goes_by_objection():
    assert parse_rule("consensus_minus_1+quorum:3", MEMBERS).by_objection
    assert not parse_rule("simple_majority", MEMBERS).by_objection
