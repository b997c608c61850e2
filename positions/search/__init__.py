"""Wording search, who should table, edits, packages, outreach."""
