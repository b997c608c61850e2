"""Simulate an issue: every wording in every world, and the negotiation that runs through them.

A negotiation run in one world: the tabled text is put; objections are voiced; those on the list of private
consultations are seen; pressure works (the objection game); if somebody still objects, the chair moves to the next
text of the path, and at the deadline to the fallback; if even that is blocked, or is none, there is no text.
All texts meet the same world, so what sinks one may sink the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays, talked_mask
from positions.model import NO_TEXT
from positions.simulation.bands import band
from positions.simulation.board import Board, can_object, lay_board
from positions.simulation.ensemble import Ensemble, readings
from positions.simulation.kernel import Played, play
from positions.simulation.overruling import overruled_worlds
from positions.simulation.pivots import pivotal_worlds
from positions.simulation.results import IssueForecast, WordingForecast
from positions.simulation.setting import common_setting, make_setting
from positions.simulation.tally import STATES, Tally
from positions.simulation.worlds import block_sizes, hardness_block

__all__ = [
    "DEFAULT_DRAWS",
    "BlockResult",
    "Stage",
    "combine",
    "part_count",
    "play_block",
    "play_part",
    "set_stage",
    "simulate_issue",
]

DEFAULT_DRAWS = 1000
MOST_SHOWN = 12  # blocs reported for a wording
PART_BLOCKS = 8  # blocks that are played in one go; who plays them changes nothing
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """An issue ready to be simulated: everything that no draw changes. W wordings.

    ``boards[w]`` is set for the actors that can object to wording w, ``columns`` are those that can object to any;
    ``order`` the rows of the wordings in the order in which they are tried.
    """

    arrays: IssueArrays
    ensemble: Ensemble
    positions: NDArray[np.float64]  # (M, W)
    boards: tuple[Board, ...]
    columns: Ints
    order: tuple[int, ...]
    talked: tuple[str, ...]
    draws: int


@dataclass(slots=True)
class BlockResult:
    """Counts of some blocks: a tally per wording, and how often each text is what stands at the end, (T + 1, M)."""

    tallies: tuple[Tally, ...]
    finals: Ints

    def merge(self, other: BlockResult) -> None:
        """Add the counts of other blocks."""
        for mine, theirs in zip(self.tallies, other.tallies, strict=True):
            mine.merge(theirs)
        self.finals += other.finals


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
        Called once for each finished block (see :func:`positions.simulation.worlds.block_sizes`).
    """
    stage = set_stage(arrays, ensemble, tried=tried, talked=talked, draws=draws)
    return combine(stage, (play_part(stage, n, progress) for n in range(part_count(draws, ensemble.size))))


def set_stage(
    arrays: IssueArrays,
    ensemble: Ensemble,
    *,
    tried: Sequence[str] = (),
    talked: tuple[str, ...] = (),
    draws: int = DEFAULT_DRAWS,
) -> Stage:
    """Work out everything that no draw changes."""
    x = readings(arrays, ensemble.size, ensemble.seed)
    mask = talked_mask(arrays, talked)
    count = range(len(arrays.wordings))
    common = common_setting(arrays, ensemble.members)
    settings = (make_setting(arrays, w, x[:, w], ensemble.members, talked=mask, common=common) for w in count)
    boards = tuple(lay_board(s, can_object(s)) for s in settings)
    columns = np.unique(np.concatenate([*(b.columns for b in boards), np.empty(0, dtype=np.int64)])).astype(np.int64)
    order = tuple(arrays.wording(w) for w in tried)
    return Stage(arrays, ensemble, x, boards, columns, order, talked, draws)


def part_count(draws: int, members: int) -> int:
    """Return how many parts of ``PART_BLOCKS`` blocks a run has."""
    return -(-len(block_sizes(draws, members)) // PART_BLOCKS)


def play_part(stage: Stage, number: int, progress: Callable[[], None] | None = None) -> BlockResult:
    """Play some blocks, in order, and add them up: the piece of work that a worker does at a time. Pure."""
    blocks = range(len(block_sizes(stage.draws, stage.ensemble.size)))[number * PART_BLOCKS :][:PART_BLOCKS]
    if not blocks:
        raise ValueError(f"there is no part {number}")
    made = _nothing_yet(stage)
    for block in blocks:
        play_block(stage, block, made)
        if progress is not None:
            progress()
    return made


def play_block(stage: Stage, number: int, so_far: BlockResult | None = None) -> BlockResult:
    """Play all wordings in one block of worlds, and add the counts to those ``so_far``, if any.

    Pure otherwise: the same arguments give the same counts anywhere.
    """
    members = stage.ensemble.size
    made = so_far or _nothing_yet(stage)
    draws = block_sizes(stage.draws, members)[number]
    hardness = hardness_block(stage.arrays, stage.columns, stage.ensemble, number, draws)
    passes = np.ones((len(stage.boards), draws * members), dtype=bool)
    everyone = np.arange(len(stage.arrays.actors))
    for w, (board, tally) in enumerate(zip(stage.boards, made.tallies, strict=True)):
        active = board.columns
        tally.settle_rest(board.setting, draws, np.setdiff1d(everyone, active))
        if active.size == 0:
            tally.pass_all(draws)
            continue
        mine = hardness if active.size == stage.columns.size else hardness[np.searchsorted(stage.columns, active)]
        played = play(board, mine)
        tally.add(played, pivotal_worlds(played))
        passes[w] = ~played.greatest.any(axis=0) | _overrule(stage, number, played, tally)
    made.finals += _run(passes, stage.order, members)
    return made


def _nothing_yet(stage: Stage) -> BlockResult:
    members = stage.ensemble.size
    tallies = tuple(Tally(len(stage.arrays.actors), members) for _ in stage.boards)
    return BlockResult(tallies, np.zeros((len(stage.order) + 1, members), dtype=np.int64))


def _overrule(stage: Stage, number: int, played: Played, tally: Tally) -> NDArray[np.bool_]:
    """Return (N,): worlds in which the chair passes over one isolated objector; count them as passed."""
    lifted = overruled_worlds(stage.arrays, stage.ensemble, number, played)
    tally.passed += lifted.reshape(-1, tally.members).sum(axis=0)
    return lifted


def _run(passes: NDArray[np.bool_], order: Sequence[int], members: int) -> Ints:
    """Return how often each tried text, and none, is what stands: the first that nobody blocks. (T + 1, M)."""
    still = np.ones(passes.shape[1], dtype=bool)
    made = np.zeros((len(order) + 1, members), dtype=np.int64)
    for t, w in enumerate(order):
        taken = still & passes[w]
        made[t] = taken.reshape(-1, members).sum(axis=0)
        still &= ~taken
    made[-1] = still.reshape(-1, members).sum(axis=0)
    return made


def combine(stage: Stage, results: Iterable[BlockResult]) -> IssueForecast:
    """Put the parts' counts together, in the order of their numbers.

    Counts are whole numbers and any order would do, but for the list of blocs: it is cut when it grows too long.
    """
    whole: BlockResult | None = None
    for result in results:
        if whole is None:
            whole = result
        else:
            whole.merge(result)
    if whole is None:
        raise ValueError("nothing was simulated: draws must be at least 1")
    arrays = stage.arrays
    tried = tuple(arrays.wordings[w] for w in stage.order)
    wordings = tuple(_wording(stage, w, tally) for w, tally in enumerate(whole.tallies))
    shares = whole.finals / stage.draws
    names = (*tried, NO_TEXT)
    return IssueForecast(
        issue=arrays.issue,
        wordings=wordings,
        final_text={name: float(shares[t].mean()) for t, name in enumerate(names)},
        final_bands={name: band(shares[t]) for t, name in enumerate(names)},
        tried=tried,
        talked=stage.talked,
        seed=stage.ensemble.seed,
        draws=stage.draws,
        members=stage.ensemble.members,
    )


def _wording(stage: Stage, w: int, tally: Tally) -> WordingForecast:
    arrays, worlds = stage.arrays, tally.worlds
    passed = tally.passed / stage.draws
    states = tally.states / worlds
    let_go = tally.let_go / np.maximum(1, tally.let_go_n)
    named = ((tuple(arrays.actors[d] for d in bloc), n) for bloc, n in tally.frequent_blocs(MOST_SHOWN))
    ordered = sorted(named, key=lambda item: (-item[1], sorted(item[0])))[:MOST_SHOWN]

    def shares(counts: Ints) -> dict[str, float]:
        return {a: float(counts[d] / worlds) for d, a in enumerate(arrays.actors) if counts[d] > 0}

    return WordingForecast(
        issue=arrays.issue,
        wording=arrays.wordings[w],
        actors=arrays.actors,
        p_consensus=band(passed),
        p_lone_holdout=band(tally.lone / stage.draws),
        by_member=passed,
        position=band(stage.positions[:, w]),
        states={a: dict(zip(STATES, row, strict=True)) for a, row in zip(arrays.actors, states.tolist(), strict=True)},
        blocs=tuple((bloc, n / worlds) for bloc, n in ordered),
        co_blocking=tally.together / worlds,
        pivotal=shares(tally.pivotal),
        voiced=shares(tally.voiced),
        let_go={a: float(let_go[d]) for d, a in enumerate(arrays.actors) if tally.let_go_n[d] > 0},
        talked=stage.talked,
    )
