"""Whom to see before the meeting, on what, in which order, and what each conversation should win.

A conversation with a delegation covers every issue on which a talk with it helps. Plans are built greedily and then
improved by swaps until none helps; leaders are put before those who follow them. The gain of a step is the rise of
P(consensus) on the text it helps most, in the same worlds, with a band over parameter sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from positions.arrays import Floats
from positions.game import analyse_wording, goodwill
from positions.model import Case
from positions.search.stakes import Stakes
from positions.simulation import Band, band

__all__ = ["Channel", "Gain", "OutreachPlan", "PeelOff", "Step", "plan_outreach"]

WORTH_A_TALK = 0.002  # expected gain from which an issue is named for a conversation (ours)


@dataclass(frozen=True, slots=True)
class Gain:
    """What a conversation wins on one issue: on which text, from which P to which, in this order of steps and alone."""

    issue: str
    wording: str
    before: Band
    after: Band
    gain: Band
    alone: Band
    worth: float


@dataclass(frozen=True, slots=True)
class Channel:
    """Through whom to reach a delegation that hears the principal unkindly: goodwill towards either, -1..1."""

    delegation: str
    towards_channel: float
    towards_principal: float
    channel_towards_principal: float


@dataclass(frozen=True, slots=True)
class Step:
    """One conversation. ``follows`` are leaders it is declared to follow; ``gain`` the best of its gains."""

    delegation: str
    gains: tuple[Gain, ...]
    worth: float
    worth_alone: float
    channel: Channel | None
    follows: tuple[str, ...]

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues to speak about, most worth first."""
        return tuple(g.issue for g in self.gains)


@dataclass(frozen=True, slots=True)
class PeelOff:
    """A peel-off set of the text on the table with its cost: the sum of ``1 - mobility`` over its members (ours)."""

    issue: str
    members: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class OutreachPlan:
    """Steps in order; ``together`` is what all of them are worth, which need not be the sum of each alone."""

    principal: str
    steps: tuple[Step, ...]
    together: float
    peel_offs: tuple[PeelOff, ...]


def plan_outreach(case: Case, stakes: Sequence[Stakes], conversations: int, *, principal: str = "") -> OutreachPlan:
    """Choose and order conversations.

    Parameters
    ----------
    case : Case
    stakes : sequence of Stakes
        One for each issue (see :func:`positions.search.stakes.make_stakes`).
    conversations : int
        How many there is time for.
    principal : str
        The meeting's when empty.
    """
    name = principal or case.meeting.principal
    chosen = _improve(stakes, _greedy(stakes, conversations))
    order = _order(case, stakes, chosen)
    steps: list[Step] = []
    seen: frozenset[str] = frozenset()
    for d in order:
        gains = _gains(stakes, seen, d)
        leaders = tuple(a.leader for a in case.associations if a.follower == d and a.leader in chosen)
        worth, alone = total(stakes, seen | {d}) - total(stakes, seen), total(stakes, {d}) - total(stakes, ())
        steps.append(Step(d, gains, worth, alone, _channel(case, name, d, gains), leaders))
        seen |= {d}
    return OutreachPlan(name, tuple(steps), total(stakes, seen) - total(stakes, ()), _peel_offs(case, stakes))


def total(stakes: Sequence[Stakes], talked: frozenset[str] | set[str] | tuple[str, ...]) -> float:
    """Return the expected worth over all issues, each weighted by the principal's salience."""
    return sum(s.salience * s.expect(frozenset(talked)).value for s in stakes)


def total_with(stakes: Sequence[Stakes], talked: Sequence[str], more: str) -> float:
    """Return :func:`total` with ``more`` seen after ``talked``: sooner, for most talks change few issues."""
    return sum(s.salience * s.with_one_more(frozenset(talked), more).value for s in stakes)


def _greedy(stakes: Sequence[Stakes], conversations: int) -> tuple[str, ...]:
    candidates = sorted({d for s in stakes for d in s.movable})
    chosen: tuple[str, ...] = ()
    while len(chosen) < conversations:
        rest = [d for d in candidates if d not in chosen]
        if not rest:
            break
        now, after = total(stakes, chosen), {d: total_with(stakes, chosen, d) for d in rest}
        best = max(rest, key=lambda d: round(after[d], 9))  # of equals the first
        if after[best] <= now + WORTH_A_TALK:
            pair = _best_pair(stakes, chosen, rest) if conversations - len(chosen) >= 2 else None
            if pair is None:
                break
            chosen = (*chosen, *pair)
            continue
        chosen = (*chosen, best)
    return chosen


def _best_pair(stakes: Sequence[Stakes], chosen: tuple[str, ...], rest: Sequence[str]) -> tuple[str, str] | None:
    """Return two delegations that help together where none does alone (two who hold a text between them)."""
    now = total(stakes, chosen)
    pairs = [(a, b) for a, b in product(rest, rest) if a < b]
    if not pairs or len(pairs) > 400:
        return None
    best = max(pairs, key=lambda p: round(total(stakes, (*chosen, *p)), 9))
    return best if total(stakes, (*chosen, *best)) > now + WORTH_A_TALK else None


def _improve(stakes: Sequence[Stakes], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Swap one for another while that helps."""
    candidates = sorted({d for s in stakes for d in s.movable})
    while chosen:
        swaps = {
            (*kept, new): total_with(stakes, kept, new)
            for kept in (tuple(c for c in chosen if c != out) for out in chosen)
            for new in candidates
            if new not in chosen
        }
        best = max(swaps, key=lambda s: round(swaps[s], 9), default=chosen)
        if swaps.get(best, 0.0) <= total(stakes, chosen) + 1e-9:
            break
        chosen = best
    return chosen


def _order(case: Case, stakes: Sequence[Stakes], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Order by what each adds to those before it, but leaders before their followers."""
    left = list(chosen)
    order: tuple[str, ...] = ()
    leads = {(a.leader, a.follower) for a in case.associations}
    while left:
        free = [d for d in left if not any((j, d) in leads and (d, j) not in leads for j in left if j != d)] or left
        best = max(free, key=lambda d: (round(total(stakes, (*order, d)), 9), -chosen.index(d)))
        order = (*order, best)
        left.remove(best)
    return order


def _gains(stakes: Sequence[Stakes], seen: frozenset[str], d: str) -> tuple[Gain, ...]:
    found: list[Gain] = []
    for s in stakes:
        if d not in s.movable:
            continue
        now, then = s.expect(seen), s.expect(seen | {d})
        worth = s.salience * (then.value - now.value)
        if worth < WORTH_A_TALK:
            continue
        row = s.bench.arrays.wording(then.wording)
        before = _passes(s, seen, row)
        base = _passes(s, frozenset(), row)
        found.append(
            Gain(
                issue=s.issue,
                wording=then.wording,
                before=band(before),
                after=band(then.by_member),
                gain=band(then.by_member - before),
                alone=band(_passes(s, frozenset({d}), row) - base),
                worth=worth,
            )
        )
    return tuple(sorted(found, key=lambda g: (-round(g.worth, 9), g.issue)))


def _passes(s: Stakes, seen: frozenset[str], row: int) -> Floats:
    """Return P of one wording in each parameter set with ``seen`` seen in private."""
    passes = s.texts[row].by_member(seen)
    assert passes is not None  # noqa: S101 - without a bar nothing is given up
    return passes


def _channel(case: Case, principal: str, d: str, gains: Sequence[Gain]) -> Channel | None:
    """Return somebody who is heard by a delegation that hears the principal unkindly, and hears the principal."""
    if principal not in case.delegations or not gains:
        return None
    issue = gains[0].issue
    own = float(goodwill(case, [d], principal, issue)[0])
    if own >= 0:
        return None
    others = [c for c in case.delegations if c not in (d, principal) and case.delegations[c].decides]
    towards_us = goodwill(case, others, principal, issue)
    heard = {c: (float(goodwill(case, [d], c, issue)[0]), float(g)) for c, g in zip(others, towards_us, strict=True)}
    fit = [c for c in others if heard[c][0] > max(own, 0.1) and heard[c][1] >= 0]
    if not fit:
        return None
    best = max(fit, key=lambda c: (round(min(heard[c]), 9), round(sum(heard[c]), 9), -others.index(c)))
    return Channel(best, heard[best][0], own, heard[best][1])


def _peel_offs(case: Case, stakes: Sequence[Stakes]) -> tuple[PeelOff, ...]:
    found: list[PeelOff] = []
    for s in stakes:
        arrays = s.bench.arrays
        for group in analyse_wording(arrays, case.issues[s.issue].tabled).peel_off_sets[:5]:
            cost = sum(1.0 - float(arrays.mobility[arrays.actor(d)]) for d in group)
            found.append(PeelOff(s.issue, group, round(cost, 6)))
    return tuple(sorted(found, key=lambda p: (p.cost, p.issue, p.members)))
