"""Sentences of a piece of text with their place, and the English words that name no subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

from positions.cables.records import Paragraph

__all__ = ["STOPWORDS", "Sentence", "sentences"]

_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+(?=[A-Z0-9\"(\[-])")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Amb|Gen|Art|No|para|paras|etc|vs|i\.e|e\.g))\.$")

STOPWORDS = frozenset(
    """a about above after again against all almost along already also although always am among an and another any
    anything are as at away be became because become been before began being below between both but by came can
    cannot come could did do does doing done down during each either enough especially even ever every except far
    few first for from further gave get give given go goes going gone good got had has have having he her here hers
    him his how however i if in including indeed inside instead into is it its itself just know known last later
    least less like little long made make makes making many may me might more most much must my near need neither
    never new next no none nor not nothing now of off often on once one only onto or other others our ours out over
    own part particular particularly per perhaps put quite rather really said same say says second see seen several
    shall she should since so some something still such take taken than that the their them themselves then there
    therefore these they this those though three through thus to together too toward towards two under unless until
    up upon us use used using very was way we well went were what when where whether which while who whole whom
    whose why will with within without would yet you your""".split()  # noqa: SIM905
)


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
