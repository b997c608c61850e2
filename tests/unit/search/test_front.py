"""The compromise search against brute force on the same draws."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.game import central_positions, prepare_issue
from positions.model import PARAMETERS
from positions.search.bounded import bounded_front
from positions.search.evaluate import open_bench
from positions.search.front import pareto_front
from positions.search.principal import principal_for
from positions.search.search import search_compromise
from positions.search.space import option_space
from positions.simulation import make_ensemble, simulate_issue

DATA = Path(__file__).parents[3] / "data"
ENSEMBLE = make_ensemble(PARAMETERS, members=8, seed=2)


@pytest.fixture(scope="module")
def vienna():
    return load_case(DATA)


def brute_force(case, issue, principal, draws):
    """Every sensible wording simulated whole; those that none beats in both, one for each (utility, P)."""
    at = case.issues[issue]
    named = {}
    for options in product(*(c.options for c in at.clauses.values())):
        choice = dict(zip(at.clauses, options, strict=True))
        if at.makes_sense(choice):
            named["+".join(f"{k}={o}" for k, o in choice.items())] = choice
    arrays = prepare_issue(case, issue, choices=named, tabled_by=at.wordings[at.tabled].tabled_by)
    made = simulate_issue(arrays, ENSEMBLE, draws=draws)
    p = np.array([w.by_member.mean() for w in made.wordings])
    who = principal_for(case, arrays, principal)
    utility = np.round(who.utility(arrays, central_positions(arrays)), 9)
    keep = who.allowed(arrays)
    points = {(u, round(q, 9)) for u, q, ok in zip(utility, p, keep, strict=True) if ok}
    return {a for a in points if not any(b[0] >= a[0] and b[1] >= a[1] and a != b for b in points)}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["d000", "d003", "worst", "proponents"]))
def test_the_front_is_the_one_of_brute_force(seed, principal):
    case = conference(
        delegations=7, issues=1, clauses=3, options=3, wordings=2, can_object=0.6, associations=6, seed=seed
    )
    found = search_compromise(
        case, "i00", ENSEMBLE, principal=principal, draws=40, moves=False, proposers=False, tabled_by=""
    )
    assert found.exact
    assert found.searched == 27
    assert {(round(p.utility, 9), round(p.share, 9)) for p in found.front} == brute_force(case, "i00", principal, 40)


@settings(max_examples=10, deadline=None)
@example(33)  # the best point for the worst-off lies between two ideal points
@given(st.integers(0, 10_000))
def test_branch_and_bound_finds_the_same_front_as_enumeration(seed):
    case = conference(
        delegations=8, issues=1, clauses=4, options=3, wordings=2, can_object=0.6, associations=6, seed=seed
    )
    arrays = prepare_issue(case, "i00")
    who = principal_for(case, arrays, "worst" if seed % 2 else "d001")
    space = option_space(case.issues["i00"])
    named = {str(n): space.choice(n) for n in range(len(space.choices))}

    def front(choices):
        bench = open_bench(case, "i00", choices, ENSEMBLE, draws=40, tabled_by="")
        x = central_positions(bench.arrays)
        points = pareto_front(bench, who.utility(bench.arrays, x), who.allowed(bench.arrays))
        return {(round(p.utility, 9), round(p.p, 9)) for p in points}

    found, exact, gap = bounded_front(case, "i00", ENSEMBLE, who, draws=40, talked=(), tabled_by="", budget=100_000)
    assert exact
    assert gap == 0
    assert front(found) == front(named)


def test_a_small_budget_is_reported_with_the_distance_it_leaves():
    case = conference(delegations=10, issues=1, clauses=6, options=4, wordings=2, can_object=0.8, seed=5)
    who = principal_for(case, prepare_issue(case, "i00"), "d000")
    _, exact, gap = bounded_front(case, "i00", ENSEMBLE, who, draws=20, talked=(), tabled_by="", budget=30)
    assert not exact
    assert 0 < gap <= 1


def test_the_principals_red_lines_are_constraints(vienna):
    found = search_compromise(vienna, "non_punishment", ENSEMBLE, principal="russia", draws=40)
    assert found.front
    assert all(p.choice["object"] != "principle" for p in found.front)


def test_victim_care_has_a_passing_text_between_all_and_nothing_and_a_better_tabler(vienna):
    found = search_compromise(vienna, "victim_care", ENSEMBLE, draws=60)
    between = [p for p in found.front if 0 < p.position < 1 and p.share > 0.5]
    assert between
    assert found.aspiration in between
    names = [q.delegation for q in found.aspiration.proposers]
    assert names.index("argentina") < names.index("usa")
    blocked = [p for p in found.front if p.blocked]
    assert all(p.see == (("pakistan",),) for p in blocked)
    assert found.costliest.option == "regardless"


def test_nothing_stronger_than_agreed_language_binds_on_non_punishment(vienna):
    found = search_compromise(vienna, "non_punishment", ENSEMBLE, draws=60, moves=False)
    passing = [p for p in found.front if p.share > 0.5]
    assert [p.wording for p in passing] == ["reaffirm_2009"]
    assert found.costliest.option == "principle"
    assert not found.costliest.frees


def test_talking_to_russia_frees_the_text_on_domestic_scope(vienna):
    off = search_compromise(vienna, "domestic_scope", ENSEMBLE, draws=60, proposers=False)
    on = search_compromise(vienna, "domestic_scope", ENSEMBLE, draws=60, proposers=False, talked=("russia",))
    assert on.aspiration.utility > off.aspiration.utility


def test_edits_say_what_lets_each_objector_go(vienna):
    found = search_compromise(vienna, "victim_care", ENSEMBLE, draws=20, proposers=False)
    tabled = next(p for p in found.front if p.wording == "irrespective")
    (edit,) = tabled.edits
    assert (edit.objector, edit.clause, edit.after) == ("pakistan", "condition", "cooperating")
    assert edit.frees


def test_candidates_of_moves_keep_the_red_lines_of_the_words_they_keep(vienna):
    from positions.search.widen import widen

    wide, candidates = widen(vienna, "non_punishment")
    kept = [n for c in candidates for n in c.new_options if n.origin == "principle" and n.keeps_term]
    lines = {r.option for r in wide.stance("russia", "non_punishment").red_lines}
    assert {n.option.id for n in kept} <= lines
