"""Play the parts of some jobs, here or on a cluster; keep each part as it is finished.

A job is cut into parts that depend on nothing but what is prepared for all of them and their number. Who plays which,
how often one is played again because a worker died, and in which order they come back changes nothing.
Each worker prepares for itself, so that what is prepared need not travel and nobody depends on another worker.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from positions.work.job import Job
from positions.work.remote import Workers, play_remotely
from positions.work.store import Store

__all__ = ["play_jobs"]

R = TypeVar("R")


def play_jobs(
    jobs: Sequence[Job[Any, R]],
    *,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> Iterator[tuple[int, list[R]]]:
    """Yield each job's number and the results of its parts, in the order of the parts, as jobs are finished.

    Parameters
    ----------
    jobs : sequence of Job
    address : str or Workers, optional
        ``local`` (or ``local:3``) for processes of this machine, else a scheduler's address such as
        ``tcp://10.1.2.3:8786``; None plays everything here, in order. :class:`Workers` stay for the next stage, and
        are the way to an address such as ``tls://10.1.2.3:8786``.
    store : Store, optional
        Where finished parts are kept and looked up; they stay until the caller drops them.
    progress : callable, optional
        Called once for each part.

    Raises
    ------
    PositionsError
        When the cluster cannot be reached or is lost. What was finished is in ``store``.
    """
    done: list[dict[int, R]] = [{} for _ in jobs]
    missing: list[tuple[int, int]] = []
    for j, job in enumerate(jobs):
        for number in range(job.parts):
            found = _find(job, number, store)
            if found is None:
                missing.append((j, number))
            else:
                done[j][number] = found
                if progress is not None:
                    progress()
        if len(done[j]) == job.parts:
            yield j, _in_order(done, j)
    with contextlib.ExitStack() as stack:
        if address is None:
            played = _play_here(jobs, missing)
        else:
            workers = stack.enter_context(Workers(address)) if isinstance(address, str) else address
            played = play_remotely(workers, jobs, missing)
        for j, number, content in played:
            if store is not None:
                store.keep(jobs[j].key, number, content)
            done[j][number] = jobs[j].read(content)
            if progress is not None:
                progress()
            if len(done[j]) == jobs[j].parts:
                yield j, _in_order(done, j)


def _in_order(done: list[dict[int, R]], j: int) -> list[R]:
    parts, done[j] = done[j], {}
    return [parts[number] for number in sorted(parts)]


def _find(job: Job[Any, R], number: int, store: Store | None) -> R | None:
    content = store.find(job.key, number) if store is not None else None
    if content is None:
        return None
    try:
        return job.read(content)
    except ValueError:
        return None


def _play_here(jobs: Sequence[Job[Any, Any]], missing: list[tuple[int, int]]) -> Iterator[tuple[int, int, bytes]]:
    shared: Any = None
    prepared = -1
    for j, number in missing:
        if j != prepared:
            shared, prepared = jobs[j].prepare(), j
        yield j, number, jobs[j].play(shared, number)
