"""One heavy computing at a time, in a thread of its own, that can be watched and stopped."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from positions.errors import PositionsError

__all__ = ["Job", "Stopped", "Worker"]

MOST_KEPT = 64  # finished jobs whose results are kept
WAITS, QUIET = 2, 1.5  # jobs of this rank and above begin only after so many seconds in which nobody asked for anything


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The computing was stopped by the person, or something newer was asked for."""


@dataclass(eq=False)
class Job:
    """One computing.

    ``work`` is called with a function to call after each step; it raises :class:`Stopped` there when it is to end.
    """

    key: Hashable
    kind: str
    title: str
    work: Callable[[Callable[[], None]], Any]
    total: int
    done: int = 0
    state: str = "waiting"  # running, finished, stopped, failed
    result: Any = None
    said: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def step(self) -> None:
        """Count one more step; end where it is to end."""
        if self.stop.is_set():
            raise Stopped
        self.done += 1

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")


class Worker:
    """Takes jobs by their rank (lower first), one at a time."""

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="positions-worker", daemon=True)
        self._asked = -QUIET
        self._thread.start()

    def busy(self) -> None:
        """Say that the person has just asked for something."""
        self._asked = time.monotonic()

    def ask(
        self,
        key: Hashable,
        kind: str,
        title: str,
        work: Callable[[Callable[[], None]], Any],
        *,
        total: int = 1,
        rank: int = 1,
        alone: bool = False,
    ) -> Job:
        """Return the job of this key, begun where it is not there; ``alone`` stops the others of its kind."""
        with self._lock:
            found = self._jobs.get(key)
            if found is not None and found.state != "stopped":
                return found
            if alone:
                for other in self._jobs.values():
                    if other.kind == kind and other.open:
                        other.stop.set()
            job = Job(key, kind, title, work, total)
            self._jobs[key] = job
            self._jobs.move_to_end(key)
            for old in [k for k, j in self._jobs.items() if not j.open][: max(0, len(self._jobs) - MOST_KEPT)]:
                del self._jobs[old]
        self._queue.put((rank, next(self._numbers), job))
        return job

    def find(self, key: Hashable) -> Job | None:
        """Return the job of a key, if there is one."""
        return self._jobs.get(key)

    def stop(self, kind: str = "") -> None:
        """Stop all jobs of a kind, or all."""
        with self._lock:
            for job in self._jobs.values():
                if job.open and kind in ("", job.kind):
                    job.stop.set()

    def clear(self) -> None:
        """Stop all and forget all results: the case is another one."""
        self.stop()
        with self._lock:
            self._jobs.clear()

    def close(self) -> None:
        """End the thread; what runs is stopped at its next step."""
        self.stop()
        self._queue.put((-1, next(self._numbers), None))
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while True:
            rank, number, job = self._queue.get()
            if job is None:
                return
            if rank >= WAITS and not job.stop.is_set() and time.monotonic() - self._asked < QUIET:
                self._queue.put((rank, number, job))  # the person works: what nobody waits for takes no time from it
                time.sleep(0.05)
                continue
            if job.stop.is_set():
                job.state = "stopped"
            else:
                job.state = "running"
                try:
                    job.result = job.work(job.step)
                    job.state = "finished"
                except Stopped:
                    job.state = "stopped"
                except PositionsError as error:
                    job.said, job.state = f"{error}. {error.hint}".strip(" ."), "failed"
                except Exception as error:  # a fault of ours ends this job and not the thread
                    fault = f"{type(error).__name__}: {error}"
                    job.said, job.state = f"this is a fault in positions, not in your data: {fault}", "failed"
            job.ended.set()
