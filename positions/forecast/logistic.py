"""Logistic regression with an effect of each meeting, held by priors: the one fit of this room.

A row of meeting ``g`` with covariates ``x`` (standardised on the rows of the fit) says yes with the log odds
``a + x·b + u_g``. Priors: ``a`` normal around 0 with spread 2.5; each ``b`` normal with spread 0.5, so that a
coefficient of 1 already asks for evidence; ``u_g`` normal with spread τ, and τ half-normal with spread 0.5 (after
Gelman and others 2008, Gelman 2006). The spreads are ours and were fixed before any record was looked at.

For each τ of a short grid the mode of (a, b, u) is found by Newton steps and the density around it taken as normal
(Laplace); the grid points are weighed by how well each explains the rows. So a forecast knows three doubts: about
coefficients, about how much meetings differ, and about the meeting that nobody has seen yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from positions.arrays import Bools, Floats

__all__ = ["DRAWS", "Step", "fit_step", "log_posterior", "newton"]

INTERCEPT_SPREAD, SLOPE_SPREAD, MEETING_SPREAD = 2.5, 0.5, 0.5
SPREADS = (0.05, 0.25, 0.5, 0.75, 1.0, 1.5)  # the grid of τ
ROUNDS = 100
PLACES = 6  # decimal places of a fitted number: the same fit gives the same bytes
DRAWS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One fitted yes-or-no question. P covariates, T points of the grid.

    Parameters
    ----------
    covariates : tuple of str
    mean, spread : ndarray (P,)
        By which covariates are standardised.
    meetings, weights : ndarray (T,)
        Spreads τ between meetings, and how much the rows speak for each; weights add up to 1.
    mode : ndarray (T, 1 + P)
        Intercept, then coefficients of the standardised covariates.
    covariance : ndarray (T, 1 + P, 1 + P)
        Of the normal approximation; effects of the meetings in the record are integrated out.
    """

    covariates: tuple[str, ...]
    mean: Floats
    spread: Floats
    meetings: Floats
    weights: Floats
    mode: Floats
    covariance: Floats

    def coefficients(self) -> dict[str, tuple[float, float]]:
        """Return name → mean and standard deviation, ``intercept`` first, ``between meetings`` (τ) last."""
        mean = self.weights @ self.mode
        second = self.weights @ (np.diagonal(self.covariance, axis1=1, axis2=2) + self.mode**2)
        tau = float(self.weights @ self.meetings)
        doubt = float(np.sqrt(self.weights @ (self.meetings - tau) ** 2))
        found = zip(mean.tolist(), np.sqrt(second - mean**2).tolist(), strict=True)
        return {**dict(zip(("intercept", *self.covariates), found, strict=True)), "between meetings": (tau, doubt)}

    @property
    def dimensions(self) -> int:
        """How many independent numbers a draw needs."""
        return 3 + 2 * len(self.covariates)

    def chances(self, covariates: Mapping[str, Floats], *, first: int = 0) -> Floats:
        """Return draws of the probability of a yes, (N, DRAWS), for rows of one meeting that the fit has not seen.

        The draws are the same for every row, so that two rows can be compared draw by draw. A covariate that is NaN
        or absent is drawn from a normal with the mean and spread that it had in the record.

        Parameters
        ----------
        first : int
            From which dimension of the common points on; questions that use different ones are independent.
        """
        p = len(self.covariates)
        which = np.minimum(np.searchsorted(np.cumsum(self.weights), _points(first)), self.weights.size - 1)
        z = [_normal_points(first + 1 + j) for j in range(p + 2)]
        roots = np.linalg.cholesky(self.covariance)
        drawn = self.mode[which] + np.einsum("sij,js->si", roots[which], z[: p + 1])
        size = len(next(iter(covariates.values()))) if covariates else 1
        nothing = np.full(size, np.nan)
        x = np.array([covariates.get(n, nothing) for n in self.covariates]).reshape(p, size).T
        x = (x - self.mean) / self.spread
        eta = drawn[:, 0] + self.meetings[which] * z[p + 1] + np.zeros((size, 1))
        for j in range(p):
            column = x[:, j, None]
            unknown = np.isnan(column)
            if unknown.any():
                column = np.where(unknown, _normal_points(first + p + 3 + j), column)
            eta += drawn[:, j + 1] * column
        return _chance(eta)


@cache
def _points(dimension: int) -> Floats:
    """Return (DRAWS,) evenly spread points of one dimension: Richtmyer's sequence, multiples of the root of a prime."""
    prime = [n for n in range(2, 400) if all(n % k for k in range(2, int(n**0.5) + 1))][dimension]
    made: Floats = np.modf(np.arange(1, DRAWS + 1) * np.sqrt(float(prime)))[0]
    return made


@cache
def _normal_points(dimension: int) -> Floats:
    """Return the normal quantiles at the points of one dimension."""
    return np.array([*map(NormalDist().inv_cdf, _points(dimension).tolist())])


def _chance(odds: Floats) -> Floats:
    """Return the probability at log odds, without overflow."""
    made: Floats = 0.5 + 0.5 * np.tanh(odds / 2)
    return made


def log_posterior(at: Floats, design: Floats, yes: Floats, precision: Floats) -> tuple[float, Floats, Floats]:
    """Return the log posterior, up to a constant, its gradient and its Hessian.

    Parameters
    ----------
    at : ndarray (Q,)
    design : ndarray (N, Q)
    yes : ndarray (N,)
        0 or 1.
    precision : ndarray (Q,)
        Of normal priors around 0.
    """
    eta = design @ at
    p = _chance(eta)
    value = float(-np.logaddexp(0.0, np.where(yes == 1, -eta, eta)).sum() - 0.5 * precision @ at**2)
    return (
        value,
        design.T @ (yes - p) - precision * at,
        -(design * (p * (1 - p))[:, None]).T @ design - np.diag(precision),
    )


def newton(design: Floats, yes: Floats, precision: Floats) -> tuple[Floats, float, Floats]:
    """Return the mode, the log posterior there and its Hessian. Concave: there is one mode."""
    at = np.zeros(design.shape[1])
    value, gradient, hessian = log_posterior(at, design, yes, precision)
    for _ in range(ROUNDS):
        step = np.linalg.solve(-hessian, gradient)
        found = log_posterior(at + step, design, yes, precision)
        while found[0] < value - 1e-12:
            step = step / 2
            found = log_posterior(at + step, design, yes, precision)
        at, (value, gradient, hessian) = at + step, found
        if np.abs(step).max() < 1e-10:
            break
    return at, value, hessian


def fit_step(names: Sequence[str], covariates: Mapping[str, Floats], yes: Bools, meeting: Sequence[str]) -> Step:
    """Fit one question.

    Parameters
    ----------
    names : sequence of str
        Which covariates, P of them.
    covariates : mapping of name to ndarray (N,)
        NaN = unknown: counts as the mean of the known.
    yes : ndarray (N,) of bool
    meeting : sequence of str, length N

    Raises
    ------
    ValueError
        Without any row.
    """
    happened = np.asarray(yes, dtype=float)
    if not happened.size:
        raise ValueError("there is nothing to fit: no row of the record asks this question")
    x = np.array([covariates[n] for n in names]).reshape(len(names), happened.size).T
    known = ~np.isnan(x)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x, 0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (x - mean) ** 2, 0).sum(axis=0) / count)
    mean, spread = mean.round(PLACES), np.where(spread > 1e-9, spread, 1.0).round(PLACES)
    _, number = np.unique(np.asarray(meeting), return_inverse=True)
    effects = np.eye(int(number.max()) + 1)[number]
    design = np.concatenate([np.ones((happened.size, 1)), np.where(known, (x - mean) / spread, 0), effects], axis=1)
    kept = 1 + len(names)
    fixed = np.concatenate([[INTERCEPT_SPREAD**-2], np.full(len(names), SLOPE_SPREAD**-2)])
    modes, covariances, evidence = [], [], []
    for tau in SPREADS:
        precision = np.concatenate([fixed, np.full(effects.shape[1], tau**-2)])
        at, value, hessian = newton(design, happened, precision)
        modes.append(at[:kept])
        covariances.append(np.linalg.inv(-hessian)[:kept, :kept])
        laplace = value + 0.5 * (np.log(precision).sum() - np.linalg.slogdet(-hessian)[1])
        evidence.append(laplace - 0.5 * (tau / MEETING_SPREAD) ** 2)
    grid = np.array(SPREADS)
    weights = np.exp(np.array(evidence) - max(evidence)) * np.gradient(grid)
    return Step(
        covariates=tuple(names),
        mean=mean,
        spread=spread,
        meetings=grid,
        weights=(weights / weights.sum()).round(PLACES),
        mode=np.array(modes).round(PLACES),
        covariance=np.array(covariances).round(PLACES),
    )
