"""Sharing work among processes. The results are the same, to the last bit, whatever their number."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["Mapper", "Workers", "jobs_option", "meanwhile", "share_work"]

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


class Workers:
    """Processes that share work. Called like ``map``; what is handed out begins at once, whoever waits for it later.

    On Linux they are forked from this process as long as it has one thread, and know all that it has imported and
    computed; elsewhere they start afresh, once, and import for themselves.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._forked = False
        self._pool: ProcessPoolExecutor | None = self._open()

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """Apply ``function`` to each of ``items``."""
        return map(function, items) if self._pool is None else self._pool.map(function, items)

    @property
    def single(self) -> bool:
        """Whether all work is done in this process."""
        return self._pool is None

    def renew(self) -> None:
        """Let workers that were forked go, and fork others that know what this process knows now.

        Everything handed out must have come back.
        """
        if self._pool is not None and self._forked:
            self._pool.shutdown()
            self._pool = self._open()

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers go; ``at_once`` drops what they have not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=not at_once, cancel_futures=at_once)

    def _open(self) -> ProcessPoolExecutor | None:
        """Start the processes now, while there is one thread; None where there are to be none, or none can start."""
        if self._count == 1:
            return None
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._forked = _one_thread()
        gc.freeze()  # what is here stays: nobody needs to look through it for garbage again
        try:
            context = get_context("fork" if self._forked else "spawn")
            pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_ready)
            for _ in range(self._count):
                pool.submit(_warm)
        except (OSError, PermissionError, ImportError):  # no semaphores, no processes: a locked-down machine
            return None
        return pool


@contextmanager
def share_work(jobs: int | None) -> Iterator[Workers]:
    """Yield a ``map`` that works in ``jobs`` processes; the plain one for a single process, or where none can start."""
    workers = Workers(jobs or min(MOST, _cores()))
    try:
        yield workers
    except BaseException:
        workers.close(at_once=True)
        raise
    workers.close()


def meanwhile(mapper: Mapper, errand: Callable[[], object]) -> Mapper:
    """Return ``mapper``, but running an errand of one's own as soon as the work is handed out."""

    def both(function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        results = mapper(function, items)
        errand()
        return results

    return both


def _one_thread() -> bool:
    """Return whether this process may be forked: on Linux, and with nothing beside this thread, seen or unseen.

    A thread that has ended is still listed for a moment.
    """
    if sys.platform != "linux":
        return False
    for _ in range(50):
        if len(os.listdir("/proc/self/task")) == 1:
            return True
        if threading.active_count() > 1:
            return False
        time.sleep(0.001)
    return False


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ready() -> None:
    """Leave Ctrl-C to the parent, which stops the work and says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _warm() -> None:
    """Import what the work needs, where it was not inherited, while the parent reads on."""
    import positions.findings  # noqa: F401
