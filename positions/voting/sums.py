"""What a vote adds up to: non-negative whole-number rows whose sums decide.

Both a vote with abstentions and a simple game (in or out) become the same thing here: each member has a few
possible outcomes, each outcome adds steps >= 0 to a few rows, and the rule is a formula of "row total >= bound".
Conditions whose rows differ only by a constant or a factor share one row, so the EU Council's three conditions need
two rows: heads and population.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from positions.errors import PositionsError
from positions.voting.conditions import Node
from positions.voting.points import Points, evaluate

__all__ = ["Sums", "TooLargeError", "sums_of"]


class TooLargeError(PositionsError):
    """An exact answer would take more memory or time than this program allows itself."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows, steps and tests.

    Parameters
    ----------
    steps : ndarray of int64, shape (R, D, O)
        What outcome o of member d adds to row r; never negative, and 0 for at least one outcome of each member.
    tests : tuple of (row, bound)
        One for each condition of the formula, in its order: the row's total is at least the bound.
    formula : Node
        How the tests are joined.
    """

    steps: npt.NDArray[np.int64]
    tests: tuple[tuple[int, int], ...]
    formula: Node

    @property
    def totals(self) -> npt.NDArray[np.int64]:
        """Return the largest possible total of each row, shape (R,)."""
        largest: npt.NDArray[np.int64] = self.steps.max(axis=2, initial=0).sum(axis=1)
        return largest

    def wins(self, *rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return where the rule is satisfied, given the total of each row; the arrays broadcast."""
        shape = np.broadcast_shapes(*(row.shape for row in rows)) if rows else ()
        held = [np.asarray(rows[r] >= bound) if rows else np.array(bound <= 0) for r, bound in self.tests]
        return np.broadcast_to(evaluate(self.formula, held), shape)


def sums_of(points: Points, allowed: npt.NDArray[np.bool_]) -> Sums:
    """Return the sums of a rule when each member can only cast the votes it is allowed.

    Parameters
    ----------
    allowed : ndarray of bool, shape (D, 4)
        At least one vote for each member. Outcomes are the four votes; a vote that is not allowed adds 0 and must
        have probability 0.
    """
    if not allowed.any(axis=1).all():
        raise ValueError("every member needs at least one possible vote")
    lowest = np.where(allowed, points.points, np.iinfo(np.int64).max).min(axis=2)  # (C, D)
    steps = np.where(allowed, points.points - lowest[:, :, None], 0)  # (C, D, 4)
    bounds = [bound - int(low.sum()) for bound, low in zip(points.bounds, lowest, strict=True)]
    return merge_rows(steps, bounds, points.formula)


def merge_rows(steps: npt.NDArray[np.int64], bounds: list[int], formula: Node) -> Sums:
    """Return sums with common factors divided out, equal rows merged and constant rows dropped."""
    rows: dict[bytes, int] = {}
    kept: list[npt.NDArray[np.int64]] = []
    tests: list[tuple[int, int]] = []
    for row, bound in zip(steps, bounds, strict=True):
        factor = math.gcd(*map(int, row.ravel()))
        if factor == 0:  # nobody can change this condition: put it on row 0 as a constant
            tests.append((0, 0 if bound <= 0 else 2**62))
            continue
        reduced = row // factor
        at = rows.setdefault(reduced.tobytes(), len(kept))
        if at == len(kept):
            kept.append(reduced)
        tests.append((at, -(-bound // factor)))
    shape = (len(kept), *steps.shape[1:])
    return Sums(np.array(kept, dtype=np.int64).reshape(shape), tuple(tests), formula)
