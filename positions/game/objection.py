"""The objection game: who keeps objecting, given who else does.

Blocking consensus is costly, and costlier alone. Actor d keeps objecting iff

``g_d + Σ_j a_dj b_j  >  β + κ (1 - resolve_d) / (1 + company_d)``, ``company_d = Σ_{j≠d} (influence_j / ω) b_j``.

The left side rises and the right side falls in the objections of others: the game is supermodular, so its equilibria
form a lattice with a greatest and a least one, both reached by monotone iteration (Tarski 1955; Topkis 1979).
A class of n silent seats is one actor that counts n times: when it objects, each of its seats has the others for
company.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats
from positions.game.grievance import Grievance, grievance
from positions.game.issue import PreparedIssue
from positions.model import Parameters

__all__ = [
    "Equilibrium",
    "ObjectionGame",
    "company_grid",
    "greatest_equilibrium",
    "keeps_objecting",
    "least_equilibrium",
    "make_game",
]


@dataclass(frozen=True, slots=True, eq=False)
class ObjectionGame:
    """One wording, ready to play. A actors.

    Parameters
    ----------
    actors : tuple of str
    grievance : ndarray (A,)
    association : ndarray (A, A)
        Scaled weights; rows of followers who are on record as accepting the wording are zero.
    base_cost : float
        β.
    isolation : ndarray (A,)
        κ (1 - resolve).
    company : ndarray (A, A)
        ``[d, j]``: how much company j's objection is to d, influence in company units; the diagonal holds what the
        other seats of a class are to one of them, 0 for a delegation.
    """

    actors: tuple[str, ...]
    grievance: Floats
    association: Floats
    base_cost: float
    isolation: Floats
    company: Floats

    @property
    def size(self) -> int:
        """Number of actors."""
        return len(self.actors)

    def among(self, members: Bools) -> ObjectionGame:
        """Return the game of ``members`` (A,) alone, everybody else never objecting."""
        own = np.ix_(members, members)
        return ObjectionGame(
            tuple(a for a, m in zip(self.actors, members, strict=True) if m),
            self.grievance[members],
            self.association[own],
            self.base_cost,
            self.isolation[members],
            self.company[own],
        )

    def cost(self, objects: Bools | Floats) -> Floats:
        """Return what objecting would cost each actor with exactly ``objects`` objecting. (A,)."""
        made: Floats = self.base_cost + self.isolation / (1.0 + self.company @ objects)
        return made

    def load(self, objects: Bools | Floats) -> Floats:
        """Return each actor's grievance with what it takes over from those it follows. (A,)."""
        made: Floats = self.grievance + self.association @ objects
        return made


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A stable state and how it was reached.

    ``objectors`` are actor ids in table order; ``steps`` the actors that let go (from above) or join in (from below)
    at each round of the iteration.
    """

    objectors: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]

    @property
    def blocks(self) -> bool:
        """Whether anyone still objects."""
        return bool(self.objectors)


def company_grid(values: Floats) -> Floats:
    """Round to multiples of 1/4096: sums of them are exact whatever their order, even in single precision.

    A relabelled case thus gives the same answer to the last bit.
    """
    made: Floats = np.round(values * 4096.0) / 4096.0
    return made


def make_game(
    arrays: PreparedIssue,
    wording: int,
    parameters: Parameters | None = None,
    *,
    talked: Bools | None = None,
    hurt: Grievance | None = None,
) -> ObjectionGame:
    """Set up the game for one wording in the central world.

    Association does not act on followers who are on record for the wording. What stands if nothing is agreed is not
    put to the room: to object to it is infinitely costly.

    Parameters
    ----------
    arrays : PreparedIssue
    wording : int
        Row of the wording.
    parameters : Parameters, optional
        The case's central values when not given.
    talked : ndarray (A,) bool, optional
        Actors seen in private.
    hurt : Grievance, optional
        The grievances, where the caller has them already.
    """
    parameters = parameters or arrays.parameters
    felt = hurt or grievance(arrays, wording, parameters, talked=talked)
    follows = ~felt.on_record
    units = company_grid(arrays.voice / parameters.company_unit)
    company = np.tile(units * arrays.seats, (len(arrays.actors), 1))
    np.fill_diagonal(company, units * (arrays.seats - 1))
    return ObjectionGame(
        actors=arrays.actors,
        grievance=felt.total,
        association=company_grid(arrays.association * parameters.association_scale * follows[:, None]),
        base_cost=float("inf") if arrays.stands[wording] else parameters.base_cost,
        isolation=parameters.isolation_cost * (1.0 - arrays.resolve),
        company=company,
    )


def keeps_objecting(game: ObjectionGame, objects: Bools) -> Bools:
    """Return (A,): would each actor object if exactly ``objects`` did (itself apart)? The best-reply map."""
    others = objects.astype(float)
    reply: Bools = game.load(others) > game.cost(others)
    return reply


def greatest_equilibrium(game: ObjectionGame, without: Iterable[str] = ()) -> Equilibrium:
    """Play from "everybody objects" downwards: objections are voiced freely, then peel off as company thins.

    ``without`` names actors that are taken out of the play (they never object).

    Examples
    --------
    Two who can only hold together, and one who was never going to hold:

    >>> import numpy as np
    >>> game = ObjectionGame(("a", "b", "c"), np.array([.4, .4, .1]), np.zeros((3, 3)), .1, np.full(3, .5),
    ...                      np.ones((3, 3)) - np.eye(3))
    >>> greatest_equilibrium(game).objectors
    ('a', 'b')
    >>> greatest_equilibrium(game, without=["a"]).objectors
    ()
    >>> least_equilibrium(game).objectors
    ()
    """
    out = set(without)
    start = np.array([a not in out for a in game.actors], dtype=bool)
    return _settle(game, start, np.ones(game.size, dtype=bool) & start, rising=False)


def least_equilibrium(game: ObjectionGame, without: Iterable[str] = ()) -> Equilibrium:
    """Play from "nobody objects" upwards: those who would hold out alone, and who joins them then."""
    out = set(without)
    allowed = np.array([a not in out for a in game.actors], dtype=bool)
    return _settle(game, np.zeros(game.size, dtype=bool), allowed, rising=True)


def _settle(game: ObjectionGame, start: Bools, allowed: Bools, *, rising: bool) -> Equilibrium:
    state = start
    steps: list[tuple[str, ...]] = []
    while True:
        reply = keeps_objecting(game, state)
        following = (state | (reply & allowed)) if rising else (state & reply)
        changed = np.flatnonzero(following != state)
        if changed.size == 0:
            return Equilibrium(tuple(game.actors[d] for d in np.flatnonzero(state)), tuple(steps))
        steps.append(tuple(game.actors[d] for d in changed))
        state = following
