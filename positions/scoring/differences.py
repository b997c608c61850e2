"""Where the models differ on an issue, and why, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from positions.reference import PointForecast

__all__ = ["where_they_differ"]

ALIKE = 0.1  # of the ladder: nearer than this is the same answer; ours
PULL = 0.05  # of the ladder: a difference worth a sentence; ours
AVERAGES = ("mean", "salience-mean", "compromise", "nash")
MEDIANS = ("median-lower", "median-upper", "condorcet")


def where_they_differ(forecasts: Mapping[str, PointForecast], *, fallback: float, actors: int) -> tuple[str, ...]:
    """Return sentences that say what the models disagree about.

    Parameters
    ----------
    forecasts : mapping of model name to PointForecast
        On the ladder 0..1.
    fallback : float
        Where the fallback stands.
    actors : int
        How many hold a position.

    Examples
    --------
    >>> from positions.reference import side_by_side
    >>> rows = side_by_side([[0.0], [0.1], [1.0]], [[1.0], [1.0], [1.0]], [1.0, 1.0, 1.0])
    >>> where_they_differ(rows[0], fallback=0.0, actors=3)[0]
    'Averages say 0.37–0.38, between the sides; medians say 0.10, where half of the weight is reached.'
    """
    told = {name: f.point for name, f in forecasts.items() if f.answered and name != "constant"}
    if actors == 0 or "compromise" not in told:
        return ("No delegation's stance is known: no model has anything to say.",)
    if actors == 1:
        return ("One delegation alone holds a position: every model can only repeat it.",)
    free = [v for name, v in told.items() if name != "nash-reference"]
    if max(free) - min(free) <= ALIKE:
        words = [f"All models say {_range(free)}: how stances are weighed hardly matters here."]
    else:
        words = [*_middle(told), *_weights(told), *_processes(told)]
    if "nash-reference" in told and abs(told["nash-reference"] - fallback) < 1e-9:
        words.append(
            f"Bargaining from the fallback ({fallback:.2f}) with a veto for all moves nothing: "
            "no move is better for everybody."
        )
    elif "nash-reference" in told:
        words.append(
            f"Bargaining from the fallback ({fallback:.2f}) with a veto for all ends at {told['nash-reference']:.2f}."
        )
    return tuple(words)


def _range(values: Iterable[float]) -> str:
    ordered = sorted(values)
    low, high = f"{ordered[0]:.2f}", f"{ordered[-1]:.2f}"
    return low if low == high else f"{low}–{high}"


def _middle(told: Mapping[str, float]) -> list[str]:
    averages = [told[n] for n in AVERAGES if n in told]
    medians = [told[n] for n in MEDIANS if n in told]
    if told["median-upper"] - told["median-lower"] > ALIKE:
        return [
            f"Averages say {_range(averages)}; the weight splits exactly in half between "
            f"{told['median-lower']:.2f} and {told['median-upper']:.2f}, so medians decide nothing."
        ]
    if abs(told["compromise"] - told["condorcet"]) <= ALIKE:
        return [f"Averages ({_range(averages)}) and medians ({_range(medians)}) agree."]
    return [
        f"Averages say {_range(averages)}, between the sides; medians say {_range(medians)}, "
        "where half of the weight is reached."
    ]


def _weights(told: Mapping[str, float]) -> list[str]:
    words = []
    by_salience = told["salience-mean"] - told["mean"]
    by_power = told["compromise"] - told["salience-mean"]
    if abs(by_salience) > PULL:
        side = "more" if by_salience > 0 else "less"
        words.append(f"Those who care most want {side}: salience moves the mean by {by_salience:+.2f}.")
    if abs(by_power) > PULL:
        side = "more" if by_power > 0 else "less"
        words.append(f"The influential want {side}: power moves it by {by_power:+.2f}.")
    return words


def _processes(told: Mapping[str, float]) -> list[str]:
    words = []
    base = told["compromise"]
    if "exchange" in told and abs(told["exchange"] - base) > PULL:
        words.append(f"Trades with other issues would move the compromise from {base:.2f} to {told['exchange']:.2f}.")
    ends = {n: told[n] for n in ("challenge-literal", "challenge-table2") if n in told}
    if ends and any(abs(v - told["condorcet"]) > ALIKE for v in ends.values()):
        listed = " or ".join(dict.fromkeys(f"{v:.2f}" for v in ends.values()))
        words.append(
            f"If actors challenge each other, the median ends at {listed}: "
            "some give in to others who threaten more credibly."
        )
    return words
