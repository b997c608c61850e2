"""P(adoption) and what a vote is worth, in cases that can be worked out by hand."""

from itertools import product

import numpy as np
import pytest

from positions.voting import (
    adoption_probability,
    consensus,
    drawn_leverage,
    leverage,
    simple_majority,
    two_thirds_majority,
    with_quorum,
)


def test_consensus_is_the_product_of_not_objecting():
    assert adoption_probability(consensus(), [[0.5, 0.3, 0.2], [0.0, 0.9, 0.1]]) == pytest.approx(0.8 * 0.9)


def test_absence_counts_for_the_quorum():
    rule = with_quorum(simple_majority(), number=2)
    assert adoption_probability(rule, [[1, 0, 0, 0], [0, 0.25, 0, 0.75], [0, 0, 0, 1.0]]) == pytest.approx(0.25)


def test_abstention_lowers_the_bar():
    certain = [[1.0, 0, 0]] * 2
    assert adoption_probability(two_thirds_majority(), [*certain, [0, 1.0, 0], [0, 1.0, 0]]) == 1.0
    assert adoption_probability(two_thirds_majority(), [*certain, [0, 0, 1.0], [0, 0, 1.0]]) == 0.0
    found = leverage(two_thirds_majority(), [*certain, [0, 0, 1.0], [0, 0.5, 0.5]])
    assert found.adoption == pytest.approx(0.5)
    assert found.if_abstain[3] == 1.0
    assert found.if_no[3] == 0.0
    assert found.gain[2] == pytest.approx(0.5)


def test_small_chances_keep_their_digits():
    chances = np.full(193, 1e-3)
    assert adoption_probability(consensus(), chances) == pytest.approx(1e-3**193, rel=1e-9, abs=0)


def test_leverage_from_draws_equals_the_exact_one_when_every_vote_is_drawn_once():
    rule = with_quorum(two_thirds_majority(), number=3)
    votes = list(product([1, 0, -1, 9], repeat=5))
    drawn, exact = drawn_leverage(rule, votes), leverage(rule, np.full((5, 4), 0.25))
    assert drawn.adoption == pytest.approx(exact.adoption)
    for one, other in zip(drawn.probabilities, exact.probabilities, strict=True):
        assert one == pytest.approx(other)
    assert drawn.if_yes == pytest.approx(exact.if_yes)
    assert drawn.if_abstain == pytest.approx(exact.if_abstain)
    assert drawn.if_no == pytest.approx(exact.if_no)
    some = drawn_leverage(rule, votes, members=[4, 1])
    assert some.if_no.tolist() == drawn.if_no[[4, 1]].tolist()


def test_draws_that_hang_together_are_not_taken_apart():
    together = [[1, 1, 1]] * 50 + [[-1, -1, -1]] * 50
    found = drawn_leverage(simple_majority(), together)
    assert found.adoption == 0.5
    assert found.pivotality.tolist() == [0.0, 0.0, 0.0]  # one alone turns nothing


def test_a_meeting_without_members():
    assert adoption_probability(simple_majority(), np.zeros((0, 3))) == 0.0
