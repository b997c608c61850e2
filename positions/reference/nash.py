"""Nash bargaining on one issue, with and without a reference point.

Asymmetric solution: ``x* = argmax Σ w_i ln(u_i(x) − d_i)`` with quadratic loss (Nash 1950; weights after Harsanyi and
Selten 1972). *With* a reference point ``r`` (what stands if nothing is agreed), ``d_i = u_i(r)`` and an actor
only agrees to what is better for it than ``r``; when nothing is better for all, ``r`` stands. *Without* one, no
agreement is taken to be equally and much worse for everybody (Achen 2006): the solution then tends to the compromise
model.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.reference.actors import NOBODY, PointForecast, known

__all__ = ["nash_bargaining"]

Value = Callable[[float], tuple[Floats, Floats]]
STEPS = 100  # halvings: more than a float has digits


def nash_bargaining(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    reference: float | None = None,
    dread: float = 2.0,
) -> PointForecast:
    """Return the asymmetric Nash bargaining solution on one issue.

    Parameters
    ----------
    position, salience, power : array, shape (D,)
        NaN = unknown. Weights are salience times power.
    reference : float, optional
        What stands if nothing is agreed. NaN is an error: an unknown reference point is no reference point.
    dread : float
        Without a reference point: no agreement is as bad as an outcome this many ranges away. Ours.

    Examples
    --------
    >>> round(nash_bargaining([0, 100], [1, 1], [3, 1], dread=50).point, 1)  # near the compromise model's 25
    25.0
    >>> nash_bargaining([20, 80], [1, 1], [1, 1], reference=50).how
    'nothing is better for all than the reference point, which stands'
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
        return PointForecast(model, math.nan, 0, NOBODY)
    low, high = float(x.min()), float(x.max())
    if reference is None:
        if low == high:
            return PointForecast(model, low, x.size, "everybody holds the same position")
        far = dread * (high - low)
        point = _solve(w, low, high, lambda at: (far**2 - (x - at) ** 2, 2 * (x - at)))
        return PointForecast(model, point, x.size, f"no agreement counts as an outcome {dread:g} ranges away, for all")
    if low <= reference <= high:
        how = "nothing is better for all than the reference point, which stands"
        return PointForecast(model, float(reference), x.size, how)
    nearest = low if low > reference else high
    limit = 2 * nearest - reference  # beyond it the nearest actor is worse off than with the reference point
    ends = sorted((float(reference), limit))
    point = _solve(w, ends[0], ends[1], lambda at: ((reference - x) ** 2 - (x - at) ** 2, 2 * (x - at)))
    return PointForecast(model, point, x.size, f"best product of gains over the reference point {reference:g}")


def _solve(w: Floats, low: float, high: float, value: Value) -> float:
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
