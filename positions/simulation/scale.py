"""The draws of hardness among which a tipping point is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.simulation.setting import HARDEST

__all__ = ["Scale", "among_all", "among_draws"]

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scale:
    """The draws of hardness that matter, in ascending order: ``size`` of them for each place.

    ``value(places, steps)`` gives the draws with the numbers ``steps`` at the places with the numbers ``places``;
    ``step(draws)`` the number of the draw nearest below, where that does not take longer than looking for it.
    """

    size: int
    value: Callable[[Ints, Ints], Singles]
    step: Callable[[Doubles], Ints] | None = None


def among_all() -> Scale:
    """Return the scale of all single-precision numbers within ±``HARDEST``."""
    half = int(np.float32(HARDEST).view(np.int32))

    def value(_: Ints, step: Ints) -> Singles:
        signed = step - half
        bits = np.abs(signed).astype(np.int32).view(np.float32)
        return np.where(signed < 0, -bits, bits)

    def step(draws: Doubles) -> Ints:
        bits = np.abs(draws).astype(np.float32).view(np.int32).astype(np.int64)
        return np.where(draws < 0, half - bits, half + bits)

    return Scale(2 * half + 1, value, step)


def among_draws(ordered: Singles, actors: Ints) -> Scale:
    """Return the scale of given draws (A, M, K), in ascending order along the last axis, for ``actors`` (C,).

    It takes fewer steps than all numbers.
    """
    _, members, count = ordered.shape
    flat = ordered.reshape(-1)
    start = ((actors[:, None] * members + np.arange(members)) * count).reshape(-1)
    return Scale(count, lambda places, steps: flat.take(start[places] + steps))
