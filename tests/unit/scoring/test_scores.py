import math

import numpy as np
import pytest

from benchmarks.studies.points import coverage, crps_sample, score_points
from positions.forecast import brier, calibration_table, log_loss, paired_bootstrap, score_probabilities, wilson

NAN = math.nan


def test_silence_is_counted_apart_from_misses():
    s = score_points([NAN, 40.0, 60.0, 10.0], [50.0, 50.0, NAN, 50.0])
    assert (s.n, s.silent) == (2, 1)
    assert s.mean_error == 25.0
    assert s.hits == 0.5  # a miss by exactly ten is a hit


def test_hits_do_not_depend_on_how_floats_fall():
    assert score_points([0.1 + 0.2], [0.4], within=0.1).hits == 1.0


def test_nothing_to_score():
    s = score_points([NAN], [1.0])
    assert (s.n, s.silent) == (0, 1)
    assert math.isnan(s.mean_error)
    assert math.isnan(score_probabilities([], []).brier)
    assert coverage(0.8, [], [], []).n == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: score_points([1.0], [1.0, 2.0]), "one forecast"),
        (lambda: brier([1.2], [1]), "0..1"),
        (lambda: brier([NAN], [1]), "0..1"),
        (lambda: brier([0.5], [0.5]), "happened"),
        (lambda: brier([0.5], [1, 0]), "one probability"),
        (lambda: crps_sample([], 1.0), "empty"),
        (lambda: coverage(0.5, [0.0], [1.0], [0.0, 1.0]), "shapes"),
        (lambda: paired_bootstrap([1.0], [1.0, 2.0], rng=np.random.default_rng(0)), "same cases"),
        (lambda: paired_bootstrap([1.0], [1.0], groups=["a", "b"], rng=np.random.default_rng(0)), "labels"),
        (lambda: calibration_table([0.5], [1], bins=0), "bin"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_log_loss_of_certainty_that_fails_is_dear_but_finite():
    assert log_loss([0.0], [1], floor=0.01)[0] == pytest.approx(-math.log(0.01))
    assert log_loss([1.0], [1])[0] == pytest.approx(-math.log(0.99))


def test_half_is_half_a_hit():
    assert score_probabilities([0.5, 0.5], [1, 0]).hits == 0.5


def test_coverage_counts_ends_as_inside():
    assert coverage(0.5, [0.0, 0.1 + 0.2], [1.0, 1.0], [1.0, 0.3]).held == 1.0


def test_calibration_bins_hold_everything_once():
    p = [0.0, 0.2, 0.2, 0.55, 1.0]
    table = calibration_table(p, [0, 0, 1, 1, 1], bins=5)
    assert sum(b.n for b in table) == 5
    assert [b.n for b in table] == [1, 2, 1, 1]
    assert all(b.happened_low <= b.happened <= b.happened_high for b in table)


def test_wilson_stays_inside_even_at_the_ends():
    low, high = wilson(0, 5)
    assert low == pytest.approx(0, abs=1e-12)
    assert 0 < high < 1


def test_bootstrap_is_paired_grouped_and_seeded():
    rng = np.random.default_rng
    shared = rng(0).normal(30, 20, 60)
    groups = np.repeat(np.arange(12), 5)
    d = paired_bootstrap(shared - 1, shared, rng=rng(1), groups=groups.tolist())
    assert (d.difference, d.low, d.high) == pytest.approx((-1, -1, -1))  # the shared part cancels
    assert d.groups == 12
    assert d.verdict == "better"
    assert paired_bootstrap(shared, shared, rng=rng(1)).verdict == "no difference shown"
    assert paired_bootstrap(shared + 1, shared, rng=rng(1)).verdict == "worse"
    noise = rng(2).normal(0, 5, 60)
    one, other = (paired_bootstrap(shared + noise, shared, rng=rng(7), groups=groups.tolist()) for _ in range(2))
    assert one == other


def test_bootstrap_of_groups_is_wider_when_groups_move_together():
    rng = np.random.default_rng(4)
    gap = np.repeat(rng.normal(0, 5, 10), 10)
    zero = np.zeros(100)
    together = paired_bootstrap(gap, zero, rng=np.random.default_rng(1), groups=np.repeat(np.arange(10), 10).tolist())
    alone = paired_bootstrap(gap, zero, rng=np.random.default_rng(1))
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_bootstrap_leaves_out_what_one_side_does_not_say():
    d = paired_bootstrap([1.0, NAN, 3.0], [2.0, 2.0, NAN], rng=np.random.default_rng(0))
    assert (d.n, d.difference) == (1, -1.0)
    assert paired_bootstrap([NAN], [1.0], rng=np.random.default_rng(0)).n == 0
