"""Marks read back from a chart stand where its numbers say: a drawing can be legible and wrong."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from positions.forecast import CalibrationBin
from positions.game import stance_letters
from positions.papers.charts.board import MIDDLE
from positions.papers.charts.calibration import draw_calibration, size_calibration
from positions.papers.charts.consensus import ConsensusRow, draw_consensus, size_consensus
from positions.papers.charts.ladder import draw_ladder, size_ladder
from positions.papers.charts.matrix import draw_matrix, size_matrix
from positions.papers.charts.peel import draw_peel, size_peel
from positions.papers.charts.sheet import Size
from positions.papers.charts.style import MATRIX_FILL
from positions.papers.charts.sweep import SweepLine, draw_sweep, size_sweep
from positions.papers.charts.timeline import draw_timeline, size_timeline
from positions.plans import Entry, Timeline
from positions.simulation import Band
from tests.unit.papers.charts.conftest import boxes, drawn, on_sheet, said, strokes


def scale(ax, words: dict[str, float], along: int = 0, ha: str = "") -> Callable[[float], float]:
    """Return the scale of an axis as its printed ticks give it: value to points; they must lie on one line."""
    ticks = [t for t in ax.texts if t.get_text() in words and ha in ("", t.get_ha())]
    sink = [MIDDLE * t.get_fontsize() if along and t.get_va() == "baseline" else 0.0 for t in ticks]
    found = [(words[t.get_text()], t.get_position()[along] - low) for t, low in zip(ticks, sink, strict=True)]
    assert len(found) >= 2
    values, at = np.array(found).T
    slope, start = np.polyfit(values, at, 1)
    assert np.allclose(start + slope * values, at, atol=0.01)
    return lambda value: start + slope * value


SHARES = {f"{n}\u00a0%": n / 100 for n in (0, 25, 50, 75, 100)}


def test_chances_stand_at_their_bands_and_medians() -> None:
    rows = [
        ConsensusRow("a", Band(0.5, 0.25, 0.7), talked=Band(0.9, 0.8, 0.95), talk="after a talk"),
        ConsensusRow("b", Band(0.1, 0.0, 0.3)),
    ]
    ax = on_sheet(lambda ax: draw_consensus(ax, rows, title="x"), size_consensus(rows))
    at = scale(ax, SHARES)
    shown = [rows[0].p, rows[0].talked, rows[1].p]
    bars = sorted(boxes(ax, "band"), key=lambda b: b.y0)
    assert [(b.x0, b.x1) for b in bars] == [(pytest.approx(at(b.low)), pytest.approx(at(b.high))) for b in shown]
    ticks = sorted((points[0][1], points[0][0]) for points, _ in strokes(ax, "median"))
    assert [x for _, x in ticks] == [pytest.approx(at(b.median)) for b in shown for _ in range(2)]  # paper under ink
    assert all(b.y0 < y + 2.1 < b.y1 for b, (y, _) in zip([b for b in bars for _ in range(2)], ticks, strict=True))
    numbers = said(ax, "numbers")
    assert [n for n in numbers if n in (rows[0].p.percent(), rows[1].p.percent())] == [r.p.percent() for r in rows]


def test_a_sweep_has_the_band_of_its_first_line_and_every_line_at_its_medians() -> None:
    first = SweepLine("one", (0.0, 0.5, 1.0), (Band(0.2, 0.1, 0.4), Band(0.5, 0.3, 0.6), Band(0.9, 0.7, 1.0)))
    second = SweepLine("two", (0.0, 0.5, 1.0), (Band(0.8, 0.7, 0.9), Band(0.6, 0.5, 0.7), Band(0.1, 0.0, 0.2)))
    ax = on_sheet(lambda ax: draw_sweep(ax, (first, second), title="x", across="salience"), size_sweep())
    up = scale(ax, {f"{n} %": n / 100 for n in (0, 25, 50, 75, 100)}, along=1)
    across = scale(ax, {f"{v:g}": v for v in (0, 0.2, 0.4, 0.6, 0.8, 1)})
    (band,) = [path for c in ax.collections if c.get_label() == "band" for path in c.get_paths()]
    corners, pairs = band.vertices[:-1], list(zip(first.xs, first.bands, strict=True))
    assert corners[:3] == pytest.approx(np.array([(across(x), up(b.high)) for x, b in pairs]))
    lows = [(across(x), up(b.low)) for x, b in pairs][::-1]
    assert corners[3:] == pytest.approx(np.array(lows))
    lines = {tuple(np.round(points[:, 1], 3)) for points, _ in strokes(ax, "line")}
    assert lines == {tuple(np.round([up(b.median) for b in line.bands], 3)) for line in (first, second)}
    thick = {tuple(np.round(points[:, 1], 3)): width for points, width in strokes(ax, "line")}
    assert thick[tuple(np.round([up(b.median) for b in first.bands], 3))] == max(thick.values())


def test_a_class_of_forecasts_stands_at_forecast_and_share_with_its_whiskers() -> None:
    one = CalibrationBin(0.0, 1.0, 30, 0.2, 0.6, 0.35, 0.75)
    ax = on_sheet(lambda ax: draw_calibration(ax, [one]), size_calibration())
    across = scale(ax, {f"{n} %": n / 100 for n in (0, 25, 50, 75, 100)}, ha="center")
    (diagonal, _), *_ = strokes(ax, "diagonal")
    assert diagonal[:, 0] == pytest.approx([across(0), across(1)])
    bottom, top = diagonal[:, 1]
    assert bottom > top  # rises to the right, for y grows downwards
    (disc,) = boxes(ax, "class")
    up = lambda share: bottom + share * (top - bottom)  # noqa: E731
    assert ((disc.x0 + disc.x1) / 2, (disc.y0 + disc.y1) / 2) == pytest.approx((across(0.2), up(0.6)))
    (interval, _), *_ = strokes(ax, "interval")
    assert sorted(interval[:, 1]) == pytest.approx(sorted((up(0.35), up(0.75))))
    assert sorted(points[0][1] for points, _ in strokes(ax, "whisker")) == pytest.approx(sorted((up(0.35), up(0.75))))
    (face,) = [c.get_facecolor()[0] for c in ax.collections if c.get_label() == "class"]
    assert tuple(face[:3]) == (1.0, 1.0, 1.0)  # hollow: the forecast lies outside


def test_a_ladder_shows_what_each_accepts_wants_and_refuses(vienna: SimpleNamespace) -> None:
    issue, arrays, analyses = (x["non_punishment"] for x in (vienna.case.issues, vienna.arrays, vienna.analyses))
    roster = vienna.at["non_punishment"]
    ax = on_sheet(lambda ax: draw_ladder(ax, issue, arrays, analyses, roster),
                  size_ladder(issue, arrays, analyses, roster))  # fmt: skip
    rows = [arrays.actor(a) for a in roster.sort(arrays.actors)]
    bars = sorted(boxes(ax, "interval"), key=lambda b: b.y0)
    usa = rows.index(arrays.actor("usa"))
    pak = rows.index(arrays.actor("pakistan"))
    low, high = arrays.low[rows], arrays.high[rows]
    spread = [(float(a), b.x0) for a, b in zip(low, bars, strict=True)] + [
        (float(a), b.x1) for a, b in zip(high, bars, strict=True) if b.width > 2.01
    ]
    values, at = np.array(spread).T
    slope, start = np.polyfit(values, at, 1)
    assert start + slope * values == pytest.approx(at)  # every end lies on one scale
    ticks = sorted({(round(p[:, 1].mean(), 2), round(p[0][0], 2)) for p, _ in strokes(ax, "ideal point")})
    assert [x for _, x in ticks] == pytest.approx([start + slope * float(arrays.ideal[d]) for d in rows], abs=0.02)
    ends = sorted(p[-1][0] for p, _ in strokes(ax, "wording line"))
    assert ends == pytest.approx(sorted(start + slope * a.position for a in analyses), abs=0.02)
    dark = {tuple(np.round(c, 3)) for coll in ax.collections if coll.get_label() == "interval"
            for c in coll.get_facecolors()}  # fmt: skip
    assert len(dark) >= 2  # who blocks is told apart
    assert bars[usa].x1 > bars[pak].x1
    notes = said(ax, "note")
    assert "blocks, with Russia and Iran" in notes
    assert notes.count("blocks, even alone") == 2
    tabled = next(a for a in analyses if a.wording == issue.tabled)
    assert len([n for n in notes if n.startswith("blocks")]) == len(tabled.blocking_bloc)


def test_peel_order_shows_rounds_and_shares(let_go_late: SimpleNamespace) -> None:
    analysis = next(a for a in let_go_late.analyses["non_punishment"] if a.wording == "principle")
    forecast, roster = let_go_late.quiet["non_punishment"].wording("principle"), let_go_late.at["non_punishment"]
    ax = on_sheet(lambda ax: draw_peel(ax, analysis, forecast, roster, title="x"),
                  size_peel(analysis, forecast, roster))  # fmt: skip
    rounds = {t.get_text(): t.get_position()[0] for t in ax.texts if t.get_label() == "round"}
    names = [t for t in ax.texts if t.get_label() == "row"]
    rows = {t.get_text().split()[-1].lower(): t.get_position()[1] for t in names}
    scales = {round((b.y0 + b.y1) / 2): b for b in boxes(ax, "scale")}
    bars = {round((b.y0 + b.y1) / 2): b for b in boxes(ax, "share bar")}
    gone = {d: n for n, leaving in enumerate(analysis.let_go, start=1) for d in leaving}
    marks = {round((b.y0 + b.y1) / 2): (b.x0 + b.x1) / 2 for b in boxes(ax, "lets go")}
    for d in ("pakistan", "algeria", "russia", "iran", "china"):
        y = min(scales, key=lambda at: abs(at - rows[d]))
        assert bars[y].width / scales[y].width == pytest.approx(forecast.p_objects(d))
        assert (y in marks) == (d in gone)
        if d in gone:
            assert marks[y] == pytest.approx(rounds[f"round {gone[d]}"])
    assert drawn(ax, "stays") == len(analysis.blocking_bloc)


def test_cells_of_the_matrix_have_the_colour_of_their_letter(vienna: SimpleNamespace) -> None:
    letters = stance_letters(vienna.case, fill_assumed=False)
    ax = on_sheet(lambda ax: draw_matrix(ax, letters, vienna.roster, vienna.titles),
                  size_matrix(letters, vienna.roster, vienna.titles))  # fmt: skip
    (cells,) = [c for c in ax.collections if c.get_label() == "cell"]
    found = {}
    for path, colour in zip(cells.get_paths(), cells.get_facecolors(), strict=True):
        b = path.get_extents()
        found[round((b.x0 + b.x1) / 2), round((b.y0 + b.y1) / 2)] = tuple(np.round(colour[:3] * 255).astype(int))
    rows = list(dict.fromkeys(y for _, y in sorted(found, key=lambda at: at[1])))
    columns = list(dict.fromkeys(x for x, _ in sorted(found)))
    for y, d in zip(rows, vienna.roster.sort(letters.delegations), strict=True):
        for x, i in zip(columns, range(len(letters.issues)), strict=True):
            fill = MATRIX_FILL[letters.letters[letters.delegations.index(d)][i]]
            assert found[x, y] == tuple(int(fill[n : n + 2], 16) for n in (1, 3, 5))


def test_dates_stand_at_their_days_and_meetings_as_bands() -> None:
    dates = [Entry(f"2010-0{m}-01", "", "deadline", f"Date {m}", _u()) for m in (1, 2, 4)]
    meeting = Entry("2010-03-01", "2010-03-10", "meeting", "Meeting", _u())
    line = Timeline("plan", "2010-01-01", "Meeting", "2010-03-01", (*dates, meeting))
    ax = on_sheet(lambda ax: draw_timeline(ax, line), size_timeline(line))
    marks = sorted((b.y0, (b.x0 + b.x1) / 2) for b in boxes(ax, "date mark"))
    day = (marks[2][1] - marks[0][1]) / 90  # from 1 January to 1 April
    assert (marks[1][1] - marks[0][1]) / day == pytest.approx(31)
    (band,) = boxes(ax, "meeting")
    assert (band.x0 + band.x1) / 2 == pytest.approx(marks[0][1] + day * (59 + 4.5))
    assert band.width == pytest.approx(10 * day)


def _u():
    from positions.markings import Marking

    return Marking.U


def test_a_chart_keeps_its_proportions_in_the_file() -> None:
    import io

    from PIL import Image

    from positions.markings import Marking
    from positions.papers.charts.board import Board
    from positions.papers.charts.sheet import Furniture, chart_file

    def draw(ax) -> None:
        board = Board(ax)
        board.disc(board.width / 2, board.height / 2, 20.0, fill="#000000")
        board.done()

    made = chart_file(draw, Size(80.0, 40.0), Furniture(Marking.U), formats=("png",))
    dots = np.asarray(Image.open(io.BytesIO(made.png)).convert("L")) < 128
    middle = dots[60:-60]
    rows, columns = np.flatnonzero(middle.any(1)), np.flatnonzero(middle.any(0))
    assert columns[-1] - columns[0] == pytest.approx(40 * 200 / 72, abs=2)
    assert rows[-1] - rows[0] == pytest.approx(40 * 200 / 72, abs=2)
