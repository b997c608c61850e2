"""Sharing work among processes. The results are the same, to the last bit, whatever their number."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import click

__all__ = ["Mapper", "jobs_option", "share_work"]

F = TypeVar("F", bound=Callable[..., Any])
MOST = 4  # processes by default; each takes about 100 MB
T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """Like ``map``: applies a function to each item and yields the results in the order of the items."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """Apply ``function`` to each of ``items``."""
        ...


def jobs_option(function: F) -> F:
    """Add ``--jobs``: how many processes share the work."""
    return click.option(
        "--jobs",
        default=None,
        type=click.IntRange(1, 256),
        help=f"Processes that share the work; one a core, at most {MOST}, when not given. Same numbers whatever it is.",
    )(function)


@contextmanager
def share_work(jobs: int | None) -> Iterator[Mapper]:
    """Yield a ``map`` that works in ``jobs`` processes; the plain one for a single process, or where none can start.

    Workers are fresh processes (nothing is forked), and start before there is anything to do: they are ready when it
    comes.
    """
    count = jobs or min(MOST, _cores())
    if count == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    try:
        pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_ready)
        for _ in range(count):
            pool.submit(_warm)
    except (OSError, PermissionError, ImportError):  # no semaphores, no processes: a locked-down machine
        yield map
        return
    try:
        yield pool.map
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ready() -> None:
    """Leave Ctrl-C to the parent, which stops the work and says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _warm() -> None:
    """Import what the work needs while the parent reads the case."""
    import positions.briefing
    import positions.findings  # noqa: F401
