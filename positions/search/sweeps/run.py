"""Simulate every point of a plan; the worlds are the same at every point, so that differences are no noise."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from positions.errors import PositionsError
from positions.game import prepare_issue
from positions.model import NO_TEXT, Case
from positions.search.sweeps.plan import Plan, Point, case_at
from positions.simulation import Band, make_ensemble, simulate_issue, simulate_vote
from positions.work import Job, Store, Workers, play_jobs

__all__ = ["Row", "Sweep", "sweep"]

CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Row:
    """One wording of one issue at one point, or that no text stands (``no_text``).

    ``passes`` is the chance that it passes when it is put to the room on its own, ``stands`` that it is what stands
    at the end; None where that is not asked (no text is not put; a vote takes one text and ends).
    """

    point: int
    issue: str
    wording: str
    passes: Band | None
    stands: Band | None


@dataclass(frozen=True, slots=True)
class Sweep:
    """The result: rows in the order of points, issues and wordings, and how they were made."""

    plan: Plan
    rows: tuple[Row, ...]
    seed: int
    draws: int
    members: int

    def at(self, point: int, issue: str, wording: str) -> Row:
        """Return one row; KeyError when there is none."""
        for row in self.rows:
            if (row.point, row.issue, row.wording) == (point, issue, wording):
                return row
        raise KeyError((point, issue, wording))


@dataclass(frozen=True, slots=True)
class _Work:
    """What every part shares."""

    case: Case
    plan: Plan
    seed: int
    draws: int
    members: int


def sweep(
    case: Case,
    plan: Plan,
    *,
    seed: int,
    draws: int,
    members: int,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> Sweep:
    """Simulate every point.

    Parameters
    ----------
    case : Case
    plan : Plan
        From :func:`positions.search.sweeps.make_plan`.
    draws, members : int
        Worlds for each parameter set, and parameter sets.
    address, store, progress
        See :func:`positions.work.engine.play_jobs`; a part is one issue at one point.
    """
    work = _Work(case, plan, seed, draws, members)
    job = Job(
        content=("sweep", case, plan, seed, draws, members),
        parts=len(plan.points) * len(plan.issues),
        prepare=partial(_same, work),
        play=_play,
        read=_read,
    )
    rows: list[Row] = []
    for _, parts in play_jobs([job], address=address, store=store, progress=progress):
        rows = [row for part in parts for row in part]
    if store is not None:
        store.drop(job.key)
    return Sweep(plan, tuple(rows), seed, draws, members)


def _same(work: _Work) -> _Work:
    return work


def _play(work: _Work, number: int) -> bytes:
    at, i = divmod(number, len(work.plan.issues))
    rows = _rows(work, at, work.plan.points[at], work.plan.issues[i])
    return json.dumps(rows, allow_nan=False).encode()


def _rows(work: _Work, at: int, point: Point, issue: str) -> list[list[Any]]:
    case = case_at(work.case, work.plan, point)
    ensemble = make_ensemble(case.parameters, members=work.members, seed=work.seed)
    held = case.issues[issue]
    arrays = prepare_issue(case, issue)
    here = set(arrays.actors)
    talked = tuple(t for t in dict.fromkeys(t.target for t in held.talks) if t in here) if point.talks else ()
    if point.rule != CONSENSUS:
        rule = _rule(point.rule, arrays.actors, arrays.seats)
        made = []
        for w in arrays.wordings:
            found = simulate_vote(arrays, ensemble, w, [rule], talked=talked, draws=work.draws)
            made.append([at, issue, w, _three(found.rules[0].adoption), None])
        return made
    forecast = simulate_issue(
        arrays,
        ensemble,
        tried=point.order or held.try_order(),
        fallback=held.fallback,
        talked=talked,
        draws=work.draws,
    )
    rows: list[list[Any]] = [
        [at, issue, w.wording, _three(w.p_consensus), _three(forecast.final_bands.get(w.wording))]
        for w in forecast.wordings
    ]
    if NO_TEXT in forecast.final_bands:
        rows.append([at, issue, NO_TEXT, None, _three(forecast.final_bands[NO_TEXT])])
    return rows


def _rule(text: str, actors: Sequence[str], seats: Any) -> Any:
    from positions.voting import parse_rule

    try:
        return parse_rule(text, [a for a, n in zip(actors, seats, strict=True) for _ in range(int(n))])
    except ValueError as error:
        raise PositionsError(f"{text}: {error}", hint="somebody whom the rule names may be absent") from None


def _three(band: Band | None) -> list[float] | None:
    return None if band is None else [band.median, band.low, band.high]


def _read(content: bytes) -> list[Row]:
    try:
        return [
            Row(_whole(at), _words(issue), _words(wording), _band(passes), _band(stands))
            for at, issue, wording, passes, stands in json.loads(content)
        ]
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no rows: {error}") from error


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a name")
    return value


def _band(value: Any) -> Band | None:
    if value is None:
        return None
    median, low, high = (float(v) for v in value)
    if not all(map(math.isfinite, (median, low, high))):
        raise ValueError("not finite")
    return Band(median, low, high)
