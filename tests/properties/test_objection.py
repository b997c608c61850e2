"""The theorems of the objection game, against brute force over all objection vectors."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.game import (
    ObjectionGame,
    bloc_family,
    greatest_equilibrium,
    is_self_sustaining,
    keeps_objecting,
    largest_bloc_within,
    least_equilibrium,
)
from positions.game.analysis import _followers
from tests.oracles import slow_game
from tests.properties.games import games

pytestmark = pytest.mark.filterwarnings("ignore")
FEW = settings(max_examples=60, deadline=None)


def rows(game, names):
    return {game.actors.index(a) for a in names}


@FEW
@given(games())
def test_both_equilibria_agree_with_the_slow_twin(game):
    assert rows(game, greatest_equilibrium(game).objectors) == slow_game.greatest(game)
    assert rows(game, least_equilibrium(game).objectors) == slow_game.least(game)


@FEW
@given(games(most=8))
def test_equilibria_form_a_lattice_between_least_and_greatest(game):
    found = slow_game.equilibria(game)
    top, bottom = slow_game.greatest(game), slow_game.least(game)
    assert top in found
    assert bottom in found
    assert all(bottom <= s <= top for s in found)


@FEW
@given(games(most=8))
def test_self_sustaining_sets_are_closed_under_union(game):
    family = slow_game.self_sustaining(game)
    assert all((s | t) in family for s in family for t in family)
    assert (set().union(*family) if family else set()) == slow_game.greatest(game)


@FEW
@given(games(most=8))
def test_minimal_blocs_and_peel_off_sets_are_all_found_and_dual(game):
    family = bloc_family(game)
    assert family.complete
    blocs = slow_game.minimal(slow_game.self_sustaining(game))
    assert sorted(sorted(rows(game, b)) for b in family.minimal_blocs) == sorted(sorted(b) for b in blocs)
    expected = slow_game.transversals(blocs, game.size) if blocs else []
    assert sorted(sorted(rows(game, p)) for p in family.peel_off_sets) == sorted(sorted(p) for p in expected)
    back = slow_game.transversals([rows(game, p) for p in family.peel_off_sets], game.size) if blocs else []
    assert sorted(map(sorted, back)) == sorted(map(sorted, blocs))


@FEW
@given(games())
def test_a_peel_off_set_frees_the_text_and_no_smaller_one_does(game):
    for peel in bloc_family(game).peel_off_sets:
        assert not greatest_equilibrium(game, without=peel).blocks
        for kept in peel:
            assert greatest_equilibrium(game, without=[p for p in peel if p != kept]).blocks


@FEW
@given(games(most=6))
def test_who_takes_a_follower_along_are_all_minimal_sets_and_no_others(game):
    for d in slow_game.greatest(game):
        others = [j for j in range(game.size) if j != d]
        expected = slow_game.minimal(
            [set(s) for n in range(game.size) for s in combinations(others, n) if d not in slow_game.greatest(game, s)]
        )
        found = [rows(game, s) for s in bloc_family(game, member=game.actors[d]).peel_off_sets]
        assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


def test_a_follower_has_a_tie_to_those_whose_letting_go_takes_it_along():
    both = np.array([0.9, 0.9, 0.30]), np.array([0.9, 0.9, 0.40])
    ties = np.zeros((3, 3))
    for hurt, sets in zip(both, ((("a",), ("b",)), (("a", "b"),)), strict=True):
        alone = ObjectionGame(("a", "b", "c"), hurt, ties, 0.1, np.full(3, 0.5), np.ones((3, 3)) - np.eye(3))
        (found,) = _followers(alone, ("a", "b", "c"))
        assert found.lets_go_with == sets
        assert not found.follows
    tied = ties.copy()
    tied[2, 0] = 0.05
    (found,) = _followers(replace(alone, association=tied, grievance=both[0]), ("a", "b", "c"))
    assert found.leaders == ("a",)


@FEW
@given(games(), st.data())
def test_more_objectors_never_make_anybody_let_go(game, data):
    small = np.array(data.draw(st.lists(st.booleans(), min_size=game.size, max_size=game.size)))
    large = small | np.array(data.draw(st.lists(st.booleans(), min_size=game.size, max_size=game.size)))
    # a class's own seats are company once it objects, so compare the others
    same = small == large
    assert (keeps_objecting(game, small) <= keeps_objecting(game, large))[same].all()


@FEW
@given(games(), st.data())
def test_more_grievance_never_makes_a_bloc_smaller(game, data):
    d = data.draw(st.integers(0, game.size - 1))
    worse = replace(game, grievance=game.grievance + 0.2 * (np.arange(game.size) == d))
    assert set(greatest_equilibrium(game).objectors) <= set(greatest_equilibrium(worse).objectors)
    assert set(least_equilibrium(game).objectors) <= set(least_equilibrium(worse).objectors)


@FEW
@given(games(), st.randoms(use_true_random=False))
def test_relabelling_changes_nothing_but_the_labels(game, random):
    order = list(range(game.size))
    random.shuffle(order)
    turned = replace(
        game,
        actors=tuple(game.actors[d] for d in order),
        grievance=game.grievance[order],
        association=game.association[np.ix_(order, order)],
        isolation=game.isolation[order],
        company=game.company[np.ix_(order, order)],
    )
    assert set(greatest_equilibrium(turned).objectors) == set(greatest_equilibrium(game).objectors)
    one, two = bloc_family(game), bloc_family(turned)
    assert {frozenset(b) for b in one.minimal_blocs} == {frozenset(b) for b in two.minimal_blocs}
    assert {frozenset(p) for p in one.peel_off_sets} == {frozenset(p) for p in two.peel_off_sets}


@FEW
@given(games(), st.data())
def test_the_largest_bloc_within_a_set_is_the_union_of_those_inside(game, data):
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=game.size, max_size=game.size)))
    limit = {int(d) for d in np.flatnonzero(inside)}
    family = [s for s in slow_game.self_sustaining(game) if s <= limit]
    found = largest_bloc_within(game, inside)
    assert {int(d) for d in np.flatnonzero(found)} == (set().union(*family) if family else set())
    assert is_self_sustaining(game, found) == bool(family)


def test_a_cut_short_search_says_so_and_what_it_lists_is_right():
    n = 12
    game = slow_free_pairs(n)
    whole, cut = bloc_family(game), bloc_family(game, limit=5)
    assert whole.complete
    assert not cut.complete
    assert set(cut.minimal_blocs) <= set(whole.minimal_blocs)
    assert len(whole.minimal_blocs) == n * (n - 1) // 2


def slow_free_pairs(n):
    """Any two hold together, nobody alone."""
    return ObjectionGame(
        tuple(f"d{i}" for i in range(n)),
        np.full(n, 0.4),
        np.zeros((n, n)),
        0.1,
        np.full(n, 0.5),
        np.ones((n, n)) - np.eye(n),
    )
