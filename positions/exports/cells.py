"""Text in a spreadsheet's cell that must stay text."""

from __future__ import annotations

__all__ = ["not_a_formula"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def not_a_formula(text: str) -> str:
    """Return the text with ``'`` before it if a spreadsheet would run it or drop its first character.

    >>> not_a_formula("=HYPERLINK(1)"), not_a_formula("Russia")
    ("'=HYPERLINK(1)", 'Russia')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text
