"""Grievance, the objection game, blocs and peel-off sets. Arrays in, frozen records out."""

from positions.objection.analysis import WordingAnalysis, analyse_issue, analyse_wording, talked_mask
from positions.objection.blocs import BlocFamily, bloc_family, is_self_sustaining, largest_bloc_within
from positions.objection.game import (
    Equilibrium,
    ObjectionGame,
    company_grid,
    greatest_equilibrium,
    keeps_objecting,
    least_equilibrium,
    make_game,
)
from positions.objection.grievance import (
    Grievance,
    central_positions,
    firmness_against,
    grievance,
    limits,
    on_grid,
    overshoots,
)
from positions.objection.why import Explanation, explain

__all__ = [
    "BlocFamily",
    "Equilibrium",
    "Explanation",
    "Grievance",
    "ObjectionGame",
    "WordingAnalysis",
    "analyse_issue",
    "analyse_wording",
    "bloc_family",
    "central_positions",
    "company_grid",
    "explain",
    "firmness_against",
    "greatest_equilibrium",
    "grievance",
    "is_self_sustaining",
    "keeps_objecting",
    "largest_bloc_within",
    "least_equilibrium",
    "limits",
    "make_game",
    "on_grid",
    "overshoots",
    "talked_mask",
]
