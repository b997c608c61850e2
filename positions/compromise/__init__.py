"""Wording search, who should table, edits, packages, outreach."""

from positions.compromise.search import Compromise, CompromisePoint, search_compromise

__all__ = ["Compromise", "CompromisePoint", "search_compromise"]
