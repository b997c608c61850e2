"""Does company keep an objector going? The objection game's form, fitted to votes on a part and then on the whole.

Who voted no on a part of a text: does he vote no on the whole? In the game's form, with a grievance that is normal
around μ with spread σ, the chance is

``Φ(lean + firm_d + mood_t − isolation / (1 + company / ω))``,  lean = (μ − β) / σ,  isolation = κ (1 − resolve) / σ,

where company is the number of others who said no to the part, ``firm_d`` what sets a delegation apart (its grievances
and its resolve, which the votes cannot tell from each other) and ``mood_t`` what sets a text apart. μ, β, κ and σ are
known only as these two ratios: multiply all of them by ten and no vote changes.

Effects of delegations and texts are held to a standard normal prior, and the two ratios to a normal prior of spread
10, for separate votes are few; both are ours. Fitted by Fisher scoring to the mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

__all__ = ["Objections", "Persistence", "fit_persistence", "held_out_losses", "objections_from_votes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LOOSE = 0.01  # precision of the prior on lean and isolation: spread 10
FEWEST = 10  # delegations with fewer objections share one effect; ours
ROUNDS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Objections:
    """Noes to parts, N of them, and what became of them.

    Parameters
    ----------
    persisted : ndarray (N,) bool
        Whether the same delegation objected to the whole as well.
    company : ndarray (N,)
        Others who objected to the part.
    delegation, text : ndarray (N,)
        Numbers of the delegation and of the text.
    """

    persisted: NDArray[np.bool_]
    company: Floats
    delegation: Ints
    text: Ints

    @property
    def size(self) -> int:
        """N."""
        return int(self.persisted.size)

    def only(self, mask: NDArray[np.bool_]) -> Objections:
        """Return some of them."""
        return Objections(self.persisted[mask], self.company[mask], self.delegation[mask], self.text[mask])


@dataclass(frozen=True, slots=True, eq=False)
class Persistence:
    """The fitted form.

    Parameters
    ----------
    lean, isolation : float
        (μ − β) / σ and κ (1 − resolve) / σ. A negative isolation says that company goes with letting go.
    company_unit : float
        ω, as it was given.
    delegations, texts : bool
        Whether effects of delegations and of texts were in.
    log_likelihood : float
        Of the votes, prior left out.
    isolation_range : (float, float)
        95 % interval from drawing whole texts with replacement ``draws`` times; NaN without draws.
    positive : float
        Share of these draws with an isolation cost above zero.
    """

    lean: float
    isolation: float
    company_unit: float
    delegations: bool
    texts: bool
    log_likelihood: float
    firm: Floats
    isolation_range: tuple[float, float]
    positive: float
    n: int
    clusters: int
    draws: int

    def chance(self, objections: Objections) -> Floats:
        """Return the chance that each objection persists, for texts that the fit has not seen.

        A delegation that the fit has not seen counts as an ordinary one.
        """
        z = self.lean - self.isolation / (1 + objections.company / self.company_unit)
        if self.firm.size:
            known = objections.delegation < self.firm.size
            z = z + np.where(known, self.firm[np.where(known, objections.delegation, 0)], 0.0)
        made: Floats = ndtr(z / np.sqrt(2.0) if self.texts else z)
        return made


def objections_from_votes(part: ArrayLike, whole: ArrayLike, texts: Sequence[object]) -> Objections:
    """Collect the noes to parts of those who took part in the vote on the whole.

    Parameters
    ----------
    part, whole : array_like, shape (D, P)
        Votes 1, 0, -1 on each pair of part and text; NaN = absent.
    texts : sequence, length P
        Which text each part belongs to.

    Examples
    --------
    >>> made = objections_from_votes([[-1], [-1], [1]], [[-1], [1], [1]], ["a"])
    >>> made.persisted.tolist(), made.company.tolist()
    ([True, False], [1.0, 1.0])
    """
    a, b = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    if a.ndim != 2 or a.shape != b.shape or len(texts) != a.shape[1]:
        raise ValueError(f"parts {a.shape}, wholes {b.shape} and {len(texts)} texts do not fit")
    against = a == -1
    d, p = np.nonzero(against & ~np.isnan(b))
    _, text = np.unique(np.asarray([str(t) for t in texts]), return_inverse=True)
    company = against.sum(axis=0)[p] - 1.0
    return Objections(b[d, p] == -1, company, d.astype(np.int64), text[p].astype(np.int64))


def fit_persistence(
    objections: Objections,
    *,
    company_unit: float = 1.0,
    delegations: bool = False,
    texts: bool = False,
    draws: int = 0,
    rng: np.random.Generator | None = None,
) -> Persistence:
    """Fit the form; with ``draws`` and ``rng``, with an interval from drawing whole texts with replacement.

    Raises
    ------
    ValueError
        Without any objection, or when draws are asked for without ``rng``.
    """
    if objections.size == 0:
        raise ValueError("nobody objected to a part, so there is nothing to fit")
    if draws and rng is None:
        raise ValueError("draws need rng")
    of_text, text = np.unique(objections.text, return_inverse=True)
    x, groups, shared = _design(objections, company_unit, delegations)
    count = of_text.size
    found, likelihood = _mode(x, objections.persisted, text if texts else None, groups, np.ones(count))
    firm = np.append(found[2 : 2 + groups], 0.0)[shared] if delegations else np.empty(0)
    drawn = np.empty((0, count))
    if rng is not None:
        drawn = rng.multinomial(count, np.full(count, 1 / count), size=draws).astype(float)
    own = text if texts else None
    again = np.array([_mode(x, objections.persisted, own, groups, times, text, found)[0][1] for times in drawn])
    low, high = np.quantile(again, (0.025, 0.975)) if draws else (np.nan, np.nan)
    return Persistence(
        lean=float(found[0]),
        isolation=float(found[1]),
        company_unit=company_unit,
        delegations=delegations,
        texts=texts,
        log_likelihood=likelihood,
        firm=firm,
        isolation_range=(float(low), float(high)),
        positive=float((again > 0).mean()) if draws else np.nan,
        n=objections.size,
        clusters=count,
        draws=draws,
    )


def held_out_losses(
    objections: Objections, fold: ArrayLike, *, company_unit: float = 1.0, delegations: bool = False
) -> tuple[Floats, Floats]:
    """Return the log losses (N,) of the form and of the same form without company, each fitted on the other folds.

    Parameters
    ----------
    fold : array_like, shape (N,)
        What is left out together, e.g. the session.
    """
    where = np.asarray(fold)
    ours, rival = np.full(objections.size, np.nan), np.full(objections.size, np.nan)
    alike = replace(objections, company=np.full(objections.size, np.inf))  # 1 / (1 + company / ω) = 0: no company
    for name in np.unique(where):
        out = where == name
        for losses, data in ((ours, objections), (rival, alike)):
            made = fit_persistence(data.only(~out), company_unit=company_unit, delegations=delegations)
            p = np.clip(made.chance(data.only(out)), 0.01, 0.99)
            losses[out] = -np.log(np.where(objections.persisted[out], p, 1 - p))
    return ours, rival


def _design(objections: Objections, unit: float, delegations: bool) -> tuple[Floats, int, Ints]:
    """Return the columns (N, 2 + G), G, and which of the G + 1 effects each delegation has (G: the shared one, 0)."""
    alone = 1 / (1 + objections.company / unit)
    columns = [np.ones(objections.size), -alone]
    size = int(objections.delegation.max()) + 1
    often = (
        np.flatnonzero(np.bincount(objections.delegation, minlength=size) >= FEWEST)
        if delegations
        else np.empty(0, int)
    )
    shared = np.full(size, len(often), dtype=np.int64)
    for g, d in enumerate(often):
        shared[d] = g
        columns.append((objections.delegation == d).astype(float))
    return np.stack(columns, axis=1), len(often), shared


def _mode(
    x: Floats,
    y: NDArray[np.bool_],
    text: Ints | None,
    groups: int,
    times: Floats,
    rows: Ints | None = None,
    start: Floats | None = None,
) -> tuple[Floats, float]:
    """Return the mode and the log likelihood there. ``times`` (T,) is how often each text counts.

    A text that counts m times is m texts with the same votes, and so with the same effect and m times its prior.
    """
    weight = np.ones(len(x)) if rows is None else times[rows]
    precision = np.concatenate([[LOOSE, LOOSE], np.ones(groups)])
    if text is not None:
        x = np.concatenate([x, np.eye(times.size)[text]], axis=1)
        precision = np.concatenate([precision, np.maximum(times, 1e-9)])
    at = np.zeros(x.shape[1]) if start is None else start[: x.shape[1]].copy()
    sign = np.where(y, 1.0, -1.0)

    def height(b: Floats) -> float:
        return float(weight @ log_ndtr(sign * (x @ b)) - 0.5 * precision @ b**2)

    now = height(at)
    for _ in range(ROUNDS):
        z = x @ at
        log_density = -0.5 * z**2 - 0.5 * np.log(2 * np.pi)
        score = sign * np.exp(log_density - log_ndtr(sign * z))
        inform = np.exp(2 * log_density - log_ndtr(z) - log_ndtr(-z))
        hessian = (x * (weight * inform)[:, None]).T @ x + np.diag(precision)
        step = np.linalg.solve(hessian, x.T @ (weight * score) - precision * at)
        share = 1.0
        while (new := height(at + share * step)) < now and share > 1e-6:
            share /= 2
        at, gain, now = at + share * step, new - now, max(new, now)
        if gain < 1e-9:
            break
    return at, float(weight @ log_ndtr(sign * (x @ at)))
