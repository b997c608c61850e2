"""Cohesion of a group in one three-way vote: the Rice index, what it would be at another size, the Agreement Index."""

from __future__ import annotations

from math import comb

__all__ = ["agreement_index", "rice", "rice_at_size"]


def rice(yes: int, no: int) -> float:
    """Return ``|Y - N| / (Y + N)`` (Rice 1925); NaN when nobody voted. Ignores abstention; too high in small groups.

    >>> rice(8, 2)
    0.6
    """
    return abs(yes - no) / (yes + no) if yes + no else float("nan")


def agreement_index(yes: int, no: int, abstain: int) -> float:
    """Return ``(max - (T - max) / 2) / T`` (Hix, Noury and Roland 2005): 1 = all the same, 0 = three equal parts.

    >>> agreement_index(8, 2, 0), agreement_index(4, 4, 4)
    (0.7, 0.0)
    """
    total, most = yes + no + abstain, max(yes, no, abstain)
    return (most - (total - most) / 2) / total if total else float("nan")


def rice_at_size(yes: int, no: int, size: int) -> float:
    """Return the Rice index to expect if only ``size`` of the members had voted, drawn without replacement.

    Rice is biased upwards in small groups (Desposato 2005, British Journal of Political Science 35:731-744); bring the
    larger group to the size of the smaller one before comparing. Exact (hypergeometric), no sampling.

    >>> rice_at_size(8, 2, 10) == rice(8, 2), round(rice_at_size(8, 2, 2), 3)
    (True, 0.644)
    """
    n = yes + no
    if not 0 < size <= n:
        return float("nan")
    drawn = range(max(0, size - no), min(yes, size) + 1)  # how many of the drawn members vote yes
    return sum(comb(yes, a) * comb(no, size - a) * abs(2 * a - size) for a in drawn) / (size * comb(n, size))
