"""How kindly a delegation hears what another one tables, on -1..1.

A declared tie decides. Without one: half for sharing a standing group, half for how alike their stated ideal points
are on *other* issues (1 = the same, -1 = at opposite ends). The halves are ours.
"""

from __future__ import annotations

from positions.model import Case

__all__ = ["goodwill"]


def goodwill(case: Case, listener: str, tabler: str, issue: str) -> float:
    """Return the goodwill of ``listener`` towards a text that ``tabler`` tables on ``issue``.

    The chair (an empty ``tabler``) and the listener itself are heard neutrally.
    """
    if not tabler or tabler == listener:
        return 0.0
    for tie in case.ties:
        if tie.delegation == listener and tie.towards == tabler:
            return tie.goodwill
    a, b = case.delegations[listener], case.delegations[tabler]
    shared = 1.0 if set(a.groups) & set(b.groups) else 0.0
    total = weight = 0.0
    for other in case.issues:
        one, two = case.stance(listener, other), case.stance(tabler, other)
        if other == issue or one is None or two is None:
            continue
        care = min(one.salience, two.salience)
        total += care * (1 - 2 * abs(one.ideal - two.ideal))
        weight += care
    alike = total / weight if weight else 0.0
    return max(-1.0, min(1.0, 0.5 * shared + 0.5 * alike))
