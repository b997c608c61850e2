"""How much a case may hold. Ours: well above a conference of 193 delegations and fifty issues."""

from __future__ import annotations

__all__ = ["CASE_BYTES", "DEPTH", "DRAFT_BRACKETS", "DRAFT_CHARACTERS", "FILE_BYTES", "PROBLEMS", "VALUES"]

FILE_BYTES = 5_000_000
CASE_BYTES = 20_000_000
VALUES = 1_000_000  # keys and values of one file, aliases written out
DEPTH = 40
DRAFT_CHARACTERS = 50_000
DRAFT_BRACKETS = 500
PROBLEMS = 1_000
