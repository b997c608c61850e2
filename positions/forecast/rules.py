"""Rules that anybody could use instead of a model, given the same rows; each is fitted on some and asked about others.

A rule that says yes or no to "is the ambitious text adopted?" leaves open what happens otherwise: then the other kinds
have their shares among the rows of the fit that were not adopted.

Covariates that rules use, beside those of the models: ``opponents_counted`` (stances at −1 or below),
``at_minus_2``, ``at_minus_3`` (stances at or below that), ``mean_stance``, ``weaker_text`` (1 when the case holds one
for the chair to move to), ``objected_last_time`` (of the tabled text's series; NaN when it is the first of its kind).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.forecast.rows import KINDS, Rows

__all__ = ["HOLDOUT_RULES", "OUTCOME_RULES", "Rule", "leave_one_meeting_out"]

Rule = Callable[[Rows, Rows], Floats]
MOST_COUNTED = 3  # three opponents or more are one class
PRIOR = 3.0  # rows with the base rate's shares that each class has beforehand


def leave_one_meeting_out(rows: Rows, rule: Rule) -> Floats:
    """Return what a rule says about each meeting after it was fitted on all others: (N,) or (N, A).

    Parameters
    ----------
    rule : callable
        ``rule(fitted_on, asked)``. For a model: ``lambda a, b: fit_outcomes(a).chances(b.covariates)``.

    Raises
    ------
    ValueError
        With fewer than two meetings.
    """
    meetings = np.array(rows.meeting)
    if len(set(rows.meeting)) < 2:
        raise ValueError("at least two meetings are needed, to learn from one and forecast the other")
    made: Floats | None = None
    for name in dict.fromkeys(rows.meeting):
        out = meetings == name
        told = rule(rows.only(~out), rows.only(out))
        if made is None:
            made = np.full((rows.size, *told.shape[1:]), np.nan)
        made[out] = told
    assert made is not None  # noqa: S101 - there are meetings
    return made


def _shares(happened: Ints) -> Floats:
    counts = np.bincount(happened, minlength=len(KINDS)) + 1e-9
    made: Floats = counts / counts.sum()
    return made


def _base_rate(record: Rows, asked: Rows) -> Floats:
    return np.tile(_shares(record.happened), (asked.size, 1))


def _by_count(record: Rows, asked: Rows) -> Floats:
    """Shares of the kinds among rows with as many opponents (0, 1, 2, 3 or more), drawn a little to the base rate."""
    base = _shares(record.happened)

    def class_of(rows: Rows) -> Floats:
        return np.minimum(rows.covariates["opponents_counted"], MOST_COUNTED)

    table = []
    for k in range(MOST_COUNTED + 1):
        seen = np.bincount(record.happened[class_of(record) == k], minlength=len(KINDS))
        table.append((seen + PRIOR * base) / (seen.sum() + PRIOR))
    made: Floats = np.array(table)[class_of(asked).astype(int)]
    return made


def _yes_or_no(yes: Callable[[Mapping[str, Floats]], Bools]) -> Rule:
    def rule(record: Rows, asked: Rows) -> Floats:
        otherwise = _shares(record.happened[record.happened > 0])
        return np.where(yes(asked.covariates)[:, None], np.eye(len(KINDS))[0], otherwise)

    return rule


def _next_weaker(record: Rows, asked: Rows) -> Floats:
    """The next weaker text stands; where the case holds none, there is no text."""
    nothing = _shares(record.happened[record.happened > 1])
    return np.where(asked.covariates["weaker_text"][:, None] == 1, np.eye(len(KINDS))[1], nothing)


def _last_time(record: Rows, asked: Rows) -> Floats:
    """Not adopted if somebody objected last time, the base rate where there was no last time."""
    again = asked.covariates["objected_last_time"]
    otherwise = _shares(record.happened[record.happened > 0])
    known = np.where(again[:, None] == 1, otherwise, np.eye(len(KINDS))[0])
    return np.where(np.isnan(again)[:, None], _base_rate(record, asked), known)


OUTCOME_RULES: Mapping[str, tuple[str, Rule]] = {
    "base-rate": ("base rate of the other meetings", _base_rate),
    "never": ("never", _yes_or_no(lambda c: c["at_minus_2"] < 0)),
    "always": ("always", _yes_or_no(lambda c: c["at_minus_2"] >= 0)),
    "opponents": ("opponents counted: 0, 1, 2, 3 or more", _by_count),
    "blocks-at-2": ("anyone at -2 or below blocks", _yes_or_no(lambda c: c["at_minus_2"] == 0)),
    "blocks-at-3": ("anyone at -3 blocks", _yes_or_no(lambda c: c["at_minus_3"] == 0)),
    "mean-sign": ("sign of the plain mean of stances", _yes_or_no(lambda c: c["mean_stance"] > 0)),
    "next-weaker": ("always the next weaker text", _next_weaker),
    "last-time": ("blocked if anybody objected last time", _last_time),
}
"""Name → title and rule: the chances of the four kinds, (N, 4)."""


def _share_in(classes: Callable[[Mapping[str, Floats]], Floats]) -> Rule:
    """Share that held out among rows of the same class, drawn a little to the share of all."""

    def rule(record: Rows, asked: Rows) -> Floats:
        base, own, other = record.happened.mean(), classes(record.covariates), classes(asked.covariates)
        made = np.full(asked.size, base)
        for k in np.unique(other):
            seen = record.happened[own == k]
            made[other == k] = (seen.sum() + PRIOR * base) / (seen.size + PRIOR)
        return made

    return rule


HOLDOUT_RULES: Mapping[str, tuple[str, Rule]] = {
    "base-rate": ("base rate of the other meetings", _share_in(lambda c: np.zeros(len(c["against"])))),
    "at-2": ("who stands at -2 or below", _share_in(lambda c: (c["against"] >= 2).astype(float))),
    "how-far": ("how far a delegation stands against the text", _share_in(lambda c: c["against"])),
    "game": ("the game alone, its log odds rounded", _share_in(lambda c: np.round(c["inside_objects"]))),
    "last-time": ("who objected last time", _share_in(lambda c: np.nan_to_num(c["objected_last_time"], nan=-1.0))),
}  # fmt: skip
"""Name → title and rule: the chance of holding out, (N,)."""
