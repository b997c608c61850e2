"""Forecasts fitted on made-up records: what is put in comes out, what is unknown stays in doubt, bytes repeat."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import positions.forecast
from positions.forecast import (
    HOLDOUT_RULES,
    HOLDOUT_STEP,
    KINDS,
    OUTCOME_RULES,
    OUTCOME_STEPS,
    Fitted,
    Rows,
    fit_holdouts,
    fit_outcomes,
    fit_step,
    leave_one_meeting_out,
    read_fitted,
    shipped,
)

USED = ("inside_adopted", "inside_text", "opponents", "firm_opponents")


def record(seed=1, meetings=6, size=20, tau=0.4):
    """Rows made from known coefficients: opponents hinder adoption (-0.9) and help a compromise (+0.7)."""
    rng = np.random.default_rng(seed)
    n = meetings * size
    x = {name: rng.normal(0, 1, n) for name in USED}
    place = np.repeat(np.arange(meetings), size)
    odds = [-1.2 - 0.9 * x["opponents"] + 0.6 * x["inside_adopted"], 0.2 + 0.7 * x["opponents"], np.full(n, 0.5)]
    yes = [rng.random(n) < 1 / (1 + np.exp(-(o + rng.normal(0, tau, meetings)[place]))) for o in odds]
    happened = np.where(yes[0], 0, np.where(yes[1], 1, np.where(yes[2], 2, 3)))
    names = tuple(f"i{k}" for k in range(n))
    return Rows(names, tuple(f"m{k}" for k in place), tuple(f"a{k // 2}" for k in range(n)), happened, x)


@pytest.fixture(scope="module")
def rows():
    return record()


@pytest.fixture(scope="module")
def model(rows):
    return fit_outcomes(rows, date="2026-11-22", version="0.1.0")


def test_known_coefficients_are_recovered():
    found = fit_outcomes(record(seed=3, meetings=40, size=60))
    adopted, weakened = (found.steps[k].coefficients() for k in ("adopted", "weakened"))
    expected = [(adopted, "opponents", -0.9), (adopted, "inside_adopted", 0.6), (adopted, "firm_opponents", 0.0)]
    expected += [(weakened, "opponents", 0.7), (weakened, "inside_text", 0.0)]
    for step, name, value in expected:
        mean, spread = step[name]
        assert spread < 0.12
        assert abs(mean - value) < 3 * spread, name
    assert adopted["intercept"][0] == pytest.approx(-1.2, abs=0.3)
    assert adopted["between meetings"][0] == pytest.approx(0.4, abs=0.15)
    assert found.steps["forwarded"].coefficients()["intercept"][0] == pytest.approx(0.5, abs=0.3)


def test_bands_of_the_chance_in_a_new_meeting_hold_what_they_promise():
    """The true chance of one row in a fresh meeting, 120 records of 6 meetings: 80 % bands hold about 80 %."""
    held = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        slope, effect = rng.normal(0, 0.5), rng.normal(0, 0.4)
        x, place = rng.normal(0, 1, 90), np.repeat(np.arange(6), 15)
        odds = -0.5 + slope * x + rng.normal(0, 0.4, 6)[place]
        step = fit_step(("x",), {"x": x}, rng.random(90) < 1 / (1 + np.exp(-odds)), [str(k) for k in place])
        low, high = np.quantile(step.chances({"x": np.array([1.0])}), [0.1, 0.9])
        held.append(low <= 1 / (1 + np.exp(-(-0.5 + slope + effect))) <= high)
    assert 0.7 <= np.mean(held) <= 0.9


def test_with_nothing_known_it_is_the_base_rate_and_says_what_it_assumed(rows, model):
    (nothing,) = model.forecast({})
    shares = np.bincount(rows.happened, minlength=4) / rows.size
    assert [nothing.chance[k] for k in KINDS] == pytest.approx(shares, abs=0.06)
    assert set(nothing.assumed) == set(USED)
    (known,) = model.forecast({name: np.array([0.0]) for name in USED})
    assert known.assumed == ()
    assert known.high["adopted"] - known.low["adopted"] < nothing.high["adopted"] - nothing.low["adopted"]


def test_questions_are_in_doubt_independently_and_rows_alike(model):
    draws = model.draws({name: np.zeros(2) for name in USED})
    adopted, weakened, forwarded, none = draws[0]
    questions = [adopted, weakened / (1 - adopted), forwarded / (forwarded + none)]
    assert np.abs(np.corrcoef(questions) - np.eye(3)).max() < 0.1
    assert np.array_equal(draws[0], draws[1])


def test_meetings_that_differ_widen_the_band():
    alike, apart = (fit_step((), {}, *_meetings(shares)) for shares in ([10] * 6, [2, 18, 4, 16, 1, 19]))
    widths = [np.ptp(np.quantile(step.chances({}), [0.1, 0.9])) for step in (alike, apart)]
    assert widths[1] > 1.8 * widths[0]
    assert alike.chances({}).mean() == pytest.approx(0.5, abs=0.01)


def _meetings(shares):
    yes = np.concatenate([np.arange(20) < k for k in shares])
    return yes, np.repeat(range(len(shares)), 20).astype(str).tolist()


def test_few_rows_are_drawn_to_no_effect():
    """Ten rows that a covariate separates perfectly: the prior keeps the coefficient and the chance in bounds."""
    x = np.linspace(-1, 1, 10)
    step = fit_step(("x",), {"x": x}, x > 0, ["m"] * 10)
    assert 0.3 < step.coefficients()["x"][0] < 1.5
    assert 0.6 < step.chances({"x": np.array([1.0])}).mean() < 0.95


def test_what_is_unknown_in_the_record_counts_as_its_mean():
    rows = record(seed=5)
    gaps = np.where(np.arange(rows.size) % 3 == 0, np.nan, rows.covariates["opponents"])
    filled = np.where(np.isnan(gaps), np.nanmean(gaps), gaps)
    one, other = (fit_step(("o",), {"o": v}, rows.happened == 0, rows.meeting) for v in (gaps, filled))
    assert one.mean == pytest.approx(other.mean)
    assert one.mode[:, 1] / one.spread == pytest.approx(other.mode[:, 1] / other.spread, rel=0.15)
    never = fit_step(("o",), {"o": np.full(rows.size, np.nan)}, rows.happened == 0, rows.meeting)
    assert never.mode[:, 1] == pytest.approx(0)


def test_a_change_is_the_difference_of_the_forecasts_with_its_own_band(model):
    before = {name: np.array([0.0, 0.5]) for name in USED}
    after = {**before, "opponents": np.array([1.0, 0.5])}
    moved, still = model.change(before, after, "adopted")
    told = [f.chance["adopted"] for f in (*model.forecast(before), *model.forecast(after))]
    assert moved.difference == pytest.approx(told[2] - told[0])
    assert moved.low < moved.difference < moved.high < 0
    assert (still.difference, still.low, still.high) == (0, 0, 0)
    parts = [model.change(before, after, k)[0].difference for k in ("adopted", "weakened")]
    assert model.change(before, after, "text")[0].difference == pytest.approx(sum(parts))


def test_two_identical_fits_are_the_same_bytes_and_come_back_whole(rows, model):
    again = fit_outcomes(record(), date="2026-11-22", version="0.1.0")
    assert again.as_dict() == model.as_dict()
    held = fit_holdouts(holdouts())
    file = Fitted(model, held, ("m0",)).to_json()
    assert file == Fitted(again, fit_holdouts(holdouts()), ("m0",)).to_json()
    both = read_fitted(file)
    back = both.outcomes
    assert both.to_json() == file
    assert (both.record, both.holdouts.answers) == (("m0",), ("holds_out",))
    assert np.array_equal(back.chances(rows.covariates), model.chances(rows.covariates))
    assert (back.rows, back.meetings, back.date, back.version) == (120, 6, "2026-11-22", "0.1.0")
    assert back.data == rows.digest()
    other = rows.with_covariates({"opponents": rows.covariates["opponents"] + 1e-3})
    assert other.digest() != rows.digest()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(form=2), "form 2"),
        (lambda m: m.pop("steps"), "steps"),
        (lambda m: m.update(order=["adopted"]), "questions adopted"),
        (lambda m: m["steps"]["adopted"].update(mode=[[0.0]]), "mode"),
        (lambda m: m["steps"]["adopted"].update(weights=[]), "meetings, mode, covariance"),
        (lambda m: m["steps"]["adopted"].update(mean=["x"]), "could not convert"),
        (lambda m: m["steps"]["adopted"].update(mean=[float("nan")] * 3), "mean"),
        (lambda m: m["steps"]["forwarded"].update(covariance=[[[-1.0]]] * 6), "positive definite"),
    ],
)
def test_a_file_that_is_no_model_is_refused(change, message):
    made = json.loads(shipped().to_json())
    change(made if message == "form 2" else made["outcomes"])
    with pytest.raises(ValueError, match=f"no fitted forecast: .*{message}"):
        read_fitted(json.dumps(made))


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "[" * 100_000])
def test_what_is_no_json_object_is_refused(text):
    with pytest.raises(ValueError, match="no fitted forecast"):
        read_fitted(text)


def test_what_is_ruled_out_leaves_the_others_their_proportions(model):
    known = {name: np.zeros(1) for name in USED}
    (free,), (bound,) = model.forecast(known), model.forecast(known, without=("forwarded",))
    assert bound.chance["forwarded"] == bound.high["forwarded"] == 0
    assert sum(bound.chance[k] for k in KINDS) == pytest.approx(1)
    assert bound.chance["text"] == pytest.approx(bound.chance["adopted"] + bound.chance["weakened"])
    draws = model.draws(known)[0]
    assert bound.chance["none"] == pytest.approx((draws[3] / (1 - draws[2])).mean())
    assert bound.chance["none"] > free.chance["none"]


def test_the_fit_that_comes_with_the_program_is_whole():
    fitted = shipped()
    assert fitted.outcomes.meetings == len(fitted.record) == 7
    assert fitted.to_json() == (Path(positions.forecast.__file__).parent / "fitted.json").read_text("utf-8")
    assert re.fullmatch(
        r"fitted on 117 decided issues of 7 meetings, \d{4}-\d\d-\d\d \([0-9a-f]{8}\)", fitted.record_words
    )


def test_a_question_that_no_row_reaches_cannot_be_fitted(rows):
    with pytest.raises(ValueError, match="nothing to fit"):
        fit_outcomes(rows.only(rows.happened == 0))


def test_columns_of_a_record_are_of_one_length():
    with pytest.raises(ValueError, match="one entry a row"):
        Rows(("a",), ("m",), ("i",), np.array([0]), {"x": np.zeros(2)})


def test_no_rule_and_no_model_sees_the_meeting_it_is_asked_about(rows):
    seen = []

    def spy(fitted, asked):
        seen.append((set(fitted.meeting), set(asked.meeting)))
        return np.arange(asked.size, dtype=float)

    told = leave_one_meeting_out(rows, spy)
    everybody = set(rows.meeting)
    assert len(seen) == 6
    assert all(len(asked) == 1 and fitted == everybody - asked for fitted, asked in seen)
    assert told.tolist() == [*range(20)] * 6
    with pytest.raises(ValueError, match="two meetings"):
        leave_one_meeting_out(rows.only(np.array(rows.meeting) == "m0"), spy)


def test_rules_say_what_their_names_say():
    column = {
        "opponents_counted": [0, 2], "at_minus_2": [0, 1], "at_minus_3": [0, 0], "mean_stance": [-1, 2],
        "weaker_text": [1, 0], "objected_last_time": [np.nan, 1],
    }  # fmt: skip
    asked = Rows(
        ("a", "b"), ("m", "m"), ("a", "b"), np.zeros(2, int), {k: np.array(v, float) for k, v in column.items()}
    )
    happened = np.array([0, 0, 1, 1, 1, 2, 3, 3])
    some = tuple("abcdefgh")
    past = Rows(some, some, some, happened, {k: np.zeros(8) for k in column})
    told = {name: rule(past, asked).round(3).tolist() for name, (_, rule) in OUTCOME_RULES.items()}
    yes, no, base = [1, 0, 0, 0], [0, 0.5, 0.167, 0.333], [0.25, 0.375, 0.125, 0.25]
    assert told["base-rate"] == [base, base]
    assert told["never"] == [no, no]
    assert told["always"] == [yes, yes]
    assert told["blocks-at-2"] == [yes, no]
    assert told["blocks-at-3"] == [yes, yes]
    assert told["mean-sign"] == [no, yes]
    assert told["next-weaker"] == [[0, 1, 0, 0], [0, 0, 0.333, 0.667]]
    assert told["last-time"] == [base, no]
    assert told["opponents"] == [base, base]  # nobody counted two before: nothing but the base rate


def holdouts(seed=2):
    rng = np.random.default_rng(seed)
    n = 600
    columns = {name: rng.normal(0, 1, n) for name in HOLDOUT_STEP["holds_out"]}
    columns |= {"against": rng.integers(0, 4, n).astype(float), "objected_last_time": np.full(n, np.nan)}
    odds = -3 + 1.2 * columns["against"] + 0.5 * columns["active"]
    names = tuple(map(str, range(n)))
    meeting = tuple(f"m{k}" for k in range(5) for _ in range(120))
    return Rows(names, meeting, names, (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int), columns)


def test_who_holds_out_is_recovered_and_read_back():
    rows = holdouts()
    model = fit_holdouts(rows)
    found = model.steps["holds_out"].coefficients()
    assert found["against"][0] / np.std(rows.covariates["against"]) == pytest.approx(1.2, abs=0.3)
    assert found["active"][0] == pytest.approx(0.5, abs=0.3)
    (one,) = model.forecast({"against": np.array([3.0])})
    assert one.chance["holds_out"] > 0.5
    assert set(one.assumed) == set(HOLDOUT_STEP["holds_out"]) - {"against"}


def test_hold_out_rules_are_shares_of_those_alike():
    rows = holdouts()
    told = leave_one_meeting_out(rows, HOLDOUT_RULES["at-2"][1])
    firm, first = rows.covariates["against"] >= 2, np.array(rows.meeting) == "m0"
    base = rows.happened[~first].mean()
    others = rows.happened[~first & firm]
    assert told[first & firm] == pytest.approx((others.sum() + 3 * base) / (others.size + 3))
    last = leave_one_meeting_out(rows, HOLDOUT_RULES["last-time"][1])
    assert len(set(last[first].round(9))) == 1  # no last time: the base rate
    assert last[first] == pytest.approx(base)


def test_questions_are_those_that_the_docstring_promises(model):
    assert tuple(model.steps) == tuple(OUTCOME_STEPS) == KINDS[:3]
    assert model.answers == KINDS
