"""Minimal self-sustaining blocs and peel-off sets, found together.

A set is *self-sustaining* if, with exactly it objecting, every member keeps objecting. Such sets are closed under
union, and the largest one inside any set S, ν(S), is the greatest equilibrium with everybody outside S taken out.
A *peel-off set* is a set whose withdrawal leaves no self-sustaining bloc. The minimal peel-off sets are exactly the
minimal transversals of the minimal blocs; the search alternates between the two families until neither grows, as in
implicit hitting-set dualisation (Fredman & Khachiyan 1996; Liffiton et al. 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools
from positions.game.objection import ObjectionGame, keeps_objecting

__all__ = ["BlocFamily", "bloc_family", "is_self_sustaining", "largest_bloc_within"]


@dataclass(frozen=True, slots=True)
class BlocFamily:
    """Both families, each set in table order, families sorted by size and then by table order.

    ``complete`` is False when ``limit`` stopped the search; then the sets listed are right but not all.
    """

    minimal_blocs: tuple[tuple[str, ...], ...]
    peel_off_sets: tuple[tuple[str, ...], ...]
    complete: bool


def is_self_sustaining(game: ObjectionGame, members: Bools) -> bool:
    """Say whether every member keeps objecting with exactly ``members`` (A,) objecting; never for the empty set."""
    return bool(members.any()) and bool(keeps_objecting(game, members)[members].all())


def largest_bloc_within(game: ObjectionGame, inside: Bools) -> Bools:
    """Return ν(inside): the union of all self-sustaining sets inside ``inside`` (A,); all False when there is none."""
    state = inside
    while True:
        following = state & keeps_objecting(game, state)
        if (following == state).all():
            return state
        state = following


def bloc_family(game: ObjectionGame, *, member: str = "", limit: int = 200) -> BlocFamily:
    """Find all minimal self-sustaining blocs and all minimal peel-off sets.

    Parameters
    ----------
    game : ObjectionGame
    member : str
        Only blocs with this actor in them; the sets then peel *it* off, and are sets of others. An actor that objects
        even alone cannot be peeled off by others: then there is one bloc, itself, and no peel-off set.
    limit : int
        Stop after this many blocs or peel-off sets and say so.

    Examples
    --------
    >>> import numpy as np
    >>> game = ObjectionGame(("a", "b", "c"), np.array([.4, .4, .7]), np.zeros((3, 3)), .1, np.full(3, .5),
    ...                      np.ones((3, 3)) - np.eye(3))
    >>> family = bloc_family(game)
    >>> family.minimal_blocs, family.peel_off_sets
    ((('c',), ('a', 'b')), (('a', 'c'), ('b', 'c')))
    >>> bloc_family(game, member="a").peel_off_sets
    (('b', 'c'),)
    """
    game = game.among(largest_bloc_within(game, np.ones(game.size, dtype=bool)))  # no bloc has a member outside it
    if not game.size or (member and member not in game.actors):
        return BlocFamily((), (), True)
    own = game.actors.index(member) if member else None
    everyone = np.ones(game.size, dtype=bool)
    peels: set[frozenset[int]] = set()
    # who objects even alone is a bloc by itself, and must let go in any case
    alone = [] if member else np.flatnonzero(keeps_objecting(game, ~everyone)).tolist()
    blocs = [frozenset([d]) for d in alone]
    todo = [frozenset(alone)]  # minimal transversals of the blocs known so far
    complete = True
    while todo:
        open_sets = [t for t in todo if t not in peels]
        if not open_sets:
            break
        found: frozenset[int] | None = None
        for t in open_sets:
            rest = everyone.copy()
            rest[sorted(t)] = False
            stands, left = _stands(game, rest, own)
            if stands:
                found = _shrink(game, left, own)
                break
            peels.add(t)
        if found is None:
            break
        blocs.append(found)
        todo = _extend_transversals(todo, found - {own})
        peels &= set(todo)
        if len(blocs) >= limit or len(todo) >= 20 * limit:
            complete = False
            peels = {t for t in todo if _peels(game, t, own)} if len(todo) <= 20 * limit else peels
            break
    return BlocFamily(_named(game, blocs), _named(game, peels), complete)


def _stands(game: ObjectionGame, inside: Bools, own: int | None) -> tuple[bool, Bools]:
    """Return whether some bloc stands inside ``inside`` (A,), one with ``own`` in it if given, and the largest one."""
    left = largest_bloc_within(game, inside)
    return bool(left.any() if own is None else left[own]), left


def _peels(game: ObjectionGame, members: frozenset[int], own: int | None) -> bool:
    rest = np.ones(game.size, dtype=bool)
    rest[sorted(members)] = False
    return not _stands(game, rest, own)[0]


def _shrink(game: ObjectionGame, bloc: Bools, own: int | None) -> frozenset[int]:
    """Return a minimal self-sustaining set inside ``bloc``: drop members while something stands without them.

    They are dropped in table order, as many at a time as can go: what stands without several stands without each.
    """
    state, size = bloc, max(1, int(bloc.sum()) // 2)
    left = [int(d) for d in np.flatnonzero(bloc) if d != own]
    while left:
        size = min(size, len(left))
        rest = state.copy()
        rest[left[:size]] = False
        stands, smaller = _stands(game, rest, own)
        if stands:
            state = smaller
            left, size = [d for d in left[size:] if state[d]], 2 * size
        elif size == 1:
            left = left[1:]
        else:
            size //= 2
    return frozenset(int(d) for d in np.flatnonzero(state))


def _extend_transversals(known: list[frozenset[int]], edge: frozenset[int]) -> list[frozenset[int]]:
    """Return the minimal transversals after one more edge (Berge 1989): extend those that miss it, keep minimal."""
    hit = [t for t in known if t & edge]
    extended = sorted({t | {d} for t in known if not t & edge for d in edge}, key=lambda t: (len(t), sorted(t)))
    kept = [t for t in extended if not any(h <= t for h in hit)]
    return hit + kept


def _named(game: ObjectionGame, family: list[frozenset[int]] | set[frozenset[int]]) -> tuple[tuple[str, ...], ...]:
    ordered = sorted((sorted(s) for s in family), key=lambda s: (len(s), s))
    return tuple(tuple(game.actors[d] for d in s) for s in ordered)
