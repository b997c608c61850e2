"""A case as a workbook that a person can fill in; ``positions import`` reads it back."""

from positions.papers.formats.workbook.book import case_workbook
from positions.papers.formats.workbook.letters import LetterEdit, apply_letters, letter_edits

__all__ = ["LetterEdit", "apply_letters", "case_workbook", "letter_edits"]
