"""Read a cable: page furniture away, header, sections stitched, punctuation put back, paragraphs, blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from positions.cables.blocks import find_blocks
from positions.cables.contradictions import find_contradictions
from positions.cables.furniture import Span, banner, cable_span, stitch
from positions.cables.header import read_header
from positions.cables.paragraphs import split_paragraphs
from positions.cables.records import Cable, Paragraph, Remark
from positions.cables.repair import repair
from positions.cables.untrusted import MAX_BYTES, Line, cut_run_on, decode, numbered_lines, page_text
from positions.errors import PositionsError
from positions.markings import WrittenMark, read_mark

__all__ = ["read_cable", "read_cable_file"]

_AUTHORITY = re.compile(r"\bCLASSIFIED BY:?\s*(?P<who>.{3,200})", re.IGNORECASE)


def read_cable(text: str, *, name: str = "cable", delegations: Iterable[str] = ()) -> Cable:
    r"""Read one cable from text.

    Nothing is mended silently: every repaired character, dropped line, gap and contradiction is a remark.

    Parameters
    ----------
    text : str
        The cable, with or without a web page around it.
    name : str
        What remarks and errors call it.
    delegations : iterable of str
        Names to look for when lists of delegations are compared with one another.

    Raises
    ------
    PositionsError
        When the text is too large, holds control characters, or is no cable.

    Examples
    --------
    >>> cable = read_cable("E.O. 13526: N/A\nTAGS: PREL\nSUBJECT: TEST\n\n1. (SBU) Post,s view.\n\n2. None.\n")
    >>> cable.paragraph(1).mark, cable.paragraph(1).text, cable.unmarked
    (<Marking.SBU: 'SBU'>, "Post's view.", (2,))
    """
    text, saved = page_text(text)
    source = numbered_lines(text, name)
    lines = cut_run_on(source)
    span = cable_span(lines, name)
    header, unread, header_remarks = read_header(lines[span.start : span.body])
    above = {line.text.strip() for line in lines[span.start : span.body]}
    body, sections, marks, section_remarks = stitch(lines[span.body : span.stop], header, above)
    fixed, repair_remarks = repair(body)
    told = split_paragraphs(fixed)
    blocks, block_remarks = find_blocks(told.paragraphs)
    below = [(line.number, mark) for line in lines[span.stop :] if (mark := banner(line.text)) is not None]
    if span.box_class:
        below.append((span.box_line, read_mark(span.box_class)))
    cable = Cable(
        name=name,
        header=header if header.classified_by else replace(header, classified_by=_classified_by(told.paragraphs)),
        paragraphs=told.paragraphs,
        headings=told.headings,
        blocks=blocks,
        sections=sections,
        remarks=(),
        signature=told.signature,
        banners=tuple(m.marking for _, m in (*marks, *below) if m.marking is not None),
        lines=tuple(line.text.expandtabs(4).rstrip() for line in source),
    )
    remarks = {
        *span.remarks,
        *header_remarks,
        *section_remarks,
        *repair_remarks,
        *told.remarks,
        *block_remarks,
        *_unplaced(unread),
        *_unknown((*marks, *below)),
        *_stray_marks(cable),
        *_against_the_page(span, cable),
        *find_contradictions(cable, delegations),
    }
    if saved:
        remarks.add(Remark(1, 1, "note", "web-page", "read as a saved web page: lines are counted in its text"))
    return replace(cable, remarks=tuple(sorted(remarks)))


def _classified_by(paragraphs: Iterable[Paragraph]) -> str:
    """Return by whom the text says that it was classified, where the header does not say it."""
    found = (_AUTHORITY.search(piece.text) for p in paragraphs for piece in p.pieces)
    return next((m["who"].strip() for m in found if m is not None), "")


def _unplaced(unread: Sequence[Line]) -> Iterable[Remark]:
    """Report lines of the header that no field could take."""
    for line in unread:
        message = f'line {line.number} stands in the header and is no field of it ("{line.text[:40]}")'
        yield Remark(line.number, 1, "gap", "text-unplaced", message)


def _unknown(marks: Iterable[tuple[int, WrittenMark]]) -> Iterable[Remark]:
    for line, mark in marks:
        if mark.unknown:
            message = f'a banner is not understood ("{" ".join(mark.unknown)}"): the marking of the whole is not known'
            yield Remark(line, 1, "gap", "mark-unknown", message)


# a mark at the beginning of a piece or behind a number, in whatever brackets, or as a bare letter before a sentence
_STRAY = re.compile(
    r"(?:^[\W\d_]*(?:[A-Z]{1,3}[.)]?[\W\d_]*)?|\d{1,3}\s?[.):\]–-]{0,2}\s*)[(\[{（]\s*"
    r"(?P<mark>[A-Z][A-Z/ ,-]{0,40}?)\s*[)\]}）.:]"
    r"|^(?:(?:No|PARA|PARAGRAPH|[A-Z])\.?(?=[\W\d]))?[\W\d_]*(?P<bare>TS|SBU|[SC])[\s:./–-]+(?=[A-Z])"
)


def _stray_marks(cable: Cable) -> Iterable[Remark]:
    """Report what looks like a mark above that of the whole, where no mark was read: the whole is then not known."""
    whole = cable.marking
    texts = [(piece.text, piece.line_at) for p in cable.paragraphs for piece in p.pieces]
    texts += [(heading.text, lambda _, at=heading.line: at) for heading in cable.headings]  # type: ignore[misc]
    for whole_text, line_at in texts:
        for found in _STRAY.finditer(whole_text):
            text = found["mark"] or found["bare"]
            mark = read_mark(text).marking
            if mark is not None and (whole is None or mark > whole):
                line = line_at(found.start())
                message = f'"{text}" looks like a mark above that of the cable, and stands where none is read'
                yield Remark(line, 1, "gap", "mark-unknown", message)


def read_cable_file(path: Path, *, delegations: Iterable[str] = ()) -> Cable:
    """Read a cable from a file; see :func:`read_cable`. A missing or too large file is a PositionsError."""
    try:
        with path.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise PositionsError(f"cannot read {path}: {error.strerror}") from None
    return read_cable(decode(data, str(path)), name=str(path), delegations=delegations)


def _against_the_page(span: Span, cable: Cable) -> list[Remark]:
    """Compare what the page's box says with the cable's own header."""
    found: list[Remark] = []
    if span.box_date and cable.header.sent and not cable.header.sent.startswith(span.box_date):
        message = f"the page dates the cable {span.box_date}, its date-time group says {cable.header.sent[:10]}"
        found.append(Remark(span.box_line, 1, "contradiction", "page-date", message))
    inside = cable.header.classification
    if span.box_class and inside and not span.box_class.startswith(inside):
        message = f"the page calls it {span.box_class}, the class line {inside}"
        found.append(Remark(span.box_line, 1, "contradiction", "page-class", message))
    if "FOR OFFICIAL USE ONLY" in span.box_class and "SENSITIVE" in cable.header.captions:
        message = f"the page calls it {span.box_class}, the header {inside}//SENSITIVE"
        found.append(Remark(span.box_line, 1, "contradiction", "page-class", message))
    return found
