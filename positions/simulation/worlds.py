"""The inner draws: how hard each actor turns out to be.

``z = sqrt(ρ) · F_group + sqrt(1 - ρ) · e``, standard normal, clipped at ±3. Members of a delegation's first group share
F; the rest is its own. The same draws serve every wording of an issue (common random numbers), so that a difference
between two wordings is no noise.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays
from positions.simulation.ensemble import issue_seed
from positions.simulation.setting import HARDEST

__all__ = ["CHUNK_CELLS", "hardness_chunks"]

Singles = NDArray[np.float32]
CHUNK_CELLS = 500_000  # draws held at a time: memory does not grow with their number


def hardness_chunks(
    arrays: IssueArrays, columns: NDArray[np.int64], correlation: float, draws: int, seed: int, member: int
) -> Iterator[Singles]:
    """Yield chunks (n, C) of hardness for the actors in ``columns``.

    Each actor has a stream of its own, keyed by its id: who else is at the table does not change its luck.
    """
    if columns.size == 0:
        return
    rngs = [_stream(seed, arrays.issue, member, arrays.actors[d]) for d in columns]
    groups = arrays.group[columns]
    shared = {int(g): _stream(seed, arrays.issue, member, f"group {g}") for g in np.unique(groups) if g >= 0}
    size = max(1, CHUNK_CELLS // columns.size)
    mine, common = np.float32(np.sqrt(1.0 - correlation)), np.float32(np.sqrt(correlation))
    for start in range(0, draws, size):
        n = min(size, draws - start)
        chunk = np.empty((n, columns.size), dtype=np.float32)
        factors = {g: common * rng.standard_normal(n, dtype=np.float32) for g, rng in shared.items()}
        for c, rng in enumerate(rngs):
            own = rng.standard_normal(n, dtype=np.float32)
            g = int(groups[c])
            chunk[:, c] = own if g < 0 else mine * own + factors[g]
        yield np.clip(chunk, np.float32(-HARDEST), np.float32(HARDEST), out=chunk)


def _stream(seed: int, issue: str, member: int, name: str) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(issue_seed(seed, f"{issue}/{name}", 2, member)))
