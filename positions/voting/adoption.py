"""P(adoption), and what each delegation's vote is worth on this text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from positions.voting.engine import engine_for
from positions.voting.points import evaluate, points_of, totals_of
from positions.voting.rules import Rule
from positions.voting.sums import sums_of
from positions.voting.votes import VOTES, Vote, as_probabilities, as_votes, vote_columns

__all__ = ["Leverage", "adopted_when_turned", "adoption_probability", "drawn_leverage", "leverage"]

Floats = npt.NDArray[np.float64]


def adoption_probability(rule: Rule, probabilities: npt.ArrayLike) -> float:
    """Return the exact probability that a text is adopted when delegations vote independently.

    Parameters
    ----------
    probabilities : array_like, shape (D,), (D, 3) or (D, 4)
        Of yes; of yes, abstain, no; of yes, abstain, no, absent.

    Raises
    ------
    ValueError
        For rows that are not probabilities, or weights for another number of members.
    TooLargeError
        When the weights are too large and too many to count exactly.

    Examples
    --------
    >>> from positions.voting.known_rules import consensus, simple_majority
    >>> adoption_probability(consensus(), [0.5, 0.5])
    0.25
    >>> adoption_probability(simple_majority(), [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5]])  # one abstains, one is torn
    0.5
    """
    chances = as_probabilities(probabilities)
    sums = sums_of(points_of(rule, len(chances)), chances > 0)
    return min(1.0, engine_for(sums).adoption(chances))


@dataclass(frozen=True, slots=True)
class Leverage:
    """What each delegation's vote does to one text's chances; arrays of shape (D,) unless said otherwise.

    Parameters
    ----------
    rule : Rule
    probabilities : ndarray, shape (D, 4)
        How each delegation votes: yes, abstain, no, absent.
    adoption : float
        P(adoption) as things stand.
    if_yes, if_abstain, if_no : ndarray
        P(adoption) when it is known that the delegation votes so.
    """

    rule: Rule
    probabilities: Floats
    adoption: float
    if_yes: Floats
    if_abstain: Floats
    if_no: Floats

    @property
    def pivotality(self) -> Floats:
        """Return P(the delegation's yes instead of its no decides): Owen's multilinear extension at these chances."""
        return self.if_yes - self.if_no

    @property
    def gain(self) -> Floats:
        """Return what a certain yes would add to P(adoption)."""
        return self.if_yes - self.adoption


def leverage(rule: Rule, probabilities: npt.ArrayLike) -> Leverage:
    """Return P(adoption) given each vote of each delegation, the others voting independently as expected.

    Source: Owen (1972), Multilinear extensions of games, Management Science 18:64-79: the derivative of the
    multilinear extension at the vector of yes-probabilities, here with abstention and absence as further outcomes.

    Examples
    --------
    >>> from positions.voting.known_rules import simple_majority
    >>> found = leverage(simple_majority(), [1.0, 0.0, 0.3])
    >>> found.pivotality.tolist()  # the first two decide only together with the third
    [0.3, 0.7, 1.0]
    """
    chances = as_probabilities(probabilities)
    allowed = np.ones_like(chances, dtype=bool)
    allowed[:, VOTES.index(Vote.ABSENT)] = chances[:, VOTES.index(Vote.ABSENT)] > 0
    engine = engine_for(sums_of(points_of(rule, len(chances)), allowed))
    given = engine.conditional(chances[None])[0]  # (D, 4)
    adoption = float(given[0] @ chances[0]) if len(chances) else engine.adoption(chances)
    return Leverage(rule, chances, adoption, given[:, 0], given[:, 1], given[:, 2])


def drawn_leverage(rule: Rule, votes: npt.ArrayLike, members: npt.ArrayLike | None = None) -> Leverage:
    """Return the same from drawn votes, which may hang together: one delegation is turned, the others stay as drawn.

    Parameters
    ----------
    votes : array_like of int, shape (N, D)
        Codes as in ``Vote``; one row a world.
    members : array_like of int, optional
        Whom to report, in this order; by default everybody.

    Examples
    --------
    >>> from positions.voting.known_rules import simple_majority
    >>> found = drawn_leverage(simple_majority(), [[1, 1, -1], [1, -1, -1], [1, 1, 1]], members=[0])
    >>> found.adoption == 2 / 3, found.pivotality == 1 / 3  # it decides where the others are split
    (True, array([ True]))
    """
    cast = as_votes(votes)  # (N, D)
    some = np.arange(cast.shape[1]) if members is None else np.asarray(members, dtype=np.int64)
    columns = vote_columns(cast[:, some])
    shares = np.stack([(columns == c).mean(axis=0) for c in range(len(VOTES))], axis=1)  # (M, 4)
    as_drawn, turned = adopted_when_turned(rule, cast, some)
    given = turned / len(cast)
    return Leverage(rule, shares, float(as_drawn.mean()), given[0], given[1], given[2])


def adopted_when_turned(
    rule: Rule, cast: npt.NDArray[np.int8], members: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return which worlds adopt, (N,), and how many do when one member votes otherwise, (4, M), by vote and member."""
    exactly = points_of(rule, cast.shape[1])
    totals = totals_of(exactly, cast)  # (C, N)

    def holds(reached: Floats) -> npt.NDArray[np.bool_]:
        return evaluate(exactly.formula, [t >= bound for t, bound in zip(reached, exactly.bounds, strict=True)])

    turned = np.zeros((len(VOTES), len(members)), dtype=np.int64)
    for place, d in enumerate(members):
        now = vote_columns(cast[:, d])
        for c in range(len(VOTES)):
            change = exactly.points[:, d, c, None] - exactly.points[:, d]  # (C, 4): from each vote to this one
            turned[c, place] = np.count_nonzero(holds(totals + change[:, now]))
    return holds(totals), turned
