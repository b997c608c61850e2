"""From the cells of a workbook to the nodes of a case, in which every value knows its sheet, row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.table import OBJECTS
from positions.casefiles.words import nearest, shown
from positions.errors import Problem
from positions.interchange.workbook.cells import node_of
from positions.interchange.workbook.layout import FIRST_ROW, HEAD_ROW, SHEETS, Column, Key, Sheet
from positions.interchange.workbook.parts import Cells
from positions.model import Field

__all__ = ["MARK_COLUMN", "build_tree"]

MARK_COLUMN = "mark"  # the portion mark, written by the program and read by people only
Report = Callable[[Problem], None]


def build_tree(book: str, sheets: Iterable[Cells], extra: tuple[str, ...]) -> tuple[MapNode, list[Problem]]:
    """Return the node over all sections, and what is wrong with the sheets themselves.

    Parameters
    ----------
    book : str
        The file's name as the user typed it.
    sheets : iterable of Cells
    extra : tuple of str
        Sheets that hold no part of a case.
    """
    problems: list[Problem] = []
    found = {cells.title: cells for cells in sheets}
    titles = [sheet.title for sheet in SHEETS]
    for title in found:
        if title not in titles and title not in extra:
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
            parts[column.path].items.append(node_of(column.field, value, file, row, at))
        elif column.field is not None:
            _put(record, column.path, node_of(column.field, value, file, row, at), file, row, at)
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
            if isinstance(step, Key) and path[0] != "stances":
                message = f'no {step.of} "{shown(name)}"; it needs a row of its own first'
                report(Problem(file.name, row, key.column, f"unknown-{step.of}", message, nearest(name, at.entries)))
                return None
            if isinstance(step, Key) and step.of == "delegation":
                message = f'"{shown(name)}" has no stance on this issue'
                hint = "a row on the sheet Stances first"
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


assert all(sheet.owner in OBJECTS for sheet in SHEETS)  # noqa: S101 - the layout speaks of objects that there are
