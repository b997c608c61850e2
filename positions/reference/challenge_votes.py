"""Votes in the contests of the challenge model, for all pairs at once in O(n²).

Actor k votes for the nearer of two positions. On a line those who are nearer to i than to j are all the actors on i's
side of the middle between them, so after sorting every sum over voters is a difference of two running sums.
"""

from __future__ import annotations

import numpy as np

from positions.reference.known import FloatArray

__all__ = ["numerators", "raised", "total_votes"]


def numerators(x: FloatArray, weight: FloatArray, exponent: FloatArray, span: float) -> FloatArray:
    """Return the votes for i against j: ``Σ_k w_k max(0, d_kj^r_k − d_ki^r_k)`` with ``d = |x_k − x| / span``.

    Parameters
    ----------
    x, weight, exponent : ndarray, shape (n,)
    span : float
        What distances are divided by.

    Returns
    -------
    ndarray, shape (n, n)

    Examples
    --------
    >>> import numpy as np
    >>> votes = numerators(np.array([0.0, 1.0]), np.array([2.0, 3.0]), np.ones(2), 1.0)
    >>> votes.tolist()
    [[0.0, 2.0], [3.0, 0.0]]
    """
    order = np.argsort(x, kind="stable")
    xs = x[order]
    power = weighted_distances(xs, weight[order], exponent[order], span)  # (n voters, n positions)
    n = x.size
    running = np.zeros((n + 1, n))
    np.cumsum(power, axis=0, out=running[1:])
    middle = (xs[:, None] + xs[None, :]) / 2
    left = np.searchsorted(xs, middle.ravel(), side="left").reshape(n, n)  # voters left of the middle
    column = np.broadcast_to(np.arange(n), (n, n))
    at_left_j, at_left_i = running[left, column], running[left, column.T]
    whole_j, whole_i = running[n][None, :], running[n][:, None]
    from_left = at_left_j - at_left_i
    from_right = (whole_j - at_left_j) - (whole_i - at_left_i)
    votes = np.where(xs[:, None] < xs[None, :], from_left, from_right)
    votes = np.where(xs[:, None] == xs[None, :], 0.0, votes).clip(0)
    back = np.empty_like(order)
    back[order] = np.arange(n)
    picked: FloatArray = votes[np.ix_(back, back)]
    return picked


def total_votes(x: FloatArray, weight: FloatArray, exponent: FloatArray, span: float) -> float:
    """Return the sum of all votes of all actors over all ordered pairs of actors' positions.

    Examples
    --------
    >>> import numpy as np
    >>> total_votes(np.array([0.0, 1.0]), np.array([2.0, 3.0]), np.ones(2), 1.0)
    10.0
    """
    n = x.size
    ranked = np.sort(weighted_distances(x, weight, exponent, span), axis=1)
    return float(2 * (ranked @ (2 * np.arange(n) - n + 1.0)).sum())


def weighted_distances(x: FloatArray, weight: FloatArray, exponent: FloatArray, span: float) -> FloatArray:
    """Return ``w_k (|x_k − x_m| / span)^r_k``, shape (n voters, n positions)."""
    distance: FloatArray = np.abs(x[:, None] - x[None, :]) / span
    return weight[:, None] * raised(distance, exponent)


def raised(base: FloatArray, exponent: FloatArray) -> FloatArray:
    """Return each row of ``base`` (n, n) to the power of its entry in ``exponent`` (n,); powers of one cost nothing."""
    if np.all(exponent == 1):
        return base
    result: FloatArray = base ** exponent[:, None]
    return result
