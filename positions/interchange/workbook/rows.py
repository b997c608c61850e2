"""From a case to the rows of the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from positions.casefiles.plain import case_plain
from positions.interchange.workbook.layout import NOTHING_LISTED, SHEETS, Field, Key, Sheet
from positions.markings import Marking, highest
from positions.model import Case

__all__ = ["Row", "SheetRows", "cell_value", "sheet_rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One object: its marking, and a value for each column of the sheet (None for an empty cell)."""

    marking: Marking
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet with its rows; ``marking`` is the highest of them."""

    sheet: Sheet
    rows: tuple[Row, ...]
    marking: Marking


def sheet_rows(case: Case) -> tuple[SheetRows, ...]:
    """Return the rows of every sheet, in the order of the case.

    A row without a mark of its own bears that of the object it belongs to; one that belongs to no marked object bears
    the meeting's, and a sheet never less than the meeting.
    """
    plain = case_plain(case, defaults=True)
    floor = case.meeting.marking
    made = []
    for sheet in SHEETS:
        rows = list(_rows(sheet, sheet.path, plain, {}, floor))
        if sheet.other:
            rows += _rows(sheet, sheet.other, plain, {}, floor)
        made.append(SheetRows(sheet, tuple(rows), highest([floor, *(row.marking for row in rows)])))
    return tuple(made)


def _rows(sheet: Sheet, path: tuple[str | Key, ...], node: Any, keys: dict[str, str], mark: Marking) -> Iterator[Row]:
    """Yield the rows under ``node``, to which ``keys`` lead."""
    mark = _mark(node, mark)
    if not path:
        for record in node if sheet.listed else (node,):
            yield Row(_mark(record, mark), tuple(_values(sheet, record, keys)))
    elif isinstance(path[0], Key):
        for name, inner in node.items():
            yield from _rows(sheet, path[1:], inner, {**keys, path[0].column: name}, mark)
    elif (inner := node.get(path[0])) is not None:
        yield from _rows(sheet, path[1:], inner, keys, mark)


def _values(sheet: Sheet, record: Mapping[str, Any], keys: dict[str, str]) -> Iterator[Any]:
    for column in sheet.columns:
        if column.key is not None:
            yield keys.get(column.key.column)
            continue
        value: Any = record
        for step in column.path:
            value = value.get(step) if isinstance(value, Mapping) else None
        assert column.field is not None  # noqa: S101 - every column that is no key has a field
        yield cell_value(column.field, value, column.part)


def _mark(node: Any, above: Marking) -> Marking:
    """Return the mark of an object: its own, its source's, or that of what it belongs to."""
    if not isinstance(node, Mapping):
        return above
    source = node.get("source")
    own = source.get("marking") if isinstance(source, Mapping) else node.get("marking")
    return Marking(own) if isinstance(own, str) and own in Marking.__members__ else above


def cell_value(field: Field, value: Any, part: str = "") -> Any:
    """Return what a cell holds for a plain value: None, text, a number or a truth.

    >>> acceptance = next(c for s in SHEETS for c in s.columns if c.name == "acceptance.high")
    >>> cell_value(acceptance.field, [0.1, 0.5], "high")
    0.5
    """
    if value is None:
        return None
    if field.type == "interval":
        return value[("low", "high").index(part)]
    if field.type == "band":
        low, mid, high = value if isinstance(value, list) else (value, value, value)
        return {"low": low, "mid": mid, "high": high}[part]
    if field.keys:
        return "\n".join(f"{key} = {each}" for key, each in value.items()) or None
    if field.many:
        return (
            ("\n" if field.type == "text" else ", ").join(value)
            if value
            else NOTHING_LISTED
            if field.default is None
            else None
        )
    return None if value == "" else value


def _joined(field: Field) -> str:
    return "\n" if field.type == "text" else ", "
