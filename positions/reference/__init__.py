"""Published forecasting models, one file each: arrays in, frozen records out. NaN is unknown, never zero."""

from positions.reference.catalogue import MODELS, Model, issue_models, side_by_side, trades
from positions.reference.challenge import ChallengeResult, ChallengeRound, challenge
from positions.reference.condorcet import CondorcetResult, condorcet
from positions.reference.constant import constant
from positions.reference.election import ElectionResult, election
from positions.reference.exchange import ExchangeResult, ExchangeRound, exchange
from positions.reference.exchange_effects import Externalities
from positions.reference.exchange_search import Bargain
from positions.reference.forecast import PointForecast
from positions.reference.known import Known, known
from positions.reference.means import Levers, compromise, levers, mean, salience_mean
from positions.reference.median import WeightedMedian, weighted_median
from positions.reference.nash import nash_bargaining

__all__ = [
    "MODELS",
    "Bargain",
    "ChallengeResult",
    "ChallengeRound",
    "CondorcetResult",
    "ElectionResult",
    "ExchangeResult",
    "ExchangeRound",
    "Externalities",
    "Known",
    "Levers",
    "Model",
    "PointForecast",
    "WeightedMedian",
    "challenge",
    "compromise",
    "condorcet",
    "constant",
    "election",
    "exchange",
    "issue_models",
    "known",
    "levers",
    "mean",
    "nash_bargaining",
    "salience_mean",
    "side_by_side",
    "trades",
    "weighted_median",
]
