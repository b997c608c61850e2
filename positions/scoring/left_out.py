"""Leave one issue out: parameters learnt on the other issues of a record, scored on the one they have not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from positions.forecast import brier, paired_bootstrap
from positions.model import Case, Parameters
from positions.scoring.learning import Posterior, log_likelihood, posterior, weights_of
from positions.scoring.record import OURS, RecordScore, TargetScore, decided_issues, score_record
from positions.scoring.trials import Trial

__all__ = ["BEST_SET", "NAIVE_THREE", "UNLEARNT", "FinalTexts", "LeftOut", "leave_one_issue_out", "verdict_on"]

BEST_SET = "one set, best on the other issues"
UNLEARNT = "ranges as they are, nothing learnt"
NAIVE_THREE = ("blocks-at-2", "blocks-at-3", "mean-sign")


@dataclass(frozen=True, slots=True, eq=False)
class FinalTexts:
    """How likely each final text of an issue is."""

    issue: str
    final_text: Mapping[str, float]

    @property
    def modal(self) -> str:
        """The most likely one; ties go to the one tried first."""
        return max(self.final_text, key=lambda w: self.final_text[w])


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """A record scored with parameters learnt on the other issues.

    Parameters
    ----------
    score : RecordScore
        ``simulation`` is the mean over all parameter sets, weighted by the other issues; beside it the single best set
        on the other issues and the ranges with nothing learnt.
    everything : Posterior
        From all issues together.
    best : tuple of Parameters
        The single best set, issue by issue; ``best_sets`` counts how many different ones there are.
    """

    trial: Trial
    score: RecordScore
    everything: Posterior
    best: tuple[Parameters, ...]

    @property
    def best_sets(self) -> int:
        """How many different best sets there are."""
        return len(set(self.best))


def leave_one_issue_out(case: Case, trial: Trial) -> LeftOut:
    """Learn on all issues but one, forecast that one, and score the lot.

    Only the parameters are kept from seeing the issue that they forecast. Stances that were coded with the outcome
    known still know it.

    Parameters
    ----------
    trial : Trial
        From :func:`positions.scoring.try_parameters` on the same case.
    """
    happened = [(i, o.wording) for i in decided_issues(case) if (o := case.issues[i].outcome) is not None]
    learnt, single, unlearnt, best = {}, {}, {}, []
    size = len(trial.sets)
    for issue, _ in happened:
        likelihood = log_likelihood(trial, [pair for pair in happened if pair[0] != issue])
        top = int(np.argmax(likelihood))
        best.append(trial.sets[top])
        learnt[issue] = _mix(trial, issue, weights_of(likelihood))
        single[issue] = _mix(trial, issue, np.eye(1, size, top)[0])
        unlearnt[issue] = _mix(trial, issue, np.full(size, 1 / size))
    score = score_record(case, learnt, seed=trial.seed, others={BEST_SET: single, UNLEARNT: unlearnt})
    return LeftOut(trial, score, posterior(trial, happened), tuple(best))


def _mix(trial: Trial, issue: str, weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> FinalTexts:
    return FinalTexts(issue, {text: float(shares @ weights) for text, shares in trial.finals[issue].items()})


def verdict_on(target: TargetScore, name: str = OURS, *, rng: np.random.Generator) -> str:
    """Say in one or two sentences whether a forecaster did better than the three naive rules.

    Parameters
    ----------
    name : str
        Which of the target's forecasters; its Brier score is compared with those of :data:`NAIVE_THREE`.
    rng : numpy.random.Generator
        For the paired bootstrap over issues.
    """
    mine, n = target.rule(name), len(target.happened)
    rivals = [target.rule(rule) for rule in NAIVE_THREE]
    lost = [r.title for r in rivals if r.score.brier <= mine.score.brier]
    if lost:
        return f"Not better than the three naive rules: its Brier score is not below that of '{'; '.join(lost)}'."
    losses = brier(mine.probabilities, target.happened)
    gaps = {r.title: paired_bootstrap(losses, brier(r.probabilities, target.happened), rng=rng) for r in rivals}
    shown = [title for title, gap in gaps.items() if gap.high < 0]
    said = "A lower Brier score than each of the three naive rules"
    if len(shown) == len(rivals):
        return f"{said}; each difference is more than luck (95 %)."
    more = f"only against '{'; '.join(shown)}'" if shown else "against none of them"
    return f"{said}; more than luck (95 %) {more}: {n} issues are few."
