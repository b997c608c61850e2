"""Packages: wordings of several issues that pass together where they do not one by one.

Tradeable grievance on one issue can be offset by gains on another, red lines and demands cannot:

``g_pkg,d = (Σ_i firmness_i + max(0, Σ_i loss_i - θ Σ_i gain_i)) · (1 - η · goodwill)``

On each issue d either loses or gains: ``loss_i`` is what the text on i hurts d by its distance, less what it brings,
``gain_i`` the other way round. What it brings is salience times how much nearer it comes to d's ideal point than what
stands on i if nothing is agreed; to a stance that is only assumed it brings nothing. The package is one text in the
objection game. With θ (the parameter ``trade_rate``) = 0 nothing is traded, which is "nothing is agreed until
everything is agreed" and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np

from positions.defaults import PACKAGE_DRAWS
from positions.model import Case
from positions.search.joint_table import JointTable, joint_table
from positions.simulation import Band, Ensemble, band

__all__ = ["MOST_PACKAGES", "Package", "Trade", "combinations", "find_packages", "ranked", "try_package"]

MOST_PACKAGES = 512  # combinations of wordings that are tried


@dataclass(frozen=True, slots=True)
class Trade:
    """What carries a package: ``delegation`` gives way on ``gives`` for what it gets on ``gets``.

    Amounts are in units of grievance: what it is hurt, what offsets it (at θ) and what is left.
    """

    delegation: str
    gives: tuple[tuple[str, float], ...]
    gets: tuple[tuple[str, float], ...]
    left: float
    lets_go: bool


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """One wording for each issue.

    Parameters
    ----------
    p_consensus : Band
        Probability that the package passes as one text.
    p_one_by_one : Band
        Probability that each of its texts passes by itself, in the same worlds.
    p_untraded : Band
        The same package with nothing traded (θ = 0).
    gain : Band
        ``p_consensus - p_one_by_one`` in each parameter set.
    red_lines : tuple of (delegation, issue)
        Red lines and unmet demands in it. They are never traded: whoever has one here is hurt in full.
    objectors : tuple of str
        Who objects in more than half of the worlds.
    worth : float
        To the principal: mean over issues of how near it comes to the ideal point, weighted by salience.
    """

    wordings: Mapping[str, str]
    p_consensus: Band
    p_one_by_one: Band
    p_untraded: Band
    gain: Band
    share: float
    trades: tuple[Trade, ...]
    red_lines: tuple[tuple[str, str], ...]
    objectors: tuple[str, ...]
    worth: float


def find_packages(
    case: Case,
    issues: Sequence[str],
    ensemble: Ensemble,
    *,
    draws: int = PACKAGE_DRAWS,
    talked: Mapping[str, tuple[str, ...]] | None = None,
    least_gain: float = 0.02,
) -> tuple[Package, ...]:
    """Find packages over the wordings of several issues that pass more often than their texts do one by one.

    Parameters
    ----------
    case : Case
    issues : sequence of str
        Two or more.
    ensemble : Ensemble
    draws : int
        Worlds per parameter set.
    talked : mapping of issue to delegations, optional
        Seen in private.
    least_gain : float
        Packages whose probability gains less than this over one by one are left out.

    Returns
    -------
    tuple of Package
        By how many delegations block it, then by worth, then by probability.
    """
    choices = combinations(case, issues)
    table = joint_table(case, issues, ensemble, draws=draws, talked=talked or {})
    found = (try_package(case, table, choice, least_gain=least_gain) for choice in choices)
    return ranked(p for p in found if p is not None)


def combinations(case: Case, issues: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return all ways to take one wording of each issue; ValueError when there are more than ``MOST_PACKAGES``."""
    count = prod(len(case.issues[i].wordings) for i in issues)
    if count > MOST_PACKAGES:
        raise ValueError(f"{count} combinations are more than {MOST_PACKAGES}: name fewer issues")
    return tuple(product(*(case.issues[i].wordings for i in issues)))


def try_package(case: Case, table: JointTable, choice: Sequence[str], *, least_gain: float) -> Package | None:
    """Play one wording of each of the table's issues as a package; None when it gains less than ``least_gain``."""
    rows = [list(case.issues[i].wordings).index(w) for i, w in zip(table.issues, choice, strict=True)]
    passes = table.passes(rows)
    single = table.share(table.one_by_one(rows))
    if float((passes - single).mean()) < least_gain:
        return None
    untraded = replace(table, rate=np.zeros_like(table.rate))
    return Package(
        wordings=dict(zip(table.issues, choice, strict=True)),
        p_consensus=band(passes),
        p_one_by_one=band(single),
        p_untraded=band(untraded.passes(rows)),
        gain=band(passes - single),
        share=float(passes.mean()),
        trades=_trades(table, rows),
        red_lines=table.lines_crossed(rows),
        objectors=table.likely_objectors(rows),
        worth=_worth(case, table, rows),
    )


def ranked(found: Iterable[Package]) -> tuple[Package, ...]:
    """Return packages by how many delegations block them, then by worth, then by probability."""
    return tuple(sorted(found, key=lambda p: (len(p.objectors), -round(p.worth, 6), -p.share)))


def _trades(table: JointTable, rows: Sequence[int]) -> tuple[Trade, ...]:
    """Return who gives way for what, in the central world: whoever is hurt on one issue and gains on another."""
    hurt, gain, firm = table.central(rows)  # (I, A) each
    rate = table.arrays[0].parameters.trade_rate
    made: list[Trade] = []
    for d, actor in enumerate(table.actors):
        gives = tuple((i, round(float(hurt[n, d]), 4)) for n, i in enumerate(table.issues) if hurt[n, d] > 0)
        gets = tuple((i, round(float(gain[n, d]), 4)) for n, i in enumerate(table.issues) if gain[n, d] > 0)
        if not gives or not gets:
            continue
        left = float(firm[:, d].sum()) + max(0.0, float(hurt[:, d].sum()) - rate * float(gain[:, d].sum()))
        before = float(firm[:, d].sum() + hurt[:, d].sum())
        if left < before:
            made.append(Trade(actor, gives, gets, round(left, 4), table.lets_go(d, left, before)))
    return tuple(sorted(made, key=lambda t: (not t.lets_go, -sum(v for _, v in t.gives), t.delegation)))


def _worth(case: Case, table: JointTable, rows: Sequence[int]) -> float:
    d = table.actors.index(case.meeting.principal) if case.meeting.principal in table.actors else None
    total = weight = 0.0
    for n, arrays in enumerate(table.arrays):
        x = float(table.positions[n][rows[n]])
        if d is None or case.stance(case.meeting.principal, table.issues[n]) is None:
            total, weight = total + 0.25 * x, weight + 0.25
            continue
        at = arrays.actor(case.meeting.principal)
        care = float(arrays.salience[at])
        total, weight = total + care * (1 - abs(x - float(arrays.ideal[at]))), weight + care
    return total / weight if weight else 0.0
