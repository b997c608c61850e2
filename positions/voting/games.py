"""A rule as a simple game: who wins together when each player is either in or out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from positions.voting.conditions import All, AnyOf, Condition, Node, Tally
from positions.voting.points import points_of
from positions.voting.rules import Rule
from positions.voting.sums import Sums, merge_rows
from positions.voting.votes import VOTES, Vote, as_votes, vote_columns

__all__ = ["SimpleGame", "game_of", "weighted_game"]

_ONE_TEST = Condition(Tally((Vote.YES,)), "at least", 1)  # the shape of a formula with a single condition


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
    def weights(self) -> npt.NDArray[np.int64]:
        """Return what each player brings, shape (R, P)."""
        return self.sums.steps[:, :, 1]

    def wins(self, coalitions: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return which coalitions win; ``coalitions`` is bool of shape (N, P) or (P,).

        >>> weighted_game([3, 2, 1], 4).wins([[True, False, True], [False, True, True]])
        array([ True, False])
        """
        inside = np.asarray(coalitions, dtype=bool)
        totals = inside @ self.weights.T  # (N, R)
        return self.sums.wins(*np.moveaxis(totals, -1, 0)) if len(self.weights) else self._constant(inside.shape[:-1])

    def _constant(self, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
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
    votes: npt.ArrayLike | None = None,
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


def weighted_game(weights: npt.ArrayLike, quota: int) -> SimpleGame:
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
