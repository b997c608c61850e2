"""Which font a text is set in, on charts and in the PDF.

The face is the DejaVu Sans that comes with matplotlib, never one of the machine: the same input then gives the same
bytes anywhere. It knows Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian and Armenian letters. Only where a text has
letters that it lacks (Chinese, Thai, Devanagari) is a font of the machine looked for that has them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

__all__ = ["FACE", "font_file", "font_folder", "font_for", "lacking", "not_printable"]

FACE = "DejaVu Sans"


def font_folder() -> Path:
    """Return the folder of the fonts that come with matplotlib."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def font_file(bold: bool = False) -> Path:
    """Return the file of the face."""
    return font_folder() / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@lru_cache(maxsize=64)
def _letters(file: str) -> frozenset[int]:
    """Return the code points that a font has; none for a file that cannot be read."""
    from matplotlib.font_manager import get_font

    try:
        return frozenset(get_font(file).get_charmap())
    except (OSError, RuntimeError, UnicodeDecodeError):
        return frozenset()


@lru_cache(maxsize=1)
def _own_letters() -> frozenset[int]:
    return _letters(str(font_file())) & _letters(str(font_file(bold=True)))


@lru_cache(maxsize=20000)
def lacking(text: str) -> frozenset[str]:
    r"""Return the letters of a text that the face lacks; controls and invisible signs are no letters.

    >>> lacking("Côte d’Ivoire, مصر\a"), sorted(lacking("日本 (JPN)"))
    (frozenset(), ['日', '本'])
    """
    if text.isascii():
        return frozenset()
    own = _own_letters()
    return frozenset(c for c in text if ord(c) not in own and unicodedata.category(c) not in ("Cc", "Cf"))


@lru_cache(maxsize=200)
def font_for(letters: frozenset[str]) -> tuple[str, Path] | None:
    """Return family and file of an installed font that has all these letters, the first by its path; None if none."""
    from matplotlib.font_manager import fontManager

    wanted = {ord(c) for c in letters}
    real = (e for e in fontManager.ttflist if "lastresort" not in str(e.fname).lower())  # it has boxes for letters
    for entry in sorted(real, key=lambda e: (e.style != "normal", e.weight != 400, str(e.fname))):
        if wanted <= _letters(str(entry.fname)):
            return entry.name, Path(entry.fname)
    return None


def not_printable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts with letters that no font at hand has, in their order, each once."""
    return tuple(dict.fromkeys(t for t in texts if (gaps := lacking(t)) and font_for(gaps) is None))
