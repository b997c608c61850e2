"""What played wordings say of the next one holds, and says something."""

import numpy as np
import pytest

from benchmarks.conference import conference
from positions.model import PARAMETERS
from positions.search.evaluate import open_bench
from positions.search.known import Known, comparable
from positions.search.space import option_space
from positions.simulation import make_ensemble

ENSEMBLE = make_ensemble(PARAMETERS, members=8, seed=2)


@pytest.fixture(scope="module")
def bench():
    case = conference(delegations=12, issues=1, clauses=3, options=3, can_object=0.8, associations=6, seed=4)
    space = option_space(case.issues["i00"])
    choices = {str(n): space.choice(n) for n in range(len(space.choices))}
    return open_bench(case, "i00", choices, ENSEMBLE, draws=50, tabled_by="")


def test_bounds_hold_in_every_world_and_settle_many(bench):
    assert comparable(bench.arrays)
    known = Known(bench.draws, bench.ensemble.size, len(bench.arrays.actors))
    settled = []
    order = np.random.default_rng(1).permutation(len(bench.arrays.wordings))
    for row in order:
        at = bench.positions[:, row], bench.firmness[:, row]
        surely, possibly = known.bounds(*at)
        passed = bench.worlds(int(row))
        assert (surely <= passed).all()
        assert (passed <= possibly).all()
        share = float(passed.mean())
        assert not known.hopeless(*at, share - 0.01)
        settled.append((surely == possibly).mean())
        if row % 3:
            known.keep(*at, passed, played=True)
        else:
            known.keep(*at, possibly, played=False)  # as after a bound
    assert settled[0] == 0
    assert np.mean(settled[-9:]) > 0.5


def test_a_wording_that_is_as_hard_as_one_that_fails_is_hopeless(bench):
    known = Known(bench.draws, bench.ensemble.size, len(bench.arrays.actors))
    top = int(bench.positions.mean(axis=0).argmax())
    middle = int(np.argsort(bench.positions.mean(axis=0))[13])
    passed = bench.worlds(middle)
    known.keep(bench.positions[:, middle], bench.firmness[:, middle], passed, played=True)
    harder = np.maximum(bench.positions[:, middle], bench.positions[:, top])
    firmer = np.maximum(bench.firmness[:, middle], bench.firmness[:, top])
    assert known.hopeless(harder, firmer, float(passed.mean()))
    assert not known.hopeless(harder, firmer, float(passed.mean()) - 0.01)


def test_the_same_shares_with_and_without_what_is_known(bench):
    known = Known(bench.draws, bench.ensemble.size, len(bench.arrays.actors))
    for row in range(len(bench.arrays.wordings)):
        assert (bench.by_member(row, -1.0, known) == bench.by_member(row)).all()


def test_lower_limits_and_several_tablers_are_not_comparable(bench):
    from dataclasses import replace

    arrays = bench.arrays
    low = arrays.low.copy()
    low[0] = 0.2
    assert not comparable(replace(arrays, low=low))
    goodwill = arrays.goodwill.copy()
    goodwill[0, 0] += 0.5
    assert not comparable(replace(arrays, goodwill=goodwill))
