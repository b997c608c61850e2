"""What must hold of forecasts and their scores whatever the record."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.forecast import (
    INSIDE_BOUND,
    KINDS,
    Rows,
    area_under_curve,
    brier_kinds,
    fit_outcomes,
    inside_views,
    log_kinds,
    ranked_score,
    three_levels,
)

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
FEW = settings(deadline=None, max_examples=12, derandomize=True)
SHARES = st.lists(st.floats(0.02, 1.0), min_size=4, max_size=4).map(lambda v: np.array(v) / sum(v))


@SETTINGS
@given(SHARES, SHARES)
def test_honesty_pays_with_several_kinds(truth, told):
    """Proper scores: in expectation nobody gains by saying anything but what it believes."""
    for score in (brier_kinds, ranked_score, log_kinds):
        expected = [sum(t * score([said], [k])[0] for k, t in enumerate(truth)) for said in (told, truth)]
        assert expected[1] <= expected[0] + 1e-12


@SETTINGS
@given(SHARES, st.integers(0, 3))
def test_folding_never_makes_a_forecast_better_or_worse_than_two_of_its_kinds_allow(told, happened):
    folded, level = three_levels([told], [happened])
    assert folded.sum() == pytest.approx(1)
    assert level[0] == min(happened, 2)
    assert 0 <= ranked_score(folded, level)[0] <= 1


@SETTINGS
@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=25))
def test_area_under_curve_knows_only_the_order(pairs):
    score, happened = np.array([float(s) for s, _ in pairs]), np.array([h for _, h in pairs])
    if happened.all() or not happened.any():
        assert np.isnan(area_under_curve(score, happened))
        return
    area = area_under_curve(score, happened)
    assert area_under_curve(np.exp(score), happened) == pytest.approx(area)
    assert area_under_curve(-score, happened) == pytest.approx(1 - area)


@SETTINGS
@given(st.floats(0, 1), st.floats(0, 1))
def test_inside_views_are_bounded_and_rise_with_the_game(share, more):
    p, q = share, (1 - share) * more
    one, other = inside_views([p, min(1.0, p + 0.1)], [q, q])
    assert np.abs([one, other]).max() <= INSIDE_BOUND
    assert one[1] >= one[0]


@FEW
@given(st.integers(0, 10_000), st.floats(0, 0.5))
def test_forecasts_add_up_and_bands_are_in_order(seed, missing):
    rng = np.random.default_rng(seed)
    n = 40
    columns = {
        name: np.where(rng.random(n) < missing, np.nan, rng.normal(0, 1, n))
        for name in ("inside_adopted", "inside_text", "opponents", "firm_opponents")
    }
    names = tuple(map(str, range(n)))
    meeting = tuple(f"m{k}" for k in rng.integers(0, 3, n))
    rows = Rows(names, meeting, names, np.concatenate([np.arange(4), rng.integers(0, 4, n - 4)]), columns)
    for k, f in enumerate(fit_outcomes(rows).forecast(columns)):
        assert sum(f.chance[kind] for kind in KINDS) == pytest.approx(1)
        assert f.chance["text"] == pytest.approx(f.chance["adopted"] + f.chance["weakened"])
        assert all(0 <= f.low[a] <= f.high[a] <= 1 for a in f.chance)
        assert set(f.assumed) == {name for name, column in columns.items() if np.isnan(column[k])}
