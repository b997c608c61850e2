"""An issue on which nothing is known of anybody: everything still answers, and nobody objects."""

from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.game import analyse_issue, prepare_issue
from positions.model import PARAMETERS
from positions.search.asking import value_of_asking
from positions.search.outreach import plan_outreach
from positions.search.packages import find_packages
from positions.search.search import search_compromise
from positions.search.stakes import make_stakes
from positions.simulation import make_ensemble, simulate_issue

ENSEMBLE = make_ensemble(PARAMETERS, members=4, seed=1)


@pytest.fixture(scope="module")
def silent():
    case = load_case(Path(__file__).parents[3] / "data")
    issues = {i: replace(issue, silent=(), talks=()) for i, issue in case.issues.items()}
    harmless = ("silent_objectors", "forwarding", "forwarding_at_end")
    parameters = tuple(replace(p, central=0, low=0, high=0) if p.name in harmless else p for p in case.parameters)
    return replace(case, stances={}, issues=issues, parameters=parameters)


def ensemble_of(case):
    return make_ensemble(case.parameters, members=4, seed=1)


def test_everything_passes_and_nothing_breaks(silent):
    arrays = prepare_issue(silent, "victim_care")
    assert arrays.actors == ()
    assert set(arrays.unknown) == set(silent.delegations)
    assert all(a.passes for a in analyse_issue(arrays))
    assert (
        simulate_issue(arrays, ensemble_of(silent), tried=("irrespective",), draws=10).final_text["irrespective"] == 1
    )
    found = search_compromise(silent, "victim_care", ENSEMBLE, draws=10)
    assert found.front[0].share == 1
    assert find_packages(silent, ("victim_care", "demand"), ENSEMBLE, draws=10) == ()
    stakes = [make_stakes(silent, "victim_care", ENSEMBLE, draws=10)]
    assert plan_outreach(silent, stakes, 2).steps == ()
    assert value_of_asking(silent, stakes) == ()
