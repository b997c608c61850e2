"""What wordings were worth in practice: the fitted table, beside the order that experts give.

The table comes from a regression on recommendations that states accepted or did not (see ``docs/softer-wording.md``).
It is evidence about recommendations to one state. It never enters a reading: strengths come from the experts' tiers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from positions.text.terms import Lexicon, Term, load_lexicon

__all__ = ["Comparison", "Estimate", "Fit", "compare", "load_fit"]

Verdict = Literal["agrees", "disagrees", "cannot say", "not estimated", "no expert order"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one wording did to acceptance.

    ``effect`` is in log-odds of acceptance with its standard ``error``; ``low, high`` its 90 % interval; ``points``
    the percentage points that it moves acceptance in the texts that have it, with interval. ``n`` texts to ``states``
    states had it. ``sessions_1_7`` and ``sessions_8_14`` are the effect in each half of the data.
    """

    term: str
    n: int
    states: int
    effect: float
    error: float
    low: float
    high: float
    points: float
    points_low: float
    points_high: float
    sessions_1_7: float
    sessions_8_14: float

    @property
    def direction(self) -> int:
        """1 when it goes with more acceptance, -1 with less, 0 when the interval holds both."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted table and what is known about the fit (data, method, error on held-out sessions)."""

    estimates: tuple[Estimate, ...]  # from least to most accepted
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One term in both orders.

    ``softens`` is the experts' view: 1 softens, -1 hardens, 0 neither, None when it is a verb or modal (its tier says
    how hard). ``expert_rank`` counts verbs and modals from hard to soft, ties sharing a rank; ``estimated_rank``
    counts all estimated terms from least to most accepted.
    """

    term: str
    expert: Term | None
    estimate: Estimate | None
    softens: int | None
    expert_rank: int | None
    estimated_rank: int | None
    verdict: Verdict


@lru_cache(maxsize=1)
def load_fit() -> Fit:
    """Return the fitted table that comes with the program.

    >>> load_fit().about["recommendations"]
    '25663'
    """
    folder = files("positions.text") / "data"
    rows = csv.DictReader(io.StringIO((folder / "estimates.csv").read_text("utf-8")))
    names = [n for n in Estimate.__slots__ if n not in ("term", "n", "states")]
    found = tuple(
        Estimate(row["term"], int(row["n"]), int(row["states"]), *(float(row[name]) for name in names)) for row in rows
    )
    about = {r["key"]: r["value"] for r in csv.DictReader(io.StringIO((folder / "fit.csv").read_text("utf-8")))}
    return Fit(tuple(sorted(found, key=lambda e: e.effect)), about)


def compare(lexicon: Lexicon | None = None, fit: Fit | None = None) -> tuple[Comparison, ...]:
    """Return every term in the experts' order and in the estimated one, and whether the two agree.

    Verbs and modals come first, from hard to soft, then qualifiers from what softens most to what hardens, then what
    only the estimate knows. A qualifier *agrees* when its interval lies on the side the experts say (for scope words,
    which are said to do neither, when it holds zero) and *disagrees* when it lies wholly on another side. A verb
    disagrees when another estimated verb that experts place clearly below it was accepted clearly less.

    >>> {c.verdict for c in compare()} <= {"agrees", "disagrees", "cannot say", "not estimated", "no expert order"}
    True
    """
    lexicon, fit = lexicon or load_lexicon(), fit or load_fit()
    known = {e.term: e for e in fit.estimates}
    ranks = {e.term: n for n, e in enumerate(fit.estimates, start=1)}
    verbs = tuple(reversed(lexicon.ladder))
    tiers = [t.mid for t in verbs]
    estimated = [(t, known[t.term]) for t in verbs if t.term in known]
    out = [
        Comparison(
            t.term,
            t,
            known.get(t.term),
            None,
            1 + sum(tier > t.mid for tier in tiers),
            ranks.get(t.term),
            _verb_verdict(t, known.get(t.term), estimated),
        )
        for t in verbs
    ]
    for t in sorted(lexicon.of_kind("qualifier"), key=lambda t: (-t.mid, t.term)):
        softens = (t.mid > 0) - (t.mid < 0)
        found = known.get(t.term)
        out.append(Comparison(t.term, t, found, softens, None, ranks.get(t.term), _verdict(softens, found)))
    named = {c.term for c in out}
    out.extend(
        Comparison(e.term, None, e, None, None, ranks[e.term], "no expert order")
        for e in fit.estimates
        if e.term not in named
    )
    return tuple(out)


def _verdict(softens: int, found: Estimate | None) -> Verdict:
    if found is None:
        return "not estimated"
    if found.direction == softens:
        return "agrees"
    return "cannot say" if found.direction == 0 else "disagrees"


def _verb_verdict(term: Term, found: Estimate | None, others: list[tuple[Term, Estimate]]) -> Verdict:
    if found is None:
        return "not estimated"
    orders: set[bool] = set()
    for other, estimate in others:
        harder, softer = term.low > other.high, term.high < other.low
        less, more = found.high < estimate.low, found.low > estimate.high
        if (harder or softer) and (less or more):
            orders.add((harder and less) or (softer and more))
    if not orders:
        return "cannot say"
    return "agrees" if orders == {True} else "disagrees"
