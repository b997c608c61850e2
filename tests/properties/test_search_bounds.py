"""What a search gives up unplayed could not have been better: bounds under every completion, whatever the stances."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.conference import conference
from positions.game import central_positions, prepare_issue
from positions.model import PARAMETERS, Confidence, Option
from positions.search.bounded import _prepare
from positions.search.evaluate import open_bench
from positions.search.front import pareto_front
from positions.search.principal import principal_for
from positions.search.space import own_combinations
from positions.simulation import make_ensemble

LIMITS = (0.0, 0.1, 0.2, 0.3, 0.45, 0.7)


@st.composite
def tables(draw):
    """A small table with limits on the rungs, some of them lower ones, and private talks that close the whole gap."""
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    whole = conference(delegations=5, issues=1, clauses=3, options=2, can_object=0.8, associations=5, seed=seed)
    stances = {}
    for key, stance in whole.stances.items():
        low, high = sorted(rng.choice(LIMITS, 2))
        limits = (float(low) if rng.random() < 0.4 else 0.0, float(high) if rng.random() < 0.8 else 1.0)
        kind = Confidence.ASSUMED if rng.random() < 0.3 else stance.confidence
        disputed = {}
        if rng.random() < 0.4:  # readers differ about the ends
            disputed["high_between"] = (float(rng.uniform(0, limits[1])), float(rng.uniform(limits[1], 1)))
            disputed["low_between"] = (0.0, float(rng.uniform(limits[0], 1)))
        stances[key] = replace(
            stance, acceptance=limits, **disputed, mobility=float(rng.choice([0.0, 0.5, 1.0])), confidence=kind
        )
    issue = whole.issues["i00"]
    clauses = {
        k: replace(
            clause,
            options={o: Option(o, o, (v, v, v)) for o, v in zip(clause.options, rng.choice(LIMITS, 2), strict=True)},
        )
        for k, clause in issue.clauses.items()
    }
    full = tuple(replace(p, low=1.0, central=1.0, high=1.0) if p.name == "talk_effect" else p for p in PARAMETERS)
    specs = full if draw(st.booleans()) else PARAMETERS
    issues = {"i00": replace(issue, clauses=clauses)}
    talked = tuple(d for d in whole.delegations if rng.random() < 0.4)
    return (
        replace(whole, stances=stances, issues=issues, parameters=specs),
        make_ensemble(specs, members=4, seed=1),
        talked,
    )


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_completion_hurts_anybody_less_than_its_node_says(table):
    case, ensemble, talked = table
    issue = case.issues["i00"]
    who = principal_for(case, prepare_issue(case, "i00"), "proponents")
    hunt = _prepare(case, "i00", ensemble, who, 10, talked, "")
    named = own_combinations(issue)
    bench = open_bench(case, "i00", named, ensemble, draws=10, talked=talked, tabled_by="")
    settings_of = [bench.prepared(w) for w in range(len(named))]
    for clause in issue.clauses:
        for option in issue.clauses[clause].options:
            node = hunt.easiest({clause: option})
            bound = hunt.bench.bound(node)
            for w, choice in enumerate(named.values()):
                if choice[clause] != option:
                    continue
                for name in ("gap", "cap", "firm", "follow_scale"):
                    assert (getattr(node, name) <= getattr(settings_of[w], name) + 1e-6).all(), name
                assert bench.by_member(w).mean() <= bound + 1e-12


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_front_is_that_of_all_wordings_played(table):
    case, ensemble, talked = table
    bench = open_bench(
        case, "i00", own_combinations(case.issues["i00"]), ensemble, draws=33, talked=talked, tabled_by=""
    )
    utility = central_positions(bench.arrays)
    played = np.array([bench.by_member(w).mean() for w in range(len(bench.arrays.wordings))])
    found = pareto_front(bench, utility, np.ones(len(utility), dtype=bool))
    best = {(u, max(played[utility == u])) for u in utility}
    front = {(u, p) for u, p in best if not any(v >= u and q >= p and (v, q) != (u, p) for v, q in best)}
    assert {(p.utility, round(p.p, 9)) for p in found} == {(round(u, 9), round(p, 9)) for u, p in front}


def test_the_same_place_reached_another_way_is_the_same_text():
    """0.5 · 0.2 + 0.5 · 0.4 is 0.3, also for a follower whose acceptance ends at 0.3."""
    whole = conference(delegations=3, issues=1, clauses=2, options=3, can_object=1.0, associations=3, seed=3)
    issue = whole.issues["i00"]
    clauses = {}
    for k, clause in issue.clauses.items():
        options = {o: Option(o, o, (v, v, v)) for o, v in zip(clause.options, (0.2, 0.3, 0.4), strict=True)}
        clauses[k] = replace(clause, options=options, weight=1.0)
    stances = {
        key: replace(s, acceptance=(0.0, 0.05 if n == 1 else 0.3), ideal=0.0, salience=0.95, red_lines=())
        for n, (key, s) in enumerate(whole.stances.items())
    }
    case = replace(whole, issues={"i00": replace(issue, clauses=clauses, fallback="no_text")}, stances=stances)
    choices = {"mixed": {"k0": "o0", "k1": "o2"}, "even": {"k0": "o1", "k1": "o1"}}
    bench = open_bench(case, "i00", choices, make_ensemble(PARAMETERS, members=8, seed=1), draws=60, tabled_by="")
    assert (bench.by_member(0) == bench.by_member(1)).all()
    assert 0 < bench.by_member(0).mean() < 1
