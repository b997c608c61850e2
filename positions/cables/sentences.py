"""Sentences of a piece of text, with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from positions.cables.records import Paragraph

__all__ = ["Sentence", "sentences"]

_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+(?=[A-Z0-9\"(\[-])")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Amb|Gen|Art|No|para|paras|etc|vs|i\.e|e\.g))\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the piece of its paragraph it belongs to, and the source lines it covers."""

    text: str
    piece: int
    start: int
    first_line: int
    last_line: int


def sentences(paragraph: Paragraph) -> tuple[Sentence, ...]:
    """Cut a paragraph into sentences; a sentence never runs across a blank line.

    Full stops in abbreviations such as ``U.S.`` do not end one.
    """
    found: list[Sentence] = []
    for p, piece in enumerate(paragraph.pieces):
        start = 0
        edges = [
            m.end()
            for m in _END.finditer(piece.text)
            if not _ABBREVIATION.search(piece.text, max(0, m.start() - 8), m.start())
        ]
        for end in [*edges, len(piece.text)]:
            text = piece.text[start:end].strip()
            if text:
                found.append(Sentence(text, p, start, piece.line_at(start), piece.line_at(max(start, end - 2))))
            start = end
    return tuple(found)
