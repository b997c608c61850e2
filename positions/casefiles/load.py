"""From a folder to a case: read, put together, check, build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from positions import __version__
from positions.casefiles.events import build_nodes
from positions.casefiles.floor import read_floor
from positions.casefiles.folder import FLOOR, read_file, read_folder
from positions.casefiles.gc_pause import without_gc
from positions.casefiles.limits import PROBLEMS
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.objects import read_object
from positions.casefiles.reading import BAD, Reading, TooManyProblemsError
from positions.casefiles.scope import collect_ids
from positions.casefiles.sections import merge_sections
from positions.errors import CaseProblems, Problem
from positions.model import Case, Provenance

__all__ = ["check_case", "load_case", "load_statements", "load_with_nodes"]


def load_case(folder: Path) -> Case:
    """Read a case folder.

    Parameters
    ----------
    folder : Path
        The folder; every ``*.yaml`` that stands directly in it belongs to the case, and ``floor.txt``.

    Returns
    -------
    Case
        With the SHA-256 of every file in its provenance.

    Raises
    ------
    CaseProblems
        With all problems of the case at once.

    Examples
    --------
    >>> load_case(Path("no-such-folder"))
    Traceback (most recent call last):
    positions.errors.CaseProblems: no-such-folder: there is no such folder; a case is a folder
    """
    return load_with_nodes(folder)[0]


def load_with_nodes(
    folder: Path, instead: Mapping[str, bytes] | None = None, *, alone: bool = False
) -> tuple[Case, MapNode]:
    """Read a case folder; return the case and the nodes of its sections, which know their places.

    Parameters
    ----------
    folder : Path
    instead : mapping of str to bytes, optional
        What is taken to stand in some of its files: file name → bytes. Nothing is written.
    alone : bool
        ``instead`` is all there is; the folder need not exist.

    Raises
    ------
    CaseProblems
        With all problems of the case at once.
    """
    case, sections, problems = _read(Path(folder), instead, alone)
    if case is None:
        raise CaseProblems(problems)
    return case, sections


def check_case(folder: Path) -> tuple[Problem, ...]:
    """Return all problems of a case folder, in the order of their places; none when it is fine.

    >>> [p.rule for p in check_case(Path("no-such-folder"))]
    ['missing-folder']
    """
    return _read(Path(folder))[2]


def load_statements(folder: Path, file: Path) -> tuple[Case, MapNode]:
    """Read a case with the statements of a file of somebody's instead of its own statements and stances.

    Parameters
    ----------
    folder : Path
        The case that they are about.
    file : Path
        Lines as in ``floor.txt``, or YAML (``.yaml``) with the section ``statements``.

    Raises
    ------
    CaseProblems
        With all problems of the file, or of the case.
    """
    data = read_file(file)
    name = file.name if file.suffix.lower() == ".yaml" else FLOOR
    try:
        case, nodes = load_with_nodes(folder, {name: data})
    except CaseProblems as error:
        shown = str(folder / name)
        raise CaseProblems(replace(p, file=str(file)) if p.file == shown else p for p in error.problems) from None
    said = tuple(s for s in case.statements if s.place.startswith(f"{name}:"))
    return replace(case, stances={}).with_statements(said), nodes


@without_gc
def _read(
    folder: Path, instead: Mapping[str, bytes] | None = None, alone: bool = False
) -> tuple[Case | None, MapNode, tuple[Problem, ...]]:
    """Return the case, or None; the nodes of its sections; and what is wrong with it."""
    files = read_folder(folder, instead, alone=alone)
    problems = list(files.problems)
    roots: list[Node] = []
    for text in files.texts:
        root, found = build_nodes(text)
        problems += found
        if root is not None:
            roots.append(root)
    complete = not problems
    values, sections, found = _read_sections(folder, roots, files.floor, complete)
    places = {(problem.file, problem.line, problem.column) for problem in problems}
    problems += (problem for problem in found if (problem.file, problem.line, problem.column) not in places)
    if problems or values is BAD:
        return None, sections, _in_order(folder, problems)
    return Case(**values, provenance=Provenance(files.hashes, __version__)), sections, ()


def _read_sections(
    folder: Path, roots: list[Node], floor: SourceText | None, complete: bool
) -> tuple[Any, MapNode, list[Problem]]:
    """Return the arguments of a case, or BAD; the node over its sections; and the problems found in them."""
    reading = Reading(collect_ids({}, complete))
    place = SourceText(str(folder), "")
    top = MapNode(place, 0, 0)
    try:
        sections = merge_sections(roots, reading.add)
        reading.scope = collect_ids(sections, complete)
        if floor is not None and complete:  # its lines are read with the names of the other files
            said, listed = read_floor(floor, sections, reading), sections.get("statements")
            if isinstance(listed, ListNode):
                said.items = [*listed.items, *said.items]
            sections["statements"] = said if listed is None or isinstance(listed, ListNode) else listed
        top.entries = {name: (ScalarNode(place, 0, 0, name, True), node) for name, node in sections.items()}
        return read_object("case", top, reading, {}), top, reading.problems
    except TooManyProblemsError:
        return BAD, top, reading.problems


def _in_order(folder: Path, problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems by place, each once; not more than a person can use."""
    found = sorted(set(problems))
    if len(found) < PROBLEMS:
        return tuple(found)
    message = f"{PROBLEMS:,} problems or more; the rest is not listed"
    return (*found[:PROBLEMS], Problem(str(folder), 0, 0, "too-many-problems", message, "mend these first"))
