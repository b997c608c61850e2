"""Words set from measured letters stand where matplotlib's own shaping puts them, and look the same."""

import io

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.textpath import text_to_path
from PIL import Image

from positions.markings import Marking
from positions.papers.charts.canvas import Canvas
from positions.papers.charts.glyphs import EM, extent, is_plain, word_image, word_places
from positions.papers.charts.lettering import font, text_width
from positions.papers.charts.sheet import Furniture, Size, chart_file, open_sheet
from positions.papers.charts.style import RC

WORDS = ("AVATAR, To Y.", "Côte d’Ivoire – “no”", "trafficking offshore flat affluent", "50 % of worlds", "j", "·▯•")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("words", WORDS)
def test_widths_are_those_of_shaping(words: str, bold: bool) -> None:
    assert is_plain(words)
    width, height, descent = text_to_path.get_text_width_height_descent(words, font(8.0, bold), False)
    size = extent(words, bold)
    assert text_width(words, 8.0, bold) == pytest.approx(width, abs=0.03)
    assert (size.top - size.bottom) * 8.0 / EM == pytest.approx(height, abs=0.03)
    assert -size.bottom * 8.0 / EM == pytest.approx(descent, abs=0.03)


def test_words_begin_where_what_stands_before_ends() -> None:
    places = dict(word_places("To the  office", False))
    assert list(places) == ["To", "the", "o\ufb03ce"]
    assert places["the"] == extent("To ", False).width
    assert places["o\ufb03ce"] == extent("To the  ", False).width


def test_a_word_image_keeps_its_ink_above_and_below_the_base_line() -> None:
    image = word_image("gH", False, 8.0, 200.0)
    assert 0 < image.below < image.ink.shape[0]
    assert image.upright.shape == image.ink.shape[::-1]
    level = word_image("H", False, 8.0, 200.0)
    assert level.ink[-1 - level.below].max() > 200
    assert not level.ink[level.ink.shape[0] - level.below :].any()


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_line_is_drawn_where_matplotlib_draws_it(rotation: int) -> None:
    ink = []
    with matplotlib.rc_context(RC):
        for canvas in (FigureCanvasAgg, Canvas):
            figure, ax = open_sheet(Size(60.0, 60.0), Furniture(Marking.U))
            ax.set_axis_off()
            ax.text(0.5, 0.5, "Aging, offshore\nJoins 50 %", fontproperties=font(9.0), rotation=rotation, ha="center")
            drawn = canvas(figure)
            drawn.draw()
            ink.append(255.0 - np.asarray(drawn.buffer_rgba())[..., 0].astype(float))
    theirs, ours = ink
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.02)
    for axis in (0, 1):  # nothing moved by more than a pixel, nothing missing
        assert np.abs(np.cumsum(ours.sum(axis) - theirs.sum(axis))).max() < 1.2 * theirs.sum(axis).max()


def test_other_writing_is_left_to_matplotlib() -> None:
    for words in ("مصر", "e\u0301", "two\nlines", "\u202eback"):
        assert not is_plain(words)
    made = chart_file(
        lambda ax: ax.text(0.5, 0.5, "مصر (EGY)", fontproperties=font(8.0)), Size(60.0, 20.0), Furniture(Marking.U)
    )
    assert Image.open(io.BytesIO(made.png)).size[0] > 100
