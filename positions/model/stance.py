"""What one delegation holds on one issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from positions.model.sources import Source

__all__ = ["Confidence", "Demand", "RedLine", "Stance"]


class Confidence(Enum):
    """How directly the source says it; decides the spread of the acceptance interval."""

    STATED = "stated"
    REPORTED = "reported"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class RedLine:
    """An option of a clause that the delegation will not have. ``firmness`` is in units of grievance, 0..1."""

    clause: str
    option: str
    firmness: float
    reason: str = ""

    def broken_by(self, choice: Mapping[str, str]) -> bool:
        """Whether a text with this choice of options (clause id to option id) breaks it."""
        return choice.get(self.clause) == self.option


@dataclass(frozen=True, slots=True)
class Demand:
    """A clause in which the delegation must see one of ``options``. ``firmness`` as for a red line."""

    clause: str
    options: tuple[str, ...]
    firmness: float
    reason: str = ""

    def met_by(self, choice: Mapping[str, str]) -> bool:
        """Whether a text with this choice of options (clause id to option id) meets it."""
        return choice.get(self.clause) in self.options


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance on the issue's ladder (0 = nothing beyond what already binds, 1 = the most ambitious text).

    Parameters
    ----------
    ideal : float
        Ideal point, 0..1.
    acceptance : tuple of float
        ``(low, high)``: its reservation points. Inside, it joins without objecting.
    salience : float
        0..1; 0 = indifferent, 1 = nothing matters more.
    mobility : float
        0..1, how far a private consultation moves the acceptance interval towards a text.
    assumed : bool
        True when it stands for silence (declared by the issue), not for something somebody said.
    """

    delegation: str
    issue: str
    ideal: float
    acceptance: tuple[float, float]
    salience: float
    confidence: Confidence
    source: Source
    red_lines: tuple[RedLine, ...] = ()
    demands: tuple[Demand, ...] = ()
    mobility: float = 0.0
    reason: str = ""
    code: str = ""  # the coder's own code, e.g. "-3 H", kept for the record
    if_raised: str = ""  # what to say when this comes up
    assumed: bool = False
