"""The body: numbered paragraphs with their marks, pieces, headings and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from positions.cables.furniture import PARAGRAPH_START
from positions.cables.records import Heading, Paragraph, Piece, Remark
from positions.cables.untrusted import Line
from positions.markings import Marking

__all__ = ["parse_mark", "split_paragraphs"]

_BULLET = re.compile(r"^\s*(?:--|-\s|\*\s|•)")
_RULE = re.compile(r"^[\s\-_=*]{3,}$")
_SIGNATURE = re.compile(r"^[A-Z][A-Z'-]{2,24}(?: [A-Z][A-Z'-]{1,24}){0,2}$")
_OPEN = re.compile(r"\bbegin (?:text|talking points|non-?paper|action plan|quote)\b", re.IGNORECASE)
_CLOSE = re.compile(r"\bend (?:of )?(?:text|talking points|non-?paper|action plan|quote)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;\"')\]]$")
_SMALL_WORDS = frozenset("a an and as at but by for from in into nor of on or over the their to up upon with".split())  # noqa: SIM905
_SAME = {"LOU": Marking.SBU, "FOUO": Marking.SBU, "OUO": Marking.SBU}


def parse_mark(text: str) -> Marking | None:
    """Return the level of a portion mark, or None when it is no legal mark.

    >>> parse_mark("SBU"), parse_mark("C/NF"), parse_mark("U//FOUO"), parse_mark("X")
    (<Marking.SBU: 'SBU'>, <Marking.C: 'C'>, <Marking.SBU: 'SBU'>, None)
    """
    level, *caveats = [part for part in re.split(r"[/, -]+", text.strip().strip("()").upper()) if part]
    if level == "U" and _SAME.keys() & set(caveats):
        return Marking.SBU
    try:
        return _SAME.get(level) or Marking.parse(level)
    except ValueError:
        return None


def split_paragraphs(
    lines: Sequence[Line], above: Sequence[Line] = ()
) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...], str, tuple[Remark, ...]]:
    """Split the body at its numbered paragraphs.

    Parameters
    ----------
    lines : sequence of Line
        From paragraph 1 to the signature, stitched and repaired.
    above : sequence of Line
        Lines between the header and paragraph 1: its heading.

    Returns
    -------
    tuple
        Paragraphs, headings, signature ("" when there is none) and remarks.
    """
    remarks: list[Remark] = []
    starts = _starts(lines, remarks)
    if not starts:
        return _unnumbered(lines, above, remarks)
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    signature = ""
    heading = _title([*above, *(line for line in lines[: starts[0][0]] if line.text.strip())], remarks)
    for (at, found), end in zip(starts, [i for i, _ in starts[1:]] + [len(lines)], strict=True):
        number = int(found["number"])
        if heading is not None:
            headings.append(Heading(heading.text, heading.number, number))
        own = [Line(lines[at].number, lines[at].text[found.end() :].strip()), *lines[at + 1 : end]]
        groups = _groups(own)
        title = heading.text if heading else ""
        heading = None
        if end < len(lines):
            if len(groups) > 1 and (heading := _heading(groups[-1])) is not None:
                groups.pop()
        else:
            signature = _signature(groups, remarks)
        pieces = _pieces(groups)
        mark_text = found["mark"] or ""
        mark = parse_mark(mark_text) if mark_text else None
        last = pieces[-1].last_line if pieces else lines[at].number
        paragraphs.append(Paragraph(number, mark, mark_text, pieces, lines[at].number, last, title))
    for paragraph in paragraphs:
        remarks.extend(_examine(paragraph))
    return tuple(paragraphs), tuple(headings), signature, tuple(remarks)


def _unnumbered(
    lines: Sequence[Line], above: Sequence[Line], remarks: list[Remark]
) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...], str, tuple[Remark, ...]]:
    """Read a cable of one paragraph, which carries no number (5 FAH-1 H-246.2)."""
    groups = _groups(lines)
    signature = _signature(groups, remarks)
    pieces = _pieces(groups)
    if not pieces:
        return (), (), signature, (*remarks, Remark(0, 0, "gap", "no-text", "no text below the header"))
    first, last = pieces[0].first_line, pieces[-1].last_line
    heading = _title(above, remarks)
    headings = (Heading(heading.text, heading.number, 1),) if heading else ()
    paragraph = Paragraph(1, None, "", pieces, first, last, heading.text if heading else "")
    note = Remark(first, 1, "note", "not-numbered", "the text is not numbered; read as one paragraph")
    return (paragraph,), headings, signature, (*remarks, note, *_examine(paragraph))


def _starts(lines: Sequence[Line], remarks: list[Remark]) -> list[tuple[int, re.Match[str]]]:
    """Find where numbered paragraphs begin; a number inside quoted text does not begin one."""
    starts: list[tuple[int, re.Match[str]]] = []
    expected, quoted = 1, False
    for i, line in enumerate(lines):
        found = PARAGRAPH_START.match(line.text)
        if found is not None and _begins(found, expected, i, lines, quoted=quoted):
            number = int(found["number"])
            if number > expected:
                missing = f"{expected}" if number == expected + 1 else f"{expected}-{number - 1}"
                message = f"paragraph {missing} is missing before paragraph {number}"
                remarks.append(Remark(line.number, 1, "gap", "paragraph-missing", message))
            elif number < expected:
                message = f"paragraph {number} follows paragraph {expected - 1}"
                remarks.append(Remark(line.number, 1, "contradiction", "paragraph-order", message))
            starts.append((i, found))
            expected, quoted = number + 1, False
        if _OPEN.search(line.text):
            quoted = True
        if _CLOSE.search(line.text):
            quoted = False
    return starts


def _begins(found: re.Match[str], expected: int, i: int, lines: Sequence[Line], *, quoted: bool) -> bool:
    number, marked = int(found["number"]), bool(found["mark"])
    before = lines[i - 1].text.strip() if i else ""
    apart = not before or _ENDED.search(before) is not None or _RULE.match(before) is not None
    if number == expected:
        return marked or (apart and not (quoted and number == 1))
    if number < expected:
        return marked and not before and not quoted
    return marked or (not before and not quoted and number <= expected + 20)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that stand together; a bullet begins a group of its own; ruled lines are left out."""
    groups: list[list[Line]] = []
    fresh = True
    for line in lines:
        if not line.text.strip():
            fresh = True
            continue
        if _RULE.match(line.text):
            continue
        if fresh or _BULLET.match(line.text):
            groups.append([])
        groups[-1].append(line)
        fresh = False
    return groups


def _pieces(groups: Sequence[Sequence[Line]]) -> tuple[Piece, ...]:
    joined = [_joined(group) for group in groups]
    bullets_end = any(_BULLET.match(g[0].text) and t.endswith(".") for g, (t, _) in zip(groups, joined, strict=True))
    pieces: list[Piece] = []
    for group, (text, offsets) in zip(groups, joined, strict=True):
        kind = "text"
        if _BULLET.match(group[0].text):
            kind = "bullet"
        elif len(group) == 1 and text.endswith(":") and len(text) <= 60:
            kind = "subheading"
        complete = _ENDED.search(text) is not None or (kind == "bullet" and not bullets_end)
        pieces.append(Piece(kind, text, group[0].number, group[-1].number, complete, offsets))
    return tuple(pieces)


def _joined(group: Sequence[Line]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Put the lines of a piece on one line; a word hyphenated at a line's end stays one word."""
    text = ""
    offsets: list[tuple[int, int]] = []
    for line in group:
        part = " ".join(line.text.split())
        runs_on = re.search(r"[A-Za-z]-$", text[-2:]) is not None and part[:1].islower()
        if text and not runs_on:
            text += " "
        offsets.append((len(text), line.number))
        text += part
    return text, tuple(offsets)


def _title(above: Sequence[Line], remarks: list[Remark]) -> Line | None:
    """Return the heading of paragraph 1 from the lines above it; what is no heading is reported."""
    groups: list[list[Line]] = []
    for line in above:
        if groups and line.number == groups[-1][-1].number + 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    heading = _heading(groups[-1]) if groups else None
    for group in groups[: -1 if heading else None]:
        one = f"line {group[0].number} stands" if len(group) == 1 else ""
        span = one or f"lines {group[0].number}-{group[-1].number} stand"
        message = f'{span} between the header and the first number and are no part of either ("{group[0].text[:40]}")'
        remarks.append(Remark(group[0].number, 1, "gap", "text-unplaced", message))
    return heading


def _heading(group: Sequence[Line]) -> Line | None:
    """Return a heading as one line when ``group`` reads like one: short lines, capitals, no end of sentence."""
    lines = [line for line in group if line.text.strip() and not _RULE.match(line.text)]
    if not lines or len(lines) > 4 or any(len(line.text.strip()) > 56 or _BULLET.match(line.text) for line in lines):
        return None
    text = " ".join(" ".join(line.text.split()) for line in lines)
    words = [w for w in re.findall(r"[A-Za-z][A-Za-z'-]*", text) if w.lower() not in _SMALL_WORDS]
    if not words or text[-1] in ".,;" or sum(w[0].isupper() for w in words) < 0.7 * len(words):
        return None
    return Line(lines[0].number, text)


def _signature(groups: list[list[Line]], remarks: list[Remark]) -> str:
    """Take the signature out of the last groups, and with it whatever stands below."""
    for g, group in enumerate(groups):
        last = group[-1].text.strip()
        before = group[-2].text.strip() if len(group) > 1 else (groups[g - 1][-1].text.strip() if g else "")
        if _SIGNATURE.match(last) and _ENDED.search(before):
            below = [line for other in groups[g + 1 :] for line in other]
            if below:
                message = f"lines {below[0].number}-{below[-1].number} stand below the signature"
                remarks.append(Remark(below[0].number, 1, "dropped", "below-signature", message))
            del groups[g + 1 :]
            group.pop()
            if not group:
                groups.pop()
            return last
    return ""


def _examine(paragraph: Paragraph) -> list[Remark]:
    """Report missing and illegal marks, unmarked blocks, and pieces that break off."""
    p = paragraph
    found: list[Remark] = []
    if not p.mark_text:
        message = f"paragraph {p.number} has no portion mark; it stays unmarked, which is not U"
        found.append(Remark(p.first_line, 1, "gap", "unmarked", message))
    elif p.mark is None:
        message = f"({p.mark_text}) is no marking; paragraph {p.number} stays unmarked"
        found.append(Remark(p.first_line, 1, "gap", "mark-unknown", message))
    later = [q for q in p.pieces[1:] if q.kind == "text" and q.text[-1] != ":" and not _CLOSE.match(q.text)]
    if p.mark is not None and later:
        places = ", ".join(
            dict.fromkeys(f"{q.first_line}" + f"-{q.last_line}" * (q.last_line > q.first_line) for q in later)
        )
        message = f"paragraph {p.number} has further blocks without a mark of their own: lines {places}"
        found.append(Remark(later[0].first_line, 1, "note", "block-unmarked", message))
    for piece in p.pieces:
        if not piece.complete:
            words = " ".join(piece.text.split()[-4:])
            message = f'paragraph {p.number} breaks off after "{words}"; a line may be lost'
            found.append(Remark(piece.last_line, 1, "gap", "breaks-off", message))
    return found
