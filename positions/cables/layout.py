"""Lines, tables and edge lists for a text of fixed width: flush left, never wider than allowed.

Nothing here relies on more than letters in a row: a table that does not fit is written as blocks, a coalition graph as
a numbered list of edges with an adjacency block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from positions.cables.blocks import BLOCK_TAG
from positions.errors import PositionsError

__all__ = ["Edge", "adjacency", "edge_list", "harmless", "table", "wrap"]

_PARAGRAPH_LIKE = re.compile(r"^\d{1,3}\.(?!\d)")
_BREAKABLE = re.compile(r"(?<=[/_,;=&?-])(?=[^\s])")
_GLUE = "\x00"
NARROWEST = 16  # a last column narrower than this is not wrapped: the table becomes blocks


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the coalition graph as it is listed: who, to whom, of which kind, how strong, on which issue."""

    source: str
    target: str
    kind: str
    weight: float
    directed: bool = False
    issue: str = ""


def wrap(text: str, width: int, *, indent: str = "", first: str = "") -> list[str]:
    """Break ``text`` into lines of at most ``width`` characters.

    ``first`` stands before the first line, ``indent`` before the others. No line but the first begins like a paragraph
    number, and the two words of a tag such as ``End summary`` stay together. A word that is too long is broken behind
    a stroke, hyphen or comma.

    Raises
    ------
    PositionsError
        When a word cannot be broken and does not fit.

    Examples
    --------
    >>> wrap("Russia and Iran hold on it; see page 12. Pakistan follows.", 38)
    ['Russia and Iran hold on it; see', 'page 12. Pakistan follows.']
    """
    glued = BLOCK_TAG.sub(lambda m: m.group().replace(" ", _GLUE), " ".join(text.split()))
    glued = re.sub(r" (?=\d{1,3}\.(?!\d))", _GLUE, glued)  # a line may not begin with what looks like a number
    room = width - max(len(first), len(indent))
    lines: list[str] = []
    line, start = first, True
    for word, joined in (piece for whole in glued.split(" ") for piece in _pieces(whole, room)):
        space = "" if start or joined else " "
        if not start and len(line) + len(space) + len(word) > width:
            lines.append(line)
            line = indent + word
        else:
            line += space + word
        start = False
    lines.append(line)
    return [made.replace(_GLUE, " ").rstrip() for made in lines]


def _pieces(word: str, width: int) -> list[tuple[str, bool]]:
    """Return a word in pieces that fit; the second value says that a piece follows without a space."""
    if len(word) <= width:
        return [(word, False)]
    pieces: list[tuple[str, bool]] = []
    for part in _BREAKABLE.split(word):
        if len(part) > width:
            shown = part.replace(_GLUE, " ")
            raise PositionsError(
                f'"{shown[:30]}..." has {len(part)} characters in a row; a line of {width} cannot hold it',
                hint="shorten it or put spaces in",
            )
        if pieces and len(pieces[-1][0]) + len(part) <= width:
            pieces[-1] = (pieces[-1][0] + part, pieces[-1][1])
        else:
            pieces.append((part, bool(pieces)))
    return pieces


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> list[str]:
    """Return a table whose first column stands flush left.

    When it is too wide the last column is wrapped; when that leaves it less than ``NARROWEST`` characters, each row
    becomes a block of lines ``header: cell``.

    Examples
    --------
    >>> table(("WHO", "STATE"), [("RUS", "objects"), ("PAK", "follows")], 55)
    ['WHO  STATE', 'RUS  objects', 'PAK  follows']
    """
    body = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    body = [[harmless(row[0]), *row[1:]] if row else row for row in body]  # before widths are taken
    if any(len(row) != len(headers) for row in body):
        raise ValueError("every row has as many cells as there are headers")
    widths = [max(len(row[c]) for row in [list(headers), *body]) for c in range(len(headers))]
    before_last = sum(widths[:-1]) + 2 * (len(widths) - 1)
    if before_last + widths[-1] <= width or width - before_last >= NARROWEST:
        made: list[str] = []
        for row in [list(headers), *body]:
            lead = "".join(cell.ljust(w) + "  " for cell, w in zip(row[:-1], widths[:-1], strict=True))
            made += wrap(row[-1], width, indent=" " * before_last, first=lead) if row[-1] else [lead.rstrip()]
        return made
    made = []
    for n, row in enumerate(body):
        if n:
            made.append("")
        made += wrap(row[0] or "-", width)
        for header, cell in zip(headers[1:], row[1:], strict=True):
            if cell:
                made += wrap(f"{header}: {cell}", width, indent="  ", first="  ")
    return made


def harmless(line: str) -> str:
    """Return a line that does not begin like a paragraph.

    >>> harmless("12. Committee")
    'No. 12. Committee'
    """
    return f"No. {line}" if _PARAGRAPH_LIKE.match(line) else line


def edge_list(edges: Sequence[Edge], width: int) -> list[str]:
    """Return the edges numbered ``E01``, ``E02`` ..., one a line; ``->`` is directed, ``--`` is not.

    >>> edge_list([Edge("PAK", "RUS", "follows", 0.3, directed=True), Edge("RUS", "IRN", "both block", 0.971)], 55)
    ['E01 PAK -> RUS  follows     0.30', 'E02 RUS -- IRN  both block  0.97']
    """
    digits = max(2, len(str(len(edges))))
    names = [f"E{n:0{digits}d} {e.source} {'->' if e.directed else '--'} {e.target}" for n, e in enumerate(edges, 1)]
    longest = max((len(name) for name in names), default=0)
    kinds = max((len(e.kind) for e in edges), default=0)
    issues = any(e.issue for e in edges)
    lines: list[str] = []
    for name, e in zip(names, edges, strict=True):
        text = f"{name.ljust(longest)}  {e.kind.ljust(kinds)}  {e.weight:.2f}"
        if issues and e.issue:
            text += f"  {e.issue}"
        lines += [text.rstrip()] if len(text.rstrip()) <= width else wrap(text, width, indent=" " * (digits + 2))
    return lines


def adjacency(edges: Sequence[Edge], width: int) -> list[str]:
    """Return for each node its neighbours by kind of edge; a directed edge only from its source.

    >>> adjacency([Edge("PAK", "RUS", "follows", 0.3, directed=True), Edge("RUS", "IRN", "both block", 0.97)], 55)
    ['IRN: both block RUS 0.97', 'PAK: follows RUS 0.30', 'RUS: both block IRN 0.97']
    """
    near: dict[str, dict[str, dict[str, float]]] = {}
    for e in edges:
        pairs = [(e.source, e.target)] if e.directed else [(e.source, e.target), (e.target, e.source)]
        for a, b in pairs:
            found = near.setdefault(a, {}).setdefault(e.kind, {})
            found[b] = max(found.get(b, e.weight), e.weight)
    lines: list[str] = []
    for node in sorted(near):
        kinds = [
            f"{kind} " + ", ".join(f"{other} {weight:.2f}" for other, weight in sorted(near[node][kind].items()))
            for kind in sorted(near[node])
        ]
        lines += wrap(f"{node}: {'; '.join(kinds)}", width, indent="  ")
    return lines
