"""The smallest edit that removes each block, what a term or condition costs, and who is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from positions.game import central_positions, greatest_equilibrium, make_game, prepare_issue
from positions.game.grievance import talked_mask
from positions.model import Case, Issue

__all__ = ["CostliestTerm", "Edit", "NextText", "costliest_term", "next_texts", "smallest_edits"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Change of one clause after which ``objector`` no longer objects in the central world.

    ``step`` is how far the text moves on the ladder; ``frees`` says whether then nobody objects; ``loses`` names those
    who object after it and did not before.
    """

    objector: str
    clause: str
    before: str
    after: str
    step: float
    frees: bool
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextText:
    """A text that differs in one clause, and who blocks it in the central world.

    ``after`` is the option that stands in ``clause``, ``position`` where the text then stands on the ladder.
    """

    clause: str
    after: str
    position: float
    blocking_bloc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostliestTerm:
    """The option whose replacement takes most grievance off the objectors.

    ``relief`` is what they are spared together, in units of grievance, ``share`` of what they hold; ``frees`` as above.
    """

    clause: str
    option: str
    instead: str
    relief: float
    share: float
    frees: bool


def _neighbours(at: Issue, like: Issue, choice: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return all sensible wordings that differ in one clause by an option of ``like``; the wording itself is ``""``."""
    found = {"": dict(choice)}
    for k, clause in like.clauses.items():
        for o in clause.options:
            changed = {**choice, k: o}
            if o != choice[k] and at.makes_sense(changed):
                found[f"{k}={o}"] = changed
    return found


def smallest_edits(
    case: Case, issue: str, choice: Mapping[str, str], *, like: Issue | None = None, tabled_by: str = ""
) -> tuple[Edit, ...]:
    """Return for each objector to a wording the smallest change of one clause that ends its objection.

    Options to change to are those of the issue, or of ``like``. An objector that no single change satisfies is left
    out.
    """
    at = case.issues[issue]
    around = _neighbours(at, like or at, choice)
    arrays = prepare_issue(case, issue, choices=around, tabled_by=tabled_by)
    x = central_positions(arrays)
    blocs = [set(greatest_equilibrium(make_game(arrays, w)).objectors) for w in range(len(x))]
    found: list[Edit] = []
    for objector in (a for a in arrays.actors if a in blocs[0]):
        ways = [w for w in range(1, len(x)) if objector not in blocs[w]]
        if not ways:
            continue
        best = min(ways, key=lambda w: (abs(x[w] - x[0]), len(blocs[w]), w))
        clause, _, after = list(around)[best].partition("=")
        loses = tuple(a for a in arrays.actors if a in blocs[best] - blocs[0])
        found.append(Edit(objector, clause, choice[clause], after, float(abs(x[best] - x[0])), not blocs[best], loses))
    return tuple(found)


def next_texts(
    case: Case,
    issue: str,
    choice: Mapping[str, str],
    *,
    tabled_by: str = "",
    talked: Iterable[str] = (),
    most: int = 3,
) -> tuple[NextText, ...]:
    """Return the best texts that differ from one in a single clause: least opposition first, then most ambition.

    Opposition is the influence of those who block in the central world. A text that is no better than the one at hand,
    with as much opposition and no more ambition, is left out.

    Parameters
    ----------
    talked : iterable of str
        Who is seen before.
    most : int

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> case = load_case(Path("data"))
    >>> at = case.issues["victim_care"]
    >>> best = next_texts(case, "victim_care", at.wordings["irrespective"].choice, talked=["pakistan"])
    >>> [(each.clause, each.after, each.blocking_bloc) for each in best][:1]
    [('condition', 'not_solely', ())]
    """
    at = case.issues[issue]
    around = _neighbours(at, at, choice)
    arrays = prepare_issue(case, issue, choices=around, tabled_by=tabled_by)
    x, seen = central_positions(arrays), talked_mask(arrays, tuple(talked))
    weight = dict(zip(arrays.actors, arrays.influence * arrays.seats, strict=True))
    found, worth = [], []
    for w, name in enumerate(around):
        bloc = greatest_equilibrium(make_game(arrays, w, talked=seen)).objectors
        clause, _, after = name.partition("=")
        found.append(NextText(clause, after, float(x[w]), bloc))
        worth.append((round(float(sum(weight[a] for a in bloc)), 9), -round(float(x[w]), 9)))
    order = sorted(range(1, len(found)), key=lambda w: (worth[w], w))
    return tuple(found[w] for w in order if worth[w] < worth[0])[:most]


def costliest_term(case: Case, issue: str, choice: Mapping[str, str], *, tabled_by: str = "") -> CostliestTerm | None:
    """Return the single term or condition that costs most, or None when nobody objects."""
    at = case.issues[issue]
    around = _neighbours(at, at, choice)
    arrays = prepare_issue(case, issue, choices=around, tabled_by=tabled_by)
    games = [make_game(arrays, w) for w in range(len(around))]
    top = greatest_equilibrium(games[0]).objectors
    rows = [arrays.actor(a) for a in top]
    if not rows or len(games) == 1:
        return None
    held = float(games[0].grievance[rows].sum())
    relief = np.array([held - float(g.grievance[rows].sum()) for g in games])
    best = int(np.argmax(relief))
    if best == 0 or relief[best] <= 0:
        return None
    clause, _, instead = list(around)[best].partition("=")
    frees = not greatest_equilibrium(games[best]).blocks
    return CostliestTerm(clause, choice[clause], instead, float(relief[best]), float(relief[best] / held), frees)
