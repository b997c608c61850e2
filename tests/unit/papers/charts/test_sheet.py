"""Sheets: marking top and bottom, foot, bytes that depend on nothing else."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib
import pytest
from PIL import Image

from positions.markings import Marking
from positions.papers.charts.board import Board
from positions.papers.charts.sheet import Furniture, Size, case_furniture, chart_file, open_sheet

SMALL = Size(60.0, 20.0)


def write(ax: object) -> None:
    board = Board(ax)  # type: ignore[arg-type]
    board.headline("A title with $dollars$ & <signs> and \\alpha")
    board.box(5, 20, 30, 10, fill="#5A0F14")
    board.done()


def test_bytes_do_not_depend_on_settings_of_the_user() -> None:
    first = chart_file(write, SMALL, Furniture(Marking.U))
    with matplotlib.rc_context({"font.size": 20, "svg.fonttype": "none", "savefig.dpi": 30, "hatch.linewidth": 5}):
        assert chart_file(write, SMALL, Furniture(Marking.U)) == first
    assert matplotlib.rcParams["svg.hashsalt"] != "positions"  # nothing left behind


def test_png_and_svg_say_nothing_about_when_and_with_what() -> None:
    made = chart_file(write, SMALL, Furniture(Marking.SBU, ("Foot.",)))
    info = Image.open(io.BytesIO(made.png)).info
    assert set(info) <= {"dpi"}
    assert info["dpi"] == pytest.approx((200, 200), abs=0.1)
    text = made.svg.decode()
    assert "matplotlib" not in text.lower()
    assert "dc:date" not in text
    assert "dc:creator" not in text
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert root.tag.endswith("svg")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_a_png_has_few_colours_and_its_paper_is_white() -> None:
    picture = Image.open(io.BytesIO(chart_file(write, SMALL, Furniture(Marking.U)).png)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1 << 24)}
    assert len(colours) <= 64
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    near = [c for c in colours if max(abs(a - b) for a, b in zip(c, (0x5A, 0x0F, 0x14), strict=True)) <= 6]
    assert near, "a tone of the charts was lost"


def test_size_on_paper() -> None:
    made = chart_file(write, SMALL, Furniture(Marking.U))
    width, _ = Image.open(io.BytesIO(made.png)).size
    assert width / 200 * 25.4 == pytest.approx(60 + 2 * 3 * 25.4 / 72, abs=0.2)


@pytest.mark.parametrize("marking", list(Marking))
def test_marking_stands_top_and_bottom(marking: Marking) -> None:
    figure, _ = open_sheet(SMALL, Furniture(marking, ("Foot.",)))
    marks = [t for t in figure.texts if t.get_text() == marking.label]
    assert len(marks) == 2
    top, bottom = sorted((t.get_position()[1] for t in marks), reverse=True)
    foot = next(t for t in figure.texts if t.get_text() == "Foot.")
    assert top > 0.8 > foot.get_position()[1] > bottom


def test_one_format_only() -> None:
    made = chart_file(write, SMALL, Furniture(Marking.U), formats=("svg",))
    assert made.png == b""
    assert made.svg.startswith(b"<?xml")


def test_message_is_the_title_as_written() -> None:
    made = chart_file(write, SMALL, Furniture(Marking.U), formats=("svg",))
    assert made.message == "A title with $dollars$ & <signs> and \\alpha"


def test_foot_of_a_case(vienna: SimpleNamespace) -> None:
    made = case_furniture(vienna.case, seed=7, draws=64000, note="Tick: ideal point.")
    assert made.marking is Marking.SBU
    assert made.foot[0] == "Tick: ideal point."
    assert made.foot[1] == "Source: 10 UNVIE VIENNA 61."
    assert "seed 7; 64,000 draws; replay, not a forecast: stances coded 2010-02-19, after the meeting." in made.foot[2]
    released = replace(vienna.case, provenance=replace(vienna.case.provenance, withheld=3, release="U"))
    assert "released at U: 3 items withheld" in case_furniture(released).foot[-1]
    forecast = replace(vienna.case, meeting=replace(vienna.case.meeting, coded_after="", fictitious=True))
    assert "forecast; everything in this case is invented" in case_furniture(forecast).foot[-1]


def test_importing_the_charts_does_not_import_matplotlib() -> None:
    names = "board calibration consensus graph ladder matrix order peel sheet timeline"
    code = "import sys\n" + "\n".join(f"import positions.papers.charts.{n}" for n in names.split())
    code += "\nassert 'matplotlib' not in sys.modules, 'matplotlib was imported'"
    subprocess.run([sys.executable, "-c", code], check=True)


DRAW = """
from hashlib import sha256
from pathlib import Path
from positions.casefiles import load_case
from positions.papers.charts.matrix import draw_matrix, matrix_pages, size_matrix
from positions.papers.charts.order import make_roster
from positions.papers.charts.sheet import case_furniture, chart_file
from positions.game import stance_letters

case = load_case(Path("data"))
roster = make_roster(case, blockers=("russia", "iran"))
page = matrix_pages(stance_letters(case), roster)[0]
titles = {i: issue.title for i, issue in case.issues.items()}
size = size_matrix(page, roster, titles)
made = chart_file(lambda ax: draw_matrix(ax, page, roster, titles), size, case_furniture(case))
print(sha256(made.png + made.svg).hexdigest())
"""


def test_another_process_gives_the_same_bytes() -> None:
    def digest(seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run([sys.executable, "-c", DRAW], env=env, capture_output=True, text=True, check=True).stdout

    first = digest("1")
    assert len(first) == 65
    assert digest("2") == first
