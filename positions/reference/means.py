"""Averages of positions: plain, by salience, and by salience times power (the compromise model).

The compromise model is Van den Bos (1991) as used by Thomson et al. (2006, *The European Union Decides*):
``O = Σ c_i s_i x_i / Σ c_i s_i``. Achen (2006, ch. 4 there) shows why it comes near the Nash bargaining solution
when no agreement is far worse than any agreement.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from positions.reference.forecast import PointForecast
from positions.reference.known import FloatArray, Known, known, read_only

__all__ = ["Levers", "compromise", "levers", "mean", "salience_mean"]


def mean(position: ArrayLike) -> PointForecast:
    """Return the plain mean of the known positions.

    Examples
    --------
    >>> mean([0.0, 100.0, float("nan")]).point
    50.0
    """
    return _average("mean", known(position), "mean of the known positions")


def salience_mean(position: ArrayLike, salience: ArrayLike) -> PointForecast:
    """Return the mean weighted by salience.

    Examples
    --------
    >>> salience_mean([0.0, 100.0], [0.25, 0.75]).point
    75.0
    """
    return _average("salience-mean", known(position, salience), "mean weighted by salience")


def compromise(position: ArrayLike, salience: ArrayLike, power: ArrayLike) -> PointForecast:
    """Return the compromise model: the mean weighted by salience times power.

    Examples
    --------
    >>> compromise([0.0, 100.0], [1.0, 1.0], [3.0, 1.0]).point
    25.0
    """
    return _average("compromise", known(position, salience, power), "mean weighted by salience times power")


def _average(model: str, actors: Known, how: str) -> PointForecast:
    total = float(actors.weight.sum())
    if total <= 0:
        return PointForecast(model, math.nan, 0, "no forecast: no known position carries any weight")
    point = float(actors.weight @ actors.position) / total
    missing = f"; {actors.left_out} unknown, left out" if actors.left_out else ""
    return PointForecast(model, point, actors.position.size, how + missing)


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """What moves the compromise model's forecast, actor by actor (NaN where an actor is unknown).

    Parameters
    ----------
    share : ndarray, shape (D,)
        Change of the outcome for one unit of movement: ``w_i / Σ w``.
    without : ndarray, shape (D,)
        Outcome without the actor; NaN when nobody else carries weight.
    pull : ndarray, shape (D,)
        Change of the outcome for one unit more of weight: ``(x_i − O) / Σ w``.
    """

    outcome: float
    share: FloatArray
    without: FloatArray
    pull: FloatArray


def levers(position: ArrayLike, salience: ArrayLike, power: ArrayLike) -> Levers:
    """Return the exact derivatives and leave-one-out values of the compromise model.

    Examples
    --------
    >>> levers([0.0, 100.0], [1.0, 1.0], [3.0, 1.0]).without.tolist()
    [100.0, 0.0]
    """
    import numpy as np

    actors = known(position, salience, power)
    outcome = _average("compromise", actors, "").point
    weight, total = actors.weight, float(actors.weight.sum())
    size = np.asarray(position).size
    columns = np.full((3, size), np.nan)
    if total > 0:
        others = total - weight
        columns[0, actors.index] = weight / total
        with np.errstate(divide="ignore", invalid="ignore"):
            columns[1, actors.index] = np.where(
                others > 0, (outcome * total - weight * actors.position) / others, np.nan
            )
        columns[2, actors.index] = (actors.position - outcome) / total
    return Levers(outcome, read_only(columns[0]), read_only(columns[1]), read_only(columns[2]))
