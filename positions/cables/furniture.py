"""Where the cable begins and ends in what was saved around it, and the lines that transmission put into its text.

A long cable is sent in sections or pages; here the cuts are closed again. Banners and page lines leave the text, and
their marks are kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from positions.cables.header import is_header_line
from positions.cables.numbering import find_starts
from positions.cables.paragraphs import SIGNATURE
from positions.cables.records import Header, Remark, Section
from positions.cables.untrusted import Line
from positions.errors import PositionsError
from positions.markings import WrittenMark, read_mark, unspaced

__all__ = ["Span", "banner", "cable_span", "stitch"]

_PAGE_WORDS = re.compile(r"^\s*(?:©|\(c\) (?=[A-Z\d])|(?i:copyright\b|message attributes\b))")  # "(C) " is a mark
_END_OF_MESSAGE = re.compile(r"^(?:NNNN?|#\d{4}|BT|<< ?END OF DOCUMENT ?>>)$")
_PLACEHOLDER = re.compile(r"^\[[^\[\]]+\]$")
_BOX = re.compile(
    r"^(?P<id>\d{2}[A-Z]+\d+)\s+(?P<created>\d{4}-\d{2}-\d{2}) (?P<time>\d{2}:\d{2})\s.*?"
    r"(?P<class>(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?://[A-Z]+\b(?: [A-Z]+\b)*)?)"
)
_SHORT = re.compile(r"^(?P<station>[A-Z][A-Z ]{1,40}?) (?P<serial>\d{5,8})\s+(?P<n>\d{2,3}) OF (?P<of>\d{2,3})$")
_LONG = re.compile(
    r"^(?P<mark>[A-Z][A-Z/ ]{2,60}?) SECTION (?P<n>\d{2,3}) OF (?P<of>\d{2,3})"
    r"(?: (?P<station>[A-Z][A-Z ]*?) (?P<serial>\d{2,8}))?$"
)
_PAGE = re.compile(
    r"^(?P<mark>[A-Z][A-Z /]*?)?\s*PAGE\s+\d{1,3}(?:\s+OF\s+\d{1,3})?(?:\s+[A-Z][A-Z .]*\d{2,8}\b.*)?$"
    r"|^(?:[A-Z][A-Za-z. ]{2,30} )?DECLASSIFIED/RELEASED\b.*$|^- \d{1,3} -$",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"[^.!?:\"')\]]$")
_APART = 12  # lines of text without a header line: the header is over
WIDE = 90  # cables are typed on lines of at most 69 characters; a web page's lines are not


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of line indices that belong to the cable, and what the page's own box said."""

    start: int
    body: int  # index of the first line below the header
    stop: int
    box_date: str = ""
    box_class: str = ""
    box_line: int = 0
    remarks: tuple[Remark, ...] = ()


def banner(text: str) -> WrittenMark | None:
    """Return the mark of a line that holds a mark and nothing else; None for any other line.

    >>> banner("C O N F I D E N T I A L").marking, banner("SENSITIVE ISSUES"), banner("SECRET//XYZ").unknown
    (<Marking.C: 'C'>, None, ('XYZ',))
    """
    text = text.strip()
    if not 3 < len(text) <= 80 or not text.isupper() or re.search(r"[0-9().]", text):
        return None
    written = read_mark(text)
    long = [form for form in written.forms if len(form) > 3]
    return written if long and (not written.unknown or ("//" in text and len(text.split()) < 7)) else None


def cable_span(lines: Sequence[Line], name: str = "cable") -> Span:
    """Find header, first paragraph and end.

    Raises
    ------
    PositionsError
        When there is neither a header nor a numbered paragraph.

    Examples
    --------
    >>> page = "My site\\n\\nFM UNVIE\\nSUBJECT: TEXT\\n\\n1. (U) One.\\n\\n(c) A web page".split("\\n")
    >>> span = cable_span([Line(n, text) for n, text in enumerate(page, 1)])
    >>> span.start, span.body, span.stop
    (2, 5, 6)
    """
    start = _header_start(lines)
    if start is not None:
        body = _after_header(lines, start)
        start = _with_banner(lines, start)
    else:
        starts = find_starts(lines)
        first = next((i for i, s in starts.items() if s.number == 1 or s.marks or s.signed), None)
        if first is None:
            raise PositionsError(
                f"{name}: no cable found: neither header lines nor a numbered paragraph",
                hint="a cable has lines such as FM, SUBJECT:, TAGS: and paragraphs such as 1. (U)",
            )
        start = body = first
    while body < len(lines) and not lines[body].text.strip():
        body += 1
    stop = _end(lines, body)
    box = next((m for line in lines[:start] if (m := _BOX.match(line.text)) is not None), None)
    box_line = next((line.number for line in lines[:start] if _BOX.match(line.text)), 0)
    remarks: list[Remark] = []
    for first, last in ((0, start), (stop, len(lines))):
        kept = [line for line in lines[first:last] if line.text.strip() and not _edge(line.text.strip())]
        if kept:
            one, shown = len(kept) == 1, kept[0].text.strip()
            span = f"line {kept[0].number} is" if one else f"lines {kept[0].number}-{kept[-1].number} are"
            message = f'{span} no part of the cable ("{shown[:40]}{"..." * (len(shown) > 40)}")'
            remarks.append(Remark(kept[0].number, 1, "dropped", "page-furniture", message))
    if box is None:
        return Span(start, body, stop, remarks=tuple(remarks))
    return Span(start, body, stop, box["created"], box["class"].strip(), box_line, tuple(remarks))


def _edge(text: str) -> bool:
    return _END_OF_MESSAGE.match(text) is not None or banner(text) is not None


def _header_start(lines: Sequence[Line]) -> int | None:
    """Return the first header line that has another one within the next twelve lines of text."""
    starts = find_starts(lines)
    for i, line in enumerate(lines):
        if is_header_line(line.text):
            following = [j for j in range(i + 1, min(i + 40, len(lines))) if lines[j].text.strip()][:12]
            if any(is_header_line(lines[j].text) or j in starts for j in following):
                return i
        if i in starts and starts[i].marks:
            return None  # the text has begun
    return None


def _with_banner(lines: Sequence[Line], start: int) -> int:
    """Return where the banner and the placeholders above the first header line begin, or ``start``."""
    first = start
    for i in range(start - 1, max(-1, start - 12), -1):
        text = lines[i].text.strip()
        if banner(text) or _PLACEHOLDER.match(text):
            first = i
        elif text:
            break
    return first


def _after_header(lines: Sequence[Line], start: int) -> int:
    """Return the index behind the header: its last line, and what continues that line down to the blank below it."""
    starts = find_starts(lines[start:])
    begun = next((start + i for i, s in starts.items() if s.number == 1 or s.marks or s.signed), len(lines))
    last, gap, late = start, 0, False
    for i in range(start, begun):
        found = is_header_line(lines[i].text, late=late)
        gap = 0 if found else gap + bool(lines[i].text.strip())
        last = i if found else last
        late = late or lines[i].text.strip().upper().startswith(("TAGS", "SUBJ"))
        if gap > _APART and late:
            break  # further header words belong to another message
    while last < begun and lines[last].text.strip():
        last += 1
    return last


def _end(lines: Sequence[Line], body: int) -> int:
    """Return the index after the cable's last line of text: looked for below the last paragraph of the sequence."""
    last, expected, unwrapped = body, 1, False
    for i, found in find_starts(lines[body:]).items():
        if found.number == expected or found.marks:
            last, expected = body + i, found.number + 1
            unwrapped = unwrapped or len(lines[last].text) > WIDE
    unwrapped = unwrapped or (last == body and len(lines[body].text if body < len(lines) else "") > WIDE)
    stop, signed = len(lines), False
    for i in range(last, len(lines)):
        text = lines[i].text.strip()
        if _END_OF_MESSAGE.match(text) or _PAGE_WORDS.search(text) or (signed and not unwrapped and len(text) > WIDE):
            stop = i
            break
        signed = (SIGNATURE.match(text) is not None and banner(text) is None) if text else signed
    while stop > body and (not lines[stop - 1].text.strip() or banner(lines[stop - 1].text)):
        stop -= 1
    return stop


def stitch(
    lines: Sequence[Line], header: Header, above: Collection[str] = ()
) -> tuple[tuple[Line, ...], tuple[Section, ...], tuple[tuple[int, WrittenMark], ...], tuple[Remark, ...]]:
    """Take section lines, page lines and banners out of the body.

    A sentence that the cut broke is joined again: the blank lines around the cut go with it when the text before
    does not end a sentence and the text after goes on in lower case, or is all in capitals. ``above`` are the lines of
    the header, which a section may repeat.

    Returns
    -------
    tuple
        The remaining lines; the sections (the first one from the header); the marks of what was taken out, with their
        lines; and remarks on sections that are missing, out of order, or of another serial.

    Examples
    --------
    >>> text = ["it fits one of the", "", "STATE 00097951  002 OF 004", "four kinds."]
    >>> body = [Line(n, line) for n, line in enumerate(text, 1)]
    >>> kept, sections, _, _ = stitch(body, Header(sections=4, station="STATE", number="097951"))
    >>> [line.number for line in kept], sections[1].number
    ([1, 4], 2)
    """
    sections: list[Section] = []
    remarks: list[Remark] = []
    marks: list[tuple[int, WrittenMark]] = []
    if header.sections:
        sections.append(Section(1, header.sections, header.first_line, header.station, header.number))
    kept: list[Line] = []
    i = 0
    while i < len(lines):
        text, number = unspaced(lines[i].text.strip()), lines[i].number
        short, long, page = _SHORT.match(text), _LONG.match(text), _PAGE.match(text)
        mark = banner(lines[i].text)
        if mark is None and (long or page) and ((long or page)[1] or ""):  # type: ignore[index]
            written = read_mark((long or page)[1])  # type: ignore[index]
            mark = written if written.forms else None
            long, page = (long, page) if mark else (None, None)
        if not (short or long or page or mark):
            kept.append(lines[i])
            i += 1
            continue
        if mark is not None:
            marks.append((number, mark))
        after = _after_cut(lines, i + 1, above) if long else _after_cut(lines, i + 1, ())
        if (cut := short or long) is not None:
            sections.append(
                Section(int(cut["n"]), int(cut["of"]), number, (cut["station"] or "").strip(), cut["serial"] or "")
            )
            if inside := [line.number for line in lines[i + 1 : after] if line.text.strip()]:
                message = f"lines {inside[0]}-{inside[-1]} repeat the header at section {int(cut['n'])}"
                remarks.append(Remark(inside[0], 1, "dropped", "header-repeated", message))
        else:
            message = f'line {number} is a page line ("{lines[i].text.strip()[:40]}")'
            remarks.append(Remark(number, 1, "dropped", "page-line", message))
        i = after
        _close(kept, lines[i].text if i < len(lines) else "")
    return tuple(kept), tuple(sections), tuple(marks), (*remarks, *_remarks(sections, header))


def _after_cut(lines: Sequence[Line], start: int, above: Collection[str]) -> int:
    """Return the index of the first line of text after a cut, past blank lines and a repeated header."""
    i = start
    while i < len(lines):
        text = lines[i].text.strip()
        again = above and (text in above or is_header_line(text, late=True) or banner(text))
        if text and not again:
            break
        i += 1
    return i


def _close(kept: list[Line], after: str) -> None:
    """Drop the blank lines before a cut when the sentence runs on; leave one otherwise, if there was any."""
    last_blank: Line | None = None
    while kept and not kept[-1].text.strip():
        last_blank = kept.pop()
    if not kept:
        return
    goes_on = after.strip()[:1].islower() or (after.isupper() and kept[-1].text.isupper() and not _PAGE.match(after))
    if not (goes_on and _UNFINISHED.search(kept[-1].text)) and (last_blank or not after.isupper()):
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
