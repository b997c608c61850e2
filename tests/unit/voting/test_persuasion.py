"""The cheapest way to make a text pass."""

import numpy as np
import pytest

from positions.voting import Vote, cheapest_persuasion, consensus, eu_council, simple_majority, two_thirds_majority


def test_nothing_to_do_when_it_passes_already():
    found = cheapest_persuasion(simple_majority(), [1, 1, -1], [1.0, 1.0, 1.0])
    assert found is not None
    assert found.moves == ()
    assert found.cost == 0


def test_two_cheap_abstentions_beat_one_dear_yes():
    votes = [1, 1, 1, -1, -1, -1]
    costs = np.full((6, 4), np.inf)
    costs[3:, 0], costs[3:, 1] = 10.0, 2.0  # yes, abstain
    found = cheapest_persuasion(two_thirds_majority(), votes, costs)
    assert found is not None
    assert [move.after for move in found.moves] == [Vote.ABSTAIN] * 2
    assert found.cost == 4.0


def test_under_consensus_every_objector_has_to_move():
    found = cheapest_persuasion(consensus(), [1, -1, -1], [0.0, 3.0, 5.0])
    assert found is not None
    assert [(move.member, move.cost) for move in found.moves] == [(1, 3.0), (2, 5.0)]


def test_no_affordable_way():
    assert cheapest_persuasion(consensus(), [1, -1], [0.0, np.inf]) is None


def test_of_equal_costs_the_fewest_moves():
    found = cheapest_persuasion(simple_majority(), [1, -1, -1, -1], [[0, 0, 0, 0]] * 4)
    assert found is not None
    assert len(found.moves) == 2


def test_peeling_one_member_off_a_blocking_minority():
    populations = [84, 68, 59, 48, 37] + [8] * 22
    votes = [-1, -1, 1, -1, 1] + [0] + [1] * 21  # 208 of 472 against: four members with more than 35 %
    rule = eu_council(populations)
    assert not rule.verdict(votes).adopted
    dear = np.full(27, 3.0)
    dear[5] = 1.0
    found = cheapest_persuasion(rule, votes, dear)
    assert found is not None
    assert [move.member for move in found.moves] == [5]  # three members cannot block
    with pytest.raises(ValueError, match="at least 0"):
        cheapest_persuasion(rule, votes, -dear)
