"""Packages: what is traded, what is not, and the game behind them in plain loops."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.model import PARAMETERS
from positions.search.joint_table import joint_table
from positions.search.packages import find_packages
from positions.search.shared_packages import PackagePlan, package_parts, shared_packages
from positions.simulation import make_ensemble
from positions.work import Store

ENSEMBLE = make_ensemble(PARAMETERS, members=8, seed=5)


@pytest.fixture(scope="module")
def case():
    return load_case(Path(__file__).parents[3] / "data")


def test_the_trade_that_the_record_left_unused_is_found(case):
    ensemble = make_ensemble(case.parameters, members=64, seed=5)
    found = find_packages(case, ("domestic_scope", "global_plan"), ensemble, draws=60)
    best = next(p for p in found if p.wordings == {"domestic_scope": "domestic", "global_plan": "support"})
    assert best.p_consensus.median > best.p_one_by_one.median + 0.1
    assert best.p_untraded.median <= best.p_consensus.median
    carried = {t.delegation: t for t in best.trades if t.lets_go}
    assert [i for i, _ in carried["russia"].gives] == ["domestic_scope"]
    assert [i for i, _ in carried["russia"].gets] == ["global_plan"]


def test_red_lines_are_not_traded(case):
    table = joint_table(case, ("non_punishment", "global_plan"), ENSEMBLE, draws=60, talked={})
    rows = [table.arrays[0].wording("principle"), table.arrays[1].wording("support")]
    assert ("russia", "non_punishment") in table.lines_crossed(rows)
    objects = table.objects(rows)[table.actors.index("russia")]
    assert objects.mean() > 0.95  # its gain on the other issue does not buy its red line
    assert not any(
        p.wordings["non_punishment"] == "principle"
        for p in find_packages(case, ("non_punishment", "global_plan"), ENSEMBLE, draws=60)
    )


def test_without_trading_a_package_never_passes_where_a_part_is_blocked_alone(case):
    table = joint_table(case, ("domestic_scope", "victim_care"), ENSEMBLE, draws=60, talked={})
    flat = replace(table, rate=np.zeros_like(table.rate))
    for a in range(len(table.arrays[0].wordings)):
        for b in range(len(table.arrays[1].wordings)):
            together = flat.share(~flat.objects([a, b]).any(axis=0))
            traded = table.share(~table.objects([a, b]).any(axis=0))
            assert (traded >= together - 1e-12).all()  # a higher rate only takes grievance away


def test_one_issue_twice_is_no_package(case):
    with pytest.raises(ValueError, match="two different issues"):
        find_packages(case, ("demand", "demand"), ENSEMBLE)


def test_a_package_is_the_objection_game_on_summed_grievances(case):
    """One world, one parameter set, in plain loops."""
    ensemble = make_ensemble(PARAMETERS, members=1, seed=5)
    p = ensemble.members[0]
    table = joint_table(case, ("domestic_scope", "global_plan"), ensemble, draws=25, talked={})
    rows = [0, 0]
    found = table.objects(rows)
    settings = [b.prepared(r) for b, r in zip(table.benches, rows, strict=True)]
    for n in range(25):
        hurt, cost = {}, {}
        for d, actor in enumerate(table.actors):
            loss = gain = 0.0
            for k, (arrays, setting) in enumerate(zip(table.arrays, settings, strict=True)):
                if actor not in arrays.actors:
                    continue
                row = arrays.actor(actor)
                z = float(table.benches[k].blocks[0][row, n, 0])
                care = arrays.salience[row]
                off = care * min(
                    max(0.0, setting.gap[row, 0] + (arrays.spread[row] + p.noise / care) * z), setting.cap[row, 0]
                )
                x = float(table.positions[k][rows[k]])
                better = care * max(0.0, abs(arrays.ideal[row]) - abs(x - arrays.ideal[row]))
                better = 0.0 if arrays.assumed[row] else better
                loss += max(0.0, off - better)
                gain += max(0.0, better - off)
            factors = zip(settings, table.arrays, strict=True)
            welcome = max(float(s.tabler_factor[a.actor(actor), 0]) for s, a in factors)
            hurt[d] = max(0.0, loss - p.trade_rate * gain) * welcome
            cost[d] = p.isolation_cost * (1 - table.arrays[0].resolve[table.arrays[0].actor(actor)])
        state = set(range(len(table.actors)))
        seats = dict(zip(table.arrays[0].actors, table.arrays[0].seats, strict=True))
        influence = dict(zip(table.arrays[0].actors, table.arrays[0].influence, strict=True))
        while True:
            keep = set()
            for d in state:
                actor = table.actors[d]
                company = sum(influence[table.actors[j]] * seats[table.actors[j]] for j in state) - influence[actor]
                follows = 0.0
                for j in state:
                    for a in case.associations:
                        if (a.follower, a.leader) == (actor, table.actors[j]):
                            follows += a.weight * p.association_scale
                if hurt[d] + follows > p.base_cost + cost[d] / (1 + company / p.company_unit):
                    keep.add(d)
            if keep == state:
                break
            state = keep
        assert state == {int(d) for d in np.flatnonzero(found[:, n])}


def test_packages_in_parts_are_the_packages(case, tmp_path):
    names = ("domestic_scope", "global_plan", "non_punishment")
    talked = {"domestic_scope": ("russia",)}
    store = Store(tmp_path / "parts")
    plan = PackagePlan(case, names, ENSEMBLE, 20, talked)
    assert package_parts(plan.case, plan.issues) >= 2
    calls = []
    made = shared_packages(plan, store=store, progress=lambda: calls.append(1))
    assert made
    plain = find_packages(case, names, ENSEMBLE, draws=20, talked=talked)
    assert [asdict(p) for p in made] == [asdict(p) for p in plain]
    assert len(calls) == package_parts(plan.case, plan.issues)
    assert not store.folder.exists()


def test_those_unknown_on_one_issue_still_sit_at_the_other_table():
    whole = conference(delegations=7, issues=2, can_object=0.8, associations=5, seed=6)
    unknown = {("d000", "i00"), ("d003", "i01"), ("d005", "i00")}
    case = replace(whole, stances={key: s for key, s in whole.stances.items() if key not in unknown})
    there, back = (joint_table(case, pair, ENSEMBLE, draws=40, talked={}) for pair in (("i00", "i01"), ("i01", "i00")))
    assert there.arrays[0].drawn.tolist().count(0) == 5, "of the others nothing is known here: they are drawn"
    assert len(there.arrays[0].actors) == 7
    assert sorted(there.actors) == sorted(whole.delegations)
    for a in range(4):
        for b in range(4):
            one, other = there.objects([a, b]), back.objects([b, a])
            for name in there.actors:
                assert (one[there.actors.index(name)] == other[back.actors.index(name)]).all()
    assert 0 < there.objects([0, 0]).mean() < 1


def test_a_package_from_an_unwelcome_table_passes_less_often():
    """The least welcome of its texts decides how a package is heard: nobody gains from hostility by packaging."""
    whole = conference(delegations=6, issues=2, can_object=1.0, associations=0, seed=8)
    table = joint_table(whole, ("i00", "i01"), ENSEMBLE, draws=60, talked={})

    def heard(goodwill):
        benches = tuple(
            replace(b, arrays=replace(b.arrays, goodwill=np.full_like(b.arrays.goodwill, goodwill if n == 0 else 0.0)))
            for n, b in enumerate(table.benches)
        )
        changed = replace(table, benches=benches)
        return np.array([changed.passes([a, b]).mean() for a in range(4) for b in range(4)])

    assert (heard(-1.0) <= heard(0.0)).all()
    assert (heard(-1.0) < heard(0.0)).any()
    assert (heard(1.0) == heard(0.0)).all()  # the other text is no more welcome for it
