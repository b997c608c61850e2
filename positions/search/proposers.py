"""Who should table a text: who stands for it, is heard kindly by those who might object, and is not one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from positions.game import goodwill_towards, grievance, prepare_issue
from positions.model import Case
from positions.search.evaluate import Worlds, open_bench
from positions.simulation import Band, Ensemble, band

__all__ = ["MOST_PROPOSERS", "Proposer", "rank_proposers"]

MOST_PROPOSERS = 8  # candidates simulated; the best heard ones


@dataclass(frozen=True, slots=True)
class Proposer:
    """One possible tabler. ``heard`` holds (possible objector, goodwill towards it), the least kind first."""

    delegation: str
    p_consensus: Band
    share: float
    heard: tuple[tuple[str, float], ...]
    reason: str


def rank_proposers(
    case: Case,
    issue: str,
    choice: Mapping[str, str],
    ensemble: Ensemble,
    *,
    draws: int,
    talked: tuple[str, ...] = (),
    worlds: Worlds | None = None,
) -> tuple[Proposer, ...]:
    """Return delegations that could table a wording, best first.

    Candidates are named parties and signatories with a stated stance that accepts the text. Each is simulated as
    tabler in the same worlds; equal ones are ranked by how kindly the possible objectors (those the text hurts in the
    central world, or may hurt within one spread) hear them, then in the order of the case.
    """
    arrays = prepare_issue(case, issue, choices={"w": choice}, tabled_by="")
    felt = grievance(arrays, 0)
    near = (felt.position - felt.limits.high + arrays.spread > 0) & (felt.position > arrays.ideal)
    touchy = [a for n, a in enumerate(arrays.actors) if (felt.total[n] > 0 or near[n]) and a in case.delegations]
    fit = [
        a for n, a in enumerate(arrays.actors) if a in case.delegations and not arrays.assumed[n] and felt.total[n] <= 0
    ]
    kindness = goodwill_towards(case, touchy, fit, issue).round(3)
    heard_by = {
        tabler: [(d, float(g)) for d, g in zip(touchy, column, strict=True) if d != tabler]
        for tabler, column in zip(fit, kindness.T, strict=True)
    }
    kind = {tabler: float(np.mean([g for _, g in heard])) if heard else 0.0 for tabler, heard in heard_by.items()}
    tried = sorted(fit, key=lambda d: -kind[d])[:MOST_PROPOSERS]
    if not tried:
        return ()
    bench = open_bench(  # the same words under the name of each
        case, issue, dict.fromkeys(tried, choice), ensemble, draws=draws, talked=talked,
        tabled_by={tabler: tabler for tabler in tried}, worlds=worlds,
    )  # fmt: skip
    found: list[Proposer] = []
    for row, tabler in enumerate(tried):
        passes = bench.by_member(row)
        assert passes is not None  # noqa: S101 - without a bar nothing is given up
        heard = sorted(heard_by[tabler], key=lambda item: item[1])
        found.append(Proposer(tabler, band(passes), float(passes.mean()), tuple(heard), _reason(case, tabler, heard)))
    return tuple(sorted(found, key=lambda p: (-round(p.share, 3), -kind[p.delegation])))


def _reason(case: Case, tabler: str, heard: list[tuple[str, float]]) -> str:
    kind = [d for d, g in heard if g > 0.1]
    unkind = [d for d, g in heard if g < -0.1]
    groups = set(case.delegations[tabler].groups)
    parts: list[str] = []
    if kind:
        shared = [d for d in kind if groups & set(case.delegations[d].groups)]
        why = ", same group" if shared else ""
        parts.append(f"heard kindly by {', '.join(case.delegations[d].name for d in kind)}{why}")
    if unkind:
        parts.append(
            f"heard unkindly by {', '.join(case.delegations[d].name for d in unkind)}{_ours(case, tabler, unkind)}"
        )
    return "; ".join(parts) or "neither helps nor hurts"


def _ours(case: Case, tabler: str, listeners: list[str]) -> str:
    """Return the remark that goodwill is of our reckoning, unless the case declares all of it."""
    declared = {tie.delegation for tie in case.ties if tie.towards == tabler}
    return "" if declared.issuperset(listeners) else " (ours)"
