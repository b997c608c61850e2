"""Where an option's strength comes from when the author gives none: the lexicon of verbs and qualifiers."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["strength_of", "strengths_of"]


def strength_of(text: str) -> tuple[float, float, float] | None:
    """Return the strength band that the words of an option have by themselves, or None where nothing can be read.

    >>> strength_of("Urges States"), strength_of("the principle of non-punishment")
    ((0.6, 0.8, 1.0), None)
    """
    from positions.text import read_strength

    reading = read_strength(text)
    return reading.strength if reading.known else None


def strengths_of(texts: Sequence[str]) -> list[tuple[float, float, float]]:
    """Return the strength of every option of one clause, each in the light of the others."""
    from positions.text import read_options

    return [reading.strength for reading in read_options(texts)]
