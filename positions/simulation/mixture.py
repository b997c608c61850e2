"""Several forecasts of one issue as one: each world is a world of one of them, with a chance that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from positions.simulation.results import Chance, IssueForecast, WordingForecast, band
from positions.simulation.simulate import MOST_SHOWN

__all__ = ["mixed_chance", "mixed_forecast"]

Parts = Sequence[tuple[float, Any]]


def mixed_chance(parts: Sequence[tuple[float, Chance]]) -> Chance:
    """Return the chance of one text: in each parameter set the chances of the parts, weighted."""
    by_member = _sum(parts, lambda chance: chance.by_member)
    return Chance(band(by_member), by_member)


def mixed_forecast(parts: Sequence[tuple[float, IssueForecast]]) -> IssueForecast:
    """Return the forecast of an issue whose worlds are those of the parts, each with its share.

    Parameters
    ----------
    parts : sequence of (share, IssueForecast)
        Of the same issue, texts, parameter sets and seed; shares add up to 1.
    """
    first = parts[0][1]
    return replace(
        first,
        wordings=tuple(_wording([(s, f.wordings[n]) for s, f in parts]) for n in range(len(first.wordings))),
        final_by_member=_each(parts, lambda forecast: forecast.final_by_member),
        draws=min(forecast.draws for _, forecast in parts),
    )


def _wording(parts: Sequence[tuple[float, WordingForecast]]) -> WordingForecast:
    first = parts[0][1]
    blocs = _each(parts, lambda w: dict(w.blocs))
    # a mean round over those that let go: weighted by how many do
    leaves = [(s * (w.voiced.get(a, 0.0) - w.p_objects(a)), a, r) for s, w in parts for a, r in w.let_go.items()]
    going = {a: sum(weight for weight, who, _ in leaves if who == a) for _, a, _ in leaves}
    return replace(
        first,
        by_member=_sum(parts, lambda w: w.by_member),
        lone_by_member=_sum(parts, lambda w: w.lone_by_member),
        states={a: _each([(s, w.states) for s, w in parts], itemgetter(a)) for a in first.states},
        blocs=tuple(sorted(blocs.items(), key=lambda item: (-item[1], sorted(item[0])))[:MOST_SHOWN]),
        co_blocking=_sum(parts, lambda w: w.co_blocking),
        pivotal=_each(parts, lambda w: w.pivotal),
        voiced=_each(parts, lambda w: w.voiced),
        let_go={
            a: sum(weight * r for weight, who, r in leaves if who == a) / going[a]
            for a in first.actors
            if going.get(a, 0.0) > 0
        },
        drawn=_each(parts, lambda w: w.drawn),
    )


def _sum(parts: Parts, of: Callable[[Any], Any]) -> Any:
    return sum(share * of(forecast) for share, forecast in parts)


def _each(parts: Parts, of: Callable[[Any], Mapping[Any, Any]]) -> dict[Any, Any]:
    """Return the weighted sum under each key; what is not in one of them is 0 there."""
    keys = dict.fromkeys(key for _, forecast in parts for key in of(forecast))
    return {key: sum(share * of(forecast).get(key, 0.0) for share, forecast in parts) for key in keys}
