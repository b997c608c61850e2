"""What a benchmark run finds, and how large the work is."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from benchmarks.timing import Timed

__all__ = ["MEMBERS", "QUICK", "Page"]

QUICK = "--quick" in sys.argv[1:]
MEMBERS = 64


@dataclass
class Page:
    """What is written."""

    targets: list[tuple[str, str, str, str]] = field(default_factory=list)
    peers: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    growth: list[tuple[str, list[float], list[float]]] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)

    def target(self, work: str, target: str, measured: str, ratio: float) -> None:
        """``ratio`` is measured over target: at most 1 is met."""
        said = "met" if ratio <= 1.0 else f"missed, {ratio:.2g} x the target"
        self.targets.append((work, target, measured, said))
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
