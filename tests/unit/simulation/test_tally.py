"""Counting: the list of blocs when it grows too long."""

from collections import Counter

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
