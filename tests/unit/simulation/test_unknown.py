"""What nobody knows: silent seats with objections, supporters with a floor, and matters that are forwarded."""

from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest

from positions.casefiles import load_case
from positions.game import (
    analyse_wording,
    bound_members,
    greatest_equilibrium,
    make_game,
    prepare_issue,
    seat_drawn,
    speaks_for,
    voice,
)
from positions.model import NO_TEXT, PARAMETERS, Parameters
from positions.simulation import FORWARDED, make_ensemble, modal_text, simulate_issue, simulate_vote, text_shares
from positions.simulation.draws import draw_block, floors, forwarding_block, unknown_points
from positions.simulation.ensemble import Ensemble
from positions.voting import consensus, simple_majority

DATA = Path(__file__).parents[3] / "data"
NOBODY = {"silent_objectors": 0.0, "supporter_floor": 0.0, "forwarding": 0.0, "forwarding_at_end": 0.0}


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


def with_parameters(case, **values):
    return replace(
        case,
        parameters=tuple(
            replace(p, central=values[p.name], low=values[p.name], high=values[p.name]) if p.name in values else p
            for p in case.parameters
        ),
    )


def without_stances(case, issue, *delegations, cover=False):
    """Nobody knows what ``delegations`` hold, nor, unless ``cover``, any other named delegation without a stance."""
    stances = {key: s for key, s in case.stances.items() if key[1] != issue or key[0] not in delegations}
    at = case.issues[issue]
    silent = tuple(replace(c, covers_named=cover) for c in at.silent)
    return replace(case, stances=stances, issues={**case.issues, issue: replace(at, silent=silent)})


def one_set(case, **values):
    return Ensemble((case.central_parameters.with_values(values),), 11)


def test_unknown_delegations_take_part_as_drawn_seats_and_nobody_else_does(case):
    open_case = without_stances(case, "victim_care", "pakistan")
    arrays = prepare_issue(open_case, "victim_care")
    assert "pakistan" in arrays.unknown
    assert "pakistan" not in arrays.actors
    seated = seat_drawn(arrays)
    assert seated.actors == (*arrays.actors, *arrays.unknown, "room/one")
    assert seat_drawn(seated) is seated
    found = simulate_issue(arrays, make_ensemble(case.parameters, members=8, seed=1), draws=200).wordings[0]
    assert found.actors == arrays.actors
    assert set(found.drawn) == {*arrays.unknown, "room"}
    assert found.p_objects("pakistan") == found.drawn["pakistan"] > 0
    assert all(member in (*found.actors, *found.drawn) for bloc, _ in found.blocs for member in bloc)


def test_a_case_can_say_that_the_silent_have_no_objections(case):
    quiet = with_parameters(without_stances(case, "victim_care", "pakistan"), **NOBODY)
    arrays = prepare_issue(quiet, "victim_care")
    assert seat_drawn(arrays) is arrays
    found = simulate_issue(
        arrays, make_ensemble(quiet.parameters, members=4, seed=1), tried=("irrespective",), draws=50
    )
    assert found.wordings[0].drawn == {}
    assert found.final_text["irrespective"] == found.wordings[0].by_member.mean()


def test_in_the_central_world_nobody_is_known_to_object_who_is_not(case):
    arrays = prepare_issue(without_stances(case, "review_mechanism", "china"), "review_mechanism")
    for w in range(len(arrays.wordings)):
        plain, seated = (greatest_equilibrium(make_game(a, w)).objectors for a in (arrays, seat_drawn(arrays)))
        assert plain == seated


def test_the_chance_of_a_limit_is_that_of_one_seat_among_many_and_grows_with_the_text():
    """Against a plain loop over seats: how many of 40 000 worlds have one that accepts less than x."""
    luck = np.random.default_rng(1).random((40_000, 1), dtype=np.float32)
    p = Parameters.central_of(PARAMETERS).with_values({"silent_objectors": 0.02, "silent_spread": 0.5})
    for weight, seats, start in ((1.0, 1, 0.0), (2.0, 1, 0.4), (0.5, 30, 0.2)):
        limit = 1 - unknown_points(luck, [p], weight, seats, start)[:, 0].astype(float)
        none = np.prod([1 - 0.02 * weight for _ in range(seats)])
        for x in (start, start + 0.25 * (1 - start), start + 0.5 * (1 - start), 1.0):
            expected = (1 - none) * min(1.0, (x - start) / (0.5 * (1 - start)))
            assert (limit < x).mean() == pytest.approx(expected, abs=4e-3)
        assert limit.min() >= start - 1e-6


def test_the_same_luck_gives_an_objection_wherever_a_smaller_chance_does():
    luck = np.random.default_rng(2).random((5000, 1), dtype=np.float32)
    few, many = (
        Parameters.central_of(PARAMETERS).with_values({"silent_objectors": q, "silent_spread": 0.8}) for q in (0.1, 0.3)
    )
    low, high = (unknown_points(luck, [p], 1.0, 1, 0.0) for p in (few, many))
    assert (low <= high + 1e-6).all()
    assert (low > -1).sum() < (high > -1).sum()


def test_a_floor_lies_between_half_of_the_ideal_point_and_all_of_it():
    luck = np.random.default_rng(3).random((20_000, 1), dtype=np.float32)
    p = Parameters.central_of(PARAMETERS).with_values({"supporter_floor": 0.25})
    found = floors(luck, [p], 0.9)
    there = found[found > -3]
    assert there.size == pytest.approx(5000, abs=250)
    assert there.min() == pytest.approx(0.45, abs=1e-3)
    assert there.max() == pytest.approx(0.9, abs=1e-3)
    assert (floors(luck, [p.with_values({"supporter_floor": 0.0})], 0.9) == -3).all()


def test_the_luck_of_the_silent_hangs_on_nobody_else(case):
    arrays = seat_drawn(prepare_issue(without_stances(case, "victim_care", "pakistan"), "victim_care"))
    ensemble = one_set(case, silent_objectors=0.5)
    whole = draw_block(arrays, np.arange(len(arrays.actors)), ensemble, 0, 50).hardness
    for d in (arrays.actor("pakistan"), len(arrays.actors) - 1):
        assert (draw_block(arrays, np.array([d]), ensemble, 0, 50).hardness[0] == whole[d]).all()
        assert (whole[d] > -3).any()


def test_a_larger_silent_delegation_a_further_text_and_an_unheard_room_make_objections_likelier(case):
    bare = without_stances(case, "victim_care", *case.delegations)
    arrays = prepare_issue(bare, "victim_care")
    weight = dict(zip(arrays.silent.names, arrays.silent.weight, strict=True))
    assert weight["russia"] == 2 * weight["iran"] > 0
    heard = prepare_issue(without_stances(case, "victim_care"), "victim_care")
    less = dict(zip(heard.silent.names, heard.silent.weight, strict=True))
    room = sum(d.decides for d in case.delegations.values()) + 60
    spoke = sum(1 for s in case.stances_on("victim_care") if case.delegations[s.delegation].decides)
    assert less["room/one"] == pytest.approx(0.01 * (1 - spoke / room))
    assert weight["room/one"] == 0.01
    found = simulate_issue(arrays, one_set(case, silent_objectors=0.2), draws=2000)
    x = {w.wording: w for w in found.wordings}
    assert x["irrespective"].drawn["russia"] > x["compromise"].drawn["russia"]
    assert x["irrespective"].drawn["russia"] > 1.5 * x["irrespective"].drawn["iran"]


def test_supporters_refuse_a_weaker_text_and_never_their_own_nor_a_stronger_one(case):
    arrays = prepare_issue(with_parameters(case, silent_objectors=0.0), "victim_care")
    assert arrays.floor.any()
    assert not arrays.floor[arrays.assumed].any()
    sure = one_set(case, supporter_floor=0.3)
    friend = arrays.actors[int(np.flatnonzero(arrays.floor)[0])]
    ideal = float(arrays.ideal[arrays.actor(friend)])
    chances = {}
    for x in (0.0, 0.4, 0.6, ideal, 1.0):
        put = replace(arrays.one(0), position=np.full((1, 3), x), salience=np.full(len(arrays.actors), 0.8))
        chances[x] = simulate_issue(put, sure, draws=3000).wordings[0].p_objects(friend)
    assert 0.3 > chances[0.0] > chances[0.4] > chances[0.6] > 0
    assert chances[ideal] == chances[1.0] == 0
    never = simulate_issue(put, one_set(case, supporter_floor=0.0), draws=50).wordings[0]
    assert never.p_objects(friend) == 0


def test_a_supporter_that_names_what_it_refuses_has_no_floor_besides(case):
    stance = next(s for s in case.stances_on("victim_care") if s.ideal >= 0.8 and s.acceptance == (0.0, 1.0))
    line = next(r for s in case.stances.values() for r in s.red_lines if s.issue == "victim_care")
    held = {**case.stances, (stance.delegation, "victim_care"): replace(stance, red_lines=(line,))}
    for stances, expected in ((case.stances, True), (held, False)):
        arrays = prepare_issue(replace(case, stances=stances), "victim_care")
        assert arrays.floor[arrays.actor(stance.delegation)] == expected


def test_ends_with_and_without_forwarding_are_those_of_a_plain_loop(case):
    """Forwarded before a text is put, or at the end where there is none; never where it must be decided."""
    arrays = prepare_issue(with_parameters(case, **NOBODY), "global_plan")
    p = {"forwarding": 0.3, "forwarding_at_end": 0.5}
    ensemble = one_set(case, **p)
    found = simulate_issue(arrays, ensemble, tried=("support",), draws=2000)
    passes = found.wording("support").by_member[0]
    assert found.final_text["support"] == pytest.approx(0.7 * passes, abs=0.02)
    assert found.final_text[NO_TEXT] == pytest.approx(0.7 * (1 - passes) * 0.5, abs=0.02)
    assert sum(found.final_text.values()) == pytest.approx(1)
    must = simulate_issue(replace(arrays, must_decide=True), ensemble, tried=("support",), draws=2000)
    assert must.final_text == {"support": passes, NO_TEXT: pytest.approx(1 - passes)}
    assert must.wording("support").by_member == found.wording("support").by_member
    text = simulate_issue(arrays, ensemble, tried=("support",), fallback="support", draws=200)
    assert set(text.final_text) == {"support", FORWARDED}
    assert text.final_text[FORWARDED] == pytest.approx(0.3, abs=0.1)


def test_a_longer_path_changes_nothing_about_its_beginning(case):
    arrays = prepare_issue(case, "victim_care")
    ensemble = make_ensemble(case.parameters, members=4, seed=1)
    short, long = (forwarding_block(arrays, ensemble, n, 0, 20) for n in (1, 3))
    assert (short[0] == long[0]).all()
    assert (short[-1] == long[-1]).all()


def test_what_stands_while_a_matter_is_forwarded_is_the_fallback():
    ends = {"full": 0.4, "agreed": 0.25, FORWARDED: 0.35}
    assert text_shares(ends, "agreed") == {"full": 0.4, "agreed": 0.6}
    assert modal_text(ends, "agreed") == "agreed"
    assert modal_text({"full": 1.0}, NO_TEXT) == "full"


def test_in_a_vote_only_rules_that_go_by_objection_hear_the_silent(case):
    open_case = without_stances(case, "demand", *case.delegations)
    ensemble = one_set(case, silent_objectors=0.5, forwarding=0.0)
    arrays = prepare_issue(open_case, "demand", only=["discourage"])
    alone = simulate_issue(arrays, ensemble, draws=400).wordings[0]
    vote = simulate_vote(arrays, ensemble, "discourage", [consensus(), consensus(200), simple_majority()], draws=400)
    assert alone.by_member[0] < 1
    assert vote.rules[0].by_member.tolist() == alone.by_member.tolist()
    assert vote.rules[1].by_member.tolist() == [1.0]
    assert vote.rules[2].by_member.tolist() == [1.0]
    assert vote.actors == arrays.actors == ("room",)


def groups_of(case, name, note=""):
    """Russia speaks for a group in which Iran and Belarus are."""
    members = {d: replace(case.delegations[d], groups=("bloc",)) for d in ("iran", "belarus")}
    spokesman = replace(case.delegations["russia"], groups=("bloc",), name=name, note=note)
    return replace(case, delegations={**case.delegations, **members, "russia": spokesman})


@pytest.mark.parametrize(("name", "note"), [("Bloc (group statement)", ""), ("Russia", "speaks as (group statement)")])
def test_a_statement_on_behalf_of_a_group_binds_its_silent_members(case, name, note):
    said = groups_of(case, name, note)
    quiet = without_stances(said, "non_punishment", "belarus")
    assert bound_members(quiet, "non_punishment") == {"belarus"}
    arrays = prepare_issue(quiet, "non_punishment")
    assert "belarus" in arrays.unknown
    assert "belarus" not in arrays.silent.names
    assert bound_members(groups_of(case, "Russia"), "non_punishment") == set()
    unheard = without_stances(said, "non_punishment", "belarus", "russia")
    assert "belarus" in prepare_issue(unheard, "non_punishment").silent.names


def test_a_delegation_named_by_a_groups_id_speaks_for_it(case):
    spokesman = replace(case.delegations["russia"], id="bloc", groups=())
    member = replace(case.delegations["iran"], groups=("bloc",))
    assert speaks_for(spokesman, member)
    assert not speaks_for(member, spokesman)
    assert not speaks_for(spokesman, spokesman)


def test_a_group_and_its_members_are_company_once(case):
    """Two that speak with one voice are no more company to a third than the group is."""
    said = groups_of(case, "Bloc (group statement)")
    spokesman, member = said.delegations["russia"], said.delegations["iran"]
    assert voice(said, spokesman, "non_punishment") == spokesman.influence - member.influence
    assert voice(said, member, "non_punishment") == member.influence
    game, plain = (make_game(prepare_issue(c, "non_punishment"), 0) for c in (said, case))
    third, pair = game.actors.index("pakistan"), [game.actors.index(d) for d in ("russia", "iran")]
    assert game.company[third, pair].sum() == spokesman.influence
    assert plain.company[third, pair].sum() == spokesman.influence + member.influence
    friendly = {**said.stances, ("iran", "non_punishment"): replace(said.stance("iran", "non_punishment"), ideal=0.9)}
    assert voice(replace(said, stances=friendly), spokesman, "non_punishment") == spokesman.influence


def test_a_rival_text_is_told_apart_by_its_clause_not_by_the_ladder(case):
    """A clause of weight 0: two texts at the same place, refused by different delegations for what they say."""
    issue = case.issues["victim_care"]
    first = next(iter(issue.clauses.values()))
    option = next(iter(first.options.values()))
    ways = {o: replace(option, id=o, text=o, only_with=(), strength=(0.0, 0.0, 1.0)) for o in ("ours", "theirs")}
    clauses = {**issue.clauses, "way": replace(first, id="way", options=ways, weight=0.0)}
    base = issue.wordings[issue.tabled]
    texts = {o: replace(base, id=o, choice={**base.choice, "way": o}) for o in ways}
    line = next(r for s in case.stances.values() for r in s.red_lines)
    refusing = {"mexico": "ours", "argentina": "theirs"}
    stance = next(s for s in case.stances_on("victim_care") if s.acceptance == (0.0, 1.0))
    stances = {
        (d, "victim_care"): replace(
            stance, delegation=d, red_lines=(replace(line, clause="way", option=o, firmness=0.9),), demands=()
        )
        for d, o in refusing.items()
    }
    rival = replace(
        case,
        stances=stances,
        issues={
            **case.issues,
            "victim_care": replace(
                issue, clauses=clauses, wordings=texts, tabled="ours", path=("theirs",), fallback=NO_TEXT, silent=()
            ),
        },
    )
    arrays = prepare_issue(rival, "victim_care")
    one, other = (analyse_wording(arrays, o) for o in ways)
    assert one.position == other.position
    assert one.blocking_bloc == ("mexico",)
    assert other.blocking_bloc == ("argentina",)
    found = simulate_issue(arrays, one_set(rival, silent_objectors=0.0), tried=("ours", "theirs"), draws=200)
    assert found.wording("ours").position.high == found.wording("ours").position.low < inf
    for w, objector in zip(found.wordings, ("mexico", "argentina"), strict=True):
        assert w.p_objects(objector) > 0.9
        assert sum(w.p_objects(a) for a in w.actors) == w.p_objects(objector)
