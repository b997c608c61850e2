"""Timing: repeated, with median and spread; peak memory of a process of its own; a fitted exponent."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-bench" / "bin" / "python"
LIMIT = 30  # seconds that a peer may take


@dataclass(frozen=True)
class Timed:
    """Seconds of each repetition, and what came out the last time."""

    seconds: tuple[float, ...]
    answer: Any = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def words(self) -> str:
        """``12 ms (11-14, 5 times)``."""
        low, high = min(self.seconds), max(self.seconds)
        return f"{duration(self.median)} ({duration(low)}-{duration(high)}, {len(self.seconds)}x)"


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    for limit, unit, factor in ((1e-3, "us", 1e6), (1.0, "ms", 1e3)):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def timed(
    run: Callable[[], Any], repeats: int = 5, most: float = 30.0, clock: Callable[[], float] = time.perf_counter
) -> Timed:
    """Run a few times; stop early when ``most`` seconds are gone."""
    seconds: list[float] = []
    answer = None
    while len(seconds) < repeats and sum(seconds) < most:
        start = clock()
        answer = run()
        seconds.append(clock() - start)
    return Timed(tuple(seconds), answer)


def timed_command(arguments: Sequence[str], cwd: Path, repeats: int = 5) -> Timed:
    """Time a command of ours as a user waits for it, Python's start included."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run() -> int:
        return subprocess.run(
            [sys.executable, "-m", "positions", *arguments], cwd=cwd, env=environment, capture_output=True
        ).returncode

    run()  # once for the byte code
    return timed(run, repeats)


def peak_of(code: str) -> float:
    """Run code in a process of its own; return the peak of its resident memory in MB."""
    tail = "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-c", code + tail], env=environment, capture_output=True, text=True, check=True
    )
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(made.stdout.split()[-1]) / scale


def peer(name: str, job: dict[str, Any]) -> Timed | str:
    """Run one job of a peer in the peers' environment; a sentence when it did not come to an answer."""
    if not PEERS.exists():
        return "not installed"
    try:
        made = subprocess.run(
            [str(PEERS), str(ROOT / "benchmarks" / "peers.py"), name],
            input=json.dumps(job), capture_output=True, text=True, timeout=LIMIT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"given up after {LIMIT} s"
    if made.returncode:
        last = made.stderr.strip().splitlines() or [f"exit code {made.returncode}"]
        return f"failed: {last[-1][:100]}"
    found = json.loads(made.stdout.splitlines()[-1])
    return Timed(tuple(found["seconds"]), found)


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return b of ``seconds ~ sizes ** b``, by least squares on logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
