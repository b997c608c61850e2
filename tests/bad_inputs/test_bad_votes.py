"""What the voting package refuses, and in which words."""

import pytest

from positions.voting import (
    Condition,
    Rule,
    Tally,
    Vote,
    adopted,
    as_votes,
    consensus,
    eu_council,
    game_of,
    parse_rule,
    security_council,
    simple_majority,
    weighted_game,
    weighted_majority,
    with_quorum,
)


@pytest.mark.parametrize("votes", [[2], [1, 0.5], [-2, 1], [99]])
def test_unknown_votes(votes):
    with pytest.raises(ValueError, match="votes are 1 yes, 0 abstain, -1 no, 9 absent; found"):
        as_votes(votes)


def test_weights_of_another_committee():
    with pytest.raises(ValueError, match="3 weights for 4 members"):
        adopted(eu_council([1, 2, 3]), [1, 1, 1, 1])
    with pytest.raises(ValueError, match="member 4 of a committee of 4"):
        adopted(security_council(range(5)), [1, 1, 1, 1])


def test_half_a_rule():
    with pytest.raises(ValueError, match="needs a quota or a share"):
        weighted_majority([1, 2])
    with pytest.raises(ValueError, match="needs a share or a number"):
        with_quorum(simple_majority())
    with pytest.raises(ValueError, match="0 or more"):
        consensus(minus=-1)
    with pytest.raises(ValueError, match="relation 'above' is none of"):
        Condition(Tally((Vote.YES,)), "above", 3)


def test_weights_that_are_no_weights():
    with pytest.raises(ValueError, match="at least 0"):
        weighted_game([1, -1], 1)
    with pytest.raises(ValueError, match="too large to be added exactly"):
        adopted(weighted_majority([2**60, 2**60], share=0.5), [1, -1])


def test_a_rule_under_which_a_yes_can_hurt_is_no_simple_game():
    rule = with_quorum(simple_majority(), number=2)
    assert game_of(rule, 3).wins([True, True, False])
    quorum_of_absentees = Condition(Tally((Vote.ABSENT,)), "at least", 1)
    with pytest.raises(ValueError, match="a yes can hurt compared with absent"):
        game_of(Rule("odd", "odd", quorum_of_absentees), 3, out=Vote.ABSENT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two_third_majority", "did you mean two_thirds_majority"),
        ("qwertz", "there is: consensus, consensus_minus_K"),
        ("consensus_minus_0", 'no rule "consensus_minus_0"'),
        ("weighted:65%", "needs weights"),
        ("voting:three", '"three" is no share'),
        ("voting:0", "is no share between 0 and 1"),
        ("voting:1/0", '"1/0" is no share'),
        ("voting:1e9999999", '"1e9999999" is no share'),
        ("voting:" + "9" * 40, "is no share"),
        ("simple_majority+quorum:1e9999999", "is no share"),
        ("simple_majority+votes:chad=1e9", "does not say how many votes"),
        ("simple_majority+votes:chd=2", 'no member "chd"; did you mean chad'),
        ("consensus_minus:frnce", 'no member "frnce"; did you mean france'),
        ("simple_majority+quorum", "there is: quorum:1/2"),
        ("simple_majority+veto:fra", 'no member "fra"; did you mean france'),
        ("double_majority:55", "needs weights"),
        ("", 'no rule ""'),
    ],
)
def test_rules_that_cannot_be_read(text, words):
    with pytest.raises(ValueError, match=words):
        parse_rule(text, ["france", "chad"])
