"""Candidate wordings: the known ways to soften a text, applied where they apply."""

from positions.drafting.moves.catalogue import MOVES, candidates
from positions.drafting.moves.records import Candidate, Move, NewOption, extend

__all__ = ["MOVES", "Candidate", "Move", "NewOption", "candidates", "extend"]
