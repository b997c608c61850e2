"""The inner draws: how hard each actor turns out to be, and how the chair feels about one isolated objector.

``z = sqrt(ρ) · F_group + sqrt(1 - ρ) · e``, standard normal, clipped at ±3. Members of a delegation's first group share
F; the rest is its own. The same draws serve every wording of an issue (common random numbers), so that a difference
between two wordings is no noise.

Draws come in blocks. Every stream is named by what it belongs to: the seed, the issue, the actor or the group, and the
number of the block. Any worker can make any block, and who else is at the table changes nobody's luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays
from positions.model import Parameters
from positions.simulation.ensemble import Ensemble, issue_seed
from positions.simulation.prepared import HARDEST

__all__ = ["BLOCK_WORLDS", "Draws", "block_sizes", "draw_block", "hardness_block"]

Singles = NDArray[np.float32]
BLOCK_WORLDS = 8192  # worlds over all members in one block: memory does not grow with the number of draws


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One block of worlds: B draws under each of M parameter sets.

    Parameters
    ----------
    hardness : ndarray (C, B, M) float32
        One for each of C actors.
    chair : ndarray (B, M) float32 or None
        On 0..1: the chair passes over one isolated objector where this is below the parameter ``overrule``; None where
        no parameter set lets it.
    """

    hardness: Singles
    chair: Singles | None

    def of(self, rows: NDArray[np.int64]) -> Draws:
        """Return the draws of some of the actors."""
        return Draws(self.hardness[rows], self.chair)


def block_sizes(draws: int, members: int) -> list[int]:
    """Return the number of draws per member in each block; they add up to ``draws``.

    >>> block_sizes(300, 64)
    [128, 128, 44]
    """
    size = max(1, BLOCK_WORLDS // members)
    return [min(size, draws - start) for start in range(0, draws, size)]


def draw_block(arrays: IssueArrays, columns: NDArray[np.int64], ensemble: Ensemble, block: int, draws: int) -> Draws:
    """Return one block of worlds for the actors in ``columns`` (C,)."""
    chair = None
    if any(p.overrule for p in ensemble.members):
        stream = _stream(ensemble.seed, f"{arrays.issue}/chair", 3, block)
        chair = stream.random((draws, ensemble.size), dtype=np.float32)
    return Draws(hardness_block(arrays, columns, ensemble, block, draws), chair)


def hardness_block(
    arrays: IssueArrays, columns: NDArray[np.int64], ensemble: Ensemble, block: int, draws: int
) -> Singles:
    """Return (C, draws, M): the hardness of the actors in ``columns`` in one block of worlds."""
    made = np.empty((columns.size, draws, ensemble.size), dtype=np.float32)
    own, common = (np.tile(share, (draws, 1)) for share in _shares(ensemble.members))
    softest, hardest = (np.full_like(own, end) for end in (-HARDEST, HARDEST))  # faster than a number
    shared: dict[str, Singles] = {}
    for row, column in zip(made, columns, strict=True):
        stream = _stream(ensemble.seed, f"{arrays.issue}/{arrays.actors[column]}", 2, block)
        stream.standard_normal(dtype=np.float32, out=row)
        if group := arrays.group[column]:
            if group not in shared:
                of_group = _stream(ensemble.seed, f"{arrays.issue}/group {group}", 2, block)
                shared[group] = common * of_group.standard_normal(own.shape, dtype=np.float32)
            row *= own
            row += shared[group]
        np.maximum(row, softest, out=row)
        np.minimum(row, hardest, out=row)
    return made


def _shares(members: tuple[Parameters, ...]) -> tuple[Singles, Singles]:
    rho = np.array([p.group_correlation for p in members])
    return np.sqrt(1.0 - rho).astype(np.float32), np.sqrt(rho).astype(np.float32)


def _stream(seed: int, name: str, purpose: int, block: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(issue_seed(seed, name, purpose, block)))
