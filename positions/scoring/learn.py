"""A forecast learnt from a record: the rows of its cases, fitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from positions import __version__
from positions.forecast import Fitted, fit_holdouts, fit_outcomes, read_fitted
from positions.model import Case
from positions.scoring.record import LedgerGame, decided_issues, holdout_rows, outcome_rows

__all__ = ["learn"]


def learn(record: Sequence[Case], *, date: str, before: str = "", progress: Callable[[], None] | None = None) -> Fitted:
    """Fit how decisions end and who holds out, the game played with the program's seed.

    Parameters
    ----------
    record : sequence of Case
        See :func:`positions.scoring.record.read_recorded`.
    date : str
        Written into the fit.
    before : str
        An earlier fit as a file; where it says the same, its date is kept, so that fitting again changes nothing.
    progress : callable, optional
        Called once for each decided issue.

    Raises
    ------
    ValueError
        When the record does not hold what is needed.
    """
    game = LedgerGame()
    for case in record:
        for issue in decided_issues(case):
            game(case, issue)
            if progress is not None:
                progress()
    rows, held = outcome_rows(record, game), holdout_rows(record, game)
    made = Fitted(
        fit_outcomes(rows, date=date, version=__version__),
        fit_holdouts(held, date=date, version=__version__),
        tuple(dict.fromkeys(rows.meeting)),
    )
    try:
        known = read_fitted(before)
    except ValueError:
        return made
    same = _dated(made, known.outcomes.date)
    return same if same.to_json() == known.to_json() else made


def _dated(fitted: Fitted, date: str) -> Fitted:
    return replace(fitted, outcomes=replace(fitted.outcomes, date=date), holdouts=replace(fitted.holdouts, date=date))
