"""Scoring rules, calibration, intervals learnt from past decisions, and comparisons that admit luck."""

from positions.scoring.bootstrap import PairedDifference, paired_bootstrap
from positions.scoring.calibration import CalibrationBin, calibration_table, wilson
from positions.scoring.distributions import Coverage, coverage, crps_quantiles, crps_sample
from positions.scoring.learnt import LEARNT_FROM, LEARNT_LEVELS, LEARNT_MISSES, learnt_spread
from positions.scoring.points import PointScore, absolute_errors, score_points
from positions.scoring.probabilities import ProbabilityScore, brier, log_loss, score_probabilities
from positions.scoring.spread import FLOOR, SpreadForecast, dispersion, leave_one_group_out, spread_from

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "CalibrationBin",
    "Coverage",
    "PairedDifference",
    "PointScore",
    "ProbabilityScore",
    "SpreadForecast",
    "absolute_errors",
    "brier",
    "calibration_table",
    "coverage",
    "crps_quantiles",
    "crps_sample",
    "dispersion",
    "learnt_spread",
    "leave_one_group_out",
    "log_loss",
    "paired_bootstrap",
    "score_points",
    "score_probabilities",
    "spread_from",
    "wilson",
]
