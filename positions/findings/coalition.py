"""The coalition graph of a whole meeting, put together from the findings on its issues."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from positions.agreement import CoalitionGraph, brokers, coalition_graph, pairwise_agreement
from positions.findings.records import Findings
from positions.markings import Marking, highest
from positions.matrices import stance_matrices
from positions.model import Case

__all__ = ["coalition"]

Floats = NDArray[np.float64]
LEAST_AGREEMENT = 0.6
LEAST_SHARED = 2  # issues on which both have a stance, below which agreement says too little


def coalition(findings: Findings, blocs: Mapping[str, str] | None = None) -> CoalitionGraph:
    """Return the coalition graph of the delegations that can object.

    Parameters
    ----------
    findings : Findings
    blocs : mapping of delegation to bloc name, optional

    Returns
    -------
    CoalitionGraph
        ``co_blocking``: the share of issues in which both can be expected to end up objecting to the tabled text.
        ``association``: the heaviest declared one. ``agreement``: salience-weighted, over coded stances only, on at
        least two shared issues. ``pivot``: the largest share of worlds, over the issues, in which a delegation's
        withdrawal alone lets the tabled text pass. ``broker``: agreement with the side, objectors or supporters of
        the tabled texts, that it agrees with least.
    """
    case = findings.case
    ids = [d.id for d in case.delegations.values() if d.decides]
    at = {d: n for n, d in enumerate(ids)}
    together = np.zeros((len(ids), len(ids)))
    pivot = np.zeros(len(ids))
    objects, supports = np.zeros(len(ids)), np.zeros(len(ids))
    for found in findings.issues:
        forecast = found.on_table.forecast
        rows = [n for n, a in enumerate(forecast.actors) if a in at]
        here = [at[forecast.actors[n]] for n in rows]
        together[np.ix_(here, here)] += forecast.co_blocking[np.ix_(rows, rows)]
        for n, d in zip(rows, here, strict=True):
            states = forecast.states[forecast.actors[n]]
            objects[d] += states["object"]
            supports[d] += states["support"]
            pivot[d] = max(pivot[d], forecast.pivotal.get(forecast.actors[n], 0.0))
    matrices = stance_matrices(case)
    keep = [matrices.delegations.index(d) for d in ids]
    agreed = pairwise_agreement(matrices.ideal[keep], matrices.salience[keep])
    enough = np.where(agreed.shared >= LEAST_SHARED, agreed.agreement, np.nan)
    bridges = brokers(agreed.agreement, [objects, supports]).score
    follows, marks = _associations(case, at)
    return coalition_graph(
        ids,
        title=case.meeting.title,
        markings=[_marking(findings, d) for d in ids],
        labels=[case.delegations[d].label for d in ids],
        groups=[case.delegations[d].groups for d in ids],
        influence=[case.delegations[d].influence for d in ids],
        bloc=[(blocs or {}).get(d, "") for d in ids],
        broker=bridges,
        pivot=pivot,
        assumed=[not any(d == who for who, _ in case.stances) for d in ids],
        agreement=enough,
        shared=agreed.shared,
        co_blocking=together / max(1, len(findings.issues)),
        association=follows,
        association_markings=marks,
        min_agreement=LEAST_AGREEMENT,
        min_shared=LEAST_SHARED,
    )


def _associations(case: Case, at: Mapping[str, int]) -> tuple[Floats, dict[tuple[str, str], Marking]]:
    """Return (D, D) the heaviest association of each pair, and the marking of each."""
    follows = np.zeros((len(at), len(at)))
    marks: dict[tuple[str, str], Marking] = {}
    for a in case.associations:
        if a.follower not in at or a.leader not in at:
            continue
        cell = at[a.follower], at[a.leader]
        follows[cell] = max(follows[cell], a.weight)
        pair = a.follower, a.leader
        marks[pair] = max(a.source.marking, marks.get(pair, a.source.marking))
    return follows, marks


def _marking(findings: Findings, delegation: str) -> Marking:
    """Return the highest marking of what a delegation's row rests on.

    That is its own stances, and everything about the issues on which it may object: whether it does hangs on others.
    """
    case = findings.case
    own = [s.source.marking for (d, _), s in case.stances.items() if d == delegation]
    for found in findings.issues:
        forecast = found.on_table.forecast
        if delegation in forecast.actors and forecast.p_objects(delegation) > 0:
            own.append(found.marking)
    return highest([case.delegations[delegation].marking, *own])
