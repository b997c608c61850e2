"""What several have in common, against a search over every set of them."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.agreement.common import common_position

ends = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(lambda pair: (min(pair) / 10, max(pair) / 10))
rooms = st.lists(ends, min_size=1, max_size=6).map(lambda rows: {f"d{n}": row for n, row in enumerate(rows)})


@given(rooms)
def test_no_larger_set_meets_and_no_wider_part_is_left(room):
    found = common_position(room)
    meets = {}
    for size in range(len(room), 0, -1):
        for names in combinations(room, size):
            low, high = max(room[n][0] for n in names), min(room[n][1] for n in names)
            if low <= high:
                meets[names] = high - low, -low
        if meets:
            break
    assert len(found.held_by) == size
    assert meets[found.held_by] == max(meets.values()) == (found.high - found.low, -found.low)
    assert found.common == (size == len(room))


@given(rooms)
def test_who_is_out_would_be_in_by_moving_as_far_as_is_said(room):
    found = common_position(room)
    for name, by in found.out.items():
        low, high = room[name]
        assert by != 0
        # no farther and no less far than to the part: below 0 up to its low end, above 0 down to its high end
        assert (low - by if by > 0 else high - by) == pytest.approx(found.high if by > 0 else found.low)
        assert max(low, found.low) > min(high, found.high)
    assert all(room[n][0] == found.low for n in found.low_by)
    assert all(room[n][1] == found.high for n in found.high_by)
    assert found.low_by
    assert found.high_by


def test_nobody_holds_nothing():
    assert common_position({}) is None
