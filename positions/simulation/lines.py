"""Where a grievance reaches a given height, solved for: over hardness it is a line of straight pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game.grievance import FIRMNESS_SPREAD
from positions.simulation.places import Places
from positions.simulation.setting import HARDEST

__all__ = ["Line", "draw_line"]

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Grievance over hardness at P places: ``heights`` (K, P) at ``knots`` (K, P), straight between them."""

    knots: Doubles
    heights: Doubles

    def reaches(self, places: Ints, target: Doubles) -> Doubles:
        """Return (n,): at which hardness the grievance at ``places`` (n,) reaches ``target`` (n,).

        In double precision: close to, not exactly, where single precision says so. Between the first and last knot; one
        of them where it never does.
        """
        piece = sum((height.take(places) < target).astype(np.int64) for height in self.heights[1:-1])
        before = piece * self.knots.shape[1] + places
        after = before + self.knots.shape[1]
        knots, heights = self.knots.reshape(-1), self.heights.reshape(-1)
        left, low = knots.take(before), heights.take(before)
        run, rise = knots.take(after) - left, heights.take(after) - low
        share = np.divide(target - low, rise, out=np.zeros_like(rise), where=rise > 0)
        made: Doubles = left + np.clip(share, 0.0, 1.0) * run
        return made


def draw_line(places: Places) -> Line:
    """Draw the line of each place within ±``HARDEST``."""
    fields = (places.gap, places.cap, places.salience, places.firm, places.welcome, places.noise)
    gap, cap, salience, firm, welcome, noise = (values.astype(np.float64) for values in fields)
    spread = np.maximum(places.spread.astype(np.float64), 1e-12)
    met, most = -gap / spread, (cap - gap) / spread  # in this order
    bends = [met, most]
    if firm.any():
        give = -1.0 / (FIRMNESS_SPREAD * spread)  # where red lines give way
        bends = [np.minimum(met, give), np.maximum(met, np.minimum(give, most)), np.maximum(most, give)]
    first, last, zero = (np.full(places.size, end) for end in (-HARDEST, HARDEST, 0.0))
    knots = [first, *(np.minimum(np.maximum(bend, first), last) for bend in bends), last]
    heights = []
    for knot in knots:  # row by row: small arrays stay in the processor's cache
        moved = spread * knot
        hurt = np.minimum(np.maximum(gap + moved, zero), cap) * salience
        hurt += firm * np.maximum(1.0 + FIRMNESS_SPREAD * moved, zero)
        heights.append(hurt * welcome + noise * knot)
    return Line(np.stack(knots), np.stack(heights))
