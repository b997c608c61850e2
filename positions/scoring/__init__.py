"""The simulation beside a record of outcomes; the reference models on a case, with intervals learnt from decisions."""

from positions.scoring.backtest import Negotiation, backtest, backtest_parts
from positions.scoring.case_models import IssueModels, forecast_case
from positions.scoring.differences import where_they_differ
from positions.scoring.intervals import (
    FLOOR,
    LEARNT_FROM,
    LEARNT_LEVELS,
    LEARNT_MISSES,
    SHRINKAGE,
    USUAL_DISPERSION,
    SpreadForecast,
    dispersion,
    learnt_spread,
    spread_from,
)
from positions.scoring.naive import NAIVE_RULES, base_rates, stance_code
from positions.scoring.record import RecordScore, RuleScore, TargetScore, decided_issues, score_record

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "NAIVE_RULES",
    "SHRINKAGE",
    "USUAL_DISPERSION",
    "IssueModels",
    "Negotiation",
    "RecordScore",
    "RuleScore",
    "SpreadForecast",
    "TargetScore",
    "backtest",
    "backtest_parts",
    "base_rates",
    "decided_issues",
    "dispersion",
    "forecast_case",
    "learnt_spread",
    "score_record",
    "spread_from",
    "stance_code",
    "where_they_differ",
]
