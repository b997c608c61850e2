"""Streams made many at a time, against NumPy's own, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.simulation.streams import seed_states, streams

WORDS = st.integers(0, 2**32 - 1)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 2**200), st.integers(1, 5).flatmap(lambda k: st.lists(st.tuples(*[WORDS] * k), min_size=1)),
    st.integers(1, 6),
)  # fmt: skip
def test_seeds_are_those_of_numpy(seed, keys, count):
    expected = [np.random.SeedSequence(seed, spawn_key=key).generate_state(count, np.uint64) for key in keys]
    assert (seed_states(seed, keys, count) == np.array(expected)).all()


@pytest.mark.parametrize("seed", [0, 1, 20100127, 2**32, 2**64 + 3])
def test_draws_are_those_of_numpy(seed):
    keys = [(1, n, 2, n * n) for n in range(20)]
    for key, stream in zip(keys, streams(seed, keys), strict=True):
        twin = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))
        assert (stream.standard_normal(50, dtype=np.float32) == twin.standard_normal(50, dtype=np.float32)).all()
        assert stream.random() == twin.random()


def test_no_streams_are_none():
    assert list(streams(1, [])) == []
