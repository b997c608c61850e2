"""What one delegation holds on one issue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, TypeAlias

from positions.model.fields import Field
from positions.model.sources import Passage

__all__ = [
    "CODE",
    "CODES",
    "DEMAND_FIRMNESS",
    "RED_LINE_FIRMNESS",
    "SALIENCES",
    "Acceptance",
    "Believed",
    "CodeNumbers",
    "Confidence",
    "Demand",
    "Demands",
    "Ideal",
    "RedLine",
    "RedLines",
    "Salience",
    "Stance",
    "code_values",
    "read_code",
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


BY_CODE = "the coding table, where there is a code"


@dataclass(frozen=True, slots=True)
class Stance:
    """What one delegation holds on one issue.

    ``acceptance`` holds its reservation points on the issue's ladder. ``assumed`` is true when the stance stands for
    silence (declared by the issue), not for something somebody said; ``derived`` when it follows from statements.
    """

    delegation: str
    issue: str
    ideal: Annotated[float, Field(
        "Where on the ladder it would like to end.", "0.2", unit="ladder", low=0, high=1, filled_from=BY_CODE)]
    acceptance: Annotated[tuple[float, float], Field(
        "From where to where on the ladder it joins without objecting.", "[0.0, 0.45]", unit="ladder", low=0, high=1,
        filled_from=BY_CODE)]
    salience: Annotated[float, Field(
        "Salience is a share: 0 = indifferent, 1 = nothing matters more.", "0.6", low=0, high=1, filled_from=BY_CODE)]
    confidence: Annotated[Confidence, Field(
        "How directly the source says it; decides how far the acceptance interval is varied.", "stated",
        filled_from="`stated` where there is a code")]
    source: Passage
    red_lines: RedLines = ()
    demands: Demands = ()
    low_between: Annotated[tuple[float, float] | None, Field(
        "From where to where the low end of its acceptance interval may lie, where those who read the sources differ.",
        "[0.0, 0.1]", unit="ladder", low=0, high=1, filled_from="nothing: nobody differs")] = None
    high_between: Annotated[tuple[float, float] | None, Field(
        "The same of the high end. Each parameter set takes one point of it, as one of a disputed verb's strength.",
        "[0.3, 0.6]", unit="ladder", low=0, high=1, filled_from="nothing: nobody differs")] = None
    mobility: Annotated[float, Field(
        "How far a private talk moves its acceptance interval towards a text: 0 = not at all, 1 = all the way. "
        "0.5 where the code gives the ideal point.", "0.5", low=0, high=1)] = 0.0
    reason: Annotated[str, Field("Why it holds this, in its own terms.", "fears double fees")] = ""
    code: Annotated[str, Field(
        "The coder's own code, −3 to +3 and H, M or L. What is left out of the numbers follows from it.", "-3 H")] = ""
    carried_from: Annotated[str, Field(
        "The earlier meeting that it was carried over from, unconfirmed since.", "harbour_talks_2029", type="id")] = ""
    if_raised: Annotated[str, Field("What to say when this comes up.", "Fees stay as they are.")] = ""
    assumed: bool = False
    derived: bool = False  # from statements, not written in the case


@dataclass(frozen=True, slots=True)
class Believed(Stance):
    """What a delegation is believed to hold, beside what it says. Marked at least as highly as what it says."""

    chance: Annotated[float, Field(
        "How likely it is that it holds this, and not what it says.", "0.7", low=0, high=1)] = 0.5


# The coding table: what a code means in numbers, for every issue alike (docs/worked-case.md). Ours.
CODES: Mapping[int, tuple[float, tuple[float, float]]] = {  # code -> ideal point, acceptance
    3: (1.0, (0.0, 1.0)),
    2: (0.85, (0.0, 1.0)),
    1: (0.6, (0.0, 1.0)),
    0: (0.5, (0.0, 1.0)),
    -1: (0.3, (0.0, 0.6)),
    -2: (0.1, (0.0, 0.3)),
    -3: (0.0, (0.0, 0.1)),
}
SALIENCES: Mapping[str, float] = {"H": 0.8, "M": 0.5, "L": 0.25}
MOBILITY = 0.5  # of a stance whose numbers come from its code
RED_LINE_FIRMNESS, DEMAND_FIRMNESS = 0.6, 0.2
CODE = r"\s*(?P<sign>[+\-−±]?)\s*(?P<size>[0-3])(?!\d)(?:\s*(?P<letter>[HML])\b)?"


def read_code(text: str) -> tuple[int, str] | None:
    """Return code and letter of a coder's code ("" for no letter); None where it is none.

    A minus sign may be typed as ``-`` or ``−``.

    >>> read_code("-3 H"), read_code("+2"), read_code("noted")
    ((-3, 'H'), (2, ''), None)
    """
    found = re.match(CODE, text)
    if found is None:
        return None
    return int(found["size"]) * (-1 if found["sign"] in ("-", "−") else 1), found["letter"] or ""


@dataclass(frozen=True, slots=True)
class CodeNumbers:
    """What a code, or a letter, means in numbers in this case. What is left out is as in the coding table."""

    code: Annotated[str, Field(
        "The code or the letter.", "-3", pattern=r"[+\-−±]?[0-3]|[HML]", pattern_hint="−3 to +3, or H, M or L")]
    ideal: Annotated[float | None, Field(
        "The ideal point of the code.", "0.05", unit="ladder", low=0, high=1, filled_from="the coding table")] = None
    acceptance: Annotated[tuple[float, float] | None, Field(
        "The acceptance interval of the code.", "[0.0, 0.15]", unit="ladder", low=0, high=1,
        filled_from="the coding table")] = None
    salience: Annotated[float | None, Field(
        "The salience of the letter, or of the code whatever its letter.", "0.9", low=0, high=1,
        filled_from="the coding table")] = None
    mobility: Annotated[float | None, Field(
        "How far a private talk moves who has the code or the letter.", "0.3", low=0, high=1,
        filled_from="the coding table")] = None

    def tells(self, value: int, letter: str) -> bool:
        """Whether it is about this code or this letter."""
        return self.code == letter or (self.code not in SALIENCES and read_code(self.code) == (value, ""))


def code_values(text: str, changes: Iterable[CodeNumbers] = ()) -> dict[str, Any] | None:
    """Return the numbers of a code by the coding table, as fields of a stance; None where it is no code.

    Parameters
    ----------
    text : str
    changes : iterable of CodeNumbers
        What the case says otherwise; the last one counts.

    Examples
    --------
    >>> code_values("-2 H")
    {'ideal': 0.1, 'acceptance': (0.0, 0.3), 'salience': 0.8, 'mobility': 0.5}
    >>> code_values("-2 H", [CodeNumbers("-2", ideal=0.2), CodeNumbers("H", salience=0.9)])
    {'ideal': 0.2, 'acceptance': (0.0, 0.3), 'salience': 0.9, 'mobility': 0.5}
    """
    if (found := read_code(text)) is None:
        return None
    ideal, acceptance = CODES[found[0]]
    letter = found[1] or "M"
    numbers = {"ideal": ideal, "acceptance": acceptance, "salience": SALIENCES[letter], "mobility": MOBILITY}
    for change in changes:
        if change.tells(found[0], letter):
            numbers |= {n: value for n in numbers if (value := getattr(change, n)) is not None}
    return numbers


def stance_code(stance: Stance) -> int:
    """Return a stance as −3 (blocks) … +3 (proposes): the coder's own code, or the nearest to its ideal point."""
    if (written := read_code(stance.code)) is not None:
        return written[0]
    return min((c for c in CODES if c), key=lambda code: (abs(CODES[code][0] - stance.ideal), code))
