"""The constant: the middle of the scale, whatever anybody wants. What every model has to beat."""

from __future__ import annotations

from positions.reference.forecast import PointForecast

__all__ = ["constant"]


def constant(value: float) -> PointForecast:
    """Forecast ``value``.

    Examples
    --------
    >>> constant(50.0).point
    50.0
    """
    return PointForecast("constant", float(value), 0, f"always {value:g}, whatever the positions are")
