"""What the searches say in words, where the words depend on what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.cli.compromise import compromise_text
from positions.cli.package import packages_text
from positions.model import Tie
from positions.search.packages import find_packages
from positions.search.proposers import _reason
from positions.search.search import search_compromise
from positions.simulation import make_ensemble

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


@pytest.fixture(scope="module")
def ensemble(case):
    return make_ensemble(case.parameters, members=4, seed=1)


def test_the_costliest_term_may_be_that_there_is_none(case, ensemble):
    issue = case.issues["victim_care"]
    found = search_compromise(case, issue.id, ensemble, draws=20, proposers=False, moves=False)
    assert found.costliest is not None
    assert 'costs most: "irrespective of' in compromise_text(case, issue, found, False)
    clause = issue.clauses[found.costliest.clause]
    bare = replace(clause.options[found.costliest.option], text="")
    options = {**clause.options, bare.id: bare}
    emptied = replace(issue, clauses={**issue.clauses, clause.id: replace(clause, options=options)})
    told = compromise_text(case, emptied, found, False)
    assert "costs most: that there is no qualifier, " in told
    assert '"(nothing)"' not in told


def test_one_package_passes_and_several_pass(case, ensemble):
    issues = ("domestic_scope", "global_plan")
    found = find_packages(case, issues, ensemble, draws=40)
    assert len(found) > 1
    assert f"{len(found)} packages pass more often" in packages_text(case, issues, found)
    assert ": 1 package passes more often" in packages_text(case, issues, found[:1])


def test_goodwill_that_the_case_does_not_declare_is_called_ours(case):
    heard = [("russia", -0.5)]
    assert _reason(case, "usa", heard) == "heard unkindly by Russia (ours)"
    tie = Tie("russia", "usa", -0.5, next(iter(case.stances.values())).source)
    declared = replace(case, ties=(*case.ties, tie))
    assert _reason(declared, "usa", heard) == "heard unkindly by Russia"
