"""Slow plain-loop twins of the array versions of the reference models."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from benchmarks.studies.exchange_decimal import DecimalRound, strictly_past
from positions.reference import challenge, exchange, weighted_median
from positions.reference.challenge import numerators, total_votes


def slow_votes(x, w, r, span):
    n = len(x)
    table = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                near_i, near_j = (abs(x[k] - x[i]) / span) ** r[k], (abs(x[k] - x[j]) / span) ** r[k]
                table[i, j] += w[k] * max(0.0, near_j - near_i)
    return table


def world(seed, n=9, grid=True):
    """Positions on a coarse grid: equal positions and voters exactly in the middle must not matter."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 5, n) * 2.5 if grid else rng.uniform(0, 10, n)
    x[:2] = 0.0, 10.0
    return x, rng.uniform(0.1, 1.0, n), rng.uniform(0.5, 2.0, n), rng.uniform(0.5, 2.0, n)


@pytest.mark.parametrize("seed", range(6))
def test_votes_by_running_sums(seed):
    x, s, c, r = world(seed, grid=seed % 2 == 0)
    w = s * c
    np.testing.assert_allclose(numerators(x, w, r, 10.0), slow_votes(x, w, r, 10.0), atol=1e-12)
    total = 0.0
    for k in range(len(x)):
        for a, b in permutations(range(len(x)), 2):
            total += w[k] * abs((abs(x[k] - x[a]) / 10) ** r[k] - (abs(x[k] - x[b]) / 10) ** r[k])
    assert total_votes(x, w, r, 10.0) == pytest.approx(total)


def slow_challenge(x, s, c, variant, rounds):
    """The model read from the formulas, one actor and one offer at a time; yields positions after each round."""
    x, n = list(x), len(x)
    w = [a * b for a, b in zip(s, c, strict=True)]
    first = max(x) - min(x)
    literal = variant == "literal"

    for _ in range(rounds):
        span = max(x) - min(x) if literal else first

        def chance(i, j, r, span=span, x=x):
            ones = [1.0] * n if literal else r
            if x[i] == x[j]:
                return 0.0
            far = [[(abs(x[k] - x[m]) / span) ** ones[k] for m in range(n)] for k in range(n)]
            won = sum(w[k] * max(0.0, far[k][j] - far[k][i]) for k in range(n))
            if literal:
                return won / sum(w[k] * abs(far[k][j] - far[k][i]) for k in range(n))
            return won / sum(w[k] * abs(far[k][a] - far[k][b]) for k in range(n) for a in range(n) for b in range(n))

        def worth(i, j, e, r, span=span, chance=chance, x=x):
            """What challenging j is worth to i, judged with exponent e."""
            d = abs(x[i] - x[j]) / span
            win, lose, stay = 2 - 4 * (0.5 - 0.5 * d) ** e, 2 - 4 * (0.5 + 0.5 * d) ** e, 2 - 4 * 0.5**e
            p = chance(i, j, r)
            return s[j] * (p * win + (1 - p) * lose) + (1 - s[j]) * win - stay

        ones = [1.0] * n
        danger = [sum(worth(j, i, 1.0, ones) for j in range(n) if j != i) for i in range(n)]
        top, bottom = max(danger), min(danger)
        attitude = [(2 * d - top - bottom) / (top - bottom) for d in danger]
        r = [(1 - a / 3) / (1 + a / 3) for a in attitude]
        goes = []
        for i in range(n):
            offers = []
            for j in range(n):
                if x[i] == x[j]:
                    continue
                a, b = worth(i, j, r[i], r), worth(j, i, r[j] if literal else r[i], r)
                if b > a > 0 and not literal:
                    offers.append((0, abs(x[j] - x[i]), x[j], b))
                if b > 0 > a and b > -a:
                    at = x[i] + (x[j] - x[i]) * abs(a / b)
                    offers.append((1, (abs(a) * x[i] + abs(b) * x[j]) / (abs(a) + abs(b)), at, b))
                if b > 0 > a and b <= -a:
                    offers.append((2, abs(x[j] - x[i]), x[j], b))
            if not offers:
                goes.append(x[i])
            elif literal:
                goes.append(max(offers, key=lambda o: o[3])[2])
            else:
                goes.append(min(offers, key=lambda o: o[:2])[2])
        x = goes
        yield x


@pytest.mark.parametrize("variant", ["literal", "table2"])
@pytest.mark.parametrize("seed", range(3))
def test_challenge_round_by_round(variant, seed):
    x, s, c, _ = world(seed, n=6, grid=seed != 1)
    run = challenge(x, s, c, variant=variant, rounds=3, settled_after=0)
    for ours, slow in zip(run.rounds, slow_challenge(x, s, c, variant, 3), strict=False):
        np.testing.assert_allclose(ours.end, slow, atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_condorcet_winners_are_the_weighted_medians(seed):
    """Black's theorem, by counting; weights are whole numbers, so a tie is a tie."""
    rng = np.random.default_rng(seed)
    x, w = rng.integers(0, 6, 7).astype(float), rng.integers(1, 4, 7).astype(float)
    unbeaten = [
        a
        for a in sorted(set(x))
        if all(sum(v * np.sign(abs(k - b) - abs(k - a)) for k, v in zip(x, w, strict=True)) >= 0 for b in set(x))
    ]
    both = weighted_median(x, None, w)
    assert [both.lower, both.upper] == [unbeaten[0], unbeaten[-1]]
    lower, upper, winner = both.forecasts()
    assert (lower.point, upper.point, winner.point) == (unbeaten[0], unbeaten[-1], (unbeaten[0] + unbeaten[-1]) / 2)
    assert ("tie" in winner.how) == (len(unbeaten) > 1)


def exact_rounds(x, s, c, rounds):
    """The exchange model in fractions: nothing is rounded, and the outcome may not be moved past what is wanted."""
    game = DecimalRound(x, s, c, (0.0, 1.0), (0.5, 0.25), number=Fraction, past=strictly_past)
    return [game.play() for _ in range(rounds)]


@pytest.mark.parametrize("seed", range(5))
def test_exchange_by_arrays_and_in_fractions(seed):
    rng = np.random.default_rng(seed)
    shape = (6, 3)
    x, s, c = rng.uniform(size=shape), rng.uniform(0.2, 1, shape), rng.uniform(0.5, 2, shape)
    # few digits, so that fractions stay short
    x, s, c = np.round(x * 64) / 64, np.round(s * 64) / 64, np.round(c * 8) / 8
    x[0, 1] = s[0, 1] = c[0, 1] = np.nan
    fast = exchange(x, s, c, rounds=1, carried_by_salience=0.5, carried_by_all=0.25)
    for ours, (bargains, ties, voting, after) in zip(fast.rounds, exact_rounds(x, s, c, 1), strict=True):
        if ties or ours.ties:
            pytest.skip("a tie: the order is a matter of rule")
        assert len(bargains) > 0
        assert len(ours.bargains) == len(bargains)
        for f, e in zip(ours.bargains, bargains, strict=True):
            assert (f.a, f.supply_a, f.b, f.supply_b, f.cut) == (e.a, e.supply_a, e.b, e.supply_b, e.cut)
            assert (f.to_a, f.to_b, f.gain) == pytest.approx((e.to_a, e.to_b, e.gain), abs=1e-9)
        np.testing.assert_allclose(ours.voting, voting, atol=1e-9)
        np.testing.assert_allclose(ours.after, after, atol=1e-9)
