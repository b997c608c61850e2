"""Wording search, who should table, edits, packages, outreach."""

from positions.compromise.search import Compromise, CompromisePoint, search_compromise
from positions.compromise.search_parts import SearchPlan
from positions.compromise.shared_search import shared_search

__all__ = ["Compromise", "CompromisePoint", "SearchPlan", "search_compromise", "shared_search"]
