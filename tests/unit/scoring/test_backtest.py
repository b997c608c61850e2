"""A record of negotiations in parts is the models side by side, and goes on from the parts that are kept."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.reference import MODELS, side_by_side
from positions.scoring import Negotiation, backtest, backtest_parts
from positions.work import Store


def made_up(rng, actors, issues):
    x = np.round(rng.random((actors, issues)) * 100)
    x[rng.random(x.shape) < 0.2] = np.nan
    fallback = np.where(rng.random(issues) < 0.3, np.nan, 0.0)
    return Negotiation(x, np.round(rng.random(x.shape), 2), np.ones(x.shape), fallback)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=3))
def test_a_backtest_is_the_models_side_by_side(seed, sizes):
    rng = np.random.default_rng(seed)
    record = [made_up(rng, *size) for size in sizes]
    found = backtest(record, bounds=(0.0, 100.0), challenge_rounds=3)
    for one, rows in zip(record, found, strict=True):
        expected = side_by_side(
            one.position, one.salience, one.power, bounds=(0.0, 100.0), fallback=one.fallback, challenge_rounds=3
        )
        assert [list(row) for row in rows] == [list(MODELS)] * one.issues
        assert repr(rows) == repr(tuple(map(dict, expected)))


def test_what_is_kept_is_not_played_again_and_what_is_spoilt_is(tmp_path, monkeypatch):
    record = [made_up(np.random.default_rng(3), 4, 2), made_up(np.random.default_rng(4), 3, 1)]
    whole = backtest(record, bounds=(0.0, 100.0))
    parts = backtest_parts(record)
    assert parts == 5

    def stop():
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt

    calls, store = [], Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        backtest(record, bounds=(0.0, 100.0), store=store, progress=stop)
    kept = sorted(tmp_path.rglob("*.part"))
    assert len(kept) == 3
    assert "exchange" in json.loads(kept[0].read_bytes().partition(b"\n")[2])[0]
    kept[1].write_bytes(kept[1].read_bytes()[:-1])
    made, keep = [], Store.keep
    monkeypatch.setattr(Store, "keep", lambda *a: (made.append(a[2]), keep(*a)))
    assert repr(backtest(record, bounds=(0.0, 100.0), store=store)) == repr(whole)
    assert made == [1, 3, 4]
    assert not list(tmp_path.rglob("*.part"))
