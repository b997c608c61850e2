"""The simulation kernel against its slow twin, world by world, and what must hold of it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.casefiles import load_case
from positions.errors import UnknownNameError
from positions.game import (
    analyse_wording,
    central_positions,
    greatest_equilibrium,
    least_equilibrium,
    make_game,
    prepare_issue,
)
from positions.model import PARAMETERS
from positions.simulation import FORWARDED, Ensemble, kernel, make_ensemble, simulate_issue, simulate_vote, text_chance
from positions.simulation.draws import Draws, draw_block
from positions.simulation.kernel import PreparedGame, can_object, passes_in, pivotal_worlds, play, play_grievances
from positions.simulation.prepared import HARDEST, prepare_room, prepare_wording
from positions.simulation.thresholds import (
    Line,
    among_all,
    among_draws,
    hurt_from,
    measure_rise,
    objects_alone_from,
    objects_in_company_from,
)
from positions.voting import consensus
from tests.oracles import slow_game
from tests.properties.games import issues_as_arrays

FEW = settings(max_examples=40, deadline=None)
SETS = make_ensemble(PARAMETERS, members=4, seed=5)
steps = st.integers(0, 64).map(lambda n: np.array([n, n + 1, n + 2, 0]) / 67)


def draws(arrays, columns, n, ensemble=SETS):
    return draw_block(arrays, columns, ensemble, 0, n)


def prepare(arrays, positions, members=SETS.members):
    return prepare_wording(arrays, 0, positions, prepare_room(arrays, members))


def hardness_to_grievance(wording, hardness, columns):
    """Grievances (C, B, M) by the entries' formula, broadcast over worlds."""
    count, worlds, members = hardness.shape
    at = wording.in_worlds(columns, np.tile(np.arange(members), worlds))
    return at.grievance(hardness.reshape(count, -1)).reshape(hardness.shape)


def sets(state):
    return [{int(c) for c in np.flatnonzero(column)} for column in state.T]


@FEW
@given(issues_as_arrays(), steps, st.booleans())
def test_the_kernel_equals_its_slow_twin_world_by_world(arrays, positions, weightless):
    """Also where nobody is company to anybody, and only leaders pull others along."""
    if weightless:
        ties = np.where(arrays.association > 0, 4.0, 0.0)
        arrays = replace(arrays, influence=np.zeros_like(arrays.influence), association=ties)
    wording = prepare(arrays, positions)
    columns = can_object(wording)
    if not columns.size:
        return
    hardness = draws(arrays, columns, 8)
    played = play(PreparedGame.of(wording, columns), hardness)
    top, bottom = slow_game.slow_worlds(wording, hardness.hardness, columns)
    assert sets(played.greatest) == top
    assert sets(played.least()) == bottom


@FEW
@given(issues_as_arrays(), steps, st.lists(st.floats(0, 1.5), min_size=1, max_size=4), st.booleans())
def test_who_surely_objects_may_be_asked_about_at_any_weight_or_not_at_all(arrays, positions, shares, crowded):
    """The same sets, pairs and rounds, whatever weights of company are tried."""
    wording = prepare(arrays, positions)
    columns = can_object(wording)
    if not columns.size:
        return
    if crowded:  # company for everybody, so that most hang on it
        room = replace(wording.room, isolation=wording.room.isolation * 2 + 1)
        wording = replace(wording, room=room, gap=wording.gap + np.float32(0.2), cap=wording.cap + np.float32(2))
    hardness = draws(arrays, columns, 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "MANY", np.inf)
        plain = play(PreparedGame.of(wording, columns), hardness)
        bottom = plain.least()
        patch.setattr(kernel, "MANY", -1)
        patch.setattr(kernel, "SHARES", tuple(sorted(shares)))
        settled = play(PreparedGame.of(wording, columns), hardness)
        assert (settled.least() == bottom).all()
    assert (settled.greatest == plain.greatest).all()
    for name in ("actor", "world", "need"):
        assert (getattr(settled.gone, name) == getattr(plain.gone, name)).all()
    assert (settled.rounds == plain.rounds).all()


@FEW
@given(issues_as_arrays(), steps)
def test_whoever_is_left_out_as_unable_never_objects(arrays, positions):
    wording = prepare(arrays, positions)
    everyone = np.arange(len(arrays.actors))
    played = play(PreparedGame.of(wording, everyone), draws(arrays, everyone, 60))
    assert set(map(int, np.flatnonzero(played.greatest.any(axis=1)))) <= set(map(int, can_object(wording)))


@FEW
@given(issues_as_arrays(), steps)
def test_tipping_points_say_what_the_formula_says_to_the_last_bit(arrays, positions):
    wording = prepare(arrays, positions)
    columns = np.arange(len(arrays.actors))
    hardness = draws(arrays, columns, 30)
    hurt = hardness_to_grievance(wording, hardness.hardness, columns)
    entries = wording.entries(columns)
    shape = (columns.size, 1, -1)
    ordered = np.sort(hardness.hardness.transpose(0, 2, 1), axis=2)
    company, taken = (
        np.full(entries.size, wording.room.weight.sum(), dtype=np.float32),
        np.zeros(entries.size, dtype=np.float32),
    )
    spare = hurt - wording.base
    with np.errstate(divide="ignore", invalid="ignore"):
        need = (wording.room.isolation[:, None, :] / spare - np.float32(1)) * wording.room.unit
    need[~(spare > 0)] = np.inf
    for scale in (among_all(), among_draws(ordered, columns)):
        rise = measure_rise(entries, scale)
        assert ((hardness.hardness > hurt_from(rise).reshape(shape)) == (spare > 0)).all()
        assert ((hardness.hardness > objects_alone_from(rise).reshape(shape)) == (need < 0)).all()
        first = hardness.hardness > objects_in_company_from(rise, company, taken).reshape(shape)
        assert (first == (company[0] > need + wording.room.own[:, None, None])).all()


@FEW
@given(issues_as_arrays(), steps, st.integers(0, 2**31))
def test_tipping_points_are_found_wherever_the_search_for_them_begins(arrays, positions, seed):
    """Solving for them only says where to begin: a wrong guess costs time, nothing else."""
    wording = prepare(arrays, positions)
    entries = wording.entries(np.arange(len(arrays.actors)))
    rise = measure_rise(entries, among_all())
    assert rise.line is not None
    rng = np.random.default_rng(seed)
    wrong = Line(rise.line.knots, rng.permuted(rise.line.heights, axis=0))
    company, taken = (
        np.full(entries.size, wording.room.weight.sum(), dtype=np.float32),
        np.zeros(entries.size, dtype=np.float32),
    )
    for points in (hurt_from, objects_alone_from, partial(objects_in_company_from, company=company, taken=taken)):
        found = points(rise)
        assert (points(replace(rise, line=wrong)) == found).all()
        assert (points(replace(rise, line=None)) == found).all(), "bisected from end to end"
        inside = np.isfinite(found) & (found < HARDEST)
        beyond = np.nextafter(found, np.float32(4))
        near = rise.line.reaches(np.arange(entries.size), entries.grievance(np.where(inside, beyond, 0)).astype(float))
        there = entries.grievance(np.where(inside, near, 0).astype(np.float32))
        assert np.allclose(there[inside], entries.grievance(np.where(inside, beyond, 0))[inside], atol=1e-4)


@FEW
@given(issues_as_arrays(), steps, st.integers(1, 200))
def test_who_passes_is_the_same_world_by_world_or_all_at_once(arrays, positions, count):
    """Few worlds go by formulas, many by tipping points; grievances worked out elsewhere go a third way."""
    wording = prepare(arrays, positions)
    columns = np.arange(len(arrays.actors))
    hardness = draws(arrays, columns, 200)
    objects = play(PreparedGame.of(wording, columns), hardness).greatest
    hurt = hardness_to_grievance(wording, hardness.hardness, columns)
    assert (play_grievances(wording.room, wording.follow_scale, hurt) == objects).all()
    flat = hardness.hardness.reshape(len(columns), -1)
    chosen = np.random.default_rng(count).permutation(flat.shape[1])[:count]
    scale = among_draws(np.sort(hardness.hardness.transpose(0, 2, 1), axis=2), columns)
    for worlds in (np.arange(flat.shape[1]), chosen):
        passed, played = passes_in(PreparedGame.of(wording, columns, scale), flat, worlds)
        assert played
        assert (passed == ~objects[:, worlds].any(axis=0)).all()


@FEW
@given(issues_as_arrays(), st.integers(0, 3))
def test_the_central_world_is_the_game_of_the_objection_floor(arrays, member):
    parameters = SETS.members[member]
    wording = prepare(arrays, central_positions(arrays)[:1], [parameters])
    everyone = np.arange(len(arrays.actors))
    played = play(PreparedGame.of(wording, everyone), Draws(np.zeros((len(everyone), 1, 1), dtype=np.float32), None))
    game = make_game(arrays, 0, parameters)
    if closest_tie(game) < 1e-3:
        return  # the two floors round company units differently; a tie may fall either way
    assert sets(played.greatest)[0] == {arrays.actors.index(a) for a in greatest_equilibrium(game).objectors}
    assert sets(played.least())[0] == {arrays.actors.index(a) for a in least_equilibrium(game).objectors}


def closest_tie(game):
    best = np.inf
    for rising in (False, True):
        now = np.full(game.size, not rising)
        for _ in range(game.size + 1):
            best = min(best, float(np.abs(game.load(now) - game.cost(now)).min()))
            reply = game.load(now) > game.cost(now)
            now = (now | reply) if rising else (now & reply)
    return best


@FEW
@given(issues_as_arrays(), steps)
def test_pivots_are_those_whose_withdrawal_alone_frees_the_text(arrays, positions):
    wording = prepare(arrays, positions)
    columns = can_object(wording)
    if not columns.size:
        return
    hardness = draws(arrays, columns, 4)
    played = play(PreparedGame.of(wording, columns), hardness)
    found = pivotal_worlds(played)
    for c in range(columns.size):
        rest, _ = slow_game.slow_worlds(wording, hardness.hardness, columns, without=[c])
        assert found[c].tolist() == [bool(played.greatest[c, n]) and not left for n, left in enumerate(rest)]


@FEW
@given(issues_as_arrays(), steps, st.integers(0, 20))
def test_harder_worlds_never_lose_objectors(arrays, positions, shift):
    wording = prepare(arrays, positions)
    everyone = np.arange(len(arrays.actors))
    softer = draws(arrays, everyone, 10).hardness / 2
    low = play(PreparedGame.of(wording, everyone), Draws(softer, None))
    high = play(PreparedGame.of(wording, everyone), Draws(softer + np.float32(shift / 20), None))
    assert (low.greatest <= high.greatest).all()
    assert (low.least() <= high.least()).all()
    assert (low.alone <= low.least()).all()
    assert (low.least() <= low.greatest).all()


@settings(max_examples=15, deadline=None)
@given(issues_as_arrays(), st.sampled_from([0.0, 0.4]), st.integers(1, 5000))
def test_the_chance_alone_is_that_of_the_whole_simulation(arrays, overrule, draws):
    """To the last digit, for as many worlds, and also with draws that were made for another text."""
    members = tuple(p.with_values({"overrule": overrule, "silent_objectors": 0.3}) for p in SETS.members)
    sets_ = replace(SETS, members=members)
    kept = {}
    for w in (*arrays.wordings, arrays.wordings[0]):
        one = arrays.one(arrays.wording(w))
        whole = simulate_issue(one, sets_, draws=draws).wordings[0]
        alone = text_chance(one, sets_, draws=draws, luck=kept)
        assert (alone.by_member == whole.by_member).all()
        assert alone.p_consensus == whole.p_consensus
        assert text_chance(one, sets_, draws=draws).p_consensus == whole.p_consensus


@given(issues_as_arrays())
def test_shares_add_up_and_the_same_seed_gives_the_same_numbers(arrays):
    one = simulate_issue(arrays, SETS, tried=arrays.wordings, draws=50)
    two = simulate_issue(arrays, SETS, tried=arrays.wordings, draws=50)
    assert one.final_text == two.final_text
    assert sum(one.final_text.values()) == pytest.approx(1)
    for a, b in zip(one.wordings, two.wordings, strict=True):
        assert a.states == b.states
        assert a.blocs == b.blocs
        for held in a.states.values():
            assert sum(held.values()) == pytest.approx(1)
        assert a.p_consensus.low <= a.p_consensus.median <= a.p_consensus.high


@settings(max_examples=15, deadline=None)
@given(issues_as_arrays(), st.randoms(use_true_random=False))
def test_relabelling_an_issue_changes_nothing_but_the_order(arrays, random):
    order = list(range(len(arrays.actors)))
    random.shuffle(order)
    per_actor = ("seats", "assumed", "ideal", "low", "high", "salience", "mobility", "spread", "influence", "voice",
                 "resolve", "floor", "drawn", "drawn_seats", "red", "goodwill")  # fmt: skip
    turned = replace(
        arrays,
        actors=tuple(arrays.actors[d] for d in order),
        group=tuple(arrays.group[d] for d in order),
        association=arrays.association[np.ix_(order, order)],
        demand_actor=np.array([order.index(d) for d in arrays.demand_actor], dtype=np.int64),
        **{name: getattr(arrays, name)[order] for name in per_actor},
    )
    one = simulate_issue(arrays, SETS, tried=arrays.wordings, draws=40)
    two = simulate_issue(turned, SETS, tried=arrays.wordings, draws=40)
    assert one.final_text == two.final_text
    for a, b in zip(one.wordings, two.wordings, strict=True):
        assert a.states == b.states
        assert a.pivotal == b.pivotal
        assert {(frozenset(m), s) for m, s in a.blocs} == {(frozenset(m), s) for m, s in b.blocs}


@settings(max_examples=15, deadline=None)
@given(issues_as_arrays(), st.integers(0, 7))
def test_nobodys_luck_depends_on_who_else_is_there_nor_on_other_groups(arrays, first):
    columns = np.arange(len(arrays.actors))
    whole = draws(arrays, columns, 20).hardness
    some = columns[first % len(columns) :]
    assert (draws(arrays, some, 20).hardness == whole[some]).all()
    others = tuple("another" if d == 0 else g for d, g in enumerate(arrays.group))
    with_another_group = draws(replace(arrays, group=others), columns, 20).hardness
    assert (with_another_group[1:] == whole[1:]).all()


@settings(max_examples=80, deadline=None)
@given(issues_as_arrays(), st.integers(0, 8), st.booleans())
def test_a_text_at_its_own_ideal_point_hurts_nobody_in_any_world(arrays, number, tied):
    """Whatever its reservation points, ties and company: no distance, no objection."""
    d = number % len(arrays.actors)
    x = float(arrays.ideal[d])
    red = arrays.red.copy()
    red[d] = 0
    ties = np.where(np.eye(len(arrays.actors)), 0.0, 4.0) if tied else arrays.association
    mine = arrays.demand_actor != d
    arrays = replace(
        arrays, red=red, association=ties, demand_actor=arrays.demand_actor[mine],
        demand_options=arrays.demand_options[mine], demand_firmness=arrays.demand_firmness[mine],
    )  # fmt: skip
    wording = prepare(arrays, np.full(4, x))
    assert d not in can_object(wording)
    everyone = np.arange(len(arrays.actors))
    assert not play(PreparedGame.of(wording, everyone), draws(arrays, everyone, 100)).greatest[d].any()


@FEW
@given(issues_as_arrays(), steps)
def test_a_grievance_of_distance_is_never_more_than_the_way_to_the_ideal_point(arrays, positions):
    wording = prepare(
        replace(arrays, red=np.zeros_like(arrays.red), demand_firmness=arrays.demand_firmness * 0), positions
    )
    entries = wording.entries(np.arange(len(arrays.actors)))
    hardest = entries.grievance(np.full(entries.size, HARDEST, dtype=np.float32)) / entries.tabler_factor
    way = np.abs(positions[None, :] - arrays.ideal[:, None]) * arrays.salience[:, None]
    assert (hardest.reshape(way.shape) <= way + 1e-6).all()


@FEW
@given(issues_as_arrays(), steps, st.sampled_from([0.2, 0.7, 1.0]))
def test_the_chair_passes_over_one_isolated_objector_on_every_road_alike(arrays, positions, chance):
    """World by world: a single seat left, and luck below the parameter; searches see the same worlds pass."""
    sets_that_do = tuple(p.with_values({"overrule": chance}) for p in SETS.members)
    ensemble = Ensemble(sets_that_do, SETS.seed)
    wording = prepare(arrays, positions, sets_that_do)
    columns = np.arange(len(arrays.actors))
    drawn = draw_block(arrays, columns, ensemble, 0, 60)
    game = PreparedGame.of(wording, columns)
    played = play(game, drawn)
    before, _ = slow_game.slow_worlds(wording, drawn.hardness, columns)
    luck = drawn.chair.reshape(-1)
    expected = [
        set() if sum(int(arrays.seats[c]) for c in objectors) == 1 and luck[n] < chance else objectors
        for n, objectors in enumerate(before)
    ]
    assert sets(played.greatest) == expected
    flat = drawn.hardness.reshape(len(columns), -1)
    for worlds in (np.arange(flat.shape[1]), np.arange(0, flat.shape[1], 7)):
        passed, asked = passes_in(game, flat, worlds, lucky=game.lucky(drawn.chair))
        assert asked
        assert passed.tolist() == [not expected[n] for n in worlds]
    one = simulate_issue(arrays, ensemble, draws=60).wordings[0]
    vote = simulate_vote(arrays, ensemble, arrays.wordings[0], [consensus()], draws=60)
    assert vote.rules[0].by_member.tolist() == one.by_member.tolist()


@FEW
@given(issues_as_arrays())
def test_nobody_objects_to_what_stands_anyway(arrays):
    standing = replace(arrays, stands=np.arange(len(arrays.wordings)) == 0)
    found = simulate_issue(standing, SETS, tried=arrays.wordings[1:], fallback=arrays.wordings[0], draws=40)
    first = found.wordings[0]
    assert first.stands
    assert first.by_member.tolist() == [1.0] * 4
    assert not first.blocs
    assert sum(found.final_text.values()) == pytest.approx(1)
    assert set(found.final_text) == {*arrays.wordings[1:], arrays.wordings[0], FORWARDED} - (
        set() if len(arrays.wordings) > 1 else {FORWARDED}
    )
    assert analyse_wording(standing, arrays.wordings[0]).passes


def test_names_that_are_not_there_are_refused():
    case = load_case(Path(__file__).parents[2] / "data")
    arrays = prepare_issue(case, "victim_care")
    with pytest.raises(UnknownNameError, match="did you mean pakistan"):
        simulate_issue(arrays, SETS, talked=("pakistn",), draws=4)
    with pytest.raises(UnknownNameError, match="no wording"):
        prepare_issue(case, "victim_care", only=["typo"])
    with pytest.raises(UnknownNameError, match="did you mean victim_care"):
        prepare_issue(case, "victim_car")
    with pytest.raises(UnknownNameError, match="no delegation"):
        prepare_issue(case, "victim_care", tabled_by="nobody_at_all")
    with pytest.raises(UnknownNameError, match="no wording"):
        simulate_issue(arrays, SETS, tried=("typo",), draws=4)
