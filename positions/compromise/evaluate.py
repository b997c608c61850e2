"""P(consensus) of many wordings of one issue, quickly: bounds first, worlds only where they decide.

All wordings meet the same worlds. A world is lost as soon as somebody objects alone; only worlds in which nobody does
need the iteration. Looking at the actors in the order in which they are most likely to hold out alone gives an upper
bound after each of them, exact on the draws: a wording whose bound is not better than what is asked for is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays, issue_arrays
from positions.model import Case
from positions.objection import firmness_against, talked_mask
from positions.simulation.ensemble import Ensemble, readings
from positions.simulation.kernel import can_object, holds_alone, passes_in
from positions.simulation.setting import HARDEST, Setting, make_setting
from positions.simulation.worlds import block_sizes, hardness_block

__all__ = ["Bench", "open_bench"]

Floats = NDArray[np.float64]


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
    blocks: list[NDArray[np.float32]]
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
        setting = self.setting(row)
        active = can_object(setting)
        worlds = self.draws * self.ensemble.size
        if not active.size:
            return np.ones(self.ensemble.size)
        if self._surely_blocked(setting, active) <= better_than:
            self.bounded += 1
            return None
        order = active[np.argsort(-self._risk(setting, active), kind="stable")]
        open_worlds = [np.ones(b.shape[1] * b.shape[2], dtype=bool) for b in self.blocks]
        for d in order[:4]:
            for block, still in zip(self.blocks, open_worlds, strict=True):
                still &= ~holds_alone(setting, block[d : d + 1], np.array([d]))[0]
            if sum(int(s.sum()) for s in open_worlds) / worlds <= better_than:
                self.bounded += 1
                return None
        passed = np.zeros(self.ensemble.size)
        for block, still in zip(self.blocks, open_worlds, strict=True):
            passed += passes_in(setting, block[active], active, still).reshape(-1, self.ensemble.size).sum(axis=0)
        self.evaluated += 1
        return passed / self.draws

    def _surely_blocked(self, setting: Setting, active: NDArray[np.int64]) -> float:
        """Return an upper bound of P: the share of members in which nobody holds alone in the softest world."""
        softest = np.full((active.size, 1, self.ensemble.size), -HARDEST, dtype=np.float32)
        return float((~holds_alone(setting, softest, active).any(axis=0)).mean())

    def _risk(self, setting: Setting, active: NDArray[np.int64]) -> Floats:
        """Return how near each actor is to holding out alone in the central world, (C,), for the order of looking."""
        hurt = np.maximum(setting.gap[active], 0).mean(axis=1) * setting.salience[active] + setting.firm[active]
        margin: Floats = (
            hurt + setting.spread[active] * setting.salience[active] - setting.isolation[active].mean(axis=1)
        )
        return margin


def open_bench(
    case: Case,
    issue: str,
    choices: Mapping[str, Mapping[str, str]],
    ensemble: Ensemble,
    *,
    draws: int,
    talked: tuple[str, ...] = (),
    tabled_by: str | None = None,
) -> Bench:
    """Prepare wordings (name → clause → option) of an issue for trial.

    ``draws`` are worlds per parameter set. The worlds of all blocks are kept: a search returns to them for every
    wording. That is actors × draws × parameter sets × 4 bytes.
    """
    arrays = issue_arrays(case, issue, choices=choices, tabled_by=tabled_by)
    red, unmet = firmness_against(arrays)
    everyone = np.arange(len(arrays.actors))
    blocks = [
        hardness_block(arrays, everyone, ensemble, n, size) for n, size in enumerate(block_sizes(draws, ensemble.size))
    ]
    x = readings(arrays, ensemble.size, ensemble.seed)
    return Bench(arrays, ensemble, x, draws, talked, red + unmet, blocks)
