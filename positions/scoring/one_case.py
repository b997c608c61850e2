"""One meeting with outcomes: what was forecast and what the game said, beside what came and beside simple rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from positions.forecast import KINDS, brier, brier_kinds
from positions.ledger import Ledger
from positions.ledger.forecast import Outlook, inside_view
from positions.model import Case, Outcome, stance_code
from positions.scoring.record import decided_issues
from positions.scoring.text_rules import TEXT_RULES

__all__ = ["CaseRow", "CaseScore", "score_case", "score_chances"]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One decided issue: how it ended, the text that stands, and what was said before.

    ``chances`` are the forecast's, of the four kinds; ``game`` is the game's most frequent final text and ``share`` in
    which share of its worlds the text stands that does.
    """

    issue: str
    kind: str
    stands: str
    chances: Mapping[str, float]
    game: str
    share: float


@dataclass(frozen=True, slots=True)
class ChanceScore:
    """Chances of the kinds, scored on decided issues; lower is better.

    ``kinds`` is the Brier score over all four (0 … 2), ``ambitious`` that of "ambitious text adopted"; ``base_…`` what
    the record's base rate gets. ``never`` and ``blocks_at_2``: the rules on the ambitious text.
    """

    n: int
    kinds: float
    base_kinds: float
    ambitious: float
    base_ambitious: float
    never: float
    blocks_at_2: float
    named: int
    named_right: int
    held_out: int


@dataclass(frozen=True, slots=True)
class CaseScore:
    """Everything about one meeting that can be scored.

    Parameters
    ----------
    texts : tuple of (title, right)
        On how many issues the text was named that stands: the game first, then rules with the same information.
    chances : ChanceScore
    known : bool
        Whether the forecast was fitted on this very meeting: then its scores show nothing.
    """

    replay: bool
    rows: tuple[CaseRow, ...]
    texts: tuple[tuple[str, int], ...]
    chances: ChanceScore
    known: bool

    def words(self) -> str:
        """Return the result in a line, beside the best of the rules."""
        n, (_, ours), best = len(self.rows), self.texts[0], max(right for _, right in self.texts[1:])
        also = "also " if best == ours else ""
        kind = "replay" if self.replay else "text that stands"
        return f"{kind}: {ours} of {n}; simple rules with the same information {also}{best} of {n}"


def score_case(ledger: Ledger, outlooks: Mapping[str, Outlook]) -> CaseScore:
    """Score the decided issues of a case.

    Parameters
    ----------
    ledger : Ledger
    outlooks : mapping of issue to Outlook
        One for each decided issue.

    Raises
    ------
    ValueError
        When no issue of the case has an outcome.
    """
    case = ledger.case
    rows = []
    for issue, outcome in _ended(case):
        played = ledger.issue(issue)
        told = outlooks[issue].forecast.chance
        rows.append(
            CaseRow(
                issue,
                outcome.kind,
                outcome.stands,
                {k: told[k] for k in KINDS},
                inside_view(ledger, issue).ends_with,
                float(played.final_text.get(outcome.stands, 0.0)),
            )
        )
    rules = [(title, sum(rule(case, r.issue) == r.stands for r in rows)) for title, rule in TEXT_RULES.values()]
    texts = (("the game: its most frequent final text", sum(r.game == r.stands for r in rows)), *rules)
    chances = {r.issue: r.chances for r in rows}
    named = {i: outlooks[i].named for i in chances}
    base = dict(zip(KINDS, ledger.fitted.outcomes.chances({})[0].tolist(), strict=True))
    known = case.meeting.id in ledger.fitted.record
    return CaseScore(case.meeting.is_replay, tuple(rows), texts, score_chances(case, chances, named, base), known)


def score_chances(
    case: Case,
    chances: Mapping[str, Mapping[str, float]],
    named: Mapping[str, tuple[str, ...]],
    base: Mapping[str, float],
) -> ChanceScore:
    """Score chances that were told for the issues of a case, e.g. in a sealed forecast; undecided ones are left out.

    Parameters
    ----------
    chances : mapping of issue to (mapping of kind to float)
    named : mapping of issue to tuple of delegations
        Who was named as holding out; scored where the record names somebody.
    base : mapping of kind to float
        The base rate of the record that the forecast was fitted on.

    Raises
    ------
    ValueError
        When no issue of the case has an outcome.
    """
    ended = _ended(case)
    happened = np.array([KINDS.index(o.kind) for _, o in ended])
    p = np.array([[chances[i][k] for k in KINDS] for i, _ in ended])
    p /= p.sum(axis=1, keepdims=True)  # told with four digits
    rate = np.tile([base[k] for k in KINDS], (len(ended), 1))
    adopted = happened == 0
    free = [all(stance_code(s) > -2 for s in case.stances_on(i)) for i, _ in ended]
    who = [(set(named[i]), set(o.objectors)) for i, o in ended if o.objectors]
    return ChanceScore(
        n=len(ended),
        kinds=float(brier_kinds(p, happened).mean()),
        base_kinds=float(brier_kinds(rate, happened).mean()),
        ambitious=float(brier(p[:, 0], adopted).mean()),
        base_ambitious=float(brier(rate[:, 0], adopted).mean()),
        never=float(adopted.mean()),
        blocks_at_2=float(brier(np.array(free, dtype=float), adopted).mean()),
        named=sum(len(said) for said, _ in who),
        named_right=sum(len(said & held) for said, held in who),
        held_out=sum(len(held) for _, held in who),
    )


def _ended(case: Case) -> list[tuple[str, Outcome]]:
    ended = [(i, o) for i in decided_issues(case) if (o := case.issues[i].outcome) is not None]
    if not ended:
        raise ValueError("no issue of this case has an outcome")
    return ended
