"""Records of outcomes and what they teach, scoring rules, and the field's published models on a case."""

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

__all__ = [
    "FLOOR",
    "LEARNT_FROM",
    "LEARNT_LEVELS",
    "LEARNT_MISSES",
    "SHRINKAGE",
    "USUAL_DISPERSION",
    "IssueModels",
    "Negotiation",
    "SpreadForecast",
    "backtest",
    "backtest_parts",
    "dispersion",
    "forecast_case",
    "learnt_spread",
    "spread_from",
    "where_they_differ",
]
