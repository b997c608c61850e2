"""What must hold of the scores whatever is scored."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.studies.points import crps_sample, score_points
from positions.forecast import brier, log_loss, paired_bootstrap
from positions.scoring import dispersion, spread_from

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SHARE = st.floats(0.02, 0.98)
VALUE = st.floats(-100, 100)
VALUES = st.lists(VALUE, min_size=1, max_size=20)


@SETTINGS
@given(SHARE, SHARE)
def test_honesty_pays(truth, told):
    """Proper scores: in expectation nobody gains by saying anything but what it believes."""
    for score in (brier, log_loss):
        yes, no = score([told], [1])[0], score([told], [0])[0]
        best_yes, best_no = score([truth], [1])[0], score([truth], [0])[0]
        assert truth * yes + (1 - truth) * no >= truth * best_yes + (1 - truth) * best_no - 1e-12


@SETTINGS
@given(VALUES, VALUE, VALUE)
def test_crps_moves_with_the_scale_and_is_no_less_than_nought(sample, outcome, shift):
    base = crps_sample(sample, outcome)
    assert base >= -1e-9
    assert crps_sample([v + shift for v in sample], outcome + shift) == pytest.approx(base, abs=1e-9)
    assert crps_sample([-2 * v for v in sample], -2 * outcome) == pytest.approx(2 * base, abs=1e-9)
    assert base <= float(np.abs(np.array(sample) - outcome).mean()) + 1e-9


@SETTINGS
@given(st.floats(0, 1), st.floats(0.01, 1), st.lists(st.floats(0, 5), min_size=3, max_size=30))
def test_intervals_are_nested_and_hold_the_point(point, scale, misses):
    forecast = spread_from(point, scale, misses, (0.0, 1.0))
    ends = [forecast.interval(level) for level in (0.2, 0.5, 0.8, 0.9)]
    for (low, high), (wider_low, wider_high) in pairwise(ends):
        assert wider_low <= low <= point <= high <= wider_high


@SETTINGS
@given(st.lists(st.tuples(VALUE, VALUE), min_size=2, max_size=15), st.integers(0, 99))
def test_a_rival_sees_the_same_difference_from_the_other_side(pairs, seed):
    a, b = np.array(pairs).T
    one = paired_bootstrap(a, b, rng=np.random.default_rng(seed), draws=200)
    other = paired_bootstrap(b, a, rng=np.random.default_rng(seed), draws=200)
    assert (one.difference, one.low, one.high) == pytest.approx((-other.difference, -other.high, -other.low), abs=1e-9)
    assert one.low - 1e-9 <= one.high


@SETTINGS
@given(VALUES, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_the_order_of_cases(values, random):
    pairs = [(v, v / 2) for v in values]
    before = score_points(*zip(*pairs, strict=True))
    random.shuffle(pairs)
    after = score_points(*zip(*pairs, strict=True))
    assert after.mean_error == pytest.approx(before.mean_error)
    assert (after.hits, after.n) == (before.hits, before.n)


@SETTINGS
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_dispersion_is_the_same_from_either_end_of_the_scale(values):
    assert dispersion(values) == pytest.approx(dispersion([1 - v for v in values]), abs=1e-9)
    assert 0.05 <= dispersion(values) <= 0.5
