"""The inner draws: how hard each actor turns out to be.

``z = sqrt(ρ) · F_group + sqrt(1 - ρ) · e``, standard normal, clipped at ±3. Members of a delegation's first group share
F; the rest is its own. The same draws serve every wording of an issue (common random numbers), so that a difference
between two wordings is no noise.

Draws come in blocks. A block's numbers depend on the seed, the issue, the actor and the block's number and on nothing
else: any worker can make any block, and who else is at the table does not change an actor's own luck. What a group
shares is drawn by its number among the groups present: a delegation that brings another group can change that of
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays
from positions.model import Parameters
from positions.simulation.ensemble import Ensemble, issue_key
from positions.simulation.setting import HARDEST
from positions.simulation.streams import streams

__all__ = ["BLOCK_WORLDS", "block_sizes", "hardness_block"]

Singles = NDArray[np.float32]
BLOCK_WORLDS = 8192  # worlds over all members in one block: memory does not grow with the number of draws


def block_sizes(draws: int, members: int) -> list[int]:
    """Return the number of draws per member in each block; they add up to ``draws``.

    >>> block_sizes(300, 64)
    [128, 128, 44]
    """
    size = max(1, BLOCK_WORLDS // members)
    return [min(size, draws - start) for start in range(0, draws, size)]


def hardness_block(
    arrays: IssueArrays, columns: NDArray[np.int64], ensemble: Ensemble, block: int, draws: int
) -> Singles:
    """Return (C, draws, M): the hardness of the actors in ``columns`` in one block of worlds."""
    members = ensemble.members
    made = np.empty((columns.size, draws, len(members)), dtype=np.float32)
    own, common = (np.tile(share, (draws, 1)) for share in _shares(members))
    softest, hardest = (
        np.full(own.shape, end, dtype=np.float32) for end in (-HARDEST, HARDEST)
    )  # faster than a number
    groups = [int(g) for g in arrays.group[columns]]
    present = sorted(set(groups) - {-1})
    named = [f"group {g}" for g in present]
    each = _streams(ensemble.seed, arrays.issue, block, [*named, *(arrays.actors[d] for d in columns)])
    by_group = {g: common * next(each).standard_normal(own.shape, dtype=np.float32) for g in present}
    for row, g, stream in zip(made, groups, each, strict=True):
        stream.standard_normal(dtype=np.float32, out=row)
        if g >= 0:
            row *= own
            row += by_group[g]
        np.maximum(row, softest, out=row)
        np.minimum(row, hardest, out=row)
    return made


def _shares(members: tuple[Parameters, ...]) -> tuple[Singles, Singles]:
    rho = np.array([p.group_correlation for p in members])
    return np.sqrt(1.0 - rho).astype(np.float32), np.sqrt(rho).astype(np.float32)


def _streams(seed: int, issue: str, block: int, names: Sequence[str]) -> Iterator[np.random.Generator]:
    return streams(seed, [issue_key(f"{issue}/{name}", 2, block) for name in names])
