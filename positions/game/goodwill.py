"""How kindly delegations hear what another one tables, on -1..1.

A declared tie decides. Without one: half for sharing a standing group, half for how alike their stated ideal points
are on *other* issues (1 = the same, -1 = at opposite ends). The halves are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from positions.game.stances import stance_matrices
from positions.model import Case

__all__ = ["goodwill"]


def goodwill(case: Case, listeners: Sequence[str], tabler: str, issue: str) -> NDArray[np.float64]:
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
    made = np.zeros(len(listeners))
    if tabler not in case.delegations:
        return made
    held = stance_matrices(case)
    row = {d: n for n, d in enumerate(held.delegations)}
    declared = {t.delegation: t.goodwill for t in case.ties if t.towards == tabler}
    hear = [n for n, d in enumerate(listeners) if d in row and d != tabler]
    rows, own = [row[listeners[n]] for n in hear], row[tabler]
    other = np.array([i != issue for i in held.issues], dtype=bool)
    care = np.where(held.known[rows] & held.known[own] & other, np.minimum(held.salience[rows], held.salience[own]), 0)
    alike = np.where(care > 0, 1 - 2 * np.abs(held.ideal[rows] - held.ideal[own]), 0.0)
    weight = care.sum(axis=1)
    alike = np.divide((care * alike).sum(axis=1), weight, out=np.zeros(len(rows)), where=weight > 0)
    groups = set(case.delegations[tabler].groups)
    for n, likeness in zip(hear, alike, strict=True):
        listener = listeners[n]
        shared = 0.5 if groups.intersection(case.delegations[listener].groups) else 0.0
        made[n] = declared.get(listener, max(-1.0, min(1.0, shared + 0.5 * float(likeness))))
    return made
