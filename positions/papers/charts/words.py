"""A text on a chart whose words are drawn as outlines, each worked out once.

matplotlib lays out and rasters every letter of every text anew, which would be half of the time a chart takes. It is
asked for the outline of a word once; a text puts the outlines of its words side by side. In SVG a text stays a text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from positions.papers.charts.lettering import LEADING, font, pieces, text_width

__all__ = ["Words"]

MIDDLE = 0.26  # of the height of letters above and below the base line: how far it is under the middle of a line
SHARE = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}


@lru_cache(maxsize=20000)
def _outline(piece: str, bold: bool) -> TextPath:
    return TextPath((0.0, 0.0), piece, size=1.0, prop=font(1.0, bold, piece))


class Words(Text):
    """One or more lines, level or turned by a right angle; ``bold`` says what the font is."""

    def __init__(self, *args: Any, bold: bool = False, **how: Any) -> None:
        super().__init__(*args, **how)
        self.bold = bold

    def draw(self, renderer: Any) -> None:
        """Draw it from outlines where the chart becomes a picture of dots."""
        if not isinstance(renderer, RendererAgg):
            super().draw(renderer)
            return
        lines, size = self.get_text().split("\n"), float(self.get_fontsize())
        step, widths = size * LEADING, [text_width(line, size, self.bold) for line in lines]
        wide, high = max(widths), step * len(lines)
        across, up = SHARE[self.get_horizontalalignment()], SHARE.get(self.get_verticalalignment(), 0.0)
        parts, codes = [np.empty((0, 2))], [np.empty(0, np.uint8)]
        for n, (line, width) in enumerate(zip(lines, widths, strict=True)):
            x, y = (wide - width) * across, high - step * (n + 0.5) - MIDDLE * size
            for piece in pieces(line):
                if piece.strip():
                    path = _outline(piece, self.bold)
                    parts.append(path.vertices * size + (x, y))
                    codes.append(path.codes)
                x += text_width(piece, size, self.bold)
        place = Affine2D()
        if self.get_rotation():
            place.rotate_deg(90.0).translate(high, 0.0)
            wide, high = high, wide
        base = step / 2 - MIDDLE * size if self.get_verticalalignment() == "baseline" else high * up
        place.translate(-wide * across, -base).scale(renderer.dpi / 72.0)
        place.translate(*self.get_transform().transform(self.get_unitless_position()))
        gc = renderer.new_gc()
        gc.set_linewidth(0.0)
        gc.set_snap(False)
        renderer.draw_path(gc, Path(np.concatenate(parts), np.concatenate(codes)), place, to_rgba(self.get_color()))  # type: ignore[no-untyped-call]
        gc.restore()
