"""The compromise search in parts that anybody can play: on one machine, on many, and on from where it stopped.

The wordings are cut into fixed chunks, each chunk's front is found by itself, and the front of all those fronts is the
front of the whole: what nothing beats anywhere is beaten by nothing in its own chunk, and of equals the first one
stands in both. Who should table each point of the front is a second round of parts. Nothing depends on who played what.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TypeAlias

from positions.search.bounded_chunks import joined
from positions.search.looked import Looked
from positions.search.proposers import Proposer
from positions.search.search import Compromise, search_compromise
from positions.search.search_parts import SearchPlan, enumerable, search_job, set_table
from positions.search.tabling_parts import tabling_job
from positions.work import Store, Workers, play_jobs

__all__ = ["SearchPlan", "Watch", "shared_search"]

Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


def shared_search(
    plan: SearchPlan,
    *,
    address: str | Workers | None = None,
    store: Store | None = None,
    watch: Watch | None = None,
) -> Compromise:
    """Search the wordings of an issue in parts; the result of ``search_compromise`` to the last bit.

    But for ``evaluated``: how many wordings had to be played depends on how the search was cut.

    Parameters
    ----------
    plan : SearchPlan
    address, store
        See :func:`positions.work.engine.play_jobs`. Parts are dropped once the search is done.
    watch : callable, optional
        ``watch(what, parts)`` is a context whose value is called once for each part of a round.
    """
    watched = watch or _unwatched
    with ExitStack() as stack:
        crew = stack.enter_context(Workers(address)) if isinstance(address, str) else address
        table = set_table(plan)
        search = search_job(table)
        with watched("searching", search.parts) as step:
            ((_, chunks),) = play_jobs([search], address=crew, store=store, progress=step)
        found, exact, gap = joined((c.named, c.exact, c.gap) for c in chunks)
        if enumerable(plan):
            kept = {n: c for n, c in table.named.items() if n in found or n in table.own}
        else:
            kept = found | {n: c for n, c in table.named.items() if n not in found}
        bench, points = table.front(kept)
        front = {name: kept[name] for name in (bench.arrays.wordings[p.row] for p in points)}
        tabling = tabling_job(plan, list(front.values()))
        tablers: list[tuple[Proposer, ...]] = []
        if plan.proposers:
            with watched("trying tablers", tabling.parts) as step:
                ((_, tablers),) = play_jobs([tabling], address=crew, store=store, progress=step)
    looked = Looked(
        # in the search's own order, never empty
        named={n: c for n, c in kept.items() if n in front} or kept,
        exact=exact,
        gap=gap,
        searched=len(table.named) if enumerable(plan) else len(kept),
        evaluated=sum(c.evaluated for c in chunks),
        tablers=dict(zip(front, tablers, strict=True)) if plan.proposers else {},
    )
    made = search_compromise(**plan.arguments(), looked=looked)
    if store is not None:
        store.drop(search.key)
        store.drop(tabling.key)
    return made


def _unwatched(_what: str, _parts: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)
