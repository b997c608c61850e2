"""The studies of recorded votes: answers that are known, plain-loop twins, brute force and published examples."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.studies.anomalies import record_anomalies
from benchmarks.studies.balance import balanced_triads, frustration
from benchmarks.studies.cohesion import agreement_index, group_cohesion, rice, rice_at_size
from benchmarks.studies.kappa import kappa
from positions.agreement import pairwise_agreement
from tests.oracles.test_agreement_twins import room
from tests.properties.test_agreement import rooms, symmetric
from tests.unit.agreement.test_agreement import camps

NAN = float("nan")
few = settings(deadline=None, max_examples=40)


def test_where_everybody_says_yes_raw_agreement_is_high_and_kappa_is_not():
    rng = np.random.default_rng(6)
    votes = np.where(rng.random((2, 400)) < 0.9, 1.0, -1.0)  # two records with nothing to do with each other
    assert pairwise_agreement(votes, span=2).agreement[0, 1] > 0.75
    assert abs(kappa(votes, span=2)[0, 1]) < 0.2


def test_two_camps_are_balanced_and_a_traitor_is_not():
    z = np.array([1, 1, 1, -1, -1])
    s = np.outer(z, z).astype(float)
    assert balanced_triads(s) == 1.0
    assert frustration(s, rng=np.random.default_rng(1)).camps.tolist() == z.tolist()
    s[0, 1] = s[1, 0] = -1
    assert balanced_triads(s) < 1
    assert frustration(s, rng=np.random.default_rng(1)).weight == 1.0
    assert np.isnan(balanced_triads(np.zeros((3, 3))))


def test_a_swapped_record_is_found_and_named_and_nobody_else_is():
    votes, camp = camps(7, sizes=(12, 12), issues=200, loyalty=0.9, missing=0.2)
    session = np.repeat([55, 56, 57, 58], 50)
    clean = record_anomalies(votes, session, span=2)
    votes[4, 150:] = votes[20, 150:]
    found = record_anomalies(votes, session, span=2)
    assert clean == ()
    assert [(a.delegation, a.period) for a in found] == [(4, 58)]
    assert found[0].looks_like[0] == 20
    assert found[0].agreement[0] == 1.0
    assert camp[20] != camp[4]


def test_choosing_when_to_be_present_is_no_anomaly():
    votes, _ = camps(8, sizes=(12, 12), issues=200, loyalty=0.95, missing=0.0)
    session = np.repeat([1, 2, 3, 4], 50)
    divided = np.abs(votes[0] - votes[20]) > 0
    votes[3, (session == 4) & divided] = NAN  # present only where both camps say the same
    assert record_anomalies(votes, session, span=2) == ()


def test_rice_is_higher_in_a_smaller_group_of_the_same_mind():
    assert rice_at_size(60, 40, 5) > rice_at_size(60, 40, 20) > rice(60, 40)
    assert np.isnan(rice(0, 0))
    assert np.isnan(rice_at_size(2, 2, 5))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("votes", [True, False])
def test_kappa_equals_its_loop(seed, votes):
    x, s, _ = room(seed, votes=votes)
    span = 2.0 if votes else 1.0
    made = kappa(x, s, span=span)
    for i, j in itertools.product(range(len(x)), repeat=2):
        shared = [
            k for k in range(x.shape[1]) if not (math.isnan(x[i, k]) or math.isnan(x[j, k])) and s[i, k] * s[j, k] > 0
        ]
        c = [math.sqrt(s[i, k] * s[j, k]) for k in shared]
        a = [x[i, k] / span for k in shared]
        b = [x[j, k] / span for k in shared]
        C, chance = sum(c), 0.0
        observed = sum(w * (p - q) ** 2 for w, p, q in zip(c, a, b, strict=True))
        if C:
            ma = sum(w * p for w, p in zip(c, a, strict=True)) / C
            mb = sum(w * q for w, q in zip(c, b, strict=True)) / C
            chance = sum(w * ((p - ma) ** 2 + (q - mb) ** 2) for w, p, q in zip(c, a, b, strict=True))
            chance += C * (ma - mb) ** 2
        expected = 1 - observed / chance if C and chance > 1e-9 else NAN
        assert made[i, j] == pytest.approx(expected, abs=1e-7, nan_ok=True)


def test_two_constant_records_are_undefined_and_never_perfect():
    made = kappa([[1, 1, 1], [1, 1, 1]], span=2)
    assert np.isnan(made).all()


@pytest.mark.parametrize(("yes", "no", "size"), [(5, 2, 3), (3, 3, 2), (4, 0, 4), (1, 6, 5), (2, 2, 1)])
def test_rice_at_another_size_equals_all_subsets(yes, no, size):
    votes = [1] * yes + [-1] * no
    every = [abs(sum(c)) / size for c in itertools.combinations(votes, size)]
    assert rice_at_size(yes, no, size) == pytest.approx(sum(every) / len(every), abs=1e-12)


def test_group_cohesion_equals_its_loop():
    x, _, _ = room(2, votes=True)
    groups = np.random.default_rng(2).random((4, len(x))) < 0.5
    made = group_cohesion(x, groups, span=2)
    for g, k in itertools.product(range(4), range(x.shape[1])):
        values = [x[d, k] for d in range(len(x)) if groups[g, d] and not math.isnan(x[d, k])]
        assert made.known[g, k] == len(values)
        if len(values) < 2:
            assert math.isnan(made.same[g, k])
            assert math.isnan(made.ordinal[g, k])
            continue
        pairs = [1 - abs(a - b) / 2 for a, b in itertools.combinations(values, 2)]
        assert made.same[g, k] == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)
        middle = sorted(values)[len(values) // 2]  # any median minimises the mean absolute deviation
        deviation = sum(abs(v - middle) for v in values) / len(values)
        assert made.ordinal[g, k] == pytest.approx(1 - 2 * deviation / 2, abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_frustration_equals_brute_force_on_small_networks(seed):
    rng = np.random.default_rng(seed)
    s = rng.uniform(-1, 1, (9, 9))
    s = (s + s.T) / 2
    best = min(
        sum(abs(s[i, j]) for i, j in itertools.combinations(range(9), 2) if s[i, j] * z[i] * z[j] < 0)
        for z in itertools.product((1, -1), repeat=9)
    )
    assert frustration(s, rng=rng).weight == pytest.approx(best, abs=1e-9)


def test_agreement_index_is_zero_at_three_equal_parts_and_one_when_all_are_the_same():
    for n in (1, 4, 9):
        assert agreement_index(n, n, n) == 0
        assert agreement_index(0, n, 0) == 1


@given(rooms())
@few
def test_kappa_is_symmetric_at_most_one_and_blind_to_mirroring(room_of):
    x, s = room_of
    made = kappa(x, s, span=2)
    np.testing.assert_array_equal(made, made.T)
    assert (made[~np.isnan(made)] <= 1 + 1e-9).all()
    np.testing.assert_allclose(kappa(-x, s, span=2), made, atol=1e-6)


@given(st.integers(0, 10**6), st.integers(2, 8))
@few
def test_no_single_flip_reduces_frustration_and_mirrored_camps_are_the_same(seed, D):
    s = symmetric(seed, D)
    found = frustration(s, rng=np.random.default_rng(seed), restarts=5)
    assert found.camps[0] == 1
    pull = found.camps * ((s - np.diag(np.diag(s))) @ found.camps)
    assert (pull >= -1e-9).all()
