"""A filled coding worksheet: rows that a person coded become stances of the case, each with its passage.

The worksheet is a workbook or a YAML file; both become the same rows first, in which every value knows its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText, problem_at
from positions.casefiles.scalars import NULLS
from positions.casefiles.words import nearest, shown
from positions.errors import Problem
from positions.interchange.workbook.parts import Cells

__all__ = ["PASSAGES", "CodedRow", "CodedStances", "coded_stances", "is_worksheet", "sheet_rows", "yaml_rows"]

PASSAGES, ABOUT = "passages", "about"
CODED = ("ideal", "acceptance_low", "acceptance_high", "salience", "confidence", "mobility")
TEXTS = ("code", "reason")
SOURCE = ("document", "date", "marking", "paragraph", "quote", "note")
FOUND = ("passage", "lines", "weight", "apart", "cue_words")  # written by the program, read by people only
AGAIN = "make a new worksheet with positions read CABLE --worksheet FILE"
NO_DOCUMENT = "the worksheet does not say which document of the case the cable is"


@dataclass(slots=True)
class CodedRow:
    """One passage as a person left it: filled values by name, and those of its source."""

    at: MapNode
    values: dict[str, ScalarNode] = field(default_factory=dict)
    source: dict[str, ScalarNode] = field(default_factory=dict)
    mark_at: Node | None = None  # where its marking stands or should stand

    @property
    def coded(self) -> bool:
        """Whether any of its numbers is filled in; otherwise it stays what it was: a passage to read."""
        return any(name in self.values for name in CODED)

    @property
    def annotated(self) -> bool:
        """Whether a person wrote something and no number."""
        return not self.coded and any(name in self.values for name in (*TEXTS, "note", "told_in_confidence"))


@dataclass(frozen=True, slots=True)
class CodedStances:
    """The node of the section ``stances``, and what the rows were: coded, or with words and no number."""

    node: MapNode
    coded: int
    annotated: int
    problems: tuple[Problem, ...]


def is_worksheet(sheets: Sequence[Cells]) -> bool:
    """Whether these are the sheets of a coding worksheet."""
    return PASSAGES in {each.title for each in sheets}


def sheet_rows(book: str, sheets: Sequence[Cells]) -> tuple[list[CodedRow], list[Problem]]:
    """Return the rows of a worksheet that is a workbook, and what is wrong with the sheet itself."""
    by_title = {each.title: each.values for each in sheets}
    values = by_title[PASSAGES]
    file = SourceText(f"{book}!{PASSAGES}", "")
    about = {str(v): by_title[ABOUT].get((row, 2)) for (row, c), v in by_title.get(ABOUT, {}).items() if c == 1}
    heads = {str(value): column for (row, column), value in values.items() if row == 1}
    missing = [name for name in ("delegation", "issue", "marking", *CODED) if name not in heads]
    if missing:
        message = f"the sheet has no column {', '.join(missing)}"
        return [], [Problem(file.name, 1, 1, "missing-column", message, AGAIN)]
    rows: list[CodedRow] = []
    for row in sorted({r for r, _ in values if r > 1}):
        made = CodedRow(MapNode(file, row, 1), mark_at=ScalarNode(file, row, heads["marking"], "", False))
        for name in ("document", "date"):
            text = str(about.get(name) or "")
            if text and not text.startswith("("):  # what stands in brackets says that there is none
                made.source[name] = ScalarNode(file, row, 1, text, False)
        for name, at in heads.items():
            text = _text(values.get((row, at)))
            if text:
                node = ScalarNode(file, row, at, text, name in CODED)
                (made.source if name in SOURCE[2:] else made.values)[name] = node
        if "note" in made.source and not any(n in made.values for n in CODED):
            made.values["note"] = made.source["note"]
        rows.append(made)
    return rows, []


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def yaml_rows(root: Node | None, name: str) -> tuple[list[CodedRow], list[Problem]]:
    """Return the rows of a worksheet that is a YAML file, and what is wrong with its shape."""
    passages = root.get(PASSAGES) if isinstance(root, MapNode) else None
    if not isinstance(passages, ListNode):
        message = "is no coding worksheet: it has no list of passages"
        return [], [Problem(name, 0, 0, "not-a-worksheet", message, AGAIN)]
    problems: list[Problem] = []
    rows: list[CodedRow] = []
    for item in passages.items:
        if not isinstance(item, MapNode):
            problems.append(problem_at(item, "wrong-type", "a passage is a mapping", AGAIN))
            continue
        row = CodedRow(item)
        source = item.get("source")
        if isinstance(source, MapNode):
            row.source = _filled(source, SOURCE, problems)
            row.mark_at = source.get("marking")
        row.values = _filled(item, ("delegation", "issue", *CODED, *TEXTS, "note", "told_in_confidence"), problems)
        if row.coded and "note" in row.values:
            row.source["note"] = row.values["note"]
        rows.append(row)
    return rows, problems


def _filled(node: MapNode, names: Sequence[str], problems: list[Problem]) -> dict[str, ScalarNode]:
    """Return the single values that are filled in; report keys that nobody knows, for they would be lost."""
    found: dict[str, ScalarNode] = {}
    for name, (key, value) in node.entries.items():
        if name in names and isinstance(value, ScalarNode):
            if not (value.plain and value.text in NULLS) and value.text.strip():
                found[name] = value
        elif name in names:
            problems.append(problem_at(value, "wrong-type", f"{name} is a single value", f"e.g. {name}: 0.4"))
        elif name not in (*FOUND, "source"):
            message = f'a passage has no field "{shown(name)}"'
            problems.append(problem_at(key, "unknown-field", message, nearest(name, names)))
    return found


def coded_stances(rows: Iterable[CodedRow]) -> CodedStances:
    """Return the section ``stances`` that the coded rows make; a pair that is coded twice is a problem."""
    listed = list(rows)
    coded = [row for row in listed if row.coded]
    problems: list[Problem] = []
    top = MapNode(SourceText("", ""), 1, 1)
    first: dict[tuple[str, str], int] = {}
    for row in coded:
        missing = [name for name in ("delegation", "issue") if name not in row.values]
        if missing:
            message = f"this row names no {missing[0]}"
            problems.append(problem_at(row.at, "missing-field", message, "write the id that the case has for it"))
            continue
        delegation, issue = row.values["delegation"], row.values["issue"]
        where = delegation.text, issue.text
        if where in first:
            message = f"{where[0]} on {where[1]} is coded in row {first[where]} already"
            problems.append(problem_at(row.at, "duplicate-key", message, "code each pair in one row"))
            continue
        if "document" not in row.source and not any(p.message == NO_DOCUMENT for p in problems):
            hint = "make it again with --document ID, or write the id: sheet about, row document; in YAML under source"
            problems.append(problem_at(row.at, "missing-field", NO_DOCUMENT, hint))
        if "marking" not in row.source:
            message = "the cable does not mark this passage, and unmarked is never treated as U"
            hint = "a person who may says what it is: U, SBU, C, S or TS, in the field marking"
            problems.append(problem_at(row.mark_at or row.at, "missing-marking", message, hint))
        first[where] = row.at.line
        held = top.entries.setdefault(where[1], (issue, MapNode(issue.file, issue.line, issue.column)))[1]
        assert isinstance(held, MapNode)  # noqa: S101 - made in the line above
        held.entries[where[0]] = (delegation, _stance(row))
    return CodedStances(top, len(coded), sum(row.annotated for row in listed), tuple(problems))


def _stance(row: CodedRow) -> MapNode:
    """Return the stance of a coded row."""
    node = MapNode(row.at.file, row.at.line, row.at.column)
    for name in ("ideal", "salience", "confidence", "mobility", *TEXTS):
        if name in row.values:
            _set(node, name, row.values[name])
    ends = [row.values[name] for name in ("acceptance_low", "acceptance_high") if name in row.values]
    if ends:
        acceptance = ListNode(ends[0].file, ends[0].line, ends[0].column)
        acceptance.items = list(ends)
        _set(node, "acceptance", acceptance)
    source = MapNode(row.at.file, row.at.line, row.at.column)
    for name in SOURCE:
        if name in row.source:
            _set(source, name, row.source[name])
    if (told := row.values.get("told_in_confidence")) is not None:
        word = {"yes": "true", "no": "false"}.get(told.text.lower(), told.text.lower())
        _set(source, "told_in_confidence", ScalarNode(told.file, told.line, told.column, word, True))
    _set(node, "source", source)
    return node


def _set(node: MapNode, name: str, value: Node) -> None:
    node.entries[name] = (ScalarNode(value.file, value.line, value.column, name, True), value)
