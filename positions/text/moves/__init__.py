"""Candidate wordings: the known ways to soften a text, applied where they apply."""

from positions.text.moves.catalogue import MOVES, candidates
from positions.text.moves.records import Candidate, Move, NewOption, extend
from positions.text.moves.typed import with_phrase

__all__ = ["MOVES", "Candidate", "Move", "NewOption", "candidates", "extend", "with_phrase"]
