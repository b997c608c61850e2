"""Counting outcomes block by block: sums only, so memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from positions.arrays import Bools, Bytes, Ints, Texts
from positions.game import SUPPORT_WITHIN
from positions.simulation.kernel import Played
from positions.simulation.prepared import PreparedWording

__all__ = ["MOST_BLOCS", "STATES", "Tally", "final_states", "settled_states"]

STATES = ("support", "join", "join_with_explanation", "dissociate", "object")
MOST_BLOCS = 8192


@dataclass(slots=True)
class Tally:
    """Counts for one wording. A actors, M members.

    ``passed`` and ``lone`` (M,) count worlds without objector and with at least one lone hold-out; ``voiced`` (A,)
    worlds in which an actor is hurt by more than the base cost, ``let_go_n`` those of them in which it lets go and
    ``let_go`` the sum of the rounds in which it does (of actors that can object in some world; others are not
    asked world by world, :meth:`settle_rest`). ``blocs`` counts blocking blocs, each named by a bit for every
    actor; when more than twice ``MOST_BLOCS`` different ones turn up, the rarest are merged into
    ``other_blocs``.
    """

    actors: int
    members: int
    worlds: int = 0
    passed: Ints = field(init=False)
    lone: Ints = field(init=False)
    states: Ints = field(init=False)
    together: Ints = field(init=False)
    pivotal: Ints = field(init=False)
    voiced: Ints = field(init=False)
    let_go: Ints = field(init=False)
    let_go_n: Ints = field(init=False)
    blocs: Counter[bytes] = field(default_factory=Counter)
    other_blocs: int = 0

    def __post_init__(self) -> None:
        self.passed = np.zeros(self.members, dtype=np.int64)
        self.lone = np.zeros(self.members, dtype=np.int64)
        self.states = np.zeros((self.actors, len(STATES)), dtype=np.int64)
        self.together = np.zeros((self.actors, self.actors), dtype=np.int64)
        for name in ("pivotal", "voiced", "let_go", "let_go_n"):
            setattr(self, name, np.zeros(self.actors, dtype=np.int64))

    def add(self, played: Played, pivotal: Bools) -> None:
        """Count one block of worlds."""
        columns, hurt = played.columns, played.hurt()
        objects, voiced = (self._by_member(made) for made in (played.greatest, hurt))
        torn = voiced - objects  # only who is pulled along objects without being hurt enough itself
        led = np.flatnonzero(played.game.ties.follows)
        torn[led] = self._by_member(hurt[led] & ~played.greatest[led])
        gone = torn if played.overruled is None else torn - self._by_member(played.overruled & hurt)
        blocked = np.asarray(played.greatest.any(axis=0))
        self.worlds += blocked.size
        self.passed += (~blocked).reshape(-1, self.members).sum(axis=0)
        self.lone += played.alone.any(axis=0).reshape(-1, self.members).sum(axis=0)
        seen = np.flatnonzero(objects.any(axis=1))
        self.together[np.ix_(columns[seen], columns[seen])] += _together(played.greatest[seen])
        self.pivotal[columns] += np.count_nonzero(pivotal, axis=1)
        self._count_states(played, objects, torn)
        went = gone.sum(axis=1)
        self.voiced[columns] += voiced.sum(axis=1)
        self.let_go_n[columns] += went
        self.let_go[columns] += went  # everybody who goes does so in the first round at the earliest
        later = hurt[played.gone.actor, played.gone.world]
        np.add.at(self.let_go, columns[played.gone.actor[later]], played.rounds[later])
        self._count_blocs(played.greatest, blocked, columns)

    def _count_states(self, played: Played, objects: Ints, torn: Ints) -> None:
        """Count final states: who does not object has the same one in all worlds of a member, but for being torn.

        ``objects``, ``torn`` (C, M): in how many worlds an actor objects, and is hurt enough to but does not.
        """
        wording, columns = played.game.wording, played.columns
        rest = played.greatest.shape[1] // self.members - objects
        accepts, near = _accepts(wording)[columns], _near(wording)[columns]
        counts = (accepts & near) * rest, (accepts & ~near) * rest, ~accepts * (rest - torn), ~accepts * torn, objects
        for s, count in enumerate(counts):
            self.states[columns, s] += count.sum(axis=1)

    def _by_member(self, counted: Bools) -> Ints:
        """Return (C, M): in how many worlds of each member it is True, for worlds (C, N) by draw and member."""
        shape = counted.shape[0], counted.shape[1] // self.members, self.members
        made: Ints = np.add.reduce(counted.view(np.uint8).reshape(shape), axis=1, dtype=np.uint16).astype(np.int64)
        return made

    def settle_rest(self, wording: PreparedWording, draws: int, rest: Ints) -> None:
        """Count the actors that can never object."""
        state = settled_states(wording, rest)
        for s in range(len(STATES)):
            self.states[rest, s] += draws * (state == s).sum(axis=1)

    def pass_all(self, draws: int) -> None:
        """Count ``draws`` worlds per member in which nobody can object."""
        self.worlds += draws * self.members
        self.passed += draws

    def merge(self, other: Tally) -> None:
        """Add the counts of another block of the same wording."""
        self.worlds += other.worlds
        self.other_blocs += other.other_blocs
        for name in ("passed", "lone", "states", "together", "pivotal", "voiced", "let_go", "let_go_n"):
            getattr(self, name).__iadd__(getattr(other, name))
        self.blocs.update(other.blocs)
        self._trim()

    def _count_blocs(self, objects: Bools, blocked: Bools, columns: Ints) -> None:
        if not blocked.any():
            return
        everyone = objects
        if columns.size < self.actors:
            everyone = np.zeros((self.actors, blocked.size), dtype=bool)
            everyone[columns] = objects
        packed = np.ascontiguousarray(np.packbits(everyone, axis=0).T)
        if not blocked.all():
            packed = packed[blocked]
        self.blocs.update(packed.view(f"V{packed.shape[1]}")[:, 0].tolist())
        self._trim()

    def _trim(self) -> None:
        """Keep the ``MOST_BLOCS`` most frequent blocs; of those that are as frequent, the last by their names."""
        if len(self.blocs) <= 2 * MOST_BLOCS:
            return
        counts = self._counts()
        bar = int(np.partition(counts, -MOST_BLOCS)[-MOST_BLOCS])
        kept = {key: n for key, n in self.blocs.items() if n > bar}
        level = sorted((key for key, n in self.blocs.items() if n == bar), reverse=True)
        kept.update(dict.fromkeys(level[: MOST_BLOCS - len(kept)], bar))
        self.other_blocs += int(counts.sum()) - sum(kept.values())
        self.blocs = Counter(kept)

    def _counts(self) -> Ints:
        return np.fromiter(self.blocs.values(), dtype=np.int64, count=len(self.blocs))

    def frequent_blocs(self, most: int, names: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
        """Return the ``most`` frequent blocs as names, and in how many worlds each blocked.

        The most frequent first; of those that are as frequent, the first by its names in the order of the alphabet.

        Parameters
        ----------
        names : sequence of str
            Of all actors; several may share one.
        """
        if not self.blocs:
            return []
        counts = self._counts()
        bar = np.partition(counts, -most)[-most] if counts.size > most else 0
        at = np.flatnonzero(counts >= bar)
        keys = [*self.blocs]
        packed = np.frombuffer(b"".join(keys[k] for k in at), dtype=np.uint8).reshape(at.size, -1)
        bits = np.unpackbits(packed, axis=1, count=self.actors).view(bool)
        first = np.lexsort((_alphabetical(bits, names), -counts[at]))[:most].tolist()
        members = (dict.fromkeys(names[d] for d in np.flatnonzero(bits[k]).tolist()) for k in first)
        return [(tuple(who), int(counts[at[k]])) for k, who in zip(first, members, strict=True)]


def _alphabetical(bits: Bools, names: Sequence[str]) -> Texts:
    """Return for each bloc, (B, actors), a text that comes where its names come when they are listed by the alphabet.

    >>> blocs = np.array([[False, True], [True, True], [True, False]])
    >>> np.argsort(_alphabetical(blocs, ("anna", "bert"))).tolist()  # anna; anna, bert; bert
    [2, 1, 0]
    """
    listed = sorted(set(names))
    place = {name: n for n, name in enumerate(listed)}
    held = np.zeros((len(bits), len(listed)), dtype=bool)
    for d, name in enumerate(names):
        held[:, place[name]] |= bits[:, d]
    ended = ~np.logical_or.accumulate(held[:, ::-1], axis=1)[:, ::-1]
    signs = np.where(held, 1, np.where(ended, 0, 2)).astype(np.uint8)  # a list that ends comes before one that goes on
    return np.ascontiguousarray(signs).view(f"S{len(listed)}")[:, 0]


def settled_states(wording: PreparedWording, rest: Ints) -> Bytes:
    """Return the state (R, M) of actors that can never object: the one of each member's central world."""
    accepts, near = _accepts(wording)[rest], _near(wording)[rest]
    torn = np.where(wording.central_hurts(rest) > wording.base, 3, 2)
    return np.where(accepts, np.where(near, 0, 1), torn).astype(np.int8)


def final_states(played: Played) -> Bytes:
    """Return each actor's final state in each world, (C, N), as an index into ``STATES``.

    Objectors object. Of the rest, those whose interval holds the text and who meet nothing they refuse support it when
    it is near their ideal point and join otherwise; the others, and whom the chair passes over, dissociate when they
    are hurt by more than the base cost of objecting, and join with an explanation of position when by less.
    """
    columns, wording = played.columns, played.game.wording
    quiet = np.where(_near(wording)[columns], np.int8(0), np.int8(1))  # (C, M)
    size = columns.size
    shape = (size, -1, wording.members)
    torn = np.where(played.hurt(), np.int8(3), np.int8(2)).reshape(shape)
    made = np.where(_accepts(wording)[columns, None, :], quiet[:, None, :], torn)
    return np.where(played.greatest, np.int8(4), made.reshape(size, -1)).astype(np.int8)


def _together(objects: Bools) -> Ints:
    """Return (C, C): in how many worlds two object together."""
    ever = np.flatnonzero(objects.any(axis=1))
    seen = objects[ever].astype(np.float32)
    with np.errstate(invalid="ignore"):  # zeros and ones: some BLAS builds raise the flag for unused lanes
        both = seen @ seen.T
    made = np.zeros((len(objects), len(objects)), dtype=np.int64)
    made[np.ix_(ever, ever)] = np.rint(both)
    return made


def _accepts(wording: PreparedWording) -> Bools:
    made: Bools = (wording.gap <= 0) & (wording.firm == 0)[:, None]
    return made


def _near(wording: PreparedWording) -> Bools:
    made: Bools = wording.cap <= SUPPORT_WITHIN
    return made
