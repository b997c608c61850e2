"""The published models on a record of past negotiations, in parts that anybody can play: one issue of one of them.

The exchange model looks at all issues of a negotiation at once and is a part of its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from positions.arrays import Floats
from positions.reference import MODELS, PointForecast, issue_models, trades
from positions.work import Job, Store, Workers, play_jobs

__all__ = ["Negotiation", "backtest", "backtest_parts"]


@dataclass(frozen=True, slots=True, eq=False)
class Negotiation:
    """Issues that were negotiated together.

    Parameters
    ----------
    position, salience, power : ndarray (D, I)
        As in :func:`positions.reference.side_by_side`; NaN = unknown.
    fallback : ndarray (I,)
    """

    position: Floats
    salience: Floats
    power: Floats
    fallback: Floats

    @property
    def issues(self) -> int:
        """I."""
        return int(self.position.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    held: tuple[Negotiation, ...]
    bounds: tuple[float, float]
    challenge_rounds: int

    def part(self, number: int) -> tuple[Negotiation, int]:
        """Return whose part this is, and which issue; -1 for the exchange model."""
        for one in self.held:
            if number <= one.issues:
                return one, number - 1
            number -= one.issues + 1
        raise IndexError(number)


def backtest_parts(record: Sequence[Negotiation]) -> int:
    """Return how many parts :func:`backtest` has."""
    return sum(one.issues + 1 for one in record)


def backtest(
    record: Sequence[Negotiation],
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    challenge_rounds: int = 10,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[tuple[Mapping[str, PointForecast], ...], ...]:
    """Return for each negotiation what ``side_by_side`` returns, to the last bit.

    For ``address``, ``store``, ``progress`` and errors see :func:`positions.work.engine.play_jobs`. Parts are
    dropped once all are there.

    Examples
    --------
    >>> import numpy as np
    >>> one = Negotiation(np.array([[0.0], [1.0]]), np.ones((2, 1)), np.ones((2, 1)), np.array([0.0]))
    >>> backtest([one])[0][0]["mean"].point
    0.5
    """
    work = _Record(tuple(record), bounds, challenge_rounds)
    job = Job(("backtest", work), backtest_parts(record), partial(_same, work), _play, _read)
    ((_, parts),) = play_jobs([job], address=address, store=store, progress=progress)
    if store is not None:
        store.drop(job.key)
    made: list[tuple[Mapping[str, PointForecast], ...]] = []
    waiting = iter(parts)
    for one in record:
        exchanged = next(waiting)
        rows = [next(waiting) | {"exchange": exchanged[str(i)]} for i in range(one.issues)]
        made.append(tuple({name: row[name] for name in MODELS} for row in rows))
    return tuple(made)


def _same(work: _Record) -> _Record:
    return work


def _play(work: _Record, number: int) -> bytes:
    one, i = work.part(number)
    x, s, c = one.position, one.salience, one.power
    if i < 0:
        found = {str(n): f for n, f in enumerate(trades(x, s, c, bounds=work.bounds))}
    else:
        columns = x[:, i], s[:, i], c[:, i]
        found = issue_models(*columns, work.bounds, float(one.fallback[i]), work.challenge_rounds)
    rows = [[name, f.model, float(f.point) if f.answered else None, int(f.actors), f.how] for name, f in found.items()]
    return json.dumps(rows, allow_nan=False).encode()


def _read(content: bytes) -> dict[str, PointForecast]:
    try:
        return {
            str(name): PointForecast(str(model), math.nan if point is None else float(point), int(actors), str(how))
            for name, model, point, actors, how in json.loads(content)
        }
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no forecasts: {error}") from error
