"""What every chart must be: legible, whole, the same twice. And one case to draw, played once for all tests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from positions.casefiles import load_case
from positions.findings.coalition import blockers, coalition_of
from positions.game import analyse_issue, prepare_issue
from positions.markings import Marking
from positions.model import Case
from positions.papers.charts.order import make_roster
from positions.papers.charts.sheet import Furniture, Size, chart_file, open_sheet
from positions.papers.charts.style import RC, SMALL
from positions.simulation import make_ensemble, simulate_issue

FURNITURE = Furniture(Marking.SBU, ("Source: a test.", "positions; seed 1."))
TOLERANCE = 0.75  # pixels at 200 dpi


def box_of(text: Text, renderer: object) -> Bbox:
    """Return where a text is inked. matplotlib's own box of a line shifts with its descenders: use the baseline."""
    box = text.get_window_extent(renderer)  # type: ignore[arg-type]
    if text.get_va() != "baseline" or text.get_rotation() or "\n" in text.get_text():
        return box
    _, y = text.get_transform().transform(text.get_position())
    em = text.get_fontsize() * 200 / 72
    return Bbox.from_extents(box.x0, y - 0.24 * em, box.x1, y + 0.76 * em)


def looked_at(draw: Callable[[Axes], object], size: Size) -> tuple[list[str], str]:
    """Return what is wrong with the words of a chart (too small, outside the sheet, over one another); its message."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        figure, ax = open_sheet(size, FURNITURE)
        draw(ax)
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        page = figure.bbox
        words: list[Text] = [t for t in (*figure.texts, *ax.texts) if t.get_text().strip() and t.get_visible()]
        boxes = [box_of(t, renderer) for t in words]
    found = [f"{t.get_fontsize()} pt: {t.get_text()!r}" for t in words if t.get_fontsize() < SMALL]
    for t, b in zip(words, boxes, strict=True):
        inside = b.x0 >= -TOLERANCE and b.y0 >= -TOLERANCE
        if not (inside and b.x1 <= page.x1 + TOLERANCE and b.y1 <= page.y1 + TOLERANCE):
            found.append(f"outside the sheet: {t.get_text()!r}")
    x0, y0, x1, y1 = np.array([b.extents for b in boxes]).reshape(-1, 4).T
    wide = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    high = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    for a, b in np.argwhere(np.triu((wide > TOLERANCE) & (high > TOLERANCE), 1)):
        found.append(f"{words[a].get_text()!r} over {words[b].get_text()!r}")
    if not words:
        found.append("no words at all")
    message = " ".join(t.get_text() for t in words if t.get_label() == "message").replace("\n", " ")
    return found, message


def drawn(ax: Axes, name: str) -> int:
    """Count the areas and lines of one name; one path may hold several areas."""
    paths = [path for c in ax.collections if c.get_label() == name for path in c.get_paths()]
    return sum(1 if p.codes is None else int((p.codes == p.MOVETO).sum()) for p in paths)


def boxes(ax: Axes, name: str) -> list[Bbox]:
    """Return the extents of the areas of one name, in points from the upper left corner."""
    return [path.get_extents() for c in ax.collections if c.get_label() == name for path in c.get_paths()]


def strokes(ax: Axes, name: str) -> list[tuple[np.ndarray, float]]:
    """Return the lines of one name: their points, and how thick they are."""
    return [
        (path.vertices, width)
        for c in ax.collections
        if c.get_label() == name
        for path, width in zip(c.get_paths(), c.get_linewidths(), strict=True)
    ]


def said(ax: Axes, name: str) -> list[str]:
    """Return the words of one name, from the top down."""
    found = [t for t in ax.texts if t.get_label() == name]
    return [t.get_text() for t in sorted(found, key=lambda t: t.get_position()[::-1])]


def on_sheet(draw: Callable[[Axes], object], size: Size) -> Axes:
    """Draw a chart and return its axes."""
    _, ax = open_sheet(size, FURNITURE)
    draw(ax)
    return ax


@pytest.fixture(scope="session")
def check() -> Callable[..., str]:
    """Return a function that draws a chart, asserts that it is legible (and stable), and returns its message."""

    def checked(draw: Callable[[Axes], object], size: Size, *, stable: bool = False) -> str:
        found, message = looked_at(draw, size)
        assert found == []
        assert message
        if stable:
            once, twice = (chart_file(draw, size, FURNITURE, formats=("svg",)) for _ in range(2))
            assert once == twice
            assert once.message == message
        return message

    return checked


def played(case: Case, issues: tuple[str, ...], *, members: int = 4, draws: int = 100) -> SimpleNamespace:
    """Play some issues of a case with few draws: enough to draw, not to believe."""
    arrays = {i: prepare_issue(case, i) for i in case.issues}
    analyses = {i: analyse_issue(a) for i, a in arrays.items()}
    ensemble = make_ensemble(case.parameters, members=members, seed=1)
    tabled = [
        simulate_issue(prepare_issue(case, i, only=[issue.tabled]), ensemble, tried=(issue.tabled,), draws=draws)
        for i, issue in case.issues.items()
    ]
    forecasts = [found.wordings[0] for found in tabled]
    graph = coalition_of(case, forecasts)
    roster = make_roster(case, graph, blockers(case, forecasts))
    quiet, talked = {}, {}
    for i in issues:
        order, targets = case.issues[i].try_order(), tuple(t.target for t in case.issues[i].talks)
        ends = case.issues[i].fallback
        quiet[i] = simulate_issue(arrays[i], ensemble, tried=order, fallback=ends, draws=draws)
        if targets:
            talked[i] = simulate_issue(arrays[i], ensemble, tried=order, fallback=ends, draws=draws, talked=targets)
    return SimpleNamespace(
        graph=graph, case=case, arrays=arrays, analyses=analyses, roster=roster, quiet=quiet, talked=talked,
        titles={i: issue.title for i, issue in case.issues.items()},
        at={i: roster.at(issue, arrays[i]) for i, issue in case.issues.items()},
    )  # fmt: skip


@pytest.fixture(scope="session")
def let_go_late() -> SimpleNamespace:
    """Return the worked case with costs at which some object first and let go in a later round."""
    case = load_case(Path("data"))
    costs = {"base_cost": (0.10, 0.05, 0.15), "isolation_cost": (0.50, 0.30, 0.70)}
    changed = tuple(
        replace(p, **dict(zip(("central", "low", "high"), costs[p.name], strict=True))) if p.name in costs else p
        for p in case.parameters
    )
    return played(replace(case, parameters=changed), ("non_punishment", "harbouring"))


@pytest.fixture(scope="session")
def vienna() -> SimpleNamespace:
    """Return the worked case, played."""
    case = load_case(Path("data"))
    return played(case, ("non_punishment", "domestic_scope", "victim_care", "harbouring"))
