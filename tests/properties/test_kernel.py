"""The simulation kernel against its slow twin, world by world, and what must hold of it."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.game import central_positions, greatest_equilibrium, least_equilibrium, make_game
from positions.model import PARAMETERS
from positions.simulation import board, kernel, make_ensemble, simulate_issue
from positions.simulation.board import can_object, lay_board
from positions.simulation.kernel import play
from positions.simulation.lines import Line
from positions.simulation.passing import passes_in, play_grievances
from positions.simulation.pivots import pivotal_worlds
from positions.simulation.places import lay_places
from positions.simulation.scale import among_all, among_draws
from positions.simulation.setting import HARDEST, grievance_parts, make_setting
from positions.simulation.tipping import alone_points, felt_points, first_points, lay_course
from positions.simulation.worlds import hardness_block
from tests.oracles import slow_game
from tests.properties.games import issues_as_arrays

FEW = settings(max_examples=40, deadline=None)
SETS = make_ensemble(PARAMETERS, members=4, seed=5)
steps = st.integers(0, 64).map(lambda n: np.array([n, n + 1, n + 2, 0]) / 67)


def draws(arrays, columns, n, ensemble=SETS):
    return hardness_block(arrays, columns, ensemble, 0, n)


def hardness_to_grievance(setting, hardness, columns):
    """Grievances (C, B, M) from their parts, as packages add them up."""
    made, firm, lines = grievance_parts(setting, hardness, columns)
    made[firm] += lines
    return made * setting.welcome[columns, None, :] + setting.noise * hardness


def sets(state):
    return [{int(c) for c in np.flatnonzero(column)} for column in state.T]


@FEW
@given(issues_as_arrays(), steps, st.booleans())
def test_the_kernel_equals_its_slow_twin_world_by_world(arrays, positions, weightless):
    """Also where nobody is company to anybody, and only leaders pull others along."""
    if weightless:
        ties = np.where(arrays.association > 0, 4.0, 0.0)
        arrays = replace(arrays, influence=np.zeros_like(arrays.influence), association=ties)
    setting = make_setting(arrays, 0, positions, SETS.members)
    columns = can_object(setting)
    if not columns.size:
        return
    hardness = draws(arrays, columns, 8)
    played = play(lay_board(setting, columns), hardness)
    top, bottom = slow_game.slow_worlds(setting, hardness, columns)
    assert sets(played.greatest) == top
    assert sets(played.least()) == bottom


@FEW
@given(issues_as_arrays(), steps, st.lists(st.floats(0, 1.5), min_size=1, max_size=4), st.booleans())
def test_who_surely_objects_may_be_asked_about_at_any_weight_or_not_at_all(arrays, positions, shares, crowded):
    """The same sets, pairs and rounds, whatever weights of company are tried."""
    setting = make_setting(arrays, 0, positions, SETS.members)
    columns = can_object(setting)
    if not columns.size:
        return
    if crowded:  # company for everybody, so that most hang on it
        setting = replace(setting, isolation=setting.isolation * 2 + 1, noise=setting.noise + 1)
    hardness = draws(arrays, columns, 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "MANY", np.inf)
        plain = play(lay_board(setting, columns), hardness)
        bottom = plain.least()
        patch.setattr(kernel, "MANY", -1)
        patch.setattr(board, "SHARES", tuple(sorted(shares)))
        settled = play(lay_board(setting, columns), hardness)
        assert (settled.least() == bottom).all()
    assert (settled.greatest == plain.greatest).all()
    for name in ("actor", "world", "need"):
        assert (getattr(settled.gone, name) == getattr(plain.gone, name)).all()
    assert (settled.rounds == plain.rounds).all()


@FEW
@given(issues_as_arrays(), steps)
def test_whoever_is_left_out_as_unable_never_objects(arrays, positions):
    setting = make_setting(arrays, 0, positions, SETS.members)
    everyone = np.arange(len(arrays.actors))
    played = play(lay_board(setting, everyone), draws(arrays, everyone, 60))
    assert set(map(int, np.flatnonzero(played.greatest.any(axis=1)))) <= set(map(int, can_object(setting)))


@FEW
@given(issues_as_arrays(), steps)
def test_tipping_points_say_what_the_formula_says_to_the_last_bit(arrays, positions):
    setting = make_setting(arrays, 0, positions, SETS.members)
    columns = np.arange(len(arrays.actors))
    hardness = draws(arrays, columns, 30)
    hurt = hardness_to_grievance(setting, hardness, columns)
    places = lay_places(setting, columns)
    shape = (columns.size, 1, -1)
    ordered = np.sort(hardness.transpose(0, 2, 1), axis=2)
    company, taken = np.float32(setting.weight.sum()), np.zeros(places.size, dtype=np.float32)
    spare = hurt - setting.base
    with np.errstate(divide="ignore", invalid="ignore"):
        need = (setting.isolation[:, None, :] / spare - np.float32(1)) * setting.unit
    need[~(spare > 0)] = np.inf
    for scale in (among_all(), among_draws(ordered, columns)):
        course = lay_course(places, scale)
        assert ((hardness > felt_points(course).reshape(shape)) == (spare > 0)).all()
        assert ((hardness > alone_points(course).reshape(shape)) == (need < 0)).all()
        first = hardness > first_points(course, company, taken).reshape(shape)
        assert (first == (company > need + setting.own[:, None, None])).all()


@FEW
@given(issues_as_arrays(), steps, st.integers(0, 2**31))
def test_tipping_points_are_found_wherever_the_search_for_them_begins(arrays, positions, seed):
    """Solving for them only says where to begin: a wrong guess costs time, nothing else."""
    setting = make_setting(arrays, 0, positions, SETS.members)
    places = lay_places(setting, np.arange(len(arrays.actors)))
    course = lay_course(places, among_all())
    assert course.line is not None
    rng = np.random.default_rng(seed)
    wrong = Line(course.line.knots, rng.permuted(course.line.heights, axis=0))
    company, taken = np.float32(setting.weight.sum()), np.zeros(places.size, dtype=np.float32)
    for points in (felt_points, alone_points, partial(first_points, company=company, taken=taken)):
        found = points(course)
        assert (points(replace(course, line=wrong)) == found).all()
        assert (points(replace(course, line=None)) == found).all(), "bisected from end to end"
        inside = np.isfinite(found) & (found < HARDEST)
        beyond = np.nextafter(found, np.float32(4))
        near = course.line.reaches(np.arange(places.size), places.grievance(np.where(inside, beyond, 0)).astype(float))
        rising = places.noise > 0.01
        assert np.allclose(near[inside & rising], found[inside & rising], atol=1e-4)


@FEW
@given(issues_as_arrays(), steps, st.integers(1, 200))
def test_who_passes_is_the_same_world_by_world_or_all_at_once(arrays, positions, count):
    """Few worlds go by formulas, many by tipping points; grievances worked out elsewhere go a third way."""
    setting = make_setting(arrays, 0, positions, SETS.members)
    columns = np.arange(len(arrays.actors))
    hardness = draws(arrays, columns, 200)
    objects = play(lay_board(setting, columns), hardness).greatest
    assert (play_grievances(setting, hardness_to_grievance(setting, hardness, columns)) == objects).all()
    flat = hardness.reshape(len(columns), -1)
    chosen = np.random.default_rng(count).permutation(flat.shape[1])[:count]
    scale = among_draws(np.sort(hardness.transpose(0, 2, 1), axis=2), columns)
    for worlds in (np.arange(flat.shape[1]), chosen):
        passed, played = passes_in(lay_board(setting, columns, scale), flat, worlds)
        assert played
        assert (passed == ~objects[:, worlds].any(axis=0)).all()


@FEW
@given(issues_as_arrays(), st.integers(0, 3))
def test_the_central_world_is_the_game_of_the_objection_floor(arrays, member):
    parameters = SETS.members[member]
    setting = make_setting(arrays, 0, central_positions(arrays)[:1], [parameters])
    everyone = np.arange(len(arrays.actors))
    played = play(lay_board(setting, everyone), np.zeros((len(everyone), 1, 1), dtype=np.float32))
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
    setting = make_setting(arrays, 0, positions, SETS.members)
    columns = can_object(setting)
    if not columns.size:
        return
    hardness = draws(arrays, columns, 4)
    played = play(lay_board(setting, columns), hardness)
    found = pivotal_worlds(played)
    for c in range(columns.size):
        rest, _ = slow_game.slow_worlds(setting, hardness, columns, without=[c])
        assert found[c].tolist() == [bool(played.greatest[c, n]) and not left for n, left in enumerate(rest)]


@FEW
@given(issues_as_arrays(), steps, st.integers(0, 20))
def test_harder_worlds_never_lose_objectors(arrays, positions, shift):
    setting = make_setting(arrays, 0, positions, SETS.members)
    everyone = np.arange(len(arrays.actors))
    hardness = draws(arrays, everyone, 10) / 2
    low = play(lay_board(setting, everyone), hardness)
    high = play(lay_board(setting, everyone), hardness + np.float32(shift / 20))
    assert (low.greatest <= high.greatest).all()
    assert (low.least() <= high.least()).all()
    assert (low.alone <= low.least()).all()
    assert (low.least() <= low.greatest).all()


@settings(max_examples=15, deadline=None)
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
    per_actor = ("seats", "assumed", "ideal", "low", "high", "salience", "mobility", "spread", "influence", "resolve",
                 "group", "red", "goodwill")  # fmt: skip
    turned = replace(
        arrays,
        actors=tuple(arrays.actors[d] for d in order),
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
@given(issues_as_arrays())
def test_an_actors_luck_does_not_depend_on_who_else_is_there(arrays):
    columns = np.arange(len(arrays.actors))
    whole = draws(arrays, columns, 20)
    assert (draws(arrays, columns[-1:], 20) == whole[-1:]).all()
