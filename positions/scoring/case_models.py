"""The reference models on a case: every issue, side by side, with the learnt interval and where the texts stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from positions.arrays import Floats
from positions.game import central_positions, prepare_issue, stance_matrices
from positions.model import NO_TEXT, Case, Issue
from positions.reference import PointForecast
from positions.scoring.backtest import Negotiation, backtest
from positions.scoring.intervals import SpreadForecast, dispersion, learnt_spread
from positions.work import Store, Workers

__all__ = ["BOUNDS", "IssueModels", "forecast_case"]

BOUNDS = (0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class IssueModels:
    """What each model forecasts on one issue, on the ladder 0..1.

    Parameters
    ----------
    known, unknown : tuple of str
        Delegations with and without a stance; the unknown do not count.
    assumed : tuple of str
        Classes of silent seats that were counted because the user asked for it.
    forecasts : mapping of model name to PointForecast
        In the order of ``positions.reference.MODELS``.
    spread : SpreadForecast or None
        Interval around the pool, learnt from EU decisions; None when there is no forecast.
    texts : mapping of wording id to float
        Where each wording stands on the ladder, bands read in the middle; with ``no_text`` at 0 where that is the
        fallback.
    fallback : float
        Where the fallback stands.
    """

    issue: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    assumed: tuple[str, ...]
    forecasts: Mapping[str, PointForecast]
    spread: SpreadForecast | None
    texts: Mapping[str, float]
    fallback: float

    def nearest(self, point: float) -> str:
        """Return the wording that stands nearest to a point; the weaker one of two equally near."""
        return min(self.texts, key=lambda w: (round(abs(self.texts[w] - point), 9), self.texts[w]))


def forecast_case(
    case: Case,
    *,
    assumed: bool = False,
    votes: Mapping[str, float] | None = None,
    challenge_rounds: int = 10,
    address: str | Workers | None = None,
    store: Store | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[IssueModels, ...]:
    """Run every reference model on every issue of a case, from the same stance matrix.

    Positions are ideal points; power is influence unless votes are given. Observers and the secretariat do not
    count, nor do stances that nobody holds: unknown stays unknown.

    Parameters
    ----------
    assumed : bool
        Count each class of silent seats as one actor with the influence of all its seats.
    votes : mapping of delegation or class of silent seats to float, optional
        Votes (or population) of one seat: its power in a body that decides by them, instead of influence.
    address, store : optional
        Share the work, see :func:`positions.work.engine.play_jobs`; the numbers stay the same.
    progress : callable, optional
        Called once for each finished issue, and once more for the exchange model.
    """
    made = stance_matrices(case)
    rows = [n for n, d in enumerate(made.delegations) if case.delegations[d].decides]
    names = [made.delegations[n] for n in rows]
    position, salience = made.ideal[rows], made.salience[rows]
    power = np.repeat(made.influence[rows][:, None], len(made.issues), axis=1)
    classes: list[str] = []
    if assumed:
        classes, extra = _silent_rows(case)
        position, salience, power = (
            np.concatenate([a, b]) for a, b in zip((position, salience, power), extra, strict=True)
        )
    if votes is not None:
        for i, issue in enumerate(made.issues):
            seats = {c.id: c.seats for c in case.issues[issue].silent}
            power[:, i] = [votes[a] * seats.get(a, 1) for a in (*names, *classes)]
    texts = {i: _texts(case, case.issues[i]) for i in made.issues}
    fallback = np.array([texts[i][case.issues[i].fallback] for i in made.issues])
    (found,) = backtest(
        [Negotiation(position, salience, power, fallback)],
        bounds=BOUNDS,
        challenge_rounds=challenge_rounds,
        address=address,
        store=store,
        progress=progress,
    )
    return tuple(
        IssueModels(
            issue=issue,
            known=tuple(d for n, d in enumerate(names) if not math.isnan(position[n, i])),
            unknown=tuple(d for n, d in enumerate(names) if math.isnan(position[n, i])),
            assumed=tuple(c for n, c in enumerate(classes, len(names)) if not math.isnan(position[n, i])),
            forecasts=found[i],
            spread=_spread(found[i]["pool"], position[:, i], salience[:, i], power[:, i]),
            texts=texts[issue],
            fallback=float(fallback[i]),
        )
        for i, issue in enumerate(made.issues)
    )


def _texts(case: Case, issue: Issue) -> dict[str, float]:
    arrays = prepare_issue(case, issue.id)
    texts = {w: float(x) for w, x in zip(arrays.wordings, central_positions(arrays), strict=True)}
    if issue.fallback == NO_TEXT:
        texts[NO_TEXT] = 0.0  # the ladder's 0: nothing beyond what already binds everybody
    return texts


def _spread(point: PointForecast, x: Floats, s: Floats, c: Floats) -> SpreadForecast | None:
    return learnt_spread(point.point, dispersion(x, s, c, bounds=BOUNDS), BOUNDS) if point.answered else None


def _silent_rows(case: Case) -> tuple[list[str], tuple[Floats, Floats, Floats]]:
    """Return names and three matrices (classes, I) for the seats that each issue assumes."""
    issues = list(case.issues.values())
    names = list(dict.fromkeys(c.id for issue in issues for c in issue.silent if c.seats > 0))
    cells = np.full((3, len(names), len(issues)), np.nan)
    for i, issue in enumerate(issues):
        for c in issue.silent:
            if c.seats > 0:
                cells[:, names.index(c.id), i] = c.ideal, c.salience, c.seats * c.influence
    return names, (cells[0], cells[1], cells[2])
