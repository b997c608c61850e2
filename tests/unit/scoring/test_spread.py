import math

import numpy as np
import pytest

from positions.scoring import (
    FLOOR,
    LEARNT_LEVELS,
    LEARNT_MISSES,
    dispersion,
    learnt_spread,
    leave_one_group_out,
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
    assert f.sample().min() == 0
    assert f.sample().size == 6
    assert (np.diff(f.sample()) >= 0).all()


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
