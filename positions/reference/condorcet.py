"""The Condorcet winner among the actors' own positions, by binary or by proportional votes.

With binary votes and single-peaked wishes it is a weighted median (Black 1948). With votes in proportion to the
difference in distance (Scholz, Calbert and Smith 2011, eq. 28–29) the margin is a difference of two weighted sums of
distances, so the winner has the smallest sum, and is a weighted median again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from positions.reference.forecast import PointForecast
from positions.reference.known import FloatArray, known, read_only

__all__ = ["CondorcetResult", "condorcet"]

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class CondorcetResult:
    """The pairwise contests of all positions.

    Parameters
    ----------
    positions : ndarray, shape (m,)
        Distinct positions, ascending.
    margin : ndarray, shape (m, m)
        Votes for the row over the column, net; antisymmetric.
    winners : tuple of float
        Positions that no other position beats. On a line there is at least one.
    """

    positions: FloatArray
    margin: FloatArray
    winners: tuple[float, ...]
    actors: int

    @property
    def forecast(self) -> PointForecast:
        """The winner; the middle of the winners when several tie."""
        if not self.winners:
            return PointForecast(
                "condorcet", math.nan, self.actors, "no forecast: no known position carries any weight"
            )
        if len(self.winners) == 1:
            how = f"beats each of the other {len(self.positions) - 1} positions in a vote of two"
        else:
            listed = " and ".join(f"{w:g}" for w in self.winners)
            how = f"{listed} tie and beat all others; the middle between them is given"
        return PointForecast("condorcet", (self.winners[0] + self.winners[-1]) / 2, self.actors, how)


def condorcet(
    position: ArrayLike,
    salience: ArrayLike | None = None,
    power: ArrayLike | None = None,
    *,
    votes: Literal["binary", "proportional"] = "binary",
) -> CondorcetResult:
    """Let every pair of positions stand against each other.

    Actor k gives the nearer of two positions its weight, whole (``binary``) or in proportion to how much nearer it is
    (``proportional``).

    Examples
    --------
    >>> condorcet([0.0, 40.0, 100.0]).winners
    (40.0,)
    """
    actors = known(position, salience, power)
    weight = actors.weight
    if weight.sum() <= 0:
        empty = read_only(np.empty(0))
        return CondorcetResult(empty, read_only(np.empty((0, 0))), (), 0)
    options = np.unique(actors.position[weight > 0])  # (m,)
    distance = np.abs(actors.position[:, None] - options[None, :])  # (n, m)
    closer = distance[:, None, :] - distance[:, :, None]  # (n, m, m): how much nearer the row is than the column
    if votes == "binary":
        closer = np.where(np.abs(closer) <= ROUNDING * max(float(np.ptp(options)), 1.0), 0.0, np.sign(closer))
    elif votes != "proportional":
        raise ValueError(f'votes are "binary" or "proportional", not "{votes}"')
    margin = np.tensordot(weight, closer, axes=1)  # (m, m)
    unbeaten = margin.min(axis=1) >= -ROUNDING * float(weight @ np.abs(closer).max(axis=(1, 2)) + 1.0)
    winners = tuple(float(x) for x in options[unbeaten])
    return CondorcetResult(read_only(options), read_only(margin), winners, int((weight > 0).sum()))
