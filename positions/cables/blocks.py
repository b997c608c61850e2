"""What stands between BEGIN and END: texts, talking points, non-papers, notes, comments, summaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from positions.cables.records import Block, Paragraph, Remark

__all__ = ["BLOCK_TAG", "find_blocks"]

_KINDS = {
    "text": "text",
    "quote": "text",
    "talking point": "talking points",
    "talking points": "talking points",
    "points": "talking points",
    "action plan": "action plan",
    "nonpaper": "action plan",
    "note": "note",
    "comment": "comment",
    "summary": "summary",
    "action request": "action request",
}
_NAMES = r"text|quote|talking points?|points|action plan|non-?paper|note|comment|summary|action request"
MAX_TAGS = 200  # the two real cables have five and six
BLOCK_TAG = re.compile(
    rf"(?P<edge>\bbegin|\bend)(?: of)? (?P<name>{_NAMES})\b[:.]?"
    # "(Note. ...": an opening without BEGIN, at the start of a sentence
    rf"|(?:^|(?<=[(.\]]\s)|(?<=[(\[])|(?<=\) ))(?P<short>note|comment|summary)\s?[.:](?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Tag:
    opens: bool
    name: str
    kind: str
    paragraph: int  # index
    piece: int
    start: int
    end: int
    line: int


def find_blocks(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Pair the tags. A missing tag is tolerated and reported; the block then ends at the paragraph's edge.

    An action plan that closes as a non-paper is one block: both names stand for what is left with the other side.
    """
    tags = [tag for i, p in enumerate(paragraphs) for tag in _tags(i, p)]
    blocks: list[Block] = []
    remarks: list[Remark] = []
    if len(tags) > MAX_TAGS:
        message = f"{len(tags):,} BEGIN and END words; only the first {MAX_TAGS} were paired"
        remarks.append(Remark(tags[MAX_TAGS].line, 1, "note", "many-blocks", message))
        del tags[MAX_TAGS:]
    open_tags: list[_Tag] = []
    for tag in tags:
        if tag.opens:
            open_tags.append(tag)
            continue
        match = next((t for t in reversed(open_tags) if t.kind == tag.kind), None)
        if match is None:
            number = paragraphs[tag.paragraph].number
            message = f'"End {tag.name}" in paragraph {number} closes what no words open; read from its first word'
            remarks.append(Remark(tag.line, 1, "gap", "block-not-opened", message))
            blocks.append(_block(paragraphs, None, tag))
            continue
        open_tags.remove(match)
        if match.name != tag.name:
            message = f'opened as "{match.name}" (line {match.line}), closed as "{tag.name}"'
            remarks.append(Remark(tag.line, 1, "contradiction", "block-name", message))
        blocks.append(_block(paragraphs, match, tag))
    for tag in open_tags:
        number = paragraphs[tag.paragraph].number
        message = f'"{tag.name}" opens in paragraph {number} and is never closed; read to the end of the paragraph'
        remarks.append(Remark(tag.line, 1, "gap", "block-not-closed", message))
        blocks.append(_block(paragraphs, tag, None))
    return tuple(sorted(blocks, key=lambda b: (b.first_line, b.last_line))), tuple(remarks)


def _tags(index: int, paragraph: Paragraph) -> list[_Tag]:
    found: list[_Tag] = []
    for p, piece in enumerate(paragraph.pieces):
        for m in BLOCK_TAG.finditer(piece.text):
            name = " ".join((m["name"] or m["short"]).lower().split())
            kind = _KINDS[name.replace("-", "") if name.startswith("non") else name]
            opens = m["edge"] is None or m["edge"].lower() == "begin"
            found.append(_Tag(opens, name, kind, index, p, m.start(), m.end(), piece.line_at(m.start())))
    return found


def _block(paragraphs: Sequence[Paragraph], opening: _Tag | None, closing: _Tag | None) -> Block:
    """Cut the text between two tags; a missing one is the edge of the other's paragraph."""
    one = opening or closing
    assert one is not None  # noqa: S101 - the callers give at least one
    first = (opening.paragraph, opening.piece, opening.end) if opening else (one.paragraph, 0, 0)
    if closing:
        last = (closing.paragraph, closing.piece, closing.start)
    else:
        pieces = paragraphs[one.paragraph].pieces
        last = (one.paragraph, len(pieces) - 1, len(pieces[-1].text))
    texts: list[str] = []
    lines: list[int] = []
    for i in range(first[0], last[0] + 1):
        for p, piece in enumerate(paragraphs[i].pieces):
            if (i, p) < first[:2] or (i, p) > last[:2]:
                continue
            start = first[2] if (i, p) == first[:2] else 0
            end = last[2] if (i, p) == last[:2] else len(piece.text)
            texts.append(piece.text[start:end].strip(" ()[]"))
            lines.extend((piece.first_line, piece.last_line))
    return Block(
        kind=one.kind,
        text="\n".join(t for t in texts if t),
        paragraphs=tuple(paragraphs[i].number for i in range(first[0], last[0] + 1)),
        first_line=min(lines),
        last_line=max(lines),
        opened=opening.line if opening else 0,
        closed=closing.line if closing else 0,
    )
