"""Sweeps: axes read and refused, points equal to single simulations, resumed, as CSV and Parquet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.game import prepare_issue
from positions.model import NO_TEXT
from positions.papers.formats.sweep_table import sweep_columns, sweep_csv, sweep_parquet
from positions.search.sweeps import Axis, apply_value, make_plan, read_axis, sweep
from positions.simulation import make_ensemble, simulate_issue, simulate_vote
from positions.voting import parse_rule
from positions.work import Store

SIZE = {"seed": 3, "draws": 20, "members": 8}


@pytest.fixture(scope="module")
def case():
    return load_case(Path(__file__).resolve().parents[4] / "data")


def test_axes_are_read() -> None:
    assert read_axis("a=0:1:5").values == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert read_axis("a = 1, 0.5").values == (1.0, 0.5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("base_cost", "does not say"),
        ("=1,2", "does not say"),
        ("a=1:2", "does not say"),
        ("a=1:2:1", "whole number"),
        ("a=1:2:x", "whole number"),
        ("a=1,b", '"b" is not a number'),
        ("a=nan,1", "not a number"),
        ("a=1,1", "twice"),
    ],
)
def test_bad_axes_are_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_axis(text)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("base_cots", 0.1, "did you mean base_cost"),
        ("noise", -1, "outside 0..1"),
        ("company_unit", 0, "above 0"),
        ("stance.victim_car.iran.salience", 0.1, "did you mean victim_care"),
        ("stance.victim_care.mexico.salience", 0.1, "nothing is coded"),
        ("stance.victim_care.pakistan.salience", 1.1, "outside 0..1"),
        ("stance.victim_care.pakistan.reason", 1, "no field of a stance"),
        ("delegation.iran.resolve", 2, "outside 0..1"),
        ("association.iran.russia.weight", 1, "no such association"),
        ("stance.victim_care", 1, "nothing to vary"),
    ],
)
def test_what_is_not_there_is_refused(case, name: str, value: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        apply_value(case, name, value)


def test_an_interval_is_never_turned_round(case) -> None:
    held = case.stances["usa", "non_punishment"]
    changed = replace(case, stances={**case.stances, ("usa", "non_punishment"): replace(held, acceptance=(0.5, 1.0))})
    with pytest.raises(ValueError, match=r"0\.5 to 0\.4"):
        apply_value(changed, "stance.non_punishment.usa.acceptance_high", 0.4)


def test_each_point_is_the_simulation_of_its_case(case) -> None:
    plan = make_plan(
        case,
        axes=[Axis("base_cost", (0.05, 0.12)), Axis("stance.victim_care.pakistan.salience", (0.2, 0.7))],
        issues=["victim_care"],
        absent=[("russia",)],
        talks=(False, True),
    )
    assert len(plan.points) == 2 * 2 * 2 * 2
    found = sweep(case, plan, **SIZE)
    at = next(n for n, p in enumerate(plan.points) if p.values == (0.12, 0.2) and p.absent == ("russia",) and p.talks)
    held = case.stances["pakistan", "victim_care"]
    by_hand = replace(
        case,
        delegations={d: x for d, x in case.delegations.items() if d != "russia"},
        stances={**case.stances, ("pakistan", "victim_care"): replace(held, salience=0.2)},
        associations=tuple(a for a in case.associations if "russia" not in (a.follower, a.leader)),
        parameters=tuple(
            replace(s, low=0.12, central=0.12, high=0.12) if s.name == "base_cost" else s for s in case.parameters
        ),
    )
    issue = case.issues["victim_care"]
    forecast = simulate_issue(
        prepare_issue(by_hand, "victim_care"),
        make_ensemble(by_hand.parameters, members=8, seed=3),
        tried=issue.try_order(),
        talked=("pakistan",),
        draws=20,
    )
    for w in forecast.wordings:
        assert found.at(at, "victim_care", w.wording).passes == w.p_consensus
        assert found.at(at, "victim_care", w.wording).stands == forecast.final_bands.get(w.wording)
    assert found.at(at, "victim_care", NO_TEXT).stands == forecast.final_bands[NO_TEXT]


def test_order_and_rule(case) -> None:
    order = tuple(reversed(case.issues["victim_care"].try_order()))
    plan = make_plan(case, issues=["victim_care"], orders=[order], rules=["consensus", "simple_majority"])
    found = sweep(case, plan, **SIZE)
    ensemble = make_ensemble(case.parameters, members=8, seed=3)
    arrays = prepare_issue(case, "victim_care")
    at = next(n for n, p in enumerate(plan.points) if p.order == order and p.rule == "consensus")
    forecast = simulate_issue(arrays, ensemble, tried=order, draws=20)
    assert found.at(at, "victim_care", order[0]).stands == forecast.final_bands[order[0]]
    at = next(n for n, p in enumerate(plan.points) if p.rule == "simple_majority")
    names = [a for a, n in zip(arrays.actors, arrays.seats, strict=True) for _ in range(int(n))]
    vote = simulate_vote(arrays, ensemble, order[0], [parse_rule("simple_majority", names)], draws=20)
    assert found.at(at, "victim_care", order[0]).passes == vote.rules[0].adoption
    with pytest.raises(ValueError, match="belongs to one issue"):
        make_plan(case, orders=[order])


def test_resumed_sweep_plays_only_what_is_missing(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(case, axes=[Axis("base_cost", (0.05, 0.1, 0.15))], issues=["victim_care"])
    whole = sweep(case, plan, **SIZE)
    store, steps = Store(tmp_path / "parts"), []

    def stop_after_two() -> None:
        steps.append(1)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(case, plan, **SIZE, store=store, progress=stop_after_two)
    kept = list((tmp_path / "parts").rglob("*.part"))
    assert len(kept) == 2
    kept[0].write_bytes(b"positions part 1 nonsense")
    played = []
    real = simulate_issue
    monkeypatch.setattr(
        "positions.search.sweeps.run.simulate_issue", lambda *a, **k: (played.append(1), real(*a, **k))[1]
    )
    assert sweep(case, plan, **SIZE, store=store) == whole
    assert len(played) == 2, "one part was missing and one was no part"
    assert not (tmp_path / "parts").exists()


def test_tables(case) -> None:
    plan = make_plan(case, axes=[Axis("noise", (0.01, 0.05))], issues=["victim_care"], absent=[("iran", "russia")])
    found = sweep(case, plan, **SIZE)
    columns = sweep_columns(found)
    rows = list(csv.DictReader(io.StringIO(sweep_csv(found, marking="U", provenance="made"))))
    assert len(rows) == len(found.rows) == 4 * (len(case.issues["victim_care"].wordings) + 1)
    assert {r["absent"] for r in rows} == {"", "iran+russia"}
    assert [float(r["noise"]) for r in rows] == columns["noise"]
    assert rows[0]["file_marking"] == "U"
    parquet = pytest.importorskip("pyarrow.parquet")
    data = sweep_parquet(found, marking="U", provenance="made")
    table = parquet.read_table(io.BytesIO(data))
    assert table.to_pydict() == columns
    assert table.schema.metadata[b"marking"] == b"U"
    assert data == sweep_parquet(found, marking="U", provenance="made")
