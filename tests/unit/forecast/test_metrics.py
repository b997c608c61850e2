"""Scores of several kinds, calibration and resamples: bad input is refused, known cases come out."""

import numpy as np
import pytest

from positions.forecast import (
    area_under_curve,
    brier_kinds,
    calibration_line,
    calibration_table,
    paired_bootstrap,
    precision_recall,
    resample_groups,
    wilson,
)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brier_kinds([[0.5, 0.6]], [0]), "add up"),
        (lambda: brier_kinds([[1.5, -0.5]], [0]), "0..1"),
        (lambda: brier_kinds([[0.5, 0.5]], [2]), "one of 2"),
        (lambda: brier_kinds([[0.5, 0.5]], [0, 1]), "one row"),
        (lambda: area_under_curve([0.5], [0, 1]), "one score"),
        (lambda: area_under_curve([np.nan, 1], [0, 1]), "one score"),
        (lambda: calibration_line([0.5], [1], [], rng=np.random.default_rng(0)), "one group"),
        (lambda: calibration_line([], [], [], rng=np.random.default_rng(0)), "at least one"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_precision_of_nobody_named_is_unknown_not_nought():
    found = precision_recall([0.1, 0.2], [0, 1], 0.5)
    assert np.isnan(found.precision)
    assert found.recall == 0
    assert precision_recall([0.5], [1], 0.5).named == 1  # at the threshold is named


@pytest.mark.parametrize(("level", "z"), [(0.8, 1.281552), (0.9, 1.644854), (0.95, 1.959964)])
def test_wilson_at_other_levels_is_where_the_score_test_turns(level, z):
    for ends in (wilson(3, 17, level=level), [b for t in calibration_table([0.1] * 17, [1] * 3 + [0] * 14, level=level)
                                               for b in (t.happened_low, t.happened_high)]):  # fmt: skip
        for p in ends:
            assert abs(3 / 17 - p) / np.sqrt(p * (1 - p) / 17) == pytest.approx(z, abs=1e-4)


def test_a_line_knows_overconfidence_and_bias():
    rng = np.random.default_rng(1)
    odds = rng.normal(0, 1, 4000)
    happened = rng.random(4000) < 1 / (1 + np.exp(-(0.5 * odds - 0.7)))
    told = 1 / (1 + np.exp(-odds))
    line = calibration_line(told, happened, range(4000), rng=rng, draws=60)
    assert line.slope == pytest.approx(0.5, abs=0.1)
    assert line.intercept == pytest.approx(-0.7, abs=0.1)
    assert line.slope_low < line.slope < line.slope_high < 0.7
    assert line.intercept_low < line.intercept < line.intercept_high


def test_a_perfect_forecast_has_a_line():
    line = calibration_line([0.0, 1.0] * 10, [0, 1] * 10, range(20), rng=np.random.default_rng(1), draws=20)
    assert 0.5 < line.slope < 5


def test_resamples_are_those_of_the_paired_bootstrap():
    rng = np.random.default_rng(3)
    gap, groups = rng.normal(0, 1, 30), np.repeat(list("abcde"), 6).tolist()
    means = [gap[rows].mean() for rows in resample_groups(groups, rng=np.random.default_rng(9), draws=200)]
    found = paired_bootstrap(gap, np.zeros(30), rng=np.random.default_rng(9), groups=groups, draws=200)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])))
