"""What must hold of the reference models whatever the stances."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.reference import MODELS, side_by_side

SETTINGS = settings(deadline=None, max_examples=40, derandomize=True)
INSIDE = tuple(name for name in MODELS if name not in ("constant", "nash-reference", "exchange"))


@st.composite
def stances(draw):
    """Matrices with holes: whole percents, so that equal positions are frequent."""
    actors, issues = draw(st.integers(2, 7)), draw(st.integers(1, 3))
    percent = st.integers(0, 100).map(lambda v: v / 100)
    cells = actors * issues
    x = np.array(draw(st.lists(st.one_of(percent, st.just(np.nan)), min_size=cells, max_size=cells)), dtype=float)
    s = np.array(draw(st.lists(st.integers(1, 100).map(lambda v: v / 100), min_size=cells, max_size=cells)))
    c = np.array(draw(st.lists(st.integers(1, 9).map(float), min_size=actors, max_size=actors)))
    return x.reshape(actors, issues), s.reshape(actors, issues), c


@SETTINGS
@given(stances())
def test_every_forecast_lies_among_the_positions(case):
    x, s, c = case
    for i, row in enumerate(side_by_side(x, s, c, challenge_rounds=3)):
        held = x[~np.isnan(x[:, i]), i]
        for name in INSIDE:
            if held.size:
                assert held.min() - 1e-9 <= row[name].point <= held.max() + 1e-9, name
            else:
                assert not row[name].answered, name


@SETTINGS
@given(stances(), st.randoms(use_true_random=False))
def test_order_of_actors_does_not_matter(case, random):
    """Of the challenge model only before the first tie in offers, so it is left out; exchange ties likewise."""
    x, s, c = case
    order = list(range(len(x)))
    random.shuffle(order)
    names = [n for n in INSIDE if not n.startswith("challenge")]
    for one, other in zip(side_by_side(x, s, c), side_by_side(x[order], s[order], c[order]), strict=True):
        np.testing.assert_allclose([one[n].point for n in names], [other[n].point for n in names], atol=1e-9)


@SETTINGS
@given(stances())
def test_unit_of_power_does_not_matter(case):
    x, s, c = case
    names = [n for n in INSIDE if n != "challenge-table2"]
    for one, other in zip(side_by_side(x, s, c), side_by_side(x, s, 8 * c), strict=True):
        np.testing.assert_allclose([one[n].point for n in names], [other[n].point for n in names], atol=1e-6)


@SETTINGS
@given(stances())
def test_turning_the_scale_turns_the_means(case):
    x, s, c = case
    names = ("mean", "salience-mean", "compromise", "nash", "election-conditional", "election-markov-uniform")
    for one, other in zip(side_by_side(x, s, c), side_by_side(1 - x, s, c), strict=True):
        np.testing.assert_allclose([one[n].point for n in names], [1 - other[n].point for n in names], atol=1e-6)
        np.testing.assert_allclose(one["median-lower"].point, 1 - other["median-upper"].point, atol=1e-9)
