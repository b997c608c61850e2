"""Counting against a plain loop over the same worlds; memory, talks, negotiation runs."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.game import prepare_issue, seat_drawn
from positions.model import PARAMETERS, Parameters
from positions.simulation import STATES, make_ensemble, simulate_issue
from positions.simulation.draws import Draws, block_sizes, draw_block, forwarding_block
from positions.simulation.ensemble import Ensemble, readings, triangular
from positions.simulation.kernel import PreparedGame, can_object, play
from positions.simulation.prepared import prepare_room, prepare_wording
from positions.simulation.simulate import SETTLED, combine, part_count, play_part, prepare_simulation
from positions.simulation.tally import final_states

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


def test_counts_are_those_of_a_plain_loop(case):
    arrays = prepare_issue(case, "victim_care")
    parameters = Parameters.central_of(PARAMETERS).with_values({"silent_objectors": 1.0})
    made = simulate_issue(arrays, Ensemble((parameters,), 4), tried=("irrespective", "compromise"), draws=400)
    arrays = seat_drawn(arrays)
    assert arrays.actors[-1] == "room/one"
    x = readings(arrays, 1, 4)
    room = prepare_room(arrays, [parameters])
    settings = [prepare_wording(arrays, w, x[:, w], room) for w in range(2)]
    columns = np.union1d(can_object(settings[0]), can_object(settings[1]))
    drawn = draw_block(arrays, columns, Ensemble((parameters,), 4), 0, 400)
    later = forwarding_block(arrays, Ensemble((parameters,), 4), 2, 0, 400)[:, :, 0]
    ends = {"irrespective": 0, "compromise": 0, "no_text": 0, "forwarded": 0}
    for n in range(400):
        final = "forwarded" if later[2, n] < parameters.forwarding_at_end else "no_text"
        for w in (1, 0):
            played = play(PreparedGame.of(settings[w], columns), Draws(drawn.hardness[:, n : n + 1], None))
            if not played.greatest.any():
                final = arrays.wordings[w]
            if later[w, n] < parameters.forwarding:
                final = "forwarded"
        ends[final] += 1
    assert {k: round(v * 400) for k, v in made.final_text.items()} == ends
    for w, setting in enumerate(settings):
        played = play(PreparedGame.of(setting, columns), drawn)
        states = final_states(played)
        for c, d in enumerate(columns):
            if d not in can_object(setting):
                continue
            if arrays.actors[d] == "room/one":
                assert round(400 * made.wordings[w].drawn["room"]) == int(played.greatest[c].sum()) > 0
                continue
            shares = made.wordings[w].states[arrays.actors[d]]
            assert [round(400 * shares[s]) for s in STATES] == [int((states[c] == k).sum()) for k in range(5)]
        known = columns < len(arrays.actors) - 1
        both = played.greatest[known].astype(int) @ played.greatest[known].astype(int).T
        assert np.allclose(made.wordings[w].co_blocking[np.ix_(columns[known], columns[known])] * 400, both)


def test_worlds_are_played_until_the_bands_are_settled_and_not_beyond(case):
    """The same as a plain loop over parts that asks whether both halves agree; parts too many change nothing."""
    ensemble = make_ensemble(PARAMETERS, members=64, seed=1)
    arrays = prepare_issue(case, "victim_care")
    prepared = prepare_simulation(arrays, ensemble, tried=("irrespective",), draws=3000)
    count = part_count(3000, 64)
    parts = [play_part(prepared, n) for n in range(count)]
    counted = np.array([p.counted() for p in parts], dtype=float)
    sizes = np.array([p.draws for p in parts])
    for n in range(1, count + 1):
        if n % 2 == 0:
            halves = [
                counted[: n // 2].sum(axis=0) / sizes[: n // 2].sum(),
                counted[n // 2 : n].sum(axis=0) / sizes[n // 2 : n].sum(),
            ]
            ends = [np.quantile(h, (0.1, 0.5, 0.9), axis=1) for h in halves]
            if np.abs(ends[0] - ends[1]).max() <= SETTLED:
                break
    asked = []
    found = combine(prepared, (play_part(prepared, k) for k in range(count)), lambda: asked.append(1))
    assert found.draws == sizes[:n].sum()
    assert len(asked) == count
    every = combine(prepared, [play_part(prepared, k) for k in range(count)])
    assert every.final_text == found.final_text
    assert found.draws < 3000 == sum(block_sizes(3000, 64))


def test_an_issue_gives_the_same_numbers_alone_or_among_others(case):
    ensemble = make_ensemble(PARAMETERS, members=4, seed=1)
    whole = simulate_issue(prepare_issue(case, "victim_care"), ensemble, draws=60)
    alone = simulate_issue(prepare_issue(case, "victim_care", only=["compromise"]), ensemble, draws=60)
    assert (whole.wording("compromise").by_member == alone.wording("compromise").by_member).all()


def test_memory_does_not_grow_with_the_number_of_draws(case):
    arrays = prepare_issue(case, "review_mechanism")
    ensemble = Ensemble((Parameters.central_of(PARAMETERS),), 2)

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
        arrays = prepare_issue(case, issue)
        off = simulate_issue(arrays, ensemble, draws=100)
        on = simulate_issue(arrays, ensemble, talked=(target,), draws=100)
        for a, b in zip(off.wordings, on.wordings, strict=True):
            assert (b.by_member >= a.by_member).all()
        assert on.wordings[0].p_consensus.median > off.wordings[0].p_consensus.median or issue == "victim_care"


def test_a_chair_who_always_overrules_one_isolated_seat_lets_it_through(case):
    arrays = prepare_issue(case, "victim_care")
    never = Parameters.central_of(PARAMETERS)
    always = never.with_values({"overrule": 1.0})
    blocked = simulate_issue(arrays, Ensemble((never,), 1), tried=("irrespective",), draws=300)
    lifted = simulate_issue(arrays, Ensemble((always,), 1), tried=("irrespective",), draws=300)
    assert blocked.final_text["irrespective"] < 0.05
    assert lifted.final_text["irrespective"] > 0.7


def test_triangular_quantiles_follow_the_band():
    bands = np.array([[0.0, 0.2, 1.0], [0.5, 0.5, 0.5], [0.0, 1.0, 1.0]])
    values = triangular(np.tile(np.linspace(0, 1, 1001)[:, None], (1, 3)), bands)
    assert (np.diff(values, axis=0) >= -1e-15).all()
    assert values[0].tolist() == [0.0, 0.5, 0.0]
    assert values[-1].tolist() == [1.0, 0.5, 1.0]
    assert values[200, 0] == pytest.approx(0.2)  # the mode of the first stands at its 20 % quantile
    assert values[:, 0].mean() == pytest.approx((0.0 + 0.2 + 1.0) / 3, abs=1e-3)
