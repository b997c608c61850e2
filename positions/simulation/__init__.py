"""Draws, ensembles, negotiation runs. Randomness comes in as a seed and is spawned; nothing here is global."""

from positions.simulation.ensemble import Ensemble, make_ensemble, option_strengths, readings
from positions.simulation.results import (
    FORWARDED,
    PLACES,
    Band,
    Chance,
    IssueForecast,
    WordingForecast,
    band,
    ending_title,
    modal_text,
    text_shares,
    whole_percent,
)
from positions.simulation.roll_call import BY_OBJECTION, IN_A_VOTE, Conduct
from positions.simulation.simulate import simulate_issue, text_chance
from positions.simulation.tally import STATES
from positions.simulation.vote import RuleForecast, VoteForecast, simulate_vote

__all__ = [
    "BY_OBJECTION",
    "FORWARDED",
    "IN_A_VOTE",
    "PLACES",
    "STATES",
    "Band",
    "Chance",
    "Conduct",
    "Ensemble",
    "IssueForecast",
    "RuleForecast",
    "VoteForecast",
    "WordingForecast",
    "band",
    "ending_title",
    "make_ensemble",
    "modal_text",
    "option_strengths",
    "readings",
    "simulate_issue",
    "simulate_vote",
    "text_chance",
    "text_shares",
    "whole_percent",
]
