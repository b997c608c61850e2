"""Parts on the workers of a dask.distributed scheduler: started here, or somebody's own.

A cluster runs what it is sent and everybody who reaches its scheduler can send it something: name only a scheduler
that you trust, on a network that you trust. Workers that are started here listen on the loopback address alone.
"""

from __future__ import annotations

import contextlib
import pickle
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from positions import __version__
from positions.errors import ExitCode, PositionsError, how_to_install
from positions.work.job import Job
from positions.work.standstill import AGAIN, finished

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Workers", "play_remotely"]

WAIT_FOR_WORKERS = 30.0  # seconds


@dataclass(slots=True)
class Workers(contextlib.AbstractContextManager["Workers"]):
    """The workers at an address, reached when they are first needed and let go at the end of the ``with`` block.

    For work in several stages: the processes of ``local`` are started once.
    """

    address: str
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _client: Any = None

    def client(self) -> Client:
        """Return the client; PositionsError when there is no cluster."""
        if self._client is None:
            self._client = self._open.enter_context(_connect(self.address))
        client: Client = self._client
        return client

    def __exit__(self, *details: object) -> None:
        """Stop the workers that were started here."""
        self._client = None
        self._open.close()


def play_remotely(
    workers: Workers, jobs: Sequence[Job[Any, Any]], missing: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield job, part and content of the ``missing`` parts as they are finished, in no particular order.

    Raises
    ------
    PositionsError
        When there is no cluster at the address, it is lost, or its workers cannot do the work.
    """
    if not missing:
        return
    client = workers.client()
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, as_completed
    from distributed.comm import CommClosedError

    at: dict[str, tuple[int, int]] = {}
    turn = secrets.token_hex(4)  # so that two runs of the same work keep out of each other's way
    waiting = as_completed(loop=client.loop)
    try:
        for j, numbers in groupby(missing, key=itemgetter(0)):
            job = jobs[j]
            work = client.submit(bytes, pickle.dumps((job.prepare, job.play)), key=f"work-{job.key}-{turn}", pure=False)
            for _, number in numbers:
                part = client.submit(
                    _one_part, job.key, work, number, __version__, key=f"part-{job.key}-{number}-{turn}", pure=False
                )
                at[part.key] = j, number
                waiting.add(part)
                del part
            del work  # from here on only the parts hold on to it
        for done in finished(client, waiting, _where(client, workers.address)):
            content = done.result()
            yield *at[done.key], content
            done.release()
    except KilledWorker as error:
        raise PositionsError(
            "a part was given up: every worker that took it died", hint=f"do they have memory enough? {AGAIN}"
        ) from error
    except (CancelledError, CommClosedError, TimeoutError, OSError) as error:
        raise PositionsError(f"lost the scheduler at {_where(client, workers.address)}", hint=AGAIN) from error
    except (ImportError, AttributeError) as error:
        raise PositionsError(f"a worker cannot do this work: {error}", hint=_SAME_VERSION) from error


_SAME_VERSION = f"every worker needs positions {__version__} installed, as here"


_PREPARED = threading.local()  # on a worker: what this thread prepared last, and for which job


def _one_part(key: str, work: bytes, number: int, version: str) -> bytes:
    """Play one part on a worker.

    Each thread prepares for itself: what is prepared grows as it is used and is never sent or shared.
    """
    if version != __version__:
        raise PositionsError(f"a worker has positions {__version__}", hint=f"it needs {version}, as here")
    if getattr(_PREPARED, "key", None) != key:
        _PREPARED.__dict__.clear()  # room first
        prepare, play = pickle.loads(work)  # noqa: S301 - it comes as this function came: from a trusted scheduler
        _PREPARED.shared, _PREPARED.play, _PREPARED.key = prepare(), play, key
    content: bytes = _PREPARED.play(_PREPARED.shared, number)
    return content


@contextlib.contextmanager
def _connect(address: str) -> Iterator[Client]:
    local = re.fullmatch(r"local(?::(\d+))?", address)
    if local is None and not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
        raise PositionsError(
            f'"{address}" is no cluster', hint="write local, local:2 or tcp://HOST:PORT", exit_code=ExitCode.USAGE
        )
    try:
        from distributed import Client
    except ImportError:
        raise PositionsError(
            "--cluster needs the package distributed, which is not installed",
            hint=f"{how_to_install('cluster')}; without --cluster all runs on this machine",
        ) from None
    import dask

    # a scheduler that is gone is gone: no half minute of trying again before saying so
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "10s", "distributed.comm.retry.count": 0}),
        contextlib.ExitStack() as stack,
    ):
        if local is not None:
            cluster = stack.enter_context(_own_workers(int(local[1] or 0)))
            client = stack.enter_context(_quiet(Client(cluster, timeout=10, set_as_default=False)))
        else:
            try:
                client = stack.enter_context(_quiet(Client(address, timeout=10, set_as_default=False)))
            except (OSError, TimeoutError) as error:
                raise PositionsError(f"no scheduler answers at {address}", hint="is it running?") from error
        try:
            client.wait_for_workers(1, timeout=WAIT_FOR_WORKERS)
        except TimeoutError as error:
            raise PositionsError(f"the scheduler at {address} has no workers", hint="start at least one") from error
        yield client


@contextlib.contextmanager
def _quiet(client: Client) -> Iterator[Client]:
    """Close the client whatever happens to its scheduler, without its log."""
    import logging

    for name in ("distributed.client", "distributed.core", "distributed.comm", "distributed.batched"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _own_workers(count: int) -> Any:
    """Return worker processes on this machine, one a core when ``count`` is 0, that only it can reach."""
    import logging
    import os

    from distributed import LocalCluster

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return LocalCluster(
        n_workers=count or cores,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )


def _where(client: Client, address: str) -> str:
    return str(getattr(client.cluster, "scheduler_address", address)) if address.startswith("local") else address
