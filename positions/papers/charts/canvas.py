"""A matplotlib canvas for PNG that sets plain words from :mod:`positions.papers.charts.glyphs`.

Lines, areas and all other text are drawn by matplotlib (Agg) as ever.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties

from positions.papers.charts.glyphs import EM, extent, is_plain, word_image, word_places

__all__ = ["Canvas"]

RIGHT_ANGLE = 90.0


class _Renderer(RendererAgg):
    """Agg, but for plain text in the charts' own font, level or upright."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return width, height and depth of a line in pixels."""
        bold = _weight(prop)
        if ismath or bold is None or not is_plain(s):
            made: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
            return made
        size, scale = extent(s, bold), prop.get_size_in_points() * self.dpi / 72 / EM
        return size.width * scale, (size.top - size.bottom) * scale, -size.bottom * scale

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw a line whose base line begins at ``x``, ``y`` (pixels, y downwards), word by word."""
        bold = _weight(prop)
        if ismath or bold is None or angle not in (0.0, RIGHT_ANGLE) or not gc.get_antialiased() or not is_plain(s):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        size = prop.get_size_in_points()
        scale = size * self.dpi / 72 / EM
        for word, start in word_places(s, bold):
            image = word_image(word, bold, size, self.dpi)
            if angle:
                left, low = round(x) - image.ink.shape[0] + image.below, round(y - start * scale) - image.left
                self._renderer.draw_text_image(image.upright, left, low, 0, gc)
            else:
                left, low = round(x + start * scale) + image.left, round(y) + image.below
                self._renderer.draw_text_image(image.ink, left, low, 0, gc)


def _weight(prop: FontProperties) -> bool | None:
    """Return whether a font of the charts is bold; None for any other font."""
    file = str(prop.get_file() or "")
    if file.endswith("DejaVuSans.ttf"):
        return False
    return True if file.endswith("DejaVuSans-Bold.ttf") else None


class Canvas(FigureCanvasAgg):
    """A canvas of one figure, drawn once."""

    def get_renderer(self) -> RendererAgg:
        """Return what draws on this canvas."""
        width, height = self.get_width_height(physical=True)
        made: RendererAgg = _Renderer(width, height, self.figure.dpi)  # type: ignore[no-untyped-call]
        self.renderer = made
        return made
