"""Counting: the list of blocs when it grows too long."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.simulation import tally

KEYS = st.tuples(st.integers(0, 2), st.integers(0, 20)).map(lambda n: bytes([n[0], *[7] * 9, n[1]]))


@settings(deadline=None)
@given(st.lists(st.lists(KEYS, min_size=1, max_size=60), min_size=1, max_size=4))
def test_a_list_of_blocs_that_grows_too_long_loses_the_rarest(blocks):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "MOST_BLOCS", 5)
        counted, expected, others = tally.Tally(6, 1), Counter(), 0
        for block in blocks:
            counted.blocs.update(block)
            counted._trim()
            expected.update(block)
            if len(expected) > 10:
                ordered = sorted(expected.items(), key=lambda item: (item[1], item[0]), reverse=True)
                expected, others = Counter(dict(ordered[:5])), others + sum(n for _, n in ordered[5:])
        assert counted.blocs == expected
        assert counted.other_blocs == others
        assert counted.blocs.total() + counted.other_blocs == sum(map(len, blocks))


@settings(deadline=None)
@given(st.data())
def test_the_frequent_blocs_are_those_that_a_sort_of_all_would_show(data):
    names = data.draw(st.lists(st.sampled_from("abcde"), min_size=3, max_size=10))
    rows = data.draw(st.lists(st.lists(st.booleans(), min_size=len(names), max_size=len(names)), max_size=30))
    counted = tally.Tally(len(names), 1)
    for row in rows:
        counted.blocs[np.packbits(row).tobytes()] += 1
    every = [(tuple(dict.fromkeys(a for a, on in zip(names, row, strict=True) if on)), row) for row in rows]
    found = Counter(tuple(row) for row in rows)
    expected = {tuple(row): (-found[tuple(row)], sorted(who)) for who, row in every}
    most = data.draw(st.integers(1, 12))
    shown = [(-n, sorted(who)) for who, n in counted.frequent_blocs(most, names)]
    assert shown == sorted(expected.values())[:most]
