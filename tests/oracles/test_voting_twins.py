"""Every fast path of the voting package against enumeration, up to 16 members, and against exact integers at 193."""

from itertools import product
from math import comb, factorial

import numpy as np
import pytest

from positions.voting import (
    TooLargeError,
    adopted,
    cheapest_persuasion,
    double_majority,
    game_of,
    minimal_blocking,
    minimal_winning,
    power,
    weighted_game,
)
from positions.voting.power import power_by_grid, power_by_halves, shapley_by_size
from tests.oracles.voting_brute_force import (
    minimal_by_hand,
    odd_rule,
    swings_by_hand,
    verdicts_by_hand,
    winning_by_hand,
)


@pytest.mark.parametrize("seed", range(30))
def test_many_votes_equal_the_rules_own_words(seed):
    rng = np.random.default_rng(100 + seed)
    members = int(rng.integers(1, 9))
    rule = odd_rule(rng, members)
    cast = rng.choice([1, 0, -1, 9], size=(40, members))
    assert adopted(rule, cast).tolist() == [rule.verdict(row).adopted for row in cast]


def games(seed, largest=10):
    rng = np.random.default_rng(200 + seed)
    while True:
        members = int(rng.integers(1, largest))
        try:
            return game_of(odd_rule(rng, members), members)
        except ValueError:
            continue  # a yes can hurt: no simple game


@pytest.mark.parametrize("seed", range(40))
def test_power_equals_enumeration_in_every_engine(seed):
    game = games(seed)
    inside, wins = winning_by_hand(game)
    players = len(game.players)
    swings = swings_by_hand(inside, wins)
    by_hand = np.array([len(s) for s in swings]) / 2 ** (players - 1)
    sizes = inside.sum(axis=1)
    share = np.array([factorial(s) * factorial(players - 1 - s) / factorial(players) for s in range(players)])
    in_order = np.array([share[sizes[s] - 1].sum() for s in swings])
    for method in (power, power_by_grid, power_by_halves) if len(game.weights) else (power,):
        found = method(game)
        assert found.banzhaf == pytest.approx(by_hand, abs=1e-13)
        assert found.shapley_shubik == pytest.approx(in_order, abs=1e-13)
        assert found.collectivity == pytest.approx(wins.mean(), abs=1e-13)
        assert found.rejection == pytest.approx(1 - wins.mean(), abs=1e-13)
    if wins.any():
        assert found.prevent == pytest.approx([len(s) / wins.sum() for s in swings], abs=1e-12)
    if not wins.all():
        assert found.initiate == pytest.approx([len(s) / (~wins).sum() for s in swings], abs=1e-12)


def test_sixteen_weighted_members():
    weights = np.random.default_rng(3).integers(1, 40, 16)
    game = weighted_game(weights, int(weights.sum() * 0.62))
    inside, wins = winning_by_hand(game)
    swings = swings_by_hand(inside, wins)
    assert power(game).banzhaf == pytest.approx([len(s) / 2**15 for s in swings], abs=1e-14)
    listed = sorted(tuple(sorted(coalition)) for coalition in minimal_winning(game))
    assert listed == minimal_by_hand(inside, wins)


@pytest.mark.parametrize("seed", range(40))
def test_minimal_coalitions_equal_enumeration(seed):
    game = games(seed, largest=11)
    for minimal, side in ((minimal_winning, game), (minimal_blocking, game.dual())):
        expected = minimal_by_hand(*winning_by_hand(side))
        found = [tuple(sorted(coalition)) for coalition in minimal(game)]
        assert sorted(found) == expected
        assert [len(c) for c in found] == sorted(len(c) for c in found)
        some = list(minimal(game, limit=2))
        assert [len(c) for c in some] == [len(c) for c in found[:2]]
        assert sorted(tuple(sorted(c)) for c in minimal(game, max_size=2)) == [c for c in expected if len(c) <= 2]


@pytest.mark.parametrize("seed", range(25))
def test_cheapest_persuasion_equals_enumeration(seed):
    rng = np.random.default_rng(300 + seed)
    members = int(rng.integers(1, 6))
    rule = odd_rule(rng, members)
    votes = rng.choice([1, 0, -1, 9], size=members)
    costs = rng.integers(0, 9, size=(members, 4)).astype(float)
    costs[rng.random((members, 4)) < 0.2] = np.inf
    price = costs.copy()
    price[np.arange(members), [[1, 0, -1, 9].index(v) for v in votes]] = 0.0
    verdicts = verdicts_by_hand(rule, members)
    passing = [after for after in product(range(4), repeat=members) if verdicts[after]]
    best = min((price[np.arange(members), after].sum() for after in passing), default=np.inf)
    found = cheapest_persuasion(rule, votes, costs)
    assert (found is None) == np.isinf(best)
    if found is not None:
        assert found.cost == pytest.approx(best)


def exact_powers(weights, quota, players):
    """Banzhaf and Shapley-Shubik of some players in whole numbers: counts by size and weight, divided out again."""
    n, total = len(weights), int(sum(weights))
    counts = np.zeros((n + 1, total + 1), dtype=object)  # [size, weight] of all coalitions
    counts[0, 0] = 1
    for w in weights:
        counts[1:, w:] += counts[:-1, : total + 1 - w]
    found = []
    for d in players:
        w, others = weights[d], counts.copy()
        for s in range(1, n + 1):
            others[s, w:] -= others[s - 1, : total + 1 - w]
        deciding = others[:n, max(0, quota - w) : quota].sum(axis=1)  # by size of the others
        banzhaf = int(deciding.sum()) / 2 ** (n - 1)
        shapley = sum(int(number) / (comb(n - 1, s) * n) for s, number in enumerate(deciding))
        found.append((banzhaf, shapley))
    return np.array(found).T


@pytest.mark.parametrize("share", [0.5, 2 / 3, 0.98])
def test_193_weighted_members_equal_exact_integers(share):
    weights = [int(w) for w in np.random.default_rng(11).integers(1, 6, 193)]
    quota = int(sum(weights) * share) + 1
    some = [weights.index(w) for w in range(1, 6)]
    banzhaf, shapley = exact_powers(weights, quota, some)
    found = power(weighted_game(weights, quota))
    assert found.banzhaf[some] == pytest.approx(banzhaf, rel=1e-10, abs=0)
    assert found.shapley_shubik[some] == pytest.approx(shapley, rel=1e-9)
    assert found.shapley_shubik.sum() == pytest.approx(1.0, abs=1e-12)


def test_193_members_double_majority_equal_exact_integers():
    weights = np.random.default_rng(12).integers(1, 4, 193)
    game = game_of(double_majority(weights, blocking_minority=0, units="votes"), 193)
    found = power(game)
    n, total = 193, int(weights.sum())
    heads, quota = -(-55 * n // 100), -(-65 * total // 100)
    counts = np.zeros((n + 1, total + 1), dtype=object)
    counts[0, 0] = 1
    for w in weights:
        counts[1:, w:] += counts[:-1, : total + 1 - w]
    for w in (1, 3):
        d = int(np.flatnonzero(weights == w)[0])
        others = counts.copy()
        for s in range(1, n + 1):
            others[s, w:] -= others[s - 1, : total + 1 - w]
        joins = np.zeros((n + 1, total + 1), dtype=bool)
        joins[heads - 1 :, quota - w :] = True
        joins[heads:, quota:] = False
        deciding = np.where(joins, others, 0)[:n].sum(axis=1)
        assert found.banzhaf[d] == pytest.approx(int(deciding.sum()) / 2 ** (n - 1), rel=1e-9)
        by_size = sum(int(number) / (comb(n - 1, s) * n) for s, number in enumerate(deciding))
        assert found.shapley_shubik[d] == pytest.approx(by_size, rel=1e-9)


def test_too_large_is_said_and_not_guessed():
    weights = np.random.default_rng(13).integers(1, 10**7, 100)
    with pytest.raises(TooLargeError):
        power(weighted_game(weights, int(weights.sum() // 2)))


def test_power_of_more_seats_than_double_precision_can_tell_is_refused():
    weights = [1] * 600 + [2] * 600
    with pytest.raises(TooLargeError, match="1200 players"):
        shapley_by_size(game_of(double_majority(weights, blocking_minority=0), 1_200), 0)
