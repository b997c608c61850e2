"""Simulate an issue: every wording in every world, and the negotiation that runs through them.

A negotiation run in one world: the tabled text is put; objections are voiced; those on the list of private
consultations are seen; pressure works (the objection game); if somebody still objects, the chair moves to the next
text of the path. Where none of them passes, the fallback stands: it is not put to the room, for nobody has to agree to
it. All texts meet the same world, so what sinks one may sink the next. Unless the matter must be decided, it may be
forwarded: before each text is put, with the chance ``forwarding``, since time runs out and chairs defer; and where no
text passed and none stands anyway, with the chance ``forwarding_at_end``. Records know that end more often than the
adoption of the first text.

Worlds are played until the bands are settled: until the two halves of the draws give each number of each band alike to
within a point, at most the number asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.defaults import DRAWS
from positions.game import ONE_SEAT, PreparedIssue, seat_drawn, talked_mask
from positions.model import NO_TEXT
from positions.simulation.draws import Draws, block_sizes, draw_block, forwarding_block
from positions.simulation.ensemble import Ensemble, readings
from positions.simulation.kernel import PreparedGame, can_object, passes_in, pivotal_worlds, play
from positions.simulation.prepared import prepare_room, prepare_wording
from positions.simulation.results import FORWARDED, Chance, IssueForecast, WordingForecast, band
from positions.simulation.tally import STATES, Tally

__all__ = [
    "BlockResult",
    "PreparedSimulation",
    "combine",
    "part_count",
    "play_part",
    "prepare_simulation",
    "simulate_issue",
]

MOST_SHOWN = 12  # blocs reported for a wording
PART_BLOCKS = 2  # blocks that are played in one go; after each part the bands are looked at
SETTLED = 0.01  # largest difference between the bands of the two halves of the draws


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSimulation:
    """An issue ready to be simulated: everything that no draw changes. W wordings.

    Parameters
    ----------
    games : tuple of PreparedGame
        For each wording, with the actors that can object to it.
    columns : ndarray (C,)
        The actors that can object to any wording.
    order : tuple of int
        Rows of the wordings in the order in which they are tried.
    fallback : str
        What stands if none of them passes.
    draws : int
        Most worlds for each member of the ensemble.
    forwards : bool
        Whether the matter may be forwarded.
    known : int
        How many actors there are without the seats of which nothing is known; these come last in ``arrays``.
    """

    arrays: PreparedIssue
    ensemble: Ensemble
    positions: Floats  # (M, W)
    games: tuple[PreparedGame, ...]
    columns: Ints
    order: tuple[int, ...]
    fallback: str
    talked: tuple[str, ...]
    draws: int
    forwards: bool
    known: int


@dataclass(slots=True)
class BlockResult:
    """Counts of some blocks: a tally per wording, and how often the negotiation ends in each way, (T + 2, M).

    The ways are the T texts in the order in which they are tried, the fallback, and that the matter is forwarded.
    """

    tallies: tuple[Tally, ...]
    finals: Ints

    @property
    def draws(self) -> int:
        """Worlds for each member of the ensemble."""
        return self.tallies[0].worlds // self.tallies[0].members

    def merge(self, other: BlockResult) -> None:
        """Add the counts of other blocks."""
        for mine, theirs in zip(self.tallies, other.tallies, strict=True):
            mine.merge(theirs)
        self.finals += other.finals

    def counted(self) -> Ints:
        """Return (W + T + 2, M): the counts that bands are made of."""
        return np.vstack([*(t.passed for t in self.tallies), *self.finals])


def simulate_issue(
    arrays: PreparedIssue,
    ensemble: Ensemble,
    *,
    tried: Sequence[str] = (),
    fallback: str = NO_TEXT,
    talked: Sequence[str] = (),
    draws: int = DRAWS,
    progress: Callable[[], None] | None = None,
) -> IssueForecast:
    """Simulate every wording of an issue.

    Parameters
    ----------
    arrays : PreparedIssue
    ensemble : Ensemble
        Parameter sets and the seed.
    tried : sequence of str
        Wordings in the order in which they are put.
    fallback : str
        What stands if none of them passes: a wording or ``no_text``.
    talked : sequence of str
        Delegations seen in private. An UnknownNameError for one that is no delegation of the case.
    draws : int
        Most worlds per member of the ensemble.
    progress : callable, optional
        Called once for each part that is finished, or is not needed any more (see :func:`part_count`).
    """
    prepared = prepare_simulation(arrays, ensemble, tried=tried, fallback=fallback, talked=talked, draws=draws)
    count = part_count(draws, ensemble.size)
    return combine(prepared, (play_part(prepared, n) for n in range(count)), progress)


Luck = dict[tuple[object, ...], Draws]  # blocks of draws for all actors, to be used again for other texts


def text_chance(
    arrays: PreparedIssue,
    ensemble: Ensemble,
    *,
    talked: Sequence[str] = (),
    draws: int = DRAWS,
    luck: Luck | None = None,
) -> Chance:
    """Return the chance that :func:`simulate_issue` gives to the only text of ``arrays``, and nothing else: sooner.

    Parameters
    ----------
    luck : dict, optional
        Draws that were made before for the same issue; what is made is added.
    """
    prepared = prepare_simulation(arrays, ensemble, talked=talked, draws=draws)
    (game,) = prepared.games
    kept = {} if luck is None else luck
    everyone, table = np.arange(len(prepared.arrays.actors)), prepared.arrays
    same = (table.issue, table.actors, *(a.tobytes() for a in (table.drawn, table.floor, table.ideal)))
    sizes = block_sizes(draws, ensemble.size)
    passed, done = np.zeros((1, ensemble.size), dtype=np.int64), 0
    history: list[tuple[int, Ints]] = []
    for part in range(part_count(draws, ensemble.size)):
        for block in range(len(sizes))[part * PART_BLOCKS :][:PART_BLOCKS]:
            if game.columns.size:
                at = (*same, block, sizes[block])
                if at not in kept:
                    kept[at] = draw_block(table, everyone, ensemble, block, sizes[block])
                passed += _passed(game, kept[at].of(game.columns))
            else:
                passed += sizes[block]
            done += sizes[block]
        history.append((done, passed.copy()))
        if _settled(history):
            break
    shares: Floats = passed[0] / done
    return Chance(band(shares), shares)


def _passed(game: PreparedGame, draws: Draws) -> Ints:
    """Return (M,): in how many of these worlds the text passes."""
    worlds = np.arange(draws.hardness[0].size)
    lucky = game.lucky(draws.chair) if game.overrules and draws.chair is not None else None
    made, _ = passes_in(game, draws.hardness.reshape(game.columns.size, -1), worlds, lucky=lucky)
    return np.asarray(made.reshape(draws.hardness.shape[1:]).sum(axis=0))


def prepare_simulation(
    arrays: PreparedIssue,
    ensemble: Ensemble,
    *,
    tried: Sequence[str] = (),
    fallback: str = NO_TEXT,
    talked: Sequence[str] = (),
    draws: int = DRAWS,
) -> PreparedSimulation:
    """Work out everything that no draw changes; arguments as in :func:`simulate_issue`."""
    known, arrays = len(arrays.actors), seat_drawn(arrays)
    x = readings(arrays, ensemble.size, ensemble.seed)
    mask = talked_mask(arrays, talked)
    room = prepare_room(arrays, ensemble.members, ensemble.seed)
    wordings = (prepare_wording(arrays, w, x[:, w], room, talked=mask) for w in range(len(arrays.wordings)))
    games = tuple(PreparedGame.of(w, can_object(w)) for w in wordings)
    columns = np.unique(np.concatenate([*(g.columns for g in games), np.empty(0, dtype=np.int64)])).astype(np.int64)
    order = tuple(arrays.wording(w) for w in tried)
    forwards = bool(order) and not arrays.must_decide
    return PreparedSimulation(
        arrays, ensemble, x, games, columns, order, fallback, tuple(talked), draws, forwards, known
    )


def part_count(draws: int, members: int) -> int:
    """Return how many parts of ``PART_BLOCKS`` blocks a run has at most."""
    return -(-len(block_sizes(draws, members)) // PART_BLOCKS)


def play_part(prepared: PreparedSimulation, number: int) -> BlockResult:
    """Play some blocks, in order, and add them up: the piece of work that a worker does at a time. Pure."""
    sizes = block_sizes(prepared.draws, prepared.ensemble.size)
    blocks = range(len(sizes))[number * PART_BLOCKS :][:PART_BLOCKS]
    if not blocks:
        raise ValueError(f"there is no part {number}")
    members = prepared.ensemble.size
    tallies = tuple(Tally(len(prepared.arrays.actors), members) for _ in prepared.games)
    made = BlockResult(tallies, np.zeros((len(prepared.order) + 2, members), dtype=np.int64))
    for block in blocks:
        _play_block(prepared, block, sizes[block], made)
    return made


def _play_block(prepared: PreparedSimulation, number: int, draws: int, so_far: BlockResult) -> None:
    """Play all wordings in one block of worlds, and add the counts to those ``so_far``."""
    members = prepared.ensemble.size
    drawn = draw_block(prepared.arrays, prepared.columns, prepared.ensemble, number, draws)
    passes = np.ones((len(prepared.games), draws * members), dtype=bool)
    everyone = np.arange(len(prepared.arrays.actors))
    for w, (game, tally) in enumerate(zip(prepared.games, so_far.tallies, strict=True)):
        active = game.columns
        tally.settle_rest(game.wording, draws, np.setdiff1d(everyone, active))
        if active.size == 0:
            tally.pass_all(draws)
            continue
        rows = np.searchsorted(prepared.columns, active)
        played = play(game, drawn if active.size == prepared.columns.size else drawn.of(rows))
        tally.add(played, pivotal_worlds(played))
        passes[w] = ~played.greatest.any(axis=0)
    so_far.finals += _run(passes, prepared.order, _forwarded(prepared, number, draws))


def _forwarded(prepared: PreparedSimulation, number: int, draws: int) -> Bools:
    """Return (T + 1, draws, M): in which worlds the matter is forwarded before each text is put, and in the end."""
    rounds = len(prepared.order)
    if not prepared.forwards:
        return np.zeros((rounds + 1, draws, prepared.ensemble.size), dtype=bool)
    luck = forwarding_block(prepared.arrays, prepared.ensemble, rounds, number, draws)
    chances = [[p.forwarding for p in prepared.ensemble.members]] * rounds
    leaves_nothing = prepared.fallback == NO_TEXT
    chances.append([p.forwarding_at_end * leaves_nothing for p in prepared.ensemble.members])
    made: Bools = luck < np.array(chances, dtype=np.float32)[:, None, :]
    return made


def _run(passes: Bools, order: Sequence[int], forwarded: Bools) -> Ints:
    """Return how often each tried text stands, the first that nobody blocks; none of them; and the matter is forwarded.

    ``passes`` is (W, N), ``forwarded`` (T + 1, draws, M); the result (T + 2, M).
    """
    members = forwarded.shape[2]
    still = np.ones(forwarded.shape[1:], dtype=bool)
    made = np.zeros((len(order) + 2, members), dtype=np.int64)
    for t, w in enumerate(order):
        still &= ~forwarded[t]
        taken = still & passes[w].reshape(still.shape)
        made[t] = taken.sum(axis=0)
        still &= ~taken
    made[-2] = (still & ~forwarded[-1]).sum(axis=0)
    made[-1] = forwarded.shape[1] - made.sum(axis=0)
    return made


def combine(
    prepared: PreparedSimulation, parts: Iterable[BlockResult], progress: Callable[[], None] | None = None
) -> IssueForecast:
    """Put the parts' counts together, in the order of their numbers, until the bands are settled.

    Parts that come after that are not asked for, or left out where they are there: the result is the same however the
    work was shared. ``progress`` is called once for each possible part.
    """
    done = progress or _nothing
    whole: BlockResult | None = None
    history: list[tuple[int, Ints]] = []
    for part in parts:
        if whole is None:
            whole = part
        else:
            whole.merge(part)
        history.append((whole.draws, whole.counted()))
        done()
        if _settled(history):
            break
    if whole is None:
        raise ValueError("nothing was simulated: draws must be at least 1")
    for _ in range(part_count(prepared.draws, prepared.ensemble.size) - len(history)):
        done()
    return _forecast(prepared, whole)


def _nothing() -> None:
    """Do nothing."""


def _settled(history: Sequence[tuple[int, Ints]]) -> bool:
    """Whether both halves of the draws give each band alike to within ``SETTLED``; never for an odd number of parts."""
    if len(history) % 2:
        return False
    (half, first), (all_draws, whole) = history[len(history) // 2 - 1], history[-1]
    ends = (0.1, 0.5, 0.9)
    one, two = (np.quantile(c / n, ends, axis=1) for c, n in ((first, half), (whole - first, all_draws - half)))
    return bool(np.abs(one - two).max(initial=0.0) <= SETTLED)


def _forecast(prepared: PreparedSimulation, whole: BlockResult) -> IssueForecast:
    arrays = prepared.arrays
    tried = tuple(arrays.wordings[w] for w in prepared.order)
    shares: dict[str, Floats] = {}
    for name, counts in zip((*tried, prepared.fallback, FORWARDED), whole.finals, strict=True):
        if name != FORWARDED or prepared.forwards:
            shares[name] = shares.get(name, np.zeros(counts.size)) + counts / whole.draws
    return IssueForecast(
        issue=arrays.issue,
        wordings=tuple(_wording(prepared, w, tally, whole.draws) for w, tally in enumerate(whole.tallies)),
        final_by_member=shares,
        fallback=prepared.fallback,
        tried=tried,
        talked=prepared.talked,
        seed=prepared.ensemble.seed,
        draws=whole.draws,
        members=prepared.ensemble.members,
    )


def _wording(prepared: PreparedSimulation, w: int, tally: Tally, draws: int) -> WordingForecast:
    arrays, worlds = prepared.arrays, tally.worlds
    passed = tally.passed / draws
    states = tally.states / worlds
    let_go = tally.let_go / np.maximum(1, tally.let_go_n)
    known = arrays.actors[: prepared.known]
    names = [a.removesuffix(ONE_SEAT) for a in arrays.actors]
    blocs = tally.frequent_blocs(MOST_SHOWN, names)
    objecting = states[:, STATES.index("object")].tolist()

    def shares(counts: Ints) -> dict[str, float]:
        return {a: float(counts[d] / worlds) for d, a in enumerate(known) if counts[d] > 0}

    return WordingForecast(
        issue=arrays.issue,
        wording=arrays.wordings[w],
        stands=bool(arrays.stands[w]),
        actors=known,
        by_member=passed,
        lone_by_member=tally.lone / draws,
        position=band(prepared.positions[:, w]),
        states={a: dict(zip(STATES, row, strict=True)) for a, row in zip(known, states.tolist(), strict=False)},
        blocs=tuple((bloc, n / worlds) for bloc, n in blocs),
        co_blocking=tally.together[: len(known), : len(known)] / worlds,
        pivotal=shares(tally.pivotal),
        voiced=shares(tally.voiced),
        let_go={a: float(let_go[d]) for d, a in enumerate(known) if tally.let_go_n[d] > 0},
        talked=prepared.talked,
        drawn=dict(zip(names[len(known) :], objecting[len(known) :], strict=True)),
    )
