"""A filled coding worksheet: rows that a person coded become stances of the case, each with its passage.

The worksheet is a workbook, a table of text or a YAML file; all become the same rows first, in which every value knows
its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from positions import __version__
from positions.casefiles.events import build_nodes
from positions.casefiles.limits import FILE_BYTES as YAML_BYTES
from positions.casefiles.load import load_with_nodes
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText, problem_at
from positions.casefiles.reading import BAD
from positions.casefiles.scalars import NULLS
from positions.casefiles.words import nearest, shown
from positions.errors import CaseProblems, Problem
from positions.interchange.tables import Report, Rows, delegation_finder, read_bytes
from positions.interchange.workbook.parts import Cells
from positions.interchange.workbook.read import named_problems, report_made_up, tree_values
from positions.markings import Marking
from positions.model import Case, Provenance

__all__ = [
    "CodedRow",
    "CodedStances",
    "is_worksheet",
    "with_worksheet",
    "worksheet_of_cells",
    "worksheet_of_table",
    "worksheet_of_yaml",
]

PASSAGES, ABOUT = "passages", "about"
CODED = ("ideal", "acceptance_low", "acceptance_high", "salience", "confidence", "mobility")
TEXTS = ("code", "reason")
SOURCE = ("document", "date", "marking", "paragraph", "quote", "note")
FOUND = ("passage", "lines", "weight", "apart", "cue_words")  # written by the program, read by people only
AGAIN = "make a new worksheet with positions read CABLE -o FILE.xlsx"
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


def worksheet_of_cells(book: Path, sheets: Sequence[Cells]) -> list[CodedRow]:
    """Return the rows of a worksheet that is a workbook; CaseProblems with every problem of its columns and cells."""
    by_title = {each.title: each.values for each in sheets}
    lines: dict[int, dict[int, Any]] = {}
    for (row, column), value in by_title[PASSAGES].items():
        lines.setdefault(row, {})[column] = value
    about = {str(v): by_title[ABOUT].get((row, 2)) for (row, c), v in by_title.get(ABOUT, {}).items() if c == 1}
    problems: list[Problem] = []
    rows = _coded_rows(f"{book}!{PASSAGES}", lines.pop(1, {}), lines, about, problems.append)
    if problems:
        raise CaseProblems(problems)
    return rows


def worksheet_of_table(rows: Rows) -> list[CodedRow] | None:
    """Return the rows of a worksheet that was saved as CSV; None for a table that is none.

    CaseProblems with every problem of its columns and cells.
    """
    heads = [text.lower() for text in rows.rows[0].texts] if rows.rows else []
    if not {"delegation", "issue", "marking", "ideal"} <= set(heads):
        return None
    report = Report(rows)
    numbers = [at for at, name in enumerate(heads) if name in CODED and name != "confidence"]
    report.learn_decimal(row.cell(at) for row in rows.rows[1:] for at in numbers)
    lines: dict[int, dict[int, Any]] = {}
    for row in rows.rows[1:]:
        lines[row.line] = {at: text for at, text in enumerate(row.texts, 1) if text}
        for at in numbers:
            if (value := report.number(row.cell(at), heads[at])) is not None:
                lines[row.line][at + 1] = float(value)
    made = _coded_rows(rows.file, dict(enumerate(heads, 1)), lines, {}, report.problems.append)
    report.ended()
    return made


def _coded_rows(
    file: str,
    heads: Mapping[int, Any],
    lines: Mapping[int, Mapping[int, Any]],
    about: Mapping[str, Any],
    report: Callable[[Problem], None],
) -> list[CodedRow]:
    """Return the rows of a sheet: ``heads`` by column, ``lines`` by row and column, ``about`` of all rows."""
    columns = {str(name): column for column, name in heads.items()}
    if missing := [name for name in ("delegation", "issue", "marking", *CODED) if name not in columns]:
        report(Problem(file, 1, 1, "missing-column", f"the sheet has no column {', '.join(missing)}", AGAIN))
        return []
    text_of_file = SourceText(file, "")
    rows: list[CodedRow] = []
    for row in sorted(lines):
        mark_at = ScalarNode(text_of_file, row, columns["marking"], "", False)
        made = CodedRow(MapNode(text_of_file, row, 1), mark_at=mark_at)
        for name in ("document", "date"):
            text = str(about.get(name) or "")
            if text and not text.startswith("("):  # what stands in brackets says that there is none
                made.source[name] = ScalarNode(text_of_file, row, 1, text, False)
        for name, at in columns.items():
            value = lines[row].get(at)
            if name in (*TEXTS, "paragraph", "quote", "note"):
                report_made_up(value, file, row, at, report)
            text = "" if value is None else str(value).strip()
            if name == "date" and isinstance(value, datetime.date):
                text = value.isoformat()[:10]
            if text:
                (made.source if name in SOURCE else made.values)[name] = ScalarNode(
                    text_of_file, row, at, text, name in CODED
                )
        if "note" in made.source and not any(n in made.values for n in CODED):
            made.values["note"] = made.source["note"]
        rows.append(made)
    return rows


def worksheet_of_yaml(path: Path) -> list[CodedRow]:
    """Return the rows of a worksheet that is a YAML file; CaseProblems with every problem of its shape."""
    name = str(path)
    try:
        text = SourceText(name, read_bytes(path, YAML_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CaseProblems([Problem(name, 0, 0, "not-utf8", "is no UTF-8 text", "save it as UTF-8")]) from None
    root, problems = build_nodes(text)
    passages = root.get(PASSAGES) if isinstance(root, MapNode) else None
    if not problems and not isinstance(passages, ListNode):
        message = "is no coding worksheet: it has no list of passages"
        problems = [Problem(name, 0, 0, "not-a-worksheet", message, AGAIN)]
    rows: list[CodedRow] = []
    for item in passages.items if isinstance(passages, ListNode) and not problems else ():
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
    if problems:
        raise CaseProblems(problems)
    return rows


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


def with_worksheet(folder: Path, rows: Sequence[CodedRow]) -> tuple[Case, CodedStances]:
    """Return the case of ``folder`` with the stances that a person coded in a worksheet, and what those were.

    Where the case has a stance already, what the worksheet does not say (red lines, demands, what to say) stays. As
    long as something stays it stays told in confidence, and a passage with a lower marking is a problem.

    Raises
    ------
    CaseProblems
        With every problem of the coded rows at its cell, or at its line and column.
    """
    case, top = load_with_nodes(folder)
    find = delegation_finder(case)
    for row in rows:
        said = row.values.get("delegation")
        if said is not None and said.text not in case.delegations and (known := find(said.text)):
            row.values["delegation"] = ScalarNode(said.file, said.line, said.column, known, said.plain)
    found = _coded_stances(rows)
    if found.problems:
        raise CaseProblems(_placed(found.problems))
    merged = MapNode(top.file, 0, 0)
    merged.entries = dict(top.entries)
    earlier = top.get("stances")
    stances = _joined(earlier, found.node, 2)
    lowered = _keep_markings(earlier, found.node, stances)
    if lowered:
        raise CaseProblems(_placed(lowered))
    if stances.entries:
        merged.entries["stances"] = (ScalarNode(top.file, 0, 0, "stances", True), stances)
    values, wrong = tree_values(merged)
    if wrong or values is BAD:
        raise CaseProblems(_placed(sorted(set(wrong))))
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


def _coded_stances(rows: Iterable[CodedRow]) -> CodedStances:
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
