from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.game import issue_arrays
from positions.scoring import NAIVE_RULES, base_rates, decided_issues, score_record, stance_code
from positions.simulation import make_ensemble, simulate_issue

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def vienna():
    return load_case(DATA)


@pytest.fixture(scope="module")
def simulated(vienna):
    ensemble = make_ensemble(vienna.parameters, members=8, seed=3)
    return {
        i: simulate_issue(issue_arrays(vienna, i), ensemble, tried=issue.try_order(), fallback=issue.fallback, draws=20)
        for i, issue in ((i, vienna.issues[i]) for i in decided_issues(vienna))
    }


def test_naive_rules_miss_what_is_known_that_they_miss(vienna):
    """Counted by hand from the coded stances and outcomes, before this program existed."""
    issues = decided_issues(vienna)
    assert len(issues) == 10
    missed = {
        name: {i for i in issues if rule(vienna, i) != vienna.issues[i].outcome.ambitious_adopted}
        for name, (_, rule) in NAIVE_RULES.items()
    }
    assert missed["blocks-at-3"] == {"civil_society_links", "global_plan", "reopen_2009"}
    assert missed["blocks-at-2"] == {"domestic_scope", "reopen_2009"}
    assert missed["mean-sign"] == {"domestic_scope", "victim_care", "global_plan", "reopen_2009"}
    assert len(missed["never"]) == 4


@pytest.mark.parametrize(
    ("code", "ideal", "expected"),
    [
        ("-3 H", 0.9, -3),
        ("−2 M", 0.9, -2),
        ("+1", 0.0, 1),
        ("3", 0.0, 3),
        ("", 0.04, -3),
        ("", 0.95, 3),
        ("?", 0.3, -1),
    ],
)
def test_codes_are_read_or_stood_in_for(vienna, code, ideal, expected):
    stance = next(iter(vienna.stances.values()))
    assert stance_code(replace(stance, code=code, ideal=ideal)) == expected


def test_base_rate_never_sees_its_own_issue():
    assert base_rates([True]) == (0.5,)
    assert base_rates([True, True, False]) == (0.5, 0.5, 1.0)


def test_record_of_vienna(vienna, simulated):
    r = score_record(vienna, simulated, seed=1)
    assert r.replay
    assert sum(r.ambitious.happened) == 4
    assert sum(r.any_text.happened) == 8
    assert r.ambitious.rule("blocks-at-2").score.brier == pytest.approx(0.2)
    assert r.ambitious.rule("blocks-at-3").score.brier == pytest.approx(0.3)
    assert r.ambitious.rule("base-rate,-known-afterwards").score.brier == pytest.approx(0.24)
    for target in (r.ambitious, r.any_text):
        ours = target.rule("simulation")
        assert ours.against is None
        assert all(0 <= p <= 1 for p in ours.probabilities)
        for rule in target.rules[1:]:
            assert rule.against.difference == pytest.approx(rule.score.brier - ours.score.brier)
    with pytest.raises(KeyError):
        r.ambitious.rule("crystal ball")


def test_chance_is_what_the_simulation_gave_to_what_happened(vienna, simulated):
    r = score_record(vienna, simulated, seed=1)
    for i, happened, chance in zip(r.issues, r.happened, r.chance, strict=True):
        stands = simulated[i].final_text.get(happened, 0.0)
        meanwhile = simulated[i].final_text["forwarded"] if happened == vienna.issues[i].fallback else 0.0
        assert chance == pytest.approx(stands + meanwhile)
    assert r.right == sum(simulated[i].modal == h for i, h in zip(r.issues, r.happened, strict=True))


def test_undecided_issues_do_not_count(vienna, simulated):
    some = {
        i: replace(issue, outcome=None if i != "harbouring" else issue.outcome) for i, issue in vienna.issues.items()
    }
    small = replace(vienna, issues=some)
    assert score_record(small, simulated, seed=1).issues == ("harbouring",)
    none = replace(vienna, issues={i: replace(issue, outcome=None) for i, issue in vienna.issues.items()})
    with pytest.raises(ValueError, match="no issue"):
        score_record(none, simulated, seed=1)
