"""What a record of negotiations is to this room: plain rows with a meeting, covariates and what happened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Floats, Ints
from positions.model import KINDS  # most ambitious first; ``happened`` holds the number

__all__ = ["INSIDE_BOUND", "KINDS", "Rows", "inside_views"]


INSIDE_BOUND = 2.2  # log odds of 90 %: what the game says beyond that was no more often right; ours
UNSURE = 0.01  # keeps the odds of "some text, if not the ambitious one" defined where the game never gets there


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """N rows: an issue each, or a delegation on an issue.

    Parameters
    ----------
    name : tuple of str
        Issue, or delegation.
    meeting, item : tuple of str
        What is left out together, and what shares one fate inside a meeting: the agenda item, or the issue.
    happened : ndarray (N,) of int
        Number of the kind in :data:`KINDS`; or 1 for who held out and 0 for who did not.
    covariates : mapping of name to ndarray (N,)
        NaN = unknown.
    """

    name: tuple[str, ...]
    meeting: tuple[str, ...]
    item: tuple[str, ...]
    happened: Ints
    covariates: Mapping[str, Floats]

    def __post_init__(self) -> None:
        sizes = {len(self.name), len(self.meeting), len(self.item), len(self.happened)}
        if len(sizes | {len(v) for v in self.covariates.values()}) != 1:
            raise ValueError("every column of a record has one entry a row")

    @property
    def size(self) -> int:
        """N."""
        return len(self.name)

    @property
    def clusters(self) -> tuple[str, ...]:
        """Agenda items, told apart by meeting: what a bootstrap by item draws."""
        return tuple(f"{m}\n{i}" for m, i in zip(self.meeting, self.item, strict=True))

    def only(self, mask: ArrayLike) -> Rows:
        """Return some of the rows."""
        kept = np.flatnonzero(np.asarray(mask, dtype=bool))
        some = [tuple(column[k] for k in kept) for column in (self.name, self.meeting, self.item)]
        return Rows(some[0], some[1], some[2], self.happened[kept], {n: v[kept] for n, v in self.covariates.items()})

    def with_covariates(self, more: Mapping[str, Floats]) -> Rows:
        """Return the same rows with columns added or replaced."""
        return Rows(self.name, self.meeting, self.item, self.happened, {**self.covariates, **more})

    def digest(self) -> str:
        """Return a SHA-256 of everything in the rows, numbers to six places."""
        columns = {n: [None if np.isnan(x) else round(float(x), 6) for x in v] for n, v in self.covariates.items()}
        made = [self.name, self.meeting, self.item, [int(k) for k in self.happened], columns]
        return hashlib.sha256(json.dumps(made, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def inside_views(adopted: ArrayLike, no_text: ArrayLike) -> tuple[Floats, Floats]:
    """Return the game's two log odds, kept within ± :data:`INSIDE_BOUND`.

    Parameters
    ----------
    adopted, no_text : array_like (N,)
        The game's probabilities that the ambitious text stands at the end, and that none does.

    Returns
    -------
    tuple of ndarray (N,)
        Log odds of the ambitious text; log odds of some other text if it is not the ambitious one.

    Examples
    --------
    >>> one, other = inside_views([0.5, 1.0], [0.5, 0.0])
    >>> one.round(2).tolist(), other.round(2).tolist()
    ([0.0, 2.2], [-2.2, 0.0])
    """
    p, q = np.asarray(adopted, dtype=float), np.asarray(no_text, dtype=float)
    weaker = np.clip(1 - p - q, 0, 1)
    with np.errstate(divide="ignore"):
        first = np.log(p) - np.log1p(-p)
    second = np.log(weaker + UNSURE) - np.log(q + UNSURE)
    return np.clip(first, -INSIDE_BOUND, INSIDE_BOUND), np.clip(second, -INSIDE_BOUND, INSIDE_BOUND)
