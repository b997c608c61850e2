"""A wording before the actors, with everything that no draw changes.

Objecting pays for d iff ``load > β + isolation / (1 + company / ω)``. With ``spare = load - β > 0`` this is
``company > ω (isolation / spare - 1)``: the company that d *needs*. Only actors that can object at all are carried:
since everything rises with hardness, whoever does not object in the hardest world never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from positions.simulation.company import Room, Ties, make_room, make_ties
from positions.simulation.places import Places, lay_places
from positions.simulation.scale import Scale, among_all
from positions.simulation.setting import HARDEST, Setting
from positions.simulation.surely import SHARES, keeping_points, likely_company
from positions.simulation.tipping import Course, alone_points, felt_points, first_points, lay_course

__all__ = ["Board", "can_object", "everybody", "lay_board"]

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Board:
    """A setting ready for play: everything about the C actors in ``columns`` that no draw changes, made when asked for.

    ``felt``, ``alone`` and ``first`` (C, M) are tipping points: it is so in the worlds with a hardness beyond them.
    They are sought on ``scale``.
    """

    setting: Setting
    columns: Ints
    scale: Scale
    ties: Ties

    @cached_property
    def places(self) -> Places:
        """The actors under every parameter set, one by one."""
        return lay_places(self.setting, self.columns)

    @cached_property
    def course(self) -> Course:
        """How hardness tells on them."""
        return lay_course(self.places, self.scale)

    @cached_property
    def room(self) -> Room:
        """Weights and ties."""
        return make_room(self.setting, self.columns, self.ties)

    @cached_property
    def felt(self) -> Singles:
        """From which draw on an actor is hurt by more than the base cost of objecting."""
        return self._lay(felt_points(self.course))

    @cached_property
    def alone(self) -> Singles:
        """From which draw on it objects even if nobody else does."""
        return self._lay(alone_points(self.course))

    @cached_property
    def first(self) -> Singles:
        """From which draw on it objects if everybody does."""
        return self._lay(first_points(self.course, *everybody(self.setting, self.columns)))

    @cached_property
    def levels(self) -> Singles:
        """Weights of company (K, M) that are worth asking about, ascending."""
        weight = self.setting.weight[self.columns].astype(np.float64)
        likely = likely_company(self.course, weight, self.first)
        return np.multiply.outer(SHARES, likely).astype(np.float32)

    @cached_property
    def kept(self) -> Singles:
        """From which draw on it objects if all objections weigh the highest level."""
        return self._lay(keeping_points(self.course, self.levels[-1]))

    @cached_property
    def drawn_in(self) -> tuple[Singles, ...]:
        """The same for each of the levels."""
        lower = (self._lay(keeping_points(self.course, level)) for level in self.levels[:-1])
        return (*lower, self.kept)

    def _lay(self, points: Singles) -> Singles:
        return points.reshape(self.columns.size, self.setting.base.size)


def lay_board(setting: Setting, columns: Ints, scale: Scale | None = None, ties: Ties | None = None) -> Board:
    """Prepare a setting for the actors in ``columns`` (C,), from :func:`can_object`.

    ``scale`` says which draws matter, all if not given. ``ties`` are the same for all wordings of an issue.
    """
    return Board(setting, columns, scale or among_all(), ties or make_ties(setting, columns))


def can_object(setting: Setting) -> Ints:
    """Return the actors that object in some world: the greatest equilibria of the hardest world in any member."""
    columns = np.arange(setting.gap.shape[0])
    while columns.size:
        places = lay_places(setting, columns)
        hurt = places.grievance(np.full(places.size, HARDEST, dtype=np.float32))
        company, taken = everybody(setting, columns)
        stays = (company > places.needs(hurt, taken) + places.own).reshape(columns.size, -1).any(axis=1)
        if stays.all():
            break
        columns = columns[stays]
    return columns.astype(np.int64)


def everybody(setting: Setting, columns: Ints) -> tuple[np.float32, Singles]:
    """Return what the objections of all ``columns`` (C,) weigh, and (C · M,) what each then takes over from leaders."""
    pulled = setting.follow[np.ix_(columns, columns)].sum(axis=1, dtype=np.float32)
    taken = (pulled[:, None] * setting.follow_scale[columns]).reshape(-1)
    return setting.weight[columns].sum(dtype=np.float32), taken
