"""Sharing work among processes of this machine. The results are the same, to the last bit, whatever their number.

On Linux a helper process imports what is needed and forks the workers, so that nothing depends on the threads of
whoever asks; elsewhere each worker imports for itself. They end with the process that started them, however that ends.
Where none can start, as on a machine without semaphores, all work is done in this process.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

__all__ = ["MOST", "Mapper", "cores", "mapper"]

T = TypeVar("T")
R = TypeVar("R")
MOST = 4  # processes by default; each takes about 100 MB


class Mapper:
    """Like ``map``, in several processes: what is handed out begins at once, whoever waits for it later.

    The workers start when there is something to do.
    """

    def __init__(self, count: int, preload: Sequence[str] = ()) -> None:
        self._count = count
        self._preload = tuple(preload)
        self._pool: ProcessPoolExecutor | None = None
        self._context = _context(self._preload) if count > 1 else None

    @property
    def single(self) -> bool:
        """Whether all work is done in this process, when a result is asked for."""
        return self._context is None

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """Apply ``function`` to each of ``items``; yield the results in the order of the items."""
        if self._context is not None and self._pool is None:
            self._start(self._context)
        if self._pool is None:
            return map(function, items)
        # not the pool's own map: it cancels what is left when it is interrupted, and what is cancelled must not break
        asked = [self._pool.submit(function, item) for item in items]
        return (asked.pop(0).result() for _ in range(len(asked)))

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers go; ``at_once`` ends them in the midst of their work."""
        if self._pool is None:
            return
        if at_once:
            for process in self._workers:
                process.terminate()
        self._pool.shutdown()

    def _start(self, context: BaseContext) -> None:
        """Start the workers, unless none can start; an interrupt meanwhile finds all of them, or none."""
        from multiprocessing import active_children

        before = set(active_children())
        try:
            from concurrent.futures import ProcessPoolExecutor

            with _interrupts_later():
                self._pool = ProcessPoolExecutor(
                    self._count, mp_context=context, initializer=_begin, initargs=(self._preload,)
                )
                for _ in range(self._count):
                    self._pool.submit(int)
                self._workers = set(active_children()) - before
        except _CANNOT:
            self._context = self._pool = None


_CANNOT = (OSError, ImportError, NotImplementedError)  # no semaphores, no processes: a locked-down machine


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def mapper(jobs: int | None = None, *, preload: Sequence[str] = ()) -> Iterator[Mapper]:
    """Yield a ``map`` that works in ``jobs`` processes, for as long as the ``with`` block lasts.

    Parameters
    ----------
    jobs : int, optional
        How many processes; one a core, at most :data:`MOST`, when left out. One: this process alone.
    preload : sequence of str
        Modules that the workers need; they are imported while this process goes on.

    Notes
    -----
    As with any process pool, a script that uses more than one needs ``if __name__ == "__main__":``.

    Examples
    --------
    >>> with mapper(1) as share:
    ...     list(share(abs, [-2, 1]))
    [2, 1]
    """
    made = Mapper(min(MOST, cores()) if jobs is None else jobs, preload)
    try:
        yield made
    except BaseException:
        made.close(at_once=True)
        raise
    made.close()


def _context(preload: tuple[str, ...]) -> BaseContext | None:
    """Return how workers are started, with the helper that forks them at work already; None where none can start."""
    try:
        from multiprocessing import get_context
        from multiprocessing.synchronize import Lock  # noqa: F401 - there is none without semaphores

        if sys.platform != "linux":
            return get_context("spawn")
        from multiprocessing import forkserver, resource_tracker

        context = get_context("forkserver")
        context.set_forkserver_preload([*preload])
        resource_tracker.ensure_running()  # first, for it lets interrupts through once it has started
        with _interrupts_later():
            forkserver.ensure_running()
    except _CANNOT:
        return None
    return context


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold back Ctrl-C, which a process that is started here inherits: it is left to this one, which stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _begin(preload: tuple[str, ...]) -> None:
    """Make a new process ready: it leaves Ctrl-C to the one that started it, and ends when that one does."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    for module in preload:
        importlib.import_module(module)
