"""One prepared issue, one grievance, the objection game, blocs and why. Arrays in, frozen records out."""

from positions.game.analysis import WordingAnalysis, analyse_issue, analyse_wording, talked_mask
from positions.game.blocs import BlocFamily, bloc_family, is_self_sustaining, largest_bloc_within
from positions.game.goodwill import goodwill
from positions.game.grievance import (
    Grievance,
    central_positions,
    firmness_against,
    grievance,
    limits,
    on_grid,
    overshoots,
)
from positions.game.issue import IssueArrays, issue_arrays
from positions.game.letters import (
    FAR_OFF,
    LETTERS,
    SUPPORT_WITHIN,
    UNKNOWN,
    StanceLetters,
    stance_letters,
    tabled_position,
)
from positions.game.objection import (
    Equilibrium,
    ObjectionGame,
    company_grid,
    greatest_equilibrium,
    keeps_objecting,
    least_equilibrium,
    make_game,
)
from positions.game.spread import SPREAD, spread_of
from positions.game.stances import RedLineEntry, StanceMatrices, stance_matrices
from positions.game.why import Explanation, explain

__all__ = [
    "FAR_OFF",
    "LETTERS",
    "SPREAD",
    "SUPPORT_WITHIN",
    "UNKNOWN",
    "BlocFamily",
    "Equilibrium",
    "Explanation",
    "Grievance",
    "IssueArrays",
    "ObjectionGame",
    "RedLineEntry",
    "StanceLetters",
    "StanceMatrices",
    "WordingAnalysis",
    "analyse_issue",
    "analyse_wording",
    "bloc_family",
    "central_positions",
    "company_grid",
    "explain",
    "firmness_against",
    "goodwill",
    "greatest_equilibrium",
    "grievance",
    "is_self_sustaining",
    "issue_arrays",
    "keeps_objecting",
    "largest_bloc_within",
    "least_equilibrium",
    "limits",
    "make_game",
    "on_grid",
    "overshoots",
    "spread_of",
    "stance_letters",
    "stance_matrices",
    "tabled_position",
    "talked_mask",
]
