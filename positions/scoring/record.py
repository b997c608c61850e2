"""A record of outcomes beside a case: the simulation against rules that anybody could use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from positions.forecast import (
    CalibrationBin,
    PairedDifference,
    ProbabilityScore,
    brier,
    calibration_table,
    paired_bootstrap,
    score_probabilities,
)
from positions.model import NO_TEXT, Case
from positions.scoring.naive import NAIVE_RULES, base_rates
from positions.simulation import FORWARDED, text_shares

__all__ = ["OURS", "Ends", "RecordScore", "RuleScore", "TargetScore", "decided_issues", "score_record"]

OURS = "simulation"


class Ends(Protocol):
    """Anything that says how likely each final text of an issue is, such as an ``IssueForecast``."""

    @property
    def issue(self) -> str:
        """Issue id."""

    @property
    def final_text(self) -> Mapping[str, float]:
        """Wording, or ``no_text``, → probability that it is what stands at the end."""

    @property
    def modal(self) -> str:
        """The most likely final text."""


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One forecaster on one question. ``against`` is its Brier score minus the simulation's: positive = worse."""

    name: str
    title: str
    probabilities: tuple[float, ...]
    score: ProbabilityScore
    against: PairedDifference | None


@dataclass(frozen=True, slots=True)
class TargetScore:
    """One yes-or-no question over all decided issues."""

    question: str
    happened: tuple[bool, ...]
    rules: tuple[RuleScore, ...]
    calibration: tuple[CalibrationBin, ...]

    def rule(self, name: str) -> RuleScore:
        """Return one forecaster's score; KeyError when there is none of that name."""
        for r in self.rules:
            if r.name == name:
                return r
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class RecordScore:
    """How a simulation did on a record.

    Parameters
    ----------
    issues : tuple of str
        Those with a decided outcome.
    replay : bool
        The stances were coded with the outcome known: this is no test of foresight.
    final : tuple of str
        The most frequent final text in the simulation.
    happened : tuple of str
        The text that was adopted, or ``no_text``.
    chance : tuple of float
        Probability that the simulation gave to what happened.
    ambitious, any_text : TargetScore
        "Is the ambitious text adopted?" and "is there any text at all?".
    """

    issues: tuple[str, ...]
    replay: bool
    final: tuple[str, ...]
    happened: tuple[str, ...]
    chance: tuple[float, ...]
    ambitious: TargetScore
    any_text: TargetScore

    @property
    def right(self) -> int:
        """On how many issues the most frequent final text is what happened."""
        return sum(f == h for f, h in zip(self.final, self.happened, strict=True))


def decided_issues(case: Case) -> tuple[str, ...]:
    """Return the issues whose outcome is known."""
    return tuple(i.id for i in case.issues.values() if i.outcome is not None and i.outcome.decided)


def score_record(
    case: Case,
    simulated: Mapping[str, Ends],
    *,
    seed: int,
    others: Mapping[str, Mapping[str, Ends]] | None = None,
) -> RecordScore:
    """Score simulations of the decided issues against the record and against naive rules.

    Nothing is fitted. The base rate of an issue is that of the *other* issues; the one that is only known afterwards
    is shown beside it, for with few issues leaving one out makes the base rate look worse than it is.

    Parameters
    ----------
    simulated : mapping of issue id to IssueForecast, or to anything else with its final texts
        One for each decided issue.
    seed : int
        For the bootstrap.
    others : mapping of title to (mapping of issue id to IssueForecast), optional
        Further simulations to show, e.g. without private talks.

    Raises
    ------
    ValueError
        When no issue of the case has a decided outcome.
    """
    issues = decided_issues(case)
    if not issues:
        raise ValueError("no issue of this case has an outcome")
    outcomes = [o for i in issues if (o := case.issues[i].outcome) is not None]
    runs = {OURS: simulated, **(others or {})}
    ambitious = {name: [_ambitious(case, run[i]) for i in issues] for name, run in runs.items()}
    text = {name: [_text(run[i]) for i in issues] for name, run in runs.items()}
    adopted = [o.ambitious_adopted for o in outcomes]
    written = [o.text_adopted for o in outcomes]
    rules = {title: [float(rule(case, i)) for i in issues] for title, rule in NAIVE_RULES.values()}
    always = {"always yes": [1.0] * len(issues)}
    return RecordScore(
        issues=issues,
        replay=case.meeting.is_replay,
        final=tuple(simulated[i].modal for i in issues),
        happened=tuple(o.wording for o in outcomes),
        chance=tuple(
            float(text_shares(simulated[i].final_text, case.issues[i].fallback).get(o.wording, 0.0))
            for i, o in zip(issues, outcomes, strict=True)
        ),
        ambitious=_target("Is the ambitious text adopted?", adopted, ambitious, rules, seed),
        any_text=_target("Is any text adopted?", written, text, always, seed),
    )


def _ambitious(case: Case, run: Ends) -> float:
    """Probability that one of the ambitious wordings stands at the end."""
    return min(1.0, sum(run.final_text.get(w, 0.0) for w in case.issues[run.issue].ambitious))


def _text(run: Ends) -> float:
    left = run.final_text.get(NO_TEXT, 0.0) + run.final_text.get(FORWARDED, 0.0)
    return min(1.0, max(0.0, 1.0 - left))


def _target(
    question: str,
    happened: Sequence[bool],
    runs: Mapping[str, Sequence[float]],
    rules: Mapping[str, Sequence[float]],
    seed: int,
) -> TargetScore:
    ours = runs[OURS]
    share = sum(happened) / len(happened)
    rates = {"base rate of the other issues": base_rates(happened), "base rate, known afterwards": [share] * len(ours)}
    rivals = {**runs, **rules, **rates}
    names = {title: name for name, (title, _) in NAIVE_RULES.items()}
    scored = []
    for title, p in rivals.items():
        against = None
        if title != OURS:
            rng = np.random.default_rng(seed)
            against = paired_bootstrap(brier(p, happened), brier(ours, happened), rng=rng)
        name = names.get(title, title.replace(" ", "-"))
        scored.append(RuleScore(name, title, tuple(map(float, p)), score_probabilities(p, happened), against))
    return TargetScore(question, tuple(map(bool, happened)), tuple(scored), calibration_table(ours, happened))
