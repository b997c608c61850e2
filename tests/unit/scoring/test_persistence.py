"""The game's form fitted to objections: what it recovers, and what it cannot."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from positions.game import ObjectionGame, keeps_objecting
from positions.scoring import Objections, fit_persistence, held_out_losses, imagined_votes, objections_from_votes


def thrown_together(rng, n, *, mean, spread, base, isolation):
    """Objectors with a company that chance picked: each faces the objection game's own cost."""
    others = 10
    game = ObjectionGame(
        ("me", *map(str, range(others))),
        np.zeros(others + 1),
        np.zeros((others + 1, others + 1)),
        base,
        np.full(others + 1, isolation),
        np.ones((others + 1, others + 1)) - np.eye(others + 1),
    )
    company = rng.integers(0, others, n)
    grievance = mean + spread * rng.standard_normal(n)
    persisted = np.zeros(n, dtype=bool)
    for k in range(n):
        objects = np.arange(others + 1) <= company[k]  # me and as many others
        hurt = game.grievance.copy()
        hurt[0] = grievance[k]
        persisted[k] = keeps_objecting(replace(game, grievance=hurt), objects)[0]
    return Objections(persisted, company.astype(float), rng.integers(0, 20, n), rng.integers(0, 60, n))


def test_ratios_are_recovered_where_chance_picked_the_company():
    rng = np.random.default_rng(4)
    data = thrown_together(rng, 4000, mean=0.3, spread=0.2, base=0.1, isolation=0.5)
    made = fit_persistence(data, draws=60, rng=rng)
    assert made.lean == pytest.approx(1.0, abs=0.15)
    assert made.isolation == pytest.approx(2.5, abs=0.3)
    assert made.isolation_range[0] < 2.5 < made.isolation_range[1]
    assert made.positive == 1.0
    assert (made.n, made.clusters) == (4000, 60)


def test_the_scale_of_grievance_is_not_in_the_votes():
    """Everything ten times as large: the same votes, so the same fit. Only ratios to the spread can be known."""
    one, ten = (
        thrown_together(np.random.default_rng(9), 300, mean=0.3 * k, spread=0.2 * k, base=0.1 * k, isolation=0.5 * k)
        for k in (1, 10)
    )
    assert np.array_equal(one.persisted, ten.persisted)
    assert fit_persistence(one).isolation == fit_persistence(ten).isolation


def test_where_objectors_pick_their_company_the_isolation_cost_cannot_be_read_off():
    """No cost at all, but a mood that lasts, looks like more of a cost than a real one with a mood that does not."""

    def found(cost, mood_carry):
        rng = np.random.default_rng(2)
        part, whole = imagined_votes(rng, isolation_cost=cost, mood_carry=mood_carry, texts=80)
        return fit_persistence(objections_from_votes(part, whole, range(80)), delegations=True).isolation

    assert found(0.0, 0.9) > 0.5
    assert found(0.5, 0.0) < -0.5


@pytest.mark.parametrize(("delegations", "texts"), [(False, False), (True, False), (True, True)])
def test_the_mode_is_where_a_general_optimiser_finds_it(delegations, texts):
    rng = np.random.default_rng(1)
    n = 70
    data = Objections(
        rng.random(n) < 0.4,
        rng.integers(0, 6, n).astype(float),
        np.repeat([0, 1, 2], [40, 25, 5]),
        rng.integers(0, 7, n),
    )

    def depth(b):
        total = 0.005 * (b[0] ** 2 + b[1] ** 2) + 0.5 * (b[2:] ** 2).sum()
        for k in range(n):
            z = b[0] - b[1] / (1 + data.company[k] / 1.6)
            if delegations and data.delegation[k] < 2:  # the third has too few
                z += b[2 + data.delegation[k]]
            if texts:
                z += b[4 + data.text[k]]
            total -= math.log(0.5 * math.erfc((-z if data.persisted[k] else z) / math.sqrt(2)))
        return total

    free = np.zeros(2 + 2 * delegations + 7 * texts)
    best = minimize(depth, free, method="BFGS", options={"gtol": 1e-6}).x
    made = fit_persistence(data, company_unit=1.6, delegations=delegations, texts=texts)
    assert [made.lean, made.isolation] == pytest.approx(best[:2], abs=2e-4)
    if delegations:
        assert made.firm == pytest.approx([best[2], best[3], 0.0], abs=2e-4)
    else:
        assert made.firm.size == 0


def test_chances_of_unseen_texts_and_delegations():
    data = Objections(np.array([True, False] * 20), np.tile([0.0, 3.0], 20), np.zeros(40, dtype=int), np.arange(40) % 4)
    made = fit_persistence(data, delegations=True, texts=True)
    stranger = Objections(np.array([True]), np.array([1.0]), np.array([7]), np.array([0]))
    z = (made.lean - made.isolation / 2) / np.sqrt(2)
    assert made.chance(stranger) == pytest.approx([norm.cdf(z)])


def test_what_is_left_out_is_not_seen():
    rng = np.random.default_rng(3)
    data = thrown_together(rng, 200, mean=0.3, spread=0.2, base=0.1, isolation=0.5)
    fold = rng.integers(0, 4, 200)
    ours, rival = held_out_losses(data, fold, delegations=True)
    out = fold == 2
    turned = replace(data, persisted=np.where(out, ~data.persisted, data.persisted))
    again, _ = held_out_losses(turned, fold, delegations=True)
    assert np.exp(-ours[out]) + np.exp(-again[out]) == pytest.approx(np.ones(out.sum()))
    assert ours.mean() < rival.mean()


def test_company_that_never_differs_tells_nothing():
    data = Objections(np.array([True, False, True]), np.zeros(3), np.zeros(3, dtype=int), np.arange(3))
    made = fit_persistence(data)
    assert made.isolation == pytest.approx(-made.lean, abs=1e-6)  # the loose prior shares it out


def test_absence_from_the_whole_is_no_answer():
    made = objections_from_votes([[-1, -1], [-1, 0], [-1, np.nan]], [[np.nan, -1], [-1, -1], [1, 1]], ["a", "b"])
    assert made.persisted.tolist() == [True, True, False]
    assert made.company.tolist() == [0.0, 2.0, 2.0]
    assert made.delegation.tolist() == [0, 1, 2]
    assert made.text.tolist() == [1, 0, 0]


def test_refusals():
    with pytest.raises(ValueError, match="do not fit"):
        objections_from_votes([[1]], [[1, 1]], ["a"])
    with pytest.raises(ValueError, match="nobody objected"):
        fit_persistence(objections_from_votes([[1]], [[1]], ["a"]))
    with pytest.raises(ValueError, match="need rng"):
        fit_persistence(objections_from_votes([[-1]], [[1]], ["a"]), draws=3)
