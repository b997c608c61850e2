"""What was said on the floor, and the stances that follow from it.

A delegation's stance on an issue follows from its statements there. The last one counts, by date and then by place;
with it count those before it on the same side, back to the last change of sides. The rest is history. Code and letter
become numbers by the one coding table (:mod:`positions.model.stance`):

- the code is that of the last statement;
- the letter is that of the last statement; where it has none, H when the side was taken on two days or more, else M;
- options that a statement below 0 names are red lines, options that another names are demands;
- a wording that a statement names is one that the delegation accepts: the acceptance interval reaches it;
- the mark is the highest of the statements that count, the passage is that of the last one.

A stance that is written in the case stands above what would follow.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from positions.markings import highest
from positions.model.fields import Field
from positions.model.issue import Issue
from positions.model.sources import Passage
from positions.model.stance import (
    DEMAND_FIRMNESS,
    RED_LINE_FIRMNESS,
    CodeNumbers,
    Confidence,
    Demand,
    RedLine,
    Stance,
    code_values,
    read_code,
)

__all__ = ["Statement", "counting", "derived_stances", "histories", "side", "turned"]

# fmt: off
# each field in a line or two, as in a table


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said on an issue, by one or several. Stances follow from statements; none is overwritten."""

    date: Annotated[str, Field("When it was said.", "2030-04-11", type="date")]
    issue: Annotated[str, Field("On what.", "fees", of="issue")]
    who: Annotated[tuple[str, ...], Field("Who said it.", "[sund, ostero]", of="delegation", fewest=1, release="some")]
    code: Annotated[str, Field(
        "How far it goes, −3 to +3, and how hard (H, M, L) where that is known.", "-2 H",
        pattern=r"[+\-−±]?[0-3](?: [HML])?", pattern_hint="a sign, 0 to 3, and perhaps H, M or L")]
    source: Passage
    said: Annotated[str, Field("What was said.", "cannot accept harmonised fees")] = ""
    clause: Annotated[str, Field("The clause it is about.", "fee")] = ""
    options: Annotated[tuple[str, ...], Field(
        "The options of the clause that it refuses (code below 0) or wants.", "[doubled]", of="option", release="all"
    )] = ()
    wording: Annotated[str, Field("A wording that it would accept.", "half_step", of="wording")] = ""
    place: str = field(default="", compare=False)  # file and line it was read from

# fmt: on


Cell = tuple[str, str]  # delegation, issue


def side(statement: Statement) -> int:
    """Return -1, 0 or 1: against, neither, for."""
    value, _ = read_code(statement.code) or (0, "")
    return (value > 0) - (value < 0)


def histories(statements: Iterable[Statement]) -> dict[Cell, tuple[Statement, ...]]:
    """Return what each delegation said on each issue, the earliest first."""
    found: dict[Cell, list[Statement]] = {}
    for statement in sorted(statements, key=lambda s: s.date):  # of one date: in the order of the files
        for who in statement.who:
            found.setdefault((who, statement.issue), []).append(statement)
    return {cell: tuple(said) for cell, said in found.items()}


def counting(history: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the statements that count: the last one and those before it on the same side, without a gap."""
    start = len(history) - 1
    while start and side(history[start - 1]) == side(history[-1]):
        start -= 1
    return history[start:]


def turned(history: tuple[Statement, ...]) -> bool:
    """Whether it was once for and once against."""
    return {-1, 1} <= {side(each) for each in history}


def derived_stances(
    statements: Iterable[Statement],
    issues: Mapping[str, Issue],
    written: Container[Cell] = (),
    codes: Sequence[CodeNumbers] = (),
) -> dict[Cell, Stance]:
    """Return the stances that follow from statements, but for those that are ``written``.

    ``codes`` are the case's own changes to the coding table.

    Examples
    --------
    >>> from positions.markings import Marking
    >>> from positions.model.sources import Source
    >>> source = Source("notes", Marking.U)
    >>> said = [Statement("2030-04-11", "fees", ("sund",), code, source) for code in ("-2", "+1", "+1")]
    >>> found = derived_stances(said, {})["sund", "fees"]
    >>> found.code, found.ideal, found.acceptance, found.salience
    ('+1 M', 0.6, (0.0, 1.0), 0.5)
    """
    cells = histories(statements).items()
    return {cell: _stance(*cell, history, issues, codes) for cell, history in cells if cell not in written}


def _stance(
    delegation: str,
    issue: str,
    history: tuple[Statement, ...],
    issues: Mapping[str, Issue],
    codes: Sequence[CodeNumbers],
) -> Stance:
    said = counting(history)
    last = said[-1]
    value, letter = read_code(last.code) or (0, "")
    letter = letter or ("H" if len({each.date for each in said}) > 1 else "M")
    code = f"{value:+d} {letter}"
    numbers = code_values(code, codes) or {}
    low, high = numbers["acceptance"]
    for each in said:
        if each.wording:
            at = issues[issue].place_of(each.wording)
            low, high = min(low, at), max(high, at)
    clauses = issues[issue].clauses if issue in issues else {}  # an option of an earlier draft is no line any more
    there_are = {(k, option) for k, clause in clauses.items() for option in clause.options}
    named = ((each.clause, option) for each in said for option in each.options)
    options = {line: None for line in named if line in there_are}
    against = side(last) < 0
    red_lines = tuple(RedLine(c, o, RED_LINE_FIRMNESS) for c, o in options) if against else ()
    wanted: dict[str, list[str]] = {}
    for clause, option in () if against else options:
        wanted.setdefault(clause, []).append(option)
    demands = tuple(Demand(clause, tuple(names), DEMAND_FIRMNESS) for clause, names in wanted.items())
    source = replace(
        last.source,
        date=last.date,
        marking=highest(each.source.marking for each in said),
        told_in_confidence=any(each.source.told_in_confidence for each in said),
    )
    return Stance(
        delegation,
        issue,
        **{**numbers, "acceptance": (low, high)},
        confidence=Confidence.STATED,
        source=source,
        red_lines=red_lines,
        demands=demands,
        reason=last.said,
        code=code,
        derived=True,
    )
