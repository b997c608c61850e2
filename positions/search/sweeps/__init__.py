"""Grids and scenarios: the same meeting with other numbers, other people in the room, another order of tabling."""

from positions.search.sweeps.axes import Axis, apply_value, check_axis, read_axis
from positions.search.sweeps.plan import MOST_POINTS, Plan, Point, make_plan
from positions.search.sweeps.run import Row, Sweep, sweep

__all__ = [
    "MOST_POINTS",
    "Axis",
    "Plan",
    "Point",
    "Row",
    "Sweep",
    "apply_value",
    "check_axis",
    "make_plan",
    "read_axis",
    "sweep",
]
