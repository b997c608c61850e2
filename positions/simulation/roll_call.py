"""From where delegations end in the room to how they vote when the text is put to a vote.

The objection game says who supports, joins, joins with an explanation of position, dissociates or objects. A vote asks
something else: yes, no or abstain, and isolation costs less. What is known of how the one turns into the other comes
from the General Assembly (sessions 55-64), where paragraphs were voted on before the text: of those who had said no to
the paragraph, few (2-4) then voted on the whole 18 % yes, 34 % abstain, 48 % no; many (15 and more) 47, 36 and 16 %. On
one text they mostly went the same way. So every state has a soft and a hard reading, and each parameter set takes its
own point between them: the spread is part of the band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from positions.arrays import Bytes, Floats
from positions.game import PreparedIssue
from positions.simulation.ensemble import Ensemble, issue_seed
from positions.simulation.tally import STATES

__all__ = ["BY_OBJECTION", "IN_A_VOTE", "Conduct", "cast_votes"]

Shares: TypeAlias = tuple[tuple[float, float, float], ...]
_VOTES = {"yes": (1.0, 0.0, 0.0), "abstain": (0.0, 1.0, 0.0), "no": (0.0, 0.0, 1.0)}
_ALMOST_ONE = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Conduct:
    """How each final state votes.

    Parameters
    ----------
    soft, hard : tuple of (yes, abstain, no)
        Shares for each of ``STATES``, in the reading that is kinder to the text and in the harder one.
    alike : float
        0..1, correlation between the votes of two delegations in the same state on the same text.
    silent_as_one : bool
        Whether a class of silent seats ends in one state, as in the objection game, or each seat in its own.
    """

    soft: Shares
    hard: Shares
    alike: float
    silent_as_one: bool = False

    def with_states(self, fixed: Mapping[str, str]) -> Conduct:
        """Return a copy in which some states always vote the same; ValueError for an unknown state or vote.

        >>> IN_A_VOTE.with_states({"dissociate": "no"}).soft[3]
        (0.0, 0.0, 1.0)
        """
        soft, hard = list(self.soft), list(self.hard)
        for state, vote in fixed.items():
            if state not in STATES:
                raise ValueError(f'no final state "{state}"; there is: {", ".join(STATES)}')
            if vote not in _VOTES:
                raise ValueError(f'no vote "{vote}"; there is: {", ".join(_VOTES)}')
            at = STATES.index(state)
            soft[at] = hard[at] = _VOTES[vote]
        return replace(self, soft=tuple(soft), hard=tuple(hard))

    def shares(self, hardness: Floats) -> Floats:
        """Return the shares (M, 5, 3) at points between soft (0) and hard (1)."""
        at = hardness[:, None, None]
        made: Floats = (1 - at) * np.array(self.soft) + at * np.array(self.hard)
        return made


_YES, _ABSTAIN, _NO = _VOTES.values()
# dissociate: measured, see above. object: of those who said no to the paragraph in small company and did not come
# round, about 60 % voted no; never a yes, and at the hard end always a no. An explanation of position: ours.
IN_A_VOTE = Conduct(
    soft=(_YES, _YES, _YES, (0.47, 0.36, 0.17), (0.0, 0.4, 0.6)),
    hard=(_YES, _YES, (0.6, 0.4, 0.0), (0.18, 0.34, 0.48), _NO),
    alike=0.77,
)
# no vote is taken: only an objection counts, whatever else a delegation puts on record
_OBJECTION = (_YES, _YES, _YES, _ABSTAIN, _NO)
BY_OBJECTION = Conduct(soft=_OBJECTION, hard=_OBJECTION, alike=0.0, silent_as_one=True)


def cast_votes(arrays: PreparedIssue, states: Bytes, conduct: Conduct, ensemble: Ensemble, block: int) -> Bytes:
    """Return the votes (N, D) of every seat in one block of worlds: 1 yes, 0 abstain, -1 no.

    In each world the text has a mood; with chance sqrt(``alike``) a seat goes with it, otherwise it makes up its own
    mind. Both give the shares of ``conduct``, and two seats in one state are correlated by ``alike``. The game plays a
    class of silent seats as one actor; in a vote each seat takes the class's state of another world of the same member,
    so that sixty silent delegations do not all turn at once. The same draws serve every wording and every rule.

    Parameters
    ----------
    states : ndarray of int8, shape (A, N)
        Final states as indices into ``STATES``; worlds ordered by draw and then member.
    """
    worlds = states.shape[1]
    shares = conduct.shares(_between(ensemble))  # (M, 5, 3)
    certain = bool(((shares == 0) | (shares == 1)).all())  # every state always votes the same
    always = (1 - shares[0].argmax(axis=1)).astype(np.int8)
    edges = np.cumsum(shares, axis=2)
    member = np.tile(np.arange(ensemble.size), worlds // ensemble.size)
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
            luck = stream.random(worlds)
            own = np.minimum((luck - along) / max(1.0 - along, 1e-9), _ALMOST_ONE)
            mind = np.where(luck < along, mood, own)
            yes, yes_or_abstain = edges[member, state, 0], edges[member, state, 1]
            columns.append((mind < yes).astype(np.int8) - (mind >= yes_or_abstain).astype(np.int8))
    return np.stack(columns, axis=1) if columns else np.zeros((worlds, 0), dtype=np.int8)


def _between(ensemble: Ensemble) -> Floats:
    """Return each member's point between soft and hard, (M,): evenly spread, in an order of its own."""
    rng = np.random.default_rng(np.random.SeedSequence(ensemble.seed, spawn_key=(2,)))
    return (rng.permutation(ensemble.size) + 0.5) / ensemble.size


def _stream(ensemble: Ensemble, issue: str, name: str, block: int) -> np.random.Generator:
    """Return the luck of one actor's votes in one block: who else is at the table does not change it."""
    return np.random.Generator(np.random.SFC64(issue_seed(ensemble.seed, f"{issue}/{name}", 4, block)))
