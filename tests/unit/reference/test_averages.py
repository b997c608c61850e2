import math

import numpy as np
import pytest

from positions.reference import (
    compromise,
    condorcet,
    known,
    levers,
    mean,
    nash_bargaining,
    salience_mean,
    weighted_median,
)

NAN = math.nan


def test_unknown_is_left_out_and_never_zero():
    assert mean([NAN, 80.0, 60.0]).point == 70.0
    assert mean([NAN, 80.0, 60.0]).actors == 2
    assert "1 unknown" in mean([NAN, 80.0, 60.0]).how


def test_unknown_weight_leaves_an_actor_out_where_weights_are_used():
    assert salience_mean([0.0, 100.0, 50.0], [0.5, NAN, 0.5]).point == 25.0
    assert mean([0.0, 100.0, 50.0]).point == 50.0


def test_nobody_gives_no_forecast():
    for forecast in (mean([NAN]), compromise([1.0], [0.0], [1.0]), condorcet([1.0], [0.0]).forecast):
        assert not forecast.answered
        assert forecast.how.startswith("no forecast")
    assert math.isnan(weighted_median([NAN, NAN]).lower)
    assert weighted_median([NAN]).forecast("lower").how.startswith("no forecast")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0], [1.0]), "shape"),
        (([1.0], [-0.5]), "negative"),
        (([math.inf],), "finite"),
        (([[1.0]],), "one dimension"),
    ],
)
def test_bad_arrays_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        known(*arguments)


def test_median_of_a_split_gives_both_ends():
    both = weighted_median([30.0, 70.0, 10.0, 90.0])
    assert (both.lower, both.upper) == (30.0, 70.0)
    assert "splits exactly in half" in both.forecast("upper").how


def test_median_survives_shares_that_floats_cannot_hold():
    """0.1 + 0.2 is more than 0.3 in floats: half of 0.6 must still be found at the second actor."""
    assert weighted_median([1.0, 2.0, 3.0], None, [0.1, 0.2, 0.3]).lower == 2.0
    assert weighted_median([1.0, 2.0, 3.0], None, [0.1, 0.2, 0.3]).upper == 3.0


def test_median_ignores_who_carries_no_weight():
    assert weighted_median([0.0, 5.0, 9.0], [1.0, 0.0, 1.0]).upper == 9.0


def test_condorcet_cycle_cannot_happen_on_a_line_and_ties_are_said():
    tied = condorcet([0.0, 10.0])
    assert tied.winners == (0.0, 10.0)
    assert tied.forecast.point == 5.0
    assert "tie" in tied.forecast.how


def test_proportional_margins_are_differences_of_summed_distances():
    x = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float)
    result = condorcet(x, None, votes="proportional")
    sums = np.abs(x[:, None] - result.positions).sum(axis=0)
    np.testing.assert_allclose(result.margin, sums[None, :] - sums[:, None])
    assert result.winners == (7.0,)


def test_condorcet_refuses_other_votes():
    with pytest.raises(ValueError, match="binary"):
        condorcet([1.0], votes="rank")


def test_levers_are_what_happens():
    x, s, c = np.array([0.0, 40.0, 100.0, NAN]), np.array([0.5, 1.0, 0.25, 1.0]), np.array([1.0, 2.0, 4.0, 1.0])
    found = levers(x, s, c)
    base = compromise(x, s, c).point
    assert found.outcome == base
    for i in range(3):
        moved = x.copy()
        moved[i] += 1
        assert compromise(moved, s, c).point - base == pytest.approx(found.share[i])
        others = np.arange(4) != i
        assert compromise(x[others], s[others], c[others]).point == pytest.approx(found.without[i])
        heavier = c.copy()
        heavier[i] += 1e-6 / s[i]
        assert (compromise(x, s, heavier).point - base) / 1e-6 == pytest.approx(found.pull[i], rel=1e-4)
    assert np.isnan([found.share[3], found.without[3], found.pull[3]]).all()


def test_nash_without_reference_tends_to_the_compromise_model():
    x, s, c = [10.0, 35.0, 90.0], [0.9, 0.4, 0.7], [1.0, 2.0, 1.5]
    target = compromise(x, s, c).point
    gaps = [abs(nash_bargaining(x, s, c, dread=d).point - target) for d in (1.5, 5.0, 50.0)]
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 0.01


def test_nash_with_linear_loss_tends_to_the_weighted_median():
    x, s, c = [10.0, 35.0, 90.0], [0.9, 0.8, 0.7], [1.0, 1.0, 1.0]
    assert nash_bargaining(x, s, c, loss="linear", dread=1e4).point == pytest.approx(35.0, abs=0.1)


def test_nash_with_reference_maximises_the_product_of_gains():
    x, w = np.array([55.0, 70.0, 95.0]), np.array([1.0, 2.0, 1.0])
    for loss, gain in (
        ("linear", lambda at: np.abs(30 - x) - np.abs(at - x)),
        ("quadratic", lambda at: (30 - x) ** 2 - (at - x) ** 2),
    ):
        grid = np.linspace(30.001, 79.999, 20001)
        values = [float(w @ np.log(np.maximum(gain(at), 1e-300))) for at in grid]
        best = grid[int(np.argmax(values))]
        found = nash_bargaining(x, w / 2, [2.0, 2.0, 2.0], reference=30.0, loss=loss).point
        assert found == pytest.approx(best, abs=0.01)


def test_nash_reference_stands_when_it_is_wanted_by_someone():
    assert nash_bargaining([0.0, 50.0], [1, 1], [1, 1], reference=0.0).point == 0.0


def test_nash_refuses_an_unknown_reference_and_a_mild_failure():
    with pytest.raises(ValueError, match="unknown"):
        nash_bargaining([1.0], [1], [1], reference=NAN)
    with pytest.raises(ValueError, match="dread"):
        nash_bargaining([1.0], [1], [1], dread=0.5)


def test_nash_of_one_position_is_that_position():
    assert nash_bargaining([3.0, 3.0], [1, 1], [1, 1]).point == 3.0
