"""Words drawn from outlines stand where matplotlib's own drawing puts them, and look the same."""

import io

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from PIL import Image

from positions.markings import Marking
from positions.papers.charts.lettering import LEADING, clean, font, text_width
from positions.papers.charts.sheet import Furniture, Size, chart_file
from positions.papers.charts.style import RC
from positions.papers.charts.words import Words

LINES = ("AVATAR, To Y.", "Côte d’Ivoire – “no”", "trafficking offshore flat affluent", "50 % of worlds", "j", "·▯•")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("words", [*LINES, "جمهورية مصر العربية"])
def test_widths_are_those_of_shaping(words: str, bold: bool) -> None:
    width, _, _ = text_to_path.get_text_width_height_descent(words, font(8.0, bold), False)
    assert text_width(words, 8.0, bold) == pytest.approx(width, abs=0.05)


def ink(kind: type[Text], words: str, **how: object) -> np.ndarray:
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(2.5, 2.5), dpi=200)
        canvas = FigureCanvasAgg(figure)
        figure.add_artist(kind(0.5, 0.5, words, fontproperties=font(9.0), linespacing=LEADING, parse_math=False,
                               transform=figure.transFigure, **how))  # fmt: skip
        canvas.draw()
        return 255.0 - np.asarray(canvas.buffer_rgba())[..., 0].astype(float)


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("va", ["top", "center", "bottom", "baseline"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
def test_they_are_drawn_where_matplotlib_draws_them(ha: str, va: str, rotation: int) -> None:
    words = "Aging, offshore\nJoins 50 % Hgj"
    theirs, ours = (ink(kind, words, ha=ha, va=va, rotation=rotation) for kind in (Text, Words))
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.03)
    for axis in (0, 1):
        middle = [float(np.average(np.arange(500), weights=a.sum(axis))) for a in (theirs, ours)]
        assert middle[1] == pytest.approx(middle[0], abs=1.6)  # dots of 200 an inch


def test_letters_that_join_are_joined_and_run_from_the_right() -> None:
    word = "مصر العربية"
    theirs, ours = (ink(kind, word, ha="center", va="center") for kind in (Text, Words))
    assert np.abs(np.cumsum(ours.sum(0) - theirs.sum(0))).max() < 3 * theirs.sum(0).max()


def test_colour_and_emptiness() -> None:
    assert ink(Words, " ").sum() == 0
    assert ink(Words, "x", color="white").sum() == 0


def test_svg_keeps_text_as_text() -> None:
    made = chart_file(
        lambda ax: ax.add_artist(Words(0.5, 0.5, "Østerø & co", fontproperties=font(8.0))),
        Size(60.0, 20.0), Furniture(Marking.U),
    )  # fmt: skip
    assert "Østerø &amp; co" in made.svg.decode()
    assert Image.open(io.BytesIO(made.png)).size[0] > 100


def test_what_no_font_has_is_a_box_and_controls_are_gone() -> None:
    assert clean("a\x00b\u202e") == "ab"
    assert clean("\U0010fffd x") == "▯ x"
    assert clean("Côte d’Ivoire") == "Côte d’Ivoire"
