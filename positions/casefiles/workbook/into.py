"""Puts the stances of a coding worksheet into a case and reads the whole again."""

from __future__ import annotations

from pathlib import Path

from positions import __version__
from positions.casefiles.load import load_with_nodes
from positions.casefiles.nodes import MapNode, ScalarNode
from positions.casefiles.reading import BAD
from positions.casefiles.workbook.parts import Cells
from positions.casefiles.workbook.read import named_problems, tree_values
from positions.casefiles.workbook.worksheet import worksheet_stances
from positions.errors import CaseError
from positions.model import Case, Provenance

__all__ = ["with_worksheet"]


def with_worksheet(folder: Path, book: Path, sheets: list[Cells]) -> tuple[Case, int]:
    """Return the case of ``folder`` with the stances that a person coded in a worksheet, and how many those are.

    Raises
    ------
    CaseError
        With every problem of the coded rows at its cell.
    """
    case, top = load_with_nodes(folder)
    found, problems, coded = worksheet_stances(str(book), sheets)
    if problems:
        raise CaseError(named_problems(problems))
    merged = MapNode(top.file, 0, 0)
    merged.entries = dict(top.entries)
    stances = MapNode(top.file, 0, 0)
    if "stances" in top.entries and isinstance(top.entries["stances"][1], MapNode):
        stances.entries = dict(top.entries["stances"][1].entries)
    for issue, (key, held) in found.entries.items():
        both = MapNode(held.file, held.line, held.column)
        earlier = stances.entries.get(issue)
        if earlier and isinstance(earlier[1], MapNode):
            both.entries = dict(earlier[1].entries)
        if isinstance(held, MapNode):
            both.entries |= held.entries
        stances.entries[issue] = (key if earlier is None else earlier[0], both)
    if stances.entries:
        merged.entries["stances"] = (ScalarNode(top.file, 0, 0, "stances", True), stances)
    values, wrong = tree_values(merged)
    if wrong or values is BAD:
        raise CaseError(named_problems(sorted(set(wrong))))
    return Case(**values, provenance=Provenance(case.provenance.files, __version__)), coded
