"""Several people's codings of one meeting as one case: who agrees, where they differ, and what is made of it.

Nothing is averaged. A cell that several coded and not alike takes the stance of the coder in the middle (by code, by
ideal point, by how far it accepts; of two in the middle the one that goes less far). The ends of its acceptance
interval lie between those that the coders gave, and each parameter set takes one point of that: the chances have wider
bands. Confidence is the least direct, red lines and demands are those that at least half of the coders name. A cell
that one alone coded is taken. Each says in its source who read it how, and carries the highest marking of its readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from positions.agreement.coders import Reliability, reliability
from positions.agreement.common import CommonPosition, common_position
from positions.casefiles import load_statements, load_with_nodes
from positions.casefiles.differences import Difference, case_differences
from positions.casefiles.nodes import MapNode
from positions.defaults import SEED
from positions.errors import CaseProblems, ExitCode, PositionsError, Problem, unknown_name
from positions.interchange.workbook.parts import read_cells
from positions.interchange.workbook.read import case_of_cells
from positions.markings import Marking, highest
from positions.model import (
    Believed,
    Case,
    Confidence,
    Delegation,
    Provenance,
    Stance,
    content_hash,
    stance_code,
)

__all__ = ["MOST_CODERS", "Cell", "Coder", "GroupIssue", "Merged", "group_positions", "merge", "read_coders"]

MOST_CODERS = len(ascii_uppercase)
COMPARED = ("ideal", "acceptance", "salience", "mobility", "confidence", "red_lines", "demands")
CODED = ("stances", "statements")  # what coders are there for
ADDED = ("documents", "groups", "delegations", "associations", "ties", "notes", "plans")  # one may have more of them
Key = tuple[str, str]  # delegation, issue


@dataclass(frozen=True, slots=True)
class Coder:
    """One coding: a letter, what it was read from, the case, and what its files hold (for places)."""

    letter: str
    path: Path
    case: Case
    nodes: MapNode | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One delegation on one issue: how each coder reads it, in what they differ, and the stance that is taken."""

    delegation: str
    issue: str
    readings: Mapping[str, Stance]  # by letter
    differs: tuple[str, ...]
    stance: Stance


@dataclass(frozen=True, slots=True)
class Merged:
    """Several codings as one case.

    Parameters
    ----------
    case : Case
    coders : tuple of Coder
    cells : tuple of Cell
        Every cell that somebody coded, by issue and delegation.
    agreement : Reliability
        Over all cells.
    by_issue : mapping of issue to Reliability
    """

    case: Case
    coders: tuple[Coder, ...]
    cells: tuple[Cell, ...]
    agreement: Reliability
    by_issue: Mapping[str, Reliability]


@dataclass(frozen=True, slots=True)
class GroupIssue:
    """What a group has in common on one issue.

    ``position`` is None where no member's stance is known; ``unknown`` are members without one; ``refused`` holds the
    options on which members have red lines, with who.
    """

    issue: str
    position: CommonPosition | None
    unknown: tuple[str, ...]
    refused: Mapping[str, tuple[str, ...]]


def read_coders(
    paths: Sequence[Path],
    base: Path | None = None,
    release: Marking | None = None,
    letters: Callable[[Case, Any, Path], Case] | None = None,
) -> tuple[Coder, ...]:
    """Read the codings of several people.

    Parameters
    ----------
    paths : sequence of Path
        Case folders, workbooks of a case (``.xlsx``), or files of statements: lines as in ``floor.txt``, or YAML with
        ``statements``.
    base : Path, optional
        The case that files of statements are about; the first folder among ``paths`` when not given. A coder who gives
        statements alone holds the stances that follow from them.
    release : Marking, optional
        Leave out of each, before anything is compared, what is marked above it.
    letters : callable, optional
        Takes letters that were chosen on the sheet *Matrix* of a workbook into its case.

    Raises
    ------
    CaseProblems
        With every problem of all of them at once.
    """
    if len(paths) > MOST_CODERS:
        raise PositionsError(f"{len(paths)} codings; at most {MOST_CODERS}", exit_code=ExitCode.USAGE)
    from positions.model import withhold

    about = base or next((path for path in paths if path.is_dir()), None)
    found: list[Coder] = []
    problems: list[Problem] = []
    for letter, path in zip(ascii_uppercase, paths, strict=False):
        try:
            case, nodes = _read(path, about, letters)
        except CaseProblems as error:
            problems += error.problems
            continue
        if release is not None:
            case, nodes = withhold(case, release), None
        found.append(Coder(letter, path, case, nodes))
    if problems:
        raise CaseProblems(set(problems))
    return tuple(found)


def _read(
    path: Path, base: Path | None, letters: Callable[[Case, Any, Path], Case] | None
) -> tuple[Case, MapNode | None]:
    suffix = path.suffix.lower()
    if path.is_dir() or not path.exists():
        return load_with_nodes(path)
    if suffix == ".xlsx":
        cells = read_cells(path)
        case = case_of_cells(path, cells)
        return (case if letters is None else letters(case, cells, path)), None
    if suffix not in (".txt", ".yaml"):
        hint = "name a case folder, a workbook (.xlsx), or statements (.txt, .yaml)"
        raise PositionsError(f"{path} is no coding of a case", hint=hint, exit_code=ExitCode.USAGE)
    if base is None:
        hint = "name the case that they are about with --case FOLDER"
        raise PositionsError(f"{path} holds statements, and no case", hint=hint, exit_code=ExitCode.USAGE)
    return load_statements(base, path)


def merge(coders: Sequence[Coder]) -> Merged:
    """Put several codings of one meeting together.

    Raises
    ------
    CaseProblems
        Where they are not of the same meeting, issues and texts: each difference with both places.

    Examples
    --------
    >>> found = merge(read_coders([Path("positions/casefiles/starter_case")] * 2))
    >>> found.agreement.alpha, {cell.differs for cell in found.cells}
    (1.0, {()})
    """
    first = coders[0].case
    if problems := [problem for other in coders[1:] for problem in _unlike(coders[0], other)]:
        raise CaseProblems(problems)
    delegations = _union(c.case.delegations for c in coders)
    keys = [(d, i) for i in first.issues for d in delegations]
    cells = tuple(cell for key in keys if (cell := _cell(coders, key)) is not None)
    together: dict[str, Any] = {
        name: _union(getattr(c.case, name) for c in coders) for name in ("documents", "groups", "plans")
    }
    for name in ("associations", "ties", "notes"):
        together[name] = tuple(dict.fromkeys(each for c in coders for each in getattr(c.case, name)))
    # one thing that was said, read in two ways, is no change of mind: only what all have alike is a history
    alike = set.intersection(*(set(c.case.statements) for c in coders))
    together["statements"] = tuple(each for each in first.statements if each in alike)
    stances = {(cell.delegation, cell.issue): cell.stance for cell in cells}
    together["believed"] = {
        key: _no_lower(held, stances[key]) for key, held in _union(c.case.believed for c in coders).items()
    }
    case = replace(first, delegations=delegations, stances=stances, **together)
    by_issue = {i: _agreement(coders, [cell for cell in cells if cell.issue == i]) for i in first.issues}
    return Merged(
        replace(case, provenance=_provenance(case, coders)), tuple(coders), cells, _agreement(coders, cells), by_issue
    )


def group_positions(case: Case, group: str) -> tuple[GroupIssue, ...]:
    """Return what the members of a group have in common on each issue.

    Members are the delegations that belong to it, and can object; one that speaks for the whole group is none of them.

    Raises
    ------
    UnknownNameError
        For a group that the case does not have.
    """
    if group not in case.groups:
        raise unknown_name("group", group, case.groups)
    members = [d for d in case.delegations.values() if group in d.groups and d.decides and not d.says_for_groups]
    return tuple(_group_issue(case, issue, members) for issue in case.issues)


def _group_issue(case: Case, issue: str, members: Sequence[Delegation]) -> GroupIssue:
    held = {d.id: stance for d in members if (stance := case.stance(d.id, issue)) is not None}
    refused: dict[str, tuple[str, ...]] = {}
    for name, stance in held.items():
        for line in stance.red_lines:
            what = f"{line.clause}: {line.option}"
            refused[what] = (*refused.get(what, ()), name)
    return GroupIssue(
        issue,
        common_position({name: stance.acceptance for name, stance in held.items()}),
        tuple(d.id for d in members if d.id not in held),
        refused,
    )


def _union(parts: Iterable[Mapping[Any, Any]]) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for part in parts:
        made |= {name: value for name, value in part.items() if name not in made}
    return made


def _unlike(one: Coder, other: Coder) -> list[Problem]:
    """Return what must be alike in two codings and is not."""
    found = case_differences(one.case, other.case, nodes_before=one.nodes, nodes_after=other.nodes)
    return [_problem(one, other, each) for each in found if not _may_differ(each)]


def _may_differ(difference: Difference) -> bool:
    if difference.section in CODED:
        return True
    if difference.section == "believed":
        return difference.kind != "changed" and len(difference.path) <= 3
    return difference.section in ADDED and difference.kind != "changed" and len(difference.path) == 2


def _problem(one: Coder, other: Coder, found: Difference) -> Problem:
    """Return one difference as a problem that names both places."""
    what = " / ".join(found.path)
    there = str(found.place_before) if found.place_before else f"coding {one.letter}"
    here = found.place_after
    file = here.file if here else f"coding {other.letter}"
    line, column = (here.line, here.column) if here else (0, 0)
    message = f"{what} is not as in {there}: coders work on one meeting, with the same issues and texts"
    return Problem(file, line, column, "coders-differ", message, "bring both to one state; stances may differ")


def _no_lower(held: Believed, stance: Stance) -> Believed:
    """Return a believed reading marked no lower than the stance that it stands beside."""
    if held.source.marking >= stance.source.marking:
        return held
    return replace(held, source=replace(stance.source, note=f"believed: {held.source.cite()}"))


def _cell(coders: Sequence[Coder], key: Key) -> Cell | None:
    readings = {c.letter: stance for c in coders if (stance := c.case.stances.get(key)) is not None}
    if not readings:
        return None
    differs = tuple(name for name in COMPARED if len({_value(s, name) for s in readings.values()}) > 1)
    return Cell(*key, readings, differs, _taken(readings, len(coders)))


def _value(stance: Stance, name: str) -> Any:
    value = getattr(stance, name)
    return frozenset(value) if name in ("red_lines", "demands") else value


def _taken(readings: Mapping[str, Stance], coders: int) -> Stance:
    """Return the stance that is made of the readings of one cell; see the docstring of this module."""
    order = sorted(readings.values(), key=lambda s: (stance_code(s), s.ideal, s.acceptance[::-1]))
    middle = order[(len(order) - 1) // 2]
    sources = [s.source for s in (middle, *readings.values())]
    mark = highest(source.marking for source in sources)
    source = next(source for source in sources if source.marking is mark)
    notes = [source.note] if source.note else []
    confidence = max((s.confidence for s in order), key=list(Confidence).index)
    taken = replace(
        middle,
        confidence=confidence,
        red_lines=_named_by_half(readings, "red_lines"),
        demands=_named_by_half(readings, "demands"),
        low_between=_between(order, 0),
        high_between=_between(order, 1),
        derived=False,
        source=replace(
            source,
            note="; ".join([*notes, _who_read_how(readings, coders)]),
            told_in_confidence=any(s.told_in_confidence for s in sources),
        ),
    )
    return taken


def _between(order: Sequence[Stance], end: int) -> tuple[float, float] | None:
    """Return between which points an end of the acceptance interval lies; None where all have it at one."""
    given = [(s.low_between, s.high_between)[end] or (s.acceptance[end],) * 2 for s in order]
    low, high = min(g[0] for g in given), max(g[1] for g in given)
    return (low, high) if low < high else None


def _named_by_half(readings: Mapping[str, Stance], name: str) -> tuple[Any, ...]:
    """Return the red lines or demands that at least half name: those of the first who does, each place once."""
    made: dict[Any, Any] = {}
    for stance in readings.values():
        for each in getattr(stance, name):
            place = _place(each)
            count = sum(any(_place(other) == place for other in getattr(s, name)) for s in readings.values())
            clause = any(key[0] == place[0] for key in made) and name == "demands"
            if 2 * count >= len(readings) and not clause:
                made.setdefault(place, each)
    return tuple(made.values())


def _place(line: Any) -> tuple[str, ...]:
    return (line.clause, line.option) if hasattr(line, "option") else (line.clause, *sorted(line.options))


def _who_read_how(readings: Mapping[str, Stance], coders: int) -> str:
    """Return who read a cell how, for its source."""
    if len(readings) == 1 and coders > 1:
        (letter,) = readings
        return f"coded by {letter} alone"
    said: dict[str, list[str]] = {}
    for letter, stance in readings.items():
        low, high = stance.acceptance
        how = f"{stance.code or f'ideal {stance.ideal:g}'}, accepts {low:g} to {high:g} ({stance.source.cite()})"
        said.setdefault(how, []).append(letter)
    return "read by " + "; ".join(f"{', '.join(letters)}: {how}" for how, letters in said.items())


def _agreement(coders: Sequence[Coder], cells: Sequence[Cell]) -> Reliability:
    codes = [
        [float(stance_code(cell.readings[c.letter])) if c.letter in cell.readings else float("nan") for cell in cells]
        for c in coders
    ]
    return reliability(codes, seed=SEED)


def _provenance(case: Case, coders: Sequence[Coder]) -> Provenance:
    first = coders[0].case.provenance
    if first.release:
        withheld = sum(c.case.provenance.withheld for c in coders)
        return Provenance({"released": content_hash(case)}, first.version, withheld, first.release)
    files = {f"{c.letter}/{name}": digest for c in coders for name, digest in c.case.provenance.files.items()}
    return Provenance(files, first.version)
