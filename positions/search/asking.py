"""Which shaky stance is most worth learning before the meeting: value of information from the draws already made.

In every world a delegation's hardness on an issue is a draw. To learn it is to know in which of some bins it lies and
to put the best text for that bin. The value of asking is what that is expected to win over putting the one text that is
best on the whole:

``VOI = Σ_bin P(bin) max_w E[V_w | bin] - max_w E[V_w]``, ``V_w = pass_w worth_w + (1 - pass_w) worth_fallback``.

No new worlds are needed: the same passes are sorted into bins (Strong & Oakley 2013 for the idea of conditional
expectations from one sample). With few bins and many worlds the upward bias of the inner maximum is small; a
permutation of the hardness gives its size, which is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from positions.arrays import Bools, Floats, Singles
from positions.model import Case, Confidence
from positions.search.stakes import Stakes

__all__ = ["BINS", "Asked", "value_of_asking", "value_of_information", "worlds_passed"]

BINS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what does ``delegation`` really hold on ``issue``?

    ``value`` is the expected gain in the principal's worth (0..1, weighted by its salience) from knowing it;
    ``kind`` is ``inferred``, ``reported`` or ``assumed``; ``changes`` says which text would be put instead in some
    of the cases.
    """

    delegation: str
    issue: str
    value: float
    kind: str
    text_now: str
    changes: tuple[str, ...]


def worlds_passed(stakes: Stakes) -> Bools:
    """Return (W, N): in which worlds each wording passes, nobody seen."""
    return np.stack([stakes.bench.worlds(w) for w in range(len(stakes.bench.arrays.wordings))])


def value_of_information(hardness: Singles, value: Floats, *, bins: int = BINS) -> tuple[float, list[int]]:
    """Return the value of learning which bin ``hardness`` (N,) lies in, and the best wording of each bin.

    ``value`` (W, N) is what each wording is worth in each world. Bins hold equally many worlds.
    """
    order = np.argsort(hardness, kind="stable")
    whole = float(value.mean(axis=1).max())
    known = 0.0
    best: list[int] = []
    for part in np.array_split(order, bins):
        means = value[:, part].mean(axis=1)
        best.append(int(np.argmax(means)))
        known += float(means.max()) * part.size
    return max(0.0, known / hardness.size - whole), best


def value_of_asking(case: Case, stakes: Sequence[Stakes], *, least: float = 1e-3) -> tuple[Asked, ...]:
    """Rank all shaky stances (not stated by the delegation itself) by what learning them is worth, best first."""
    found: list[Asked] = []
    for s in stakes:
        arrays = s.bench.arrays
        passed = worlds_passed(s)
        value = np.where(passed, s.worth[:, None], s.fallback)
        names = arrays.wordings
        now = int(np.argmax(value.mean(axis=1)))
        shuffle = np.random.default_rng(0).permutation(passed.shape[1])
        for n, actor in enumerate(arrays.actors):
            stance = case.stance(actor, s.issue)
            if actor not in case.delegations or actor == case.meeting.principal:
                continue
            if stance is not None and stance.confidence is Confidence.STATED:
                continue
            hardness = np.concatenate([block[n].reshape(-1) for block in s.bench.blocks])
            gain, best = value_of_information(hardness, value)
            bias, _ = value_of_information(hardness[shuffle], value)
            worth = s.salience * max(0.0, gain - bias)
            if worth >= least:
                kind = "assumed" if stance is None else stance.confidence.value
                others = tuple(dict.fromkeys(names[w] for w in best if w != now))
                found.append(Asked(actor, s.issue, worth, kind, names[now], others))
    return tuple(sorted(found, key=lambda a: (-round(a.value, 9), a.issue, a.delegation)))


def fix_hardness(stakes: Stakes, actor: str, hardness: float) -> Stakes:
    """Return the stakes in worlds where one actor's hardness is known to be ``hardness``: for brute-force checks."""
    n = stakes.bench.arrays.actor(actor)
    blocks = []
    for block in stakes.bench.blocks:
        changed = block.copy()
        changed[n] = hardness
        blocks.append(changed)
    return replace(
        stakes, bench=replace(stakes.bench, luck=replace(stakes.bench.luck, blocks=tuple(blocks), kept={})), known={}
    )
