"""The body: numbered paragraphs with their marks, pieces, headings and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from positions.cables.numbering import Start, ends_in_mark, find_starts, portion_marks
from positions.cables.records import Heading, Paragraph, Piece, Remark
from positions.cables.untrusted import Line
from positions.markings import Marking, highest, is_mark_like, read_mark

__all__ = ["SIGNATURE", "Body", "split_paragraphs"]

_BULLET = re.compile(r"^\s*(?:--|-\s|\*\s|•)")
_RULE = re.compile(r"^[\s\-_=*]{3,}$")
SIGNATURE = re.compile(r"^[A-Z][A-Z'-]{2,24}(?: [A-Z][A-Z'-]{1,24}){0,2}$")
_OPEN = re.compile(r"\bbegin (?:text|talking points|non-?paper|action plan|quote)\b", re.IGNORECASE)
_CLOSE = re.compile(r"\bend (?:of )?(?:text|talking points|non-?paper|action plan|quote)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;\"')\]]$")
_SMALL_WORDS = frozenset("a an and as at but by for from in into nor of on or over the their to up upon with".split())  # noqa: SIM905
_ENTIRE = re.compile(r"\b(?:ENTIRE|WHOLE) (?:TEXT|MESSAGE|CABLE|TELEGRAM)\b(?! OF\b)", re.IGNORECASE)
_STATED = re.compile(
    r"\b(?:this|the entire) (?:message|cable|telegram|document|report)\b.{0,60}?\b(?:is|contains|as)\b", re.IGNORECASE
)
_FILLING = re.compile(
    r"\b(?:entire|whole|text|message|cable|telegram|document|report|this|the|is|classified|marked|treated|treat|be|as"
    r"|please|protect|accordingly|not|for|internet|public|distribution|contains|information|of|and|should|in|its|entirety"
    r"|handle|by)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a cable: paragraphs, headings, signature, and what was noticed."""

    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    signature: str
    remarks: tuple[Remark, ...]


def split_paragraphs(lines: Sequence[Line]) -> Body:
    """Split the text below the header at its numbered paragraphs.

    Text above the first number is its heading, or else paragraph 0. Where nothing is numbered, passages that blank
    lines part are counted. Nothing is left out.
    """
    remarks: list[Remark] = []
    starts = _starts(lines, remarks)
    if not starts:
        return _unnumbered(lines, remarks)
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    signature = ""
    before = _groups(lines[: starts[0][0]])
    heading = _heading(before[-1]) if before else None
    if heading is not None:
        before.pop()
    if before:
        paragraphs.append(_paragraph(0, (), before, before[0][0].number, ""))
        message = "text above the first number is kept as paragraph 0"
        remarks.append(Remark(before[0][0].number, 1, "note", "above-first-number", message))
    for (at, found), end in zip(starts, [i for i, _ in starts[1:]] + [len(lines)], strict=True):
        if heading is not None:
            headings.append(Heading(heading.text, heading.number, found.number))
        own = [Line(lines[at].number, lines[at].text[found.end :].strip()), *lines[at + 1 : end]]
        if found.marks and len(" ".join(found.marks)) > len(lines[at].text):  # the mark runs over the line's end
            own = [Line(lines[at].number, ""), *own[1:]]
        groups = _groups(own)
        title = heading.text if heading else ""
        heading = None
        if end < len(lines):
            if len(groups) > 1 and (heading := _heading(groups[-1])) is not None:
                groups.pop()
        else:
            signature = _signature(groups, remarks)
        paragraphs.append(_paragraph(found.number, found.marks, groups, lines[at].number, title))
    return _finished(paragraphs, headings, signature, remarks)


def _finished(paragraphs: list[Paragraph], headings: list[Heading], signature: str, remarks: list[Remark]) -> Body:
    """Apply a mark of the entire text, and report what each paragraph lacks."""
    paragraphs = _entire_text(paragraphs, remarks)
    for paragraph in paragraphs:
        remarks.extend(_examine(paragraph))
    return Body(tuple(paragraphs), tuple(headings), signature, tuple(remarks))


def _paragraph(
    number: int, marks: tuple[str, ...], groups: Sequence[Sequence[Line]], first: int, title: str
) -> Paragraph:
    """Put a paragraph together; marks of its own blocks raise it, and one that is not understood leaves it open."""
    pieces = _pieces(groups)
    written = list(marks)
    for piece in pieces:
        written += portion_marks(re.sub(r"^(?:--?|\*|•|o)\s*", "", piece.text))[0]
        written += [last] if (last := ends_in_mark(piece.text)) else []
    levels = [read_mark(text).marking for text in written]
    known = [level for level in levels if level is not None]
    mark = highest(known) if known and len(known) == len(levels) else None
    last_line = pieces[-1].last_line if pieces else first
    return Paragraph(number, mark, ", ".join(dict.fromkeys(written)), pieces, first, last_line, title)


def _entire_text(paragraphs: list[Paragraph], remarks: list[Remark]) -> list[Paragraph]:
    """Mark every paragraph as one of them says: ``CONFIDENTIAL - ENTIRE TEXT``. What is higher stays higher."""
    for p in paragraphs:
        if p.mark_text and "ENTIRETEXT" in read_mark(p.mark_text).forms:
            told, shown = read_mark(p.mark_text), p.mark_text
        elif (sentence := _statement(p)) is not None:
            shown = sentence
            told = read_mark(f"{p.mark_text} {_FILLING.sub(' ', sentence)}")
        else:
            continue
        level = told.marking
        if level is None:
            message = f'paragraph {p.number} marks the entire text and is not understood ("{shown[:60]}")'
            remarks.append(Remark(p.first_line, 1, "gap", "mark-unknown", message))
            return paragraphs
        if level is Marking.U and not _ENTIRE.search(shown):
            continue
        message = f'by paragraph {p.number}: entire text {level.portion} ("{shown[:60]}")'
        remarks.append(Remark(p.first_line, 1, "note", "entire-text", message))
        return [
            replace(q, mark=level if q.mark is None or q.mark < level else q.mark)
            if q.mark is not None or not q.mark_text
            else q
            for q in paragraphs
        ]
    return paragraphs


def _statement(paragraph: Paragraph) -> str | None:
    """Return the sentence by which a paragraph marks all the text, or None."""
    for piece in paragraph.pieces[:3]:
        for sentence in re.split(r"(?<=[.!;])\s+", piece.text)[:3]:
            own = sentence.rstrip(" .")
            named = [w for w in re.findall(r"[A-Za-z]+", own) if w.lower() not in ("a", "i")]
            if _ENTIRE.search(own) and len(named) <= 12 and (is_mark_like(own) or own.isupper()):
                return own
            if own.lower() == "sensitive but unclassified" or (
                _STATED.search(own) and is_mark_like(own) and len(named) < 16
            ):
                return own
    return None


def _unnumbered(lines: Sequence[Line], remarks: list[Remark]) -> Body:
    """Read a text without numbers: a lone paragraph has none (5 FAH-1 H-246.2); of several the passages are counted."""
    groups = _groups(lines)
    signature = _signature(groups, remarks)
    if not groups:
        return Body((), (), signature, (*remarks, Remark(0, 0, "gap", "no-text", "no text below the header")))
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    passages: list[list[list[Line]]] = []
    for group in groups:
        if passages and _BULLET.match(group[0].text):
            passages[-1].append(group)
        else:
            passages.append([group])
    title = ""
    for passage in passages:
        heading = _heading(passage[0]) if len(passage) == 1 and passage is not passages[-1] else None
        if heading is not None:
            title = heading.text
            headings.append(Heading(title, heading.number, len(paragraphs) + 1))
            continue
        paragraphs.append(_paragraph(len(paragraphs) + 1, (), passage, passage[0][0].number, title))
        title = ""
    n = len(paragraphs)
    message = f"the text is not numbered; {f'{n} passages are counted' if n > 1 else 'read as one paragraph'}"
    remarks.append(Remark(paragraphs[0].first_line, 1, "note", "not-numbered", message))
    return _finished(paragraphs, headings, signature, remarks)


def _starts(lines: Sequence[Line], remarks: list[Remark]) -> list[tuple[int, Start]]:
    """Find where numbered paragraphs begin; a number inside quoted text does not begin one."""
    may_begin = find_starts(lines)
    starts: list[tuple[int, Start]] = []
    expected, quoted = 1, False
    for i, line in enumerate(lines):
        found = may_begin.get(i)
        if found is not None and _begins(found, expected, i, lines, quoted=quoted):
            if found.number > expected:
                missing = f"{expected}" if found.number == expected + 1 else f"{expected}-{found.number - 1}"
                message = f"paragraph {missing} is missing before paragraph {found.number}"
                remarks.append(Remark(line.number, 1, "gap", "paragraph-missing", message))
            elif found.number < expected:
                message = f"paragraph {found.number} follows paragraph {expected - 1}"
                remarks.append(Remark(line.number, 1, "contradiction", "paragraph-order", message))
            starts.append((i, found))
            expected, quoted = found.number + 1, False
        if _OPEN.search(line.text):
            quoted = True
        if _CLOSE.search(line.text):
            quoted = False
    return starts


def _begins(found: Start, expected: int, i: int, lines: Sequence[Line], *, quoted: bool) -> bool:
    if not found.style and not found.signed and i and lines[i - 1].text.strip():
        return False  # "as in para" / "6 (U), ..."
    marked = bool(found.marks) or found.signed
    before = lines[i - 1].text.strip() if i else ""
    apart = not before or _ENDED.search(before) is not None or _RULE.match(before) is not None
    apart = apart or (before.isupper() and _heading([lines[i - 1]]) is not None and expected == 1)
    if found.number == expected:
        return marked or (apart and not (quoted and found.number == 1))
    if found.number < expected:
        return marked and not before and not quoted
    return marked or (not before and not quoted and found.number <= expected + 20)


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
        runs_on = re.search(r"[A-Za-z]-$", text[-2:]) is not None and (part[:1].islower() or text.isupper())
        if text and not runs_on:
            text += " "
        offsets.append((len(text), line.number))
        text += part
    return text, tuple(offsets)


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
        if SIGNATURE.match(last) and _ENDED.search(before):
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
    if not p.mark_text and p.mark is None:
        message = f"paragraph {p.number} has no portion mark; it stays unmarked, which is not U"
        found.append(Remark(p.first_line, 1, "gap", "unmarked", message))
    elif p.mark is None:
        message = f"({p.mark_text}) is no marking; paragraph {p.number} stays unmarked, the whole unknown"
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
