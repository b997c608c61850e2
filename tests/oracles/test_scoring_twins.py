"""Scores by their definitions: integrals on a grid, loops over resamples, coverage by simulation."""

import numpy as np
import pytest

from benchmarks.studies.points import crps_sample, leave_one_group_out
from positions.forecast import paired_bootstrap


@pytest.mark.parametrize("seed", range(4))
def test_crps_is_the_integral_of_the_squared_difference_of_distributions(seed):
    rng = np.random.default_rng(seed)
    sample, y = rng.normal(50, 20, 25), float(rng.uniform(0, 100))
    grid = np.linspace(-100, 200, 300_001)
    steps = np.searchsorted(np.sort(sample), grid, side="right") / sample.size
    integral = float(((steps - (grid >= y)) ** 2).sum() * (grid[1] - grid[0]))
    assert crps_sample(sample, y) == pytest.approx(integral, abs=5e-3)


def test_crps_is_the_pairwise_definition():
    x, y = np.array([3.0, 1.0, 4.0, 1.0, 5.0]), 2.0
    pairs = np.mean([abs(a - b) for a in x for b in x])
    assert crps_sample(x, y) == pytest.approx(np.abs(x - y).mean() - pairs / 2)


def test_bootstrap_means_by_loop():
    rng = np.random.default_rng(3)
    a, b = rng.normal(20, 5, 12), rng.normal(21, 5, 12)
    groups = ["x"] * 5 + ["y"] * 3 + ["z"] * 4
    found = paired_bootstrap(a, b, rng=np.random.default_rng(9), groups=groups, draws=300)
    times = np.random.default_rng(9).multinomial(3, [1 / 3] * 3, size=300)
    means = []
    for row in times:
        cases = [
            k for name, n in zip("xyz", row, strict=True) for k in range(12) if groups[k] == name for _ in range(n)
        ]
        means.append(np.mean([a[k] - b[k] for k in cases]))
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])))
    assert found.better == np.mean(np.array(means) < 0)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9])
def test_intervals_hold_what_they_promise_whatever_the_noise(level):
    """Heavy tails and groups of three: coverage over 40 made-up records stays within two points of the promise."""
    held = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        scale = rng.uniform(0.5, 3, 120)
        y = 50 + scale * rng.standard_t(3, 120)
        forecasts = leave_one_group_out(
            np.full(120, 50.0), scale, y, np.repeat(np.arange(40), 3).tolist(), bounds=(0, 100)
        )
        ends = np.array([f.interval(level) for f in forecasts])
        held.append(((y >= ends[:, 0]) & (y <= ends[:, 1])).mean())
    assert np.mean(held) == pytest.approx(level, abs=0.02)
