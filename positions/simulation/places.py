"""Every actor under every parameter set as one flat row of numbers: where thresholds and single worlds are worked out.

The same formula as :func:`positions.simulation.setting.grievance_parts`, operation for operation, so that both give the
same single-precision number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from positions.game.grievance import FIRMNESS_SPREAD
from positions.simulation.setting import Setting

__all__ = ["NEVER", "Places", "company_needed", "lay_places", "lay_worlds"]

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = np.float32(np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """P places, (P,) single precision each; see :class:`positions.simulation.setting.Setting` for the fields.

    Laid by :func:`lay_places`, place ``c · M + m`` is actor number c under parameter set m. Laid by
    :func:`lay_worlds` the places are (C, n), and so are draws and results.
    """

    gap: Singles
    cap: Singles
    salience: Singles
    spread: Singles
    firm: Singles
    welcome: Singles
    noise: Singles
    base: Singles
    unit: Singles
    isolation: Singles
    own: Singles

    @property
    def size(self) -> int:
        """P."""
        return self.gap.size

    def some(self, chosen: Ints) -> Places:
        """Return the places with these numbers, in this order; one may come often."""
        return Places(*(getattr(self, name).take(chosen, mode="clip") for name in _OF_PLACES))

    def grievance(self, hardness: Singles) -> Singles:
        """Return (P,): the grievance at these draws of hardness (P,). Rises with hardness."""
        distance = self.spread * hardness
        lines = np.float32(FIRMNESS_SPREAD) * distance
        distance += self.gap
        np.maximum(distance, np.float32(0), out=distance)
        np.minimum(distance, self.cap, out=distance)
        distance *= self.salience
        if self.firm.any():
            lines += np.float32(1)
            np.maximum(lines, np.float32(0), out=lines)
            lines *= self.firm
            distance += lines
        distance *= self.welcome
        distance += self.noise * hardness
        return distance

    def cost(self, company: Doubles) -> Doubles:
        """Return (P,): what objecting costs where all objections, its own included, weigh ``company`` (P,).

        In double precision, to know about where a grievance tips; :meth:`needs` decides.
        """
        others = np.maximum(company - self.own, 0.0)
        made: Doubles = self.base + self.isolation / (1.0 + others / self.unit)
        return made

    def needs(self, grievance: Singles, taken: Singles | None = None) -> Singles:
        """Return (P,): the company needed to go on objecting, ``taken`` (P,) being what is taken over from leaders."""
        spare = grievance - self.base if taken is None else grievance + taken - self.base
        return company_needed(spare, self.isolation, self.unit)


_OF_PLACES = tuple(f.name for f in fields(Places))


def company_needed(spare: Singles, isolation: Singles, unit: Singles) -> Singles:
    """Return the company needed to go on objecting; infinite where the load is below the base cost (``spare`` <= 0)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        need = isolation / spare
    need -= np.float32(1)
    need *= unit
    np.copyto(need, NEVER, where=~(spare > 0))
    return need


def lay_places(setting: Setting, columns: Ints) -> Places:
    """Lay out the actors in ``columns`` (C,) under all M parameter sets: C · M places."""
    shape = (columns.size, setting.base.size)

    def flat(values: Singles) -> Singles:
        return np.ascontiguousarray(np.broadcast_to(values, shape)).reshape(-1)

    of_actor = {name: flat(getattr(setting, name)[columns, None]) for name in ("salience", "spread", "firm", "own")}
    of_set = {name: flat(getattr(setting, name)) for name in ("noise", "base", "unit")}
    of_both = {name: flat(getattr(setting, name)[columns]) for name in ("gap", "cap", "welcome", "isolation")}
    return Places(**of_actor, **of_set, **of_both)


def lay_worlds(setting: Setting, columns: Ints, member: Ints) -> Places:
    """Lay out the actors in ``columns`` (C,) in n worlds of the parameter sets ``member`` (n,): C × n places."""
    of_actor = {name: getattr(setting, name)[columns, None] for name in ("salience", "spread", "firm", "own")}
    of_set = {name: getattr(setting, name)[member] for name in ("noise", "base", "unit")}
    fields_of_both = ("gap", "cap", "welcome", "isolation")
    of_both = {name: getattr(setting, name)[columns].take(member, axis=1) for name in fields_of_both}
    return Places(**of_actor, **of_set, **of_both)
