"""The room of forecasts against plain loops, finite differences, general optimisers and integrals on a grid."""

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from positions.forecast import (
    OUTCOME_RULES,
    Rows,
    area_under_curve,
    brier_kinds,
    calibration_line,
    fit_step,
    leave_one_meeting_out,
    log_kinds,
    precision_recall,
    ranked_score,
    resample_groups,
)
from positions.forecast.logistic import Step, log_posterior, newton


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def made_up(seed=0, n=40, p=2, groups=4):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, p))
    design = np.concatenate([np.ones((n, 1)), x, np.eye(groups)[rng.integers(0, groups, n)]], axis=1)
    yes = (rng.random(n) < 0.4).astype(float)
    precision = np.concatenate([[0.16], np.full(p, 4.0), np.full(groups, 3.0)])
    return design, yes, precision, rng


def slow_posterior(at, design, yes, precision):
    total = 0.0
    for row, happened in zip(design, yes, strict=True):
        p = sigmoid(sum(a * x for a, x in zip(at, row, strict=True)))
        total += math.log(p if happened else 1 - p)
    return total - 0.5 * sum(w * a * a for w, a in zip(precision, at, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_value_gradient_and_hessian_by_finite_differences(seed):
    design, yes, precision, rng = made_up(seed)
    at = rng.normal(0, 0.7, design.shape[1])
    value, gradient, hessian = log_posterior(at, design, yes, precision)
    assert value == pytest.approx(slow_posterior(at, design, yes, precision))
    step = 1e-5 * np.eye(at.size)
    for j in range(at.size):
        up, down = (slow_posterior(at + s * step[j], design, yes, precision) for s in (1, -1))
        assert gradient[j] == pytest.approx((up - down) / 2e-5, abs=1e-6)
        up, down = (log_posterior(at + s * step[j], design, yes, precision)[1] for s in (1, -1))
        assert hessian[j] == pytest.approx((up - down) / 2e-5, abs=1e-5)


def test_newton_finds_what_a_general_optimiser_finds():
    design, yes, precision, _ = made_up(5)
    slow = minimize(lambda b: -slow_posterior(b, design, yes, precision), np.zeros(design.shape[1]), tol=1e-12)
    assert newton(design, yes, precision)[0] == pytest.approx(slow.x, abs=1e-4)


def test_the_chance_in_a_new_meeting_is_the_integral_over_everything_unknown():
    """No covariate, two meetings: intercept, both effects, and τ on the same grid, integrated by brute force."""
    yes = np.array([1] * 9 + [0] * 6 + [1] * 2 + [0] * 13, dtype=bool)
    meeting = ["a"] * 15 + ["b"] * 15
    step = fit_step((), {}, yes, meeting)
    a = np.linspace(-6, 6, 241)
    total = mass = 0.0
    for tau, width in zip(step.meetings, np.gradient(step.meetings), strict=True):
        u = np.linspace(-5 * tau, 5 * tau, 161)
        prior = norm.pdf(u, 0, tau) * (u[1] - u[0])
        eta = a[:, None] + u
        p = 1 / (1 + np.exp(-eta))
        likelihood = np.ones_like(a)
        for happened, n in ((9, 15), (2, 15)):
            likelihood = likelihood * (p**happened * (1 - p) ** (n - happened) @ prior)
        weight = norm.pdf(a, 0, 2.5) * likelihood * math.exp(-0.5 * (tau / 0.5) ** 2) * width
        total += weight @ (p @ prior)
        mass += weight.sum()
    assert step.chances({}).mean() == pytest.approx(total / mass, abs=0.01)  # two meetings, far apart


def test_draws_have_the_mean_and_the_spread_of_the_normals_they_stand_for():
    """One point of the grid, one covariate known, one not: log odds are then normal but for a product of normals."""
    covariance = np.array([[0.09, 0.02, 0.0], [0.02, 0.05, 0.01], [0.0, 0.01, 0.04]])
    mode = np.array([-0.4, 0.8, 0.3])
    step = Step(
        ("x", "z"),
        np.array([1.0, 5.0]),
        np.array([2.0, 4.0]),
        np.array([0.6]),
        np.ones(1),
        mode[None],
        covariance[None],
    )
    known = step.chances({"x": np.array([4.0]), "z": np.array([1.0])}, first=12)[0]
    at = np.array([1.0, 1.5, -1.0])
    mean, spread = at @ mode, math.sqrt(at @ covariance @ at + 0.36)
    odds = np.log(known / (1 - known))
    assert (odds.mean(), odds.std()) == pytest.approx((mean, spread), abs=0.01)
    assert np.quantile(odds, [0.1, 0.9]) == pytest.approx(mean + spread * norm.ppf([0.1, 0.9]), abs=0.03)
    unknown = step.chances({"x": np.array([4.0])}, first=12)[0]
    at = np.array([1.0, 1.5, 0.0])
    spread = math.sqrt(at @ covariance @ at + 0.36 + 0.3**2 + 0.04)  # E[β²] of a standard normal covariate
    odds = np.log(unknown / (1 - unknown))
    assert (odds.mean(), odds.std()) == pytest.approx((at @ mode, spread), abs=0.02)


def random_chances(seed, n=30, k=4):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), n), rng.integers(0, k, n)


def test_scores_of_kinds_by_loop():
    p, o = random_chances(1)
    for row, happened, b, g, r in zip(p, o, brier_kinds(p, o), log_kinds(p, o), ranked_score(p, o), strict=True):
        assert b == pytest.approx(sum((q - (k == happened)) ** 2 for k, q in enumerate(row)))
        assert g == pytest.approx(-math.log(max(row[happened], 0.01)))
        steps = [sum(row[: k + 1]) - (happened <= k) for k in range(3)]
        assert r == pytest.approx(sum(s * s for s in steps) / 3)


def test_area_under_curve_by_pairs():
    rng = np.random.default_rng(2)
    score, o = rng.integers(0, 6, 50) / 5, rng.random(50) < 0.4
    pairs = [(a, b) for a, b in itertools.product(score[o], score[~o])]
    assert area_under_curve(score, o) == pytest.approx(sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs))
    assert math.isnan(area_under_curve(score, np.ones(50)))


def test_precision_and_recall_by_loop():
    rng = np.random.default_rng(3)
    score, o = rng.integers(0, 6, 40) / 5, rng.random(40) < 0.5
    named = [k for k in range(40) if score[k] >= 0.6]
    right = [k for k in named if o[k]]
    found = precision_recall(score, o, 0.6)
    assert (found.named, found.right, found.happened) == (len(named), len(right), int(o.sum()))
    assert (found.precision, found.recall) == (len(right) / len(named), len(right) / int(o.sum()))


def test_the_calibration_line_by_a_general_optimiser():
    rng = np.random.default_rng(4)
    p = rng.uniform(0.05, 0.95, 80)
    o = rng.random(80) < p**2
    groups = np.repeat(np.arange(8), 10).tolist()

    def slow(rows):
        x = [math.log(p[k] / (1 - p[k])) for k in rows]
        y = [float(o[k]) for k in rows]
        design = [[1.0, v] for v in x]
        return minimize(lambda b: -slow_posterior(b, design, y, [0.01, 0.01]), [0.0, 1.0], tol=1e-12).x

    line = calibration_line(p, o, groups, rng=np.random.default_rng(5), draws=20)
    assert (line.intercept, line.slope) == pytest.approx(tuple(slow(range(80))), abs=1e-4)
    drawn = [slow(rows) for rows in resample_groups(groups, rng=np.random.default_rng(5), draws=20)]
    assert (line.slope_low, line.slope_high) == pytest.approx(
        np.quantile([b for _, b in drawn], [0.05, 0.95]), abs=1e-3
    )
    assert (line.n, line.groups) == (80, 8)


def test_counting_opponents_by_loop():
    rng = np.random.default_rng(6)
    meeting, happened = tuple(f"m{k}" for k in np.repeat(range(4), 15)), rng.integers(0, 4, 60)
    counted = rng.integers(0, 6, 60).astype(float)
    rows = Rows(meeting, meeting, meeting, happened, {"opponents_counted": counted})
    found = leave_one_meeting_out(rows, OUTCOME_RULES["opponents"][1])
    plain = leave_one_meeting_out(rows, OUTCOME_RULES["base-rate"][1])
    for k in range(60):
        others = [j for j in range(60) if meeting[j] != meeting[k]]
        alike = [j for j in others if min(counted[j], 3) == min(counted[k], 3)]
        for kind in range(4):
            base = sum(happened[j] == kind for j in others) / len(others)
            assert plain[k, kind] == pytest.approx(base, abs=1e-6)
            own = (sum(happened[j] == kind for j in alike) + 3 * base) / (len(alike) + 3)
            assert found[k, kind] == pytest.approx(own, abs=1e-6)
