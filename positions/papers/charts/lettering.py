"""Measuring, wrapping and placing words, in points, before anything is drawn.

Every text is set in the DejaVu Sans that comes with matplotlib, never in a font of the machine, so that the same
inputs give the same picture anywhere. Characters it does not have are decomposed where Unicode knows how, else shown
as an empty box; the three-letter codes beside names then carry the meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["LEADING", "clean", "cut", "font", "spread", "text_height", "text_width", "wrap"]

LEADING = 1.25  # distance of two baselines, in type sizes
BOX = "▯"


@lru_cache(maxsize=64)
def font(size: float, bold: bool = False) -> FontProperties:
    """Return matplotlib's own DejaVu Sans at ``size`` points."""
    from pathlib import Path

    import matplotlib
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, size=size)


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    both = [set(get_font(str(font(8.0, bold).get_file())).get_charmap()) for bold in (False, True)]
    return frozenset(both[0] & both[1])


def clean(text: str) -> str:
    """Return ``text`` as it can be drawn: no control characters, only letters that the font has.

    >>> clean("Øst\\x07erø"), clean("日本 (JPN)")
    ('Østerø', '▯▯ (JPN)')
    """
    known = _drawable()
    made = []
    for char in text.replace("\t", " "):
        if char == "\n" or ord(char) in known:
            made.append(char)
        elif unicodedata.category(char) not in ("Cc", "Cf"):
            parts = [c for c in unicodedata.normalize("NFKD", char) if ord(c) in known]
            made.append("".join(parts) or BOX)
    return "".join(made)


@lru_cache(maxsize=20000)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text in points."""
    from positions.papers.charts.glyphs import EM, extent, is_plain

    if is_plain(text):
        return extent(text, bold).width * size / EM
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, font(size, bold), False)
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
