"""Stances, red lines and demands."""

from positions.casefiles.fields import Field
from positions.casefiles.table.who import source_field
from positions.model import Confidence

__all__ = ["CONFIDENCES", "STANCE_FIELDS", "demands_field", "red_lines_field", "stand_fields"]

NONE: tuple[object, ...] = ()
CONFIDENCES = tuple(c.value for c in Confidence)


def red_lines_field(owner: str) -> Field:
    """Return the row of a list of red lines."""
    example = "red_lines: [{clause: fee, option: doubled, firmness: 0.8}]"
    return Field(owner, "red_lines", "object", "Options it will not have.", example, NONE, of="red_line", many=True)


def demands_field(owner: str) -> Field:
    """Return the row of a list of demands."""
    example = "demands: [{clause: fee, options: [as_now, indexed], firmness: 0.4}]"
    return Field(
        owner,
        "demands",
        "object",
        "Clauses in which it must see one of some options.",
        example,
        NONE,
        of="demand",
        many=True,
    )


def stand_fields(owner: str) -> tuple[Field, ...]:
    """Return the rows that a stance and an assumption about silent seats share."""
    return (
        Field(
            owner,
            "ideal",
            "number",
            "Where on the ladder it would like to end.",
            "ideal: 0.2",
            unit="ladder",
            low=0,
            high=1,
        ),
        Field(
            owner,
            "acceptance",
            "interval",
            "From where to where on the ladder it joins without objecting.",
            "acceptance: [0.0, 0.45]",
            unit="ladder",
            low=0,
            high=1,
        ),
        Field(
            owner,
            "salience",
            "number",
            "Salience is a share: 0 = indifferent, 1 = nothing matters more.",
            "salience: 0.6",
            low=0,
            high=1,
        ),
    )


def firmness_field(owner: str) -> Field:
    """Return the row of a firmness."""
    return Field(
        owner,
        "firmness",
        "number",
        "How much grievance it causes when it is crossed.",
        "firmness: 0.8",
        unit="grievance",
        low=0,
        high=1,
    )


STANCE_FIELDS: tuple[Field, ...] = (
    *stand_fields("stance"),
    Field(
        "stance",
        "confidence",
        "choice",
        "How directly the source says it; decides how far the acceptance interval is varied.",
        "confidence: stated",
        choices=CONFIDENCES,
    ),
    source_field("stance"),
    red_lines_field("stance"),
    demands_field("stance"),
    Field(
        "stance",
        "mobility",
        "number",
        "How far a private talk moves its acceptance interval towards a text: 0 = not at all, 1 = all the way.",
        "mobility: 0.5",
        0.0,
        low=0,
        high=1,
    ),
    Field("stance", "reason", "text", "Why it holds this, in its own terms.", "reason: fears double fees", ""),
    Field("stance", "code", "text", "The coder's own code, kept for the record.", "code: -3 H", ""),
    Field("stance", "if_raised", "text", "What to say when this comes up.", "if_raised: Fees stay as they are.", ""),
    #
    Field("red_line", "clause", "reference", "The clause.", "clause: fee", of="clause"),
    Field("red_line", "option", "reference", "The option it will not have.", "option: doubled", of="option"),
    firmness_field("red_line"),
    Field("red_line", "reason", "text", "Why.", "reason: was never asked before", ""),
    #
    Field("demand", "clause", "reference", "The clause.", "clause: fee", of="clause"),
    Field(
        "demand",
        "options",
        "reference",
        "It must see one of these.",
        "options: [as_now, indexed]",
        of="option",
        many=True,
        fewest=1,
    ),
    firmness_field("demand"),
    Field("demand", "reason", "text", "Why.", "reason: promised to its ports", ""),
)
