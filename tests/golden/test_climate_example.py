"""The invented second case: nothing in the program is wired to the worked case."""

import json
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.findings.coalition import blockers, coalition_of
from positions.game import WordingAnalysis, analyse_issue, prepare_issue, stance_letters
from positions.model import NO_TEXT, Case
from positions.papers.charts.order import ALONE, make_roster
from positions.simulation import make_ensemble, simulate_issue
from tests.program import run

CLIMATE = Path("examples/climate")


@pytest.fixture(scope="module")
def climate() -> Case:
    return load_case(CLIMATE)


@pytest.fixture(scope="module")
def analyses(climate: Case) -> dict[tuple[str, str], WordingAnalysis]:
    return {(i, a.wording): a for i in climate.issues for a in analyse_issue(prepare_issue(climate, i))}


def test_it_passes_the_check_and_says_that_it_is_invented(climate: Case) -> None:
    ran = run("check", CLIMATE, "--json")
    assert json.loads(ran.stdout)["data"]["problems"] == []
    assert climate.meeting.fictitious
    assert {d.kind for d in climate.documents.values()} <= {"fiction", "agreed", "assumption"}


def test_it_uses_what_the_format_offers(climate: Case) -> None:
    assert 6 <= len(climate.delegations) <= 10
    assert {d.right for d in climate.delegations.values()} == {"party", "observer"}
    assert {issue.fallback for issue in climate.issues.values()} == {"bay", NO_TEXT}
    assert len({issue.rule for issue in climate.issues.values()}) == 2
    assert any(len(issue.silent) == 2 for issue in climate.issues.values())
    assert sum(len(issue.talks) for issue in climate.issues.values()) == 3
    assert all(issue.outcome is None for issue in climate.issues.values())
    assert any(stance.demands for stance in climate.stances.values())
    assert any(a.issues for a in climate.associations)


@pytest.mark.parametrize(
    ("issue", "wording", "bloc"),
    [
        ("warming_limit", "islands_text", {"fuel_circle", "pipeline_states", "rising_four"}),
        ("warming_limit", "efforts", set()),
        ("warming_limit", "bay", set()),  # stands anyway: it is not put to the room
        ("finance_floor", "rising_floor", {"northern_umbrella"}),
        ("finance_floor", "wider_circle", {"rising_four"}),
        ("loss_and_damage", "with_basis", {"northern_umbrella"}),
        ("loss_and_damage", "without_liability", set()),
        ("loss_and_damage", "a_line", {"low_islands", "least_funded"}),
        ("common_reporting", "one_rule", {"rising_four", "fuel_circle", "pipeline_states"}),
        ("next_session", "ocean_day", set()),
    ],
)
def test_blocs(analyses: dict[tuple[str, str], WordingAnalysis], issue: str, wording: str, bloc: set[str]) -> None:
    assert set(analyses[issue, wording].blocking_bloc) == bloc


def test_who_follows(analyses: dict[tuple[str, str], WordingAnalysis]) -> None:
    (pipeline,) = analyses["warming_limit", "islands_text"].followers
    assert (pipeline.delegation, pipeline.lets_go_with) == ("pipeline_states", (("fuel_circle",),))
    assert pipeline.leaders == ("fuel_circle",)
    (least,) = analyses["loss_and_damage", "a_line"].followers
    assert (least.delegation, least.lets_go_with) == ("least_funded", (("low_islands",),))


def test_order_of_its_charts(climate: Case) -> None:
    ensemble = make_ensemble(climate.parameters, members=8, seed=1)
    forecasts = [
        simulate_issue(prepare_issue(climate, i, only=[issue.tabled]), ensemble, tried=(issue.tabled,), draws=60)
        for i, issue in climate.issues.items()
    ]
    played = [found.wordings[0] for found in forecasts]
    roster = make_roster(climate, coalition_of(climate, played), blockers(climate, played))
    assert roster.ids[:3] == ("fuel_circle", "pipeline_states", "rising_four")
    assert roster.section["northern_umbrella"] == ALONE
    assert roster.label("rising_four") == "RIF  Rising Four"
    assert roster.label("low_islands") == "ALI  Low Islands"


def test_an_observer_has_no_letter(climate: Case) -> None:
    read = stance_letters(climate)
    assert set(read.letters[read.delegations.index("youth")]) == {"·"}
