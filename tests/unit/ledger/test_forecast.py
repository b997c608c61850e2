"""Forecasts read from a ledger: what the game says goes in, what nobody knows is said, nothing is certain."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import positions
from positions.casefiles import load_case
from positions.forecast import KINDS, Forecast, inside_views, shipped
from positions.ledger import Ledger, change_of, outlook
from positions.ledger.forecast import InsideView, Outlook, inside_view, outcome_covariates

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def ledger():
    return Ledger(load_case(DATA), draws=60)


def test_the_inside_view_is_the_ledgers(ledger):
    view, played = inside_view(ledger, "victim_care"), ledger.issue("victim_care")
    assert view.adopted == pytest.approx(played.final_text["irrespective"])
    assert view.no_text == pytest.approx(1 - played.final_text["irrespective"] - played.final_text["compromise"])
    assert view.objects["pakistan"] == played.wording("irrespective").p_objects("pakistan")
    assert view.ends_with == played.modal
    review = inside_view(ledger, "review_mechanism")  # what stands if nothing is agreed is no new text
    ends = ledger.issue("review_mechanism").final_text
    assert review.no_text == pytest.approx(ends["sister_text"] + ends["forwarded"])


def test_a_forecast_is_the_fit_at_the_games_odds(ledger):
    found = outlook(ledger, "global_plan")
    columns = outcome_covariates(ledger.case, "global_plan", inside_view(ledger, "global_plan"))
    (told,) = shipped().outcomes.forecast({k: np.array([v]) for k, v in columns.items()})
    assert found.forecast == told
    assert found.named == ("usa",)
    assert found.holdouts[0].low < found.holdouts[0].chance < found.holdouts[0].high
    assert [h.chance for h in found.holdouts] == sorted((h.chance for h in found.holdouts), reverse=True)
    assert "7 meetings" in found.fitted_on


def test_what_is_not_known_is_said(ledger):
    found = outlook(ledger, "demand")
    assert len(found.assumed) == 4
    assert any("how many speak against the text: not known" in words for words in found.assumed)
    assert outlook(ledger, "global_plan").assumed == ()


def test_what_must_be_decided_is_not_forwarded(ledger):
    case = ledger.case
    issues = {**case.issues, "global_plan": replace(case.issues["global_plan"], must_decide=True)}
    found = outlook(ledger.with_case(replace(case, issues=issues)), "global_plan")
    assert found.forecast.chance["forwarded"] == 0
    assert sum(found.forecast.chance[k] for k in KINDS) == pytest.approx(1)
    assert "forwarded" not in found.words()
    assert found.words().endswith("must be decided now")
    assert any("must be decided now" in words for words in found.assumed)


@pytest.mark.parametrize("p", [0.0, 0.001, 0.4, 0.999, 1.0])
def test_no_forecast_is_printed_as_certain(p):
    rest = (1 - p) / 3
    chance = dict(zip(KINDS, (p, rest, rest, rest), strict=True))
    words = Outlook(
        "x", Forecast(chance, {"adopted": 0.0}, {"adopted": 1.0}, ()), InsideView(p, 0, {}), (), (), ""
    ).words()
    numbers = re.findall(r"(<|>)?(\d+)", words)
    assert all(sign or number not in ("0", "100") for sign, number in numbers)
    assert all(number in ("1", "99") for sign, number in numbers if sign)
    assert "(<1–>99)" in words


def test_a_change_moves_the_games_odds_by_the_learnt_slope(ledger):
    before = ledger.text("civil_society_role", "unqualified", talks="none")
    after = ledger.text("civil_society_role", "unqualified", tabled_by="china", talks="none")
    moved = change_of(ledger, "civil_society_role", tabled_by="china", talks="none")
    rows = []
    for f in (before, after):
        view = replace(inside_view(ledger, "civil_society_role", "none"), adopted=float(f.by_member.mean()))
        rows.append({k: np.array([v]) for k, v in outcome_covariates(ledger.case, "civil_society_role", view).items()})
    (expected,) = shipped().outcomes.change(*rows, "adopted")
    assert moved == expected
    assert np.sign(moved.difference) == np.sign(float(after.by_member.mean() - before.by_member.mean()))
    still = change_of(ledger, "plea_bargaining", talks="none")
    assert (still.difference, still.low, still.high) == (0, 0, 0)
    odds = [inside_views([float(f.by_member.mean())], [0.0])[0][0] for f in (before, after)]
    assert abs(odds[0]) <= 2.2
    assert abs(odds[1]) <= 2.2


def test_a_meeting_answers_with_a_forecast():
    meeting = positions.load(DATA, draws=60)
    found = meeting.forecast("victim_care")
    assert isinstance(found, positions.ForecastAnswer)
    assert found.words.startswith("forecast: adopted ")
    assert "replay" in repr(found)
    assert "holds out  pakistan" in re.sub(" +", "  ", repr(found)).replace("holds  out", "holds out")
    assert "<table>" in found._repr_html_()
    plain = found.as_dict()
    assert sum(plain["forecast"][k]["chance"] for k in KINDS) == pytest.approx(1, abs=1e-3)
    assert plain["forecast"]["text"]["chance"] == pytest.approx(
        plain["forecast"]["adopted"]["chance"] + plain["forecast"]["weakened"]["chance"], abs=2e-4
    )
    assert plain["named"] == ["pakistan"]
    assert plain["change"] is not None  # a talk with Pakistan is declared
    assert meeting.forecast("global_plan").change is None
    other = meeting.forecast("victim_care", text="compromise", talks="none")
    assert other.change.low < 0.02 < other.change.difference < other.change.high
    assert f"adopted: +{100 * other.change.difference:.0f} points, +" in repr(other)
    assert "no change that the record can tell" in repr(meeting.forecast("victim_care", tabled_by="usa", talks="none"))


def test_a_fit_of_ones_own_is_read(tmp_path):
    own = tmp_path / "own.json"
    fitted = shipped()
    changed = replace(fitted, outcomes=replace(fitted.outcomes, date="1999-12-31"))
    own.write_text(changed.to_json(), encoding="utf-8")
    meeting = positions.load(DATA, draws=20, forecast=own)
    assert "1999-12-31" in str(meeting.without("iran").forecast("demand"))
    assert "1999-12-31" in str(positions.api.meeting.Meeting(meeting.ledger.empty()).forecast("demand"))
