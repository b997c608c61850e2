"""The readings of the record written out delegation by delegation, and the pool's optimum checked from outside."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from benchmarks.studies.kappa import kappa
from benchmarks.studies.titles import title_similarity
from benchmarks.studies.vote_forecast import CHOICES, ForecastSettings, _fit, _pool, _readings


def lean(counts, broader, votes):
    return [(c + votes * b) / (sum(counts) + votes) for c, b in zip(counts, broader, strict=True)]


def test_readings_equal_their_loop():
    rng = np.random.default_rng(3)
    D, I, T = 5, 12, 3  # noqa: E741
    x = rng.choice([1.0, 0.0, -1.0, math.nan], size=(D, I))
    age, similarity = rng.integers(1, 5, I).astype(float), rng.random((T, I))
    how = ForecastSettings()
    made = _readings(x, age, similarity, how)
    beyond = kappa(x, span=2)

    def counted(d, t, power, fade):
        return [
            sum(similarity[t, k] ** power * math.exp(-(age[k] - 1) / fade) for k in range(I) if x[d, k] == choice)
            for choice in CHOICES
        ]

    def allied(d, t, power, fade):
        close = [beyond[d, e] ** how.ally_power if e != d and beyond[d, e] > 1e-3 else 0.0 for e in range(D)]
        total = sum(close)
        each = [counted(e, t, power, fade) for e in range(D)]
        return [
            how.ally_votes * sum(c * row[v] for c, row in zip(close, each, strict=True)) / total if total else 0.0
            for v in range(3)
        ]

    everybody = [float(np.sum(x == choice)) + 1 for choice in CHOICES]
    base = [c / sum(everybody) for c in everybody]
    for t in range(T):
        rows = [counted(d, t, how.topic_power, how.topic) for d in range(D)]
        assembly = lean([how.ally_votes * sum(r[v] for r in rows) / D for v in range(3)], base, how.prior)
        for d in range(D):
            topic = lean(allied(d, t, how.topic_power, how.topic), assembly, how.prior)
            allies = lean(allied(d, t, how.title_power, how.long), topic, how.prior)
            near = lean(allied(d, t, how.title_power, how.recent), topic, how.prior)
            expected = [
                lean(counted(d, t, how.title_power, how.recent), near, how.own_prior),
                lean(counted(d, t, how.title_power, how.long), allies, how.own_prior),
                allies,
            ]
            np.testing.assert_allclose(np.exp(made[d, t]) - 1e-6, expected, atol=1e-9)


def test_the_pool_has_the_highest_likelihood_that_a_method_without_slopes_can_find():
    rng = np.random.default_rng(5)
    truth = rng.dirichlet([1, 1, 1], size=400)
    readings = np.log(np.stack([0.7 * truth + 0.1, rng.dirichlet([2, 2, 2], size=400)], axis=1))
    outcome = np.array([rng.choice(3, p=p) for p in truth])
    weights, bias = _fit(readings, outcome, 1.0)

    def loss(theta):
        p = _pool(readings, theta[:2], np.array([0.0, *theta[2:]]))
        return -np.log(p[np.arange(400), outcome]).sum() + theta @ theta

    found = minimize(loss, np.zeros(4), method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-7, "fatol": 1e-9})
    assert loss(np.array([*weights, *bias[1:]])) == pytest.approx(found.fun, abs=1e-4)
    assert weights[0] > weights[1]


def test_similarity_is_one_with_itself_and_symmetric():
    titles = ["The right to food", "The right to water", "Law of the sea"]
    s = title_similarity(titles, titles)
    np.testing.assert_allclose(np.diag(s), 1)
    np.testing.assert_allclose(s, s.T)
    assert s[0, 1] > s[0, 2]
