"""What one delegation holds on one issue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, TypeAlias

from positions.model.fields import Field
from positions.model.sources import Passage

__all__ = [
    "Acceptance",
    "Confidence",
    "Demand",
    "Demands",
    "Ideal",
    "RedLine",
    "RedLines",
    "Salience",
    "Stance",
    "stance_code",
]

# fmt: off
# each field in a line or two, as in a table


class Confidence(Enum):
    """How directly the source says it; decides the spread of the acceptance interval."""

    STATED = "stated"
    REPORTED = "reported"
    INFERRED = "inferred"
    ASSUMED = "assumed"


Firmness: TypeAlias = Annotated[float, Field(
    "How much grievance it causes when it is crossed.", "0.8", unit="grievance", low=0, high=1)]


@dataclass(frozen=True, slots=True)
class RedLine:
    """An option of a clause that it will not have, wherever the text stands otherwise."""

    clause: Annotated[str, Field("The clause.", "fee", of="clause")]
    option: Annotated[str, Field("The option it will not have.", "doubled", of="option")]
    firmness: Firmness
    reason: Annotated[str, Field("Why.", "was never asked before")] = ""

    def broken_by(self, choice: Mapping[str, str]) -> bool:
        """Whether a text with this choice of options (clause id to option id) breaks it."""
        return choice.get(self.clause) == self.option


@dataclass(frozen=True, slots=True)
class Demand:
    """A clause in which it must see one of some options."""

    clause: Annotated[str, Field("The clause.", "fee", of="clause")]
    options: Annotated[tuple[str, ...], Field(
        "It must see one of these.", "[as_now, indexed]", of="option", fewest=1, release="some")]
    firmness: Firmness
    reason: Annotated[str, Field("Why.", "promised to its ports")] = ""

    def met_by(self, choice: Mapping[str, str]) -> bool:
        """Whether a text with this choice of options (clause id to option id) meets it."""
        return choice.get(self.clause) in self.options


# what a stance and an assumption about silent seats share
Ideal: TypeAlias = Annotated[float, Field(
    "Where on the ladder it would like to end.", "0.2", unit="ladder", low=0, high=1)]
Acceptance: TypeAlias = Annotated[tuple[float, float], Field(
    "From where to where on the ladder it joins without objecting.", "[0.0, 0.45]", unit="ladder", low=0, high=1)]
Salience: TypeAlias = Annotated[float, Field(
    "Salience is a share: 0 = indifferent, 1 = nothing matters more.", "0.6", low=0, high=1)]
RedLines: TypeAlias = Annotated[tuple[RedLine, ...], Field(
    "Options it will not have.", "[{clause: fee, option: doubled, firmness: 0.8}]")]
Demands: TypeAlias = Annotated[tuple[Demand, ...], Field(
    "Clauses in which it must see one of some options.", "[{clause: fee, options: [as_now, indexed], firmness: 0.4}]")]


@dataclass(frozen=True, slots=True)
class Stance:
    """What one delegation holds on one issue.

    ``acceptance`` holds its reservation points on the issue's ladder. ``assumed`` is true when the stance stands for
    silence (declared by the issue), not for something somebody said.
    """

    delegation: str
    issue: str
    ideal: Ideal
    acceptance: Acceptance
    salience: Salience
    confidence: Annotated[Confidence, Field(
        "How directly the source says it; decides how far the acceptance interval is varied.", "stated")]
    source: Passage
    red_lines: RedLines = ()
    demands: Demands = ()
    mobility: Annotated[float, Field(
        "How far a private talk moves its acceptance interval towards a text: 0 = not at all, 1 = all the way.",
        "0.5", low=0, high=1)] = 0.0
    reason: Annotated[str, Field("Why it holds this, in its own terms.", "fears double fees")] = ""
    code: Annotated[str, Field("The coder's own code, kept for the record.", "-3 H")] = ""
    if_raised: Annotated[str, Field("What to say when this comes up.", "Fees stay as they are.")] = ""
    assumed: bool = False


# ideal point that the coding table gives each code; the nearest one stands in where a stance carries no code
CODES = {3: 1.0, 2: 0.85, 1: 0.6, -1: 0.3, -2: 0.1, -3: 0.0}


def stance_code(stance: Stance) -> int:
    """Return a stance as −3 (blocks) … +3 (proposes): the coder's own code, or the nearest to its ideal point.

    A minus sign may be typed as ``-`` or ``−``.
    """
    written = re.match(r"\s*([+\-−]?)\s*([0-3])(?!\d)", stance.code)
    if written:
        return int(written[2]) * (-1 if written[1] in ("-", "−") else 1)
    return min(CODES, key=lambda code: (abs(CODES[code] - stance.ideal), code))
