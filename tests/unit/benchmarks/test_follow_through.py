"""From a vote on a paragraph to the vote on the text."""

import itertools
import math

import numpy as np
import pytest

from benchmarks.studies.follow_through import follow_through

NAN = float("nan")


def test_counts_and_shares_equal_their_loop():
    rng = np.random.default_rng(2)
    part, whole = rng.choice([1.0, 0.0, -1.0, NAN], size=(2, 9, 14))
    made = follow_through(part, whole, np.arange(14) // 3, rng=rng)
    expected = np.zeros((3, 4))
    for d, p in itertools.product(range(9), range(14)):
        if not math.isnan(part[d, p]):
            expected[int(1 - part[d, p]), 3 if math.isnan(whole[d, p]) else int(1 - whole[d, p])] += 1
    np.testing.assert_array_equal(made.counts, expected)
    np.testing.assert_allclose(made.shares, expected / expected.sum(axis=1, keepdims=True))
    assert (made.low <= made.shares).all()
    assert (made.shares <= made.high).all()
    assert made.texts == 5


def test_the_interval_is_wider_when_paragraphs_hang_together():
    rng = np.random.default_rng(3)
    carries = rng.random(12) < 0.5  # per text: everybody carries over, or nobody does
    part = -np.ones((10, 60))
    whole = np.where(np.repeat(carries, 5), -1.0, 1.0) * np.ones((10, 1))
    by_text = follow_through(part, whole, np.repeat(np.arange(12), 5), rng=np.random.default_rng(1))
    by_paragraph = follow_through(part, whole, np.arange(60), rng=np.random.default_rng(1))
    assert by_text.high[2, 2] - by_text.low[2, 2] > 1.5 * (by_paragraph.high[2, 2] - by_paragraph.low[2, 2])


def test_a_row_nobody_is_in_is_unknown_and_shapes_must_fit():
    made = follow_through([[1.0]], [[1.0]], ["x"], rng=np.random.default_rng(1))
    assert np.isnan(made.shares[2]).all()
    assert np.isnan(made.low[2]).all()
    with pytest.raises(ValueError, match="do not fit"):
        follow_through([[1.0]], [[1.0, 0.0]], ["x"], rng=np.random.default_rng(1))
