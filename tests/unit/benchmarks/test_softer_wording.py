"""The parts of the study of softer wordings, on small cases with known answers."""

import itertools

import numpy as np
import pytest
import scipy.sparse as sp

from benchmarks.penalised_logit import auc, fit, log_loss
from benchmarks.softer_wording import matched, prepare
from benchmarks.upr_features import Recommendation, substance, wording


def test_the_fit_solves_its_own_equations():
    rng = np.random.default_rng(1)
    X = sp.csr_matrix(rng.normal(size=(200, 3)))
    y = (rng.random(200) < 1 / (1 + np.exp(-(X @ np.array([1.0, -1.0, 0.0]))))).astype(float)
    penalty, weights = np.array([0.1, 1.0, 10.0]), rng.integers(0, 3, 200).astype(float)
    b = fit(X, y, penalty, weights=weights)
    gradient = X.T @ (weights * (1 / (1 + np.exp(-(X @ b))) - y)) + penalty * b
    assert np.abs(gradient).max() < 1e-2
    twice = sp.csr_matrix(np.repeat(X.toarray(), weights.astype(int), axis=0))
    again = fit(twice, np.repeat(y, weights.astype(int)), penalty)
    assert b == pytest.approx(again, abs=1e-3)


def test_without_penalty_one_indicator_gives_the_log_odds_ratio():
    X = sp.csr_matrix(np.column_stack([np.ones(100), np.repeat([0, 1], 50)]))
    y = np.concatenate([np.repeat([1.0, 0.0], [20, 30]), np.repeat([1.0, 0.0], [40, 10])])
    b = fit(X, y, np.zeros(2))
    assert b[1] == pytest.approx(np.log((40 / 10) / (20 / 30)), abs=1e-3)


def test_auc_counts_pairs():
    rng = np.random.default_rng(2)
    y, score = (rng.random(40) < 0.5).astype(float), rng.integers(0, 5, 40).astype(float)
    weights = rng.integers(0, 3, 40).astype(float)
    wins = pairs = 0.0
    for i, j in itertools.product(range(40), repeat=2):
        if y[i] == 1 and y[j] == 0:
            pairs += weights[i] * weights[j]
            wins += weights[i] * weights[j] * ((score[i] > score[j]) + 0.5 * (score[i] == score[j]))
    assert auc(y, score, weights) == pytest.approx(wins / pairs)
    assert log_loss(np.array([1.0, 0.0]), np.zeros(2)) == pytest.approx(np.log(2))


def test_wording_and_substance_are_told_apart():
    plain, soft = wording("Ratify the Convention"), wording("Consider ratifying the Convention")
    assert (plain[0], soft[0]) == (set(), {"consider"})
    assert substance(plain[1]) == substance(soft[1])
    found, rest = wording("Continue to strengthen its efforts")
    assert found == {"ask: continue"}
    assert rest.split() == ["to", "strengthen", "its", "efforts"]


def test_a_request_frames_and_an_imperative_asks():
    assert "invites" not in wording("Invite the Special Rapporteur")[0]
    assert "recommends" in wording("Recommended that the law be repealed")[0]


def row(text, accepted, state):
    return Recommendation(text, accepted, 1, state, "Asia", (), "Norway", "WEOG", ("Treaties",), 5)


def test_the_same_substance_is_compared_with_itself():
    rows = []
    for n in range(40):
        rows.append(row("Ratify the Covenant", n % 4 == 0, f"s{n}"))
        rows.append(row("Consider ratifying the Covenant", n % 4 != 0, f"s{n}"))
        rows.append(row("Abolish the death penalty", False, f"s{n}"))
    found = matched(prepare(rows), "consider", np.random.default_rng(0))
    assert (found["groups"], found["n"]) == ("1", "80")
    assert float(found["effect"]) == pytest.approx(np.log((30 * 30) / (10 * 10)), abs=0.1)
    assert float(found["low"]) > 0
