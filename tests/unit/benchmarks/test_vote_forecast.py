"""Forecasting votes from earlier ones: better than its baselines where there is something to learn, and no peeking."""

import numpy as np
import pytest

from benchmarks.studies.titles import same_words, title_similarity
from benchmarks.studies.vote_baselines import as_its_group, as_last_time
from benchmarks.studies.vote_forecast import CHOICES, VoteForecast, forecast_votes


def assembly(seed=1, *, D=24, titles=14, periods=7):
    """Two camps with recurring titles, personal exceptions that last, noise, absences, and new titles each period."""
    rng = np.random.default_rng(seed)
    camp = np.repeat([0, 1], D // 2)
    names = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), size=14)) for _ in range(titles + 2 * periods)]
    line = {name: rng.choice(CHOICES, size=2, p=[0.6, 0.15, 0.25]) for name in names}
    lasting = {name: (rng.random(D) < 0.15, rng.choice(CHOICES, size=D)) for name in names}
    votes, when, what = [], [], []
    for period in range(periods):
        for name in [*names[:titles], names[titles + 2 * period], names[titles + 2 * period + 1]]:
            exception, own = lasting[name]
            x = np.where(exception, own, line[name][camp])
            x = np.where(rng.random(D) < 0.08, rng.choice(CHOICES, size=D), x)
            votes.append(np.where(rng.random(D) < 0.25, np.nan, x))
            when.append(period)
            what.append(name)
    return np.array(votes).T, np.array(when), what, [str(c) for c in camp]


def split(votes, when, what, period):
    past, now = when < period, when == period
    old = [t for t, keep in zip(what, past, strict=True) if keep]
    new = [t for t, keep in zip(what, now, strict=True) if keep]
    return (votes[:, past], when[past], old, new), votes[:, now]


def log_score(probabilities, votes):
    voted = ~np.isnan(votes)
    p = probabilities[voted]
    return float(-np.log(p[np.arange(len(p)), (1 - votes[voted]).astype(int)]).mean())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_forecast_beats_both_baselines_where_there_is_something_to_learn(seed):
    votes, when, what, groups = assembly(seed)
    past, truth = split(votes, when, what, 6)
    made = log_score(forecast_votes(*past, period=6).probabilities, truth)
    assert made < log_score(as_last_time(*past, groups), truth)
    assert made < log_score(as_its_group(*past, groups), truth)


def test_where_votes_are_coin_throws_the_forecast_is_no_better_than_the_shares():
    rng = np.random.default_rng(4)
    _, when, what, _ = assembly()
    votes = rng.choice(CHOICES, size=(24, len(when)))
    past, truth = split(votes, when, what, 6)
    made = log_score(forecast_votes(*past, period=6).probabilities, truth)
    assert np.log(3) - 0.05 < made < np.log(3) + 0.1


def test_probabilities_add_up_and_say_how_they_were_made():
    votes, when, what, groups = assembly()
    past, truth = split(votes, when, what, 6)
    made = forecast_votes(*past, period=6)
    assert isinstance(made, VoteForecast)
    assert made.probabilities.shape == (*truth.shape, 3)
    for p in (made.probabilities, as_last_time(*past, groups), as_its_group(*past, groups)):
        np.testing.assert_allclose(p.sum(axis=-1), 1)
        assert (p > 0).all()
    assert made.learned_from == (2, 3, 4, 5)
    assert (made.closest[:14] > 0.99).all()
    assert (made.closest[14:] < 0.99).all()


def test_the_same_record_gives_the_same_bytes_and_relabelling_only_relabels():
    votes, when, what, _ = assembly()
    past, _ = split(votes, when, what, 6)
    one, two = (forecast_votes(*past, period=6).probabilities for _ in range(2))
    assert one.tobytes() == two.tobytes()
    order = np.random.default_rng(1).permutation(len(votes))
    turned = forecast_votes(past[0][order], *past[1:], period=6).probabilities
    np.testing.assert_allclose(turned, one[order], atol=1e-4)


def test_absence_is_neither_learned_from_nor_a_vote():
    votes, when, what, groups = assembly()
    past, _ = split(votes, when, what, 6)
    silent = np.vstack([past[0], np.full((1, past[0].shape[1]), np.nan)])
    made = forecast_votes(silent, *past[1:], period=6)
    np.testing.assert_allclose(made.probabilities[:-1], forecast_votes(*past, period=6).probabilities, atol=0.02)
    assert np.isfinite(made.probabilities[-1]).all()
    assert np.isfinite(as_last_time(silent, *past[1:], [*groups, "none"])).all()


def test_a_vote_of_the_period_itself_is_refused():
    votes, when, what, _ = assembly()
    with pytest.raises(ValueError, match="cannot help to forecast"):
        forecast_votes(votes, when, what, ["x"], period=6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"votes": [[1.0, 9.0, 1.0]]}, "must be 1, 0, -1"),
        ({"periods": [1, 2]}, "do not fit"),
        ({"periods": [1, 1, 2]}, "three earlier periods"),
    ],
)
def test_records_that_cannot_be_learned_from_are_refused(change, message):
    given = {"votes": [[1.0, 0.0, 1.0]], "periods": [1, 2, 3], "titles": ["a", "b", "c"], "new_titles": ["a"]} | change
    with pytest.raises(ValueError, match=message):
        forecast_votes(**given, period=9)


def test_titles_are_the_same_in_spite_of_spelling_and_of_how_they_were_adopted():
    assert same_words("Law of the Sea : resolution / adopted by the General Assemby") == "law of the sea"
    likeness = title_similarity(
        ["Convening of the 4th special session devoted to disarmament"],
        ["Convening of the 4th special session devotet to disarmament", "The right to food", ""],
    )[0]
    assert likeness[0] > 0.8 > 0.2 > likeness[1]
    assert likeness[2] == 0.0


def test_last_time_means_the_last_time_the_delegation_voted():
    votes = np.array([[-1.0, -1.0, np.nan], [1.0, 1.0, 1.0]])
    made = as_last_time(votes, [1, 2, 3], ["land mines"] * 3, ["land mines"], ["a", "a"])
    assert made[0, 0].argmax() == 2
    assert made[1, 0].argmax() == 0
