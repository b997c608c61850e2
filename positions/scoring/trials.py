"""Many parameter sets, spread over their ranges, each play the decided issues of a case, in parts."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from positions.casefiles.checks.parameter import LIMITS
from positions.game import issue_arrays
from positions.model import NO_TEXT, Case, Parameters, ParameterSpec
from positions.scoring.record import decided_issues
from positions.simulation import Ensemble, block_sizes, make_ensemble
from positions.simulation.simulate import Stage, play_block, set_stage
from positions.simulation.worlds import BLOCK_WORLDS
from positions.work import Job, Store, Workers, content_key, play_jobs

__all__ = ["Trial", "trial_blocks", "try_parameters", "widened"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What every parameter set makes of every decided issue. S sets.

    Parameters
    ----------
    specs : tuple of ParameterSpec
        The ranges that were tried.
    sets : tuple of Parameters
    finals : mapping of issue id to (mapping of text to ndarray (S,))
        Share of worlds in which a text, or ``no_text``, stands at the end.
    readings, draws : int
        Readings of the text for each set, and worlds for each reading.
    talks : bool
        Whether the private talks that the case declares were held.
    """

    specs: tuple[ParameterSpec, ...]
    sets: tuple[Parameters, ...]
    finals: Mapping[str, Mapping[str, Floats]]
    readings: int
    draws: int
    seed: int
    talks: bool

    @property
    def worlds(self) -> int:
        """Worlds for each set and issue."""
        return self.readings * self.draws

    def chance(self, issue: str, text: str) -> Floats:
        """Return (S,): the probability of a final text, never quite 0 or 1: (hits + 1/2) / (worlds + 1)."""
        share = self.finals[issue].get(text)
        if share is None:
            share = np.zeros(len(self.sets))
        made: Floats = (share * self.worlds + 0.5) / (self.worlds + 1)
        return made


def widened(specs: Sequence[ParameterSpec]) -> tuple[ParameterSpec, ...]:
    """Return ranges from a third of the low end to twice the high end, as far as a parameter has a meaning.

    Whoever set the ranges of a replay may have known how it ended; wide ranges depend less on that.

    Examples
    --------
    >>> from positions.model import PARAMETERS
    >>> [(s.symbol, round(s.low, 3), round(s.high, 3)) for s in widened(PARAMETERS)[:2]]
    [('β', 0.017, 0.3), ('κ', 0.1, 1.4)]
    """
    ends = {s.name: LIMITS.get(s.name, (0.0, 1e9)) for s in specs}
    return tuple(replace(s, low=max(ends[s.name][0], s.low / 3), high=min(ends[s.name][1], 2 * s.high)) for s in specs)


def trial_blocks(case: Case, *, sets: int, readings: int, draws: int) -> int:
    """Return how often :func:`try_parameters` reports progress."""
    return len(decided_issues(case)) * len(block_sizes(draws, sets * readings))


def try_parameters(
    case: Case,
    *,
    seed: int,
    specs: Sequence[ParameterSpec] | None = None,
    sets: int = 256,
    readings: int = 8,
    draws: int = 32,
    talks: bool = True,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> Trial:
    """Play every decided issue with every parameter set.

    Parameters
    ----------
    specs : sequence of ParameterSpec, optional
        Ranges to try; the case's own when left out.
    sets : int
        Best a power of two (Sobol balance).
    readings, draws : int
        Readings of the text for each set, and worlds for each reading.
    talks : bool
        Hold the private talks that the case declares.
    address, store, progress
        See :func:`positions.work.engine.play_jobs`; a part is one block of worlds of one issue. Who plays it
        changes nothing.

    Raises
    ------
    ValueError
        When no issue of the case has a decided outcome.
    """
    issues = decided_issues(case)
    if not issues:
        raise ValueError("no issue of this case has an outcome")
    ranges = tuple(specs if specs is not None else case.parameters)
    tried = make_ensemble(ranges, members=sets, seed=seed).members
    ensemble = Ensemble(tuple(p for p in tried for _ in range(readings)), seed)
    jobs = [_job(case, name, ensemble, (tried, readings, seed), talks=talks, draws=draws) for name in issues]
    finals: dict[str, Mapping[str, Floats]] = {}
    for j, blocks in play_jobs(jobs, address=address, store=store, progress=progress):
        counts = np.sum(blocks, axis=0)
        share = counts.reshape(len(counts), len(tried), readings).sum(axis=2) / (readings * draws)
        texts = (*case.issues[issues[j]].try_order(), NO_TEXT)
        finals[issues[j]] = {t: sum((share[k] for k, u in enumerate(texts) if u == t), np.zeros(sets)) for t in texts}
    if store is not None:
        for job in jobs:
            store.drop(job.key)
    return Trial(ranges, tried, {name: finals[name] for name in issues}, readings, draws, seed, talks)


def _job(case: Case, name: str, ensemble: Ensemble, made_of: object, *, talks: bool, draws: int) -> Job[Stage, Ints]:
    issue = case.issues[name]
    arrays, order = issue_arrays(case, name), issue.try_order()
    seen = tuple(dict.fromkeys(t.target for t in issue.talks)) if talks else ()
    return Job(
        key=content_key("trial", BLOCK_WORLDS, arrays, made_of, order, seen, draws),
        parts=len(block_sizes(draws, ensemble.size)),
        prepare=partial(set_stage, arrays, ensemble, tried=order, talked=seen, draws=draws),
        play=_play,
        read=partial(_read, shape=(len(order) + 1, ensemble.size)),
    )


def _play(stage: Stage, number: int) -> bytes:
    out = io.BytesIO()
    np.save(out, play_block(stage, number).finals, allow_pickle=False)
    return out.getvalue()


def _read(content: bytes, *, shape: tuple[int, int]) -> Ints:
    """Return how often each text stood at the end, (T + 1, M); ValueError when the bytes hold anything else."""
    try:
        found = np.load(io.BytesIO(content), allow_pickle=False)
    except (OSError, EOFError) as error:
        raise ValueError(f"no counts: {error}") from error
    if not isinstance(found, np.ndarray) or found.shape != shape or found.dtype != np.int64:
        raise ValueError("counts of another case")
    return found
