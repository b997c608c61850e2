"""Pooled scores of made-up meetings, by hand; every forecast is made without its own meeting."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.forecast import KINDS, brier_kinds, fit_outcomes
from positions.ledger.forecast import InsideView
from positions.scoring.learn import learn
from positions.scoring.one_case import score_chances
from positions.scoring.pooled import MEASURES, score_meetings
from positions.scoring.record import decided_issues, outcome_rows, read_recorded, record_folders

ROOT = Path(__file__).parents[3]


def game(case, issue):
    """Made up from the name: different issues get different views, the same one always the same."""
    luck = sum(map(ord, issue)) % 17 / 17
    return InsideView(0.1 + 0.8 * luck, 0.05, dict.fromkeys(case.delegations, luck), case.issues[issue].tabled)


@pytest.fixture(scope="module")
def record():
    return [read_recorded(folder) for folder in record_folders([ROOT / "examples" / "record"])]


@pytest.fixture(scope="module")
def score(record):
    return score_meetings(record, game, seed=3)


def test_the_record_is_what_its_page_says(record, score):
    assert [n for _, n in score.meetings] == [24, 29, 28, 10, 15, 4, 7]
    assert score.ended == (21, 44, 30, 22)
    assert (score.delegations, score.named_issues, score.holdouts[0].named.happened) == (1555, 48, 81)
    assert [p.n for p in score.parts] == [117, 112, 106, 106]
    assert all(len(q.split()) < 20 for case in record for s in case.stances.values() if (q := s.source.quote))
    assert {c.meeting.id: c.meeting.is_replay for c in record if c.meeting.is_replay}.keys() == {
        "wto_mc13_2024", "cd_2009_2012",
    }  # fmt: skip


def test_texts_that_nobody_spoke_against(record, score):
    """Counted by hand: the share adopted, and the mean of the forecasts made without the meeting."""
    rows = outcome_rows(record, game)
    said, was = [], []
    for meeting in dict.fromkeys(rows.meeting):
        out = np.array(rows.meeting) == meeting
        told = fit_outcomes(rows.only(~out)).chances(rows.only(out).covariates)[:, 0]
        quiet = [
            not any(s.code.startswith("-") for s in case.stances_on(i) if case.delegations[s.delegation].decides)
            for case in record if case.meeting.id == meeting for i in decided_issues(case)
        ]  # fmt: skip
        said += told[quiet].tolist()
        was += (rows.only(out).happened[quiet] == 0).tolist()
    assert score.unopposed == pytest.approx((len(was), np.mean(said), np.mean(was)))
    assert len(was) > 10


def test_a_forecast_of_a_meeting_knows_the_others_only(record, score):
    """By hand: fit on six, ask about the seventh, and add up."""
    rows = outcome_rows(record, game)
    losses, low = [], []
    for meeting in dict.fromkeys(rows.meeting):
        out = np.array(rows.meeting) == meeting
        told = fit_outcomes(rows.only(~out)).chances(rows.only(out).covariates)
        losses += brier_kinds(told, rows.happened[out]).tolist()
        shares = np.bincount(rows.happened[~out], minlength=4) / (~out).sum()
        low += brier_kinds(np.tile(shares, (out.sum(), 1)), rows.happened[out]).tolist()
    assert score.whole.kinds[0].mean["kinds"] == pytest.approx(np.mean(losses))
    assert score.whole.rule("base-rate").mean["kinds"] == pytest.approx(np.mean(low), abs=1e-6)
    by_meeting, by_item = score.whole.rule("base-rate").against["kinds"]
    assert by_meeting.difference == pytest.approx(np.mean(losses) - np.mean(low), abs=1e-6)
    assert (by_meeting.groups, by_item.groups) == (7, score.items)
    assert score.items == 78


def test_every_rule_and_every_measure_is_there(score):
    names = {k.name for k in score.whole.kinds}
    assert names == {
        "forecast", "base-rate", "never", "always", "opponents", "blocks-at-2", "blocks-at-3", "mean-sign",
        "next-weaker", "last-time",
    }  # fmt: skip
    assert all(set(k.mean) == set(MEASURES) for k in score.whole.kinds)
    never = score.whole.rule("never").mean
    assert never["ambitious"] == pytest.approx(21 / 117)
    assert score.whole.rule("always").mean["ambitious"] == pytest.approx(96 / 117)
    assert score.whole.kinds[0].against == {}
    bins, line = score.calibration["text"]
    assert sum(b.n for b in bins) == line.n == 117
    with pytest.raises(KeyError):
        score.whole.rule("x")


def test_which_text_stands_is_counted(record, score):
    of = dict(score.texts)
    asked = [case.issues[i] for case in record for i in decided_issues(case)]
    assert of["the game: its most frequent final text"] == sum(at.tabled == at.outcome.stands for at in asked)
    assert of["always the text on the table"] == of["the game: its most frequent final text"]
    assert of["never a new text"] == sum(at.fallback == at.outcome.stands for at in asked)


def test_one_meeting_is_no_pool(record):
    with pytest.raises(ValueError, match="two meetings"):
        score_meetings(record[:1], game, seed=1)


def test_scores_of_told_chances_by_hand():
    case = load_case(ROOT / "data")
    kept = {i: at if i in ("global_plan", "harbouring") else replace(at, outcome=None) for i, at in case.issues.items()}
    at = kept["global_plan"]
    kept["global_plan"] = replace(at, outcome=replace(at.outcome, objectors=("usa", "iran")))
    case = replace(case, issues=kept)
    chances = {i: dict(zip(KINDS, p, strict=True)) for i, p in
               {"global_plan": (0.1, 0.2, 0.3, 0.4), "harbouring": (0.5, 0.5, 0.0, 0.0)}.items()}  # fmt: skip
    base = dict(zip(KINDS, (0.25, 0.25, 0.25, 0.25), strict=True))
    found = score_chances(case, chances, {"global_plan": ("usa", "china"), "harbouring": ("iran",)}, base)
    assert found.n == 2
    assert found.kinds == pytest.approx(((0.01 + 0.04 + 0.09 + 0.36) + 0.5) / 2)
    assert found.base_kinds == pytest.approx(0.75)
    assert found.ambitious == pytest.approx((0.01 + 0.25) / 2)
    assert (found.never, found.blocks_at_2) == (0.5, 0.0)
    assert (found.named, found.named_right, found.held_out) == (2, 1, 2)
    with pytest.raises(ValueError, match="no issue of this case has an outcome"):
        score_chances(replace(case, issues={i: replace(a, outcome=None) for i, a in kept.items()}), {}, {}, base)


def test_an_issue_of_which_nothing_is_known_counts_for_nothing():
    """Nobody's stance is known: every covariate is unknown, not zero."""
    from positions.ledger.forecast import outcome_covariates

    case = load_case(ROOT / "data")
    found = outcome_covariates(case, "demand", InsideView(0.9, 0.1, {}))
    assert all(math.isnan(v) for v in found.values())
    assert case.issues["demand"].outcome is None or not case.issues["demand"].outcome.decided


@pytest.mark.slow
def test_the_shipped_fit_is_that_of_the_record(record):
    from positions.forecast import shipped

    kept = shipped().to_json()
    assert learn(record, date="2000-01-01", before=kept).to_json() == kept
    assert learn(record, date="2000-01-01").outcomes.date == "2000-01-01"
