"""Time line and calibration."""

from types import SimpleNamespace

import pytest

from positions.forecast import CalibrationBin
from positions.markings import Marking
from positions.papers.charts.calibration import calibration_message, draw_calibration, size_calibration
from positions.papers.charts.sheet import open_sheet
from positions.papers.charts.timeline import draw_timeline, size_timeline
from positions.plans import Entry, Timeline, timeline
from tests.unit.papers.charts.conftest import FURNITURE, drawn


def entry(start: str, text: str, kind: str = "deadline", **more: object) -> Entry:
    return Entry(start, str(more.pop("end", "")), kind, text, Marking.U, **more)  # type: ignore[arg-type]


PLAN = Timeline(
    "plan",
    "2009-09-21",
    "Working group",
    "2010-01-27",
    (
        entry("2009-04", "Reporting period", end="2010-03", due="may be before", doubt="it begins in March, too"),
        entry("2009-11-15", "Report on progress", due="before"),
        entry("2009-12-31", "More " + "and more " * 20 + "investigations", "ask", asks=("a1", "a2"), due="before"),
        entry("2010-01-27", "Working group", "meeting", end="2010-01-29"),
        entry("2010-02", "Interim assessment"),
        entry("2010-10-18", "Conference of the Parties, fifth session", "follow-up", end="2010-10-22"),
    ),
)


def test_time_line(check) -> None:
    message = check(lambda ax: draw_timeline(ax, PLAN), size_timeline(PLAN), stable=True)
    assert message == "2 of 4 dates fall due before Working group, 1 more may"


def test_time_line_of_the_worked_case(vienna: SimpleNamespace, check) -> None:
    line = timeline(vienna.case, vienna.case.plans["moscow_2009"])
    check(lambda ax: draw_timeline(ax, line), size_timeline(line))


def test_time_line_rows_are_in_order_and_months_are_whole() -> None:
    _, ax = open_sheet(size_timeline(PLAN), FURNITURE)
    draw_timeline(ax, PLAN)
    dates = [t.get_text() for t in ax.texts if t.get_label() == "date"]
    assert dates == ["Apr 2009-Mar 2010", "15 Nov 2009", "31 Dec 2009", "Feb 2010"]
    assert drawn(ax, "meeting") == 2


@pytest.mark.parametrize("count", [1, 30])
def test_time_line_of_few_and_many(count: int, check) -> None:
    dates = tuple(entry(f"20{10 + n // 12}-{n % 12 + 1:02d}-03", f"Date {n}") for n in range(count))
    many = Timeline("plan", "2010-01-01", "", "", dates)
    message = check(lambda ax: draw_timeline(ax, many), size_timeline(many))
    assert message == ("1 date, no meeting ahead" if count == 1 else "30 dates, no meeting ahead")


def test_empty_time_line() -> None:
    nothing = Timeline("plan", "2010-01-01", "", "", ())
    _, ax = open_sheet(size_timeline(nothing), FURNITURE)
    with pytest.raises(ValueError, match="at least one"):
        draw_timeline(ax, nothing)


BINS = [
    CalibrationBin(0.0, 1.0, 120, 0.05, 0.04, 0.01, 0.10),
    CalibrationBin(0.0, 1.0, 95, 0.20, 0.28, 0.20, 0.37),
    CalibrationBin(0.0, 1.0, 30, 0.22, 0.27, 0.10, 0.40),
    CalibrationBin(0.0, 1.0, 1044, 0.80, 0.95, 0.85, 0.99),
    CalibrationBin(0.0, 1.0, 200, 1.00, 1.00, 0.95, 1.00),
]


def test_calibration(check) -> None:
    made = check(lambda ax: draw_calibration(ax, BINS), size_calibration(), stable=True)
    assert made == calibration_message(BINS)
    assert "4 of 5 classes (1,489 cases)" in made


def test_calibration_points_stand_on_the_right_side_of_the_diagonal() -> None:
    _, ax = open_sheet(size_calibration(), FURNITURE)
    draw_calibration(
        ax, [CalibrationBin(0.0, 1.0, 3, 0.5, 0.5, 0.4, 0.6), CalibrationBin(0.0, 1.0, 3, 0.5, 1.0, 0.9, 1.0)]
    )
    points = [p.get_extents() for c in ax.collections if c.get_label() == "class" for p in c.get_paths()]
    assert points[0].x0 == pytest.approx(points[1].x0)
    assert points[1].y0 < points[0].y0  # y grows downwards: more was observed
