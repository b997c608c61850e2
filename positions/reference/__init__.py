"""Published forecasting models: arrays in, frozen records out. NaN is unknown, never zero."""

from positions.reference.actors import Known, PointForecast, known
from positions.reference.averages import WeightedMedian, compromise, constant, mean, salience_mean, weighted_median
from positions.reference.catalogue import MODELS, Model, issue_models, side_by_side, trades
from positions.reference.challenge import ChallengeResult, ChallengeRound, challenge
from positions.reference.election import ElectionResult, election
from positions.reference.exchange import ExchangeResult, ExchangeRound, exchange
from positions.reference.exchange_search import Bargain
from positions.reference.nash import nash_bargaining

__all__ = [
    "MODELS",
    "Bargain",
    "ChallengeResult",
    "ChallengeRound",
    "ElectionResult",
    "ExchangeResult",
    "ExchangeRound",
    "Known",
    "Model",
    "PointForecast",
    "WeightedMedian",
    "challenge",
    "compromise",
    "constant",
    "election",
    "exchange",
    "issue_models",
    "known",
    "mean",
    "nash_bargaining",
    "salience_mean",
    "side_by_side",
    "trades",
    "weighted_median",
]
