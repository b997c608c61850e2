"""P(consensus) of many wordings of one issue, quickly: bounds first, worlds only where they decide.

All wordings meet the same worlds. A world is lost as soon as somebody objects alone; only worlds in which nobody does
need the iteration. Looking at the actors in the order in which they are most likely to hold out alone gives an upper
bound after each of them, exact on the draws: a wording whose bound is not better than what is asked for is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays, issue_arrays
from positions.model import Case
from positions.objection import firmness_against, talked_mask
from positions.simulation.ensemble import Ensemble, readings
from positions.simulation.kernel import can_object, holds_alone, passes_in
from positions.simulation.setting import HARDEST, Setting, make_setting
from positions.simulation.worlds import block_sizes, hardness_block

__all__ = ["Bench", "Worlds", "open_bench"]

LOOK_AT = 12  # actors whose lone objections make up a bound

Floats = NDArray[np.float64]
Worlds: TypeAlias = tuple[NDArray[np.float32], ...]  # blocks of (A, draws, M) hardness


@dataclass(slots=True, eq=False)
class Bench:
    """Wordings of one issue, ready to be tried in the same worlds.

    ``evaluated`` counts the wordings that were played in all worlds, ``bounded`` those that a bound settled.
    """

    arrays: IssueArrays
    ensemble: Ensemble
    positions: Floats  # (M, W)
    draws: int
    talked: tuple[str, ...]
    firmness: Floats
    blocks: Worlds
    evaluated: int = 0
    bounded: int = 0

    def setting(self, row: int) -> Setting:
        """Return one wording's setting."""
        mask = talked_mask(self.arrays, self.talked)
        return make_setting(
            self.arrays, row, self.positions[:, row], self.ensemble.members, talked=mask, firmness=self.firmness
        )

    def by_member(self, row: int, better_than: float = -1.0) -> Floats | None:
        """Return P(consensus) in each parameter set, (M,); None as soon as its mean cannot exceed ``better_than``."""
        return self.try_setting(self.setting(row), better_than)

    def try_setting(self, setting: Setting, better_than: float = -1.0) -> Floats | None:
        """Do the same for a wording that is not among the bench's own."""
        active = can_object(setting)
        worlds = self.draws * self.ensemble.size
        if not active.size:
            return np.ones(self.ensemble.size)
        if self._surely_blocked(setting, active) <= better_than:
            self.bounded += 1
            return None
        open_worlds = [np.ones(b.shape[1] * b.shape[2], dtype=bool) for b in self.blocks]
        for d in self._in_order_of_risk(setting, active)[:LOOK_AT]:
            if self._strike_out(setting, int(d), open_worlds) / worlds <= better_than:
                self.bounded += 1
                return None
        passed = np.zeros(self.ensemble.size)
        for block, still in zip(self.blocks, open_worlds, strict=True):
            passed += passes_in(setting, block[active], active, still).reshape(-1, self.ensemble.size).sum(axis=0)
        self.evaluated += 1
        return passed / self.draws

    def worlds(self, row: int) -> NDArray[np.bool_]:
        """Return (N,): in which worlds a wording passes."""
        setting = self.setting(row)
        active = can_object(setting)
        parts = [np.ones(block.shape[1] * block.shape[2], dtype=bool) for block in self.blocks]
        if active.size:
            parts = [passes_in(setting, b[active], active, p) for b, p in zip(self.blocks, parts, strict=True)]
        return np.concatenate(parts)

    def bound(self, setting: Setting, better_than: float) -> float:
        """Return an upper bound of P(consensus); it stops looking closer once it is not above ``better_than``.

        Also an upper bound for every wording that hurts each actor at least as much as ``setting`` does.
        """
        active = can_object(setting)
        if not active.size:
            return 1.0
        best = self._surely_blocked(setting, active)
        open_worlds = [np.ones(b.shape[1] * b.shape[2], dtype=bool) for b in self.blocks]
        for d in self._in_order_of_risk(setting, active)[:LOOK_AT]:
            if best <= better_than:
                break
            best = min(best, self._strike_out(setting, int(d), open_worlds) / (self.draws * self.ensemble.size))
        return best

    def _strike_out(self, setting: Setting, d: int, open_worlds: list[NDArray[np.bool_]]) -> int:
        """Strike out the worlds in which d holds alone; return how many are left."""
        for block, still in zip(self.blocks, open_worlds, strict=True):
            still &= ~holds_alone(setting, block[d : d + 1], np.array([d]))[0]
        return sum(int(s.sum()) for s in open_worlds)

    def _surely_blocked(self, setting: Setting, active: NDArray[np.int64]) -> float:
        """Return an upper bound of P: the share of members in which nobody holds alone in the softest world."""
        softest = np.full((active.size, 1, self.ensemble.size), -HARDEST, dtype=np.float32)
        return float((~holds_alone(setting, softest, active).any(axis=0)).mean())

    def _in_order_of_risk(self, setting: Setting, active: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the actors by how near they are to holding out alone in the central world, the nearest first."""
        hurt = np.maximum(setting.gap[active], 0).mean(axis=1) * setting.salience[active] + setting.firm[active]
        soft = setting.isolation[active].mean(axis=1)
        margin = hurt + setting.spread[active] * setting.salience[active] - soft
        ordered: NDArray[np.int64] = active[np.argsort(-margin, kind="stable")]
        return ordered


def open_bench(
    case: Case,
    issue: str,
    choices: Mapping[str, Mapping[str, str]],
    ensemble: Ensemble,
    *,
    draws: int,
    talked: tuple[str, ...] = (),
    tabled_by: str | None = None,
    worlds: Worlds | None = None,
) -> Bench:
    """Prepare wordings (name → clause → option) of an issue for trial.

    ``draws`` are worlds per parameter set. The worlds of all blocks are kept: a search returns to them for every
    wording. That is actors × draws × parameter sets × 4 bytes. Benches of the same issue may share their ``worlds``.
    """
    arrays = issue_arrays(case, issue, choices=choices, tabled_by=tabled_by)
    red, unmet = firmness_against(arrays)
    sizes = enumerate(block_sizes(draws, ensemble.size))
    everyone = np.arange(len(arrays.actors))
    blocks = worlds or tuple(hardness_block(arrays, everyone, ensemble, n, size) for n, size in sizes)
    x = readings(arrays, ensemble.size, ensemble.seed)
    return Bench(arrays, ensemble, x, draws, talked, red + unmet, blocks)
