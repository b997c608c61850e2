"""Logistic regression with one ridge penalty for each coefficient, on a sparse design; and two measures of it.

The estimate minimises  sum_n [log(1 + exp(z_n)) - y_n z_n] + 1/2 sum_j lambda_j b_j^2  with z = X b, by L-BFGS
(Byrd, Lu, Nocedal & Zhu 1995, as in scipy). A ridge penalty lambda is a normal prior with variance 1/lambda, so a
penalised set of indicator columns is a random effect.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import rankdata

__all__ = ["auc", "fit", "log_loss"]

Floats = NDArray[np.float64]


def fit(
    X: Any, y: Floats, penalty: Floats, *, weights: Floats | None = None, start: Floats | None = None, steps: int = 200
) -> Floats:
    """Return the coefficients (J,) for a design X (N, J), outcomes y (N,) in 0/1 and penalties (J,).

    ``weights`` (N,) counts each row that often; ``start`` is where the search begins.
    """
    w = np.ones(len(y)) if weights is None else weights
    X_by_column = X.T.tocsr()

    def loss(b: Floats) -> tuple[float, Floats]:
        z = X @ b
        value = w @ (np.logaddexp(0.0, z) - y * z) + 0.5 * (penalty * b) @ b
        return float(value), X_by_column @ (w * (expit(z) - y)) + penalty * b

    first = np.zeros(X.shape[1]) if start is None else start
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return np.asarray(found.x)


def auc(y: Floats, score: Floats, weights: Floats | None = None) -> float:
    """Return the probability that an accepted row scores above a refused one, ties counting half."""
    if weights is not None:
        rows = np.repeat(np.arange(len(y)), weights.astype(int))
        y, score = y[rows], score[rows]
    ranks = rankdata(score)
    yes = float(y.sum())
    return float((ranks[y == 1].sum() - yes * (yes + 1) / 2) / (yes * (len(y) - yes)))


def log_loss(y: Floats, score: Floats) -> float:
    """Return the mean negative log likelihood of ``y`` under log-odds ``score``."""
    return float(np.mean(np.logaddexp(0.0, score) - y * score))
