"""Simulations as jobs: a part is a few blocks of worlds of one issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from positions.game import IssueArrays
from positions.simulation import Ensemble, IssueForecast
from positions.simulation.part_counts import counts_from_bytes, counts_to_bytes
from positions.simulation.simulate import BlockResult, Stage, combine, part_count, play_part, set_stage
from positions.simulation.worlds import BLOCK_WORLDS
from positions.work.content import content_key
from positions.work.engine import play_jobs
from positions.work.job import Job
from positions.work.remote import Workers
from positions.work.store import Store

__all__ = ["Run", "forecasts", "simulation_job"]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One issue to simulate; see :func:`positions.simulation.simulate_issue`."""

    arrays: IssueArrays
    ensemble: Ensemble
    tried: tuple[str, ...]
    talked: tuple[str, ...]
    draws: int


def simulation_job(run: Run) -> Job[Stage, BlockResult]:
    """Return the job that simulates one issue."""
    return Job(
        key=content_key("simulation", BLOCK_WORLDS, run),
        parts=part_count(run.draws, run.ensemble.size),
        prepare=partial(
            set_stage, run.arrays, run.ensemble, tried=run.tried, talked=run.talked, draws=run.draws
        ),
        play=_play,
        read=partial(
            counts_from_bytes,
            actors=len(run.arrays.actors),
            wordings=len(run.arrays.wordings),
            members=run.ensemble.size,
            texts=len(run.tried) + 1,
        ),
    )  # fmt: skip


def _play(stage: Stage, number: int) -> bytes:
    return counts_to_bytes(play_part(stage, number))


def forecasts(
    runs: Sequence[Run],
    *,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[IssueForecast, ...]:
    """Simulate several issues, here or on a cluster: the same forecasts as one by one, to the last bit.

    Finished parts are looked up and kept in ``store``, and dropped once all forecasts are made. For the arguments and
    errors see :func:`positions.work.engine.play_jobs`.
    """
    jobs = [simulation_job(run) for run in runs]
    made: dict[int, IssueForecast] = {}
    for j, parts in play_jobs(jobs, address=address, store=store, progress=progress):
        run = runs[j]
        stage = set_stage(run.arrays, run.ensemble, tried=run.tried, talked=run.talked, draws=run.draws)
        made[j] = combine(stage, parts)
    if store is not None:
        for job in jobs:
            store.drop(job.key)
    return tuple(made[j] for j in range(len(runs)))
