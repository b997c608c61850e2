"""The points of a sweep: every combination of values, who is absent, the order of tabling, talks and rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from positions.errors import unknown_name
from positions.model import Case
from positions.search.sweeps.axes import Axis, apply_value, check_axis

__all__ = ["MOST_POINTS", "Plan", "Point", "absent", "case_at", "make_plan"]

MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """One point: a value for each axis, and the scenario. An empty ``order`` is the case's own."""

    values: tuple[float, ...]
    absent: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    talks: bool = False
    rule: str = "consensus"


@dataclass(frozen=True, slots=True)
class Plan:
    """Axes, issues and points, in the order in which they are reported: the last axis changes fastest."""

    axes: tuple[Axis, ...]
    issues: tuple[str, ...]
    points: tuple[Point, ...]


def make_plan(
    case: Case,
    *,
    axes: Sequence[Axis] = (),
    issues: Sequence[str] = (),
    absent: Sequence[tuple[str, ...]] = (),
    orders: Sequence[tuple[str, ...]] = (),
    talks: Sequence[bool] = (False,),
    rules: Sequence[str] = ("consensus",),
) -> Plan:
    """Lay out a sweep and check that it can be done.

    Parameters
    ----------
    case : Case
    axes : sequence of Axis
    issues : sequence of str
        All when empty.
    absent : sequence of tuple of str
        Who stays away, one tuple a scenario; that everybody is there is always among them.
    orders : sequence of tuple of str
        Wordings in the order in which they are tried; only for a single issue. The case's own is always among them.
    talks : sequence of bool
        Whether the declared talks are held.
    rules : sequence of str
        Rules as :func:`positions.voting.parse_rule` reads them; ``consensus`` is decided by objection.

    Raises
    ------
    ValueError
        Saying what is wrong.
    """
    chosen = tuple(issues) or tuple(case.issues)
    names = [a.name for a in axes]
    if len(set(names)) < len(names):
        raise ValueError("the same thing is varied twice")
    for axis in axes:
        check_axis(case, axis)
    for d in {d for away in absent for d in away}:
        if d not in case.delegations:
            raise ValueError(f'no delegation "{d}" that could be absent')
    if orders and len(chosen) != 1:
        raise ValueError("an order of tabling belongs to one issue: name it with --issue")
    for w in {w for order in orders for w in order}:
        if w not in case.issues[chosen[0]].wordings:
            raise ValueError(f'no wording "{w}" on {chosen[0]}; there is {", ".join(case.issues[chosen[0]].wordings)}')
    scenarios = (
        tuple(dict.fromkeys(((), *absent))), tuple(dict.fromkeys(((), *orders))),
        tuple(dict.fromkeys(talks)), tuple(dict.fromkeys(rules)),
    )  # fmt: skip
    size = prod(len(a.values) for a in axes) * prod(map(len, scenarios))
    if size > MOST_POINTS:
        raise ValueError(f"{size:,} points are more than {MOST_POINTS:,}")
    points = tuple(
        Point(values, away, order, held, rule)
        for away, order, held, rule in product(*scenarios)
        for values in product(*(a.values for a in axes))
    )
    return Plan(tuple(axes), chosen, points)


def case_at(case: Case, plan: Plan, point: Point) -> Case:
    """Return the case as it is at one point: values in their places, absent delegations gone from the room."""
    for axis, value in zip(plan.axes, point.values, strict=True):
        case = apply_value(case, axis.name, value)
    return absent(case, point.absent) if point.absent else case


def absent(case: Case, gone: Iterable[str]) -> Case:
    """Return a case in which some delegations are not in the room: nobody can object from outside.

    An UnknownNameError for a name that is no delegation of the case.
    """
    names = set(gone)
    for name in sorted(names - set(case.delegations)):
        raise unknown_name("delegation", name, case.delegations)
    return replace(
        case,
        delegations={
            d: replace(held, right="observer") if d in names else held for d, held in case.delegations.items()
        },
        associations=tuple(a for a in case.associations if names.isdisjoint((a.follower, a.leader))),
    )
