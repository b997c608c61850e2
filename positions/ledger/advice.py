"""Searches over a ledger: they rank in few worlds, and every chance that they show is the ledger's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from positions.defaults import PACKAGE_DRAWS, SEARCH_DRAWS
from positions.ledger.ledger import NO_TALKS, Ledger, Talks
from positions.search.asking import Asked, value_of_asking
from positions.search.compromise import Compromise, CompromisePoint, ranked_points
from positions.search.outreach import Gain, OutreachPlan, plan_outreach
from positions.search.packages import Package
from positions.search.proposers import rank_proposers
from positions.search.search import Watch, search_compromise
from positions.search.shared_packages import PackagePlan, shared_packages
from positions.search.stakes import make_stakes
from positions.simulation import Chance, band
from positions.work import Store, Workers

__all__ = ["Outreach", "outreach_plan", "searched_compromise", "searched_packages"]


Lines = Callable[[Compromise], Sequence[CompromisePoint]]
NOBODY = "worst"  # for whom a search looks where the case is written for nobody in particular: a chair


@dataclass(frozen=True, slots=True, eq=False)
class Outreach:
    """Whom to see, in which order, and what to find out; ``worlds`` for each parameter set were used to rank."""

    plan: OutreachPlan
    asked: tuple[Asked, ...]
    worlds: int


def searched_compromise(
    ledger: Ledger,
    issue: str,
    *,
    principal: str = "",
    talks: Talks = NO_TALKS,
    tabled_by: str | None = None,
    moves: bool = True,
    budget: int = 20_000,
    worlds: int = SEARCH_DRAWS,
    most_tablers: int = 3,
    lines: Lines | None = None,
    address: str | Workers | None = None,
    store: Store | None = None,
    watch: Watch | None = None,
) -> Compromise:
    """Search the wordings of an issue; see :func:`positions.search.search_compromise`.

    Parameters
    ----------
    ledger : Ledger
    issue : str
    principal : str
        For whom; when empty the meeting's principal, and the worst-off where the case is for nobody in particular.
    talks : str or sequence of str
        Who is seen before; nobody unless said otherwise, so that what a text does is not mixed with what a talk does.
    tabled_by : str, optional
        Who tables whatever is found; when not given, who tables a wording of the case, and the text on the table else.
    worlds : int
        Worlds for each parameter set in which wordings are ranked.
    most_tablers : int
        Tablers that are named for each text, the best first.
    lines : callable, optional
        Which of the texts that nobody blocks in the central world may be a line to take, told from the ranking with no
        tablers tried: only these are tabled by others and read from the ledger. All of the front when not given.
    address, store, watch
        See :func:`positions.search.search_compromise`.

    Returns
    -------
    Compromise
        Its chances are the ledger's, and its points are ranked by them.
    """
    at, seen = ledger.at(issue), ledger.talked(issue, talks)
    found = search_compromise(
        ledger.case,
        issue,
        ledger.ensemble,
        principal=principal or ledger.case.meeting.principal or NOBODY,
        draws=worlds,
        talked=seen,
        tabled_by=tabled_by,
        moves=moves,
        budget=budget,
        proposers=lines is None,
        unblocked=lines is not None,
        address=address,
        store=store,
        watch=watch,
    )
    usual = at.wordings[at.tabled].tabled_by

    front = found.front if lines is None else tuple(_tabled(ledger, issue, p, seen, worlds) for p in lines(found))

    def read(point: CompromisePoint) -> CompromisePoint:
        own = point.wording in at.wordings and dict(at.wordings[point.wording].choice) == dict(point.choice)
        by = tabled_by if tabled_by is not None else (at.wordings[point.wording].tabled_by if own else usual)
        text = point.wording if own else dict(point.choice)
        put = ledger.text(issue, text, tabled_by=by, talks=seen or NO_TALKS)
        best_ranked = point.proposers[:most_tablers]
        tablers = ((q, ledger.text(issue, text, tabled_by=q.delegation, talks=seen or NO_TALKS)) for q in best_ranked)
        best = sorted(
            (replace(q, p_consensus=f.p_consensus, share=_share(f)) for q, f in tablers),
            key=lambda q: -round(q.share, 3),
        )
        return replace(point, p_consensus=put.p_consensus, share=_share(put), tabled_by=by, proposers=tuple(best))

    front = tuple(read(point) for point in front)
    return replace(found, front=front, ranked=ranked_points(front))


def _tabled(ledger: Ledger, issue: str, point: CompromisePoint, seen: tuple[str, ...], worlds: int) -> CompromisePoint:
    """Return a point with those who could table it, in the worlds in which it was ranked."""
    who = rank_proposers(ledger.wide(issue), issue, point.choice, ledger.ensemble, draws=worlds, talked=seen)
    return replace(point, proposers=who)


def outreach_plan(
    ledger: Ledger,
    issues: Sequence[str],
    conversations: int,
    *,
    principal: str = "",
    worlds: int = SEARCH_DRAWS,
    most_gains: int = 3,
    progress: Callable[[], None] | None = None,
) -> Outreach:
    """Choose and order conversations over some issues, and what to ask.

    Parameters
    ----------
    ledger : Ledger
    issues : sequence of str
    conversations : int
        How many there is time for.
    worlds : int
        Worlds for each parameter set in which plans are ranked.
    most_gains : int
        Texts that are named for each conversation, those that gain most first.
    progress : callable, optional
        Called once for each issue that is ready.
    """
    stakes = []
    principal = principal or ledger.case.meeting.principal or NOBODY
    for issue in issues:
        stakes.append(make_stakes(ledger.case, issue, ledger.ensemble, principal=principal, draws=worlds))
        if progress is not None:
            progress()
    plan = plan_outreach(ledger.case, stakes, conversations, principal=principal)
    steps, seen = [], frozenset[str]()
    for step in plan.steps:
        gains = tuple(_gain(ledger, gain, seen, step.delegation) for gain in step.gains[:most_gains])
        steps.append(replace(step, gains=gains))
        seen |= {step.delegation}
    return Outreach(replace(plan, steps=tuple(steps)), value_of_asking(ledger.case, stakes), worlds)


def _gain(ledger: Ledger, gain: Gain, seen: frozenset[str], delegation: str) -> Gain:
    """Return what a conversation wins on one text, by the ledger's chances."""

    def passes(talked: frozenset[str]) -> Chance:
        return ledger.text(gain.issue, gain.wording, talks=tuple(talked) or NO_TALKS)

    before, after = passes(seen), passes(seen | {delegation})
    nobody, alone = passes(frozenset()), passes(frozenset({delegation}))
    return replace(
        gain,
        before=before.p_consensus,
        after=after.p_consensus,
        gain=band(np.asarray(after.by_member - before.by_member)),
        alone=band(np.asarray(alone.by_member - nobody.by_member)),
    )


def searched_packages(
    ledger: Ledger,
    issues: Sequence[str],
    *,
    talks: Talks = NO_TALKS,
    worlds: int = PACKAGE_DRAWS,
    least_gain: float = 0.02,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[Package, ...]:
    """Find packages over the wordings of several issues; see :func:`positions.search.packages.find_packages`."""
    for issue in issues:
        ledger.at(issue)
    talked = {i: ledger.talked(i, talks) for i in issues}
    plan = PackagePlan(ledger.case, tuple(issues), ledger.ensemble, worlds, talked, least_gain)
    return shared_packages(plan, address=address, store=store, progress=progress)


def _share(forecast: Chance) -> float:
    return round(float(forecast.by_member.mean()), 12)
