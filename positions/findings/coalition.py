"""The coalition graph of one text, or of a whole meeting: from the case and the simulation of its texts.

What a bloc is, and from which probability a tie is one, is decided here alone. Every drawing, page and file takes its
blocs and ties from the graph, and shows all that it has room for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from positions.agreement import (
    CoalitionGraph,
    CommunityStability,
    brokers,
    coalition_graph,
    community_stability,
    pairwise_agreement,
    stable_cores,
)
from positions.arrays import Floats
from positions.findings.portion_marks import issue_marking
from positions.findings.records import Findings
from positions.game import stance_matrices
from positions.markings import Marking, highest
from positions.model import Case
from positions.simulation import WordingForecast

__all__ = [
    "BLOCKING_BLOC",
    "agreement_communities",
    "blockers",
    "coalition",
    "coalition_of",
    "says_nothing_about_blocs",
]

BLOCKING_BLOC = "blocking bloc"
LEAST_AGREEMENT = 0.6
LEAST_SHARED = 2  # issues on which both have a stance, below which agreement says too little
ENOUGH_SHARED = 5  # ours: median of shared issues below which communities would be made of noise
ALIKE = (0.6, 0.7, 0.8)  # ours: agreement that speaks for one community
MOSTLY = 0.5  # ours: objects in half of the worlds; or blocks together in half of what both block
SURE = 0.8  # ours: a text that passes more often than this is not contested
ROOM = 0.8  # ours: a text that more than this share of the seats blocks says nothing about blocs
LEAST_TOGETHER = 0.05  # ours: mean probability of blocking together from which there is a tie, and a bloc


def coalition(findings: Findings) -> CoalitionGraph:
    """Return the coalition graph of a whole meeting, from what a briefing found on the tabled texts."""
    return coalition_of(findings.case, [f.on_table.forecast for f in findings.issues])


def blockers(case: Case, forecasts: Sequence[WordingForecast]) -> tuple[str, ...]:
    """Return the delegations that object in half of the worlds to a text which not nearly everybody blocks."""
    telling = [f for f in forecasts if not says_nothing_about_blocs(case, f)]
    return tuple(d for d in case.delegations if any(f.p_objects(d) >= MOSTLY for f in telling if d in f.actors))


def coalition_of(case: Case, forecasts: Sequence[WordingForecast]) -> CoalitionGraph:
    """Return the coalition graph of the delegations that can object.

    Parameters
    ----------
    case : Case
    forecasts : sequence of WordingForecast
        One wording for each issue that counts; one alone gives the graph of that text.

    Returns
    -------
    CoalitionGraph
        ``bloc``: for one text, who objects in at least half of the worlds; for several, groups of which every two
        block together in at least half of what both block (cosine of the probabilities).
        ``co_blocking``: probability that both end up objecting, the mean over the texts, from ``LEAST_TOGETHER`` on;
        texts that nearly everybody blocks are left out of several.
        ``association``: the heaviest declared one that acts on the issues.
        ``agreement``: salience-weighted, over coded stances on all issues, on at least two shared ones.
        ``pivot``: the largest share of worlds, over the texts, in which withdrawing alone lets the text pass.
        ``broker``: of delegations that do not object themselves, agreement with the side, objectors or supporters,
        that they agree with least; the mean over the contested texts, unknown where too few issues are shared with a
        side.
        ``assumed``: no stance is coded on the issues.
    """
    ids = [d.id for d in case.delegations.values() if d.decides]
    at = {d: n for n, d in enumerate(ids)}
    telling = [f for f in forecasts if len(forecasts) == 1 or not says_nothing_about_blocs(case, f)]
    together = np.zeros((len(ids), len(ids)))
    for forecast in telling:
        rows = [n for n, a in enumerate(forecast.actors) if a in at]
        here = [at[forecast.actors[n]] for n in rows]
        together[np.ix_(here, here)] += forecast.co_blocking[np.ix_(rows, rows)] / len(telling)
    pivot = [max(f.pivotal.get(d, 0.0) for f in forecasts) for d in ids]
    matrices = stance_matrices(case)
    keep = [matrices.delegations.index(d) for d in ids]
    agreed = pairwise_agreement(matrices.ideal[keep], matrices.salience[keep])
    issues = [f.issue for f in forecasts]
    named = _blocs(ids, together, alone=len(forecasts) == 1)
    follows, marks = _associations(case, at, issues)
    own = [_own_marking(case, d) for d in ids]
    of_issues = highest(issue_marking(case, i) for i in issues)
    return coalition_graph(
        ids,
        title=_title(case, forecasts),
        markings=[max(mark, of_issues) for mark in own],
        kind_markings={"agreement": own, "shared_group": [case.delegations[d].marking for d in ids]},
        labels=[case.delegations[d].label for d in ids],
        groups=[case.delegations[d].groups for d in ids],
        influence=[case.delegations[d].influence for d in ids],
        bloc=[named.get(d, "") for d in ids],
        broker=_bridging(ids, np.where(agreed.shared >= LEAST_SHARED, agreed.agreement, np.nan), telling, case),
        pivot=pivot,
        assumed=[all(case.stance(d, i) is None for i in issues) for d in ids],
        agreement=agreed.agreement,
        shared=agreed.shared,
        co_blocking=together,
        association=follows,
        association_markings=marks,
        min_co_blocking=LEAST_TOGETHER,
        min_agreement=LEAST_AGREEMENT,
        min_shared=LEAST_SHARED,
    )


def says_nothing_about_blocs(case: Case, forecast: WordingForecast) -> bool:
    """Whether nearly every seat is expected to block a text: then blocking it together means nothing."""
    seats = {cover.id: cover.seats for cover in case.issues[forecast.issue].silent}
    weight = {a: 1 if a in case.delegations else seats.get(a, 1) for a in forecast.actors}
    objecting = sum(weight[a] * forecast.p_objects(a) for a in forecast.actors)
    return objecting > ROOM * sum(weight.values())


def agreement_communities(
    case: Case, *, rng: np.random.Generator, runs: int = 100
) -> tuple[tuple[str, ...], CommunityStability | None, float]:
    """Return the delegations that have coded stances, how stable communities among them are, and what that rests on.

    Returns
    -------
    ids : tuple of str
        Delegations with a coded stance.
    found : CommunityStability or None
        None where pairs share too few issues to say anything.
    shared : float
        Median number of issues that two of them share.
    """
    matrices = stance_matrices(case)
    rows = np.flatnonzero(matrices.known.any(axis=1))
    ids = tuple(matrices.delegations[d] for d in rows)
    if len(rows) < 2:
        return ids, None, 0.0
    ideal, salience = matrices.ideal[rows], matrices.salience[rows]
    known = matrices.known[rows].astype(np.float64)
    shared = float(np.median((known @ known.T)[np.triu_indices(len(rows), 1)]))
    if shared < ENOUGH_SHARED:
        return ids, None, shared
    found = community_stability(ideal, salience, rng=rng, measure="agreement", thresholds=ALIKE, runs=runs)
    return ids, found, shared


def _bridging(ids: Sequence[str], agreement: Floats, forecasts: Sequence[WordingForecast], case: Case) -> Floats:
    """Return how well each delegation bridges, over the contested texts that it does not object to itself.

    The sides are those with a coded stance: nobody is a bridge to a side that is only assumed.
    """
    total, count = np.zeros(len(ids)), np.zeros(len(ids))
    for forecast in forecasts:
        if forecast.p_consensus.median > SURE:
            continue
        states = [forecast.states.get(d, {}) for d in ids]
        on_record = np.array([case.stance(d, forecast.issue) is not None for d in ids])
        objects, supports = (np.array([s.get(name, 0.0) for s in states]) for name in ("object", "support"))
        score = brokers(agreement, [objects * on_record, supports * on_record]).score
        known = ~np.isnan(score) & (objects < MOSTLY)
        total += np.where(known, score, 0.0)
        count += known
    return np.asarray(np.divide(total, count, out=np.full(len(ids), np.nan), where=count > 0))


def _blocs(ids: Sequence[str], together: Floats, *, alone: bool) -> dict[str, str]:
    """Return who is in which bloc; the diagonal of ``together`` is the probability of objecting."""
    objects = np.diag(together)
    if alone:
        return {d: BLOCKING_BLOC for d, p in zip(ids, objects, strict=True) if p >= MOSTLY}
    scale = np.sqrt(np.outer(objects, objects))
    alike = np.divide(together, scale, out=np.zeros_like(together), where=together >= LEAST_TOGETHER)
    cores = stable_cores(np.clip(alike, 0.0, 1.0), at=MOSTLY)
    ranked = sorted(cores, key=lambda core: (-sum(objects[d] for d in core), core))
    return {ids[d]: f"bloc {number}" for number, core in enumerate(ranked, start=1) for d in core}


def _title(case: Case, forecasts: Sequence[WordingForecast]) -> str:
    if len(forecasts) != 1:
        return case.meeting.title
    issue = case.issues[forecasts[0].issue]
    wording = issue.wordings.get(forecasts[0].wording)
    return f"{case.meeting.title}: {issue.title}: {wording.title if wording else forecasts[0].wording}"


def _associations(
    case: Case, at: Mapping[str, int], issues: Sequence[str]
) -> tuple[Floats, dict[tuple[str, str], Marking]]:
    """Return (D, D) the heaviest association of each pair that acts on the issues, and the marking of each."""
    follows = np.zeros((len(at), len(at)))
    marks: dict[tuple[str, str], Marking] = {}
    for a in case.associations:
        if a.follower not in at or a.leader not in at or (a.issues and not set(a.issues) & set(issues)):
            continue
        cell = at[a.follower], at[a.leader]
        follows[cell] = max(follows[cell], a.weight)
        pair = a.follower, a.leader
        marks[pair] = max(a.source.marking, marks.get(pair, a.source.marking))
    return follows, marks


def _own_marking(case: Case, delegation: str) -> Marking:
    """Return the highest marking of a delegation and its own stances."""
    own = [s.source.marking for (d, _), s in case.stances.items() if d == delegation]
    return highest([case.delegations[delegation].marking, *own])
