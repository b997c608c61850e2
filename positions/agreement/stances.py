"""Checked stance arrays: the common entrance of every measure on this floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.arrays import ArrayLike, Bools, Floats

__all__ = ["Floats", "Stances", "frozen", "read_stances"]


@dataclass(frozen=True, slots=True, eq=False)
class Stances:
    """Stances ready to compare.

    Parameters
    ----------
    known : ndarray of bool, shape (D, I)
        Whether the stance is known. Silence is not known; abstention and flexibility are stances.
    values : ndarray, shape (D, I)
        Stances divided by each issue's span, so that two opposite ends differ by 1; 0 where unknown.
    salience : ndarray, shape (D, I)
        0 where the stance is unknown.
    """

    known: Bools
    values: Floats
    salience: Floats


def frozen(array: Floats) -> Floats:
    """Return ``array`` made read-only, for keeping in a result."""
    array.setflags(write=False)
    return array


def read_stances(stances: ArrayLike, salience: ArrayLike | None = None, *, span: ArrayLike = 1.0) -> Stances:
    """Check stances and salience and bring every issue to a span of one.

    Parameters
    ----------
    stances : array_like, shape (D, I)
        Positions; NaN = unknown.
    salience : array_like, shape (D, I) or (I,), optional
        Not negative; NaN counts as unknown and needs an unknown stance. All ones when left out.
    span : float or array_like, shape (I,)
        Length of each issue's scale: 1 for a ladder on 0..1, 2 for votes coded -1, 0, 1.

    Raises
    ------
    ValueError
        Wrong shapes, infinite numbers, a span that is not positive, or stances further apart than the span.

    Examples
    --------
    >>> read_stances([[1, 0], [-1, float("nan")]], span=2).values.tolist()
    [[0.5, 0.0], [-0.5, 0.0]]
    """
    x = np.array(stances, dtype=np.float64)  # (D, I)
    if x.ndim != 2:
        raise ValueError(f"stances need the shape (delegations, issues), not {x.shape}")
    if np.isinf(x).any():
        raise ValueError("stances hold an infinite number")
    known = ~np.isnan(x)
    spans = np.broadcast_to(np.asarray(span, dtype=np.float64), (x.shape[1],))
    if not (spans > 0).all():
        raise ValueError("the span of every issue must be positive")
    x = np.where(known, x / spans, np.nan)
    if known.any():
        width = np.where(known, x, -np.inf).max(axis=0) - np.where(known, x, np.inf).min(axis=0)
        if (width > 1 + 1e-9).any():
            worst = int(np.argmax(width))
            raise ValueError(f"stances on issue {worst} are further apart than its span {float(spans[worst]):g}")
    if salience is None:
        s = known.astype(np.float64)
    else:
        s = np.array(np.broadcast_to(np.asarray(salience, dtype=np.float64), x.shape))
        if (np.isnan(s) & known).any():
            raise ValueError("salience is missing where a stance is known")
        if (s[known] < 0).any() or np.isinf(s[known]).any():
            raise ValueError("salience must be finite and not negative")
        s[~known] = 0.0
    return Stances(known, np.where(known, x, 0.0), s)
