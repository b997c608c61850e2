"""From the cells of a workbook to a case, with every problem at its sheet and cell."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from positions import __version__
from positions.casefiles.differences import CaseDifferences
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.objects import read_object
from positions.casefiles.reading import BAD, Reading, TooManyProblemsError
from positions.casefiles.scope import collect_ids
from positions.casefiles.trees import case_tree
from positions.casefiles.words import nearest, shown
from positions.errors import CaseProblems, Problem
from positions.interchange.workbook.layout import (
    BANNER_ROW,
    FIRST_ROW,
    HEAD_ROW,
    LEGEND,
    MARK_COLUMN,
    MATRIX,
    MATRIX_BEFORE,
    NOTHING_LISTED,
    SHEETS,
    Column,
    Field,
    Key,
    Sheet,
)
from positions.interchange.workbook.parts import Cells, cell_name, read_cells
from positions.markings import Marking
from positions.model import Case, Provenance

__all__ = [
    "case_of_cells",
    "is_case_workbook",
    "named_problems",
    "partly_shown",
    "read_case_workbook",
    "released_at",
    "report_made_up",
    "tree_values",
]

NUMBERS = ("number", "integer", "interval", "band")
Report: TypeAlias = Callable[[Problem], None]


def read_case_workbook(path: Path) -> tuple[Case, tuple[Cells, ...]]:
    """Read a workbook that ``positions export`` wrote and a person filled in.

    Returns
    -------
    Case
        What its sheets hold, without letters that were added to the matrix.
    tuple of Cells
        The matrix now and as it was exported, where they are there.

    Raises
    ------
    CaseProblems
        With all problems at once, each at its sheet, row and column.
    """
    cells = read_cells(path)
    return case_of_cells(path, cells), tuple(each for each in cells if each.title in (MATRIX, MATRIX_BEFORE))


def case_of_cells(path: Path, cells: Sequence[Cells]) -> Case:
    """Return the case that the sheets of a workbook hold; CaseProblems with all its problems."""
    if not is_case_workbook(cells):
        message = "is neither a workbook of a case nor a coding worksheet"
        raise CaseProblems([Problem(str(path), 0, 0, "not-a-workbook", message, "positions export makes one")])
    top, problems = _tree(str(path), cells)
    values, found = tree_values(top)
    problems += found
    if problems or values is BAD:
        raise CaseProblems(named_problems(sorted(set(problems))))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Case(**values, provenance=Provenance({path.name: digest}, __version__))


def is_case_workbook(cells: Sequence[Cells]) -> bool:
    """Whether the sheets are those of a case."""
    return {"Meeting", "Issues", "Stances"} <= {each.title for each in cells}


def released_at(cells: Iterable[Cells]) -> Marking | None:
    """Return the mark at which a workbook was released, or None for one that holds everything: every sheet says it."""
    says = (str(each.values.get((BANNER_ROW + 1, 1), "")) for each in cells)
    found = [match[1] for text in says if (match := re.search(r"Released at (U|SBU|C|S|TS)\b", text))]
    return min(map(Marking, found), default=None)


def partly_shown(full: Case, shown_part: Case, found: CaseDifferences) -> list[str]:
    """Return what a release shows in part only and the workbook changes: to write it would lose the rest."""
    whole, part = case_tree(full), case_tree(shown_part)

    def at(tree: Any, path: tuple[str, ...]) -> Any:
        for step in path:
            tree = tree.get(step) if isinstance(tree, dict) else None
        return tree

    return [", ".join(each.path) for each in found if at(whole, each.path) != at(part, each.path)]


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


def _tree(book: str, sheets: Iterable[Cells]) -> tuple[MapNode, list[Problem]]:
    """Return the node over all sections, in which every value knows its cell, and what is wrong with the sheets."""
    problems: list[Problem] = []
    found = {cells.title: cells for cells in sheets}
    titles = [sheet.title for sheet in SHEETS]
    for title in found:
        if title not in (*titles, MATRIX, MATRIX_BEFORE, LEGEND):
            message = "no sheet of a case is called so, and it would be lost"
            problems.append(Problem(f"{book}!{title}", 0, 0, "unknown-sheet", message, nearest(title, titles)))
    top = MapNode(SourceText(book, ""), 0, 0)
    for sheet in SHEETS:
        file = SourceText(f"{book}!{sheet.title}", "")
        if sheet.title in found:
            _read_sheet(sheet, file, found[sheet.title], top, problems.append)
        else:
            message = f"the workbook has no sheet {sheet.title}"
            problems.append(Problem(file.name, 0, 0, "missing-sheet", message, "a sheet may be empty; it stays"))
    return top, problems


def _read_sheet(sheet: Sheet, file: SourceText, cells: Cells, top: MapNode, report: Report) -> None:
    columns = {column.name: column for column in sheet.columns}
    if sheet.upright:
        rows = {row: value for (row, column), value in cells.values.items() if column == 2 and row >= HEAD_ROW}
        places = {row: (row, 2) for row in rows if row != HEAD_ROW}
        names = {row: cells.values.get((row, 1)) for row in places}
        line = {name: (rows[row], places[row]) for row, name in names.items() if name in columns}
        for row, name in names.items():
            if name not in columns:
                _unknown_column(name, columns, file, row, 1, report)
        if line:
            _add_row(sheet, file, FIRST_ROW, {columns[str(n)]: found for n, found in line.items()}, top, report)
        return
    heads: dict[int, Column] = {}
    for (row, at), value in cells.values.items():
        if row == HEAD_ROW and value != MARK_COLUMN:
            if value in columns:
                heads[at] = columns[str(value)]
            else:
                _unknown_column(value, columns, file, row, at, report)
    for name, column in columns.items():
        if column not in heads.values():
            message = f"no column is called {name}; leave it empty rather than take it out"
            report(Problem(file.name, HEAD_ROW, 1, "missing-column", message, "export the workbook again to see it"))
    lines: dict[int, dict[Column, tuple[Any, tuple[int, int]]]] = {}
    for (row, at), value in cells.values.items():
        if row < FIRST_ROW or (isinstance(value, str) and not value.strip()):
            continue
        if at in heads:
            lines.setdefault(row, {})[heads[at]] = (value, (row, at))
        elif (HEAD_ROW, at) not in cells.values:
            report(Problem(file.name, row, at, "unknown-column", "a value outside the table", "put it into a column"))
    for row, line in sorted(lines.items()):
        _add_row(sheet, file, row, line, top, report)


def _unknown_column(name: Any, columns: Iterable[str], file: SourceText, row: int, at: int, report: Report) -> None:
    message = f'{file.name.rpartition("!")[2]} has no field "{shown(str(name))}"'
    report(Problem(file.name, row, at, "unknown-column", message, nearest(str(name), columns)))


def _add_row(
    sheet: Sheet,
    file: SourceText,
    row: int,
    line: dict[Column, tuple[Any, tuple[int, int]]],
    top: MapNode,
    report: Report,
) -> None:
    """Put the object of one row where it belongs."""
    record = MapNode(file, row, 1)
    keys: dict[str, ScalarNode] = {}
    parts: dict[tuple[str, ...], ListNode] = {}
    for column in sheet.columns:
        if column not in line:
            if column.field is not None and column.field.may_be_empty:
                _put(record, column.path, ScalarNode(file, row, 1, "", False), file, row, 1)
            continue
        value, (_, at) = line[column]
        if column.key is not None:
            keys[column.key.column] = ScalarNode(file, row, at, str(value).strip(), False)
        elif column.part:
            assert column.field is not None  # noqa: S101 - a part is one of a field
            if column.path not in parts:
                parts[column.path] = ListNode(file, row, at)
                _put(record, column.path, parts[column.path], file, row, at)
            parts[column.path].items.append(_node(column.field, value, file, row, at, report))
        elif column.field is not None:
            _put(record, column.path, _node(column.field, value, file, row, at, report), file, row, at)
    for where, band in parts.items():
        if len(band.items) == 1 and _field_at(sheet, where).type == "band":  # only the middle: no dispute
            _put(record, where, band.items[0], file, row, band.column)
    path = sheet.other if sheet.other and sheet.other[-2].column in keys else sheet.path  # type: ignore[union-attr]
    if sheet.other and len(keys) > 2:
        report(Problem(file.name, row, 1, "bad-row", "names a delegation and silent seats", "keep one of the two"))
        return
    place = _find(path, keys, file, row, top, report)
    if place is None:
        return
    parent, name, key = place
    if sheet.listed:
        holder = parent.entries.get(name)
        if holder is None:
            holder = parent.entries[name] = (key, ListNode(file, row, 1))
        if isinstance(holder[1], ListNode):
            holder[1].items.append(record)
    elif name in parent.entries and isinstance(parent.entries[name][1], MapNode) and parent.entries[name][0].line:
        first = parent.entries[name][0].line
        message = f'"{shown(name)}" stands here a second time; the first is in row {first}'
        report(Problem(file.name, row, key.column, "duplicate-key", message, "keep one of them"))
    else:
        parent.entries[name] = (key, record)


def _field_at(sheet: Sheet, path: tuple[str, ...]) -> Field:
    """Return the field at the end of a column's path."""
    return next(column.field for column in sheet.columns if column.path == path and column.field is not None)


def _find(
    path: tuple[str | Key, ...], keys: dict[str, ScalarNode], file: SourceText, row: int, top: MapNode, report: Report
) -> tuple[MapNode, str, ScalarNode] | None:
    """Return the mapping in which the object of a row stands, and under which key."""
    at: MapNode = top
    for number, step in enumerate(path):
        last = number == len(path) - 1
        if isinstance(step, Key):
            if step.column not in keys:
                message = f"this row names no {step.column}"
                report(Problem(file.name, row, 1, "missing-field", message, f"fill in the column {step.column}"))
                return None
            key, name = keys[step.column], keys[step.column].text
        else:
            key, name = ScalarNode(file, 0 if not last else row, 1, step, True), step
        if last:
            return at, name, key
        inner: Node | None = at.get(name)
        if inner is None:
            if isinstance(step, Key) and path[0] not in ("stances", "believed"):
                message = f'no {step.of} "{shown(name)}"; it needs a row of its own first'
                report(Problem(file.name, row, key.column, f"unknown-{step.of}", message, nearest(name, at.entries)))
                return None
            if isinstance(step, Key) and step.of == "delegation":
                message = f'"{shown(name)}" has no stance on this issue'
                hint = f"a row on the sheet {str(path[0]).capitalize()} first"
                report(Problem(file.name, row, key.column, "unknown-delegation", message, hint))
                return None
            inner = MapNode(file, row, key.column)
            at.entries[name] = (key, inner)
        if not isinstance(inner, MapNode):
            return None
        at = inner
    raise AssertionError("a path has steps")


def _put(record: MapNode, path: tuple[str, ...], value: Node, file: SourceText, row: int, at: int) -> None:
    """Put a value into the record, inside its source where the path leads there."""
    for step in path[:-1]:
        inner = record.get(step)
        if not isinstance(inner, MapNode):
            inner = MapNode(file, row, at)
            record.entries[step] = (ScalarNode(file, row, at, step, True), inner)
        record = inner
    record.entries[path[-1]] = (ScalarNode(file, row, at, path[-1], True), value)


def _node(field: Field, value: Any, file: SourceText, row: int, column: int, report: Report) -> Node:
    """Return the node that a filled cell stands for; whether it is in order is for the readers of values to say.

    What a spreadsheet program made of a text, taking it for a date or a number, is a problem: 4-3, 1/2, 5.10.
    """
    if field.type != "date" and (field.type == "text" or not isinstance(value, float)):
        report_made_up(value, file.name, row, column, report)
    if field.keys:
        return _choices(value, file, row, column)
    if field.many:
        listed = ListNode(file, row, column)
        text = "" if value == NOTHING_LISTED else _text(value)
        parts = text.split("\n") if field.type == "text" else text.replace("\n", ",").replace(";", ",").split(",")
        listed.items = [_scalar(field, part.strip(), file, row, column) for part in parts if part.strip()]
        return listed
    return _scalar(field, value, file, row, column)


def report_made_up(value: Any, file: str, row: int, column: int, report: Report) -> None:
    """Report what a spreadsheet program made of a text: a date, or a number with decimals."""
    dated = isinstance(value, datetime.date)
    if dated or (isinstance(value, float) and not value.is_integer()):
        what = f"a date stands here ({value:%Y-%m-%d})" if dated else f"a number stands here ({value})"
        hint = "the program took it for one: format the cell as text, then type it again"
        report(Problem(file, row, column, "text-expected", f"{what} where a text belongs", hint))


def _choices(value: Any, file: SourceText, row: int, column: int) -> MapNode:
    found = MapNode(file, row, column)
    for line in _text(value).replace(";", "\n").split("\n"):
        if line.strip():
            key, _, option = (part.strip() for part in line.partition("="))
            found.entries[key] = (ScalarNode(file, row, column, key, False), _quoted(option, file, row, column))
    return found


def _scalar(field: Field, value: Any, file: SourceText, row: int, column: int) -> ScalarNode:
    if isinstance(value, bool):
        return ScalarNode(file, row, column, str(value).lower(), field.type != "text")
    if isinstance(value, int | float):
        return ScalarNode(file, row, column, _text(value), True)
    if isinstance(value, datetime.date):
        return _quoted(value.isoformat()[:10], file, row, column)
    text = str(value)
    if field.type in NUMBERS or field.type == "boolean":
        text = text.strip().lower() if field.type == "boolean" else text.strip()
        return ScalarNode(file, row, column, text, True)
    return _quoted(text if field.type == "text" else text.strip(), file, row, column)


def _quoted(text: str, file: SourceText, row: int, column: int) -> ScalarNode:
    return ScalarNode(file, row, column, text, False)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
