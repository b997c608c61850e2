"""After any talks a text passes as if it had been prepared anew; what is said to change nothing changes nothing."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from benchmarks.conference import conference
from positions.game import goodwill, goodwill_towards, prepare_issue, seat_drawn
from positions.model import Tie
from positions.search.evaluate import open_bench
from positions.search.proposers import rank_proposers
from positions.search.stakes import make_stakes
from positions.simulation import band, make_ensemble


@pytest.fixture(scope="module")
def case():
    return conference(delegations=9, issues=3, can_object=0.5, silent=0.1, seed=4)


@pytest.fixture(scope="module")
def stakes(case):
    ensemble = make_ensemble(case.parameters, members=8, seed=5)
    return [make_stakes(case, issue, ensemble, draws=20) for issue in case.issues]


def test_a_mix_of_two_games_passes_as_the_game_prepared_anew(stakes):
    moved = 0
    for s in stakes:
        for w, text in enumerate(s.texts):
            for seen in [(), *combinations(sorted(text.moved)[:4], 1), *combinations(sorted(text.moved)[:4], 2)]:
                slow = replace(s.bench, talked=seen).by_member(w)
                assert np.array_equal(text.by_member(frozenset(seen)), slow)
                moved += not np.array_equal(slow, s.bench.by_member(w))
    assert moved > 3


def test_no_talk_wins_more_than_its_bound_and_what_is_skipped_changes_nothing(stakes):
    skipped = 0
    for s in stakes:
        for seen in (frozenset[str](), frozenset(sorted(s.movable)[:1])):
            for more in sorted(s.movable - seen):
                for w, text in enumerate(s.texts):
                    bench = replace(s.bench, talked=tuple(sorted(seen | {more})))
                    after, most = bench.by_member(w).mean(), text.most(seen, more)
                    if most is None:
                        assert after == replace(s.bench, talked=tuple(sorted(seen))).by_member(w).mean()
                    else:
                        assert after <= most + 1e-12
                quick, whole = s.with_one_more(seen, more), s.expect(seen | {more})
                assert (quick.wording, quick.value) == (whole.wording, whole.value)
                skipped += quick is s.expect(seen)
    assert skipped > 5


def test_goodwill_of_all_pairs_is_that_of_each(case):
    declared = replace(case, ties=(Tie("d001", "d002", -0.7, next(iter(case.stances.values())).source),))
    names = [*case.delegations, "nobody"]
    for issue in case.issues:
        table = goodwill_towards(declared, names, [*names, ""], issue)
        for n, tabler in enumerate([*names, ""]):
            assert np.array_equal(table[:, n], goodwill(declared, names, tabler, issue))
    assert table[1, 2] == -0.7
    assert not np.diag(table).any()
    assert not table[:, -1].any()
    assert np.abs(table).max() <= 1.0


def test_goodwill_is_half_for_a_group_and_half_for_alike_stances_elsewhere(case):
    a, b = "d003", "d004"
    issues = [i for i in case.issues if i != "i00" and case.stance(a, i) and case.stance(b, i)]
    care = [min(case.stance(a, i).salience, case.stance(b, i).salience) for i in issues]
    alike = [1 - 2 * abs(case.stance(a, i).ideal - case.stance(b, i).ideal) for i in issues]
    shared = bool(set(case.delegations[a].groups) & set(case.delegations[b].groups))
    expected = 0.5 * shared + 0.5 * sum(c * x for c, x in zip(care, alike, strict=True)) / sum(care)
    assert goodwill(case, [a], b, "i00")[0] == pytest.approx(expected)


def test_every_tabler_on_the_one_bench_passes_as_on_its_own(case):
    ensemble = make_ensemble(case.parameters, members=8, seed=5)
    for issue in case.issues:
        choice = case.issues[issue].wordings["w1"].choice
        for found in rank_proposers(case, issue, choice, ensemble, draws=20):
            own = open_bench(case, issue, {"w": choice}, ensemble, draws=20, tabled_by=found.delegation)
            assert found.p_consensus == band(own.by_member(0))
    arrays = seat_drawn(prepare_issue(case, "i00"))
    assert len(arrays.actors) >= 7
