"""What a foreign table holds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ForeignIssue", "ForeignStance", "ForeignTable"]


@dataclass(frozen=True, slots=True)
class ForeignStance:
    """One actor on one issue, as shares 0..1; ``power`` as the file has it, None where it has none."""

    actor: str
    issue: str
    position: float
    salience: float
    power: float | None


@dataclass(frozen=True, slots=True)
class ForeignIssue:
    """An issue and the meanings of points of its scale (share, words)."""

    name: str
    title: str
    meanings: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A whole file: actors (name, title) and issues in its order.

    ``unknown`` counts blank cells that stay unknown; ``remarks`` say how scales were read.
    """

    form: str
    actors: tuple[tuple[str, str], ...]
    issues: tuple[ForeignIssue, ...]
    stances: tuple[ForeignStance, ...]
    unknown: int
    remarks: tuple[str, ...]
