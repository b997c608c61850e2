"""Which exact method fits: the grid of totals, or the two halves."""

from __future__ import annotations

from positions.voting.grid import Grid, grid_cells
from positions.voting.halves import Halves, halves_combinations
from positions.voting.sums import Sums, TooLargeError

__all__ = ["engine_for"]

_WORTHWHILE = 2**22


def engine_for(sums: Sums) -> Grid | Halves:
    """Return the cheaper exact method for a rule's sums.

    Raises
    ------
    TooLargeError
        When neither fits: more than about 40 members with weights that add up to many millions.
    """
    grid = grid_cells(sums) * max(1, sums.steps.shape[1])
    halves = 20.0 * halves_combinations(sums)
    if halves < grid and halves_combinations(sums) <= _WORTHWHILE:
        return Halves(sums)
    if grid_cells(sums) > 20_000_000:
        raise TooLargeError(
            f"{sums.steps.shape[1]} members with weights this large are too many to count exactly",
            hint="round the weights (to millions of people, say), or estimate from draws",
        )
    return Grid(sums)
