"""Read a cable: page furniture away, header, sections stitched, punctuation put back, paragraphs, blocks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from positions.cables.blocks import find_blocks
from positions.cables.contradictions import find_contradictions
from positions.cables.furniture import Span, cable_span
from positions.cables.header import read_header
from positions.cables.paragraphs import split_paragraphs
from positions.cables.records import Cable, Remark
from positions.cables.repair import repair
from positions.cables.sections import stitch
from positions.cables.untrusted import MAX_BYTES, decode, numbered_lines
from positions.errors import PositionsError

__all__ = ["read_cable", "read_cable_file"]


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
    lines = numbered_lines(text, name)
    span = cable_span(lines, name)
    header, above, header_remarks = read_header(lines[span.start : span.body])
    body, sections, section_remarks = stitch(lines[span.body : span.stop], header)
    fixed, repair_remarks = repair(body)
    paragraphs, headings, signature, paragraph_remarks = split_paragraphs(fixed, above)
    blocks, block_remarks = find_blocks(paragraphs)
    cable = Cable(
        name=name,
        header=header,
        paragraphs=paragraphs,
        headings=headings,
        blocks=blocks,
        sections=sections,
        remarks=(),
        signature=signature,
        lines=tuple(line.text for line in lines),
    )
    remarks = {
        *span.remarks,
        *header_remarks,
        *section_remarks,
        *repair_remarks,
        *paragraph_remarks,
        *block_remarks,
        *_against_the_page(span, cable),
        *find_contradictions(cable, delegations),
    }
    return Cable(name, header, paragraphs, headings, blocks, sections, tuple(sorted(remarks)), signature, cable.lines)


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
