"""A wording put to a vote in the worlds of the simulation."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.game import prepare_issue
from positions.simulation import IN_A_VOTE, make_ensemble, simulate_issue, simulate_vote
from positions.voting import (
    absolute_majority,
    consensus,
    simple_majority,
    two_thirds_majority,
    with_quorum,
    with_vetoes,
)

DATA = Path(__file__).parents[3] / "data"
DRAWS, MEMBERS = 200, 8


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


@pytest.fixture(scope="module")
def ensemble(case):
    return make_ensemble(case.parameters, members=MEMBERS, seed=7)


def put(case, ensemble, issue, rules, **options):
    wording = case.issues[issue].tabled
    arrays = prepare_issue(case, issue, only=[wording])
    return arrays, simulate_vote(arrays, ensemble, wording, rules, draws=DRAWS, **options)


@pytest.mark.parametrize("issue", ["domestic_scope", "victim_care", "plea_bargaining"])
def test_under_consensus_the_vote_is_the_simulation(case, ensemble, issue):
    arrays, found = put(case, ensemble, issue, [consensus()])
    forecast = simulate_issue(arrays, ensemble, tried=(case.issues[issue].tabled,), draws=DRAWS)
    assert found.rules[0].by_member.tolist() == forecast.wordings[0].by_member.tolist()
    assert found.rules[0].adoption == forecast.wordings[0].p_consensus


def test_rules_meet_the_same_worlds_and_get_looser_in_order(case, ensemble):
    rules = [consensus(), consensus(1), consensus(3), with_vetoes(simple_majority(), [1]), simple_majority()]
    _, found = put(case, ensemble, "domestic_scope", rules)
    p = [one.by_member for one in found.rules]
    assert (p[0] <= p[1]).all()
    assert (p[1] <= p[2]).all()
    assert (p[3] <= p[4]).all()
    _, backwards = put(case, ensemble, "domestic_scope", rules[::-1])
    assert [one.adoption for one in backwards.rules[::-1]] == [one.adoption for one in found.rules]


def test_what_a_vote_is_worth_averages_to_the_chance(case, ensemble):
    _, found = put(case, ensemble, "domestic_scope", [with_vetoes(two_thirds_majority(), [1]), absolute_majority()])
    for one in found.rules:
        assert (one.if_yes >= one.if_abstain).all()
        assert (one.if_abstain >= one.if_no).all()
        assert one.adoption.low <= one.by_member.mean() <= one.adoption.high + 0.5
    veto = found.rules[0]
    russia = found.actors.index("russia")
    assert veto.if_no[russia] == 0.0
    # the veto decides exactly where two thirds are there without it
    assert veto.pivotality[russia] == pytest.approx(veto.if_yes[russia])


def test_shares_counts_and_seats_add_up(case, ensemble):
    arrays, found = put(case, ensemble, "non_punishment", [two_thirds_majority()])
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(len(found.actors)))
    assert found.seats.sum() == arrays.seats.sum() == len(found.rules[0].expected)
    mean_yes = (found.shares[:, 0] * found.seats).sum()
    assert found.counts[0].low <= mean_yes <= found.counts[0].high
    assert found.first_seat[-1] + found.seats[-1] == found.seats.sum()


def test_a_harder_reading_of_states_gives_fewer_yes(case, ensemble):
    _, soft = put(case, ensemble, "non_punishment", [simple_majority()], conduct=IN_A_VOTE)
    harder = IN_A_VOTE.with_states({"dissociate": "no", "join_with_explanation": "no"})
    _, hard = put(case, ensemble, "non_punishment", [simple_majority()], conduct=harder)
    assert (hard.shares[:, 0] <= soft.shares[:, 0]).all()
    assert hard.shares[:, 0].sum() < soft.shares[:, 0].sum()


def test_same_seed_same_numbers(case, ensemble):
    _, one = put(case, ensemble, "victim_care", [two_thirds_majority()])
    _, two = put(case, ensemble, "victim_care", [two_thirds_majority()])
    assert one.shares.tobytes() == two.shares.tobytes()
    assert one.rules[0].if_yes.tobytes() == two.rules[0].if_yes.tobytes()


def test_the_opposition_is_named_with_its_grievance(case, ensemble):
    _, found = put(case, ensemble, "non_punishment", [consensus()])
    against = found.rules[0].opposition
    names = {found.actors[int((found.first_seat <= seat).sum()) - 1] for seat in against.opponents}
    assert {"russia", "iran"} <= names
    assert against.cheapest is not None
    assert {move.member for move in against.cheapest.moves} == set(against.opponents)


def test_unknown_members_stand_in_the_denominator(case, ensemble):
    wording = case.issues["victim_care"].tabled
    arrays = replace(prepare_issue(case, "victim_care", only=[wording]), unknown=("here", "there", "yonder"))
    rules = [absolute_majority(), simple_majority(), with_quorum(simple_majority(), 1)]
    found = simulate_vote(arrays, ensemble, wording, rules, draws=DRAWS)
    alone = simulate_vote(replace(arrays, unknown=()), ensemble, wording, rules, draws=DRAWS)
    absolute, simple, quorate = found.rules
    assert simple.adoption == alone.rules[1].adoption
    assert simple.adoption_if_all is None
    assert alone.rules[0].adoption_if_all is None
    assert absolute.adoption.median <= alone.rules[0].adoption.median <= absolute.adoption_if_all.median
    assert len(absolute.expected) == arrays.seats.sum() + 3
    assert (absolute.expected[-3:] == 9).all()
    assert absolute.opposition.verdict.decisive[0].need == (arrays.seats.sum() + 3) // 2 + 1
    assert quorate.adoption.high == 0.0  # everybody has to be there, and three are not
    assert quorate.adoption_if_all.median >= simple.adoption.median
