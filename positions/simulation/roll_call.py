"""From where delegations end in the room to how they vote when the text is put to a vote.

The objection game says who supports, joins, joins with an explanation of position, dissociates or objects. A vote asks
something else: yes, no or abstain, and isolation costs less. How the one turns into the other is measured where it
can XX on one text they mostly went the same way (intra-text correlation 0.77).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays
from positions.simulation.ensemble import Ensemble, issue_seed
from positions.simulation.tally import STATES

__all__ = ["BY_OBJECTION", "IN_A_VOTE", "Conduct", "cast_votes"]

VOTE_NAMES = {"yes": 0, "abstain": 1, "no": 2}
_ALMOST_ONE = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Conduct:
    """How each final state votes.

    Parameters
    ----------
    shares : tuple of (yes, abstain, no)
        One for each of ``STATES``; each sums to 1.
    alike : float
        0..1, correlation between the votes of two delegations in the same state on the same text.
    silent_as_one : bool
        Whether a class of silent seats ends in one state, as in the objection game, or each seat in its own.
    """

    shares: tuple[tuple[float, float, float], ...]
    alike: float
    silent_as_one: bool = False

    def with_states(self, fixed: Mapping[str, str]) -> Conduct:
        """Return a copy in which some states always vote the same; ValueError for an unknown state or vote.

        >>> IN_A_VOTE.with_states({"dissociate": "no"}).shares[3]
        (0.0, 0.0, 1.0)
        """
        shares = list(self.shares)
        for state, vote in fixed.items():
            if state not in STATES:
                raise ValueError(f'no final state "{state}"; there is: {", ".join(STATES)}')
            if vote not in VOTE_NAMES:
                raise ValueError(f'no vote "{vote}"; there is: {", ".join(VOTE_NAMES)}')
            chosen = VOTE_NAMES[vote]
            shares[STATES.index(state)] = (float(chosen == 0), float(chosen == 1), float(chosen == 2))
        return replace(self, shares=tuple(shares))


# dissociate and alike: measured, see above; the rest is ours
IN_A_VOTE = Conduct(((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.8, 0.2, 0.0), (0.43, 0.35, 0.22), (0.0, 0.0, 1.0)), 0.77)
# no vote is taken: only an objection counts, whatever else a delegation puts on record
BY_OBJECTION = Conduct(
    ((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), 0.0, silent_as_one=True
)


def cast_votes(
    arrays: IssueArrays, states: NDArray[np.int8], conduct: Conduct, ensemble: Ensemble, block: int
) -> NDArray[np.int8]:
    """Return the votes (N, D) of every seat in one block of worlds: 1 yes, 0 abstain, -1 no.

    In each world the text has a mood; with chance sqrt(``alike``) a seat goes with it, otherwise it makes up its own
    mind. Both give the shares of ``conduct``, and two seats in one state are correlated by ``alike``. The game plays a
    class of silent seats as one actor; in a vote each seat takes the class's state of another world of the same member,
    so that sixty silent delegations do not all turn at once. The same draws serve every wording and every rule.

    Parameters
    ----------
    states : ndarray of int8, shape (A, N)
        Final states as indices into ``STATES``.
    """
    edges = np.cumsum(np.array(conduct.shares), axis=1)[:, :2]  # (5, 2)
    certain = bool((edges % 1 == 0).all())  # every state always votes the same
    always = np.array([1, 0, -1], dtype=np.int8)[np.argmax(conduct.shares, axis=1)]
    worlds = states.shape[1]
    mood = _stream(ensemble, arrays.issue, "mood", block).random(worlds)  # (N,)
    along = float(np.sqrt(conduct.alike))
    columns = []
    for d, actor in enumerate(arrays.actors):
        stream = _stream(ensemble, arrays.issue, actor, block)
        for _ in range(int(arrays.seats[d])):
            state = states[d]
            if arrays.seats[d] > 1 and not conduct.silent_as_one:
                state = stream.permutation(state.reshape(-1, ensemble.size)).ravel()
            if certain:
                columns.append(always[state])
                continue
            yes, yes_or_abstain = edges[state].T  # (N,) each
            luck = stream.random(worlds)
            own = np.minimum((luck - along) / max(1.0 - along, 1e-9), _ALMOST_ONE)
            mind = np.where(luck < along, mood, own)
            columns.append((mind < yes).astype(np.int8) - (mind >= yes_or_abstain).astype(np.int8))
    return np.stack(columns, axis=1) if columns else np.zeros((worlds, 0), dtype=np.int8)


def _stream(ensemble: Ensemble, issue: str, name: str, block: int) -> np.random.Generator:
    """Return the luck of one actor's votes in one block: who else is at the table does not change it."""
    return np.random.Generator(np.random.SFC64(issue_seed(ensemble.seed, f"{issue}/{name}", 4, block)))
