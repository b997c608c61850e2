from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.model import NO_TEXT
from positions.reference import MODELS, side_by_side
from positions.scoring import forecast_case, where_they_differ

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def vienna():
    return load_case(DATA)


@pytest.fixture(scope="module")
def models(vienna):
    return {m.issue: m for m in forecast_case(vienna)}


def test_every_issue_and_every_model(vienna, models):
    assert list(models) == list(vienna.issues)
    assert all(tuple(m.forecasts) == tuple(MODELS) for m in models.values())


def test_points_come_from_the_coded_stances_alone(vienna, models):
    found = models["non_punishment"]
    stances = {s.delegation: s for s in vienna.stances_on("non_punishment")}
    assert set(found.known) == set(stances)
    assert set(found.known).isdisjoint(found.unknown)
    mean = sum(s.ideal for s in stances.values()) / len(stances)
    assert found.forecasts["mean"].point == pytest.approx(mean)
    weights = {d: s.salience * vienna.delegations[d].influence for d, s in stances.items()}
    point = sum(weights[d] * stances[d].ideal for d in stances) / sum(weights.values())
    assert found.forecasts["compromise"].point == pytest.approx(point)
    assert found.spread.point == found.forecasts["pool"].point != found.forecasts["mean"].point


def test_no_stance_no_forecast(models):
    found = models["demand"]
    assert found.known == ()
    assert found.spread is None
    assert not any(f.answered for name, f in found.forecasts.items() if name != "constant")


def test_silent_seats_count_only_when_asked(vienna, models):
    asked = {m.issue: m for m in forecast_case(vienna, assumed=True)}
    assert asked["demand"].assumed == ("room",)
    assert asked["demand"].forecasts["compromise"].answered
    assert models["demand"].assumed == ()
    seats = vienna.issues["harbouring"].silent[0]
    point = asked["harbouring"].forecasts["compromise"].point
    assert abs(point - seats.ideal) < abs(models["harbouring"].forecasts["compromise"].point - seats.ideal)


def test_no_text_stands_at_the_foot_of_the_ladder_where_it_is_the_fallback(vienna, models):
    assert models["domestic_scope"].texts[NO_TEXT] == 0.0
    assert models["domestic_scope"].nearest(0.1) == NO_TEXT
    assert NO_TEXT not in models["non_punishment"].texts
    assert models["non_punishment"].fallback == models["non_punishment"].texts["reaffirm_2009"]


def words(position, fallback=0.0, salience=None, power=None):
    n = len(position)
    rows = side_by_side(
        [[p] for p in position],
        [[s] for s in salience or [1.0] * n],
        power or [1.0] * n,
        fallback=[fallback],
    )
    return where_they_differ(rows[0], fallback=fallback, actors=n)


def test_words_when_all_agree():
    assert words([0.5, 0.52, 0.55])[0].startswith("All models say 0.5")


def test_words_for_one_and_for_none():
    assert words([0.4]) == ("One delegation alone holds a position: every model can only repeat it.",)
    nothing = side_by_side([[float("nan")]], [[1.0]], [1.0])[0]
    assert where_they_differ(nothing, fallback=0.0, actors=0)[0].startswith("No delegation's stance")


def test_words_for_a_split_room():
    assert any("splits exactly in half" in w for w in words([0.0, 1.0]))


def test_words_name_salience_and_power_when_they_pull():
    pulled = " ".join(words([0.0, 0.1, 1.0], salience=[0.1, 0.1, 1.0]))
    assert "Those who care most want more" in pulled
    assert "power moves" not in pulled
    pulled = " ".join(words([0.0, 0.9, 1.0], power=[6.0, 1.0, 1.0]))
    assert "The influential want less" in pulled


def test_words_about_the_fallback():
    assert "moves nothing" in words([0.0, 0.2, 0.9], fallback=0.0)[-1]
    assert "ends at" in words([0.4, 0.6, 0.9], fallback=0.0)[-1]
