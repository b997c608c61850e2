"""Records of outcomes and what they teach, scoring rules, and the field's published models on a case."""

from positions.scoring.backtest import Negotiation, backtest, backtest_parts
from positions.scoring.case_models import IssueModels, forecast_case
from positions.scoring.differences import where_they_differ
from positions.scoring.distributions import Coverage, coverage, crps_quantiles, crps_sample
from positions.scoring.learnt import LEARNT_FROM, LEARNT_LEVELS, LEARNT_MISSES, learnt_spread
from positions.scoring.points import PointScore, absolute_errors, score_points
from positions.scoring.spread import FLOOR, SpreadForecast, dispersion, leave_one_group_out, spread_from

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "Coverage",
    "IssueModels",
    "Negotiation",
    "PointScore",
    "SpreadForecast",
    "absolute_errors",
    "backtest",
    "backtest_parts",
    "coverage",
    "crps_quantiles",
    "crps_sample",
    "dispersion",
    "forecast_case",
    "learnt_spread",
    "leave_one_group_out",
    "score_points",
    "spread_from",
    "where_they_differ",
]
