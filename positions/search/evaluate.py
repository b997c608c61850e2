"""P(consensus) of many wordings of one issue, quickly: bounds first, worlds only where they decide.

All wordings meet the same worlds. A world is lost as soon as somebody objects alone; only worlds in which nobody does
need the iteration. Their share is an upper bound, exact on the draws: a wording whose bound is not better than what is
asked for is given up. Since the draws are known, an actor's tipping point is found among them in a few steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.game import PreparedIssue, firmness_against, prepare_issue, seat_drawn, talked_mask
from positions.model import Case
from positions.search.known import Known
from positions.simulation.company import Ties, make_ties
from positions.simulation.draws import block_sizes, draw_block
from positions.simulation.ensemble import Ensemble, readings
from positions.simulation.kernel import PreparedGame, can_object, mixed_game, passes_in
from positions.simulation.prepared import HARDEST, PreparedRoom, PreparedWording, prepare_room, prepare_wording
from positions.simulation.thresholds import among_draws

__all__ = ["AfterTalks", "Bench", "Worlds", "open_bench"]


@dataclass(frozen=True, eq=False)
class Worlds:
    """The worlds of a bench: blocks of (A, draws, M) hardness, and (N,) where the chair passes over one objector.

    ``floor`` (A,) says who may have a floor. ``lucky`` is None where no parameter set lets the chair.
    """

    blocks: tuple[Singles, ...]
    floor: Bools
    lucky: Bools | None = None
    kept: dict[bytes, Singles] = field(default_factory=dict)

    @cached_property
    def whole(self) -> Singles:
        """All worlds, (A, N), draw by draw."""
        return np.concatenate(
            [block.reshape(len(block), block.shape[1] * block.shape[2]) for block in self.blocks], axis=1
        )

    def of(self, columns: Ints) -> Singles:
        """Return the worlds of some actors, (C, N); those asked for last are kept at hand."""
        if columns.size == len(self.whole):
            return self.whole
        name = columns.tobytes()
        if name not in self.kept:
            self.kept.clear()
            self.kept[name] = self.whole[columns]
        return self.kept[name]

    @cached_property
    def refused(self) -> Bools:
        """In which worlds any supporter turns out to have a floor, (N,)."""
        return np.asarray((self.whole[self.floor] > -HARDEST).any(axis=0))

    @cached_property
    def ordered(self) -> Singles:
        """All draws of each actor in each parameter set in ascending order, (A, M, K)."""
        by_set = np.concatenate([block.transpose(0, 2, 1) for block in self.blocks], axis=2)
        return np.ascontiguousarray(np.sort(by_set, axis=2))


@dataclass(slots=True, eq=False)
class Bench:
    """Wordings of one issue, ready to be tried in the same worlds.

    ``columns`` are the actors that can object to any of them. ``evaluated`` counts the wordings that were played.
    """

    arrays: PreparedIssue
    ensemble: Ensemble
    positions: Floats  # (M, W)
    draws: int
    talked: tuple[str, ...]
    firmness: Floats
    luck: Worlds
    columns: Ints
    room: PreparedRoom
    ties: Ties
    evaluated: int = 0

    @property
    def blocks(self) -> tuple[Singles, ...]:
        """The worlds, block by block: hardness (A, draws, M)."""
        return self.luck.blocks

    def prepared(self, row: int) -> PreparedWording:
        """Return one wording, prepared for play."""
        mask = talked_mask(self.arrays, self.talked)
        x = self.positions[:, row]
        return prepare_wording(self.arrays, row, x, self.room, talked=mask, firmness=self.firmness)

    def by_member(self, row: int, better_than: float = -1.0, known: Known | None = None) -> Floats | None:
        """Return P(consensus) in each parameter set, (M,); None as soon as its mean cannot exceed ``better_than``.

        ``known`` holds wordings that were played on this bench with the same delegations seen, and takes this one in.
        """
        if self.arrays.stands[row]:  # passes, but says nothing about texts that hurt less
            return np.ones(self.ensemble.size)
        if known is None:
            return self.try_wording(self.prepared(row), better_than, self.columns)
        at = self.positions[:, row], self.firmness[:, row]
        if known.hopeless(*at, better_than):
            return None
        surely, possibly = known.bounds(*at)
        refused = self.luck.refused
        surely &= ~refused  # where somebody refuses weaker texts, a weaker one need not pass
        enough = _more_than(better_than, surely.size)
        if np.count_nonzero(possibly) < enough:
            return None
        unsettled = np.flatnonzero(possibly & ~surely)
        if unsettled.size:
            needed = enough - int(np.count_nonzero(surely))
            passed, played = self._passes(self.prepared(row), self.columns, unsettled, needed)
            possibly[unsettled] = passed
            if not played:
                known.keep(*at, possibly | refused, played=False)
                return None
            self.evaluated += 1
        known.keep(*at, possibly | refused, played=True)
        return self.shares(possibly)

    def try_wording(
        self, wording: PreparedWording, better_than: float = -1.0, columns: Ints | None = None
    ) -> Floats | None:
        """Do the same for a wording that need not be among the bench's own; ``columns`` are those who can object."""
        count = self.draws * self.ensemble.size
        active = can_object(wording) if columns is None else columns
        passed, played = self._passes(wording, active, np.arange(count), _more_than(better_than, count))
        if not played:
            return None
        self.evaluated += 1
        return self.shares(passed)

    def worlds(self, row: int) -> Bools:
        """Return (N,): in which worlds a wording passes."""
        return self._passes(self.prepared(row), self.columns, np.arange(self.draws * self.ensemble.size), 0)[0]

    def bound(self, wording: PreparedWording) -> float:
        """Return an upper bound of P(consensus): the share of worlds in which nobody objects alone.

        Where the chair may pass over one isolated objector, nobody else does. Also an upper bound for every wording
        that hurts each actor at least as much as ``wording`` does.
        """
        columns = can_object(wording)
        game = PreparedGame.of(wording, columns, among_draws(self.luck.ordered, columns))
        held = self.luck.of(columns).reshape(columns.size, self.draws, self.ensemble.size)
        alone = held > game.alone[:, None, :]
        seats = np.tensordot(self.room.seats[columns], alone, 1) if game.overrules else np.count_nonzero(alone, axis=0)
        return float((seats <= int(game.overrules)).mean())

    def _passes(self, wording: PreparedWording, columns: Ints, worlds: Ints, at_least: int) -> tuple[Bools, bool]:
        ties = self.ties if columns is self.columns else None
        game = PreparedGame.of(wording, columns, among_draws(self.luck.ordered, columns), ties)
        return passes_in(game, self.luck.of(columns), worlds, at_least, self.luck.lucky)

    def shares(self, passed: Bools) -> Floats:
        """Return in what share of the worlds of each parameter set a text passes, (M,), from (N,)."""
        made: Floats = passed.reshape(self.draws, self.ensemble.size).sum(axis=0) / self.draws
        return made


class AfterTalks:
    """One wording of a bench, after any talks: P(consensus) with some delegations seen in private.

    It is prepared twice, with nobody and with everybody seen. After some talks those who were seen are as in the
    second game and all others as in the first.

    Parameters
    ----------
    bench : Bench
    row : int
        The wording.
    movable : sequence of str
        Who may be seen.
    """

    def __init__(self, bench: Bench, row: int, movable: Sequence[str]) -> None:
        self._bench = bench
        self._stands = bool(bench.arrays.stands[row])
        self._plain, self._seen = (self._game(row, seen) for seen in ((), tuple(movable)))
        before, after = self._plain.wording, self._seen.wording
        changed = (before.gap != after.gap) | (before.follow_scale != after.follow_scale)
        actors = bench.arrays.actors
        self.moved = frozenset(actors[c] for c in bench.columns if changed[c].any())
        self._row = {actors[c]: n for n, c in enumerate(bench.columns)}
        self._passes: dict[frozenset[str], Floats] = {}
        self._alone: dict[frozenset[str], Ints] = {}

    def by_member(self, seen: frozenset[str], better_than: float = -1.0) -> Floats | None:
        """Return P(consensus) in each parameter set, (M,), with ``seen`` seen in private.

        None where its mean cannot exceed ``better_than``.
        """
        if self._stands:
            return np.ones(self._bench.ensemble.size)
        at = seen & self.moved
        if at not in self._passes:
            count = self._bench.draws * self._bench.ensemble.size
            least = _more_than(better_than, count)
            worlds, luck = np.arange(count), self._bench.luck
            passed, played = passes_in(self._mixed(at), luck.of(self._bench.columns), worlds, least, luck.lucky)
            if not played:
                return None
            self._passes[at] = self._bench.shares(passed)
        return self._passes[at]

    def most(self, seen: frozenset[str], more: str) -> float | None:
        """Return an upper bound of P(consensus) once ``more`` is seen too; None where a talk moves nothing of the text.

        Only worlds can be won in which nobody else objects even alone.
        """
        if self._stands or more not in self.moved or more in seen:
            return None
        if self._bench.luck.lucky is not None:
            return 1.0
        at = seen & self.moved
        if at not in self._alone:
            game, held = self._mixed(at), self._bench.luck.of(self._bench.columns)
            alone = held > np.tile(game.alone, (1, self._bench.draws))
            count = np.count_nonzero(alone, axis=0)
            self._alone[at] = np.count_nonzero(alone[:, count == 1], axis=1) + np.count_nonzero(count == 0)
        return float(self._alone[at][self._row[more]]) / (self._bench.draws * self._bench.ensemble.size)

    def _mixed(self, seen: frozenset[str]) -> PreparedGame:
        return mixed_game(self._plain, self._seen, np.isin(self._bench.arrays.actors, tuple(seen)))

    def _game(self, row: int, seen: tuple[str, ...]) -> PreparedGame:
        bench = replace(self._bench, talked=seen)
        scale = among_draws(bench.luck.ordered, bench.columns)
        return PreparedGame.of(bench.prepared(row), bench.columns, scale, bench.ties)


def _more_than(share: float, worlds: int) -> int:
    """Return the least number of worlds whose share is above ``share``."""
    most = int(np.floor(share * worlds))
    return next(n for n in range(max(0, most), most + 3) if n / worlds > share) if share >= 0 else 0


def open_bench(
    case: Case,
    issue: str,
    choices: Mapping[str, Mapping[str, str]] | None,
    ensemble: Ensemble,
    *,
    draws: int,
    talked: tuple[str, ...] = (),
    tabled_by: str | Mapping[str, str] | None = None,
    worlds: Worlds | None = None,
) -> Bench:
    """Prepare wordings (name → clause → option) of an issue for trial; None means the issue's own as they stand.

    ``draws`` are worlds per parameter set. The worlds are kept, for a search returns to them for every wording, and
    twice more in another order: three times actors × draws × parameter sets × 4 bytes. Benches of the same issue may
    share their ``worlds``.
    """
    arrays = seat_drawn(prepare_issue(case, issue, choices=choices, tabled_by=tabled_by))
    red, unmet = firmness_against(arrays)
    sizes = enumerate(block_sizes(draws, ensemble.size))
    everyone = np.arange(len(arrays.actors))
    room = prepare_room(arrays, ensemble.members, ensemble.seed)
    luck = worlds
    if luck is None:
        blocks = [draw_block(arrays, everyone, ensemble, n, size) for n, size in sizes]
        chair = [(b.chair < room.overrule).reshape(-1) for b in blocks if b.chair is not None]
        luck = Worlds(tuple(b.hardness for b in blocks), room.floor, np.concatenate(chair) if chair else None)
    x = readings(arrays, ensemble.size, ensemble.seed)
    columns = can_object(_worst(arrays, x, red + unmet, room))
    return Bench(arrays, ensemble, x, draws, talked, red + unmet, luck, columns, room, make_ties(room, columns))


def _worst(arrays: PreparedIssue, positions: Floats, firmness: Floats, room: PreparedRoom) -> PreparedWording:
    """Return a wording that hurts everybody at least as much as any of those on the bench."""
    put = arrays.one(0) if not arrays.stands[0] else replace(arrays.one(0), stands=np.zeros(1, dtype=bool))
    worst = firmness.max(axis=1, keepdims=True)
    ends = [prepare_wording(put, 0, x, room, firmness=worst) for x in (positions.max(axis=1), positions.min(axis=1))]
    factor = 1.0 - room.goodwill_effect * arrays.goodwill.min(axis=1)[:, None]
    return replace(
        ends[0],
        gap=np.maximum(ends[0].gap, ends[1].gap),
        cap=np.maximum(ends[0].cap, ends[1].cap),
        tabler_factor=factor.astype(np.float32),
        follow_scale=np.broadcast_to(room.association_scale, ends[0].cap.shape).astype(np.float32),
    )
