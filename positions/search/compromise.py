"""What a compromise search returns: wordings that no other beats both in chance and in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from positions.search.edits import CostliestTerm, Edit
from positions.search.principal import Principal
from positions.search.proposers import Proposer
from positions.simulation import Band

__all__ = ["Compromise", "CompromisePoint", "ranked_points"]


@dataclass(frozen=True, slots=True, eq=False)
class CompromisePoint:
    """One wording of the front.

    Parameters
    ----------
    wording : str
        The id of the case's or a move's wording that says this, or ``clause=option`` pairs joined by ``+``.
    objectors : tuple of str
        The blocking bloc in the central world.
    newly_lost : tuple of str
        Those of them who do not object to the text on the table.
    expected_objectors : float
        Members of the blocking bloc in the central world, a class of silent seats counting as its seats.
    worst_off : (str, float)
        Who can live with it least, and how well (1 = as if it had written it), among named delegations with a stance.
    see : tuple of tuple of str
        Peel-off sets: whom to move for it to pass, if it is blocked.
    edits : tuple of Edit
    tabled_by : str
        Who tables it for ``p_consensus``; "" is the chair.
    fallback_utility : float
        What the principal has if nothing is agreed.
    """

    wording: str
    choice: Mapping[str, str]
    text: str
    move: str
    p_consensus: Band
    share: float
    utility: float
    position: float
    objectors: tuple[str, ...]
    newly_lost: tuple[str, ...]
    expected_objectors: int
    worst_off: tuple[str, float]
    see: tuple[tuple[str, ...], ...]
    edits: tuple[Edit, ...]
    proposers: tuple[Proposer, ...]
    tabled_by: str
    fallback_utility: float

    @property
    def best_share(self) -> float:
        """The chance that it passes with the best tabler that was found."""
        return max([self.share, *(p.share for p in self.proposers)])

    @property
    def expected(self) -> float:
        """What the principal may expect of asking for it: its worth if it passes, that of the fallback if not."""
        p = self.best_share
        return p * self.utility + (1.0 - p) * self.fallback_utility

    @property
    def blocked(self) -> bool:
        """Whether somebody objects in the central world."""
        return bool(self.objectors)


@dataclass(frozen=True, slots=True, eq=False)
class Compromise:
    """The result of a search.

    Parameters
    ----------
    exact : bool
        Whether the front is proved complete on the draws; otherwise ``gap`` bounds what a better one could gain in P.
    front : tuple of CompromisePoint
        Most useful first.
    ranked : tuple of int
        Numbers of front points, best first: see :func:`ranked_points`.
    costliest : CostliestTerm or None
        What costs most in the text on the table.
    searched, evaluated : int
        Combinations that make sense, and those that had to be played in all worlds.
    """

    issue: str
    principal: Principal
    exact: bool
    gap: float
    front: tuple[CompromisePoint, ...]
    ranked: tuple[int, ...]
    costliest: CostliestTerm | None
    tabled: str
    searched: int
    evaluated: int
    talked: tuple[str, ...]
    seed: int
    draws: int
    members: int

    @property
    def reserve(self) -> CompromisePoint | None:
        """The safest point of the front: what one can fall back on; None when the front is empty."""
        return self.safest[0] if self.front else None

    @property
    def safest(self) -> tuple[CompromisePoint, ...]:
        """The front, the safest first.

        Fewer objectors, likelier than not, the worst-off better off, more useful.
        """
        return tuple(
            sorted(
                self.front,
                key=lambda p: (p.expected_objectors, p.share < 0.5, -round(p.worst_off[1], 6), -p.utility),
            )
        )

    @property
    def aspiration(self) -> CompromisePoint | None:
        """The most useful point that nobody blocks in the central world and that passes more often than not.

        What to ask for first. With the best tabler found, if one was sought. None when there is no such point.
        """
        for point in self.front:
            if not point.blocked and point.best_share >= 0.5:
                return point
        return None


def ranked_points(front: Sequence[CompromisePoint]) -> tuple[int, ...]:
    """Return the numbers of front points, the one worth asking for first.

    By what the principal may expect of asking for it; between equals, by how many block it, then by how well the
    worst-off can live with it, then by how useful it is.
    """
    return tuple(
        sorted(
            range(len(front)),
            key=lambda n: (
                -round(front[n].expected, 4),
                front[n].expected_objectors,
                -round(front[n].worst_off[1], 6),
                -front[n].utility,
            ),
        )
    )
