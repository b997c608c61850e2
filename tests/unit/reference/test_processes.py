import math

import numpy as np
import pytest

from positions.reference import MODELS, challenge, election, exchange, side_by_side
from positions.reference.election import VOTES
from positions.reference.exchange_search import SearchRound, possible_exchanges

NAN = math.nan


def test_challenge_says_why_it_stopped():
    assert challenge([5, 5], [1, 1], [1, 1]).stopped == "everybody already holds the same position"
    assert challenge([NAN, 1.0], [1, 0], [1, 1]).stopped == "nobody counts"
    assert math.isnan(challenge([NAN], [1], [1]).forecast().point)
    assert challenge([0.0, 1.0, 9.0], [0.9, 0.1, 0.5], [1, 1, 1], rounds=4).stopped.startswith(
        ("all 4", "nobody", "every")
    )


def test_challenge_keeps_the_book_of_offers():
    run = challenge([4, 7, 4, 10, 10], [0.8, 0.4, 0.2, 0.6, 0.9], [1, 1, 1, 2, 2], rounds=5)
    for before, after in zip(run.rounds, run.rounds[1:], strict=False):
        np.testing.assert_array_equal(before.end, after.start)
    for r in run.rounds:
        stayed = r.kind == 0
        np.testing.assert_array_equal(r.end[stayed], r.start[stayed])
        np.testing.assert_array_equal(r.proposer[stayed], -1)
        assert np.all(r.proposer[~stayed] >= 0)
        assert np.all((r.exponent >= 0.5 - 1e-12) & (r.exponent <= 2 + 1e-12))


@pytest.mark.parametrize("variant", ["literal", "table2"])
def test_challenge_leaves_unknown_actors_out(variant):
    full = challenge([1, 5, 9], [0.5, 0.6, 0.9], [1, 1, 1], variant=variant)
    holes = challenge([1, NAN, 5, 9], [0.5, 0.3, 0.6, 0.9], [1, 1, 1, 1], variant=variant)
    assert full.medians == holes.medians
    assert holes.actors.tolist() == [0, 2, 3]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"variant": "other"}, "variants"), ({"rounds": 0}, "one round"), ({"salience": [1.5, 1, 1]}, "share")],
)
def test_challenge_refuses(change, message):
    arguments = {"position": [1, 5, 9], "salience": [0.5, 0.6, 0.9], "power": [1, 1, 1]} | change
    with pytest.raises(ValueError, match=message):
        challenge(**arguments)


def test_election_chances_are_chances():
    for method in ("conditional", "markov-uniform", "markov-incentive"):
        for votes in VOTES:
            found = election([0.1, 0.4, 0.4, 0.9], [1, 1, 1, 1], [1, 2, 1, 3], method=method, votes=votes)
            assert found.probability.sum() == pytest.approx(1)
            assert len(found.probability) == 3
            np.testing.assert_allclose(found.beats + found.beats.T, 1)
            assert found.of_actor[1] == found.of_actor[2]


def test_election_ignores_salience_on_one_issue():
    one = election([0.1, 0.4, 0.9], [1.0, 1.0, 1.0], [1, 2, 3])
    other = election([0.1, 0.4, 0.9], [0.2, 0.7, 0.1], [1, 2, 3])
    np.testing.assert_allclose(one.probability, other.probability)


def test_election_says_what_is_expected_and_what_is_likeliest():
    found = election([0.0, 0.5, 1.0], [1, 1, 1], [1, 5, 1]).forecast()
    assert found.point == pytest.approx(0.5)
    assert found.how.startswith("likeliest position 0.5 with ")
    many = election(np.zeros((2, 2)), np.ones((2, 2)), [1, 1])
    assert math.isnan(many.forecast().point)


def test_election_refuses_and_says_nothing_without_actors():
    with pytest.raises(ValueError, match="unknown method"):
        election([0.1], [1], [1], method="vote")
    with pytest.raises(ValueError, match="votes are one of"):
        election([0.1], [1], [1], votes="loud")
    with pytest.raises(ValueError, match="shapes"):
        election([0.1, 0.2], [1], [1])
    with pytest.raises(ValueError, match="upper bound"):
        election([0.1], [1], [1], bounds=(1, 0))
    assert not election([NAN], [1], [1]).forecast().answered


def swap():
    """Two actors that want opposite things on two issues, each caring about another one, and a bystander."""
    position = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.2]]
    salience = [[0.9, 0.2], [0.3, 0.8], [0.5, 0.5]]
    return position, salience, np.ones((3, 2))


def test_exchange_gains_are_equal_and_true():
    position, salience, power = (np.asarray(a, dtype=float) for a in swap())
    run = exchange(position, salience, power)
    (first, *_) = run.rounds[0].bargains
    total = (salience * power).sum(axis=0)
    effect = {
        first.supply_a: salience[first.a, first.supply_a] * abs(first.to_a - first.from_a) / total[first.supply_a],
        first.supply_b: salience[first.b, first.supply_b] * abs(first.to_b - first.from_b) / total[first.supply_b],
    }
    gain_a = (
        effect[first.supply_b] * salience[first.a, first.supply_b]
        - effect[first.supply_a] * salience[first.a, first.supply_a]
    )
    gain_b = (
        effect[first.supply_a] * salience[first.b, first.supply_a]
        - effect[first.supply_b] * salience[first.b, first.supply_b]
    )
    assert gain_a == pytest.approx(first.gain)
    assert gain_b == pytest.approx(first.gain)
    assert first.gain > 0


def test_exchange_leaves_unknown_cells_unknown():
    position, salience, power = swap()
    position[2][1] = NAN
    run = exchange(position, salience, power)
    assert np.isnan(run.rounds[0].voting[2, 1])
    assert np.isnan(run.rounds[0].after[2, 1])
    assert all(2 not in (b.a, b.b) for b in run.rounds[0].bargains)


def test_exchange_stops_when_nothing_gains_both():
    run = exchange([[0.0, 0.0], [1.0, 1.0]], [[0.5, 0.5], [0.5, 0.5]], np.ones((2, 2)), rounds=5)
    assert len(run.rounds) == 1
    assert run.stopped == "no exchange was left that gains both"
    assert run.rounds[0].bargains == ()


def test_exchange_of_a_single_issue_is_the_compromise_model():
    run = exchange([[0.2], [0.8]], [[1.0], [0.5]], [[1.0], [1.0]])
    assert run.outcome[0] == pytest.approx(0.4)
    assert "0 touch" in run.forecast(0).how


def test_exchange_draws_ties_by_seed():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 5, (8, 4)) / 4
    s = rng.integers(1, 4, (8, 4)) / 4
    ones = np.ones((8, 4))
    fixed = exchange(x, s, ones)
    assert fixed.rounds[0].ties > 0
    same = [exchange(x, s, ones, rng=np.random.default_rng(5)).outcome for _ in range(2)]
    np.testing.assert_array_equal(same[0], same[1])
    assert len({tuple(exchange(x, s, ones, rng=np.random.default_rng(k)).outcome) for k in range(8)}) > 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"position": [[0.0, 2.0]]}, "outside"),
        ({"salience": [[0.5, 1.2]]}, "share"),
        ({"power": [[0.5]]}, "shapes"),
        ({"rounds": 0}, "one round"),
    ],
)
def test_exchange_refuses(change, message):
    arguments = {"position": [[0.0, 1.0]], "salience": [[0.5, 0.5]], "power": [[1, 1]]} | change
    with pytest.raises(ValueError, match=message):
        exchange(**arguments)


def test_side_by_side_answers_for_every_model_on_every_issue():
    position, salience, power = swap()
    rows = side_by_side(position, salience, power, fallback=[NAN, 0.9])
    assert [tuple(r) for r in rows] == [tuple(MODELS)] * 2
    assert [r["nash-reference"].answered for r in rows] == [False, True]
    assert all(f.answered for name, f in rows[0].items() if name != "nash-reference")
    for name, f in rows[0].items():
        assert f.model == name


def test_side_by_side_refuses_wrong_shapes():
    with pytest.raises(ValueError, match="two matrices"):
        side_by_side([1.0], [1.0], [1.0])
    with pytest.raises(ValueError, match="one fallback"):
        side_by_side([[1.0]], [[1.0]], [1.0], fallback=[0.1, 0.2])


def test_exchange_counts_before_it_starts():
    rng = np.random.default_rng(2)
    x, s, c = rng.uniform(size=(9, 5)), rng.uniform(0.1, 1, (9, 5)), np.ones((9, 5))
    x[3, 2] = s[3, 2] = c[3, 2] = NAN
    assert possible_exchanges(x, s, c) == SearchRound(x, s, c, (0.0, 1.0)).gain.size
    with pytest.raises(ValueError, match="exchanges are possible"):
        exchange(x, s, c, limit=10)


def test_a_whole_conference_is_not_traded_through_by_accident():
    rng = np.random.default_rng(2)
    x, s = rng.uniform(size=(120, 20)), rng.uniform(0.1, 1, (120, 20))
    found = side_by_side(x, s, np.ones(120), challenge_rounds=1)[0]["exchange"]
    assert not found.answered
    assert found.how.startswith("not run")
