"""A drawing board: one pair of axes as a sheet of paper in points, y downwards, with the few strokes charts need.

Every chart lays itself out on a board from measured words, so nothing can be clipped and nothing depends on a
layout engine. The axes must have their final size before they are drawn on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from positions.papers.charts.lettering import LEADING, clean, cut, font, text_height, text_width, wrap
from positions.papers.charts.style import BASE, HATCH, INK, MID, PAPER, SMALL, TITLE, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.text import Text

__all__ = ["KEY_ROW", "Board", "KeyEntry", "key_height", "key_places"]

KeyEntry = tuple[str, str, str, str]  # letter, words, fill, pattern
KEY_ROW = 13.0
MIDDLE = 0.36  # from the middle of capitals down to the baseline, in type sizes


class Board:
    """The strokes. Coordinates are points from the upper left corner of the axes.

    Parameters
    ----------
    ax : matplotlib Axes
        Emptied of ticks and frame; its data coordinates become points.

    Attributes
    ----------
    ax, width, height
    """

    def __init__(self, ax: Axes) -> None:
        from matplotlib.transforms import TransformedPatchPath

        extent = ax.get_window_extent()
        figure = ax.get_figure(root=True)
        if figure is None:
            raise ValueError("the axes belong to no figure")
        scale = 72.0 / figure.dpi
        self.ax = ax
        self.width, self.height = float(extent.width * scale), float(extent.height * scale)
        ax.set_axis_off()
        ax.set_xlim(0.0, self.width)
        ax.set_ylim(self.height, 0.0)
        ax.set_autoscale_on(False)
        self._frame = TransformedPatchPath(ax.patch)  # one for all words, which would else make one each
        self._areas: dict[tuple[float, str, str], list[tuple[Path, str, str, float]]] = {}
        self._lines: dict[tuple[float, tuple[float, ...], str], list[tuple[list[tuple[float, float]], str, float]]] = {}

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BASE,
        ha: str = "left",
        va: str = "center",
        bold: bool = False,
        colour: str = INK,
        rotation: float = 0.0,
        z: float = 5.0,
        name: str = "",
    ) -> Text:
        """Write; words are never read as mathematics. A centred line keeps its baseline whatever it says."""
        if va == "center" and not rotation and "\n" not in words:
            y, va = y + MIDDLE * size, "baseline"
        from positions.papers.charts.words import Words

        words = clean(words)
        made = Words(
            x, y, words, fontproperties=font(size, bold, words), ha=ha, va=va, color=colour, rotation=rotation,
            rotation_mode="default", parse_math=False, linespacing=LEADING, zorder=z, label=name, bold=bold,
        )  # fmt: skip
        made.set_transform(self.ax.transData)
        made.set_clip_path(self._frame)
        made.set_clip_on(False)
        self.ax.add_artist(made)
        return made

    def lines(self, x: float, y: float, rows: Sequence[str], **how: Any) -> float:
        """Write lines from ``y`` downwards; return the y below them."""
        size = float(how.get("size", BASE))
        if rows:
            self.text(x, y, "\n".join(rows), va="top", **how)
        return y + text_height(len(rows), size)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = PAPER,
        edge: str | None = None,
        stroke: float = 0.6,
        hatch: str = "",
        hatch_colour: str = MID,
        z: float = 1.0,
        name: str = "",
    ) -> None:
        """Draw a rectangle from its upper left corner; the pattern lies over the fill, under the frame."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.shape(corners, fill=fill, edge=edge, stroke=stroke, hatch=hatch, hatch_colour=hatch_colour, z=z, name=name)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = INK,
        edge: str | None = None,
        stroke: float = 0.8,
        z: float = 3.0,
        name: str = "",
    ) -> None:
        """Draw a circle."""
        from matplotlib.path import Path

        self._add(Path.circle((x, y), radius), fill, edge, stroke, "", MID, z, name)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str | None = None,
        edge: str | None = None,
        stroke: float = 0.8,
        hatch: str = "",
        hatch_colour: str = MID,
        z: float = 0.5,
        name: str = "",
    ) -> None:
        """Draw a closed polygon."""
        from matplotlib.path import Path

        self._add(Path([*points, points[0]], closed=True), fill, edge, stroke, hatch, hatch_colour, z, name)

    def _add(
        self,
        path: Path,
        fill: str | None,
        edge: str | None,
        stroke: float,
        hatch: str,
        hatch_colour: str,
        z: float,
        name: str,
    ) -> None:
        """Keep an area for :meth:`done`: fill, then pattern, then frame."""
        if fill is not None or edge is not None:
            style = (fill or "none", edge or "none", stroke if edge else 0.0)
            self._areas.setdefault((z, "", name), []).append((path, *style))
        if hatch:
            label = "assumed" if hatch == HATCH else "pattern"
            self._areas.setdefault((z + 0.1, hatch, label), []).append((path, "none", hatch_colour, 0.0))

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = INK,
        stroke: float = 0.8,
        dashes: tuple[float, ...] = (),
        z: float = 2.0,
        name: str = "",
    ) -> None:
        """Draw a line through points."""
        points = list(zip(xs, ys, strict=True))
        self._lines.setdefault((z, dashes, name), []).append((points, colour, stroke))

    def done(self) -> Axes:
        """Put all areas and lines on the axes, in few collections (one artist each would be slow); return the axes.

        The tile of a pattern is drawn anew for each path that it fills: areas of one pattern and colour are one path.
        """
        from matplotlib.collections import LineCollection, PathCollection
        from matplotlib.path import Path

        for (z, hatch, name), areas in sorted(self._areas.items()):
            if hatch:
                colours = sorted({edge for _, _, edge, _ in areas})
                joined = [
                    (Path.make_compound_path(*(a[0] for a in areas if a[2] == c)), "none", c, 0.0) for c in colours
                ]
                areas = joined
            paths, fills, edges, strokes = zip(*areas, strict=True)
            made = PathCollection(
                paths, facecolors=fills, edgecolors=edges, linewidths=strokes, hatch=hatch or None, zorder=z,
                label=name, clip_on=False, transform=self.ax.transData, joinstyle="miter",
            )  # fmt: skip
            self.ax.add_collection(made, autolim=False)
        for (z, dashes, name), lines in sorted(self._lines.items()):
            points, inks, strokes = zip(*lines, strict=True)
            drawn = LineCollection(
                points, colors=inks, linewidths=strokes, linestyles=[(0.0, dashes) if dashes else "-"], zorder=z,
                label=name, clip_on=False, capstyle="butt",
            )  # fmt: skip
            self.ax.add_collection(drawn, autolim=False)
        self._areas, self._lines = {}, {}
        return self.ax

    def headline(self, words: str) -> float:
        """Write the chart's message over its full width; return the y at which the drawing may begin."""
        rows = wrap(words, TITLE, self.width, bold=True)
        if not rows:
            return 0.0
        below = self.lines(0.0, 0.0, rows, size=TITLE, bold=True, name="message")
        return below + 5.0

    def row_label(self, words: str, y: float, right: float, high: float) -> None:
        """Name a row, right-aligned at ``right``: on one line, on two smaller ones, or cut."""
        room, words = right + 0.01, clean(words)
        if text_width(words, BASE) <= room or high < text_height(2, SMALL):
            self.text(right, y, cut(words, BASE, room), ha="right", name="row")
            return
        rows = wrap(words, SMALL, room, most=2)
        for n, row in enumerate(rows):
            at = y + (n - (len(rows) - 1) / 2) * SMALL * LEADING
            self.text(right, at, row, size=SMALL, ha="right", name="row")

    def key(self, entries: Sequence[KeyEntry], y: float) -> float:
        """Draw a key in as few rows as the width allows; return the y below."""
        for x, row, (letter, words, fill, hatch) in key_places(entries, self.width):
            at = y + row * KEY_ROW
            self.box(x, at, 10.0, 10.0, fill=fill, edge=MID, stroke=0.4, hatch=hatch)
            if letter:
                self.text(x + 5.0, at + 5.0, letter, size=SMALL, ha="center", bold=True, colour=ink_on(fill))
            self.text(x + 13.0, at + 5.0, words, size=SMALL)
        return y + key_height(entries, self.width)


def key_height(entries: Sequence[KeyEntry], width: float) -> float:
    """Return the height of a key that may be ``width`` points wide."""
    return KEY_ROW * (1 + max((row for _, row, _ in key_places(entries, width)), default=-1))


def key_places(entries: Sequence[KeyEntry], width: float) -> list[tuple[float, int, KeyEntry]]:
    """Return (x, row, entry) of a key that may be ``width`` points wide."""
    made, x, row = [], 0.0, 0
    for entry in entries:
        needs = 13.0 + text_width(clean(entry[1]), SMALL)
        if x > 0 and x + needs > width:
            x, row = 0.0, row + 1
        made.append((x, row, entry))
        x += needs + 10.0
    return made
