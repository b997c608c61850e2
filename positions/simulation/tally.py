"""Counting outcomes of one member of the ensemble, chunk by chunk: sums only, so memory stays flat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from positions.simulation.kernel import Played
from positions.simulation.setting import Setting

__all__ = ["MOST_BLOCS", "STATES", "SUPPORT_WITHIN", "Tally", "count_states", "final_states"]

STATES = ("support", "join", "join_with_explanation", "dissociate", "object")
SUPPORT_WITHIN = 0.2  # ours: a text this close to the ideal point is supported, not only joined
MOST_BLOCS = 4096

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Tally:
    """Counts over the worlds of one member, for one wording. A actors.

    ``let_go`` sums the rounds at which actors let go, ``let_go_n`` how often they did after first objecting.
    ``blocs`` counts the blocking blocs by their columns; when more than ``MOST_BLOCS`` different ones turn up, the
    rarest are merged into ``other_blocs``.
    """

    actors: int
    worlds: int = 0
    passed: int = 0
    lone: int = 0  # worlds with at least one lone hold-out
    states: Ints = field(init=False)
    together: Ints = field(init=False)
    pivotal: Ints = field(init=False)
    voiced: Ints = field(init=False)
    let_go: Ints = field(init=False)
    let_go_n: Ints = field(init=False)
    blocs: Counter[tuple[int, ...]] = field(default_factory=Counter)
    other_blocs: int = 0

    def __post_init__(self) -> None:
        self.states = np.zeros((self.actors, len(STATES)), dtype=np.int64)
        self.together = np.zeros((self.actors, self.actors), dtype=np.int64)
        self.pivotal = np.zeros(self.actors, dtype=np.int64)
        self.voiced = np.zeros(self.actors, dtype=np.int64)
        self.let_go = np.zeros(self.actors, dtype=np.int64)
        self.let_go_n = np.zeros(self.actors, dtype=np.int64)

    def add(self, setting: Setting, played: Played, pivotal: NDArray[np.bool_] | None = None) -> None:
        """Count one chunk of worlds (N, C)."""
        objects, columns = played.greatest, played.columns
        self.worlds += objects.shape[0]
        blocked = objects.any(axis=1)
        self.passed += int((~blocked).sum())
        self.lone += int(played.least.any(axis=1).sum())
        self.states[columns] += count_states(setting, played)
        seen = objects.astype(np.float32)
        self.together[np.ix_(columns, columns)] += np.rint(seen.T @ seen).astype(np.int64)
        if pivotal is not None:
            self.pivotal[columns] += pivotal.sum(axis=0)
        felt = played.grievance > setting.base
        gone = ~objects & felt
        self.voiced[columns] += felt.sum(axis=0)
        self.let_go_n[columns] += gone.sum(axis=0)
        self.let_go[columns] += np.where(gone, played.let_go + 1, 0).sum(axis=0)
        self._count_blocs(objects[blocked], columns)

    def settle_rest(self, setting: Setting, draws: int, rest: NDArray[np.int64]) -> None:
        """Count the actors that can never object: their state is the one of the central world."""
        for d in rest:
            self.states[d, _quiet_state(setting, int(d))] += draws

    def pass_all(self, draws: int) -> None:
        """Count ``draws`` worlds in which nobody can object."""
        self.worlds += draws
        self.passed += draws

    def _count_blocs(self, objects: NDArray[np.bool_], columns: NDArray[np.int64]) -> None:
        if not objects.size:
            return
        packed = np.packbits(objects, axis=1)
        patterns, times = np.unique(packed, axis=0, return_counts=True)
        rows = np.unpackbits(patterns, axis=1, count=columns.size).astype(bool)
        for row, n in zip(rows, times, strict=True):
            self.blocs[tuple(int(d) for d in columns[row])] += int(n)
        if len(self.blocs) > 2 * MOST_BLOCS:
            ordered = sorted(self.blocs.items(), key=lambda item: (-item[1], item[0]))
            self.other_blocs += sum(n for _, n in ordered[MOST_BLOCS:])
            self.blocs = Counter(dict(ordered[:MOST_BLOCS]))


def final_states(setting: Setting, played: Played) -> NDArray[np.int8]:
    """Return each actor's final state in each world, (N, C), as an index into ``STATES``.

    Objectors object. Of the rest, those whose interval holds the text and who meet nothing they refuse support it
    when it is near their ideal point and join otherwise; the others dissociate when they are hurt by more than the
    base cost of objecting, and join with an explanation of position when by less.
    """
    columns = played.columns
    quiet = np.where(_near(setting)[columns], np.int8(0), np.int8(1))
    torn = np.where(played.grievance > setting.base, np.int8(3), np.int8(2))
    made = np.where(_accepts(setting)[columns], quiet, torn)
    return np.where(played.greatest, np.int8(4), made).astype(np.int8)


def count_states(setting: Setting, played: Played) -> Ints:
    """Return how often each actor ends in each state, (C, 5)."""
    states = final_states(setting, played)
    return np.stack([(states == s).sum(axis=0) for s in range(len(STATES))], axis=1).astype(np.int64)


def _quiet_state(setting: Setting, d: int) -> int:
    if _accepts(setting)[d]:
        return 0 if _near(setting)[d] else 1
    hurt = (max(setting.gap[d], 0.0) * setting.salience[d] + setting.firm[d]) * setting.welcome[d]
    return 3 if hurt > setting.base else 2


def _accepts(setting: Setting) -> NDArray[np.bool_]:
    made: NDArray[np.bool_] = (setting.gap <= 0) & (setting.firm == 0)
    return made


def _near(setting: Setting) -> NDArray[np.bool_]:
    made: NDArray[np.bool_] = np.abs(setting.ideal - np.float32(setting.position)) <= SUPPORT_WITHIN
    return made
