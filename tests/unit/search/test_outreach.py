"""Outreach and the value of asking, against recomputation."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.model import PARAMETERS
from positions.search.asking import fix_hardness, value_of_asking, value_of_information, worlds_passed
from positions.search.outreach import plan_outreach, total
from positions.search.stakes import make_stakes
from positions.simulation import make_ensemble

ISSUES = ("domestic_scope", "victim_care", "civil_society_role", "non_punishment")


@pytest.fixture(scope="module")
def case():
    return load_case(Path(__file__).parents[3] / "data")


@pytest.fixture(scope="module")
def stakes(case):
    ensemble = make_ensemble(PARAMETERS, members=8, seed=5)
    return [make_stakes(case, i, ensemble, draws=120) for i in ISSUES]


def test_the_two_conversations_of_the_record_are_found(case, stakes):
    plan = plan_outreach(case, stakes, 2)
    assert {s.delegation for s in plan.steps} == {"russia", "pakistan"}
    on = {s.delegation: s.issues for s in plan.steps}
    assert "domestic_scope" in on["russia"]
    assert "victim_care" in on["pakistan"]
    for step in plan.steps:
        assert step.gains[0].gain.median > 0.1


def test_the_chosen_set_is_the_best_of_all_sets_of_that_size(case, stakes):
    everyone = sorted({d for s in stakes for d in s.movable})
    for n in (1, 2):
        plan = plan_outreach(case, stakes, n)
        best = max(total(stakes, set(c)) for c in combinations(everyone, n))
        assert total(stakes, {s.delegation for s in plan.steps}) == pytest.approx(best, abs=2e-3 * n)


def test_steps_add_up_and_leaders_come_before_followers(case, stakes):
    plan = plan_outreach(case, stakes, 4)
    assert sum(s.worth for s in plan.steps) == pytest.approx(plan.together)
    order = [s.delegation for s in plan.steps]
    assert order.index("russia") < order.index("pakistan")


def test_peel_off_sets_are_priced_by_how_hard_their_members_are_to_move(case, stakes):
    plan = plan_outreach(case, stakes, 1)
    priced = {(p.issue, p.members): p.cost for p in plan.peel_offs}
    assert priced["victim_care", ("pakistan",)] == pytest.approx(0.1)
    assert [p.cost for p in plan.peel_offs] == sorted(p.cost for p in plan.peel_offs)


def test_the_value_of_information_equals_recomputation_with_the_hardness_fixed(stakes):
    s = next(s for s in stakes if s.issue == "victim_care")
    n = s.bench.arrays.actor("pakistan")
    hardness = np.concatenate([b[n].reshape(-1) for b in s.bench.blocks])
    value = np.where(worlds_passed(s), s.worth[:, None], s.fallback)
    found, _ = value_of_information(hardness, value, bins=8)
    # brute force: the same worlds again with Pakistan's hardness set to the middle of each bin
    parts = np.array_split(np.sort(hardness), 8)
    known = np.mean(
        [
            max(
                np.where(
                    worlds_passed(fix_hardness(s, "pakistan", float(np.median(part)))), s.worth[:, None], s.fallback
                ).mean(axis=1)
            )
            for part in parts
        ]
    )
    now = value.mean(axis=1).max()
    assert found == pytest.approx(max(0.0, known - now), abs=0.03)


def test_what_nobody_could_use_is_worth_nothing():
    value = np.tile(np.array([[0.4], [0.2]]), (1, 800))
    hardness = np.random.default_rng(1).standard_normal(800).astype(np.float32)
    assert value_of_information(hardness, value)[0] == 0.0


def test_a_draw_that_decides_is_worth_what_it_decides():
    hardness = np.linspace(-1, 1, 800, dtype=np.float32)
    value = np.stack([np.where(hardness < 0, 1.0, 0.0), np.full(800, 0.4)])
    found, best = value_of_information(hardness, value, bins=8)
    assert found == pytest.approx(0.5 * 1.0 + 0.5 * 0.4 - 0.5)
    assert best == [0] * 4 + [1] * 4


def test_stated_stances_are_not_asked_about(case, stakes):
    for asked in value_of_asking(case, stakes, least=0.0):
        stance = case.stance(asked.delegation, asked.issue)
        assert stance is None or stance.confidence.value != "stated"
