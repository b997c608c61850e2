"""Checks any cable text against the conventions, line by line and without the reader.

Conventions and where they are from (``docs/cables.md`` lists them): 55 characters on a line, 69 on the older form; text
flush left in consecutively numbered paragraphs, each with its mark behind the number; a single paragraph without a
number; a summary when long (5 FAH-1 H-246); SBU a caption and no level (12 FAM 540); the overall marking the highest
of the portions; routing lines left to the terminal (5 FAH-2 H-231).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from positions.cables.blocks import BLOCK_TAG
from positions.cables.untrusted import MAX_BYTES, MAX_LINES
from positions.errors import PositionsError, Problem
from positions.markings import Marking, highest, read_mark

__all__ = ["LONG_TEXT", "RULES", "WIDTHS", "lint"]

WIDTHS = (55, 69)
LONG_TEXT = 63  # three pages of 21 lines, the form's page; beyond that a summary is asked for
MOST_TAGS = 1000
MOST = 25  # problems of one rule that are listed

RULES = {
    "not-ascii": "7-bit ASCII only",
    "box-drawing": "tables without drawn lines",
    "tab": "no tabs",
    "control": "no control characters",
    "too-long": "no line beyond the width",
    "routing-line": "transmission and routing lines are put in by the terminal, never written",
    "no-class-line": "a class line on top",
    "sbu-as-level": "SBU is a caption: UNCLASSIFIED with SENSITIVE below it",
    "banner-differs": "the banner below the text is the one above it",
    "overall-too-low": "the overall marking is not below any portion",
    "no-order-line": "an E.O. line",
    "no-declassification": "a classified cable says when it is declassified, by whom it was classified and why",
    "no-tags": "a TAGS line",
    "tag-illegal": "tags of capital letters and digits",
    "no-subject": "a SUBJECT line",
    "no-space": "a blank line between header and text",
    "no-text": "a text",
    "not-flush": "paragraphs flush left",
    "numbering": "paragraphs numbered consecutively from 1",
    "single-numbered": "a single paragraph is not numbered",
    "mark-missing": "a mark behind every paragraph number",
    "mark-illegal": "marks are (U), (SBU), (C), (S), (TS), with caveats behind a stroke",
    "no-summary": "a summary when the text is long",
    "block-unbalanced": "every BEGIN has its END",
}

_NUMBERED = re.compile(r"^(?P<indent>\s*)(?P<number>\d{1,3})\.(?!\d)\s*(?:\((?P<mark>[^()\s]{1,12})\))?")
_ROUTING = re.compile(
    r"^(?:VZCZ|[RPOZ]{2} RU|DE RU|ZNR |[RPOZ](?: [RPOZ])? \d{6}Z |(?:TO |INFO )?RU[A-Z]{3,5}/|NNNN$)"
    r"|^[A-Z][A-Z ]+ \d{5,8}\s+\d{3} OF \d{3}$|\bSECTION \d\d OF \d\d\b"
)
_CLASS = re.compile(r"^(?P<level>UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|TOP SECRET)(?P<rest>\b.*)$")
_LEVELS = {"UNCLAS": Marking.U, "UNCLASSIFIED": Marking.U, "CONFIDENTIAL": Marking.C, "SECRET": Marking.S}
_SBU_LEVEL = re.compile(r"^(?:SBU|SENSITIVE BUT UNCLASSIFIED)\b|^UNCLAS(?:SIFIED)?//SBU\b")
_TAG = re.compile(r"^[A-Z][A-Z0-9-]{1,11}$")
_HEAD = re.compile(r"^(?P<name>E\.O\. ?\d{5}|TAGS|SUBJECT|REF|CLASSIFIED BY|REASON|DECL)\b:?\s*(?P<rest>.*)$", re.I)


@dataclass(slots=True)
class _Text:
    """The text under examination, and what was found in it."""

    file: str
    width: int
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def report(self, line: int, column: int, rule: str, message: str, hint: str = "") -> None:
        self.counts[rule] += 1
        if self.counts[rule] <= MOST:
            excerpt = self.lines[line - 1][:120] if 0 < line <= len(self.lines) else ""
            self.problems.append(Problem(self.file, line, column, rule, message, hint, excerpt))


def lint(text: str, *, width: int = 55, file: str = "cable") -> tuple[Problem, ...]:
    r"""Return every breach of the conventions in a cable text, in the order of the lines.

    Parameters
    ----------
    text : str
        The cable as it would be sent.
    width : int
        The longest line that is allowed, 55 or 69.
    file : str
        What the problems call the text.

    Examples
    --------
    >>> head = "UNCLASSIFIED\n\nE.O. 13526: N/A\nTAGS: PREL\nSUBJECT: TEST\n\n"
    >>> good = head + "1. (U) One.\n\n2. (U) Two.\n\nUNCLASSIFIED\n"
    >>> lint(good)
    ()
    >>> [p.rule for p in lint(good.replace("2. (U)", "3. (SBU)"))]
    ['overall-too-low', 'numbering']
    """
    if width not in WIDTHS:
        raise ValueError(f"width {width}: a cable has lines of {' or '.join(map(str, WIDTHS))} characters")
    if len(text) > MAX_BYTES or text.count("\n") > MAX_LINES:
        raise PositionsError(f"{file} is too long to be a cable")
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    seen = _Text(file, width, lines)
    _characters(seen)
    body = next((i for i, line in enumerate(lines) if (m := _NUMBERED.match(line)) and m["number"] == "1"), None)
    heading = next((i for i in range(len(lines) - 1, -1, -1) if _HEAD.match(lines[i])), -1)
    if body is None:  # one paragraph without a number: below the first blank line under the header
        body = next((i for i in range(heading + 1, len(lines)) if not lines[i].strip()), len(lines))
    inside = list(_inside_blocks(lines))
    marks = _paragraphs(seen, body, inside)
    _header(seen, body, marks)
    _blocks(seen, body)
    _summary(seen, body)
    for rule, count in seen.counts.items():
        if count > MOST:
            message = f"and {count - MOST} more of the same: {RULES[rule]}"
            seen.problems.append(Problem(file, 0, 0, rule, message))
    return tuple(sorted(seen.problems, key=lambda p: (p.line or len(lines) + 1, p.column, p.rule)))


def _characters(seen: _Text) -> None:
    """Width, alphabet, tabs."""
    for number, line in enumerate(seen.lines, start=1):
        if len(line) > seen.width:
            seen.report(number, seen.width + 1, "too-long", f"{len(line)} characters; {seen.width} are allowed")
        for column, character in enumerate(line, start=1):
            code = ord(character)
            if 32 <= code < 127:
                continue
            if character == "\t":
                rule, message = "tab", "a tab; use spaces"
            elif code < 128:
                rule, message = "control", f"control character U+{code:04X}"
            elif 0x2500 <= code <= 0x259F:
                rule, message = "box-drawing", "a drawn line; a cable has letters only"
            else:
                rule, message = "not-ascii", f'"{character}" (U+{code:04X}) is no 7-bit ASCII'
            seen.report(number, column, rule, message)
            break


def _inside_blocks(lines: Sequence[str]) -> Iterator[bool]:
    """Yield for each line whether it stands between BEGIN TEXT and END TEXT, where numbers mean nothing."""
    inside = False
    for line in lines:
        tags = [m for m in BLOCK_TAG.finditer(line) if m["edge"] and m["name"].lower() == "text"]
        if any(m["edge"].lower() == "end" for m in tags):
            inside = False
        yield inside
        if any(m["edge"].lower() == "begin" for m in tags):
            inside = True


def _paragraphs(seen: _Text, body: int, inside: Sequence[bool]) -> list[Marking]:
    """Check numbers and marks; return the marks."""
    found = [
        (i, m)
        for i, line in enumerate(seen.lines)
        if i >= body and not inside[i] and (m := _NUMBERED.match(line)) and (not m["indent"] or m["mark"])
    ]
    marks: list[Marking] = []
    for position, (i, m) in enumerate(found, start=1):
        number, column = int(m["number"]), len(m["indent"]) + 1
        if m["indent"]:
            seen.report(i + 1, 1, "not-flush", f"paragraph {number} does not stand flush left")
        if number != position:
            message = f"paragraph {number} stands where {position} should"
            seen.report(i + 1, column, "numbering", message, "number paragraphs consecutively from 1")
        if not m["mark"]:
            message = f"paragraph {number} has no mark"
            seen.report(
                i + 1, column, "mark-missing", message, "unmarked is not U: put (U), (SBU) ... behind the number"
            )
        elif (mark := read_mark(m["mark"]).marking) is None or m["mark"] != m["mark"].upper():
            seen.report(i + 1, m.start("mark"), "mark-illegal", f"({m['mark']}) is no marking", RULES["mark-illegal"])
        else:
            marks.append(mark)
    if len(found) == 1:
        seen.report(found[0][0] + 1, 1, "single-numbered", "the only paragraph carries a number; leave it out")
    if not found and not any(line.strip() for line in seen.lines[body:]):
        seen.report(0, 0, "no-text", "there is no text below the header")
    return marks


def _header(seen: _Text, body: int, marks: Sequence[Marking]) -> None:
    """Check class line, captions, E.O., TAGS, SUBJECT and the space below them."""
    head = [(n, line.strip()) for n, line in enumerate(seen.lines[:body], start=1)]
    for n, line in enumerate(seen.lines, start=1):
        if _ROUTING.search(line.strip()):
            seen.report(n, 1, "routing-line", "a transmission or routing line", RULES["routing-line"])
    for n, line in head:
        if _SBU_LEVEL.match(line):
            seen.report(n, 1, "sbu-as-level", "SBU is no level of classification", RULES["sbu-as-level"])
    classes = [
        (n, m) for n, line in head if (m := _CLASS.match(line.replace("C O N F I D E N T I A L", "CONFIDENTIAL")))
    ]
    overall: Marking | None = None
    if not classes:
        seen.report(0, 0, "no-class-line", "there is no class line above the text", "UNCLASSIFIED, CONFIDENTIAL ...")
    else:
        n, m = classes[0]
        overall = _LEVELS.get(m["level"], Marking.TS)
        captions = {word for _, line in head[n : n + 8] for word in line.split()}
        if overall is Marking.U and ("SENSITIVE" in captions or "SENSITIVE" in m["rest"] or "FOUO" in m["rest"]):
            overall = Marking.SBU
        if marks and highest(marks) > overall:
            message = f"a portion is {highest(marks).portion}, the cable is {overall.label}"
            seen.report(
                n, 1, "overall-too-low", message, "the overall marking is the highest of the portions, or above"
            )
        last = _CLASS.match(seen.lines[-1].strip())
        if last is not None and len(seen.lines) > n and last["level"] != m["level"]:
            seen.report(len(seen.lines), 1, "banner-differs", f"{last['level']} below the text, {m['level']} above it")
    fields = {m["name"].upper().split()[0]: (n, m["rest"]) for n, line in head if (m := _HEAD.match(line))}
    for name, rule in (("E.O.", "no-order-line"), ("TAGS", "no-tags"), ("SUBJECT", "no-subject")):
        if name not in fields or not fields[name][1]:
            seen.report(0, 0, rule, f"there is no {name} line", RULES[rule])
    if overall is not None and overall >= Marking.C:
        rest = fields.get("E.O.", (0, ""))[1]
        if (
            not re.search(r"\d", rest)
            or "CLASSIFIED" not in fields
            or "REASON" not in " ".join(t for _, t in head).upper()
        ):
            seen.report(classes[0][0], 1, "no-declassification", RULES["no-declassification"])
    if "TAGS" in fields:
        n, rest = fields["TAGS"]
        for tag in re.split(r"[\s,]+", rest):
            if tag and not _TAG.match(tag):
                seen.report(n, 1, "tag-illegal", f'"{tag}" is no tag', RULES["tag-illegal"])
    if 0 < body < len(seen.lines) and seen.lines[body].strip() and _HEAD.match(seen.lines[body - 1]):
        seen.report(body + 1, 1, "no-space", "the text begins right below the header", RULES["no-space"])


def _blocks(seen: _Text, body: int) -> None:
    """Pair BEGIN and END; summary, comment and note may open with their name alone."""
    starts, parts, position = [], [], 0
    for line in seen.lines[body:]:
        starts.append(position)
        parts.append(_NUMBERED.sub(_blanked, line.strip() or ".", count=1))  # a tag may be wrapped: lines are joined
        position += len(parts[-1]) + 1
    text = " ".join(parts)
    open_at: list[tuple[str, int]] = []
    for m in islice(BLOCK_TAG.finditer(text), MOST_TAGS):
        line_number = body + bisect_right(starts, m.start())
        name = " ".join((m["name"] or m["short"]).lower().split())
        name = "action plan" if name in ("non-paper", "nonpaper") else name
        if (m["edge"] or "begin").lower() == "begin":
            open_at.append((name, line_number))
            continue
        match = next((entry for entry in reversed(open_at) if entry[0] == name), None)
        if match is None:
            seen.report(line_number, 1, "block-unbalanced", f"END {name.upper()} closes nothing")
        else:
            open_at.remove(match)
    for name, line_number in open_at:
        seen.report(line_number, 1, "block-unbalanced", f"{name.upper()} is opened and never closed")


def _blanked(number: re.Match[str]) -> str:
    """Return a paragraph number as a full stop, so that ``1. (U) Summary:`` opens like ``Summary:``."""
    found = number.group()
    return " " * (len(found) - 2) + ". " if found[-1].isspace() else " " * (len(found) - 1) + "."


def _summary(seen: _Text, body: int) -> None:
    length = len(seen.lines) - body
    first = " ".join(seen.lines[body : body + 3]).lower()
    if length > LONG_TEXT and "summary" not in first:
        message = f"the text has {length} lines and no summary; beyond {LONG_TEXT} lines it has one"
        seen.report(
            body + 1, 1, "no-summary", message, "begin paragraph 1 with Summary: and close it with End summary."
        )
