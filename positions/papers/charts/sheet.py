"""A sheet for one chart: marking top and bottom, source and provenance in the foot, saved as PNG and SVG bytes.

The bytes depend on nothing but what is drawn: no date, no program name, ids from a fixed salt, words as outlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from positions.markings import Marking
from positions.model import Case
from positions.papers.charts.lettering import LEADING, clean, font, text_height, wrap
from positions.papers.charts.style import BASE, INK, MID, PAPER, RC, SMALL, mm

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "A4_HEIGHT",
    "A4_WIDTH",
    "ChartFile",
    "Furniture",
    "Size",
    "case_furniture",
    "chart_file",
    "open_sheet",
    "prepare_drawing",
]

A4_WIDTH, A4_HEIGHT = 180.0, 262.0  # mm inside the margins of an upright A4 page
EDGE = 3.0  # points of white around everything
DPI = 200
COLOURS = 64  # of a PNG
WHITE = 0xFFFFFFFF
_one_at_a_time = Lock()  # matplotlib's settings belong to the whole process


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a chart in millimetres, its furniture not counted."""

    width: float = A4_WIDTH
    height: float = 100.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around a chart. ``foot`` lines are wrapped; an empty one is left out."""

    marking: Marking
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartFile:
    """One chart, as PNG and as SVG; empty where not asked for. ``message`` is its title, for an alternative text."""

    png: bytes
    svg: bytes
    message: str
    marking: Marking


def case_furniture(
    case: Case,
    *,
    marking: Marking | None = None,
    seed: int | None = None,
    draws: int | None = None,
    note: str = "",
    documents: Collection[str] | None = None,
) -> Furniture:
    """Return the furniture of a chart made from ``case``.

    Parameters
    ----------
    case : Case
    marking : Marking, optional
        Of what the chart shows; the case's highest when not given.
    seed, draws : int, optional
        Of a simulation.
    note : str
        One more sentence, e.g. what a sign means.
    documents : collection of str, optional
        Ids of the documents behind the chart; those of the stances when not given.
    """
    used = sorted({s.source.document for s in case.stances.values()} if documents is None else set(documents))
    papers = [case.documents[d].reference or case.documents[d].title for d in used if d in case.documents]
    source = f"Source: {'; '.join(papers[:4])}{' and others' if len(papers) > 4 else ''}." if papers else ""
    kind = "forecast"
    if case.meeting.is_replay:
        kind = f"replay, not a forecast: stances coded {case.meeting.coded_after}, after the meeting"
    made = [f"positions {case.provenance.version}".strip()]
    if case.provenance.files:
        made.append(f"case {case.provenance.short}")
    if seed is not None:
        made.append(f"seed {seed}")
    if draws is not None:
        made.append(f"{draws:,} draws")
    made.append(kind)
    if case.meeting.fictitious:
        made.append("everything in this case is invented")
    if case.provenance.withheld:
        count = case.provenance.withheld
        made.append(f"released at {case.provenance.release}: {count} {'item' if count == 1 else 'items'} withheld")
    return Furniture(marking or case.marking(), tuple(line for line in (note, source, "; ".join(made) + ".") if line))


def open_sheet(size: Size, furniture: Furniture) -> tuple[Figure, Axes]:
    """Return a figure with its furniture, and the axes that a chart may fill.

    The sheet is higher than ``size`` by what marking and foot need.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    wide, high = mm(size.width), mm(size.height)
    foot = [row for line in furniture.foot for row in wrap(line, SMALL, wide)]
    top, bottom = text_height(1, BASE) + 4.0, text_height(1, BASE) + 4.0 + text_height(len(foot), SMALL) + 3.0
    page = wide + 2 * EDGE, high + top + bottom + 2 * EDGE
    figure = Figure(figsize=(page[0] / 72, page[1] / 72), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    banner = clean(furniture.marking.label)
    for y, va in ((page[1] - EDGE, "top"), (EDGE, "bottom")):
        figure.text(0.5, y / page[1], banner, fontproperties=font(BASE, True, banner), ha="center", va=va, color=INK,
                    parse_math=False, label="marking")  # fmt: skip
    if foot:
        said = "\n".join(foot)
        figure.text(EDGE / page[0], (EDGE + text_height(1, BASE) + 4.0) / page[1], said,
                    fontproperties=font(SMALL, text=said), ha="left", va="bottom", color=MID, parse_math=False,
                    linespacing=LEADING, label="foot")  # fmt: skip
    ax = figure.add_axes((EDGE / page[0], (EDGE + bottom) / page[1], wide / page[0], high / page[1]))
    return figure, ax


def _png(figure: Figure) -> bytes:
    """Return a PNG in at most ``COLOURS`` colours: a fifth of the bytes, and quicker, for the same picture.

    Most of a sheet is paper: it is colour 0, white, and only the rest is looked at.
    """
    from io import BytesIO

    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101 - open_sheet made it
    canvas.draw()  # type: ignore[no-untyped-call]
    drawn = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    pixels = drawn.view(np.uint32).ravel()
    inked = np.flatnonzero(pixels != WHITE)
    numbers = np.zeros(pixels.size, np.uint8)
    palette = [255, 255, 255]
    if inked.size:
        ink = Image.frombytes("RGB", (inked.size, 1), pixels[inked].tobytes(), "raw", "RGBX")
        few = ink.quantize(COLOURS - 1, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        numbers[inked] = np.asarray(few).ravel() + 1
        palette += few.getpalette() or []
    picture = Image.frombytes("P", (drawn.shape[1], drawn.shape[0]), numbers.tobytes())
    picture.putpalette(palette[: 3 * COLOURS])
    out = BytesIO()
    picture.save(out, "png", dpi=(DPI, DPI), compress_level=8)
    return out.getvalue()


def chart_file(
    draw: Callable[[Axes], object], size: Size, furniture: Furniture, *, formats: Collection[str] = ("png", "svg")
) -> ChartFile:
    """Draw one chart on a sheet of its own and return its bytes.

    Parameters
    ----------
    draw : callable
        Takes the axes, e.g. ``lambda ax: draw_ladder(ax, issue, arrays, roster)``.
    size : Size
        From the chart's own ``size_…`` function, or smaller.
    furniture : Furniture
    formats : collection of str
        ``png``, ``svg`` or both; each takes its time.
    """
    from io import BytesIO

    import matplotlib

    with _one_at_a_time, matplotlib.rc_context():
        matplotlib.rcdefaults()  # nothing of the user's own settings
        matplotlib.rcParams.update(RC)
        figure, ax = open_sheet(size, furniture)
        draw(ax)
        message = " ".join(t.get_text() for t in ax.texts if t.get_label() == "message").replace("\n", " ")
        png, svg = BytesIO(), BytesIO()
        if "png" in formats:
            png.write(_png(figure))
        if "svg" in formats:
            says: dict[str, str | None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            figure.savefig(svg, format="svg", metadata={**says, "Title": message} if message else says)
    compact = re.sub(rb"\n\s*", b" ", svg.getvalue())  # line ends mean nothing in it
    return ChartFile(png.getvalue(), compact, message, furniture.marking)


def prepare_drawing() -> None:
    """Draw a sheet for nobody: what drawing needs is then imported, in this process and those forked from it."""
    from positions.papers.charts.board import Board

    def draw(ax: Axes) -> None:
        board = Board(ax)
        board.headline("Ready")
        board.box(0.0, 20.0, 5.0, 5.0, hatch="//")
        board.done()

    chart_file(draw, Size(20.0, 10.0), Furniture(Marking.U))
