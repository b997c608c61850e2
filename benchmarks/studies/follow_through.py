"""Does objecting to a part lead to objecting to the whole? From separate votes on paragraphs and then on the text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.stances import frozen

__all__ = ["FollowThrough", "follow_through"]

Floats = NDArray[np.float64]
CHOICES = (1.0, 0.0, -1.0)


@dataclass(frozen=True, slots=True, eq=False)
class FollowThrough:
    """How votes on a part carry over to the whole.

    Rows: yes, abstain, no on the part; columns: yes, abstain, no, absent on the whole.

    Parameters
    ----------
    counts : ndarray, shape (3, 4)
    shares, low, high : ndarray, shape (3, 4)
        Shares of each row with an interval; NaN in a row nobody is in.
    level : float
        Coverage of the interval.
    texts : int
        Texts that were resampled.
    draws : int
        Bootstrap draws.
    """

    counts: Floats
    shares: Floats
    low: Floats
    high: Floats
    level: float
    texts: int
    draws: int


def follow_through(
    part: ArrayLike,
    whole: ArrayLike,
    texts: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 2000,
    level: float = 0.95,
) -> FollowThrough:
    """Cross-tabulate votes on parts with votes on the whole, with intervals that respect what hangs together.

    Delegations vote alike and a text's paragraphs are alike, so that single votes are not independent: the bootstrap
    draws whole texts, with all their paragraphs and all delegations.

    Parameters
    ----------
    part, whole : array_like, shape (D, P)
        Votes 1, 0, -1 on each pair of paragraph and text; NaN = absent. Absence from the part drops the cell.
    texts : array_like, shape (P,)
        Which text each paragraph belongs to.
    rng : numpy.random.Generator

    Returns
    -------
    FollowThrough

    Examples
    --------
    >>> part, whole = [[-1, -1], [-1, 1], [1, 1]], [[-1, 1], [0, 1], [1, 1]]
    >>> made = follow_through(part, whole, ["a", "b"], rng=np.random.default_rng(1))
    >>> made.counts[2].tolist(), made.shares[0].tolist()
    ([1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    """
    a, b, text = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64), np.asarray(texts)
    if a.ndim != 2 or a.shape != b.shape or text.shape != (a.shape[1],):
        raise ValueError(f"parts {a.shape}, wholes {b.shape} and texts {text.shape} do not fit")
    names, of = np.unique(text, return_inverse=True)
    tables = np.zeros((len(names), 3, 4))
    for row, first in enumerate(CHOICES):
        outcomes = [b == second for second in CHOICES] + [np.isnan(b)]
        for column, happened in enumerate(outcomes):
            np.add.at(tables[:, row, column], of, ((a == first) & happened).sum(axis=0))
    counts = tables.sum(axis=0)
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)  # (draws, texts)
    again = _shares(np.einsum("nt,trc->nrc", drawn, tables))
    edges = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.full((3, 4), np.nan), np.full((3, 4), np.nan)
    for row in range(3):
        usable = again[~np.isnan(again[:, row, 0]), row]
        if counts[row].sum() and len(usable):
            low[row], high[row] = np.quantile(usable, edges, axis=0)
    return FollowThrough(frozen(counts), frozen(_shares(counts)), frozen(low), frozen(high), level, len(names), draws)


def _shares(counts: Floats) -> Floats:
    """Divide each row by its sum; NaN for an empty row."""
    total = np.broadcast_to(counts.sum(axis=-1, keepdims=True), counts.shape)
    return np.asarray(np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0))
