"""From final states to votes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.game import PreparedIssue
from positions.model import PARAMETERS, Parameters
from positions.simulation import BY_OBJECTION, IN_A_VOTE, STATES
from positions.simulation.ensemble import Ensemble
from positions.simulation.roll_call import cast_votes

PAGE = Path(__file__).parents[3] / "docs" / "score-ga-votes.md"
DISSOCIATE = STATES.index("dissociate")


def table(*seats):
    n = len(seats)
    ones = np.ones(n)
    return PreparedIssue(
        issue="i", actors=tuple(f"d{i}" for i in range(n)), seats=np.array(seats), assumed=np.zeros(n, dtype=bool),
        unknown=(), ideal=ones, low=ones, high=ones, salience=ones, mobility=ones, spread=ones, influence=ones,
        resolve=ones, voice=ones, floor=np.zeros(n, dtype=bool), drawn=0 * ones,
        drawn_seats=np.zeros(n, dtype=np.int64), from_point=0.0,
        association=np.zeros((n, n)), group=("",) * n, wordings=("w",),
        chosen=np.array([[True]]), option_keys=(("k", "o"),), strength=np.ones((1, 3)), option_weight=np.ones(1),
        position=np.full((1, 3), np.nan), red=np.zeros((n, 1)), demand_actor=np.zeros(0, dtype=np.int64),
        demand_options=np.zeros((0, 1), dtype=bool), demand_firmness=np.zeros(0),
        goodwill=np.zeros((n, 1)), stands=np.zeros(1, dtype=bool), parameters=Parameters.central_of(PARAMETERS),
        delegations=frozenset(f"d{i}" for i in range(n)),
    )  # fmt: skip


def ensemble(members=1, seed=5):
    return Ensemble((Parameters.central_of(PARAMETERS),) * members, seed)


def test_the_shares_of_those_who_dissociate_are_those_of_the_page_of_scores():
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text().splitlines()]
    wanted = [row for row in rows if len(row) == 8 and row[0] in ("2-4", "15 and more")]
    found = {row[0]: [int(cell.split()[0]) / 100 for cell in row[4:7]] for row in wanted}
    assert found["15 and more"] == pytest.approx(IN_A_VOTE.soft[DISSOCIATE], abs=0.011)
    assert found["2-4"] == pytest.approx(IN_A_VOTE.hard[DISSOCIATE], abs=0.011)


def test_votes_have_the_shares_and_the_likeness_of_the_conduct():
    states = np.full((2, 40_000), DISSOCIATE, dtype=np.int8)
    votes = cast_votes(table(1, 1), states, IN_A_VOTE, ensemble(), 0)
    middle = (np.array(IN_A_VOTE.soft) + np.array(IN_A_VOTE.hard))[DISSOCIATE] / 2
    for seat in votes.T:
        assert [(seat == v).mean() for v in (1, 0, -1)] == pytest.approx(middle, abs=0.01)
    assert np.corrcoef(votes.T == 1)[0, 1] == pytest.approx(IN_A_VOTE.alike, abs=0.02)
    assert np.corrcoef(votes.T == -1)[0, 1] == pytest.approx(IN_A_VOTE.alike, abs=0.02)


def test_each_member_has_its_own_point_between_soft_and_hard():
    draws, members = 2000, 8
    states = np.full((1, draws * members), DISSOCIATE, dtype=np.int8)
    votes = cast_votes(table(1), states, IN_A_VOTE, ensemble(members), 0).reshape(draws, members)
    shares = np.sort((votes == -1).mean(axis=0))
    soft, hard = IN_A_VOTE.soft[DISSOCIATE][2], IN_A_VOTE.hard[DISSOCIATE][2]
    expected = soft + (hard - soft) * (np.arange(members) + 0.5) / members
    assert shares == pytest.approx(expected, abs=0.04)


def test_supporters_vote_yes_and_under_consensus_only_objectors_object():
    states = np.tile(np.arange(5, dtype=np.int8), (1, 20))
    votes = cast_votes(table(1), states, BY_OBJECTION, ensemble(), 0)[:, 0]
    assert votes.tolist() == [1, 1, 1, 0, -1] * 20
    voted = cast_votes(table(1), states, IN_A_VOTE, ensemble(), 0)[:, 0].reshape(20, 5)
    assert (voted[:, :2] == 1).all()
    assert (voted[:, 4] <= 0).all()


def test_silent_seats_turn_one_by_one_in_a_vote_and_together_in_the_game():
    states = np.where(np.arange(400) < 100, 4, 0).astype(np.int8)[None]  # a quarter of the worlds object
    firm = IN_A_VOTE.with_states({"object": "no"})
    votes = cast_votes(table(30), states, firm, ensemble(), 0)
    assert (votes == -1).sum(axis=0).tolist() == [100] * 30  # every seat as often as the class
    assert 0 < (votes == -1).sum(axis=1).max() < 30  # but not at the same time
    together = cast_votes(table(30), states, BY_OBJECTION, ensemble(), 0)
    assert set((together == -1).sum(axis=1).tolist()) == {0, 30}


def test_who_else_is_at_the_table_does_not_change_a_delegations_luck():
    states = np.full((2, 500), DISSOCIATE, dtype=np.int8)
    both = cast_votes(table(1, 1), states, IN_A_VOTE, ensemble(), 3)
    assert (cast_votes(table(1), states[:1], IN_A_VOTE, ensemble(), 3)[:, 0] == both[:, 0]).all()
    assert (cast_votes(table(1, 1), states, IN_A_VOTE, ensemble(), 4) != both).any()


def test_states_can_be_fixed_and_nonsense_is_refused():
    fixed = IN_A_VOTE.with_states({"dissociate": "abstain"})
    assert fixed.soft[DISSOCIATE] == fixed.hard[DISSOCIATE] == (0.0, 1.0, 0.0)
    assert fixed == replace(IN_A_VOTE, soft=fixed.soft, hard=fixed.hard)
    with pytest.raises(ValueError, match='no final state "shrug"; there is: support'):
        IN_A_VOTE.with_states({"shrug": "no"})
    with pytest.raises(ValueError, match='no vote "maybe"; there is: yes, abstain, no'):
        IN_A_VOTE.with_states({"object": "maybe"})
