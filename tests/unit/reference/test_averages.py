import math

import numpy as np
import pytest

from positions.reference import (
    compromise,
    known,
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
    for forecast in (mean([NAN]), compromise([1.0], [0.0], [1.0]), *weighted_median([1.0], [0.0]).forecasts()):
        assert not forecast.answered
        assert forecast.how.startswith("no forecast")
    assert math.isnan(weighted_median([NAN, NAN]).lower)


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
    assert "splits exactly in half" in both.forecasts()[1].how


def test_median_survives_shares_that_floats_cannot_hold():
    """0.1 + 0.2 is more than 0.3 in floats: half of 0.6 must still be found at the second actor."""
    assert weighted_median([1.0, 2.0, 3.0], None, [0.1, 0.2, 0.3]).lower == 2.0
    assert weighted_median([1.0, 2.0, 3.0], None, [0.1, 0.2, 0.3]).upper == 3.0


def test_median_ignores_who_carries_no_weight():
    assert weighted_median([0.0, 5.0, 9.0], [1.0, 0.0, 1.0]).upper == 9.0


def test_a_condorcet_tie_is_said_and_its_middle_given():
    winner = weighted_median([0.0, 10.0]).forecasts()[2]
    assert winner.point == 5.0
    assert "0 and 10 tie" in winner.how
    assert weighted_median([0.0, 4.0, 10.0]).forecasts()[2].how.startswith("no other position beats it")


def test_nash_without_reference_tends_to_the_compromise_model():
    x, s, c = [10.0, 35.0, 90.0], [0.9, 0.4, 0.7], [1.0, 2.0, 1.5]
    target = compromise(x, s, c).point
    gaps = [abs(nash_bargaining(x, s, c, dread=d).point - target) for d in (1.5, 5.0, 50.0)]
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 0.01


def test_nash_with_reference_maximises_the_product_of_gains():
    x, w = np.array([55.0, 70.0, 95.0]), np.array([1.0, 2.0, 1.0])
    grid = np.linspace(30.001, 79.999, 20001)
    values = [float(w @ np.log(np.maximum((30 - x) ** 2 - (at - x) ** 2, 1e-300))) for at in grid]
    found = nash_bargaining(x, w / 2, [2.0, 2.0, 2.0], reference=30.0).point
    assert found == pytest.approx(grid[int(np.argmax(values))], abs=0.01)


def test_nash_reference_stands_when_it_is_wanted_by_someone():
    assert nash_bargaining([0.0, 50.0], [1, 1], [1, 1], reference=0.0).point == 0.0


def test_nash_refuses_an_unknown_reference_and_a_mild_failure():
    with pytest.raises(ValueError, match="unknown"):
        nash_bargaining([1.0], [1], [1], reference=NAN)
    with pytest.raises(ValueError, match="dread"):
        nash_bargaining([1.0], [1], [1], dread=0.5)


def test_nash_of_one_position_is_that_position():
    assert nash_bargaining([3.0, 3.0], [1, 1], [1, 1]).point == 3.0
