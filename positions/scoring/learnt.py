"""How far outcomes fell from the compromise model's forecast in EU decisions: quantiles, in units of dispersion.

Derived from 172 issues of 69 proposals, 1995–2000 (DEU, third release, doi 10.34810/data53) by
``benchmarks/eu_decisions.py``, which prints them into ``docs/score-eu-decisions.md``. They come from one organisation,
which mostly decides by majority: whether they carry over to a meeting that decides by consensus is not known.
"""

from __future__ import annotations

from positions.scoring.spread import SpreadForecast, spread_from

__all__ = ["LEARNT_FROM", "LEARNT_LEVELS", "LEARNT_MISSES", "learnt_spread"]

LEARNT_FROM = "172 EU decisions, 1995–2000"
LEARNT_LEVELS: tuple[float, ...] = tuple((2 * k + 1) / 80 for k in range(40))
_TABLE = """
0.020 0.059 0.087 0.102 0.179 0.188 0.215 0.237 0.250 0.283
0.308 0.321 0.337 0.354 0.380 0.398 0.409 0.451 0.490 0.508
0.526 0.556 0.589 0.634 0.661 0.707 0.784 0.819 0.882 0.919
0.961 1.000 1.039 1.156 1.238 1.306 1.451 1.798 2.110 2.758
"""
LEARNT_MISSES: tuple[float, ...] = tuple(float(value) for value in _TABLE.split())


def learnt_spread(point: float, scale: float, bounds: tuple[float, float]) -> SpreadForecast:
    """Return a forecast around the compromise model's ``point`` with the spread that EU decisions showed.

    Parameters
    ----------
    point : float
        The compromise model's forecast.
    scale : float
        :func:`positions.scoring.dispersion` of the same positions.

    Examples
    --------
    >>> low, high = learnt_spread(0.5, 0.2, (0.0, 1.0)).interval(0.8)
    >>> 0.2 < low < 0.4 and 0.6 < high < 0.8
    True
    """
    return spread_from(point, scale, LEARNT_MISSES, bounds, learnt_from=LEARNT_FROM)
