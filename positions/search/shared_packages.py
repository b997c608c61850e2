"""The search for packages in parts that anybody can play: each a few combinations of wordings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from positions.defaults import PACKAGE_DRAWS
from positions.model import Case
from positions.search.joint_table import JointTable, joint_table
from positions.search.packages import Package, Trade, combinations, ranked, try_package
from positions.simulation import Band, Ensemble
from positions.work import Job, Store, Workers, play_jobs

__all__ = ["PackagePlan", "package_parts", "shared_packages"]

PART_PACKAGES = 4  # combinations of a part; who plays it changes nothing
BANDS = ("p_consensus", "p_one_by_one", "p_untraded", "gain")


@dataclass(frozen=True, slots=True, eq=False)
class PackagePlan:
    """What is searched; see :func:`positions.search.packages.find_packages`."""

    case: Case
    issues: tuple[str, ...]
    ensemble: Ensemble
    draws: int = PACKAGE_DRAWS
    talked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least_gain: float = 0.02


def package_parts(case: Case, issues: Sequence[str]) -> int:
    """Return how many parts a search for packages has."""
    return -(-len(combinations(case, issues)) // PART_PACKAGES)


def shared_packages(
    plan: PackagePlan,
    *,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[Package, ...]:
    """Find packages in parts; the result of ``find_packages`` to the last bit.

    For ``address``, ``store``, ``progress`` and errors see :func:`positions.work.engine.play_jobs`. Parts are
    dropped once the search is done.
    """
    if len(set(plan.issues)) < 2:
        raise ValueError("a package needs two different issues at least")
    job = Job(
        content=("packages", PART_PACKAGES, plan),
        parts=package_parts(plan.case, plan.issues),
        prepare=partial(_set_table, plan),
        play=_play,
        read=_read,
    )
    ((_, parts),) = play_jobs([job], address=address, store=store, progress=progress)
    if store is not None:
        store.drop(job.key)
    return ranked(package for part in parts for package in part)


def _set_table(plan: PackagePlan) -> tuple[PackagePlan, JointTable]:
    return plan, joint_table(plan.case, plan.issues, plan.ensemble, draws=plan.draws, talked=plan.talked)


def _play(shared: tuple[PackagePlan, JointTable], number: int) -> bytes:
    plan, table = shared
    choices = combinations(plan.case, plan.issues)[number * PART_PACKAGES : (number + 1) * PART_PACKAGES]
    found = (try_package(plan.case, table, choice, least_gain=plan.least_gain) for choice in choices)
    return json.dumps([_row(p) for p in found if p is not None], allow_nan=False).encode()


def _row(p: Package) -> dict[str, Any]:
    bands = {name: [(b := getattr(p, name)).median, b.low, b.high] for name in BANDS}
    trades = [[t.delegation, t.gives, t.gets, t.left, t.lets_go] for t in p.trades]
    return bands | {
        "wordings": dict(p.wordings),
        "share": p.share,
        "trades": trades,
        "red_lines": p.red_lines,
        "objectors": p.objectors,
        "worth": p.worth,
    }


def _read(content: bytes) -> list[Package]:
    try:
        return [_package(row) for row in json.loads(content)]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no packages: {error}") from error


def _package(row: dict[str, Any]) -> Package:
    bands = {name: Band(*map(float, row[name])) for name in BANDS}
    return Package(
        wordings={str(i): str(w) for i, w in row["wordings"].items()},
        **bands,
        share=float(row["share"]),
        trades=tuple(_trade(*t) for t in row["trades"]),
        red_lines=tuple((str(d), str(i)) for d, i in row["red_lines"]),
        objectors=tuple(map(str, row["objectors"])),
        worth=float(row["worth"]),
    )


def _trade(delegation: str, gives: Any, gets: Any, left: float, lets_go: bool) -> Trade:
    return Trade(str(delegation), _amounts(gives), _amounts(gets), float(left), bool(lets_go))


def _amounts(pairs: Any) -> tuple[tuple[str, float], ...]:
    return tuple((str(i), float(v)) for i, v in pairs)
