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
        ("double_majority:55/65", "at least 55 % of the members in favour and at least 65 % of the votes in favour."),
        ("double_majority:55/65/4", "65 % of the votes in favour, or fewer than 4 members not in favour."),
        ("double_majority:50/60", "more than half of the members in favour and at least three fifths of the votes"),
        ("voting:>2/3", "more than two thirds of those present and voting"),
        ("voting:50%", "more than half of those present and voting"),
        ("voting:>=1/2", "at least half of those present and voting"),
        ("weighted:1/2", "more than half of the votes in favour"),
        ("absolute_majority:2/3", "at least two thirds of the members in favour"),
        ("consensus_minus:a,c", "no other member against"),
        ("simple_majority+without:a", "more than half of other members voting in favour"),
        ("simple_majority+votes:a=3", "more than half of the votes cast in favour"),
        ("simple_majority+quorum:>1/2", "more than half of the members present"),
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


def test_a_tie_at_one_half_rejects_unless_it_is_said_otherwise():
    members, weights = ["a", "b"], [1, 1]
    for text in ("simple_majority", "voting:1/2", "weighted:50%", "double_majority:50/50", "present_majority:0.5"):
        assert not parse_rule(text, members, weights).verdict([1, -1]).adopted, text
    for text in ("voting:>=1/2", "weighted:>=1/2"):
        assert parse_rule(text, members, weights).verdict([1, -1]).adopted, text


def test_the_reinforced_majority_has_no_clause_about_four():
    names, people = [f"m{n}" for n in range(20)], [60, 50, 40, *[5] * 17]
    votes = [-1] * 3 + [1] * 17  # 85 % of the members with 36 % of the people
    assert parse_rule("eu_council", names, people).verdict(votes).adopted
    for text in ("eu_council_reinforced", "double_majority:72/65", "double_majority:55/65"):
        assert not parse_rule(text, names, people).verdict(votes).adopted, text
    assert parse_rule("double_majority:55/65/4", names, people).verdict(votes).adopted


def test_consensus_without_the_state_concerned():
    members = ["a", "b", "rest", "rest"]
    assert parse_rule("consensus", members).verdict([-1, 1, 0, 0]).adopted is False
    rule = parse_rule("consensus_minus:a", members)
    assert rule.by_objection
    assert rule.verdict([-1, 1, 0, 0]).adopted
    assert not rule.verdict([1, -1, 0, 0]).adopted
    assert parse_rule("consensus_minus:rest", members).verdict([1, 1, -1, -1]).adopted  # every seat of a class
    assert not parse_rule("simple_majority+veto:rest", members).verdict([1, 1, 1, -1]).adopted
