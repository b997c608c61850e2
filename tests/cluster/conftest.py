"""Real schedulers and workers, each a process of its own, on the loopback address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs the extra cluster")


@dataclass
class Cluster:
    """A scheduler and its workers; ``kill`` is SIGKILL, the way machines die."""

    folder: Path
    options: tuple[str, ...] = ()  # for the scheduler and for each worker
    scheduler: subprocess.Popen[bytes] = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", self._file, *self.options
        )

    @property
    def _file(self) -> str:
        return str(self.folder / "scheduler.json")

    @property
    def _shared(self) -> tuple[str, ...]:
        return "--scheduler-file", self._file, *self.options

    @property
    def address(self) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                return str(json.loads(Path(self._file).read_text())["address"])
            except (OSError, ValueError):
                time.sleep(0.05)
        raise AssertionError("the scheduler did not start")

    def add_worker(self, threads: int = 1) -> None:
        assert self.address
        options = (
            "--scheduler-file",
            self._file,
            "--no-nanny",
            "--no-dashboard",
            "--nthreads",
            str(threads),
            *self.options,
        )
        self.workers.append(self._start("dask_worker", *options))

    def wait_for(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)

    def _start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        here = Path(__file__).resolve().parents[2]
        environment = {**os.environ, "PYTHONPATH": str(here), "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", "--host", "127.0.0.1", *options],
            env=environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.close()
