"""How kindly delegations hear what another one tables, on -1..1.

A declared tie decides. Without one: half for sharing a standing group, half for how alike their stated ideal points
are on *other* issues (1 = the same, -1 = at opposite ends). The halves are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from positions.arrays import Floats
from positions.game.stances import stance_matrices
from positions.model import Case

__all__ = ["goodwill", "goodwill_towards"]


def goodwill(case: Case, listeners: Sequence[str], tabler: str, issue: str) -> Floats:
    """Return the goodwill of each of ``listeners`` (L,) towards a text that ``tabler`` tables on ``issue``.

    The chair (an empty ``tabler``) and whoever is not in the case are heard neutrally, as the tabler hears itself: 0.

    Parameters
    ----------
    case : Case
    listeners : sequence of str
        Delegation ids.
    tabler : str
        Delegation id, or "" for the chair.
    issue : str
        What is said on this issue itself does not count.
    """
    return goodwill_towards(case, listeners, [tabler], issue)[:, 0]


def goodwill_towards(case: Case, listeners: Sequence[str], tablers: Sequence[str], issue: str) -> Floats:
    """Return the goodwill (L, T) of each of ``listeners`` towards each of ``tablers``; see :func:`goodwill`."""
    made = np.zeros((len(listeners), len(tablers)))
    held = stance_matrices(case)
    row = {d: n for n, d in enumerate(held.delegations)}
    hear = [n for n, d in enumerate(listeners) if d in row]
    put = [n for n, d in enumerate(tablers) if d in row]
    if not hear or not put:
        return made
    other = np.array([i != issue for i in held.issues], dtype=bool)
    theirs, own = [row[listeners[n]] for n in hear], [row[tablers[n]] for n in put]

    def pairs(layer: Floats) -> tuple[Floats, Floats]:
        known = np.nan_to_num(layer)  # an unknown stance counts nothing, whatever number it has
        return known[theirs][:, None, :], known[own][None, :, :]

    both = held.known[theirs][:, None, :] & held.known[own][None, :, :] & other
    care = np.minimum(*pairs(held.salience)) * both
    ours, yours = pairs(held.ideal)
    weight = care.sum(axis=2)
    alike = (care * (1 - 2 * np.abs(ours - yours))).sum(axis=2)
    likeness = np.divide(alike, weight, out=np.zeros_like(weight), where=weight > 0)
    groups = [frozenset(case.delegations[d].groups) for d in held.delegations]
    shared = np.array([[not groups[d].isdisjoint(groups[t]) for t in own] for d in theirs])
    made[np.ix_(hear, put)] = np.clip(0.5 * shared + 0.5 * likeness, -1.0, 1.0)
    at, towards = ({d: n for n, d in enumerate(names)} for names in (listeners, tablers))
    for tie in case.ties:
        if tie.delegation in at and tie.towards in towards and tie.towards in row:
            made[at[tie.delegation], towards[tie.towards]] = tie.goodwill
    for d in at.keys() & towards.keys():
        made[at[d], towards[d]] = 0.0
    return made
