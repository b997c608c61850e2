"""Those who oppose this text: whether they block it, with how few, and who has to come over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from positions.voting.games import game_of
from positions.voting.minimal import MinimalCoalitions, minimal_blocking, minimal_winning
from positions.voting.persuasion import Persuasion, cheapest_persuasion
from positions.voting.points import points_of
from positions.voting.rules import Rule, Verdict
from positions.voting.votes import VOTES, Vote, as_votes, vote_columns

__all__ = ["Opposition", "opposition"]


@dataclass(frozen=True, slots=True)
class Opposition:
    """One vote as it is expected, and what would turn it.

    Parameters
    ----------
    opponents : tuple of int
        Who votes no, and who abstains or is absent where that is as good as no.
    blocking : MinimalCoalitions
        Minimal sets of opponents that block, the others voting as they do now; none when the text is adopted.
    ways_through : MinimalCoalitions
        Minimal sets of opponents whose yes makes it pass; none when the text is adopted.
    stoppers : MinimalCoalitions
        Minimal sets of those in favour that could stop an adopted text by voting no.
    cheapest : Persuasion or None
        The cheapest moves that make it pass, where costs were given.
    """

    verdict: Verdict
    opponents: tuple[int, ...]
    blocking: MinimalCoalitions
    ways_through: MinimalCoalitions
    stoppers: MinimalCoalitions
    cheapest: Persuasion | None


def opposition(rule: Rule, votes: npt.ArrayLike, costs: npt.ArrayLike | None = None, limit: int = 20) -> Opposition:
    """Return what holds up a text, or what would, when delegations vote as given.

    Parameters
    ----------
    votes : array_like of int, shape (D,)
        Expected votes, codes as in ``Vote``.
    costs : array_like, optional
        As for ``cheapest_persuasion``.
    limit : int
        At most so many coalitions of each kind, the smallest first.

    Examples
    --------
    >>> from positions.voting.known_rules import two_thirds_majority
    >>> found = opposition(two_thirds_majority(), [1, 1, 1, 0, -1, -1])
    >>> found.verdict.adopted, list(found.ways_through), list(found.blocking)
    (False, [(4,), (5,)], [(4, 5)])
    """
    cast = as_votes(votes)
    verdict = rule.verdict(cast)
    opponents = _opponents(rule, cast)
    nobody = MinimalCoalitions("blocking", (), True)
    if verdict.adopted:
        in_favour = np.flatnonzero(cast == Vote.YES).tolist()
        game = game_of(rule, len(cast), votes=cast, players=in_favour)
        nothing = MinimalCoalitions("winning", (), True)
        cheapest = None if costs is None else cheapest_persuasion(rule, cast, costs)
        return Opposition(verdict, opponents, nobody, nothing, minimal_blocking(game, limit=min(limit, 20)), cheapest)
    game = game_of(rule, len(cast), votes=cast, players=opponents)
    return Opposition(
        verdict,
        opponents,
        minimal_blocking(game, limit=limit),
        minimal_winning(game, limit=limit),
        nobody,
        None if costs is None else cheapest_persuasion(rule, cast, costs),
    )


def _opponents(rule: Rule, cast: npt.NDArray[np.int8]) -> tuple[int, ...]:
    points = points_of(rule, len(cast)).points  # (C, D, 4)
    everyone, columns = np.arange(len(cast)), vote_columns(cast)
    now, no, yes = points[:, everyone, columns], points[:, :, VOTES.index(Vote.NO)], points[:, :, VOTES.index(Vote.YES)]
    as_good_as_no = (now == no).all(axis=0) & (now != yes).any(axis=0)
    return tuple(int(d) for d in np.flatnonzero((cast != Vote.YES) & as_good_as_no))
