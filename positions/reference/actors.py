"""Who counts on an issue, and what a model forecasts there. Unknown is never zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Floats, Ints

__all__ = ["NOBODY", "Floats", "Known", "PointForecast", "known", "read_only", "read_only_int"]

NOBODY = "no forecast: no known position carries any weight"


@dataclass(frozen=True, slots=True)
class PointForecast:
    """One model's forecast of where one issue ends.

    Parameters
    ----------
    model : str
        Stable name of the model, e.g. ``median-lower``.
    point : float
        On the scale of the positions; NaN when the model gives no forecast.
    actors : int
        How many actors it counted.
    how : str
        In plain words: what was done, how many rounds or offers, why it stopped.
    """

    model: str
    point: float
    actors: int
    how: str

    @property
    def answered(self) -> bool:
        """Whether there is a forecast at all."""
        return not math.isnan(self.point)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The actors that count on one issue.

    Parameters
    ----------
    index : ndarray of int, shape (n,)
        Their places in the arrays that were given.
    position, salience, power : ndarray of float, shape (n,)
        Without any NaN.
    left_out : int
        How many actors were left out, because their position (or a weight that is needed) is unknown.
    """

    index: Ints
    position: Floats
    salience: Floats
    power: Floats
    left_out: int

    @property
    def weight(self) -> Floats:
        """Salience times power, shape (n,)."""
        return self.salience * self.power


def known(position: ArrayLike, salience: ArrayLike | None = None, power: ArrayLike | None = None) -> Known:
    """Return the actors with a known position and, where weights are given, known weights.

    Parameters
    ----------
    position : array of float, shape (D,)
        NaN = unknown.
    salience, power : array of float, shape (D,), optional
        None = the same for everybody (1). NaN = unknown: that actor is left out.

    Raises
    ------
    ValueError
        When shapes differ, a value is infinite or a weight is negative.

    Examples
    --------
    >>> import numpy as np
    >>> k = known([10, np.nan, 30], salience=[0.5, 1.0, 0.2])
    >>> k.position.tolist(), k.weight.tolist(), k.left_out
    ([10.0, 30.0], [0.5, 0.2], 1)
    """
    x = np.asarray(position, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"positions on one issue have one dimension, not {x.ndim}")
    columns = [x]
    for name, given in (("salience", salience), ("power", power)):
        column = np.ones_like(x) if given is None else np.asarray(given, dtype=float)
        if column.shape != x.shape:
            raise ValueError(f"{name} has shape {column.shape}, positions have {x.shape}")
        if np.any(column < 0):
            raise ValueError(f"{name} is negative for actor {int(np.flatnonzero(column < 0)[0])}")
        columns.append(column)
    if any(np.isinf(column).any() for column in columns):
        raise ValueError("positions and weights must be finite; NaN stands for unknown")
    there = ~np.isnan(np.stack(columns)).any(axis=0)
    index = np.flatnonzero(there)
    picked = [read_only(column[there]) for column in columns]
    return Known(read_only_int(index), picked[0], picked[1], picked[2], int(x.size - index.size))


def read_only(array: Floats) -> Floats:
    """Return ``array`` as a copy that cannot be written to."""
    copy = np.array(array, dtype=float)
    copy.flags.writeable = False
    return copy


def read_only_int(array: Ints) -> Ints:
    """Return ``array`` as a copy of integers that cannot be written to."""
    copy = np.array(array, dtype=np.int64)
    copy.flags.writeable = False
    return copy
