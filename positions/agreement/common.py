"""What several have in common on one ladder: where all acceptance intervals meet, or else where most of them do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CommonPosition", "common_position"]


@dataclass(frozen=True, slots=True)
class CommonPosition:
    """The part of a ladder that all accept, or the part that most do.

    Parameters
    ----------
    low, high : float
        The part that ``held_by`` accept, on the ladder.
    held_by : tuple of str
        Everybody, or as many as can be had together.
    out : mapping of str to float
        Who does not accept it, and how far away its own interval ends: below 0 for one that stops short of it, above 0
        for one that begins beyond it.
    low_by, high_by : tuple of str
        Whose intervals end there: who would have to move for it to be wider.
    """

    low: float
    high: float
    held_by: tuple[str, ...]
    out: Mapping[str, float]
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]

    @property
    def common(self) -> bool:
        """Whether all accept it."""
        return not self.out


def common_position(intervals: Mapping[str, tuple[float, float]]) -> CommonPosition | None:
    """Return what the intervals have in common; None where there are none.

    Where they do not all meet, it is the part that lies in most of them; of several such parts the widest, then the
    lowest.

    Examples
    --------
    >>> found = common_position({"a": (0.0, 0.5), "b": (0.3, 1.0), "c": (0.0, 0.2)})
    >>> found.low, found.high, found.held_by, dict(found.out)
    (0.0, 0.2, ('a', 'c'), {'b': 0.1})
    >>> found = common_position({"a": (0.0, 0.5), "b": (0.3, 1.0)})
    >>> found.common, found.low, found.high, found.low_by
    (True, 0.3, 0.5, ('b',))
    """
    best: tuple[int, float, float] | None = None
    for start, _ in intervals.values():  # a part that many accept begins where one of them does
        ends = [high for low, high in intervals.values() if low <= start <= high]
        part = len(ends), min(ends) - start, -start
        best = part if best is None or part > best else best
    if best is None:
        return None
    low = -best[2]
    high = min(end for start, end in intervals.values() if start <= low <= end)
    held = tuple(name for name, (start, end) in intervals.items() if start <= low <= end)
    out = {
        name: round(end - low if end < low else start - high, 9)
        for name, (start, end) in intervals.items()
        if name not in held
    }
    ends_there = [tuple(n for n in held if intervals[n][k] == at) for k, at in ((0, low), (1, high))]
    return CommonPosition(low, high, held, out, *ends_there)
