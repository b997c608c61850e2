"""From a workbook to a case, with every problem at its sheet and cell."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from positions import __version__
from positions.casefiles.nodes import MapNode
from positions.casefiles.objects import read_object
from positions.casefiles.reading import BAD, Reading, TooManyProblemsError
from positions.casefiles.scope import collect_ids
from positions.errors import CaseError, Problem
from positions.interchange.workbook.parts import Cells, read_cells
from positions.interchange.workbook.tree import build_tree
from positions.model import Case, Provenance

__all__ = [
    "LEGEND",
    "MATRIX",
    "MATRIX_BEFORE",
    "case_of_cells",
    "cell_name",
    "is_case_workbook",
    "named_problems",
    "read_case_workbook",
    "tree_values",
]

MATRIX, MATRIX_BEFORE, LEGEND = "Matrix", "Matrix as exported", "Legend"


def read_case_workbook(path: Path) -> tuple[Case, tuple[Cells, ...]]:
    """Read a workbook that ``positions export --xlsx`` wrote and a person filled in.

    Returns
    -------
    Case
        What its sheets hold, without letters that were added to the matrix.
    tuple of Cells
        The matrix now and as it was exported, where they are there.

    Raises
    ------
    CaseError
        With all problems at once, each at its sheet, row and column.
    """
    cells = read_cells(path)
    return case_of_cells(path, cells), tuple(each for each in cells if each.title in (MATRIX, MATRIX_BEFORE))


def case_of_cells(path: Path, cells: Sequence[Cells]) -> Case:
    """Return the case that the sheets of a workbook hold; CaseError with all its problems."""
    if not is_case_workbook(cells):
        message = "is neither a workbook of a case nor a coding worksheet"
        raise CaseError([Problem(str(path), 0, 0, "not-a-workbook", message, "positions export --xlsx FILE makes one")])
    top, problems = build_tree(str(path), cells, (MATRIX, MATRIX_BEFORE, LEGEND))
    values, found = tree_values(top)
    problems += found
    if problems or values is BAD:
        raise CaseError(named_problems(sorted(set(problems))))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Case(**values, provenance=Provenance({path.name: digest}, __version__))


def is_case_workbook(cells: Sequence[Cells]) -> bool:
    """Whether the sheets are those of a case."""
    return {"Meeting", "Issues", "Stances"} <= {each.title for each in cells}


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as a spreadsheet shows it.

    >>> cell_name(41, 5), cell_name(3, 28)
    ('E41', 'AB3')
    """
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def tree_values(top: MapNode) -> tuple[Any, list[Problem]]:
    """Return the arguments of a case, or BAD, and what is wrong."""
    reading = Reading(collect_ids({name: node for name, (_, node) in top.entries.items()}, True))
    try:
        return read_object("case", top, reading, {}), reading.problems
    except TooManyProblemsError:
        return BAD, reading.problems


def named_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems with the name of the cell in their words."""
    return [
        replace(p, message=f"cell {cell_name(p.line, p.column)}: {p.message}") if p.line and p.column else p
        for p in problems
    ]
