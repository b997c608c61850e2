"""A filled coding worksheet: rows that a person coded become stances of the case, each with its passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.workbook.parts import Cells
from positions.errors import Problem

__all__ = ["PASSAGES", "is_worksheet", "worksheet_stances"]

PASSAGES, ABOUT = "passages", "about"
CODED = ("ideal", "acceptance_low", "acceptance_high", "salience", "confidence", "mobility")
TEXTS = ("code", "reason")


def is_worksheet(sheets: Sequence[Cells]) -> bool:
    """Whether these are the sheets of a coding worksheet."""
    return PASSAGES in {each.title for each in sheets}


def worksheet_stances(book: str, sheets: Sequence[Cells]) -> tuple[MapNode, list[Problem], int]:
    """Return the node of the section ``stances``, what is wrong with the sheet, and how many rows were coded.

    A row counts as coded when any of its numbers is filled in; rows without stay what they were: passages to read.
    """
    by_title = {each.title: each.values for each in sheets}
    values = by_title[PASSAGES]
    file = SourceText(f"{book}!{PASSAGES}", "")
    about = {str(v): by_title[ABOUT].get((row, 2)) for (row, c), v in by_title.get(ABOUT, {}).items() if c == 1}
    heads = {str(value): column for (row, column), value in values.items() if row == 1}
    top, problems = MapNode(file, 1, 1), list[Problem]()
    missing = [name for name in ("delegation", "issue", "marking", *CODED) if name not in heads]
    if missing:
        message = f"the sheet has no column {', '.join(missing)}"
        return top, [Problem(file.name, 1, 1, "missing-column", message, "make a new worksheet")], 0
    first: dict[tuple[str, str], int] = {}
    coded = [row for row in sorted({r for r, _ in values if r > 1}) if any((row, heads[n]) in values for n in CODED)]
    for row in coded:
        line = _Row(file, row, {name: values.get((row, at)) for name, at in heads.items()}, heads)
        where = line.text("delegation"), line.text("issue")
        if where in first:
            message = f"{where[0]} on {where[1]} is coded in row {first[where]} already"
            problems.append(Problem(file.name, row, 1, "duplicate-key", message, "code each pair in one row"))
            continue
        first[where] = row
        issue = top.entries.get(where[1])
        if issue is None:
            issue = top.entries[where[1]] = (line.scalar("issue"), MapNode(file, row, heads["issue"]))
        if isinstance(issue[1], MapNode):
            issue[1].entries[where[0]] = (line.scalar("delegation"), line.stance(about))
    return top, problems, len(coded)


class _Row:
    """One coded row."""

    def __init__(self, file: SourceText, row: int, values: dict[str, Any], heads: dict[str, int]) -> None:
        self.file, self.row, self.values, self.heads = file, row, values, heads

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value).strip()

    def scalar(self, name: str) -> ScalarNode:
        return ScalarNode(self.file, self.row, self.heads[name], self.text(name), name in CODED)

    def stance(self, about: dict[str, Any]) -> MapNode:
        node = MapNode(self.file, self.row, 1)
        for name in ("ideal", "salience", "confidence", "mobility", *TEXTS):
            if self.text(name):
                self._set(node, name, self.scalar(name))
        ends = [self.scalar(name) for name in ("acceptance_low", "acceptance_high") if self.text(name)]
        if ends:
            acceptance = ListNode(self.file, self.row, ends[0].column)
            acceptance.items = list(ends)
            self._set(node, "acceptance", acceptance)
        source = MapNode(self.file, self.row, 1)
        document = str(about.get("document") or "")
        if document and not document.startswith("("):
            self._set(source, "document", ScalarNode(self.file, self.row, 1, document, False))
        if date := str(about.get("date") or ""):
            self._set(source, "date", ScalarNode(self.file, self.row, 1, date, False))
        for name in ("marking", "paragraph", "quote", "note"):
            if self.text(name):
                self._set(source, name, ScalarNode(self.file, self.row, self.heads[name], self.text(name), False))
        told = self.text("told_in_confidence").lower()
        if told:
            word = {"yes": "true", "no": "false"}.get(told, told)
            column = self.heads["told_in_confidence"]
            self._set(source, "told_in_confidence", ScalarNode(self.file, self.row, column, word, True))
        self._set(node, "source", source)
        return node

    def _set(self, node: MapNode, name: str, value: Node) -> None:
        node.entries[name] = (ScalarNode(self.file, value.line, value.column, name, True), value)
