"""The room of forecasts on recorded negotiations, each meeting forecast from the others."""

import numpy as np
import pytest

from positions.forecast import (
    HOLDOUT_RULES,
    OUTCOME_RULES,
    area_under_curve,
    brier,
    brier_kinds,
    calibration_line,
    fit_holdouts,
    fit_outcomes,
    leave_one_meeting_out,
    three_levels,
)
from positions.scoring.record_rows import holdout_rows, outcome_rows, read_recorded, simulated_view

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def recorded(real_data):
    folders = sorted(p for p in (real_data / "corpus").glob("*") if (p / "issues.yaml").exists())
    if not folders:
        pytest.skip("no recorded negotiations in corpus/ of POSITIONS_DATA")
    return [read_recorded(folder) for folder in folders]


@pytest.fixture(scope="module")
def game():
    seen = {}

    def view(case, issue):
        if (case.meeting.id, issue) not in seen:
            seen[case.meeting.id, issue] = simulated_view(case, issue, seed=7, draws=32)
        return seen[case.meeting.id, issue]

    return view


def test_how_decisions_end_is_forecast_better_than_by_any_rule(recorded, game):
    rows = outcome_rows(recorded, game)
    told = leave_one_meeting_out(rows, lambda a, b: fit_outcomes(a).chances(b.covariates))
    ours = brier_kinds(*three_levels(told, rows.happened)).mean()
    ambitious = brier(told[:, 0], rows.happened == 0).mean()
    for name, (_, rule) in OUTCOME_RULES.items():
        said = leave_one_meeting_out(rows, rule)
        assert brier_kinds(*three_levels(said, rows.happened)).mean() > ours + 0.03, name
        assert brier(np.clip(said[:, 0], 0, 1), rows.happened == 0).mean() > ambitious, name
    line = calibration_line(told[:, 0], rows.happened == 0, rows.meeting, rng=np.random.default_rng(1))
    assert 0.7 < line.slope < 1.3
    assert area_under_curve(told[:, 0], rows.happened == 0) > 0.65


def test_who_holds_out_is_told_among_those_who_spoke_and_among_the_silent(recorded, game):
    rows = holdout_rows(recorded, game)
    told = leave_one_meeting_out(rows, lambda a, b: fit_holdouts(a).chances(b.covariates)[:, 0])
    happened, silent = rows.happened == 1, rows.covariates["silent"] == 1
    assert area_under_curve(told, happened) > 0.85
    assert area_under_curve(told[~silent], happened[~silent]) > 0.85
    assert area_under_curve(told[silent], happened[silent]) > 0.7
    for name, (_, rule) in HOLDOUT_RULES.items():
        said = leave_one_meeting_out(rows, rule)
        assert brier(said, happened).mean() > brier(told, happened).mean(), name
