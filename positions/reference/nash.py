"""Nash bargaining on one issue, with and without a reference point.

Asymmetric solution: ``x* = argmax Σ w_i ln(u_i(x) − d_i)`` (Nash 1950; weights after Harsanyi and Selten 1972).
*With* a reference point ``r`` (what stands if nothing is agreed), ``d_i = u_i(r)`` and an actor only agrees to what is
better for it than ``r``; when nothing is better for all, ``r`` stands. *Without* one, no agreement is taken to be
equally and much worse for everybody (Achen 2006): with quadratic loss the solution then tends to the compromise model.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from positions.reference.forecast import PointForecast
from positions.reference.known import FloatArray, known

__all__ = ["nash_bargaining"]

Loss = Literal["linear", "quadratic"]
Value = Callable[[float], tuple[FloatArray, FloatArray]]
STEPS = 100  # halvings: more than a float has digits


def nash_bargaining(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    reference: float | None = None,
    loss: Loss = "quadratic",
    dread: float = 2.0,
) -> PointForecast:
    """Return the asymmetric Nash bargaining solution on one issue.

    Parameters
    ----------
    position, salience, power : array, shape (D,)
        NaN = unknown. Weights are salience times power.
    reference : float, optional
        What stands if nothing is agreed. NaN is an error: an unknown reference point is no reference point.
    loss : {"linear", "quadratic"}
        How utility falls with distance.
    dread : float
        Without a reference point: no agreement is as bad as an outcome this many ranges away. Ours.

    Examples
    --------
    >>> round(nash_bargaining([0, 100], [1, 1], [3, 1], dread=50).point, 1)  # near the compromise model's 25
    25.0
    >>> nash_bargaining([20, 80], [1, 1], [1, 1], reference=50).how
    'nothing is better for all than the reference point, which stands'
    >>> round(nash_bargaining([60, 80], [1, 1], [1, 1], reference=0, loss="linear").point, 6)
    60.0
    """
    if reference is not None and not math.isfinite(reference):
        raise ValueError("the reference point is unknown: leave it out instead")
    if dread < 1:
        raise ValueError("dread is at least 1: no agreement cannot be better than the worst agreement")
    model = "nash" if reference is None else "nash-reference"
    actors = known(position, salience, power)
    carries = actors.weight > 0
    x, w = actors.position[carries], actors.weight[carries]
    if not x.size:
        return PointForecast(model, math.nan, 0, "no forecast: no known position carries any weight")
    low, high = float(x.min()), float(x.max())
    if reference is None:
        if low == high:
            return PointForecast(model, low, x.size, "everybody holds the same position")
        far = dread * (high - low)
        point = _solve(w, low, high, lambda at: _value_far(x, at, far, loss))
        return PointForecast(model, point, x.size, f"no agreement counts as an outcome {dread:g} ranges away, for all")
    if low <= reference <= high:
        how = "nothing is better for all than the reference point, which stands"
        return PointForecast(model, float(reference), x.size, how)
    nearest = low if low > reference else high
    limit = 2 * nearest - reference  # beyond it the nearest actor is worse off than with the reference point
    ends = sorted((float(reference), limit))
    point = _solve(w, ends[0], ends[1], lambda at: _value_reference(x, at, reference, loss))
    return PointForecast(model, point, x.size, f"best product of gains over the reference point {reference:g}")


def _value_far(x: FloatArray, at: float, far: float, loss: Loss) -> tuple[FloatArray, FloatArray]:
    """Gain over no agreement and its slope, actor by actor."""
    distance = np.abs(x - at)
    if loss == "linear":
        return far - distance, np.sign(x - at)
    return far**2 - distance**2, 2 * (x - at)


def _value_reference(x: FloatArray, at: float, reference: float, loss: Loss) -> tuple[FloatArray, FloatArray]:
    if loss == "linear":
        return np.abs(reference - x) - np.abs(x - at), np.sign(x - at)
    return (reference - x) ** 2 - (x - at) ** 2, 2 * (x - at)


def _solve(w: FloatArray, low: float, high: float, value: Value) -> float:
    """Find where the slope of Σ w ln gain changes sign; the sum is concave, so it does so once."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        gain, slope = value(middle)
        if np.any(gain <= 0):  # rounding at the very end of the range
            break
        if float(w @ (slope / gain)) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
