"""A rule in whole numbers: every condition becomes points per vote and a bound on their sum.

"Yes is more than half of yes and no" says that yes minus no is at least 1; "65 % of the population" says that twenty
times the population in favour is at least thirteen times the whole. All of it is exact: floats are read as the
fractions or decimals they stand for, and nothing is rounded afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from positions.arrays import ArrayLike, Bools, Bytes, Floats, Ints
from positions.voting.rules import All, Condition, Node, Rule, conditions_of, exact
from positions.voting.votes import VOTES, as_votes, vote_columns

__all__ = ["Points", "adopted", "adopted_when_turned", "evaluate", "points_of", "totals_of"]

_LARGEST = 2**53  # sums stay exact in double precision


@dataclass(frozen=True, slots=True)
class Points:
    """A rule for a known number of members.

    Parameters
    ----------
    points : ndarray of int64, shape (C, D, 4)
        What each vote (columns as in ``VOTES``) of each member adds to each condition.
    bounds : tuple of int
        Condition c holds when the sum of its points is at least ``bounds[c]``.
    formula : Node
        How the conditions are joined; they are numbered from left to right.
    """

    points: Ints
    bounds: tuple[int, ...]
    formula: Node


@lru_cache(maxsize=256)
def points_of(rule: Rule, members: int) -> Points:
    """Return a rule in whole numbers for a committee of ``members``; its arrays are read-only.

    Raises
    ------
    ValueError
        When a condition carries weights for another number of members.

    Examples
    --------
    >>> from positions.voting.known_rules import two_thirds_majority
    >>> two = points_of(two_thirds_majority(), 1)
    >>> two.points[:, 0].tolist(), two.bounds  # yes - 2 no >= 0, and yes >= 1
    ([[1, 0, -2, 0], [1, 0, 0, 0]], (0, 1))
    """
    rows, bounds = [], []
    for condition in conditions_of(rule.formula):
        row, bound = _row(condition, members)
        rows.append(row)
        bounds.append(bound)
    points = np.array(rows, dtype=np.int64).reshape(len(rows), members, len(VOTES))
    points.flags.writeable = False
    return Points(points, tuple(bounds), rule.formula)


def _row(condition: Condition, members: int) -> tuple[list[list[int]], int]:
    for tally in (condition.tally, condition.of):
        if tally is not None and tally.weights is not None and len(tally.weights) != members:
            raise ValueError(f"{len(tally.weights)} weights for {members} members")
        if tally is not None and tally.members and max(tally.members) >= members:
            raise ValueError(f"member {max(tally.members)} of a committee of {members}")
    number, tally, of = exact(condition.number), condition.tally, condition.of
    sign = 1 if condition.relation in ("at least", "more than") else -1
    points, bound = [], exact(0) if of is not None else sign * number
    for d in range(members):
        counted, base = tally.weight(d), exact(0) if of is None else number * of.weight(d)
        points.append(
            [sign * (counted * (v in tally.votes) - base * (of is not None and v in of.votes)) for v in VOTES]
        )
    scale = math.lcm(bound.denominator, *(p.denominator for row in points for p in row))
    whole = [[int(p * scale) for p in row] for row in points]
    if sum(max(map(abs, row)) for row in whole) >= _LARGEST:
        raise ValueError(f"weights too large to be added exactly: {condition.words()}")
    strict = condition.relation in ("more than", "fewer than")
    return whole, int(bound * scale) + strict


def evaluate(formula: Node, held: Sequence[Bools]) -> Bools:
    """Return where a formula holds, given where each of its conditions (numbered left to right) holds.

    Arrays broadcast against each other.
    """
    return _evaluate(formula, held, 0)[0]


def _evaluate(node: Node, held: Sequence[Bools], at: int) -> tuple[Bools, int]:
    if isinstance(node, Condition):
        return held[at], at + 1
    join = np.logical_and if isinstance(node, All) else np.logical_or
    result: Bools = np.array(isinstance(node, All))
    for part in node.parts:
        value, at = _evaluate(part, held, at)
        result = join(result, value)
    return result, at


def adopted(rule: Rule, votes: ArrayLike) -> Bools:
    """Return whether each of many votes adopts the text.

    Parameters
    ----------
    votes : array_like of int, shape (N, D) or (D,)
        Codes as in ``Vote``.

    Returns
    -------
    ndarray of bool, shape (N,) or ()

    Examples
    --------
    >>> from positions.voting.known_rules import simple_majority
    >>> adopted(simple_majority(), [[1, -1, 0], [1, 0, 0]])
    array([False,  True])
    """
    cast = as_votes(votes)  # (N, D)
    exactly = points_of(rule, cast.shape[-1])
    return evaluate(exactly.formula, list(totals_of(exactly, cast) >= _column(exactly.bounds, cast.ndim)))


def totals_of(exactly: Points, cast: Bytes) -> Floats:
    """Return what votes (N, D) or (D,) add up to on each condition, (C, N) or (C,); whole numbers."""
    totals = np.zeros((len(exactly.bounds), *cast.shape[:-1]))
    for column, vote in enumerate(VOTES):
        worth = exactly.points[:, :, column].astype(np.float64)  # (C, D)
        if worth.any():
            totals += np.einsum("...d,cd->c...", (cast == vote).astype(np.float64), worth)
    return totals


def _column(bounds: tuple[int, ...], dimensions: int) -> Floats:
    return np.array(bounds, dtype=np.float64).reshape(-1, *([1] * (dimensions - 1)))


def adopted_when_turned(rule: Rule, cast: Bytes, members: Ints) -> tuple[Bools, Ints]:
    """Return which worlds adopt, (N,), and how many do when one member votes otherwise, (4, M), by vote and member.

    Parameters
    ----------
    cast : ndarray of int8, shape (N, D)
        One row a world; the votes of one world may hang together.
    members : ndarray of int, shape (M,)
        Whom to turn; the others stay as drawn.

    Examples
    --------
    >>> from positions.voting.known_rules import simple_majority
    >>> worlds = np.array([[1, 1, -1], [1, -1, -1], [1, 1, 1]], dtype=np.int8)
    >>> passes, turned = adopted_when_turned(simple_majority(), worlds, np.array([0]))
    >>> passes.tolist(), turned[:, 0].tolist()  # it votes yes: 2 of 3; it abstains, votes no, is absent
    ([True, False, True], [2, 1, 1, 1])
    """
    exactly = points_of(rule, cast.shape[1])
    totals = totals_of(exactly, cast)  # (C, N)

    def holds(reached: Floats) -> Bools:
        return evaluate(exactly.formula, [t >= bound for t, bound in zip(reached, exactly.bounds, strict=True)])

    turned = np.zeros((len(VOTES), len(members)), dtype=np.int64)
    for place, d in enumerate(members):
        now = vote_columns(cast[:, d])
        for c in range(len(VOTES)):
            change = exactly.points[:, d, c, None] - exactly.points[:, d]  # (C, 4): from each vote to this one
            turned[c, place] = np.count_nonzero(holds(totals + change[:, now]))
    return holds(totals), turned
