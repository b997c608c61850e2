"""Wording search, who should table, edits, packages, outreach."""

from positions.search.compromise import Compromise, CompromisePoint, ranked_points
from positions.search.search import SearchPlan, Watch, search_compromise

__all__ = ["Compromise", "CompromisePoint", "SearchPlan", "Watch", "ranked_points", "search_compromise"]
