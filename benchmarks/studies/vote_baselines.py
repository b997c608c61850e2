"""What a forecast of votes must beat: "as last time on this title" and "as its group", both as strong as is fair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.studies.titles import title_similarity
from benchmarks.studies.vote_forecast import CHOICES

__all__ = ["as_its_group", "as_last_time"]

Floats = NDArray[np.float64]
SAME_TITLE = 0.8  # similarity from which a title counts as the same; ours


def as_its_group(
    votes: ArrayLike, periods: ArrayLike, titles: Sequence[str], new_titles: Sequence[str], groups: Sequence[str]
) -> Floats:
    """Return the shares of yes, abstain and no in each delegation's group the last time this title was voted on.

    Parameters
    ----------
    votes, periods, titles, new_titles
        As for :func:`benchmarks.studies.vote_forecast.forecast_votes`.
    groups : sequence of str, length D
        One group a delegation.

    Returns
    -------
    ndarray, shape (D, T, 3)
        Smoothed by one vote's worth of the group's shares over all earlier votes; those alone on a new title.

    Examples
    --------
    >>> as_its_group([[1], [1], [-1]], [1], ["land mines"], ["land mines"], ["a", "a", "b"]).round(2)[:, 0].tolist()
    [[0.93, 0.04, 0.04], [0.93, 0.04, 0.04], [0.08, 0.08, 0.83]]
    """
    x, last = _latest_same(votes, periods, titles, new_titles)
    names = np.asarray(groups)
    chose = np.stack([x == choice for choice in CHOICES], axis=-1).astype(np.float64)  # (D, I, 3)
    made = np.empty((len(x), len(new_titles), 3))
    for group in np.unique(names):
        members = names == group
        ever = chose[members].sum(axis=(0, 1)) + 1 / 3
        for t, k in enumerate(last):
            made[members, t] = ever / ever.sum() if k < 0 else _smoothed(chose[members, k].sum(axis=0), ever)
    return made


def as_last_time(
    votes: ArrayLike, periods: ArrayLike, titles: Sequence[str], new_titles: Sequence[str], groups: Sequence[str]
) -> Floats:
    """Return how often a vote repeats itself, given the delegation's last vote on this title.

    The shares (a yes stays a yes so often, turns into an abstention so often …) are counted over all earlier
    repetitions. Where the delegation never voted on the title, it is forecast as its group.

    Parameters
    ----------
    votes, periods, titles, new_titles, groups
        As for :func:`as_its_group`.

    Returns
    -------
    ndarray, shape (D, T, 3)

    Examples
    --------
    >>> votes = [[1, 1, 1], [-1, -1, -1]]
    >>> made = as_last_time(votes, [1, 2, 3], ["land mines"] * 3, ["land mines"], ["a", "a"])
    >>> made[0, 0].argmax().item(), made[1, 0].argmax().item()
    (0, 2)
    """
    x = np.asarray(votes, dtype=np.float64)
    when = np.asarray(periods)
    order = np.argsort(when, kind="stable")
    similarity = title_similarity((*titles, *new_titles), titles)
    repeats = np.full((3, 3), 1 / 3)
    for k in order:
        then = _last_vote(x, [j for j in order if when[j] < when[k] and similarity[k, j] >= SAME_TITLE])
        for a, before in enumerate(CHOICES):
            repeats[a] += [np.sum((then == before) & (x[:, k] == after)) for after in CHOICES]
    repeats /= repeats.sum(axis=1, keepdims=True)
    made = as_its_group(votes, periods, titles, new_titles, groups)
    for t, row in enumerate(similarity[len(titles) :]):
        then = _last_vote(x, [j for j in order if row[j] >= SAME_TITLE])
        for a, before in enumerate(CHOICES):
            made[then == before, t] = repeats[a]
    return made


def _last_vote(x: Floats, columns: Sequence[int]) -> Floats:
    """Return each delegation's last vote in these columns, given in order; NaN where it never voted."""
    last = np.full(len(x), np.nan)
    for k in columns:
        last = np.where(np.isnan(x[:, k]), last, x[:, k])
    return last


def _latest_same(
    votes: ArrayLike, periods: ArrayLike, titles: Sequence[str], new_titles: Sequence[str]
) -> tuple[Floats, list[int]]:
    """Return the votes and, for each new title, the latest column with the same title, -1 for none."""
    x, when = np.asarray(votes, dtype=np.float64), np.asarray(periods)
    order = np.argsort(when, kind="stable")
    found = []
    for row in title_similarity(new_titles, titles):
        same = [int(k) for k in order if row[k] >= SAME_TITLE]
        found.append(same[-1] if same else -1)
    return x, found


def _smoothed(counts: Floats, ever: Floats) -> Floats:
    """Return shares with one vote's worth of the group's usual ones."""
    return np.asarray((counts + ever / ever.sum()) / (counts.sum() + 1))
