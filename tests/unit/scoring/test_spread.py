import math

import numpy as np
import pytest

from benchmarks.studies.points import fit_shrinkage, leave_one_group_out, sample, scale_losses
from positions.scoring import (
    FLOOR,
    LEARNT_LEVELS,
    LEARNT_MISSES,
    SHRINKAGE,
    USUAL_DISPERSION,
    dispersion,
    learnt_spread,
    spread_from,
)

NAN = math.nan


def test_dispersion_ignores_the_unknown_and_weighs_the_rest():
    assert dispersion([0.0, 1.0, NAN], [1, 1, 1]) == 0.5
    assert dispersion([0.0, 1.0], [3, 1]) == pytest.approx(math.sqrt(0.75 * 0.25))
    assert dispersion([0.0, 1.0, 0.5], [1, 1, NAN]) == 0.5


def test_dispersion_of_nothing_is_half_the_scale_and_of_agreement_the_floor():
    assert dispersion([NAN], bounds=(0, 100)) == 50.0
    assert dispersion([30.0, 30.0], bounds=(0, 100)) == FLOOR * 100


def test_interval_takes_the_conservative_rank():
    """Of 9 misses the 8th holds 8/10: with one more outcome to come, that is 80 %."""
    f = spread_from(50, 1, range(1, 10), (0, 100))
    assert f.interval(0.8) == (42.0, 58.0)
    assert f.interval(0.9) == (41.0, 59.0)
    assert f.interval(0.95) == (0, 100)  # nine outcomes cannot promise more


def test_interval_and_sample_stay_on_the_scale():
    f = spread_from(5, 10, [0.1, 1, 2], (0, 100))
    assert f.interval(0.7)[0] == 0
    assert sample(f).min() == 0
    assert sample(f).size == 6
    assert (np.diff(sample(f)) >= 0).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: spread_from(NAN, 1, [1], (0, 1)),
        lambda: spread_from(0.5, 0, [1], (0, 1)),
        lambda: spread_from(0.5, 1, [], (0, 1)),
        lambda: spread_from(0.5, 1, [1], (0, 1)).interval(1.0),
        lambda: leave_one_group_out([1], [1], [1], ["a"], bounds=(0, 1)),
        lambda: leave_one_group_out([1, 2], [1], [1], ["a"], bounds=(0, 1)),
    ],
)
def test_refused(call):
    with pytest.raises(ValueError, match=r"."):
        call()


def test_no_group_ever_sees_its_own_outcomes():
    rng = np.random.default_rng(0)
    point, y = rng.uniform(0, 100, 30), rng.uniform(0, 100, 30)
    groups = np.repeat(np.arange(6), 5)
    before = leave_one_group_out(point, np.ones(30), y, groups.tolist(), bounds=(0, 100))
    changed = y.copy()
    changed[groups == 2] = 0.0
    after = leave_one_group_out(point, np.ones(30), changed, groups.tolist(), bounds=(0, 100))
    for t in range(30):
        same = np.array_equal(before[t].misses, after[t].misses)
        assert same == (groups[t] == 2)


def test_learnt_table_is_an_ascending_set_of_quantiles():
    assert len(LEARNT_MISSES) == len(LEARNT_LEVELS) == 40
    assert list(LEARNT_MISSES) == sorted(LEARNT_MISSES)
    assert learnt_spread(0.5, 0.2, (0, 1)).learnt_from == "172 EU decisions, 1995–2000"


def test_learnt_widths_follow_dispersion_and_are_drawn_towards_the_usual_one():
    near, usual, far = (learnt_spread(0.5, apart, (0, 1)) for apart in (0.1, USUAL_DISPERSION, 0.5))
    assert usual.scale == pytest.approx(USUAL_DISPERSION)
    assert near.scale == pytest.approx(0.1 + SHRINKAGE * (USUAL_DISPERSION - 0.1))
    assert far.scale == pytest.approx(0.5 - SHRINKAGE * (0.5 - USUAL_DISPERSION))
    assert learnt_spread(50, 10, (0, 100)).scale == pytest.approx(100 * near.scale)


def test_shrinkage_is_fitted_without_the_group_that_is_forecast():
    """Misses of one size whatever the dispersion: a group that says otherwise does not count itself."""
    rng = np.random.default_rng(2)
    apart, groups = rng.uniform(5, 50, 200), np.repeat(np.arange(40), 5)
    y = rng.normal(0, 20, 200)
    found = leave_one_group_out(np.zeros(200), apart, y, groups.tolist(), bounds=(-99, 99), shrinkage=None)
    assert {round(f.scale, 6) for f in found if f.learnt_from == "all but 7"} == {round(apart[groups != 7].mean(), 6)}
    y[groups == 7] = 90.0
    again = leave_one_group_out(np.zeros(200), apart, y, groups.tolist(), bounds=(-99, 99), shrinkage=None)
    assert [f.scale for f in again[35:40]] == [f.scale for f in found[35:40]]


def test_scale_losses_are_minus_the_log_density_of_the_other_groups_normal():
    miss, apart, groups = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 4.0]), np.array(["a", "a", "b"])
    scale = 0.5 * apart + 0.5 * 1.5  # as b is forecast: the mean of the others is 1.5
    spread = scale[2] * np.sqrt(((miss[:2] / scale[:2]) ** 2).mean())
    expected = math.log(spread) + (3 / spread) ** 2 / 2
    assert scale_losses(miss, apart, groups, 0.5)[2] == pytest.approx(expected)
    assert fit_shrinkage(miss[:2], apart[:2], groups[:2]) == 0.0
