"""What can be varied, and how a value is put in its place.

- ``base_cost`` and every other parameter: held at the value in all parameter sets, instead of drawn from its range;
- ``stance.ISSUE.DELEGATION.FIELD`` with ideal, acceptance_low, acceptance_high, salience or mobility;
- ``delegation.DELEGATION.FIELD`` with influence or resolve;
- ``association.FOLLOWER.LEADER.weight``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from positions.model import Case, Stance

__all__ = ["Axis", "apply_value", "check_axis", "read_axis"]

STANCE_FIELDS = ("ideal", "acceptance_low", "acceptance_high", "salience", "mobility")
DELEGATION_FIELDS = ("influence", "resolve")
MOST_VALUES = 10_000


@dataclass(frozen=True, slots=True)
class Axis:
    """A name and the values it takes."""

    name: str
    values: tuple[float, ...]


def read_axis(text: str) -> Axis:
    """Read ``NAME=FROM:TO:COUNT`` (evenly spaced, both ends included) or ``NAME=V1,V2,…``.

    Raises
    ------
    ValueError
        Saying what is wrong.

    Examples
    --------
    >>> read_axis("base_cost=0.05:0.15:3")
    Axis(name='base_cost', values=(0.05, 0.1, 0.15))
    >>> read_axis("noise=0,0.03").values
    (0.0, 0.03)
    """
    name, equals, given = text.partition("=")
    name = name.strip()
    if not equals or not name or not given.strip():
        raise ValueError(f'"{text}" does not say NAME=FROM:TO:COUNT or NAME=V1,V2')
    parts = given.split(":")
    if len(parts) == 1:
        values = tuple(_number(v, text) for v in given.split(","))
    elif len(parts) == 3:
        if not parts[2].strip().isdecimal() or not 2 <= int(parts[2]) <= MOST_VALUES:
            raise ValueError(f'"{text}": the count is a whole number from 2 to {MOST_VALUES:,}')
        grid = np.linspace(_number(parts[0], text), _number(parts[1], text), int(parts[2]))
        values = tuple(round(float(v), 12) for v in grid)
    else:
        raise ValueError(f'"{text}" does not say NAME=FROM:TO:COUNT or NAME=V1,V2')
    if len(set(values)) < len(values):
        raise ValueError(f'"{text}" has a value twice')
    return Axis(name, values)


def _number(text: str, whole: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f'"{whole}": "{text.strip()}" is not a number') from None
    if not np.isfinite(value):
        raise ValueError(f'"{whole}": "{text.strip()}" is not a number')
    return value


def check_axis(case: Case, axis: Axis) -> None:
    """Raise ValueError when the case has nothing of that name, or a value is outside what the field may hold."""
    for value in axis.values:
        apply_value(case, axis.name, value)


def apply_value(case: Case, name: str, value: float) -> Case:
    """Return the case with one value put in its place.

    Raises
    ------
    ValueError
        Saying what there is instead.

    Examples
    --------
    >>> from positions.casefiles import load_case
    >>> from pathlib import Path
    >>> case = apply_value(load_case(Path("data")), "stance.victim_care.pakistan.acceptance_high", 0.5)
    >>> case.stances["pakistan", "victim_care"].acceptance
    (0.0, 0.5)
    """
    kind, *path = name.split(".")
    if not path:
        return _parameter(case, name, value)
    if kind == "stance" and len(path) == 3:
        return _stance(case, path[0], path[1], path[2], value, name)
    if kind == "delegation" and len(path) == 2:
        return _delegation(case, path[0], path[1], value, name)
    if kind == "association" and len(path) == 3 and path[2] == "weight":
        return _association(case, path[0], path[1], value, name)
    raise ValueError(
        f'"{name}" is nothing to vary; there are the parameters, stance.ISSUE.DELEGATION.FIELD, '
        "delegation.DELEGATION.FIELD and association.FOLLOWER.LEADER.weight"
    )


def _parameter(case: Case, name: str, value: float) -> Case:
    _known("parameter", name, [s.name for s in case.parameters])
    highest = {"company_unit": np.inf, "association_scale": np.inf, "base_cost": np.inf, "isolation_cost": np.inf}
    _within(name, value, 0.0, highest.get(name, 1.0))
    if name == "company_unit" and value == 0.0:
        raise ValueError("company_unit must be above 0")
    fixed = (replace(s, central=value, low=value, high=value) if s.name == name else s for s in case.parameters)
    return replace(case, parameters=tuple(fixed))


def _stance(case: Case, issue: str, d: str, field: str, value: float, name: str) -> Case:
    _known("issue", issue, case.issues)
    _known("delegation", d, case.delegations)
    _known("field of a stance", field, STANCE_FIELDS)
    _within(name, value, 0.0, 1.0)
    held = case.stance(d, issue)
    if held is None:
        raise ValueError(f'"{name}": nothing is coded for {d} on {issue}, so there is no number to vary')
    return replace(case, stances={**case.stances, (d, issue): _moved(held, field, value, name)})


def _moved(held: Stance, field: str, value: float, name: str) -> Stance:
    low, high = held.acceptance
    if field == "acceptance_low":
        low, held = value, replace(held, low_between=None)
    elif field == "acceptance_high":
        high, held = value, replace(held, high_between=None)
    ideal = value if field == "ideal" else held.ideal
    if low > high:
        raise ValueError(f'"{name}": {value:g} makes the interval of acceptance {low:g} to {high:g}')
    if field == "salience":
        return replace(held, salience=value)
    if field == "mobility":
        return replace(held, mobility=value)
    # an ideal point outside the interval makes no sense: the interval stays, the ideal point gives way
    return replace(held, acceptance=(low, high), ideal=min(max(ideal, low), high) if field != "ideal" else ideal)


def _delegation(case: Case, d: str, field: str, value: float, name: str) -> Case:
    _known("delegation", d, case.delegations)
    _known("field of a delegation", field, DELEGATION_FIELDS)
    _within(name, value, 0.0, 1.0 if field == "resolve" else 1000.0)
    held = case.delegations[d]
    changed = replace(held, influence=value) if field == "influence" else replace(held, resolve=value)
    return replace(case, delegations={**case.delegations, d: changed})


def _association(case: Case, follower: str, leader: str, value: float, name: str) -> Case:
    _within(name, value, 0.0, 10.0)
    if not any((a.follower, a.leader) == (follower, leader) for a in case.associations):
        there = ", ".join(f"{a.follower}.{a.leader}" for a in case.associations) or "none"
        raise ValueError(f'"{name}": no such association; there is {there}')
    ties = (replace(a, weight=value) if (a.follower, a.leader) == (follower, leader) else a for a in case.associations)
    return replace(case, associations=tuple(ties))


def _known(what: str, name: str, there_are: Iterable[str]) -> None:
    names = list(there_are)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        raise ValueError(
            f'no {what} "{name}"; ' + (f"did you mean {near[0]}?" if near else f"there is {', '.join(names)}")
        )


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        limit = f"outside {low:g}..{high:g}" if np.isfinite(high) else f"below {low:g}"
        raise ValueError(f'"{name}": {value:g} is {limit}')
