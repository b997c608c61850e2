"""Forecasts learnt from a record of negotiations, and the scores that say how good a forecast is. Arrays only."""

from positions.forecast.bootstrap import PairedDifference, paired_bootstrap, resample_groups, times_drawn
from positions.forecast.calibration import (
    CalibrationBin,
    CalibrationLine,
    calibration_line,
    calibration_table,
    wilson,
)
from positions.forecast.discrimination import PrecisionRecall, area_under_curve, precision_recall
from positions.forecast.logistic import Step, fit_step
from positions.forecast.models import (
    HOLDOUT_STEP,
    OUTCOME_STEPS,
    Change,
    Fitted,
    Forecast,
    ForecastModel,
    fit_holdouts,
    fit_outcomes,
    read_fitted,
    shipped,
)
from positions.forecast.proper import (
    ProbabilityScore,
    brier,
    brier_kinds,
    log_kinds,
    log_loss,
    ranked_score,
    score_probabilities,
    three_levels,
)
from positions.forecast.rows import INSIDE_BOUND, KINDS, Rows, inside_views
from positions.forecast.rules import HOLDOUT_RULES, OUTCOME_RULES, Rule, leave_one_meeting_out

__all__ = [
    "HOLDOUT_RULES",
    "HOLDOUT_STEP",
    "INSIDE_BOUND",
    "KINDS",
    "OUTCOME_RULES",
    "OUTCOME_STEPS",
    "CalibrationBin",
    "CalibrationLine",
    "Change",
    "Fitted",
    "Forecast",
    "ForecastModel",
    "PairedDifference",
    "PrecisionRecall",
    "ProbabilityScore",
    "Rows",
    "Rule",
    "Step",
    "area_under_curve",
    "brier",
    "brier_kinds",
    "calibration_line",
    "calibration_table",
    "fit_holdouts",
    "fit_outcomes",
    "fit_step",
    "inside_views",
    "leave_one_meeting_out",
    "log_kinds",
    "log_loss",
    "paired_bootstrap",
    "precision_recall",
    "ranked_score",
    "read_fitted",
    "resample_groups",
    "score_probabilities",
    "shipped",
    "three_levels",
    "times_drawn",
    "wilson",
]
