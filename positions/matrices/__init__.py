"""Case → labelled, read-only arrays. Every analysis starts from these."""

from positions.matrices.goodwill import goodwill
from positions.matrices.issue import IssueArrays, issue_arrays
from positions.matrices.letters import (
    FAR_OFF,
    LETTERS,
    SUPPORT_WITHIN,
    UNKNOWN,
    StanceLetters,
    stance_letters,
    tabled_position,
)
from positions.matrices.spread import SPREAD, spread_of
from positions.matrices.stances import RedLineEntry, StanceMatrices, stance_matrices

__all__ = [
    "FAR_OFF",
    "LETTERS",
    "SPREAD",
    "SUPPORT_WITHIN",
    "UNKNOWN",
    "IssueArrays",
    "RedLineEntry",
    "StanceLetters",
    "StanceMatrices",
    "goodwill",
    "issue_arrays",
    "spread_of",
    "stance_letters",
    "stance_matrices",
    "tabled_position",
]
