"""Ends of acceptance intervals on which the readers of the sources differ: one point of them in each parameter set."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from positions.api.whatif import changed_stance
from positions.casefiles import load_case
from positions.game import prepare_issue, seat_drawn
from positions.ledger import Ledger
from positions.model import Case
from positions.search.known import comparable
from positions.search.sweeps.axes import apply_value
from positions.simulation import make_ensemble
from positions.simulation.ensemble import acceptance_ends
from positions.simulation.prepared import prepare_room, prepare_wording

CELL = ("pakistan", "victim_care")


@pytest.fixture(scope="module")
def plain() -> Case:
    return load_case(Path(__file__).parents[3] / "data")


@pytest.fixture(scope="module")
def disputed(plain: Case) -> Case:
    held = replace(
        plain.stances[CELL], ideal=0.4, acceptance=(0.2, 0.5), low_between=(0.1, 0.3), high_between=(0.3, 0.9)
    )
    return replace(plain, stances={**plain.stances, CELL: held})


def test_every_reading_lies_between_and_a_hard_one_is_hard_at_both_ends(disputed: Case) -> None:
    arrays = prepare_issue(disputed, CELL[1])
    ideal, low, high = acceptance_ends(arrays, 64, 7)
    a = arrays.actor(CELL[0])
    assert low[a].min() >= 0.1
    assert low[a].max() <= 0.3
    assert high[a].min() >= 0.3
    assert high[a].max() <= 0.9
    assert high[a].std() > 0.05
    assert (np.argsort(low[a]) == np.argsort(high[a])[::-1]).all()
    assert ((low <= ideal) & (ideal <= high)).all()
    others = [n for n in range(len(arrays.actors)) if n != a]
    assert (high[others] == arrays.high[others, None]).all()
    central = acceptance_ends(arrays, 1, 7)
    assert (central[1][a, 0], central[2][a, 0]) == (0.2, 0.5)


def test_the_grievance_is_that_of_each_reading_by_itself(disputed: Case, plain: Case) -> None:
    ensemble = make_ensemble(disputed.parameters, members=16, seed=7)
    arrays = seat_drawn(prepare_issue(disputed, CELL[1]))
    _, low, high = acceptance_ends(arrays, 16, 7)
    ideal = acceptance_ends(arrays, 16, 7)[0]
    a, x = arrays.actor(CELL[0]), np.linspace(0, 1, 16)
    room = prepare_room(arrays, ensemble.members, 7)
    found = prepare_wording(arrays, 0, x, room)
    for m in range(16):
        held = replace(plain.stances[CELL], ideal=float(ideal[a, m]), acceptance=(float(low[a, m]), float(high[a, m])))
        alone = seat_drawn(prepare_issue(replace(plain, stances={**plain.stances, CELL: held}), CELL[1]))
        slow = prepare_wording(alone, 0, x, prepare_room(alone, ensemble.members, 7))
        assert found.gap[a, m] == pytest.approx(slow.gap[a, m], abs=1e-6)
        assert found.cap[a, m] == pytest.approx(slow.cap[a, m], abs=1e-6)


def test_nothing_changes_where_nobody_differs(plain: Case) -> None:
    same = replace(plain.stances[CELL], high_between=(plain.stances[CELL].acceptance[1],) * 2)
    put = replace(plain, stances={**plain.stances, CELL: same})
    assert prepare_issue(put, CELL[1]).high_between is None
    issue = Ledger(put, draws=20, members=8).issue(CELL[1])
    assert (
        issue.wordings[0].by_member == Ledger(plain, draws=20, members=8).issue(CELL[1]).wordings[0].by_member
    ).all()


def test_a_low_end_that_may_lie_above_zero_makes_texts_no_longer_comparable(plain: Case) -> None:
    held = replace(plain.stances[CELL], acceptance=(0.0, 0.6), ideal=0.3, low_between=(0.0, 0.2))
    issue = replace(plain.issues[CELL[1]], silent=())
    case = replace(plain, stances={CELL: held}, issues={CELL[1]: issue}, ties=())
    alike = replace(case, stances={CELL: replace(held, low_between=None)})

    def texts(of: Case) -> bool:
        arrays = prepare_issue(of, CELL[1], tabled_by="", choices={"w": issue.wordings[issue.tabled].choice})
        return comparable(arrays)

    assert texts(alike)
    assert not texts(case)


def test_what_if_it_were_known(disputed: Case) -> None:
    made = changed_stance(disputed, CELL[1], CELL[0], {"acceptance": (0.0, 0.5)}).stances[CELL]
    assert (made.low_between, made.high_between) == (None, None)
    assert changed_stance(disputed, CELL[1], CELL[0], {"salience": 0.9}).stances[CELL].high_between == (0.3, 0.9)
    swept = apply_value(disputed, "stance.victim_care.pakistan.acceptance_high", 0.6).stances[CELL]
    assert (swept.low_between, swept.high_between) == ((0.1, 0.3), None)
