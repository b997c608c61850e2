"""Queries for minimal coalitions."""

import pytest

from positions.voting import (
    TooLargeError,
    consensus,
    eu_council,
    game_of,
    minimal_blocking,
    minimal_winning,
    security_council,
    simple_majority,
    two_thirds_majority,
    weighted_game,
)


def test_under_consensus_everybody_blocks_alone():
    found = minimal_blocking(game_of(consensus(), 5))
    assert list(found) == [(0,), (1,), (2,), (3,), (4,)]
    assert found.complete


def test_security_council():
    game = game_of(security_council(range(5)), 15)
    assert minimal_winning(game).sizes == {9: 210}
    assert minimal_blocking(game).sizes == {1: 5, 7: 120}  # a veto, or seven of the other ten


def test_the_smallest_first_and_no_more_than_asked_for():
    game = weighted_game([5, 4, 3, 2, 1], 8)
    everything = list(minimal_winning(game))
    assert everything == [(0, 1), (0, 2), (0, 3, 4), (1, 2, 3), (1, 2, 4)]
    some = minimal_winning(game, limit=3)
    assert list(some) == everything[:3]
    assert not some.complete
    assert minimal_winning(game, limit=5).complete
    assert list(minimal_winning(game, max_size=2)) == [(0, 1), (0, 2)]


def test_among_those_who_oppose_this_text():
    votes = [1] * 6 + [0] * 2 + [-1] * 4  # 6 of 10: two thirds fail by one
    game = game_of(two_thirds_majority(), 12, votes=votes, players=[8, 9, 10, 11])
    assert list(minimal_winning(game)) == [(8,), (9,), (10,), (11,)]  # any one of them coming over suffices
    assert minimal_blocking(game).sizes == {4: 1}  # and all four are needed to stop it


def test_193_equal_members_give_a_few_examples():
    game = game_of(simple_majority(), 193)
    some = minimal_blocking(game, limit=4)
    assert some.sizes == {97: 4}
    assert not some.complete


def test_too_many_to_list_is_said(monkeypatch):
    monkeypatch.setattr("positions.voting.minimal._MOST_PARTIAL", 10_000)
    with pytest.raises(TooLargeError, match="more minimal coalitions"):
        minimal_blocking(game_of(simple_majority(), 60))


def test_always_and_never():
    never, always = weighted_game([1, 1], 3), weighted_game([1, 1], 0)
    assert list(minimal_winning(never)) == []
    assert list(minimal_winning(always)) == [()]
    assert list(minimal_blocking(never)) == [()]
    assert list(minimal_blocking(always)) == []


def test_three_members_block_no_union():
    game = game_of(eu_council([50, 40, 30] + [1] * 12), 15)
    assert min(minimal_blocking(game).sizes) == 4
