"""Forecasts of whole meetings, each from the others, beside rules that anybody could use with the same information."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.forecast import (
    HOLDOUT_RULES,
    OUTCOME_RULES,
    CalibrationBin,
    CalibrationLine,
    PairedDifference,
    PrecisionRecall,
    Rows,
    area_under_curve,
    brier,
    brier_kinds,
    calibration_line,
    calibration_table,
    fit_holdouts,
    fit_outcomes,
    leave_one_meeting_out,
    log_loss,
    paired_bootstrap,
    precision_recall,
    ranked_score,
    resample_groups,
    three_levels,
    times_drawn,
)
from positions.ledger.forecast import NAMED_AT, Game
from positions.model import Case
from positions.scoring.record import decided_issues, holdout_rows, outcome_rows
from positions.scoring.text_rules import TEXT_RULES

__all__ = ["MEASURES", "HoldoutScore", "KindScore", "Part", "PooledScore", "score_meetings"]

OURS = "forecast"
AUC_DRAWS, DRAWS = 500, 10_000  # of the bootstraps
LEVEL = 0.95
BINS = 5

MEASURES: Mapping[str, tuple[str, Callable[[Floats, Ints], Floats]]] = {
    "kinds": ("all four kinds, Brier (0 … 2)", brier_kinds),
    "levels": ("adopted, weakened, no text: Brier (0 … 2)", lambda p, o: brier_kinds(*three_levels(p, o))),
    "ranked": ("the same three, ranked score (0 … 1)", lambda p, o: ranked_score(*three_levels(p, o))),
    "ambitious": ("ambitious text adopted, Brier", lambda p, o: brier(_share(p[:, 0]), o == 0)),
    "ambitious_log": ("ambitious text adopted, log score", lambda p, o: log_loss(_share(p[:, 0]), o == 0)),
    "text": ("some new text, Brier", lambda p, o: brier(_share(p[:, :2].sum(axis=1)), o <= 1)),
    "text_log": ("some new text, log score", lambda p, o: log_loss(_share(p[:, :2].sum(axis=1)), o <= 1)),
}
"""Name → title, and the loss of each row given the chances of the kinds; lower is better."""


def _share(p: Floats) -> Floats:
    made: Floats = np.clip(p, 0.0, 1.0)  # sums may miss 1 by the last digit
    return made


@dataclass(frozen=True, slots=True)
class KindScore:
    """One forecaster of how issues end.

    Parameters
    ----------
    mean : mapping of measure to float
    against : mapping of measure to (by meeting, by agenda item)
        The forecast's loss minus this one's, with 95 % intervals: below 0, the forecast is better. Empty for itself.
    auc : float
        Area under the curve for "ambitious text adopted".
    """

    name: str
    title: str
    mean: Mapping[str, float]
    against: Mapping[str, tuple[PairedDifference, PairedDifference]]
    auc: float


@dataclass(frozen=True, slots=True)
class HoldoutScore:
    """One forecaster of who holds out, among issues where the record names somebody."""

    name: str
    title: str
    brier: float
    auc: float
    named: PrecisionRecall
    against: tuple[PairedDifference, PairedDifference] | None


@dataclass(frozen=True, slots=True)
class Part:
    """The record, or the part of it that is left without some issues; everything is fitted on that part alone."""

    title: str
    n: int
    kinds: tuple[KindScore, ...]

    def rule(self, name: str) -> KindScore:
        """Return one forecaster's scores; KeyError when there is none of that name."""
        for found in self.kinds:
            if found.name == name:
                return found
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class PooledScore:
    """Several meetings, each forecast from the others.

    Parameters
    ----------
    meetings : tuple of (title, decided issues)
    items : int
        Agenda items, inside meetings.
    ended : tuple of int
        How many issues ended in each of the four kinds.
    parts : tuple of Part
        The whole record first.
    calibration : mapping of question to (bins, line)
        Of ``ambitious`` and ``text``; bins with 90 % intervals.
    auc : (low, high)
        95 % interval by meeting of the forecast's area under the curve for the ambitious text.
    unopposed : (issues, forecast, happened)
        Of issues on which nobody spoke against the text: how many, how often it is adopted by the forecast, and was.
    texts : tuple of (title, right)
        Which text stands: the forecast, the game, then the rules.
    holdouts : tuple of HoldoutScore
        The forecast first. Empty where no objector is named in two meetings.
    holdout_auc : (low, high)
    delegations, named_issues : int
        Rows and issues of that question.
    draws : int
        Worlds for each parameter set, in the game.
    """

    meetings: tuple[tuple[str, int], ...]
    items: int
    ended: tuple[int, ...]
    parts: tuple[Part, ...]
    calibration: Mapping[str, tuple[tuple[CalibrationBin, ...], CalibrationLine]]
    auc: tuple[float, float]
    unopposed: tuple[int, float, float]
    texts: tuple[tuple[str, int], ...]
    holdouts: tuple[HoldoutScore, ...]
    holdout_auc: tuple[float, float]
    delegations: int
    named_issues: int
    seed: int

    @property
    def whole(self) -> Part:
        """The whole record."""
        return self.parts[0]


def score_meetings(record: Sequence[Case], game: Game, *, seed: int) -> PooledScore:
    """Forecast each meeting from the others, everything fitted anew, and score that beside simple rules.

    Parameters
    ----------
    record : sequence of Case
        At least two with decided issues; see :func:`positions.scoring.record.read_recorded`.
    game : callable
        The inside view; see :class:`positions.scoring.record.LedgerGame`.
    seed : int
        Of the bootstraps.

    Raises
    ------
    ValueError
        With fewer than two meetings, or where all issues of the others ended alike.
    """
    rows = outcome_rows(record, game)
    told = {name: leave_one_meeting_out(rows, rule) for name, rule in _forecasters().items()}
    replays = {case.meeting.id for case in record if case.meeting.is_replay}
    parts = [_part("all decided issues", rows, told, seed)]
    for title, left_out in (
        ("without low evidence", rows.covariates["low_evidence"] == 1),
        ("without issues settled before the cut-off", rows.covariates["settled_early"] == 1),
        ("without meetings coded with the end known", np.array([m in replays for m in rows.meeting])),
    ):
        if left_out.any() and len(set(rows.only(~left_out).meeting)) > 1:
            some = rows.only(~left_out)
            said = {name: leave_one_meeting_out(some, rule) for name, rule in _forecasters().items()}
            parts.append(_part(title, some, said, seed))
    ours, happened = told[OURS], rows.happened
    questions = {
        "ambitious": (_share(ours[:, 0]), happened == 0),
        "text": (_share(ours[:, :2].sum(axis=1)), happened <= 1),
    }
    calibration = {
        name: (
            calibration_table(p, came, bins=BINS, level=0.9),
            calibration_line(p, came, rows.meeting, rng=np.random.default_rng(seed)),
        )
        for name, (p, came) in questions.items()
    }
    held = holdout_rows(record, game)
    scores, between = _holdouts(held, seed)
    alone = rows.covariates["opponents_counted"] == 0
    titles = {case.meeting.id: case.meeting.title for case in record}
    return PooledScore(
        meetings=tuple((titles[m], rows.meeting.count(m)) for m in dict.fromkeys(rows.meeting)),
        items=len(set(rows.clusters)),
        ended=tuple(np.bincount(happened, minlength=4).tolist()),
        parts=tuple(parts),
        calibration=calibration,
        auc=_auc_interval(*questions["ambitious"], rows.meeting, seed),
        unopposed=(
            int(alone.sum()),
            float(ours[alone, 0].mean()) if alone.any() else np.nan,
            float((happened[alone] == 0).mean()) if alone.any() else np.nan,
        ),
        texts=_texts(record, rows, ours, game),
        holdouts=scores,
        holdout_auc=between,
        delegations=held.size,
        named_issues=len(set(zip(held.meeting, held.item, strict=True))),
        seed=seed,
    )


def _forecasters() -> dict[str, Callable[[Rows, Rows], Floats]]:
    ours = {OURS: lambda fitted, asked: fit_outcomes(fitted).chances(asked.covariates)}
    return ours | {name: rule for name, (_, rule) in OUTCOME_RULES.items()}


def _part(title: str, rows: Rows, told: Mapping[str, Floats], seed: int) -> Part:
    loss = {name: {m: of(p, rows.happened) for m, (_, of) in MEASURES.items()} for name, p in told.items()}
    compare = _comparer(rows.meeting, rows.clusters, seed)
    made = []
    for name, p in told.items():
        against = {} if name == OURS else {m: compare(loss[OURS][m], loss[name][m]) for m in MEASURES}
        means = {m: float(values.mean()) for m, values in loss[name].items()}
        full = "forecast" if name == OURS else OUTCOME_RULES[name][0]
        made.append(KindScore(name, full, means, against, area_under_curve(p[:, 0], rows.happened == 0)))
    return Part(title, rows.size, tuple(made))


def _comparer(
    meetings: Sequence[str], items: Sequence[str], seed: int
) -> Callable[[Floats, Floats], tuple[PairedDifference, PairedDifference]]:
    """Return a comparison of two losses, by meeting and by item: all comparisons meet the same resamples."""
    sides = [
        (groups, times_drawn(len(set(groups)), rng=np.random.default_rng(seed), draws=DRAWS))
        for groups in (meetings, items)
    ]

    def compare(ours: Floats, other: Floats) -> tuple[PairedDifference, PairedDifference]:
        one, two = (paired_bootstrap(ours, other, rng=times, groups=g, level=LEVEL) for g, times in sides)
        return one, two

    return compare


def _holdouts(rows: Rows, seed: int) -> tuple[tuple[HoldoutScore, ...], tuple[float, float]]:
    if len(set(rows.meeting)) < 2:
        return (), (np.nan, np.nan)
    came = rows.happened == 1
    told = {OURS: leave_one_meeting_out(rows, lambda a, b: fit_holdouts(a).chances(b.covariates)[:, 0])}
    told |= {name: leave_one_meeting_out(rows, rule) for name, (_, rule) in HOLDOUT_RULES.items()}
    issues = [f"{m}\n{i}" for m, i in zip(rows.meeting, rows.item, strict=True)]
    loss = {name: brier(_share(p), came) for name, p in told.items()}
    compare = _comparer(rows.meeting, issues, seed)
    made = []
    for name, p in told.items():
        against = compare(loss[OURS], loss[name]) if name != OURS else None
        title = "forecast" if name == OURS else HOLDOUT_RULES[name][0]
        named = precision_recall(p, came, NAMED_AT)
        made.append(HoldoutScore(name, title, float(loss[name].mean()), area_under_curve(p, came), named, against))
    return tuple(made), _auc_interval(told[OURS], came, rows.meeting, seed)


def _auc_interval(p: Floats, came: Bools, groups: Sequence[str], seed: int) -> tuple[float, float]:
    drawn = resample_groups(groups, rng=np.random.default_rng(seed), draws=AUC_DRAWS)
    low, high = np.nanquantile([area_under_curve(p[k], came[k]) for k in drawn], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _texts(record: Sequence[Case], rows: Rows, ours: Floats, game: Game) -> tuple[tuple[str, int], ...]:
    """Count on how many issues each rule names the text that stands."""
    place = {(m, n): k for k, (m, n) in enumerate(zip(rows.meeting, rows.name, strict=True))}

    def by_forecast(case: Case, issue: str) -> str:
        at, p = case.issues[issue], ours[place[case.meeting.id, issue]]
        weaker = at.path[0] if at.path else at.fallback
        return (at.tabled, weaker, at.fallback)[int(np.argmax([p[0], p[1], p[2] + p[3]]))]

    rules: list[tuple[str, Callable[[Case, str], str]]] = [
        ("forecast: the likeliest of adopted, weakened, no text", by_forecast),
        ("the game: its most frequent final text", lambda case, issue: game(case, issue).ends_with),
        *TEXT_RULES.values(),
    ]
    asked = [(case, issue, o) for case in record for issue in decided_issues(case) if (o := case.issues[issue].outcome)]
    return tuple((title, sum(rule(case, i) == o.stands for case, i, o in asked)) for title, rule in rules)
