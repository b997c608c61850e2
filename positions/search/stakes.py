"""What an issue is expected to be worth to a principal, given whom one has seen: the yardstick of outreach.

``E = max over wordings of P(w) · worth(w) + (1 - P(w)) · worth(fallback)``: the best text to put, and what is left if
it fails. Weighted by the principal's salience it adds up over issues.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from positions.arrays import Floats
from positions.defaults import SEARCH_DRAWS
from positions.game import central_positions, prepare_issue
from positions.model import NO_TEXT, Case
from positions.search.evaluate import AfterTalks, Bench, open_bench
from positions.search.principal import Principal, principal_for
from positions.simulation import Ensemble

__all__ = ["Expectation", "Stakes", "make_stakes"]


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """The best text to put given whom one has seen: its id, P in each parameter set (M,), and the expected worth."""

    wording: str
    by_member: Floats
    value: float


@dataclass(slots=True, eq=False)
class Stakes:
    """One issue for one principal. Expectations are kept, so that asking twice costs nothing.

    ``movable`` are the named delegations that a private talk can move on this issue.
    """

    issue: str
    bench: Bench
    worth: Floats  # (W,)
    fallback: float
    salience: float
    movable: frozenset[str]
    known: dict[frozenset[str], Expectation] = field(default_factory=dict)
    texts: tuple[AfterTalks, ...] = field(init=False)

    def __post_init__(self) -> None:
        who = tuple(a for a in self.bench.arrays.actors if a in self.movable)
        self.texts = tuple(AfterTalks(self.bench, w, who) for w in range(len(self.bench.arrays.wordings)))

    def expect(self, talked: frozenset[str]) -> Expectation:
        """Return the best text and its expected worth with ``talked`` seen in private."""
        seen = talked & self.movable
        if seen not in self.known:
            self.known[seen] = self._play(seen)
        return self.known[seen]

    def with_one_more(self, talked: frozenset[str], more: str) -> Expectation:
        """Return the same with ``more`` seen too, without playing anything where that can change nothing."""
        now = self.expect(talked)
        return self.expect(talked | {more}) if self._may_help(talked & self.movable, more, now) else now

    def _may_help(self, seen: frozenset[str], more: str, now: Expectation) -> bool:
        if more not in self.movable:
            return False
        for name, text, worth in zip(self.bench.arrays.wordings, self.texts, self.worth, strict=True):
            most = text.most(seen, more)
            if most is None:
                continue
            if name == now.wording:
                if most > float(now.by_member.mean()):
                    return True
            elif most * float(worth) + (1 - most) * self.fallback > now.value:
                return True
        return False

    def _play(self, seen: frozenset[str]) -> Expectation:
        best: Expectation | None = None
        for w, name in enumerate(self.bench.arrays.wordings):
            gain = float(self.worth[w]) - self.fallback
            least = -1.0
            if best is not None:
                if gain <= 0 and best.value >= self.fallback:
                    continue  # however often it passes
                least = (best.value - self.fallback) / gain - 1e-9 if gain > 0 else -1.0
                if least >= 1.0:
                    continue
            passes = self.texts[w].by_member(seen, least)
            if passes is None:
                continue
            p = float(passes.mean())
            value = p * float(self.worth[w]) + (1 - p) * self.fallback
            if best is None or value > best.value + 1e-9:
                best = Expectation(name, passes, value)
        assert best is not None  # noqa: S101 - every issue has a wording
        return best


def make_stakes(
    case: Case, issue: str, ensemble: Ensemble, *, principal: str = "", draws: int = SEARCH_DRAWS
) -> Stakes:
    """Prepare one issue.

    The principal's salience is that of its stance, or a quarter where nothing is known of it (ours).
    """
    at = case.issues[issue]
    name = principal or case.meeting.principal
    plain = prepare_issue(case, issue)
    who: Principal = principal_for(case, plain, name)
    bench = open_bench(case, issue, None, ensemble, draws=draws)
    x = central_positions(plain)
    worth = who.utility(plain, x)
    nothing = float(who.utility(plain, np.zeros(1))[0])
    fallback = nothing if at.fallback == NO_TEXT else float(worth[plain.wording(at.fallback)])
    rows = [plain.actor(m) for m in who.members]
    salience = float(plain.salience[rows].mean()) if rows and not plain.assumed[rows].all() else 0.25
    movable = frozenset(
        a
        for n, a in enumerate(plain.actors)
        if a in case.delegations and a not in who.members and plain.mobility[n] > 0
    )
    return Stakes(issue, bench, worth, fallback, salience, movable)
