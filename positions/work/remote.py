"""Parts on several processes of this machine, or on the workers of somebody's dask.distributed scheduler.

A cluster runs what it is sent and everybody who reaches its scheduler can send it something: name only a scheduler
that you trust, on a network that you trust, or one that asks for certificates. Processes of this machine listen
nowhere.
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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from positions import __version__
from positions.errors import ExitCode, PositionsError, how_to_install
from positions.work.job import Job
from positions.work.pool import Mapper, cores, mapper
from positions.work.standstill import AGAIN, finished

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Workers", "play_remotely"]

WAIT_FOR_WORKERS = 30.0  # seconds


@dataclass(slots=True)
class Workers(contextlib.AbstractContextManager["Workers"]):
    """The workers at an address, reached when they are first needed and let go at the end of the ``with`` block.

    For work in several stages: processes are started once.

    Parameters
    ----------
    address : str
        ``local`` (or ``local:3``) for processes of this machine, ``tcp://HOST:PORT`` or ``tls://HOST:PORT`` for a
        scheduler.
    tls_ca, tls_cert, tls_key : path, optional
        For ``tls://``, all three: who signed everybody's certificates, and this machine's certificate and key.

    Raises
    ------
    PositionsError
        For an address that is none, certificates that are missing, or some where they mean nothing.
    """

    address: str
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _client: Any = None
    _mapper: Mapper | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"local(:[1-9]\d{0,2})?|(tcp|tls)://[^\s/]+:\d+", self.address):
            raise PositionsError(
                f'"{self.address}" is no cluster',
                hint="write local, local:2, tcp://HOST:PORT or tls://HOST:PORT",
                exit_code=ExitCode.USAGE,
            )
        files = [file for file in (self.tls_ca, self.tls_cert, self.tls_key) if file is not None]
        needed = 3 if self.address.startswith("tls://") else 0
        if len(files) != needed:
            raise PositionsError(
                f"{self.address} needs an authority, a certificate and a key"
                if needed
                else f"{self.address} uses no certificates",
                hint="write --cluster tls://HOST:PORT --tls-ca FILE --tls-cert FILE --tls-key FILE, all PEM",
                exit_code=ExitCode.USAGE,
            )
        for file in files:
            if not file.is_file():
                raise PositionsError(f"{file} cannot be read: there is no such file", hint="name a PEM file")

    @property
    def local(self) -> bool:
        """Whether they are processes of this machine."""
        return self.address.startswith("local")

    def mapper(self) -> Mapper:
        """Return the processes of this machine."""
        if self._mapper is None:
            count = int(self.address.partition(":")[2] or cores())
            self._mapper = self._open.enter_context(mapper(count))
        return self._mapper

    def client(self) -> Client:
        """Return the client of a scheduler; PositionsError when there is none."""
        if self._client is None:
            self._client = self._open.enter_context(_connect(self))
        client: Client = self._client
        return client

    def __exit__(self, *details: Any) -> None:
        """Let them go: at once after an error or Ctrl-C."""
        self._client = self._mapper = None
        self._open.__exit__(*details)


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
    if workers.local:
        yield from _play_in_processes(workers.mapper(), jobs, missing)
        return
    client = workers.client()
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, as_completed
    from distributed.comm import CommClosedError

    at: dict[str, tuple[int, int]] = {}
    turn = secrets.token_hex(4)  # so that two runs of the same work keep out of each other's way
    waiting = as_completed(loop=client.loop, with_results=True)  # one whose result is lost again is not done
    try:
        for j, numbers in groupby(missing, key=itemgetter(0)):
            job = jobs[j]
            work = client.submit(bytes, _packed(job), key=f"work-{job.key}-{turn}", pure=False)
            for _, number in numbers:
                part = client.submit(
                    _one_part, job.key, work, number, __version__, key=f"part-{job.key}-{number}-{turn}", pure=False
                )
                at[part.key] = j, number
                waiting.add(part)
                del part
            del work  # from here on only the parts hold on to it
        for done, content in finished(client, waiting, workers.address):
            yield *at[done.key], content
            done.release()
    except KilledWorker as error:
        raise PositionsError(
            "a part was given up: every worker that took it died", hint=f"do they have memory enough? {AGAIN}"
        ) from error
    except (CancelledError, CommClosedError, TimeoutError, OSError) as error:
        raise PositionsError(f"lost the scheduler at {workers.address}", hint=AGAIN) from error
    except (ImportError, AttributeError) as error:
        raise PositionsError(f"a worker cannot do this work: {error}", hint=_SAME_VERSION) from error


def _packed(job: Job[Any, Any]) -> bytes:
    return pickle.dumps((job.prepare, job.play))


def _play_in_processes(
    share: Mapper, jobs: Sequence[Job[Any, Any]], missing: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield job, part and content of the ``missing`` parts in their order."""
    from concurrent.futures.process import BrokenProcessPool

    packed = {j: _packed(jobs[j]) for j in {j for j, _ in missing}}
    parts = [(jobs[j].key, packed[j], number, __version__) for j, number in missing]
    try:
        for (j, number), content in zip(missing, share(_one_part_of, parts), strict=True):
            yield j, number, content
    except BrokenProcessPool as error:
        raise PositionsError("a process that shared the work died", hint=f"is there memory enough? {AGAIN}") from error


def _one_part_of(asked: tuple[str, bytes, int, str]) -> bytes:
    return _one_part(*asked)


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
def _connect(workers: Workers) -> Iterator[Client]:
    try:
        from distributed import Client, Security
    except ImportError:
        raise PositionsError(
            "a scheduler needs the package distributed, which is not installed",
            hint=f"{how_to_install('cluster')}; --cluster local shares the work among processes of this machine",
        ) from None
    import dask

    address = workers.address
    names = {"tls_ca_file": workers.tls_ca, "tls_client_cert": workers.tls_cert, "tls_client_key": workers.tls_key}
    given = {name: str(file) for name, file in names.items() if file is not None}  # three or none
    # a scheduler that is gone is gone: no half minute of trying again before saying so
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "10s", "distributed.comm.retry.count": 0}),
        contextlib.ExitStack() as stack,
    ):
        try:
            security = Security(require_encryption=True, **given) if given else None
            client = stack.enter_context(_quiet(Client(address, timeout=10, set_as_default=False, security=security)))
        except (OSError, TimeoutError) as error:
            hint = "is it running, and does it trust these certificates?" if given else "is it running?"
            raise PositionsError(f"no scheduler answers at {address}", hint=hint) from error
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
