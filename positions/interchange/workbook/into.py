"""Puts the stances of a coding worksheet into a case and reads the whole again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from positions import __version__
from positions.casefiles.events import build_nodes
from positions.casefiles.limits import FILE_BYTES
from positions.casefiles.load import load_with_nodes
from positions.casefiles.nodes import MapNode, Node, ScalarNode, SourceText
from positions.casefiles.reading import BAD
from positions.errors import CaseError, Problem
from positions.interchange.workbook.parts import Cells
from positions.interchange.workbook.read import named_problems, tree_values
from positions.interchange.workbook.worksheet import CodedRow, CodedStances, coded_stances, sheet_rows, yaml_rows
from positions.markings import Marking
from positions.model import Case, Provenance

__all__ = ["with_worksheet", "worksheet_of_cells", "worksheet_of_yaml"]


def worksheet_of_cells(book: Path, sheets: Sequence[Cells]) -> list[CodedRow]:
    """Return the rows of a worksheet that is a workbook; CaseError when its columns are not those of one."""
    rows, problems = sheet_rows(str(book), sheets)
    if problems:
        raise CaseError(problems)
    return rows


def worksheet_of_yaml(path: Path) -> list[CodedRow]:
    """Return the rows of a worksheet that is a YAML file; CaseError with every problem of its shape."""
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise CaseError([Problem(name, 0, 0, "unreadable-file", message, "name another file")]) from None
    if len(data) > FILE_BYTES:
        message = f"a file holds at most {FILE_BYTES:,} bytes"
        raise CaseError([Problem(name, 0, 0, "file-too-large", message, "split the list of passages")])
    try:
        text = SourceText(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CaseError([Problem(name, 0, 0, "not-utf8", "is no UTF-8 text", "save it as UTF-8")]) from None
    root, problems = build_nodes(text)
    rows, found = yaml_rows(root, name) if not problems else ([], [])
    if problems or found:
        raise CaseError([*problems, *found])
    return rows


def with_worksheet(folder: Path, rows: Sequence[CodedRow]) -> tuple[Case, CodedStances]:
    """Return the case of ``folder`` with the stances that a person coded in a worksheet, and what those were.

    Where the case has a stance already, what the worksheet does not say (red lines, demands, what to say) stays. As
    long as something stays it stays told in confidence, and a passage with a lower marking is a problem.

    Raises
    ------
    CaseError
        With every problem of the coded rows at its cell, or at its line and column.
    """
    case, top = load_with_nodes(folder)
    found = coded_stances(rows)
    if found.problems:
        raise CaseError(_placed(found.problems))
    merged = MapNode(top.file, 0, 0)
    merged.entries = dict(top.entries)
    earlier = top.get("stances")
    stances = _joined(earlier, found.node, 2)
    lowered = _keep_markings(earlier, found.node, stances)
    if lowered:
        raise CaseError(_placed(lowered))
    if stances.entries:
        merged.entries["stances"] = (ScalarNode(top.file, 0, 0, "stances", True), stances)
    values, wrong = tree_values(merged)
    if wrong or values is BAD:
        raise CaseError(_placed(sorted(set(wrong))))
    return Case(**values, provenance=Provenance(case.provenance.files, __version__)), found


def _joined(earlier: Node | None, coded: MapNode, levels: int) -> MapNode:
    """Return what was there with what is coded put over it: issues, in them delegations, in these fields."""
    made = MapNode(coded.file, coded.line, coded.column)
    if isinstance(earlier, MapNode):
        made = MapNode(earlier.file, earlier.line, earlier.column)
        made.entries = dict(earlier.entries)
    for name, (key, value) in coded.entries.items():
        before = made.entries.get(name)
        if levels and isinstance(value, MapNode):
            value = _joined(before[1] if before else None, value, levels - 1)
        made.entries[name] = (before[0] if before else key, value)
    return made


def _keep_markings(earlier: Node | None, coded: MapNode, stances: MapNode) -> list[Problem]:
    """Return a problem for each stance of which something stays that was marked higher than its new source.

    What was told in confidence is so for what stays of it: that is put into ``stances``.
    """
    found: list[Problem] = []
    for issue, (_, by_delegation) in coded.entries.items():
        for delegation, (_, said) in _entries(by_delegation):
            before, made = _at(_at(earlier, issue), delegation), _at(_at(stances, issue), delegation)
            old, new = _at(before, "source"), _at(made, "source")
            kept = [n for n, _ in _entries(before) if n != "source" and n not in dict(_entries(said))]
            if not (kept and isinstance(old, MapNode) and isinstance(new, MapNode) and isinstance(made, MapNode)):
                continue
            if _level(old) > _level(new) > 0:
                found.append(_lowered(new, _text(old), _text(new), kept))
            if "told_in_confidence" in old.entries:
                whole = MapNode(new.file, new.line, new.column)
                whole.entries = {"told_in_confidence": old.entries["told_in_confidence"], **new.entries}
                made.entries["source"] = (made.entries["source"][0], whole)
    return found


def _lowered(new: MapNode, old_mark: str, new_mark: str, kept: Sequence[str]) -> Problem:
    at = new.get("marking") or new
    message = f"this passage is {new_mark}, but what stays of the earlier stance ({', '.join(kept)}) is {old_mark}"
    hint = f"mark it {old_mark} under a document of that marking, or take what stays out of the case first"
    return Problem(at.file.name, at.line, at.column, "marking-lowered", message, hint)


def _entries(node: Node | None) -> list[tuple[str, tuple[ScalarNode, Node]]]:
    return list(node.entries.items()) if isinstance(node, MapNode) else []


def _at(node: Node | None, name: str) -> Node | None:
    return node.get(name) if isinstance(node, MapNode) else None


def _level(source: MapNode) -> int:
    """Return how high a source is marked, 0 for no marking or one that there is not: that is reported elsewhere."""
    known = [m.value for m in sorted(Marking)]
    return 1 + known.index(_text(source)) if _text(source) in known else 0


def _text(source: MapNode) -> str:
    marking = source.get("marking")
    return marking.text if isinstance(marking, ScalarNode) else ""


def _placed(problems: Sequence[Problem]) -> list[Problem]:
    """Name the cell in the words of a problem that stands in a workbook."""
    return [named_problems([p])[0] if "!" in p.file else p for p in problems]
