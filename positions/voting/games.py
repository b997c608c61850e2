"""A rule as a simple game: who wins together when each player is either in or out.

Each player that is in adds steps >= 0 to a few whole-number rows, and the rule is a formula of "row total >= bound".
Conditions whose rows differ only by a constant or a factor share one row, so the EU Council's three conditions need
two rows: heads and population.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Bools, Ints
from positions.errors import PositionsError
from positions.voting.points import evaluate, points_of
from positions.voting.rules import All, AnyOf, Condition, Node, Rule, Tally
from positions.voting.votes import VOTES, Vote, as_votes, vote_columns

__all__ = ["SimpleGame", "Sums", "TooLargeError", "game_of", "weighted_game"]

_ONE_TEST = Condition(Tally((Vote.YES,)), "at least", 1)  # the shape of a formula with a single condition


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

    steps: Ints
    tests: tuple[tuple[int, int], ...]
    formula: Node

    @property
    def totals(self) -> Ints:
        """Return the largest possible total of each row, shape (R,)."""
        largest: Ints = self.steps.max(axis=2, initial=0).sum(axis=1)
        return largest

    def wins(self, *rows: Ints) -> Bools:
        """Return where the rule is satisfied, given the total of each row; the arrays broadcast."""
        shape = np.broadcast_shapes(*(row.shape for row in rows)) if rows else ()
        held = [np.asarray(rows[r] >= bound) if rows else np.array(bound <= 0) for r, bound in self.tests]
        return np.broadcast_to(evaluate(self.formula, held), shape)

    def least(self, row: int, others: Ints) -> Ints:
        """Return the least total of one row that satisfies the rule, given the totals (R - 1, G) of the other rows.

        2**60 where no total would do.
        """
        needed = np.full(others.shape[1], 2**60, dtype=np.int64)
        largest = self.totals.max(initial=0)
        bounds = sorted({0, *(bound for tested, bound in self.tests if tested == row and 0 < bound <= largest)})
        for bound in reversed(bounds):
            rows = [*others[:row], np.full(others.shape[1], bound, dtype=np.int64), *others[row:]]
            needed[self.wins(*rows[: len(self.steps)])] = bound
        return needed


def merge_rows(steps: Ints, bounds: list[int], formula: Node) -> Sums:
    """Return sums with common factors divided out, equal rows merged and constant rows dropped."""
    rows: dict[bytes, int] = {}
    kept: list[Ints] = []
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


@dataclass(frozen=True, slots=True)
class SimpleGame:
    """A monotone simple game: a formula of "the members in it add up to at least the bound".

    Parameters
    ----------
    sums : Sums
        Two outcomes: 0 = out (adds nothing), 1 = in.
    players : tuple of int
        The delegation behind each player.
    """

    sums: Sums
    players: tuple[int, ...]

    @property
    def weights(self) -> Ints:
        """Return what each player brings, shape (R, P)."""
        return self.sums.steps[:, :, 1]

    def wins(self, coalitions: ArrayLike) -> Bools:
        """Return which coalitions win; ``coalitions`` is bool of shape (N, P) or (P,).

        >>> weighted_game([3, 2, 1], 4).wins([[True, False, True], [False, True, True]])
        array([ True, False])
        """
        inside = np.asarray(coalitions, dtype=bool)
        totals = inside @ self.weights.T  # (N, R)
        return self.sums.wins(*np.moveaxis(totals, -1, 0)) if len(self.weights) else self._constant(inside.shape[:-1])

    def _constant(self, shape: tuple[int, ...]) -> Bools:
        return np.broadcast_to(self.sums.wins(), shape)

    def dual(self) -> SimpleGame:
        """Return the blocking game: a coalition blocks when the others cannot win without it.

        >>> sorted(bound for _, bound in weighted_game([3, 2, 1], 4).dual().sums.tests)
        [3]
        """
        totals = self.sums.totals
        tests = tuple(
            (r, int(totals[r]) - bound + 1) if len(totals) else (r, 2**62 if bound <= 0 else 0)
            for r, bound in self.sums.tests
        )
        return SimpleGame(Sums(self.sums.steps, tests, _swapped(self.sums.formula)), self.players)


def _swapped(node: Node) -> Node:
    if isinstance(node, Condition):
        return node
    parts = tuple(_swapped(part) for part in node.parts)
    return AnyOf(parts) if isinstance(node, All) else All(parts)


def game_of(
    rule: Rule,
    members: int,
    *,
    out: Vote = Vote.NO,
    votes: ArrayLike | None = None,
    players: Sequence[int] | None = None,
) -> SimpleGame:
    """Return the game in which players vote yes (in) or ``out`` (out), the others voting as given.

    Parameters
    ----------
    out : Vote
        What the opponents do; with most rules abstaining is a weaker way to be against.
    votes : array_like of int, shape (D,), optional
        The votes of all; needed when not everybody is a player.
    players : sequence of int, optional
        Delegations that may be in or out; by default all.

    Raises
    ------
    ValueError
        When a yes could hurt the text compared with ``out``, as with a quorum of absentees: not a simple game.

    Examples
    --------
    >>> from positions.voting.known_rules import simple_majority
    >>> game = game_of(simple_majority(), 5, votes=[1, 1, 0, -1, -1], players=[3, 4])
    >>> game.wins([[False, False], [True, False]])  # of the two opponents, one has to come over
    array([False,  True])
    """
    exactly = points_of(rule, members)
    chosen = tuple(range(members)) if players is None else tuple(players)
    cast = np.full(members, Vote.YES, dtype=np.int8) if votes is None else as_votes(votes)
    fixed = np.setdiff1d(np.arange(members), chosen)
    base = exactly.points[:, fixed, vote_columns(cast[fixed])].sum(axis=1)  # (C,)
    outside = exactly.points[:, chosen, VOTES.index(out)]  # (C, P)
    steps = np.zeros((len(exactly.bounds), len(chosen), 2), dtype=np.int64)
    steps[:, :, 1] = exactly.points[:, chosen, VOTES.index(Vote.YES)] - outside
    if (steps < 0).any():
        raise ValueError(f"under {rule.title} a yes can hurt compared with {out.word}: no simple game")
    bounds = [int(b - f - o) for b, f, o in zip(exactly.bounds, base, outside.sum(axis=1), strict=True)]
    return SimpleGame(merge_rows(steps, bounds, exactly.formula), chosen)


def weighted_game(weights: ArrayLike, quota: int) -> SimpleGame:
    """Return the weighted game [quota; weights], whole numbers >= 0.

    >>> weighted_game([3, 2, 1], 4).weights
    array([[3, 2, 1]])
    """
    brought = np.asarray(weights, dtype=np.int64)
    if brought.ndim != 1 or (brought < 0).any():
        raise ValueError("weights are whole numbers of at least 0, one for each player")
    steps = np.zeros((1, len(brought), 2), dtype=np.int64)
    steps[0, :, 1] = brought
    return SimpleGame(merge_rows(steps, [quota], _ONE_TEST), tuple(range(len(brought))))
