"""How far off a stance may be, by how directly its source says it.

The figures are ours: one standard deviation of the reservation points, on the 0..1 ladder.
"""

from __future__ import annotations

from positions.model import Confidence

__all__ = ["SPREAD", "spread_of"]

SPREAD: dict[Confidence, float] = {
    Confidence.STATED: 0.04,
    Confidence.REPORTED: 0.08,
    Confidence.INFERRED: 0.15,
    Confidence.ASSUMED: 0.20,
}


def spread_of(confidence: Confidence) -> float:
    """Return one standard deviation of a reservation point, in ladder units.

    >>> spread_of(Confidence.STATED) < spread_of(Confidence.ASSUMED)
    True
    """
    return SPREAD[confidence]
