"""Colours, sizes and letters: one table for every chart.

Classes are told apart three ways: by letter, by colour, and by lightness, which rises from class to class by at least
``SMALLEST_STEP`` (CIE L*), so that a photocopy keeps them. Dark is trouble. Oblique hatching always means *assumed*
and nothing else; upright lines mean *does not object, but not quietly*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "BASE",
    "DARK",
    "FAINT",
    "GRID",
    "HATCH",
    "INK",
    "MATRIX_FILL",
    "MID",
    "PALE",
    "PAPER",
    "RC",
    "SMALL",
    "SMALLEST_STEP",
    "STATES",
    "TITLE",
    "StateStyle",
    "faded",
    "ink_on",
    "lightness",
    "mm",
    "shade",
]

# type sizes in points at A4; nothing is smaller than SMALL
TITLE, BASE, SMALL = 10.0, 8.0, 7.0
SMALLEST_STEP = 8.0  # of L*, between neighbouring classes

INK, DARK, MID, PALE, GRID, FAINT, PAPER = "#111111", "#22303C", "#5D7486", "#B8C7D3", "#D5DBE0", "#F1F4F6", "#FFFFFF"
HATCH = "//////"

MATRIX_FILL: Mapping[str, str] = {
    "B": "#5A0F14",
    "O": "#9C331A",
    "C": "#BA6E25",
    "J": "#DCA942",
    "S": "#C2E0F1",
    "P": "#EFF7FC",
    "·": PAPER,
}


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How one final state is drawn: letter, words, colour, pattern."""

    letter: str
    words: str
    fill: str
    hatch: str = ""


STATES: Mapping[str, StateStyle] = {
    "object": StateStyle("B", "objects to the end", MATRIX_FILL["B"]),
    "dissociate": StateStyle("D", "dissociates itself", MATRIX_FILL["O"], "||||"),
    "join_with_explanation": StateStyle("E", "joins, explains its position", MATRIX_FILL["C"], "||"),
    "join": StateStyle("J", "joins", MATRIX_FILL["J"]),
    "support": StateStyle("S", "supports", MATRIX_FILL["S"]),
}

RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": BASE,
    "text.hinting": "none",
    "text.parse_math": False,
    "text.antialiased": True,
    "axes.unicode_minus": True,
    "hatch.linewidth": 0.5,
    "lines.solid_capstyle": "butt",
    "path.simplify": False,
    "savefig.facecolor": PAPER,
    "savefig.bbox": None,
    "svg.fonttype": "none",
    "svg.hashsalt": "positions",
    "svg.image_inline": True,
}


def mm(value: float) -> float:
    """Millimetres in points.

    >>> round(mm(25.4), 6)
    72.0
    """
    return value * 72.0 / 25.4


def _linear(colour: str) -> tuple[float, float, float]:
    """Return linear red, green, blue of ``#rrggbb`` (IEC 61966-2-1)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def lightness(colour: str) -> float:
    """Return CIE 1976 L* of a colour ``#rrggbb``: 0 black, 100 white.

    >>> round(lightness("#FFFFFF")), round(lightness("#777777"))
    (100, 50)
    """
    r, g, b = _linear(colour)
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return float(116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y)


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on ``colour``.

    >>> ink_on("#5A0F14") == PAPER, ink_on("#C2E0F1") == INK
    (True, True)
    """
    return PAPER if lightness(colour) < 52 else INK


def faded(colour: str, share: float = 0.45) -> str:
    """Return ``colour`` mixed with paper: what is assumed is paler than what was said.

    >>> faded("#000000", 0.5)
    '#808080'
    """
    parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(p + share * (255 - p)):02X}" for p in parts)


def shade(share: float) -> str:
    """Return a grey-blue from paper (0) to dark (1), even in lightness.

    >>> shade(0.0), lightness(shade(0.25)) > lightness(shade(0.75))
    ('#FFFFFF', True)
    """
    at = min(1.0, max(0.0, share))
    ends = [(int(PAPER[n : n + 2], 16), int(DARK[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + at * (b - a)):02X}" for a, b in ends)
