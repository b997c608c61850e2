"""Who blocks this text, with how few, and what would turn it."""

from positions.voting import (
    absolute_majority,
    consensus,
    opposition,
    security_council,
    simple_majority,
    two_thirds_majority,
)


def test_under_consensus_each_objector_blocks_alone_and_all_must_come_over():
    found = opposition(consensus(), [1, 0, -1, -1])
    assert found.opponents == (2, 3)
    assert list(found.blocking) == [(2,), (3,)]
    assert list(found.ways_through) == [(2, 3)]


def test_abstainers_oppose_only_where_abstention_counts_against():
    votes = [1, 1, 0, -1]
    assert opposition(absolute_majority(), votes).opponents == (2, 3)
    assert opposition(two_thirds_majority(), [1, 0, -1]).opponents == (2,)
    assert opposition(security_council([0], affirmative=3), [0, 1, 1, -1]).opponents == (3,)


def test_an_adopted_text_tells_who_could_still_stop_it():
    found = opposition(simple_majority(), [1, 1, 1, 1, -1])
    assert found.verdict.adopted
    assert len(found.blocking) == len(found.ways_through) == 0
    assert set(found.stoppers.sizes) == {2}


def test_the_cheapest_way_through():
    found = opposition(two_thirds_majority(), [1, 1, -1, -1], [9, 9, 4, 2])
    assert found.cheapest is not None
    assert [(move.member, move.cost) for move in found.cheapest.moves] == [(3, 2)]
