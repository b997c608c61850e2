"""Learning parameters from recorded ends: on data made by the simulator itself, and on the worked case."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.cli.score import left_out_text
from positions.scoring import (
    BEST_SET,
    decided_issues,
    leave_one_issue_out,
    log_likelihood,
    posterior,
    try_parameters,
    verdict_on,
    widened,
)

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def vienna():
    return load_case(DATA)


@pytest.fixture(scope="module")
def wide_trial(vienna):
    """Both costs and the trade rate over wide ranges, the rest held in the middle: few sets then do."""
    free = ("base_cost", "isolation_cost", "trade_rate")
    specs = [s if s.name in free else replace(s, low=s.central, high=s.central) for s in widened(vienna.parameters)]
    return try_parameters(vienna, seed=5, specs=specs, sets=256, readings=4, draws=16, talks=False)


@pytest.fixture(scope="module")
def trial(vienna):
    return try_parameters(vienna, seed=5, sets=64, readings=4, draws=16)


def made_up_ends(case, truth, times):
    """Ends of ``times`` imagined meetings, drawn by the simulator with known parameters."""
    specs = [replace(s, low=v, high=v) for s in widened(case.parameters) for v in [truth.get(s.name, s.central)]]
    world = try_parameters(case, seed=77, specs=specs, sets=2, readings=32, draws=32, talks=False)
    rng = np.random.default_rng(3)
    ends = []
    for issue, texts in world.finals.items():
        share = np.array([texts[t][0] for t in texts])
        ends += [(issue, list(texts)[k]) for k in rng.choice(len(texts), size=times, p=share / share.sum())]
    return ends


@pytest.mark.parametrize(
    "truth", [{"base_cost": 0.27, "isolation_cost": 1.3}, {"base_cost": 0.05, "isolation_cost": 0.25}]
)
def test_costs_are_recovered_from_three_imagined_meetings(vienna, wide_trial, truth):
    made = posterior(wide_trial, made_up_ends(vienna, truth, 3))
    for name, value in truth.items():
        found = made.parameter(name)
        assert found.learnt
        assert abs(found.after[1] - value) < 0.5 * abs(found.before[1] - value)
        assert np.sign(found.moved) == np.sign(value - found.before[1])


def test_a_parameter_that_plays_no_part_is_never_called_learnt(vienna, wide_trial):
    """The trade rate is for packages: single issues can tell nothing about it."""
    for times in (1, 3):
        ends = made_up_ends(vienna, {"base_cost": 0.27, "isolation_cost": 1.3}, times)
        assert not posterior(wide_trial, ends).parameter("trade_rate").learnt


def test_few_sets_that_count_are_no_evidence(trial):
    """All weight on one set narrows every range to nothing, and chance would do the same."""
    lone = replace(trial, finals={"x": {"t": np.eye(1, 64, 7)[0]}}, readings=1, draws=10**9)
    made = posterior(lone, [("x", "t")])
    assert made.effective == pytest.approx(1.0)
    assert all(p.narrowed > 0.9 and p.by_chance > 0.9 for p in made.parameters)
    assert not all(p.learnt for p in made.parameters)


def test_nothing_recorded_changes_nothing(trial):
    made = posterior(trial, [])
    assert made.effective == pytest.approx(64)
    assert all(p.before == p.after and not p.learnt for p in made.parameters)


def test_weights_follow_bayes_by_hand(trial):
    small = replace(trial, sets=trial.sets[:2], finals={"x": {"t": np.array([0.25, 0.75])}}, readings=1, draws=100)
    weights = posterior(small, [("x", "t")]).weights
    assert weights == pytest.approx([25.5 / 101, 75.5 / 101])
    assert log_likelihood(small, [("x", "unheard of")]) == pytest.approx(np.log([0.5 / 101] * 2))


def test_shares_of_final_texts_add_up(trial, vienna):
    assert tuple(trial.finals) == decided_issues(vienna)
    for texts in trial.finals.values():
        assert sum(texts.values()) == pytest.approx(np.ones(64))


def test_the_issue_left_out_has_no_say_in_its_own_forecast(vienna, trial):
    """Whatever happened on an issue, its own forecast stays the same."""
    before = leave_one_issue_out(vienna, trial).score
    issue = vienna.issues["domestic_scope"]
    other = replace(
        issue, outcome=replace(issue.outcome, wording="no_text", ambitious_adopted=False, text_adopted=False)
    )
    turned = replace(vienna, issues={**vienna.issues, issue.id: other})
    after = leave_one_issue_out(turned, trial).score
    k = before.issues.index("domestic_scope")
    p, q = (s.ambitious.rule("simulation").probabilities for s in (before, after))
    assert p[k] == q[k]
    assert p[:k] + p[k + 1 :] != q[:k] + q[k + 1 :]


def test_leaving_one_out_on_the_worked_case(vienna, trial):
    made = leave_one_issue_out(vienna, trial)
    assert len(made.best) == 10
    assert 1 <= made.best_sets <= 10
    assert all(b in trial.sets for b in made.best)
    ambitious = made.score.ambitious
    for name in ("simulation", BEST_SET.replace(" ", "-")):
        assert ambitious.rule(name).score.brier < 0.2
        assert "lower Brier score than each" in verdict_on(ambitious, name, rng=np.random.default_rng(1))
    assert "Not better" in verdict_on(ambitious, "never", rng=np.random.default_rng(1))


def test_leaving_one_out_in_words(vienna, trial):
    said = left_out_text({"with_talks": leave_one_issue_out(vienna, trial)}, replay=True)
    for words in (
        "Leave one issue out: parameters learnt on 9 issues",
        "The stances still know the outcome",
        "with talks",
        "one set, best on the other issues",
        "10 issues are few",
    ):
        assert words in said
    assert max(map(len, said.splitlines())) <= 100
    assert "still know" not in left_out_text({"without_talks": leave_one_issue_out(vienna, trial)}, replay=False)


def test_a_case_without_outcomes_has_nothing_to_learn_from(vienna):
    bare = replace(vienna, issues={i: replace(v, outcome=None) for i, v in vienna.issues.items()})
    with pytest.raises(ValueError, match="no issue of this case has an outcome"):
        try_parameters(bare, seed=1)


def test_wide_ranges_stay_where_a_parameter_has_a_meaning(vienna):
    wide = {s.name: s for s in widened(vienna.parameters)}
    assert (wide["talk_effect"].low, wide["talk_effect"].high) == (pytest.approx(0.2), 1.0)
    assert wide["overrule"].high == 0.0
    assert all(s.low <= s.central <= s.high for s in wide.values())


def test_same_seed_same_numbers(vienna, trial):
    again = try_parameters(vienna, seed=5, sets=64, readings=4, draws=16)
    for issue, texts in trial.finals.items():
        for text, share in texts.items():
            assert np.array_equal(share, again.finals[issue][text])
