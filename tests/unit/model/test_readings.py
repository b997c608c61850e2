"""What is stated, what is believed, and both mixed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import positions
from positions.casefiles import load_case
from positions.errors import PositionsError
from positions.ledger import Ledger
from positions.markings import Marking
from positions.model import Believed, Case, content_hash, mixture, read_as, resolved, withhold

DATA = Path(__file__).parents[3] / "data"
ISSUE = "victim_care"
FEW = {"draws": 40, "members": 8}


def believed(case: Case, delegation: str, chance: float = 0.5, mark: Marking = Marking.S, **values: object) -> Believed:
    stated = case.stances[delegation, ISSUE]
    held = replace(stated, source=replace(stated.source, marking=mark), **values)  # type: ignore[arg-type]
    return Believed(**{name: getattr(held, name) for name in type(held).__dataclass_fields__}, chance=chance)


@pytest.fixture(scope="module")
def plain() -> Case:
    return load_case(DATA)


@pytest.fixture(scope="module")
def case(plain: Case) -> Case:
    soft = believed(plain, "pakistan", 0.75, ideal=1.0, acceptance=(0.0, 1.0), red_lines=(), demands=())
    hard = believed(plain, "usa", 0.25, ideal=0.0, acceptance=(0.0, 0.05))
    return replace(plain, believed={("pakistan", ISSUE): soft, ("usa", ISSUE): hard})


def chance(case: Case) -> np.ndarray:  # type: ignore[type-arg]
    return Ledger(case, **FEW).issue(ISSUE).wording(case.issues[ISSUE].tabled).by_member


def test_stated_is_the_case_that_never_had_another_reading(plain: Case, case: Case) -> None:
    for made in (case, read_as(case, "stated")):
        assert resolved(made) == plain
        assert content_hash(resolved(made)) == content_hash(plain)
    assert resolved(read_as(case, "stated")).provenance.short == plain.provenance.short
    assert (chance(case) == chance(plain)).all()


def test_believed_stands_in_the_place_of_what_is_stated(plain: Case, case: Case) -> None:
    found = resolved(read_as(case, "believed"))
    assert found.stances["pakistan", ISSUE] is case.believed["pakistan", ISSUE]
    assert not found.believed
    assert found.marking() is Marking.S
    put = replace(plain, stances={**plain.stances, **case.believed})
    assert (chance(read_as(case, "believed")) == chance(put)).all()
    assert found.provenance.short != plain.provenance.short


def test_a_mixture_is_the_weighted_sum_of_its_readings(plain: Case, case: Case) -> None:
    """By hand: neither is right in a quarter of the worlds, Pakistan's alone in a half, both in a quarter."""
    pakistan = {("pakistan", ISSUE): case.believed["pakistan", ISSUE]}
    three = [chance(replace(plain, stances={**plain.stances, **put})) for put in (case.believed, pakistan, {})]
    wanted = 0.25 * three[0] + 0.5 * three[1] + 0.25 * three[2]
    assert chance(read_as(case, "mixed")) == pytest.approx(wanted, abs=1e-12)
    assert len({tuple(each) for each in three}) == 3
    assert [round(share, 9) for share, _ in mixture(read_as(case, "mixed"), ISSUE)] == [0.25, 0.5, 0.25]
    assert mixture(read_as(case, "mixed"), "demand") == ()
    assert mixture(case, ISSUE) == ()


def test_all_numbers_of_a_mixture_add_up(case: Case) -> None:
    ledger = Ledger(read_as(case, "mixed"), **FEW)
    played = ledger.issue(ISSUE)
    parts = [(share, part.issue(ISSUE)) for share, part in ledger.parts(ISSUE)]
    assert sum(played.final_text.values()) == pytest.approx(1)
    for end, share in played.final_text.items():
        assert share == pytest.approx(sum(s * f.final_text.get(end, 0.0) for s, f in parts))
    for n, text in enumerate(played.wordings):
        for actor, states in text.states.items():
            assert sum(states.values()) == pytest.approx(1), actor
            assert text.p_objects(actor) == pytest.approx(sum(s * f.wordings[n].p_objects(actor) for s, f in parts))
        assert np.diag(text.co_blocking) == pytest.approx([text.p_objects(a) for a in text.actors])
        blocked = 1 - text.by_member.mean()
        assert sum(share for _, share in text.blocs) == pytest.approx(blocked, abs=0.02)
        for actor, when in text.let_go.items():
            rounds = [f.wordings[n].let_go[actor] for _, f in parts if actor in f.wordings[n].let_go]
            assert min(rounds) - 1e-9 <= when <= max(rounds) + 1e-9
    other = ledger.text(ISSUE, case.issues[ISSUE].tabled, tabled_by="argentina").by_member
    wanted = sum(
        s * p.text(ISSUE, case.issues[ISSUE].tabled, tabled_by="argentina").by_member for s, p in ledger.parts(ISSUE)
    )
    assert other == pytest.approx(wanted)
    again = Ledger(read_as(case, "mixed"), **FEW)
    again.play([(ISSUE, "declared"), ("demand", "declared")])
    assert (again.issue(ISSUE).wordings[0].by_member == played.wordings[0].by_member).all()
    with pytest.raises(PositionsError, match="not worked out for a mixture"):
        positions.Meeting(ledger).vote(ISSUE, "consensus")


def test_one_world_of_a_mixture_is_of_the_likelier_reading_with_the_higher_mark(case: Case, plain: Case) -> None:
    found = resolved(read_as(case, "mixed"))
    pakistan, usa = found.stances["pakistan", ISSUE], found.stances["usa", ISSUE]
    assert pakistan.acceptance == (0.0, 1.0)
    assert usa.acceptance == plain.stances["usa", ISSUE].acceptance
    assert pakistan.source.marking is usa.source.marking is Marking.S


def test_a_release_leaves_no_trace_of_what_is_believed(plain: Case, case: Case) -> None:
    for mark in (Marking.U, Marking.SBU):
        with_them, without = withhold(case, mark), withhold(plain, mark)
        assert not with_them.believed
        assert content_hash(with_them) == content_hash(without)
        for reading in ("believed", "mixed"):
            assert content_hash(resolved(read_as(with_them, reading))) == content_hash(without)
    assert withhold(case, Marking.S).believed.keys() == case.believed.keys()
    hidden = {**plain.stances}
    hidden["usa", ISSUE] = replace(
        hidden["usa", ISSUE], source=replace(hidden["usa", ISSUE].source, told_in_confidence=True)
    )
    assert ("usa", ISSUE) not in withhold(replace(case, stances=hidden), Marking.TS).believed


def test_a_meeting_is_asked_in_another_reading(case: Case) -> None:
    meeting = positions.Meeting(Ledger(case, **FEW))
    tabled = {
        r: meeting.with_reading(r).simulate(ISSUE).tabled.played.by_member.mean()
        for r in ("stated", "believed", "mixed")
    }
    assert meeting.simulate(ISSUE).tabled.played.by_member.mean() == tabled["stated"]
    assert min(tabled["stated"], tabled["believed"]) < tabled["mixed"]
    assert meeting.with_reading("mixed").with_reading("stated").case == meeting.case
    mixed = meeting.with_reading("mixed")
    asked = mixed.with_stance(ISSUE, "pakistan", acceptance=(0.0, 1.0), ideal=1.0, red_lines=(), demands=())
    assert ("pakistan", ISSUE) not in asked.ledger.whole.believed
    assert asked.case.stances["pakistan", ISSUE].acceptance == (0.0, 1.0)
    with pytest.raises(PositionsError, match="no reading"):
        meeting.with_reading("secret")
