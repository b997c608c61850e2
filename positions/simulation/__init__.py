"""Draws, ensembles, negotiation runs. Randomness comes in as a seed and is spawned; nothing here is global."""

from positions.simulation.bands import Band, band
from positions.simulation.ensemble import DEFAULT_MEMBERS, Ensemble, make_ensemble, option_strengths, readings
from positions.simulation.results import IssueForecast, WordingForecast
from positions.simulation.simulate import DEFAULT_DRAWS, simulate_issue
from positions.simulation.tally import STATES
from positions.simulation.worlds import block_sizes

__all__ = [
    "DEFAULT_DRAWS",
    "DEFAULT_MEMBERS",
    "STATES",
    "Band",
    "Ensemble",
    "IssueForecast",
    "WordingForecast",
    "band",
    "block_sizes",
    "make_ensemble",
    "option_strengths",
    "readings",
    "simulate_issue",
]
