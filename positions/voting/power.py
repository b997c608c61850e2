"""Voting power before anything is known: Banzhaf, Shapley-Shubik, Coleman."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, lgamma

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.voting.games import SimpleGame, TooLargeError
from positions.voting.grid import Grid, count_row, grid_cells
from positions.voting.weighted import WeightedGame, quadrature

__all__ = ["Power", "power", "power_by_grid", "power_by_halves"]

_MOST_HALVED, _MOST_CELLS = 40, 20_000_000
_WORLDS_CELLS = 1_000_000  # cells of all worlds worked on together
_MOST_BY_SIZE = 1_000  # the share of the smallest sizes, 2 ** -(players - 1), must not vanish
_LONGEST = 25_000_000  # players times bound that a weighted game may hold


@dataclass(frozen=True, slots=True)
class Power:
    """A-priori power of every player; arrays of shape (P,).

    Parameters
    ----------
    players : tuple of int
        The delegation behind each player.
    banzhaf : ndarray
        Absolute Banzhaf: the share of the others' coalitions in which the player decides (Penrose 1946, Banzhaf 1965).
    shapley_shubik : ndarray
        The chance of being the one whose joining, in random order, makes a coalition win; sums to 1.
    collectivity : float
        Coleman's power of the collectivity to act: the share of all coalitions that win.
    rejection : float
        The share of all coalitions that lose.
    """

    players: tuple[int, ...]
    banzhaf: Floats
    shapley_shubik: Floats
    collectivity: float
    rejection: float

    @property
    def normalised(self) -> Floats:
        """Return the Banzhaf index: the absolute one divided by its sum (zeros when nobody ever decides)."""
        total = float(self.banzhaf.sum())
        return self.banzhaf / total if total > 0 else np.zeros_like(self.banzhaf)

    @property
    def prevent(self) -> Floats:
        """Return Coleman's power to prevent: the share of winning coalitions that lose without the player."""
        return self.banzhaf / (2 * self.collectivity) if self.collectivity > 0 else np.zeros_like(self.banzhaf)

    @property
    def initiate(self) -> Floats:
        """Return Coleman's power to initiate: the share of losing coalitions that win with the player."""
        return self.banzhaf / (2 * self.rejection) if self.rejection > 0 else np.zeros_like(self.banzhaf)


def power(game: SimpleGame) -> Power:
    """Return the power of every player under a rule, with no rounding but the last digits.

    Sources: Banzhaf (1965); Shapley and Shubik (1954); Coleman (1971); Felsenthal and Machover (1998), ch. 3.

    Raises
    ------
    TooLargeError
        When the weights are too large and too many.

    Examples
    --------
    >>> from positions.voting.games import weighted_game
    >>> found = power(weighted_game([50, 49, 1], 51))  # the smallest is as strong as the second
    >>> found.normalised.round(3).tolist(), found.shapley_shubik.round(3).tolist()
    ([0.6, 0.2, 0.2], [0.667, 0.167, 0.167])
    >>> found.collectivity, found.prevent.round(3).tolist()
    (0.375, [1.0, 0.333, 0.333])
    """
    if (weighted := _weighted(game)) is not None:
        absolute, wins, loses = weighted.banzhaf()
        return Power(game.players, absolute, weighted.shapley_shubik(), wins, loses)
    players, cells = len(game.players), grid_cells(game.sums)
    if players <= _MOST_HALVED and 20.0 * 2 ** ((players + 1) // 2) < cells * players:
        return power_by_halves(game)
    if cells > _MOST_CELLS:
        raise TooLargeError(
            f"{players} members with weights this large are too many to count exactly",
            hint="round the weights (to millions of people, say)",
        )
    return power_by_grid(game)


def _weighted(game: SimpleGame) -> WeightedGame | None:
    """Return a game with a single row as [quota; weights], unless that would be too long to hold."""
    if len(game.weights) > 1:
        return None
    weights = game.weights[0] if len(game.weights) else np.zeros(len(game.players), dtype=np.int64)
    none = np.zeros((0, 1), dtype=np.int64)
    quota = int(min(game.sums.least(0, none)[0], int(weights.sum()) + 1))
    found = WeightedGame(weights, quota)
    return found if found.bound * len(weights) <= _LONGEST or not len(game.weights) else None


def power_by_halves(game: SimpleGame) -> Power:
    """Return the power of few players with weights of any size, in whole numbers throughout.

    Both indices follow from how many winning coalitions of each size there are, and how many a player is in: it
    decides in those that it is in and that would not win without it. The players are split in two halves; every
    coalition of one half meets those of the other in a sorted list, so that 27 members take 2^14 steps, not 2^27.
    """
    players = len(game.players)
    weights = np.concatenate([np.ones((1, players), dtype=np.int64), game.weights])  # heads, then rows
    row = 1 + int(np.argmax(game.sums.totals))
    halves = [np.arange(players // 2), np.arange(players // 2, players)]
    inside = np.zeros((players, players + 1), dtype=np.int64)  # winning coalitions with the player, by size
    winning = np.zeros(players + 1, dtype=np.int64)
    for mine, theirs in (halves, halves[::-1]):
        own, others = (_all_totals(weights[:, half]) for half in (mine, theirs))
        keys, group = np.unique(np.delete(others, row, axis=0), axis=1, return_inverse=True)
        by_size = np.zeros((players + 1, own.shape[1]), dtype=np.int64)  # by the size of both parts together
        for g, key in enumerate(keys.T):
            values = np.sort(others[row, group.ravel() == g])
            together = np.delete(own, row, axis=0) + key[:, None]
            needed = game.sums.least(row - 1, together[1:]) - own[row]
            np.add.at(by_size, (together[0], np.arange(own.shape[1])), len(values) - np.searchsorted(values, needed))
        winning = by_size.sum(axis=1)
        for place, player in enumerate(mine):
            has = (np.arange(own.shape[1]) >> place & 1).astype(bool)
            inside[player] = by_size[:, has].sum(axis=1)
    total = int(winning.sum())
    orders = [factorial(s) * factorial(players - 1 - s) for s in range(players)]  # of s before a player, the rest after
    banzhaf, shapley = np.zeros(players), np.zeros(players)
    for d in range(players):
        banzhaf[d] = (2 * int(inside[d].sum()) - total) / 2 ** (players - 1)
        shapley[d] = (
            sum(orders[s] * (int(inside[d, s + 1]) - int(winning[s] - inside[d, s])) for s in range(players))
        ) / factorial(players)
    return Power(game.players, banzhaf, shapley, total / 2**players, 1.0 - total / 2**players)


def _all_totals(steps: Ints) -> Ints:
    """Return the totals of all coalitions of some players, shape (R, 2**P); bit d of the number says that d is in."""
    totals = np.zeros((len(steps), 1), dtype=np.int64)
    for step in steps.T:
        totals = np.concatenate([totals, totals + step[:, None]], axis=1)
    return totals


def power_by_grid(game: SimpleGame) -> Power:
    """Return the power of many players with small weights, by passes over all totals."""
    engine, even = Grid(game.sums), np.full((1, len(game.players), 2), 0.5)
    wins, loses = engine.adoption(even[0]), engine.adoption(even[0], adopted=False)
    members, stands_for = _representatives(game)
    absolute = engine.swings(even, members, adopted=wins <= loses)[0][stands_for]
    heads = count_row(game.sums)
    if heads is not None:
        return Power(game.players, absolute, shapley_by_size(game, heads), wins, loses)
    # the integral over p of the chance to decide when everybody is in with probability p (Owen 1972)
    nodes, shares = quadrature(len(game.players), 0.0, 1.0)
    worlds = np.repeat(np.stack([1 - nodes, nodes], axis=-1)[:, None, :], len(game.players), axis=1)  # (K, P, 2)
    index = np.zeros(len(game.players))
    together = max(1, int(_WORLDS_CELLS // grid_cells(game.sums)))
    for start in range(0, len(nodes), together):
        part = slice(start, start + together)
        index += (shares[part, None] * engine.swings(worlds[part], members)).sum(axis=0)
    return Power(game.players, absolute, index[stands_for], wins, loses)


def _representatives(game: SimpleGame) -> tuple[Bools, Ints]:
    """Return one player of each kind (players who bring the same are equally strong), and who stands for whom."""
    _, first, kind = np.unique(game.weights, axis=1, return_index=True, return_inverse=True)
    needed = np.zeros(len(game.players), dtype=bool)
    needed[first] = True
    return needed, first[kind.ravel()].astype(np.int64)


def shapley_by_size(game: SimpleGame, heads: int) -> Floats:
    """Return the Shapley-Shubik index from P(deciding | how many of the others are in), averaged over sizes 0..P-1."""
    players = len(game.players)
    if players > _MOST_BY_SIZE:
        raise TooLargeError(
            f"the Shapley-Shubik index of {players} players cannot be told in double precision, "
            f"only of {_MOST_BY_SIZE} at most"
        )
    grid = Grid(game.sums, sizes=True)
    even = np.full((1, players, 2), 0.5)
    # 1 / (P * P(size)) with P(size) the binomial share of the sizes among the other P - 1 players
    log_share = np.array([_log_binomial(players - 1, s) for s in range(players)]) - (players - 1) * np.log(2.0)
    worth = np.exp(-log_share) / players  # by the number of others that are in
    along = [-1 if axis == heads else 1 for axis in range(grid.win.ndim)]
    joined = grid.win * np.append(0.0, worth).reshape(along)
    absent = grid.win * np.append(worth, 0.0).reshape(along)
    index = grid.expectations(even, joined, 1)[0] - grid.expectations(even, absent, 0)[0]
    decides = Grid(game.sums).swings(even, np.ones(players, dtype=bool))[0] > 0
    return np.where(decides, np.maximum(index, 0.0), 0.0)


def _log_binomial(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
