"""Words are measured, broken and moved apart as they should be."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.papers.charts.lettering import cut, spread, text_width, wrap

texts = st.text(alphabet="abc WMil-éß", max_size=120)


@settings(deadline=None, max_examples=80)
@given(texts, st.floats(20, 200))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, width: float) -> None:
    rows = wrap(text, 7.0, width)
    assert all(text_width(row, 7.0) <= width for row in rows)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


@settings(deadline=None, max_examples=40)
@given(texts, st.integers(1, 4))
def test_most_lines(text: str, most: int) -> None:
    rows = wrap(text, 7.0, 60.0, most=most)
    assert len(rows) <= most
    assert all(text_width(row, 7.0) <= 60.0 for row in rows)


def test_cut_keeps_what_fits() -> None:
    assert cut("short", 8.0, 200.0) == "short"
    assert cut("a much longer text than that", 8.0, 40.0).endswith("…")
    assert cut("WWW", 8.0, 1.0) == "…"


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.floats(-50, 550), st.floats(1, 40)), min_size=1, max_size=10))
def test_spread_labels_never_touch_and_stay_inside(labels: list[tuple[float, float]]) -> None:
    centres, widths = [c for c, _ in labels], [w for _, w in labels]
    placed = spread(centres, widths, 0.0, 500.0, gap=4.0)
    edges = sorted((x - w / 2, x + w / 2) for x, w in zip(placed, widths, strict=True))
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 500 + 1e-6
    assert all(b[0] - a[1] >= 4 - 1e-6 for a, b in pairwise(edges))


def test_spread_leaves_free_labels_alone() -> None:
    assert spread([50, 200], [20, 20], 0, 300) == [50, 200]
