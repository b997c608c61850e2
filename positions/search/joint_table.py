"""Several issues at one table: the same actors, each issue's own worlds, one objection game over the whole package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.game import (
    PreparedIssue,
    central_positions,
    distance_hurts,
    grievance,
    lines_hurt,
    talked_mask,
)
from positions.model import NO_TEXT, Case
from positions.search.evaluate import Bench, open_bench
from positions.simulation import Ensemble
from positions.simulation.kernel import play_grievances
from positions.simulation.prepared import PreparedRoom, PreparedWording

__all__ = ["JointTable", "joint_table"]


@dataclass(frozen=True, slots=True, eq=False)
class JointTable:
    """What packages are played on. ``actors`` are all who sit at any of the tables; N worlds, I issues.

    ``rate`` (M,) is θ in each parameter set. An actor that is not at the table of an issue is not touched by it.
    """

    issues: tuple[str, ...]
    actors: tuple[str, ...]
    arrays: tuple[PreparedIssue, ...]
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
        wordings = [bench.prepared(row) for bench, row in zip(self.benches, rows, strict=True)]
        blocks = range(len(self.benches[0].blocks))
        return np.concatenate([self._block(wordings, rows, number) for number in blocks], axis=1)

    def passes(self, rows: Sequence[int]) -> Floats:
        """Return P(consensus) on the package in each parameter set, (M,)."""
        return self.share(~np.asarray(self.objects(rows).any(axis=0), dtype=bool))

    def likely_objectors(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return who objects to the package in more than half of the worlds."""
        return tuple(a for a, p in zip(self.actors, self.objects(rows).mean(axis=1), strict=True) if p > 0.5)

    def _block(self, wordings: Sequence[PreparedWording], rows: Sequence[int], number: int) -> Bools:
        block = self.benches[0].blocks[number]
        shape = (len(self.actors), block.shape[1], block.shape[2])
        loss, gain, firm = (np.zeros(shape, dtype=np.float32) for _ in range(3))
        factor = np.full((shape[0], shape[2]), -np.inf, dtype=np.float32)  # of its texts, the least welcome counts
        for n, (wording, arrays) in enumerate(zip(wordings, self.arrays, strict=True)):
            if arrays.stands[rows[n]]:
                continue
            at, room, hard = self._rows(n), wording.room, self.benches[n].blocks[number]
            off = distance_hurts(
                wording.gap[:, None], wording.cap[:, None], room.salience[:, None, None], room.slope[:, None], hard
            )
            off -= self._gain(n, rows[n]).astype(np.float32)[:, None, None]
            loss[at] += np.maximum(off, 0)
            gain[at] += np.maximum(-off, 0)
            refuses = np.flatnonzero(wording.firm)
            firm[at[refuses]] += lines_hurt(
                wording.firm[refuses, None, None], room.spread[refuses, None, None], hard[refuses]
            )
            factor[at] = np.maximum(factor[at], wording.tabler_factor)
        hurt = firm + np.maximum(loss - self.rate * gain, np.float32(0))
        hurt *= np.where(np.isinf(factor), np.float32(1), factor)[:, None, :]
        return play_grievances(*self._room(wordings), hurt)

    def _rows(self, n: int) -> Ints:
        """Return where the actors of one table sit among all."""
        return np.array([self.actors.index(a) for a in self.arrays[n].actors], dtype=np.int64)

    def _gain(self, n: int, row: int) -> Floats:
        """Return (A_n,): how much nearer a text comes to each ideal point than what stands otherwise, by salience.

        0 for assumed stances: nobody is said to be paid with something it never asked for.
        """
        arrays = self.arrays[n]
        x = float(self.positions[n][row])
        nearer = np.abs(self.fallbacks[n] - arrays.ideal) - np.abs(x - arrays.ideal)
        made: Floats = np.where(arrays.assumed, 0.0, arrays.salience * np.maximum(0.0, nearer))
        return made

    def _room(self, wordings: Sequence[PreparedWording]) -> tuple[PreparedRoom, Singles]:
        """Return one room for all actors, costs and weights of each from the first table it sits at, and ties.

        A follower follows in a package unless it is on record for every text of it at whose table it sits.
        """
        size = len(self.actors)
        first: dict[str, tuple[int, int]] = {}
        for n, arrays in enumerate(self.arrays):
            for row, a in enumerate(arrays.actors):
                first.setdefault(a, (n, row))
        rooms = [wording.room for wording in wordings]
        pick = [(rooms[n], row) for n, row in (first[a] for a in self.actors)]
        follow = np.zeros((size, size), dtype=np.float32)
        scale = np.zeros((size, self.members), dtype=np.float32)
        for n, wording in enumerate(wordings):
            at = self._rows(n)
            follow[np.ix_(at, at)] = np.maximum(follow[np.ix_(at, at)], wording.room.follow)
            scale[at] = np.maximum(scale[at], wording.follow_scale)
        room = replace(
            rooms[0],
            isolation=np.array([r.isolation[row] for r, row in pick], dtype=np.float32).reshape(size, self.members),
            weight=np.array([r.weight[row] for r, row in pick], dtype=np.float32),
            own=np.array([r.own[row] for r, row in pick], dtype=np.float32),
            follow=follow,
        )
        return room, scale

    def central(self, rows: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Return in the central world what each actor loses, gains and has crossed on each issue, (I, A) each.

        An issue is either a loss or a gain: what a text hurts, less what it brings, or the other way round. An issue
        on which the package leaves what stands anyway is neither.
        """
        size = (len(self.issues), len(self.actors))
        loss, gain, firm = np.zeros(size), np.zeros(size), np.zeros(size)
        for n, (arrays, bench) in enumerate(zip(self.arrays, self.benches, strict=True)):
            if arrays.stands[rows[n]]:
                continue
            at = self._rows(n)
            felt = grievance(arrays, rows[n], talked=talked_mask(arrays, bench.talked))
            net = felt.distance - self._gain(n, rows[n])
            loss[n, at], gain[n, at] = np.maximum(net, 0.0), np.maximum(-net, 0.0)
            firm[n, at] = felt.red_lines + felt.demands
        return loss, gain, firm

    def lines_crossed(self, rows: Sequence[int]) -> tuple[tuple[str, str], ...]:
        """Return (actor, issue) wherever a red line is crossed or a demand is not met."""
        _, _, firm = self.central(rows)
        return tuple((a, i) for d, a in enumerate(self.actors) for n, i in enumerate(self.issues) if firm[n, d] > 0)

    def lets_go(self, d: int, left: float, before: float) -> bool:
        """Whether an actor that would hold out alone with grievance ``before`` does not with ``left``."""
        for arrays in self.arrays:
            if self.actors[d] in arrays.actors:
                used = arrays.parameters
                resolve = float(arrays.resolve[arrays.actor(self.actors[d])])
                return left <= used.base_cost + used.isolation_cost * (1.0 - resolve) < before
        return False


def joint_table(
    case: Case, issues: Sequence[str], ensemble: Ensemble, *, draws: int, talked: Mapping[str, tuple[str, ...]]
) -> JointTable:
    """Set the table for packages over ``issues``; ValueError for fewer than two."""
    if len(set(issues)) < 2:
        raise ValueError("a package needs two different issues at least")
    benches = tuple(open_bench(case, i, None, ensemble, draws=draws, talked=talked.get(i, ())) for i in issues)
    arrays = tuple(bench.arrays for bench in benches)
    positions = tuple(central_positions(a) for a in arrays)
    fallbacks = tuple(
        0.0 if case.issues[i].fallback == NO_TEXT else float(x[a.wording(case.issues[i].fallback)])
        for i, a, x in zip(issues, arrays, positions, strict=True)
    )
    actors = tuple(dict.fromkeys(a for one in arrays for a in one.actors))
    rate = np.array([p.trade_rate for p in ensemble.members], dtype=np.float32)
    return JointTable(tuple(issues), actors, arrays, benches, positions, fallbacks, rate)
