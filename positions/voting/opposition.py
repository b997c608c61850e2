"""Those who oppose this text: whether they block it, with how few, and whom to move at least cost.

The cheapest way through is a small integer programme: each delegation ends on one vote, each move has a cost, and the
rule must be satisfied. A rule with alternatives (*or*) is solved once for each and the cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from positions.arrays import ArrayLike, Bools, Bytes, Floats, Ints
from positions.voting.games import game_of
from positions.voting.minimal import MinimalCoalitions, minimal_blocking, minimal_winning
from positions.voting.points import adopted, points_of
from positions.voting.rules import All, Condition, Node, Rule, Verdict
from positions.voting.votes import VOTES, Vote, as_votes, vote_columns

__all__ = ["Move", "Opposition", "Persuasion", "cheapest_persuasion", "opposition"]


@dataclass(frozen=True, slots=True)
class Move:
    """One delegation that has to vote differently."""

    member: int
    before: Vote
    after: Vote
    cost: float


@dataclass(frozen=True, slots=True)
class Persuasion:
    """The cheapest set of moves with which a text is adopted; empty when it is adopted already."""

    rule: Rule
    moves: tuple[Move, ...]

    @property
    def cost(self) -> float:
        """Return what all moves cost together."""
        return sum(move.cost for move in self.moves)


def cheapest_persuasion(rule: Rule, votes: ArrayLike, costs: ArrayLike) -> Persuasion | None:
    """Return the cheapest moves that make a text pass, or None when no affordable set of moves does.

    Parameters
    ----------
    votes : array_like of int, shape (D,)
        How delegations vote now, codes as in ``Vote``.
    costs : array_like, shape (D,) or (D, 4)
        Cost (at least 0) of moving each delegation to yes; or to each of the four votes in the order of ``VOTES``.
        inf = cannot be moved there. Staying where one is costs nothing, whatever it says.

    Notes
    -----
    Among equally cheap sets one with the fewest moves is returned. The answer is checked against the rule itself.

    Examples
    --------
    >>> from positions.voting.known_rules import two_thirds_majority
    >>> costs = [[9, 9, 9, 9]] * 3 + [[5, 1, 0, 9], [4, 3, 0, 9]]
    >>> found = cheapest_persuasion(two_thirds_majority(), [1, 1, 1, -1, -1], costs)
    >>> [(move.member, move.after.word, move.cost) for move in found.moves]
    [(3, 'abstaining', 1.0)]
    """
    cast = as_votes(votes)
    price = _prices(cast, np.asarray(costs, dtype=np.float64))
    exactly = points_of(rule, len(cast))
    best: tuple[float, int, Ints] | None = None
    for needed in _alternatives(rule.formula):
        bounds = np.array([exactly.bounds[c] for c in needed])
        columns = _solve(exactly.points[needed], bounds, price, vote_columns(cast))
        if columns is None:
            continue
        cost, moves = _worth(columns, cast, price)
        if best is None or (cost, moves) < best[:2]:
            best = cost, moves, columns
    if best is None:
        return None
    after = [VOTES[column] for column in best[2]]
    if not adopted(rule, [int(vote) for vote in after]):
        raise ArithmeticError("the solver's answer does not satisfy the rule")
    moves_made = tuple(
        Move(d, Vote(int(now)), vote, float(price[d, VOTES.index(vote)]))
        for d, (now, vote) in enumerate(zip(cast, after, strict=True))
        if now != vote
    )
    return Persuasion(rule, moves_made)


def _prices(cast: Bytes, costs: Floats) -> Floats:
    price = np.full((len(cast), len(VOTES)), np.inf)
    if costs.ndim == 1:
        price[:, VOTES.index(Vote.YES)] = costs
    else:
        price[:] = costs
    if np.isnan(price).any() or (price < 0).any():
        raise ValueError("costs are at least 0 (inf = cannot be moved)")
    price[np.arange(len(cast)), vote_columns(cast)] = 0.0
    return price


def _worth(columns: Ints, cast: Bytes, price: Floats) -> tuple[float, int]:
    return float(price[np.arange(len(cast)), columns].sum()), int((columns != vote_columns(cast)).sum())


def _alternatives(formula: Node) -> list[list[int]]:
    """Return the formula as alternatives, each a list of conditions (numbered from left to right) that must hold."""
    return _expand(formula, 0)[0]


def _expand(node: Node, at: int) -> tuple[list[list[int]], int]:
    if isinstance(node, Condition):
        return [[at]], at + 1
    branches = []
    for part in node.parts:
        expanded, at = _expand(part, at)
        branches.append(expanded)
    if isinstance(node, All):
        return [sorted({c for choice in picked for c in choice}) for picked in product(*branches)], at
    return [choice for branch in branches for choice in branch], at


def _solve(points: Ints, bounds: Ints, price: Floats, now: Bytes) -> Ints | None:
    """Return the column each delegation ends on at least cost, then with fewest moves; None if impossible."""
    members, options = price.shape
    possible = np.isfinite(price)
    cost = np.where(possible, price, 0.0).ravel()
    scale = np.maximum(np.abs(points).max(axis=(1, 2)), 1).astype(np.float64)
    # totals are whole numbers, so half a unit below the bound excludes nothing and forgives the solver's tolerance
    enough = list(zip(points.reshape(len(points), -1) / scale[:, None], (bounds - 0.5) / scale, strict=True))
    one_each = np.kron(np.eye(members), np.ones(options))
    rows = [(row, least, np.inf) for row, least in enough] + [(row, 1.0, 1.0) for row in one_each]
    first = _least(cost, possible.ravel(), rows)
    if first is None:
        return None
    moving = (np.arange(options)[None, :] != now[:, None]).astype(np.float64).ravel()
    second = _least(moving, possible.ravel(), [*rows, (cost, -np.inf, float(cost @ first) + 1e-9)])
    columns: Ints = (first if second is None else second).reshape(members, options).argmax(axis=1)
    return columns


def _least(cost: Floats, allowed: Bools, rows: Sequence[tuple[Floats, float, float]]) -> Floats | None:
    """Return the choice of 0 or 1 for each column that costs least, with each row's total within its limits."""
    import highspy

    solver = highspy.Highs()
    solver.silent()
    for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0), ("threads", 1)):
        solver.setOptionValue(option, value)
    columns = np.arange(cost.size, dtype=np.int32)
    solver.addVars(cost.size, np.zeros(cost.size), allowed.astype(np.float64))
    solver.changeColsCost(cost.size, columns, cost)
    solver.changeColsIntegrality(cost.size, columns, np.full(cost.size, highspy.HighsVarType.kInteger))
    for row, least, most in rows:
        used = np.flatnonzero(row).astype(np.int32)
        solver.addRow(least, most, used.size, used, row[used])
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.round(np.array(solver.getSolution().col_value))


@dataclass(frozen=True, slots=True)
class Opposition:
    """One vote as it is expected, and what would turn it.

    Parameters
    ----------
    opponents : tuple of int
        Who votes no, and who abstains or is absent where that is as good as no.
    blocking : MinimalCoalitions
        Minimal sets of opponents that block, the others voting as they do now; none when the text is adopted.
    ways_through : MinimalCoalitions
        Minimal sets of opponents whose yes makes it pass; none when the text is adopted.
    stoppers : MinimalCoalitions
        Minimal sets of those in favour that could stop an adopted text by voting no.
    cheapest : Persuasion or None
        The cheapest moves that make it pass, where costs were given.
    """

    verdict: Verdict
    opponents: tuple[int, ...]
    blocking: MinimalCoalitions
    ways_through: MinimalCoalitions
    stoppers: MinimalCoalitions
    cheapest: Persuasion | None


def opposition(rule: Rule, votes: ArrayLike, costs: ArrayLike | None = None, limit: int = 20) -> Opposition:
    """Return what blocks a text, or what would, when delegations vote as given.

    Parameters
    ----------
    votes : array_like of int, shape (D,)
        Expected votes, codes as in ``Vote``.
    costs : array_like, optional
        As for ``cheapest_persuasion``.
    limit : int
        At most so many coalitions of each kind, the smallest first.

    Examples
    --------
    >>> from positions.voting.known_rules import two_thirds_majority
    >>> found = opposition(two_thirds_majority(), [1, 1, 1, 0, -1, -1])
    >>> found.verdict.adopted, list(found.ways_through), list(found.blocking)
    (False, [(4,), (5,)], [(4, 5)])
    """
    cast = as_votes(votes)
    verdict = rule.verdict(cast)
    opponents = _opponents(rule, cast)
    nobody = MinimalCoalitions("blocking", (), True)
    if verdict.adopted:
        in_favour = np.flatnonzero(cast == Vote.YES).tolist()
        game = game_of(rule, len(cast), votes=cast, players=in_favour)
        nothing = MinimalCoalitions("winning", (), True)
        cheapest = None if costs is None else cheapest_persuasion(rule, cast, costs)
        return Opposition(verdict, opponents, nobody, nothing, minimal_blocking(game, limit=min(limit, 20)), cheapest)
    game = game_of(rule, len(cast), votes=cast, players=opponents)
    return Opposition(
        verdict,
        opponents,
        minimal_blocking(game, limit=limit),
        minimal_winning(game, limit=limit),
        nobody,
        None if costs is None else cheapest_persuasion(rule, cast, costs),
    )


def _opponents(rule: Rule, cast: Bytes) -> tuple[int, ...]:
    points = points_of(rule, len(cast)).points  # (C, D, 4)
    everyone, columns = np.arange(len(cast)), vote_columns(cast)
    now, no, yes = points[:, everyone, columns], points[:, :, VOTES.index(Vote.NO)], points[:, :, VOTES.index(Vote.YES)]
    as_good_as_no = (now == no).all(axis=0) & (now != yes).any(axis=0)
    return tuple(int(d) for d in np.flatnonzero((cast != Vote.YES) & as_good_as_no))
