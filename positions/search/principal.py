"""What a wording is worth to somebody, 0..1, and what they cannot accept.

A delegation values a text by how near it comes to its ideal point, ``1 - |x - ideal|``; crossing one of its red lines
or leaving a demand unmet rules the text out. A group is as satisfied as its members are on average, weighted by
salience; ``worst`` looks at the least satisfied. Without any stance, the whole ambition of the text is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats
from positions.game import PreparedIssue, firmness_against
from positions.model import Case

__all__ = ["Principal", "principal_for", "satisfaction"]


@dataclass(frozen=True, slots=True, eq=False)
class Principal:
    """For whom a search looks.

    Parameters
    ----------
    name : str
        A delegation, a group, ``proponents``, or "" for nobody in particular.
    members : tuple of str
        The actors whose satisfaction counts.
    worst : bool
        Whether the least satisfied member counts instead of the mean.
    """

    name: str
    members: tuple[str, ...]
    worst: bool = False

    def utility(self, arrays: PreparedIssue, positions: Floats) -> Floats:
        """Return (W,): what each wording at ``positions`` is worth."""
        rows = [arrays.actor(m) for m in self.members]
        if not rows:
            return positions
        worth = 1.0 - np.abs(positions - arrays.ideal[rows, None])
        if self.worst:
            least: Floats = worth.min(axis=0)
            return least
        weight = arrays.salience[rows] if arrays.salience[rows].sum() > 0 else np.ones(len(rows))
        total = np.zeros_like(positions)
        for share, row in zip(weight, worth, strict=True):  # one after the other: the same for any number of wordings
            total += share * row
        mean: Floats = total / weight.sum()
        return mean

    def allowed(self, arrays: PreparedIssue) -> Bools:
        """Return (W,): False where a member's red line is crossed or a demand of it is not met."""
        rows = [arrays.actor(m) for m in self.members]
        red, unmet = firmness_against(arrays)
        met = (red[rows] + unmet[rows]).sum(axis=0)
        clean: Bools = np.equal(met, 0.0)
        return clean


def principal_for(case: Case, arrays: PreparedIssue, name: str) -> Principal:
    """Find who is meant: a delegation, a group's members, ``proponents`` (ideal point at 0.8 or above) or ``worst``.

    ``worst`` is the least satisfied of all named delegations with a stated stance. KeyError for anything else.
    """
    stated = [a for a, assumed in zip(arrays.actors, arrays.assumed, strict=True) if not assumed]
    if name == "proponents":
        found = tuple(a for a in stated if arrays.ideal[arrays.actor(a)] >= 0.8)
        return Principal(name, found)
    if name == "worst":
        return Principal(name, tuple(stated), worst=True)
    if name in case.groups:
        return Principal(name, tuple(a for a in arrays.actors if a in _members(case, name)))
    if name in case.delegations:
        return Principal(name, (name,) if name in arrays.actors else ())
    raise KeyError(name)


def _members(case: Case, group: str) -> set[str]:
    return {d.id for d in case.delegations.values() if group in d.groups}


def satisfaction(arrays: PreparedIssue, positions: Floats) -> Floats:
    """Return (A, W): how well each actor can live with each wording, 1 = as if it had written it.

    ``1 - salience · |x - ideal| - firmness met``, not below 0.
    """
    red, unmet = firmness_against(arrays)
    far = np.abs(positions - arrays.ideal[:, None])
    return np.maximum(0.0, 1.0 - arrays.salience[:, None] * far - red - unmet)
