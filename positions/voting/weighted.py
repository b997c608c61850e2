"""Power in a weighted game (one row of weights, one bound), fast enough to ask while typing.

The same passes forwards and backwards as the grid, without its generality: below the bound a total can only grow,
so totals at or above it drop out, and one factor per member is left out of both passes and put back at the end.
Shapley-Shubik is an integral over p; the nodes are laid only where anybody can decide at all, and no more of them
than a bound on the error asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from positions.arrays import Floats, Ints

__all__ = ["WeightedGame", "quadrature"]

_KEPT_CELLS = 4_000_000  # of the backward pass, at once
_NEGLIGIBLE = 1e-15
_DECADES = 250.0  # how far a sum may grow before its factors are put back


@dataclass(slots=True)
class WeightedGame:
    """A weighted game in the form that is cheaper to count: itself or its dual, for both have the same powers.

    Parameters
    ----------
    weights : ndarray of int64, shape (P,)
        At least 0.
    quota : int
        A coalition wins when its weights add up to at least this.
    """

    weights: Ints
    quota: int
    dual: bool = field(init=False)
    bound: int = field(init=False)
    order: Ints = field(init=False)  # of the players that weigh something, light ones first
    _kept: Floats = field(init=False)

    def __post_init__(self) -> None:
        total = int(self.weights.sum())
        self.dual = 2 * self.quota > total + 1
        self.bound = total + 1 - self.quota if self.dual else self.quota
        order = np.argsort(self.weights, kind="stable")
        self.order = order[self.weights[order] > 0]
        self._kept = np.empty(0)

    def deciding(self, chances: Floats) -> tuple[Floats, Floats]:
        """Return P(player decides) and P(the others and it stay below the bound) when all join with probability p.

        Parameters
        ----------
        chances : ndarray, shape (K,)
            Each 0 < p < 1.

        Returns
        -------
        ndarray, shape (K, P), and ndarray, shape (K,)
        """
        decides, below = np.zeros((len(chances), len(self.weights))), np.zeros(len(chances))
        if self.bound < 1:
            return decides, below
        length = min(self.bound, int(self.weights.sum()) + 1)
        together = max(1, int(_KEPT_CELLS // (length * max(1, len(self.order)))))
        for start in range(0, len(chances), together):
            part = slice(start, min(start + together, len(chances)))
            below[part] = self._passes(chances[part], decides[part])
        return decides, below

    def _passes(self, p: Floats, decides: Floats) -> Floats:
        """Fill ``decides`` (K, P) for K chances at once; return P(staying below the bound)."""
        weights = [int(w) for w in self.weights[self.order]]
        n, length, sets = len(weights), self.bound, len(p)
        odds, rest = (p / (1 - p))[:, None], (1 - p)[:, None]
        every = max(1, int(_DECADES / max(1e-3, float(-np.log10(rest.min())))))  # members between two rescalings
        reach = np.minimum(np.cumsum([1, *weights]), length).tolist()  # totals the first d can have: 0..reach[d]-1
        last = [d == n - 1 or weights[d + 1] != weights[d] for d in range(n)]  # one of each weight stands for all
        spare = np.empty((sets, length))
        kept = self._space(sets, sum(reach[1:]))
        ends = np.cumsum([0, *reach[1:]]).tolist()
        ahead = [kept[:, ends[d] : ends[d + 1]] for d in range(n)]  # (K, reach[d + 1]) after member d
        if n:
            ahead[-1][:] = 1.0
        for d in range(n - 1, 0, -1):
            now, before, w = ahead[d], ahead[d - 1], weights[d]
            size = reach[d]
            inside = max(0, min(size, reach[d + 1] - w))
            np.multiply(now[:, w : w + inside], odds, out=before[:, :inside])
            before[:, :inside] += now[:, :inside]
            before[:, inside:] = now[:, inside:size]
            if (n - d) % every == 0:
                before *= rest**every
        reached, product = np.zeros((sets, length)), np.empty((sets, length))
        reached[:, 0] = 1.0
        for d in range(n):
            size, w = reach[d], weights[d]
            if last[d]:
                now = ahead[d]
                inside = max(0, min(size, reach[d + 1] - w))
                difference = spare[:, :size]
                np.subtract(now[:, :inside], now[:, w : w + inside], out=difference[:, :inside])
                difference[:, inside:] = now[:, inside:size]
                found = np.einsum("kt,kt->k", reached[:, :size], difference)
                left = (n - 1) - (n - 1 - d) // every * every - d // every * every
                decides[:, self.order[d]] = found * rest[:, 0] ** left
            stop = min(size, length - w)
            if stop > 0:
                np.multiply(reached[:, :stop], odds, out=product[:, :stop])
                reached[:, w : w + stop] += product[:, :stop]
            if (d + 1) % every == 0:
                reached *= rest**every
        for d in range(n - 2, -1, -1):
            if not last[d]:
                decides[:, self.order[d]] = decides[:, self.order[d + 1]]
        below: Floats = reached.sum(axis=1) * rest[:, 0] ** (n % every)
        return below

    def _space(self, sets: int, cells: int) -> Floats:
        """Return scratch space of shape (sets, cells), reused between calls."""
        if self._kept.size < sets * cells:
            self._kept = np.empty(sets * cells)
        return self._kept[: sets * cells].reshape(sets, cells)

    def banzhaf(self) -> tuple[Floats, float, float]:
        """Return absolute Banzhaf power, shape (P,), and the shares of coalitions that win and that lose."""
        decides, below = self.deciding(np.array([0.5]))
        below_bound = float(below[0])
        shares = (below_bound, 1.0 - below_bound) if self.dual else (1.0 - below_bound, below_bound)
        return decides[0], *shares

    def shapley_shubik(self) -> Floats:
        """Return the Shapley-Shubik index, shape (P,)."""
        if not 1 <= self.bound <= int(self.weights.sum()):
            return np.zeros(len(self.weights))
        weights = self.weights[self.order].astype(np.float64)
        # Hoeffding (1963): all-in-with-p strays from its mean by t with probability at most exp(-2 t^2 / sum w^2)
        spread = np.sqrt((weights**2).sum() * -np.log(_NEGLIGIBLE) / 2) + weights.max()
        low, high = (self.bound - spread) / weights.sum(), (self.bound + spread) / weights.sum()
        nodes, shares = quadrature(len(weights), max(0.0, low), min(1.0, high))
        # not @: so equal players get sums that are equal to the last digit
        index: Floats = (shares[:, None] * self.deciding(nodes)[0]).sum(axis=0)
        return index


def quadrature(players: int, low: float, high: float) -> tuple[Floats, Floats]:
    """Return Gauss-Legendre nodes and weights that integrate a chance to decide over low..high.

    The chance f is a polynomial of degree ``players`` - 1, so ceil(players / 2) nodes are exact. Fewer do when the
    interval is short: with M the largest |f| on the ellipse around it with parameter rho, K + 1 nodes err by at most
    64/15 M rho^(-2K) / (1 - rho^-2) (Trefethen 2013, theorem 19.3), and |f(z)| <= (abs(z) + abs(1 - z))^(players - 1).

    >>> nodes, shares = quadrature(193, 0.3, 0.7)
    >>> len(nodes), round(float(shares.sum()), 12)
    (28, 0.4)
    """
    half, middle = (high - low) / 2, (high + low) / 2
    growth = np.linspace(0.05, 3.0, 60)[:, None]  # log rho
    angle = np.linspace(0.0, np.pi, 181)[None, :]
    z = middle + half * np.cosh(growth + 1j * angle)  # the ellipse, upper half
    largest = (players - 1) * np.log(np.abs(z) + np.abs(1 - z)).max(axis=1)
    log_rho = growth[:, 0]
    enough = (largest + np.log(64 / 15 * half) - np.log1p(-np.exp(-2 * log_rho)) - np.log(_NEGLIGIBLE)) / (2 * log_rho)
    count = min((players + 1) // 2, int(np.ceil(enough.min())) + 1)
    nodes, shares = np.polynomial.legendre.leggauss(max(1, count))
    return middle + half * nodes, half * shares
