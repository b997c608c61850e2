"""Counting against a plain loop over the same worlds; memory, talks, negotiation runs."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.game import issue_arrays
from positions.model import PARAMETERS, Parameters
from positions.simulation import STATES, make_ensemble, simulate_issue
from positions.simulation.board import can_object, lay_board
from positions.simulation.ensemble import Ensemble, readings, triangular
from positions.simulation.kernel import play
from positions.simulation.setting import make_setting
from positions.simulation.simulate import combine, play_block, set_stage
from positions.simulation.tally import final_states
from positions.simulation.worlds import block_sizes, hardness_block

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


def test_counts_are_those_of_a_plain_loop(case):
    arrays = issue_arrays(case, "victim_care")
    parameters = Parameters.central()
    made = simulate_issue(arrays, Ensemble((parameters,), 4), tried=("irrespective", "compromise"), draws=400)
    x = readings(arrays, 1, 4)
    settings = [make_setting(arrays, w, x[:, w], [parameters]) for w in range(2)]
    columns = np.union1d(can_object(settings[0]), can_object(settings[1]))
    hardness = hardness_block(arrays, columns, Ensemble((parameters,), 4), 0, 400)
    ends = {"irrespective": 0, "compromise": 0, "no_text": 0}
    for n in range(400):
        final = "no_text"
        for w in (1, 0):
            played = play(lay_board(settings[w], columns), hardness[:, n : n + 1])
            if not played.greatest.any():
                final = arrays.wordings[w]
        ends[final] += 1
    assert {k: round(v * 400) for k, v in made.final_text.items()} == ends
    for w, setting in enumerate(settings):
        played = play(lay_board(setting, columns), hardness)
        states = final_states(played)
        for c, d in enumerate(columns):
            if d not in can_object(setting):
                continue
            shares = made.wordings[w].states[arrays.actors[d]]
            assert [round(400 * shares[s]) for s in STATES] == [int((states[c] == k).sum()) for k in range(5)]
        both = played.greatest.astype(int) @ played.greatest.astype(int).T
        assert np.allclose(made.wordings[w].co_blocking[np.ix_(columns, columns)] * 400, both)


def test_blocks_add_up_to_the_whole_whatever_their_order(case):
    arrays = issue_arrays(case, "victim_care")
    ensemble = make_ensemble(PARAMETERS, members=4, seed=1)
    stage = set_stage(arrays, ensemble, tried=("irrespective",), draws=5000)
    count = len(block_sizes(5000, 4))
    assert count == 3
    backwards = combine(stage, (play_block(stage, n) for n in reversed(range(count))))
    forwards = simulate_issue(arrays, ensemble, tried=("irrespective",), draws=5000)
    assert backwards.final_text == forwards.final_text
    for a, b in zip(backwards.wordings, forwards.wordings, strict=True):
        assert (a.by_member == b.by_member).all()
        assert a.states == b.states
        assert a.blocs == b.blocs


def test_an_issue_gives_the_same_numbers_alone_or_among_others(case):
    ensemble = make_ensemble(PARAMETERS, members=4, seed=1)
    whole = simulate_issue(issue_arrays(case, "victim_care"), ensemble, draws=60)
    alone = simulate_issue(issue_arrays(case, "victim_care", only=["compromise"]), ensemble, draws=60)
    assert (whole.wording("compromise").by_member == alone.wording("compromise").by_member).all()


def test_memory_does_not_grow_with_the_number_of_draws(case):
    arrays = issue_arrays(case, "review_mechanism")
    ensemble = Ensemble((Parameters.central(),), 2)

    def peak(draws):
        tracemalloc.start()
        simulate_issue(arrays, ensemble, tried=("mention",), draws=draws)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(200_000) < 1.2 * peak(50_000)


def test_a_private_talk_helps_and_never_hurts(case):
    ensemble = make_ensemble(PARAMETERS, members=8, seed=3)
    for issue, target in (("domestic_scope", "russia"), ("victim_care", "pakistan")):
        arrays = issue_arrays(case, issue)
        off = simulate_issue(arrays, ensemble, draws=100)
        on = simulate_issue(arrays, ensemble, talked=(target,), draws=100)
        for a, b in zip(off.wordings, on.wordings, strict=True):
            assert (b.by_member >= a.by_member).all()
        assert on.wordings[0].p_consensus.median > off.wordings[0].p_consensus.median or issue == "victim_care"


def test_a_chair_who_always_overrules_one_isolated_seat_lets_it_through(case):
    arrays = issue_arrays(case, "victim_care")
    never = Parameters.central()
    always = never.with_values({"overrule": 1.0})
    blocked = simulate_issue(arrays, Ensemble((never,), 1), tried=("irrespective",), draws=300)
    lifted = simulate_issue(arrays, Ensemble((always,), 1), tried=("irrespective",), draws=300)
    assert blocked.final_text["irrespective"] < 0.05
    assert lifted.final_text["irrespective"] > 0.8


def test_triangular_quantiles_follow_the_band():
    bands = np.array([[0.0, 0.2, 1.0], [0.5, 0.5, 0.5], [0.0, 1.0, 1.0]])
    values = triangular(np.tile(np.linspace(0, 1, 1001)[:, None], (1, 3)), bands)
    assert (np.diff(values, axis=0) >= -1e-15).all()
    assert values[0].tolist() == [0.0, 0.5, 0.0]
    assert values[-1].tolist() == [1.0, 0.5, 1.0]
    assert values[200, 0] == pytest.approx(0.2)  # the mode of the first stands at its 20 % quantile
    assert values[:, 0].mean() == pytest.approx((0.0 + 0.2 + 1.0) / 3, abs=1e-3)
