"""A long cable is sent in sections; here the cuts are closed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from positions.cables.header import is_header_line
from positions.cables.records import Header, Remark, Section
from positions.cables.untrusted import Line

__all__ = ["stitch"]

_SHORT = re.compile(r"^(?P<station>[A-Z][A-Z ]{1,40}?) (?P<serial>\d{5,8})\s+(?P<n>\d{2,3}) OF (?P<of>\d{2,3})$")
_LONG = re.compile(
    r"^(?:UNCLAS|UNCLASSIFIED|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|TOP SECRET)(?://[A-Z ]+)?"
    r" SECTION (?P<n>\d{2,3}) OF (?P<of>\d{2,3})(?: (?P<station>[A-Z][A-Z ]*?) (?P<serial>\d{2,8}))?$"
)
_UNFINISHED = re.compile(r"[^.!?:\"')\]]$")


def stitch(lines: Sequence[Line], header: Header) -> tuple[tuple[Line, ...], tuple[Section, ...], tuple[Remark, ...]]:
    """Take the section lines out of the body.

    A sentence that the cut broke is joined again: the blank lines around the cut go with it when the text before
    does not end a sentence and the text after goes on in lower case.

    Returns
    -------
    tuple
        The remaining lines, the sections (the first one from the header), and remarks on sections that are missing,
        out of order, or of another serial.

    Examples
    --------
    >>> text = ["it fits one of the", "", "STATE 00097951  002 OF 004", "four kinds."]
    >>> body = [Line(n, line) for n, line in enumerate(text, 1)]
    >>> kept, sections, _ = stitch(body, Header(sections=4, station="STATE", number="097951"))
    >>> [line.number for line in kept], sections[1].number
    ([1, 4], 2)
    """
    sections: list[Section] = []
    repeated: list[Remark] = []
    if header.sections:
        sections.append(Section(1, header.sections, header.first_line, header.station, header.number))
    kept: list[Line] = []
    i = 0
    while i < len(lines):
        text = lines[i].text.strip()
        found = _SHORT.match(text) or _LONG.match(text)
        if found is None:
            kept.append(lines[i])
            i += 1
            continue
        serial, station = found["serial"] or "", (found["station"] or "").strip()
        sections.append(Section(int(found["n"]), int(found["of"]), lines[i].number, station, serial))
        after = _after_cut(lines, i + 1, repeated_header=_LONG.match(text) is not None)
        header_lines = [line.number for line in lines[i + 1 : after] if line.text.strip()]
        if header_lines:
            message = f"lines {header_lines[0]}-{header_lines[-1]} repeat the header at section {int(found['n'])}"
            repeated.append(Remark(header_lines[0], 1, "dropped", "header-repeated", message))
        i = after
        _close(kept, lines[i].text if i < len(lines) else "")
    return tuple(kept), tuple(sections), (*repeated, *_remarks(sections, header))


def _after_cut(lines: Sequence[Line], start: int, *, repeated_header: bool) -> int:
    """Return the index of the first line of text after a cut, past blank lines and a repeated header."""
    i, continued = start, False
    while i < len(lines):
        text = lines[i].text.strip()
        if not text:
            i, continued = i + 1, False
        elif repeated_header and (is_header_line(text) or continued or (text.isupper() and len(text) <= 20)):
            i, continued = i + 1, is_header_line(text) or continued
        else:
            break
    return i


def _close(kept: list[Line], after: str) -> None:
    """Drop the blank lines before a cut when the sentence runs on; leave exactly one otherwise."""
    last_blank: Line | None = None
    while kept and not kept[-1].text.strip():
        last_blank = kept.pop()
    runs_on = bool(kept) and _UNFINISHED.search(kept[-1].text) is not None and after.strip()[:1].islower()
    if not runs_on and kept:
        kept.append(last_blank or Line(kept[-1].number, ""))


def _remarks(sections: Sequence[Section], header: Header) -> list[Remark]:
    """Compare the sections with one another and with the header."""
    found: list[Remark] = []
    totals = sorted({s.total for s in sections})
    if len(totals) > 1:
        message = f"sections are counted out of {' and of '.join(map(str, totals))}"
        found.append(Remark(sections[-1].line, 1, "contradiction", "section-total", message))
    numbers = {s.number for s in sections}
    if sections:
        missing = sorted(set(range(1, max(totals) + 1)) - numbers)
        if missing:
            shown = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
            message = f"no line for section {shown} of {max(totals)}"
            found.append(Remark(sections[0].line, 1, "gap", "section-missing", message))
    for before, after in pairwise(sections):
        if after.number <= before.number:
            message = f"section {after.number} follows section {before.number}"
            found.append(Remark(after.line, 1, "contradiction", "section-order", message))
    for section in sections[1:]:
        if header.number and section.serial and int(section.serial) != int(header.number):
            message = f"the section line gives number {section.serial}, the class line {header.number}"
            found.append(Remark(section.line, 1, "contradiction", "section-serial", message))
    return found
