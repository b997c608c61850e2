"""How often such things happen: forecasts of how a decision ends and of who holds out, fitted on a record.

**How it ends** is asked in steps: is the ambitious text adopted? if not, does another text stand on the point? if not,
is the matter forwarded, or left? (A sequential model: Tutz 1991.) A single ordered scale will not do: stated opponents
make adoption less likely, but, where nothing was adopted, a compromise *more* likely than no text at all.

**Who holds out** is one question for each delegation on an issue, among issues where the record names somebody.

A few covariates, all of which may be unknown; with nothing known a forecast is the record's base rate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from positions.arrays import Bools, Floats
from positions.forecast.logistic import Step, fit_step
from positions.forecast.rows import KINDS, Rows

__all__ = [
    "HOLDOUT_STEP",
    "OUTCOME_STEPS",
    "Change",
    "Fitted",
    "Forecast",
    "ForecastModel",
    "fit_holdouts",
    "fit_outcomes",
    "read_fitted",
    "shipped",
]

LEVEL = 0.8
FORM = 1  # of the file

OUTCOME_STEPS: Mapping[str, tuple[str, ...]] = {
    "adopted": ("inside_adopted", "opponents", "firm_opponents"),
    "weakened": ("inside_text", "opponents", "firm_opponents"),
    "forwarded": (),
}
"""Question → covariates. ``inside_…``: see :func:`positions.forecast.inside_views`. ``opponents`` and
``firm_opponents``: ln(1 + voices) of those who spoke against the text, and of those who did so with force."""

HOLDOUT_STEP: Mapping[str, tuple[str, ...]] = {
    "holds_out": (
        "inside_objects", "against", "in_favour", "silent", "group_spoke", "tabled", "against_sibling", "influence",
        "active",
    ),
}  # fmt: skip
"""``inside_objects``: the game's log odds that it objects. ``against``, ``in_favour``: 0 … 3, how far. ``silent``: has
not spoken on the issue. ``group_spoke``, ``tabled``, ``against_sibling``: 0 or 1; siblings: issues of the same agenda
item. ``influence``: ln of it, in units of an ordinary delegation's. ``active``: ln(1 + other issues it spoke on)."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Chances of one row, each with an 80 % band: how far the chance itself is in doubt.

    Parameters
    ----------
    chance, low, high : mapping of str to float
        By kind (:data:`KINDS`, which add up to 1, and ``text`` = adopted or weakened); or of ``holds_out``.
    assumed : tuple of str
        Covariates that were not known: anything the record has seen was taken as possible.
    """

    chance: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a chance changes when covariates do, with its 80 % band."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class ForecastModel:
    """A fitted model, ready to be written to a file.

    Parameters
    ----------
    steps : mapping of question to Step
    rows, meetings : int
        Of the record it was fitted on.
    data : str
        SHA-256 of these rows.
    date, version : str
        When it was fitted, and by which version of the program.
    """

    steps: Mapping[str, Step]
    rows: int
    meetings: int
    data: str
    date: str
    version: str

    @property
    def answers(self) -> tuple[str, ...]:
        """The kinds, or the one question."""
        return KINDS if set(self.steps) == set(OUTCOME_STEPS) else tuple(self.steps)

    def draws(self, covariates: Mapping[str, Floats]) -> Floats:
        """Return (N, A, S): draws of the chance of each answer; every row meets the same draws."""
        first, made = 0, []
        for step in self.steps.values():
            made.append(step.chances(covariates, first=first))
            first += step.dimensions
        if self.answers != KINDS:
            return np.stack(made, axis=1)
        adopted, text, later = made
        left = 1 - adopted
        gone = left * (1 - text)
        return np.stack([adopted, left * text, gone * later, gone * (1 - later)], axis=1)

    def chances(self, covariates: Mapping[str, Floats]) -> Floats:
        """Return (N, A): the chance of each answer."""
        made: Floats = self.draws(covariates).mean(axis=2)
        return made

    def forecast(self, covariates: Mapping[str, Floats], *, without: Sequence[str] = ()) -> tuple[Forecast, ...]:
        """Return a forecast for each row.

        Parameters
        ----------
        covariates : mapping of name to ndarray (N,)
            NaN, or no such name: unknown.
        without : sequence of str
            Answers that are ruled out, by what nobody can do; the others keep their proportions.
        """
        names, draws = self.answers, self.draws(covariates)
        if without:
            draws = draws * np.array([name not in without for name in names])[:, None]
            draws /= draws.sum(axis=1, keepdims=True)
        if names == KINDS:
            names, draws = (*names, "text"), np.concatenate([draws, draws[:, :2].sum(axis=1, keepdims=True)], axis=1)
        mean = draws.mean(axis=2)
        low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=2)
        used = dict.fromkeys(n for s in self.steps.values() for n in s.covariates)
        nothing = np.full(len(mean), np.nan)
        unknown = {n: np.isnan(covariates.get(n, nothing)) for n in used}
        tables = [[dict(zip(names, row, strict=True)) for row in t.tolist()] for t in (mean, low, high)]
        assumed = [tuple(n for n in used if unknown[n][k]) for k in range(len(mean))]
        return tuple(map(Forecast, *tables, assumed))

    def change(self, before: Mapping[str, Floats], after: Mapping[str, Floats], answer: str) -> tuple[Change, ...]:
        """Return by how much the chance of an answer changes, row by row, draw by draw.

        Parameters
        ----------
        answer : str
            One of :attr:`answers`, or ``text``.
        """
        wanted = [0, 1] if answer == "text" else [self.answers.index(answer)]
        moved = (self.draws(after) - self.draws(before))[:, wanted].sum(axis=1)
        low, high = np.quantile(moved, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=1)
        return tuple(map(Change, moved.mean(axis=1).tolist(), low.tolist(), high.tolist()))

    def as_dict(self) -> dict[str, Any]:
        """Return the model as plain data."""
        steps = {
            name: {
                "covariates": list(s.covariates),
                **{key: getattr(s, key).tolist() for key in _ARRAYS},
            }
            for name, s in self.steps.items()
        }
        made = {"steps": steps, "order": list(self.steps), "rows": self.rows, "meetings": self.meetings}
        made |= {"data": self.data, "date": self.date, "version": self.version}
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """All that is learnt from a record, in one file: how decisions end, and who holds out.

    Parameters
    ----------
    outcomes, holdouts : ForecastModel
    record : tuple of str
        Ids of the meetings.
    """

    outcomes: ForecastModel
    holdouts: ForecastModel
    record: tuple[str, ...]

    @property
    def record_words(self) -> str:
        """The record in a few words, with the beginning of its hash."""
        one = self.outcomes
        return f"fitted on {one.rows} decided issues of {one.meetings} meetings, {one.date} ({one.data[:8]})"

    def to_json(self) -> str:
        """Return the file: the same fit gives the same bytes."""
        made = {"form": FORM, "record": list(self.record)}
        made |= {"outcomes": self.outcomes.as_dict(), "holdouts": self.holdouts.as_dict()}
        text = json.dumps(made, sort_keys=True, indent=1)
        return re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found[0]), text) + "\n"


@cache
def shipped() -> Fitted:
    """Return the fit that comes with the program.

    >>> shipped().outcomes.answers
    ('adopted', 'weakened', 'forwarded', 'none')
    """
    return read_fitted((Path(__file__).parent / "fitted.json").read_text("utf-8"))


_ARRAYS = ("mean", "spread", "meetings", "weights", "mode", "covariance")


def read_fitted(text: str) -> Fitted:
    """Read what :meth:`Fitted.to_json` wrote.

    Raises
    ------
    ValueError
        When it is anything else, saying what is wrong.
    """
    try:
        made = json.loads(text)
        if made["form"] != FORM:
            raise ValueError(f"form {made['form']!r}; this program reads form {FORM}")
        return Fitted(
            _model_of(made["outcomes"], OUTCOME_STEPS),
            _model_of(made["holdouts"], HOLDOUT_STEP),
            tuple(map(str, made["record"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ValueError(f"no fitted forecast: {error}") from error


def _model_of(made: Any, asked: Mapping[str, tuple[str, ...]]) -> ForecastModel:
    steps = {}
    for name in made["order"]:
        step = made["steps"][name]
        arrays = {key: np.array(step[key], dtype=float) for key in _ARRAYS}
        p, t = len(step["covariates"]), arrays["weights"].size
        shapes = {"mean": (p,), "spread": (p,), "meetings": (t,), "mode": (t, p + 1)}
        shapes |= {"weights": (t,), "covariance": (t, p + 1, p + 1)}
        wrong = [key for key in _ARRAYS if arrays[key].shape != shapes[key] or not np.isfinite(arrays[key]).all()]
        if wrong or not t:
            raise ValueError(f"step {name!r}: {', '.join(wrong) or 'weights'} of a wrong size or no numbers")
        np.linalg.cholesky(arrays["covariance"])
        steps[str(name)] = Step(tuple(map(str, step["covariates"])), **arrays)
    if {name: step.covariates for name, step in steps.items()} != dict(asked):
        raise ValueError(f"questions {', '.join(steps) or 'missing'}, or their covariates, are not this program's")
    return ForecastModel(
        steps, int(made["rows"]), int(made["meetings"]), str(made["data"]), str(made["date"]), str(made["version"])
    )


def fit_outcomes(
    rows: Rows, *, date: str = "", version: str = "", steps: Mapping[str, Sequence[str]] = OUTCOME_STEPS
) -> ForecastModel:
    """Fit how decisions end; a question is fitted on the rows that got as far as that.

    Parameters
    ----------
    rows : Rows
        An issue each; ``happened`` is the number of the kind.
    date, version : str
        Written into the model.
    steps : mapping of question to covariates
        To try others.

    Raises
    ------
    ValueError
        When no row got as far as some question.
    """
    return _fit(rows, steps, [(k, rows.happened >= k) for k in range(len(KINDS) - 1)], date, version)


def fit_holdouts(
    rows: Rows, *, date: str = "", version: str = "", steps: Mapping[str, Sequence[str]] = HOLDOUT_STEP
) -> ForecastModel:
    """Fit who holds out; for the parameters see :func:`fit_outcomes`, ``happened`` being 1 for who held out."""
    return _fit(rows, steps, [(1, np.ones(rows.size, dtype=bool))], date, version)


def _fit(
    rows: Rows,
    steps: Mapping[str, Sequence[str]],
    asked: Sequence[tuple[int, Bools]],
    date: str,
    version: str,
) -> ForecastModel:
    made = {}
    for (name, covariates), (answer, mask) in zip(steps.items(), asked, strict=True):
        some = rows.only(mask)
        made[name] = fit_step(covariates, some.covariates, some.happened == answer, some.meeting)
    return ForecastModel(made, rows.size, len(set(rows.meeting)), rows.digest(), date, version)
