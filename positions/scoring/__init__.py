"""Scoring rules, calibration, intervals learnt from past decisions, and comparisons that admit luck."""

from positions.scoring.backtest import Negotiation, backtest, backtest_parts
from positions.scoring.case_models import IssueModels, forecast_case
from positions.scoring.differences import where_they_differ
from positions.scoring.distributions import Coverage, coverage, crps_quantiles, crps_sample
from positions.scoring.imagined_votes import imagined_votes
from positions.scoring.learnt import LEARNT_FROM, LEARNT_LEVELS, LEARNT_MISSES, learnt_spread
from positions.scoring.naive import NAIVE_RULES, base_rates, stance_code
from positions.scoring.persistence import (
    Objections,
    Persistence,
    fit_persistence,
    held_out_losses,
    objections_from_votes,
)
from positions.scoring.points import PointScore, absolute_errors, score_points
from positions.scoring.record import RecordScore, RuleScore, TargetScore, decided_issues, score_record
from positions.scoring.spread import FLOOR, SpreadForecast, dispersion, leave_one_group_out, spread_from

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "NAIVE_RULES",
    "Coverage",
    "IssueModels",
    "Negotiation",
    "Objections",
    "Persistence",
    "PointScore",
    "RecordScore",
    "RuleScore",
    "SpreadForecast",
    "TargetScore",
    "absolute_errors",
    "backtest",
    "backtest_parts",
    "base_rates",
    "coverage",
    "crps_quantiles",
    "crps_sample",
    "decided_issues",
    "dispersion",
    "fit_persistence",
    "forecast_case",
    "held_out_losses",
    "imagined_votes",
    "learnt_spread",
    "leave_one_group_out",
    "objections_from_votes",
    "score_points",
    "score_record",
    "spread_from",
    "stance_code",
    "where_they_differ",
]
