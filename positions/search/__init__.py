"""Wording search, who should table, edits, packages, outreach."""

from positions.search.search import Compromise, CompromisePoint, search_compromise
from positions.search.search_parts import SearchPlan
from positions.search.shared_search import Watch, shared_search

__all__ = ["Compromise", "CompromisePoint", "SearchPlan", "Watch", "search_compromise", "shared_search"]
