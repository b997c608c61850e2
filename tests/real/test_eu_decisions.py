"""The benchmark on EU decisions: known errors are met, intervals hold, the page and the table are up to date."""

import importlib.util
import sys

import numpy as np
import pytest

from benchmarks.studies.points import score_points
from positions.scoring import LEARNT_LEVELS, LEARNT_MISSES, SHRINKAGE, USUAL_DISPERSION
from tests.real.conftest import ROOT

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("eu_decisions", ROOT / "benchmarks" / "eu_decisions.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(benchmark, real_data):
    return benchmark.forecasts(real_data)


def test_known_errors(found):
    """Mean absolute errors that others report for the same 172 issues, to the decimal they give."""
    error = {name: score_points(points, found.outcome).mean_error for name, points in found.points.items()}
    assert len(found.outcome) == 172
    assert round(error["constant"], 1) == 29.0
    assert round(error["mean"], 1) == 23.7
    assert round(error["salience-mean"], 1) == round(error["compromise"], 1) == 23.9
    assert round(error["median-lower"], 1) == 28.6


def test_medians_win_on_hits_and_means_on_error(found):
    median, mean = (score_points(found.points[n], found.outcome) for n in ("median-lower", "compromise"))
    assert median.hits > mean.hits
    assert median.mean_error > mean.mean_error


def test_intervals_hold(benchmark, found):
    forecast = benchmark.spreads(found, *benchmark.OURS)
    assert 0.45 <= benchmark.held(found, forecast, 0.5).held <= 0.55
    assert 0.75 <= benchmark.held(found, forecast, 0.8).held <= 0.85
    assert 0.85 <= benchmark.held(found, forecast, 0.9).held <= 0.95


def test_learnt_table_is_what_the_data_give(benchmark, found):
    weight, usual, misses = benchmark.fitted(found)
    assert weight == SHRINKAGE
    assert usual / 100 == pytest.approx(USUAL_DISPERSION, abs=6e-4)
    np.testing.assert_allclose(LEARNT_MISSES, np.quantile(misses, LEARNT_LEVELS), atol=6e-4)


def test_the_page_is_what_the_script_writes(benchmark, found):
    page = (ROOT / "docs" / "score-eu-decisions.md").read_text(encoding="utf-8")
    for row in benchmark.interval_table(found) + benchmark.calibration(found) + benchmark.shrinkage_table(found):
        assert row in page
    for name in benchmark.ORDER:
        s = score_points(found.points[name], found.outcome)
        row = f"| {benchmark.TITLES[name]} | {s.n} | {s.mean_error:.1f} | {s.median_error:.1f} | {s.hits:.0%} |"
        assert row in page
