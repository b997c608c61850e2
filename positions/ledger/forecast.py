"""How often such things happen: chances of how an issue ends, learnt from a record, read beside the game.

What the game says of an issue is its *inside view*. A fit of past negotiations (:mod:`positions.forecast`) says how
much such a view, and what is known of who spoke against the text, has been worth. The covariates are worked out here
alone: those of a record that is fitted and those of a case that is asked about are the same numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from positions.forecast import INSIDE_BOUND, KINDS, Change, Forecast, inside_views
from positions.ledger.ledger import DECLARED, Ledger, Talks
from positions.model import Case, Delegation, Issue, stance_code
from positions.simulation import whole_percent

__all__ = [
    "NAMED_AT",
    "Game",
    "Holdout",
    "InsideView",
    "Outlook",
    "chance_words",
    "change_dict",
    "change_of",
    "change_words",
    "holdout_covariates",
    "inside_view",
    "outcome_covariates",
    "outlook",
    "outlook_dict",
    "percent",
]

MOST_VOICES = 2.0  # a delegation with more influence counts as this many: the records know no more than two
FIRM = 0.7  # salience of what was repeated or said in strong words: H in the code book
NAMED_AT = 0.5  # a delegation is named as holding out when that is more likely than not
ASSUMED = {
    "inside_adopted": "what the game says of the ambitious text",
    "inside_text": "what the game says of a weaker text",
    "opponents": "how many speak against the text",
    "firm_opponents": "how many do so with force",
}


@dataclass(frozen=True, slots=True)
class InsideView:
    """What the game says about an issue: the ambitious text stands; no new text does; who objects to the tabled one.

    ``ends_with`` is the most frequent final text.
    """

    adopted: float
    no_text: float
    objects: Mapping[str, float]
    ends_with: str = ""


Game = Callable[[Case, str], InsideView]


@dataclass(frozen=True, slots=True)
class Holdout:
    """The chance that a delegation holds out, if anybody is named as doing so, with its 80 % band."""

    delegation: str
    chance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an issue will end, as far as a record of other negotiations can say.

    Parameters
    ----------
    issue : str
    forecast : Forecast
        Chances of the four kinds (``adopted``, ``weakened``, ``forwarded``, ``none``; they add up to 1) and of
        ``text`` (adopted or weakened), each with its 80 % band.
    inside : InsideView
        What the game says; a covariate of the forecast, not the forecast.
    holdouts : tuple of Holdout
        Every delegation that can object, the most likely first.
    assumed : tuple of str
        In words, what was not known and what was taken instead.
    fitted_on : str
        Which record, in a few words.
    """

    issue: str
    forecast: Forecast
    inside: InsideView
    holdouts: tuple[Holdout, ...]
    assumed: tuple[str, ...]
    fitted_on: str

    @property
    def named(self) -> tuple[str, ...]:
        """Those that are more likely than not to hold out, if anybody does."""
        return tuple(h.delegation for h in self.holdouts if h.chance >= NAMED_AT)

    def words(self) -> str:
        """Return the forecast in words; the band stands with the first kind.

        >>> from positions.forecast import Forecast
        >>> chance = {"adopted": 0.123, "weakened": 0.46, "forwarded": 0.3, "none": 0.117}
        >>> at = Forecast(chance, {"adopted": 0.04}, {"adopted": 0.25}, ())
        >>> Outlook("fees", at, InsideView(0.5, 0.5, {}), (), (), "").words()
        'forecast: adopted 12 % (4–25), weakened 46 %, forwarded 30 %, none 12 %'
        """
        told = self.forecast
        ruled_out = [k for k in KINDS if told.chance[k] == 0]
        first = f"adopted {chance_words(told.chance['adopted'], told.low['adopted'], told.high['adopted'])}"
        rest = [f"{k} {percent(told.chance[k])} %" for k in KINDS[1:] if k not in ruled_out]
        must = ["must be decided now"] if ruled_out else []
        return f"forecast: {', '.join([first, *rest, *must])}"


def outlook_dict(made: Outlook) -> dict[str, Any]:
    """Return the documented JSON of a forecast (docs/numbers.md)."""
    told = made.forecast
    return {
        "forecast": {
            k: {"chance": round(told.chance[k], 4), "low": round(told.low[k], 4), "high": round(told.high[k], 4)}
            for k in told.chance
        },
        "in_the_game": {"adopted": round(made.inside.adopted, 4), "no_text": round(made.inside.no_text, 4)},
        "holds_out": {h.delegation: round(h.chance, 4) for h in made.holdouts},
        "named": list(made.named),
        "assumed": list(made.assumed),
        "fitted": made.fitted_on,
    }


def chance_words(chance: float, low: float, high: float) -> str:
    """Return a forecast's chance with its band; never 0 or 100, for nobody can know that.

    >>> chance_words(0.12, 0.04, 0.25), chance_words(0.001, 0.0, 0.02), chance_words(1.0, 0.97, 1.0)
    ('12 % (4–25)', '<1 % (<1–2)', '>99 % (97–>99)')
    """
    return f"{percent(chance)} % ({percent(low)}–{percent(high)})"


def change_dict(moved: Change) -> dict[str, float]:
    """Return the documented JSON of a change of a chance."""
    return {name: round(getattr(moved, name), 4) for name in ("difference", "low", "high")}


def change_words(moved: Change) -> str:
    """Return by how much a chance moves, in points of a hundred; or that the record cannot tell.

    >>> change_words(Change(0.09, 0.031, 0.16)), change_words(Change(0.0, 0.0, 0.0))
    ('+9 points, +3 to +16', 'no change that the record can tell')
    """
    if not moved.low < moved.high:
        return "no change that the record can tell"
    middle, low, high = (f"{whole_percent(x):+d}" for x in (moved.difference, moved.low, moved.high))
    return f"{middle} points, {low} to {high}"


def percent(chance: float) -> str:
    """Return a chance in whole per cents, ``<1`` and ``>99`` at the ends."""
    whole = whole_percent(chance)
    return "<1" if whole < 1 else ">99" if whole > 99 else str(whole)


def inside_view(ledger: Ledger, issue: str, talks: Talks = DECLARED) -> InsideView:
    """Return what the game says about an issue."""
    at, played = ledger.at(issue), ledger.issue(issue, talks)
    tabled = played.wording(at.tabled)
    adopted = min(1.0, sum(played.final_text.get(w, 0.0) for w in at.ambitious))
    texts = (w for w in at.wordings if w not in at.ambitious and w != at.fallback)
    weaker = sum(played.final_text.get(w, 0.0) for w in texts)
    return InsideView(
        adopted=adopted,
        no_text=max(0.0, 1.0 - adopted - weaker),
        objects={d: tabled.p_objects(d) for d in tabled.actors if d in ledger.case.delegations},
        ends_with=played.modal,
    )


def outcome_covariates(case: Case, issue: str, view: InsideView) -> dict[str, float]:
    """Return what the forecast of how an issue ends rests on; NaN where nobody's stance on it is known.

    ``opponents`` and ``firm_opponents``: ln(1 + voices) of those who hold −1 or below, and of those of them who said
    so with force. A delegation has as many voices as it has influence, two at most; who does not decide has none.
    """
    inside = inside_views([view.adopted], [view.no_text])
    spoke = [s for s in case.stances_on(issue) if case.delegations[s.delegation].decides]
    if not spoke:
        return dict.fromkeys(ASSUMED, math.nan)
    against = [s for s in spoke if stance_code(s) < 0]

    def voices(firm: float) -> float:
        return sum(min(case.delegations[s.delegation].influence, MOST_VOICES) for s in against if s.salience >= firm)

    return {
        "inside_adopted": float(inside[0][0]),
        "inside_text": float(inside[1][0]),
        "opponents": math.log1p(voices(0.0)),
        "firm_opponents": math.log1p(voices(FIRM)),
    }


def holdout_covariates(case: Case, issue: str, view: InsideView) -> dict[str, dict[str, float]]:
    """Return what the forecast of who holds out rests on, for each delegation that decides.

    For the meaning of the covariates see :data:`positions.forecast.HOLDOUT_STEP`.
    """
    at = case.issues[issue]
    siblings = [i.id for i in case.issues.values() if i.id != issue and _item(i) == _item(at)]
    here = {s.delegation: stance_code(s) for s in case.stances_on(issue)}
    against = {s.delegation for i in siblings for s in case.stances_on(i) if stance_code(s) < 0}
    spoken = Counter(d for d, _ in case.stances)
    spokesmen = [case.delegations[d] for d in here if case.delegations[d].says_for_groups]
    made = {}
    for d, delegation in case.delegations.items():
        if not delegation.decides:
            continue
        p, code = view.objects.get(d, 0.0), here.get(d)
        odds = math.log(p / (1 - p)) if 0 < p < 1 else math.copysign(math.inf, p - 0.5)
        made[d] = {
            "inside_objects": max(-INSIDE_BOUND, min(INSIDE_BOUND, odds)),
            "against": float(max(0, -(code or 0))),
            "in_favour": float(max(0, code or 0)),
            "silent": float(code is None),
            "group_spoke": float(any(_same_group(delegation, other) for other in spokesmen)),
            "tabled": float(at.wordings[at.tabled].tabled_by == d),
            "against_sibling": float(d in against),
            "influence": math.log(max(delegation.influence, 0.1)),
            "active": math.log1p(spoken[d] - (d in here)),
        }
    return made


def _item(issue: Issue) -> str:
    return issue.agenda_item or issue.id


def _same_group(one: Delegation, other: Delegation) -> bool:
    return one.id != other.id and not set(one.groups).isdisjoint(other.groups)


def outlook(ledger: Ledger, issue: str, talks: Talks = DECLARED, *, holdouts: bool = True) -> Outlook:
    """Forecast how an issue ends and who holds out, by the ledger's fit.

    Parameters
    ----------
    ledger : Ledger
    issue : str
    talks : str or sequence of str
        Who is seen in private, as for :meth:`Ledger.issue`. A talk moves the inside view alone, so that it counts for
        as much as the record says that the inside view is worth.
    holdouts : bool
        Work out who may hold out; in a large room this takes most of the time.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> ledger = Ledger(load_case(Path("data")), draws=50)
    >>> found = outlook(ledger, "victim_care")
    >>> round(sum(found.forecast.chance[k] for k in ("adopted", "weakened", "forwarded", "none")), 9)
    1.0
    """
    at, case, fitted = ledger.at(issue), ledger.case, ledger.fitted
    view = inside_view(ledger, issue, talks)
    (told,) = fitted.outcomes.forecast(
        _columns([outcome_covariates(case, issue, view)]), without=("forwarded",) if at.must_decide else ()
    )
    assumed = [f"{ASSUMED[n]}: not known, anything that the record has seen is possible" for n in told.assumed]
    if at.must_decide:
        assumed.append("it must be decided now: it is not forwarded, and the other kinds keep their proportions")
    rows = holdout_covariates(case, issue, view) if holdouts else {}
    said = fitted.holdouts.forecast(_columns(list(rows.values()))) if rows else ()
    held = [
        Holdout(d, f.chance["holds_out"], f.low["holds_out"], f.high["holds_out"])
        for d, f in zip(rows, said, strict=True)
    ]
    held.sort(key=lambda h: (-round(h.chance, 9), h.delegation))
    return Outlook(issue, told, view, tuple(held), tuple(assumed), fitted.record_words)


def change_of(
    ledger: Ledger,
    issue: str,
    *,
    text: str | Mapping[str, str] = "",
    tabled_by: str | None = None,
    talks: Talks = DECLARED,
) -> Change:
    """Return by how much a talk, an edit or another tabler moves the chance that the text is adopted.

    The game says how it moves its own chance; by how much the forecast follows is what the record has taught. What was
    said against the text on the table stays said.

    Parameters
    ----------
    ledger : Ledger
    issue : str
    text : str or mapping of clause to option
        Put instead of the text on the table; that text when not given.
    tabled_by : str, optional
        As for :meth:`Ledger.key`.
    talks : str or sequence of str
        Who is seen before; it is compared with nobody being seen.
    """
    at = ledger.at(issue)
    start = inside_view(ledger, issue, "none")
    before = ledger.text(issue, at.tabled, talks="none")
    after = ledger.text(issue, text or at.tabled, tabled_by=tabled_by, talks=talks)
    rows = [
        _columns([outcome_covariates(ledger.case, issue, replace(start, adopted=float(f.by_member.mean())))])
        for f in (before, after)
    ]
    (moved,) = ledger.fitted.outcomes.change(rows[0], rows[1], "adopted")
    return moved


def _columns(rows: list[dict[str, float]]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return {n: np.array([row[n] for row in rows]) for n in rows[0]}
