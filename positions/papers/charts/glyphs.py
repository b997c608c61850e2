"""Widths and pictures of words in the one font of the charts, each worked out once.

matplotlib shapes every line of text anew whenever it is measured and whenever it is drawn, which is most of the time
a chart takes. Plain writing (Latin, Greek, Cyrillic, signs) needs no shaping: advances and kerning say where letters
stand, and a word looks the same each time. Text with other letters is left to matplotlib.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.ft2font import FT2Font, GlyphIndexType

__all__ = ["EM", "Extent", "WordImage", "extent", "is_plain", "word_image", "word_places"]

EM = 2048  # font units to the type size, in DejaVu
FINER = 4
LEVELS = 15  # tones between paper and ink at the edge of a letter: enough for print, and small files
_PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff]*"
)

_JOINED = re.compile("ffi|ffl|ff|fi|fl")
_AS_ONE = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of one line in font units: how far writing advances, its lowest and its highest ink.

    ``bottom`` is negative below the base line.
    """

    width: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True, eq=False)
class WordImage:
    """How much of each pixel a word covers, 0 to 255 in ``LEVELS`` steps (rows × columns).

    ``left`` is the first column, counted from where the word begins; ``below`` the rows under the base line.
    ``upright`` is the same, to be read from below.
    """

    ink: np.ndarray
    upright: np.ndarray
    left: int
    below: int


def is_plain(text: str) -> bool:
    """Return whether ``text`` is one line that can be set letter by letter.

    >>> is_plain("Côte d’Ivoire"), is_plain("e\\u0301"), is_plain("مصر")
    (True, False, False)
    """
    return _PLAIN.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class _Letter:
    number: GlyphIndexType  # in the font
    advance: float
    bottom: float
    top: float


class _Letters:
    """What the font says about letters, asked once: the size of each, the kerning of each pair."""

    def __init__(self, bold: bool) -> None:
        from matplotlib.ft2font import Kerning, LoadFlags

        self._font = _open_font(bold)
        self._font.set_size(EM, 72.0)  # a pixel is a font unit
        self._flags, self._unscaled = LoadFlags.NO_HINTING, Kerning.UNSCALED
        self._letters: dict[str, _Letter] = {}
        self._pairs: dict[tuple[str, str], float] = {}

    def letter(self, char: str) -> _Letter:
        """Return the size of a letter."""
        known = self._letters.get(char)
        if known is None:
            glyph = self._font.load_char(ord(char), flags=self._flags)
            _, bottom, _, top = glyph.bbox
            number = self._font.get_char_index(ord(char))
            known = self._letters[char] = _Letter(number, glyph.linearHoriAdvance / 65536, bottom / 64, top / 64)
        return known

    def kerning(self, before: str, after: str) -> float:
        """Return how much farther (or nearer, negative) than usual ``after`` stands from ``before``."""
        known = self._pairs.get((before, after))
        if known is None:
            pair = self.letter(before).number, self.letter(after).number
            known = self._pairs[before, after] = float(self._font.get_kerning(*pair, self._unscaled))
        return known


@lru_cache(maxsize=2)
def _letters(bold: bool) -> _Letters:
    return _Letters(bold)


def _open_font(bold: bool) -> FT2Font:
    """Return matplotlib's own DejaVu Sans, for us alone: sizes set here change nothing elsewhere.

    It is read whole: two processes that were forked from one would share the place at which an open file is read.
    """
    from io import BytesIO
    from pathlib import Path

    import matplotlib
    from matplotlib.ft2font import FT2Font

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FT2Font(BytesIO((Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name).read_bytes()))


def _joined(text: str) -> str:
    """Return ``text`` with the letters that the font draws as one written as one."""
    return _JOINED.sub(lambda found: _AS_ONE[found.group()], text)


@lru_cache(maxsize=20000)
def extent(text: str, bold: bool) -> Extent:
    """Return the size of a plain line; see :func:`is_plain`."""
    table = _letters(bold)
    at, before = 0.0, ""
    bottom, top = float("inf"), float("-inf")
    for char in _joined(text):
        if before:
            at += table.kerning(before, char)
        letter = table.letter(char)
        bottom, top = min(bottom, letter.bottom), max(top, letter.top)
        at, before = at + letter.advance, char
    return Extent(at, bottom, top) if text else Extent(0.0, 0.0, 0.0)


@lru_cache(maxsize=20000)
def word_places(text: str, bold: bool) -> tuple[tuple[str, float], ...]:
    """Return the words of a plain line and where each begins, in font units (a space has no kerning)."""
    table = _letters(bold)
    made, at, word, start, before = [], 0.0, "", 0.0, ""
    for char in _joined(text):
        if before:
            at += table.kerning(before, char)
        if char in " \u00a0":
            if word:
                made.append((word, start))
            word = ""
        else:
            start = start if word else at
            word += char
        at, before = at + table.letter(char).advance, char
    return (*made, (word, start)) if word else tuple(made)


@lru_cache(maxsize=2)
def _pen(bold: bool) -> FT2Font:
    return _open_font(bold)


@lru_cache(maxsize=5000)
def word_image(word: str, bold: bool, size: float, dpi: float) -> WordImage:
    """Return a word as it is printed at ``size`` points and ``dpi`` dots an inch, unhinted.

    It is drawn ``FINER`` times as large, where letters stand on whole dots, and averaged: so they stand on quarters.
    """
    import numpy as np
    from matplotlib.ft2font import LoadFlags

    pen = _pen(bold)
    pen.set_size(size, dpi * FINER)
    pen.set_text(word, 0.0, flags=LoadFlags.NO_HINTING)
    pen.draw_glyphs_to_bitmap(antialiased=True)
    drawn = np.asarray(pen.get_image())
    before = pen.get_bitmap_offset()[0] // 64  # dots from where the word begins to its first ink
    above = (pen.get_width_height()[1] - pen.get_descent()) // 64 + 1  # rows above the base line
    rows, columns = drawn.shape
    left, up = before // FINER, -(-above // FINER)
    right, down = -(-(before + columns) // FINER), -((above - rows) // FINER)
    room = np.zeros(((up + down) * FINER, (right - left) * FINER), np.uint16)
    row, column = up * FINER - above, before - left * FINER
    room[row : row + rows, column : column + columns] = drawn
    sums = room.reshape(up + down, FINER, right - left, FINER).sum(axis=(1, 3), dtype=np.uint32)
    full = 255 * FINER * FINER
    ink = ((sums * LEVELS + full // 2) // full * (255 // LEVELS)).astype(np.uint8)
    return WordImage(ink, np.ascontiguousarray(np.rot90(ink)), left, down)
