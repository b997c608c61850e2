"""Case → labelled, read-only arrays. Every analysis starts from these."""

from positions.matrices.goodwill import goodwill
from positions.matrices.issue import IssueArrays, issue_arrays
from positions.matrices.spread import SPREAD, spread_of
from positions.matrices.stances import RedLineEntry, StanceMatrices, stance_matrices

__all__ = [
    "SPREAD",
    "IssueArrays",
    "RedLineEntry",
    "StanceMatrices",
    "goodwill",
    "issue_arrays",
    "spread_of",
    "stance_matrices",
]
