"""Simulate an issue: every wording in every world, and the negotiation that runs through them.

A negotiation run in one world: the tabled text is put; objections are voiced; those on the list of private
consultations are seen; pressure works (the objection game); if somebody still objects, the chair moves to the next
text of the path, and at the deadline to the fallback; if even that is blocked, or is none, there is no text.
All texts meet the same world, so what sinks one may sink the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays
from positions.model import NO_TEXT, Parameters
from positions.objection import talked_mask
from positions.simulation.bands import band
from positions.simulation.ensemble import Ensemble, issue_seed, readings
from positions.simulation.kernel import Played, can_object, play
from positions.simulation.pivots import pivotal_worlds
from positions.simulation.results import IssueForecast, WordingForecast
from positions.simulation.setting import Setting, make_setting
from positions.simulation.tally import STATES, Tally
from positions.simulation.worlds import hardness_chunks

Floats = NDArray[np.float64]
__all__ = ["DEFAULT_DRAWS", "MemberResult", "combine", "play_member", "simulate_issue"]

DEFAULT_DRAWS = 1000
MemberResult = tuple[tuple[Tally, ...], NDArray[np.int64]]  # tallies per wording, (T + 1,) counts of final texts


def simulate_issue(
    arrays: IssueArrays,
    ensemble: Ensemble,
    *,
    tried: Sequence[str] = (),
    talked: tuple[str, ...] = (),
    draws: int = DEFAULT_DRAWS,
    progress: Callable[[], None] | None = None,
) -> IssueForecast:
    """Simulate every wording of an issue.

    Parameters
    ----------
    arrays : IssueArrays
    ensemble : Ensemble
        Parameter sets and the seed.
    tried : sequence of str
        Wordings in the order in which they are put; the last one is the fallback if there is one.
    talked : tuple of str
        Delegations seen in private.
    draws : int
        Worlds per member of the ensemble.
    progress : callable, optional
        Called once for each finished member.
    """
    x = readings(arrays, ensemble.size, ensemble.seed)
    order = [arrays.wording(w) for w in tried]
    results: list[MemberResult] = []
    for m in range(ensemble.size):
        results.append(play_member(arrays, ensemble.members[m], x[m], order, talked, draws, ensemble.seed, m))
        if progress is not None:
            progress()
    return combine(arrays, ensemble, x, results, tuple(tried), talked, draws)


def play_member(
    arrays: IssueArrays,
    parameters: Parameters,
    positions: NDArray[np.float64],
    order: Sequence[int],
    talked: tuple[str, ...],
    draws: int,
    seed: int,
    member: int,
) -> MemberResult:
    """Play all wordings in one member of the ensemble. Pure: the same arguments give the same counts anywhere."""
    mask = talked_mask(arrays, talked)
    count = len(arrays.wordings)
    settings = [make_setting(arrays, w, float(positions[w]), parameters, talked=mask) for w in range(count)]
    active = [can_object(s) for s in settings]
    columns = np.unique(np.concatenate([*active, np.empty(0, dtype=np.int64)])).astype(np.int64)
    tallies = tuple(Tally(len(arrays.actors)) for _ in range(count))
    finals = np.zeros(len(order) + 1, dtype=np.int64)
    for w in range(count):
        rest = np.setdiff1d(np.arange(len(arrays.actors)), active[w])
        tallies[w].settle_rest(settings[w], draws, rest)
        if active[w].size == 0:
            tallies[w].pass_all(draws)
    ruling = np.random.default_rng(issue_seed(seed, arrays.issue, 3, member)) if parameters.overrule > 0 else None
    if columns.size == 0:
        finals[0] += draws  # nobody can object to anything: the first text stands
        return tallies, finals
    for hardness in hardness_chunks(arrays, columns, parameters.group_correlation, draws, seed, member):
        passes = np.ones((hardness.shape[0], count), dtype=bool)
        luck: Floats | None = ruling.random((hardness.shape[0],)) if ruling is not None else None
        for w in range(count):
            if active[w].size:
                played = _play_one(settings[w], active[w], hardness, columns, tallies[w])
                blocked = played.greatest.any(axis=1)
                if luck is not None:
                    blocked &= ~_overrule(arrays, played, np.less(luck, parameters.overrule), tallies[w])
                passes[:, w] = ~blocked
        finals += _run(passes, order)
    return tallies, finals


def _play_one(
    setting: Setting,
    active: NDArray[np.int64],
    hardness: NDArray[np.float32],
    columns: NDArray[np.int64],
    tally: Tally,
) -> Played:
    """Play one wording in one chunk of worlds and count it."""
    mine = hardness if active.size == columns.size else hardness[:, np.searchsorted(columns, active)]
    played = play(setting, mine, active, trace=True)
    tally.add(setting, played, pivotal_worlds(setting, played))
    return played


def _overrule(arrays: IssueArrays, played: Played, ruled: NDArray[np.bool_], tally: Tally) -> NDArray[np.bool_]:
    """Return (n,): worlds in which the chair passes over a single isolated objector; count them as passed."""
    alone = (played.greatest * arrays.seats[played.columns]).sum(axis=1) == 1
    lifted: NDArray[np.bool_] = alone & ruled
    tally.passed += int(lifted.sum())
    return lifted


def _run(passes: NDArray[np.bool_], order: Sequence[int]) -> NDArray[np.int64]:
    """Return how often each tried text, and none, is what stands: the first that nobody blocks. (T + 1,)."""
    still = np.ones(passes.shape[0], dtype=bool)
    made = np.zeros(len(order) + 1, dtype=np.int64)
    for t, w in enumerate(order):
        taken = still & passes[:, w]
        made[t] = int(taken.sum())
        still &= ~taken
    made[-1] = int(still.sum())
    return made


def combine(
    arrays: IssueArrays,
    ensemble: Ensemble,
    positions: NDArray[np.float64],
    results: Sequence[MemberResult],
    tried: tuple[str, ...],
    talked: tuple[str, ...],
    draws: int,
) -> IssueForecast:
    """Put the members' counts together, in the order of the members."""
    wordings = tuple(
        _wording(arrays, w, [tallies[w] for tallies, _ in results], positions[:, w], talked)
        for w in range(len(arrays.wordings))
    )
    shares = np.array([finals / draws for _, finals in results])  # (M, T + 1)
    names = (*tried, NO_TEXT)
    return IssueForecast(
        issue=arrays.issue,
        wordings=wordings,
        final_text={name: float(shares[:, t].mean()) for t, name in enumerate(names)},
        final_bands={name: band(shares[:, t]) for t, name in enumerate(names)},
        tried=tried,
        talked=talked,
        seed=ensemble.seed,
        draws=draws,
        members=ensemble.members,
    )


def _wording(
    arrays: IssueArrays, w: int, tallies: Sequence[Tally], positions: NDArray[np.float64], talked: tuple[str, ...]
) -> WordingForecast:
    worlds = sum(t.worlds for t in tallies)
    states = np.sum([t.states for t in tallies], axis=0) / worlds
    passed = np.array([t.passed / t.worlds for t in tallies])
    lone = np.array([t.lone / t.worlds for t in tallies])
    gone = np.sum([t.let_go_n for t in tallies], axis=0)
    let_go = np.sum([t.let_go for t in tallies], axis=0) / np.maximum(1, gone)
    pivotal = np.sum([t.pivotal for t in tallies], axis=0) / worlds
    voiced = np.sum([t.voiced for t in tallies], axis=0) / worlds
    total = tallies[0].blocs.copy()
    for t in tallies[1:]:
        total.update(t.blocs)
    ordered = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:12]
    return WordingForecast(
        issue=arrays.issue,
        wording=arrays.wordings[w],
        actors=arrays.actors,
        p_consensus=band(passed),
        p_lone_holdout=band(lone),
        by_member=passed,
        position=band(positions),
        states={a: dict(zip(STATES, map(float, states[d]), strict=True)) for d, a in enumerate(arrays.actors)},
        blocs=tuple((tuple(arrays.actors[d] for d in bloc), n / worlds) for bloc, n in ordered),
        co_blocking=np.sum([t.together for t in tallies], axis=0) / worlds,
        pivotal={a: float(pivotal[d]) for d, a in enumerate(arrays.actors) if pivotal[d] > 0},
        voiced={a: float(voiced[d]) for d, a in enumerate(arrays.actors) if voiced[d] > 0},
        let_go={a: float(let_go[d]) for d, a in enumerate(arrays.actors) if gone[d] > 0},
        talked=talked,
    )
