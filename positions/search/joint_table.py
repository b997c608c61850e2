"""Several issues at one table: the same actors, each issue's own worlds, one objection game over the whole package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays, central_positions, issue_arrays
from positions.model import NO_TEXT, Case
from positions.search.evaluate import Bench, open_bench
from positions.simulation import Ensemble
from positions.simulation.passing import play_grievances
from positions.simulation.setting import Setting, grievance_parts

__all__ = ["JointTable", "joint_table"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class JointTable:
    """What packages are played on. ``actors`` are all who sit at any of the tables; N worlds, I issues.

    ``rate`` (M,) is θ in each parameter set. An actor that is not at the table of an issue is not touched by it.
    """

    issues: tuple[str, ...]
    actors: tuple[str, ...]
    arrays: tuple[IssueArrays, ...]
    benches: tuple[Bench, ...]
    positions: tuple[Floats, ...]
    fallbacks: tuple[float, ...]
    rate: Singles

    @property
    def members(self) -> int:
        """M."""
        return self.benches[0].ensemble.size

    def share(self, worlds: Bools) -> Floats:
        """Return in each parameter set the share of worlds that are True, (M,)."""
        made: Floats = worlds.reshape(-1, self.members).mean(axis=0)
        return made

    def one_by_one(self, rows: Sequence[int]) -> Bools:
        """Return (N,): in which worlds every text passes by itself."""
        passed = np.stack([bench.worlds(row) for bench, row in zip(self.benches, rows, strict=True)])
        return np.asarray(passed.all(axis=0), dtype=bool)

    def objects(self, rows: Sequence[int]) -> Bools:
        """Return (A, N): who objects to the package in the end, in the greatest equilibrium."""
        settings = [bench.setting(row) for bench, row in zip(self.benches, rows, strict=True)]
        blocks = range(len(self.benches[0].blocks))
        return np.concatenate([self._block(settings, rows, number) for number in blocks], axis=1)

    def passes(self, rows: Sequence[int]) -> Floats:
        """Return P(consensus) on the package in each parameter set, (M,)."""
        return self.share(~np.asarray(self.objects(rows).any(axis=0), dtype=bool))

    def likely_objectors(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return who objects to the package in more than half of the worlds."""
        return tuple(a for a, p in zip(self.actors, self.objects(rows).mean(axis=1), strict=True) if p > 0.5)

    def _block(self, settings: Sequence[Setting], rows: Sequence[int], number: int) -> Bools:
        block = self.benches[0].blocks[number]
        shape = (len(self.actors), block.shape[1], block.shape[2])
        loss, gain, firm, noise = (np.zeros(shape, dtype=np.float32) for _ in range(4))
        welcome = np.full((shape[0], shape[2]), -np.inf, dtype=np.float32)  # of its texts, the least welcome counts
        for n, (setting, arrays) in enumerate(zip(settings, self.arrays, strict=True)):
            at = np.array([self.actors.index(a) for a in arrays.actors], dtype=np.int64)
            hard = self.benches[n].blocks[number]
            off, refusing, lines = grievance_parts(setting, hard, np.arange(len(arrays.actors)))
            loss[at] += off
            firm[at[refusing]] += lines
            noise[at] += setting.noise * hard / np.float32(np.sqrt(len(self.issues)))
            better = self._gain(n, rows[n])
            gain[at] += (arrays.salience * better).astype(np.float32)[:, None, None]
            welcome[at] = np.maximum(welcome[at], setting.welcome)
        hurt = firm + np.maximum(loss - self.rate * gain, np.float32(0))
        hurt = hurt * welcome[:, None, :] + noise
        return play_grievances(self._common(settings), hurt)

    def _gain(self, n: int, row: int) -> Floats:
        """Return (A_n,): how much nearer the text comes to each ideal point than what stands otherwise."""
        x, ideal = float(self.positions[n][row]), self.arrays[n].ideal
        made: Floats = np.maximum(0.0, np.abs(self.fallbacks[n] - ideal) - np.abs(x - ideal))
        return made

    def _common(self, settings: Sequence[Setting]) -> Setting:
        """Return one setting for all actors: costs and weights of each from the first table it sits at.

        A follower follows in a package unless it is on record for every text of it at whose table it sits.
        """
        size = len(self.actors)
        first: dict[str, tuple[int, int]] = {}
        for n, arrays in enumerate(self.arrays):
            for row, a in enumerate(arrays.actors):
                first.setdefault(a, (n, row))
        pick = [first[a] for a in self.actors]
        follow = np.zeros((size, size), dtype=np.float32)
        scale = np.zeros((size, self.members), dtype=np.float32)
        for setting, arrays in zip(settings, self.arrays, strict=True):
            at = np.array([self.actors.index(a) for a in arrays.actors], dtype=np.int64)
            follow[np.ix_(at, at)] = np.maximum(follow[np.ix_(at, at)], setting.follow)
            scale[at] = np.maximum(scale[at], setting.follow_scale)
        return replace(
            settings[0],
            isolation=np.array([settings[n].isolation[row] for n, row in pick], dtype=np.float32).reshape(
                size, self.members
            ),
            weight=np.array([settings[n].weight[row] for n, row in pick], dtype=np.float32),
            own=np.array([settings[n].own[row] for n, row in pick], dtype=np.float32),
            follow=follow,
            follow_scale=scale,
        )

    def central(self, rows: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Return in the central world what each actor loses, gains and has crossed on each issue, (I, A) each."""
        size = (len(self.issues), len(self.actors))
        loss, gain, firm = np.zeros(size), np.zeros(size), np.zeros(size)
        for n, arrays in enumerate(self.arrays):
            at = [self.actors.index(a) for a in arrays.actors]
            x = float(self.positions[n][rows[n]])
            below = np.where(arrays.low > 0, arrays.low - x, 0.0)
            loss[n, at] = arrays.salience * np.maximum(0.0, np.maximum(x - arrays.high, below))
            gain[n, at] = arrays.salience * self._gain(n, rows[n])
            firm[n, at] = self.benches[n].firmness[:, rows[n]]
        return loss, gain, firm

    def lines_crossed(self, rows: Sequence[int]) -> tuple[tuple[str, str], ...]:
        """Return (actor, issue) wherever a red line is crossed or a demand is not met."""
        _, _, firm = self.central(rows)
        return tuple((a, i) for d, a in enumerate(self.actors) for n, i in enumerate(self.issues) if firm[n, d] > 0)

    def lets_go(self, d: int, left: float, before: float) -> bool:
        """Whether an actor that would hold out alone with grievance ``before`` does not with ``left``."""
        for setting, arrays in zip((b.setting(0) for b in self.benches), self.arrays, strict=True):
            if self.actors[d] in arrays.actors:
                row = arrays.actor(self.actors[d])
                cost = float(np.median(setting.base)) + float(np.median(setting.isolation[row]))
                return left <= cost < before
        return False


def joint_table(
    case: Case, issues: Sequence[str], ensemble: Ensemble, *, draws: int, talked: Mapping[str, tuple[str, ...]]
) -> JointTable:
    """Set the table for packages over ``issues``; ValueError for fewer than two."""
    if len(set(issues)) < 2:
        raise ValueError("a package needs two different issues at least")
    arrays = tuple(issue_arrays(case, i) for i in issues)
    benches = tuple(open_bench(case, i, None, ensemble, draws=draws, talked=talked.get(i, ())) for i in issues)
    positions = tuple(central_positions(a) for a in arrays)
    fallbacks = tuple(
        0.0 if case.issues[i].fallback == NO_TEXT else float(x[a.wording(case.issues[i].fallback)])
        for i, a, x in zip(issues, arrays, positions, strict=True)
    )
    actors = tuple(dict.fromkeys(a for one in arrays for a in one.actors))
    rate = np.array([p.trade_rate for p in ensemble.members], dtype=np.float32)
    return JointTable(tuple(issues), actors, arrays, benches, positions, fallbacks, rate)
