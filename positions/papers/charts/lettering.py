"""Measuring, wrapping and placing words, in points, before anything is drawn.

matplotlib measures and shapes every text, in a font of :mod:`positions.papers.fonts`. A letter that no font at hand
has is shown as an empty box; ``positions brief`` says which names these are, and codes beside names carry the meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from positions.papers.fonts import FACE, font_file, font_for, lacking

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["LEADING", "clean", "cut", "font", "pieces", "spread", "text_height", "text_width", "wrap"]

LEADING = 1.25  # distance of two baselines, in type sizes
BOX = "▯"


def font(size: float, bold: bool = False, text: str = "") -> FontProperties:
    """Return the font of a text at ``size`` points: the face, or an installed font that has what the face lacks."""
    family, file = (lacking(text) and font_for(frozenset(text) - {"\n"})) or (FACE, font_file(bold))
    return _font(family, str(file), size)


@lru_cache(maxsize=64)
def _font(family: str, file: str, size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=[family, "Verdana"], fname=file, size=size)  # of like widths, where an SVG is shown


@lru_cache(maxsize=20000)
def clean(text: str) -> str:
    """Return ``text`` as it can be drawn: no control characters, only letters that one font at hand has.

    >>> clean("Øst\\x07erø"), clean("\U0010fffd (JPN)")
    ('Østerø', '▯ (JPN)')
    """
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(" " if c == "\t" else c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    gaps = lacking(plain)
    if not gaps or font_for(frozenset(plain) - {"\n"}):
        return plain
    parts = (c if c not in gaps else unicodedata.normalize("NFKD", c) for c in plain)
    return "".join("".join(c for c in part if not lacking(c)) or BOX for part in parts)


def pieces(line: str) -> list[str]:
    """Return what is measured and drawn as one: words and spaces; a line that runs from the right as a whole.

    >>> pieces("No text")
    ['No', ' ', 'text']
    """
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in line if not c.isascii()):
        return [line]
    return [piece for piece in re.split("( )", line) if piece]


def text_width(line: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text in points."""
    return sum(_width(piece, bold) for piece in pieces(line)) * size


@lru_cache(maxsize=20000)
def _width(piece: str, bold: bool) -> float:
    """Return the width of a word in units of the type size."""
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(piece, font(1.0, bold, piece), False)
    return float(width)


def text_height(lines: int, size: float) -> float:
    """Return the height of ``lines`` lines in points.

    >>> text_height(0, 8.0), text_height(2, 10.0)
    (0.0, 25.0)
    """
    return lines * size * LEADING


def cut(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return ``text``, ended by an ellipsis where it is wider than ``width`` points.

    >>> cut("Non-punishment of victims", 8.0, 60.0)
    'Non-punish…'
    """
    if text_width(text, size, bold) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        shorter = text[:end].rstrip(" ,;:-") + "…"
        if text_width(shorter, size, bold) <= width:
            return shorter
    return "…"


def wrap(text: str, size: float, width: float, *, most: int | None = None, bold: bool = False) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``width`` points; at most ``most`` lines, the last one cut if need be.

    A single word that is too wide is cut through, never left to stick out. No-break spaces hold words together.

    >>> wrap("Care for victims who do not cooperate", 8.0, 80.0)
    ('Care for victims', 'who do not', 'cooperate')
    """
    lines: list[str] = []
    words = [word for word in re.split(r"[ \n]+", clean(text)) if word]
    while words:
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size, bold) <= width:
            taken += 1
        line = " ".join(words[:taken])
        words = words[taken:]
        if text_width(line, size, bold) > width:
            head = _head(line, size, width, bold)
            words.insert(0, line[len(head) :])
            line = head
        lines.append(line)
    if most is not None and len(lines) > most:
        last = " ".join(lines[most - 1 :])
        lines = [*lines[: most - 1], cut(last, size, width, bold=bold)]
    return tuple(lines)


def _head(word: str, size: float, width: float, bold: bool) -> str:
    """Return as much of a word as fits, at least one letter; after a hyphen where there is one."""
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, bold) <= width:
        end += 1
    hyphen = word.rfind("-", 0, end)
    return word[: hyphen + 1] if 0 < hyphen < len(word) - 1 else word[:end]


def spread(
    centres: Sequence[float], widths: Sequence[float], low: float, high: float, *, gap: float = 4.0
) -> list[float]:
    """Return centres for labels of ``widths`` that do not overlap, moved as little as possible (least squares).

    Pool-adjacent-violators (Ayer et al. 1955) on the left edges less the space that the labels before need. Labels
    keep the order of their wished centres. The widths and gaps have to fit between ``low`` and ``high``.

    >>> spread([10, 12, 80], [20, 20, 20], 0, 100, gap=2)
    [10.0, 32.0, 80.0]
    """
    order = sorted(range(len(centres)), key=lambda n: (centres[n], n))
    before, total = [], 0.0
    for n in order:
        before.append(total)
        total += widths[n] + gap
    total -= gap
    pools: list[tuple[float, int]] = []  # (mean, how many)
    for n, space in zip(order, before, strict=True):
        mean, count = centres[n] - widths[n] / 2 - space, 1
        while pools and pools[-1][0] > mean:
            last, many = pools.pop()
            mean, count = (last * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    free = [min(max(mean, low), max(low, high - total)) for mean, count in pools for _ in range(count)]
    made = [0.0] * len(centres)
    for n, edge, space in zip(order, free, before, strict=True):
        made[n] = edge + space + widths[n] / 2
    return made
