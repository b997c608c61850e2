"""Simulations as jobs: a part is a few blocks of worlds of one issue, its counts plain arrays of whole numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from positions.arrays import Ints
from positions.game import PreparedIssue, seat_drawn
from positions.simulation.draws import BLOCK_WORLDS
from positions.simulation.ensemble import Ensemble
from positions.simulation.results import IssueForecast
from positions.simulation.simulate import (
    BlockResult,
    PreparedSimulation,
    combine,
    part_count,
    play_part,
    prepare_simulation,
)
from positions.simulation.tally import STATES, Tally
from positions.work.engine import play_jobs
from positions.work.job import Job
from positions.work.remote import Workers
from positions.work.store import Store

__all__ = ["Run", "counts_from_bytes", "counts_to_bytes", "forecasts", "simulation_job"]

BY_MEMBER = ("passed", "lone")
BY_ACTOR = ("pivotal", "voiced", "let_go", "let_go_n")
FLAT = ("bloc_wording", "bloc_times")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One issue to simulate; see :func:`positions.simulation.simulate_issue`."""

    arrays: PreparedIssue
    ensemble: Ensemble
    tried: tuple[str, ...]
    fallback: str
    talked: tuple[str, ...]
    draws: int


def simulation_job(run: Run) -> Job[PreparedSimulation, BlockResult]:
    """Return the job that simulates one issue."""
    return Job(
        content=("simulation", BLOCK_WORLDS, run),
        parts=part_count(run.draws, run.ensemble.size),
        prepare=partial(_prepare, run),
        play=_play,
        read=partial(
            counts_from_bytes,
            actors=len(seat_drawn(run.arrays).actors),
            wordings=len(run.arrays.wordings),
            members=run.ensemble.size,
            ends=len(run.tried) + 2,
        ),
    )  # fmt: skip


def _prepare(run: Run) -> PreparedSimulation:
    return prepare_simulation(
        run.arrays, run.ensemble, tried=run.tried, fallback=run.fallback, talked=run.talked, draws=run.draws
    )


def _play(prepared: PreparedSimulation, number: int) -> bytes:
    return counts_to_bytes(play_part(prepared, number))


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
        made[j] = combine(_prepare(runs[j]), parts)
    if store is not None:
        for job in jobs:
            store.drop(job.key)
    return tuple(made[j] for j in range(len(runs)))


def counts_to_bytes(result: BlockResult) -> bytes:
    """Return the counts as a compressed ``.npz``."""
    tallies = result.tallies
    blocs = [(w, bloc, n) for w, tally in enumerate(tallies) for bloc, n in tally.blocs.items()]
    held: dict[str, Ints] = {
        name: np.array([getattr(tally, name) for tally in tallies], dtype=np.int64)
        for name in (*BY_MEMBER, *BY_ACTOR, "states", "together", "worlds", "other_blocs")
    }
    held["finals"] = result.finals
    held["bloc_wording"] = np.array([w for w, _, _ in blocs], dtype=np.int64)
    held["bloc_times"] = np.array([n for _, _, n in blocs], dtype=np.int64)
    width = -(-tallies[0].actors // 8) if tallies else 0
    named = np.frombuffer(b"".join(bloc for _, bloc, _ in blocs), dtype=np.uint8).reshape(len(blocs), width)
    out = io.BytesIO()
    np.savez_compressed(out, bloc_actors=named, **held)  # type: ignore[arg-type]
    return out.getvalue()


def counts_from_bytes(data: bytes, *, actors: int, wordings: int, members: int, ends: int) -> BlockResult:
    """Return the counts; ``ends`` is in how many ways a negotiation may end: each text tried, the fallback, forwarded.

    Raises
    ------
    ValueError
        When the bytes hold anything else.
    """
    shapes: dict[str, tuple[int, ...]] = {
        **dict.fromkeys(BY_MEMBER, (wordings, members)),
        **dict.fromkeys(BY_ACTOR, (wordings, actors)),
        "states": (wordings, actors, len(STATES)),
        "together": (wordings, actors, actors),
        "worlds": (wordings,),
        "other_blocs": (wordings,),
        "finals": (ends, members),
    }
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            held: dict[str, Ints] = {name: file[name] for name in (*shapes, *FLAT)}
            named = file["bloc_actors"]
    except (KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"no counts: {error}") from error
    wrong = [name for name, shape in shapes.items() if held[name].shape != shape]
    wrong += [name for name, values in held.items() if values.dtype != np.int64]
    blocs = len(held["bloc_times"])
    if held["bloc_wording"].shape != (blocs,) or named.shape != (blocs, -(-actors // 8)) or named.dtype != np.uint8:
        wrong.append("bloc_actors")
    if wrong:
        raise ValueError(f"counts of another case: {', '.join(wrong)}")
    made = []
    for w in range(wordings):
        tally = Tally(actors, members, worlds=int(held["worlds"][w]))
        for name in (*BY_MEMBER, *BY_ACTOR, "states", "together"):
            setattr(tally, name, held[name][w].copy())
        tally.other_blocs = int(held["other_blocs"][w])
        made.append(tally)
    for w, n, bloc in zip(held["bloc_wording"], held["bloc_times"], named, strict=True):
        made[w].blocs[bloc.tobytes()] = int(n)
    return BlockResult(tuple(made), held["finals"])
