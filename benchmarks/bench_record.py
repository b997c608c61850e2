"""What a benchmark run finds, and how large the work is."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import numpy as np

from benchmarks.timing import Timed, duration, timed

__all__ = ["MEMBERS", "QUICK", "Page"]

QUICK = "--quick" in sys.argv[1:]
MEMBERS = 64
YARDSTICK = 6_000_000  # single-precision normals


@dataclass
class Page:
    """What is written; ``yardsticks`` is how long NumPy took for the same draw before each part of the run."""

    targets: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    yardsticks: list[float] = field(default_factory=list)
    peers: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    growth: list[tuple[str, list[float], list[float]]] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)

    def take_yardstick(self) -> None:
        """Time one thing that never changes: how fast the machine is just now."""
        rng = np.random.Generator(np.random.SFC64(1))
        self.yardsticks.append(timed(lambda: rng.standard_normal(YARDSTICK, dtype=np.float32), repeats=5).median)

    def target(self, work: str, target: str, measured: str, ratio: float) -> None:
        """``ratio`` is measured over target: at most 1 is met."""
        said = "met" if ratio <= 1.0 else f"missed, {ratio:.2g} x the target"
        now = duration(self.yardsticks[-1]) if self.yardsticks else "-"
        self.targets.append((work, target, measured, said, now))
        print(f"{work}: {measured}; target {target}: {said}", flush=True)

    def peer(self, work: str, ours: Timed, name: str, theirs: Timed | str, wrong: str = "") -> None:
        if isinstance(theirs, str):
            row = (work, ours.words(), name, theirs, "-")
        else:
            ratio = theirs.median / ours.median
            said = f"{ratio:.3g} x our time" + (f"; **wrong**: {wrong}" if wrong else "; same answer")
            row = (work, ours.words(), f"{name} {theirs.answer['version']}", theirs.words(), said)
        self.peers.append(row)
        print(" | ".join(row), flush=True)
