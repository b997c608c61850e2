"""Is the difference between two models more than luck? A paired bootstrap over groups that belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Ints

__all__ = ["PairedDifference", "paired_bootstrap", "resample_groups", "times_drawn"]


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Mean loss of a model minus that of its rival, with a bootstrap interval. Negative: the model is better.

    Parameters
    ----------
    difference, low, high : float
        The mean and the ends of the interval of ``level``.
    better : float
        Share of the resamples in which the model had the lower mean loss.
    n, groups : int
        Cases compared, and how many groups they came from.
    """

    difference: float
    low: float
    high: float
    better: float
    level: float
    n: int
    groups: int
    draws: int

    @property
    def verdict(self) -> str:
        """One of ``better``, ``worse``, ``no difference shown``."""
        if self.high < 0:
            return "better"
        return "worse" if self.low > 0 else "no difference shown"


def paired_bootstrap(
    loss: ArrayLike,
    rival: ArrayLike,
    *,
    rng: np.random.Generator | Ints,
    groups: Sequence[object] | None = None,
    draws: int = 10_000,
    level: float = 0.95,
) -> PairedDifference:
    """Resample whole groups with replacement and compare mean losses on the same cases.

    Parameters
    ----------
    loss, rival : array, shape (T,)
        Losses on the same cases (absolute errors, Brier scores ...). Cases with a NaN on either side are left out.
    rng : Generator, or ndarray (draws, G) of int
        Or how often each group comes up in each resample (:func:`times_drawn`), for many comparisons of the same cases.
    groups : sequence, length T, optional
        What belongs together, e.g. issues of one proposal; None = every case by itself.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> paired_bootstrap([1, 2, 1, 2], [3, 4, 3, 4], rng=rng).verdict
    'better'
    """
    a, b = np.asarray(loss, dtype=float), np.asarray(rival, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"losses on the same cases are needed: shapes are {a.shape} and {b.shape}")
    labels = [str(g) for g in groups] if groups is not None else [str(k) for k in range(a.size)]
    if len(labels) != a.size:
        raise ValueError(f"{len(labels)} group labels for {a.size} cases")
    both = ~(np.isnan(a) | np.isnan(b))
    if not both.any():
        return PairedDifference(np.nan, np.nan, np.nan, np.nan, level, 0, 0, draws)
    gap = (a - b)[both]
    _, place = np.unique(np.asarray(labels)[both], return_inverse=True)
    size = int(place.max()) + 1
    sums, counts = np.bincount(place, gap, size), np.bincount(place, minlength=size)
    times = rng if isinstance(rng, np.ndarray) else times_drawn(size, rng=rng, draws=draws)
    if times.shape[1] != size:
        raise ValueError(f"{times.shape[1]} groups were drawn, and there are {size}")
    means = (times @ sums) / (times @ counts)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return PairedDifference(
        difference=float(gap.mean()),
        low=float(low),
        high=float(high),
        better=float((means < 0).mean()),
        level=level,
        n=int(gap.size),
        groups=size,
        draws=len(times),
    )


def times_drawn(groups: int, *, rng: np.random.Generator, draws: int) -> Ints:
    """Return how often each group comes up when as many as there are are drawn with replacement, (draws, groups)."""
    return rng.multinomial(groups, np.full(groups, 1 / groups), size=draws)


def resample_groups(groups: Sequence[object], *, rng: np.random.Generator, draws: int) -> Iterator[Ints]:
    """Yield ``draws`` times the numbers of the rows of as many groups as there are, drawn with replacement.

    For what is no mean of losses. A row's number comes up as often as its group was drawn.

    Examples
    --------
    >>> drawn = resample_groups(["a", "a", "b"], rng=np.random.default_rng(1), draws=40)
    >>> sorted({tuple(rows.tolist()) for rows in drawn})
    [(0, 0, 1, 1), (0, 1, 2), (2, 2)]
    """
    _, place = np.unique(np.asarray([str(g) for g in groups]), return_inverse=True)
    size = int(place.max()) + 1
    for times in times_drawn(size, rng=rng, draws=draws):
        yield np.repeat(np.arange(place.size), times[place])
