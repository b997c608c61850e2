"""Every reference model at once, from the same stances."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.reference.actors import PointForecast
from positions.reference.averages import compromise, constant, mean, salience_mean, weighted_median
from positions.reference.challenge import challenge
from positions.reference.election import election
from positions.reference.exchange import LIMIT, exchange
from positions.reference.exchange_search import possible_exchanges
from positions.reference.nash import nash_bargaining

__all__ = ["MODELS", "Model", "issue_models", "side_by_side", "trades"]


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the catalogue: what it is called, what it believes in one line, who published it."""

    name: str
    title: str
    belief: str
    source: str
    kind: Literal["mean", "median", "baseline", "process"]


MODELS: Mapping[str, Model] = {
    m.name: m
    for m in (
        Model("constant", "middle of the scale", "positions do not matter", "", "baseline"),
        Model("mean", "mean", "everybody counts the same", "", "mean"),
        Model("salience-mean", "mean by salience", "who cares more, weighs more", "Van den Bos 1991", "mean"),
        Model(
            "compromise",
            "compromise: mean by salience × power",
            "who cares more and can do more, weighs more; all give way to all",
            "Van den Bos 1991; Thomson et al. 2006",
            "mean",
        ),
        Model(
            "pool",
            "pool: compromise and Markov election",
            "half of what each of the two says, for neither is shown to be better",
            "",
            "mean",
        ),
        Model("median-lower", "weighted median, lower", "the middle voter decides", "Black 1948", "median"),
        Model("median-upper", "weighted median, upper", "the middle voter decides", "Black 1948", "median"),
        Model("condorcet", "Condorcet winner", "what beats everything else by votes", "Black 1948", "median"),
        Model(
            "nash",
            "Nash bargaining, no agreement bad for all",
            "all fear failure alike; gains are shared",
            "Nash 1950; Achen 2006",
            "mean",
        ),
        Model(
            "nash-reference",
            "Nash bargaining from the fallback",
            "nobody accepts less than the fallback gives",
            "Nash 1950; Thomson et al. 2006",
            "process",
        ),
        Model(
            "election-conditional",
            "probabilistic Condorcet election",
            "the stronger coalition probably wins each contest",
            "KTAB v1.4",
            "process",
        ),
        Model(
            "election-markov-uniform",
            "probabilistic Condorcet election, Markov",
            "as before, with challengers coming one after the other",
            "KTAB v1.4",
            "process",
        ),
        Model(
            "challenge-literal",
            "expected utility, as printed",
            "actors challenge each other and give way to stronger ones",
            "Scholz, Calbert and Smith 2011",
            "process",
        ),
        Model(
            "challenge-table2",
            "expected utility, as in Table 2",
            "the same, in the form that gives the published numbers",
            "Scholz, Calbert and Smith 2011",
            "process",
        ),
        Model(
            "exchange",
            "position exchange",
            "actors trade issues they care less about",
            "Stokman and Van Oosten 1994",
            "process",
        ),
    )
}


def side_by_side(
    position: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    fallback: ArrayLike | None = None,
    challenge_rounds: int = 10,
    exchange_rounds: int = 1,
    progress: Callable[[], None] | None = None,
) -> tuple[Mapping[str, PointForecast], ...]:
    """Return every model's forecast for every issue, from the same stances.

    Parameters
    ----------
    position, salience : array, shape (D, I)
        NaN = unknown. Salience is a share (0..1).
    power : array, shape (D,) or (D, I)
    bounds : (float, float)
        Ends of the scale; the constant is its middle.
    fallback : array, shape (I,), optional
        What stands on each issue if nothing is agreed; NaN = unknown, and then ``nash-reference`` says nothing.
    progress : callable, optional
        Called once for each finished issue.

    Returns
    -------
    tuple of mappings, one an issue
        Model name → forecast, in the order of ``MODELS``.

    Examples
    --------
    >>> rows = side_by_side([[0.0], [0.4], [1.0]], [[1.0], [1.0], [1.0]], [1.0, 1.0, 2.0])
    >>> {name: round(f.point, 2) for name, f in rows[0].items() if f.answered}["compromise"]
    0.6
    """
    x, s, c, stands = _matrices(position, salience, power, fallback)
    traded = trades(x, s, c, bounds=bounds, rounds=exchange_rounds)
    rows = []
    for i in range(x.shape[1]):
        found = issue_models(x[:, i], s[:, i], c[:, i], bounds, float(stands[i]), challenge_rounds)
        found["exchange"] = traded[i]
        rows.append({name: found[name] for name in MODELS})
        if progress is not None:
            progress()
    return tuple(rows)


def _matrices(
    position: ArrayLike, salience: ArrayLike, power: ArrayLike, fallback: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats]:
    x, s, c = (np.asarray(a, dtype=float) for a in (position, salience, power))
    if x.ndim != 2 or s.shape != x.shape:
        raise ValueError(f"two matrices (actors, issues) are needed; shapes are {x.shape} and {s.shape}")
    c = np.broadcast_to(c[:, None], x.shape) if c.ndim == 1 else c
    stands = np.full(x.shape[1], np.nan) if fallback is None else np.asarray(fallback, dtype=float)
    if stands.shape != x.shape[1:]:
        raise ValueError(f"one fallback an issue is needed: shape {stands.shape}, {x.shape[1]} issues")
    return x, s, c, stands


def trades(
    x: Floats, s: Floats, c: Floats, *, bounds: tuple[float, float], rounds: int = 1
) -> tuple[PointForecast, ...]:
    """Return the position exchange model's forecast for every issue, the only model that looks at all of them at once.

    All matrices are (D, I); for the other arguments see :func:`side_by_side`.
    """
    possible = possible_exchanges(x, s, c)
    if possible > LIMIT:
        too_many = f"not run: {possible:,} exchanges are possible, more than {LIMIT:,}"
        return tuple(PointForecast("exchange", float("nan"), 0, too_many) for _ in range(x.shape[1]))
    traded = exchange(x, s, c, bounds=bounds, rounds=rounds)
    return tuple(map(traded.forecast, range(x.shape[1])))


def issue_models(
    x: Floats, s: Floats, c: Floats, bounds: tuple[float, float], fallback: float, rounds: int
) -> dict[str, PointForecast]:
    """Return the forecasts of all models that look at one issue alone; columns are (D,)."""
    lower, upper, winner = weighted_median(x, s, c).forecasts()
    if np.isnan(fallback):
        held = PointForecast("nash-reference", float("nan"), 0, "no forecast: what stands without agreement is unknown")
    else:
        held = nash_bargaining(x, s, c, reference=fallback)
    middle = compromise(x, s, c)
    elected = election(x, s, c, bounds=bounds, method="markov-uniform").forecast()
    halves = "mean of the compromise and of the Markov election" if middle.answered else middle.how
    return {
        "constant": constant((bounds[0] + bounds[1]) / 2),
        "mean": mean(x),
        "salience-mean": salience_mean(x, s),
        "compromise": middle,
        "pool": PointForecast("pool", (middle.point + elected.point) / 2, middle.actors, halves),
        "median-lower": lower,
        "median-upper": upper,
        "condorcet": winner,
        "nash": nash_bargaining(x, s, c),
        "nash-reference": held,
        "election-conditional": election(x, s, c, bounds=bounds).forecast(),
        "election-markov-uniform": elected,
        "challenge-literal": challenge(x, s, c, variant="literal", rounds=rounds).forecast(),
        "challenge-table2": challenge(x, s, c, variant="table2", rounds=rounds).forecast(),
    }
