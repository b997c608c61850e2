"""Published power indices and coalition counts."""

from fractions import Fraction

import numpy as np
import pytest

from positions.voting import (
    game_of,
    minimal_blocking,
    minimal_winning,
    power,
    security_council,
    simple_majority,
    weighted_game,
    weighted_majority,
)

# Council of the European Union 1995-2004: fifteen members, 62 of 87 votes
EU15 = {"DE FR IT UK": 10, "ES": 8, "BE EL NL PT": 5, "AT SE": 4, "DK FI IE": 3, "LU": 2}
WEIGHTS = [weight for members, weight in EU15.items() for _ in members.split()]


def test_eu15_banzhaf_and_blocking_minority():
    game = game_of(weighted_majority(WEIGHTS, quota=62), 15)
    found = power(game).normalised
    by_weight = dict(zip(WEIGHTS, found.round(4).tolist(), strict=True))
    assert by_weight == {10: 0.1116, 8: 0.0924, 5: 0.0587, 4: 0.0479, 3: 0.0359, 2: 0.0226}
    assert game.dual().sums.tests[0][1] == 26  # votes that block, of 87


def test_eu15_shapley_shubik():
    """The values of the literature, in percent, as in Felsenthal and Machover (1998)."""
    found = power(weighted_game(WEIGHTS, 62)).shapley_shubik
    by_weight = dict(zip(WEIGHTS, (100 * found).round(2).tolist(), strict=True))
    assert by_weight == {10: 11.67, 8: 9.55, 5: 5.52, 4: 4.54, 3: 3.53, 2: 2.07}


def test_european_economic_community_1958_left_luxembourg_without_power():
    found = power(weighted_game([4, 4, 4, 2, 2, 1], 12))
    assert found.normalised.round(3).tolist() == [0.238, 0.238, 0.238, 0.143, 0.143, 0.0]
    assert found.shapley_shubik[:4] == pytest.approx([7 / 30, 7 / 30, 7 / 30, 3 / 20])
    assert found.banzhaf[5] == 0.0
    assert found.shapley_shubik[5] == 0.0


def test_security_council():
    found = power(game_of(security_council(range(5)), 15))
    assert found.collectivity * 2**15 == 848
    assert found.normalised[[0, 14]] == pytest.approx([848 / 5080, 84 / 5080], rel=1e-12)
    assert found.shapley_shubik[[0, 14]] == pytest.approx([421 / 2145, 4 / 2145], rel=1e-12)
    assert found.prevent[0] == pytest.approx(1.0)  # a veto stops every decision
    assert found.initiate[0] == pytest.approx(848 / (2**15 - 848), rel=1e-12)


def test_nassau_county_1964_three_of_six_are_dummies():
    """Banzhaf (1965): votes 31, 31, 28, 21, 2, 2, majority 58; the last three never decide."""
    found = power(weighted_game([31, 31, 28, 21, 2, 2], 58))
    assert found.normalised.round(6).tolist() == [0.333333, 0.333333, 0.333333, 0.0, 0.0, 0.0]


def test_penrose_square_root_of_a_large_assembly():
    """The absolute Banzhaf power of one voter among many tends to the square root of 2 / (pi n) (Penrose 1946)."""
    found = power(game_of(simple_majority(), 193))
    assert found.banzhaf == pytest.approx(np.full(193, (2 / (np.pi * 192)) ** 0.5), rel=2e-3)
    assert found.shapley_shubik == pytest.approx(np.full(193, 1 / 193), rel=1e-12)


def test_eu15_minimal_coalitions_are_hand_countable_at_the_ends():
    game = weighted_game(WEIGHTS, 62)
    assert min(minimal_winning(game).sizes) == 8  # 4 x 10 + 8 + 3 x 5 = 63
    assert min(minimal_blocking(game).sizes) == 3  # 10 + 10 + 8 = 28


def test_exact_fractions_of_a_small_council():
    """Coleman (1971) for [3; 2, 1, 1]: three of eight coalitions win."""
    found = power(weighted_game([2, 1, 1], 3))
    assert Fraction(found.collectivity).limit_denominator(64) == Fraction(3, 8)
    assert found.prevent == pytest.approx([1, 1 / 3, 1 / 3])
    assert found.initiate == pytest.approx([3 / 5, 1 / 5, 1 / 5])
