"""Voting power before anything is known: Banzhaf, Shapley-Shubik, Coleman."""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np
import numpy.typing as npt

from positions.voting.engine import engine_for
from positions.voting.games import SimpleGame
from positions.voting.grid import Grid, count_row, grid_cells
from positions.voting.halves import Halves, needed_on_row
from positions.voting.sums import TooLargeError
from positions.voting.weighted import WeightedGame, quadrature

__all__ = ["Power", "banzhaf", "power", "shapley_shubik"]

Floats = npt.NDArray[np.float64]
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
    engine = engine_for(game.sums)
    absolute, wins, loses = _banzhaf(game, engine)
    return Power(game.players, absolute, _shapley(game, engine), wins, loses)


def banzhaf(game: SimpleGame) -> Floats:
    """Return the absolute Banzhaf power of every player.

    >>> from positions.voting.games import weighted_game
    >>> banzhaf(weighted_game([50, 49, 1], 51)).tolist()
    [0.75, 0.25, 0.25]
    """
    weighted = _weighted(game)
    return weighted.banzhaf()[0] if weighted else _banzhaf(game, engine_for(game.sums))[0]


def shapley_shubik(game: SimpleGame) -> Floats:
    """Return the Shapley-Shubik index of every player.

    >>> from positions.voting.games import weighted_game
    >>> shapley_shubik(weighted_game([1] * 4, 3)).round(9).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    weighted = _weighted(game)
    return weighted.shapley_shubik() if weighted else _shapley(game, engine_for(game.sums))


def _weighted(game: SimpleGame) -> WeightedGame | None:
    """Return a game with a single row as [quota; weights], unless that would be too long to hold."""
    if len(game.weights) > 1:
        return None
    weights = game.weights[0] if len(game.weights) else np.zeros(len(game.players), dtype=np.int64)
    none = np.zeros((0, 1), dtype=np.int64)
    quota = int(min(needed_on_row(game.sums, 0, none)[0], int(weights.sum()) + 1))
    found = WeightedGame(weights, quota)
    return found if found.bound * len(weights) <= _LONGEST or not len(game.weights) else None


def _banzhaf(game: SimpleGame, engine: Grid | Halves) -> tuple[Floats, float, float]:
    """Return absolute Banzhaf power and the shares of winning and of losing coalitions."""
    even = np.full((1, len(game.players), 2), 0.5)
    if isinstance(engine, Halves):
        given, wins = engine.conditional(even)[0], engine.adoption(even[0])
        return given[:, 1] - given[:, 0], wins, 1.0 - wins
    wins, loses = engine.adoption(even[0]), engine.adoption(even[0], adopted=False)
    members, stands_for = _representatives(game)
    return engine.swings(even, members, adopted=wins <= loses)[0][stands_for], wins, loses


def _representatives(game: SimpleGame) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return one player of each kind (players who bring the same are equally strong), and who stands for whom."""
    _, first, kind = np.unique(game.weights, axis=1, return_index=True, return_inverse=True)
    needed = np.zeros(len(game.players), dtype=bool)
    needed[first] = True
    return needed, first[kind.ravel()].astype(np.int64)


def _shapley(game: SimpleGame, engine: Grid | Halves) -> Floats:
    """Return the Shapley-Shubik index.

    Where heads are counted anyway, by the number of others that are in. Otherwise the integral over p of the chance
    to decide when everybody is in with probability p (Owen 1972), by Gauss-Legendre nodes.
    """
    players = len(game.players)
    heads = count_row(game.sums)
    if isinstance(engine, Grid) and heads is not None:
        return _shapley_by_size(game, heads)
    nodes, shares = quadrature(players, 0.0, 1.0)
    worlds = np.repeat(np.stack([1 - nodes, nodes], axis=-1)[:, None, :], players, axis=1)  # (K, P, 2)
    index = np.zeros(players)
    if isinstance(engine, Halves):
        given = engine.conditional(worlds)
        index += np.einsum("k,kp->p", shares, given[:, :, 1] - given[:, :, 0])
        return index
    members, stands_for = _representatives(game)
    together = max(1, int(_WORLDS_CELLS // grid_cells(game.sums)))
    for start in range(0, len(nodes), together):
        part = slice(start, start + together)
        index += (shares[part, None] * engine.swings(worlds[part], members)).sum(axis=0)
    return index[stands_for]


def _shapley_by_size(game: SimpleGame, heads: int) -> Floats:
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
