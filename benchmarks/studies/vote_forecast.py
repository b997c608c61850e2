"""How will each delegation vote on these titles? From earlier votes alone.

Three readings of the record are pooled: what the delegation itself did lately on the most similar titles, what it did
over the years, and what its allies did there. Where the record is silent each reading leans on the next broader one:
its allies on the title, its allies on the topic, the assembly on the topic, the assembly. The weights of the pool are
learned by forecasting earlier periods from those before them; nothing of the period that is forecast is used but its
titles. Absence is no vote: it is neither learned from nor forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.studies.kappa import kappa
from benchmarks.studies.titles import title_similarity
from positions.agreement.stances import frozen

__all__ = ["CHOICES", "ForecastSettings", "VoteForecast", "forecast_votes"]

Floats = NDArray[np.float64]
CHOICES = (1.0, 0.0, -1.0)  # yes, abstain, no: the order of every last axis here
TINY = 1e-6
NO_TIE = 1e-3  # agreement beyond chance below which nobody is an ally; keeps rounding from making one
MOST_STEPS = 100
CLOSE_ENOUGH = 1e-12  # Newton decrement, twice the distance of the loss from its minimum


@dataclass(frozen=True, slots=True)
class ForecastSettings:
    """How the record is read. All of them are ours, chosen by forecasting earlier periods.

    Parameters
    ----------
    title_power, topic_power : float
        A past vote counts with similarity to this power.
    recent, long, topic : float
        Periods after which a past vote counts 1/e.
    ally_power : float
        Allies count with chance-corrected agreement to this power.
    ally_votes : float
        How many votes of its own the allies' mean is worth as evidence.
    own_prior, prior : float
        Votes' worth of the next broader reading.
    ridge : float
        Penalty on the weights of the pool.
    """

    title_power: float = 4.0
    topic_power: float = 3.0
    recent: float = 0.7
    long: float = 4.0
    topic: float = 8.0
    ally_power: float = 6.0
    ally_votes: float = 10.0
    own_prior: float = 0.1
    prior: float = 1.0
    ridge: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class VoteForecast:
    """Forecast of D delegations on T titles.

    Parameters
    ----------
    probabilities : ndarray, shape (D, T, 3)
        Of yes, abstain, no, given that the delegation votes. Read-only.
    closest : ndarray, shape (T,)
        Similarity of the most similar earlier title; low = a new question.
    weights : tuple of float
        Of the three readings in the pool: own lately, own over the years, allies.
    bias : tuple of float
        Of abstain and no against yes.
    learned_from : tuple of int
        Periods that the pool was fitted on.
    settings : ForecastSettings
    """

    probabilities: Floats
    closest: Floats
    weights: tuple[float, ...]
    bias: tuple[float, float]
    learned_from: tuple[int, ...]
    settings: ForecastSettings


def forecast_votes(
    votes: ArrayLike,
    periods: ArrayLike,
    titles: Sequence[str],
    new_titles: Sequence[str],
    *,
    period: int,
    settings: ForecastSettings | None = None,
) -> VoteForecast:
    """Forecast the votes on ``new_titles`` in ``period`` from the votes before it.

    Parameters
    ----------
    votes : array_like, shape (D, I)
        1 yes, 0 abstain, -1 no, NaN absent.
    periods : array_like of int, shape (I,)
        Session of each vote; all before ``period``.
    titles : sequence of str, length I
    new_titles : sequence of str, length T
    period : int
        When the new titles come up; decides how old each past vote is.

    Returns
    -------
    VoteForecast
        A logarithmic opinion pool (Genest and Zidek 1986) of the three readings.

    Raises
    ------
    ValueError
        Shapes that do not fit, other vote codes, votes from ``period`` or later, fewer than three earlier periods.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> line = rng.choice([1.0, -1.0], size=(2, 6))
    >>> votes = np.repeat(np.hstack([line] * 4), 3, axis=0)
    >>> titles = ["right to food", "land mines", "oil slick", "decolonization", "outer space", "law of the sea"] * 4
    >>> made = forecast_votes(votes, np.repeat([1, 2, 3, 4], 6), titles, ["The law of the sea"], period=5)
    >>> bool(made.probabilities[0, 0].max() > 0.9)
    True
    """
    how = settings or ForecastSettings()
    x = np.asarray(votes, dtype=np.float64)  # (D, I)
    when = np.asarray(periods)
    if x.ndim != 2 or when.shape != (x.shape[1],) or len(titles) != x.shape[1]:
        raise ValueError(f"votes {x.shape}, periods {when.shape} and {len(titles)} titles do not fit")
    if not np.isin(x[~np.isnan(x)], CHOICES).all():
        raise ValueError("votes must be 1, 0, -1 or NaN (absent)")
    if (when >= period).any():
        raise ValueError(f"a vote of period {int(when.max())} cannot help to forecast period {period}")
    earlier = np.unique(when)
    if len(earlier) < 3:
        raise ValueError("need at least three earlier periods")
    similarity = title_similarity((*titles, *new_titles), titles)  # (I + T, I)
    readings, outcomes = [], []
    for origin in earlier[2:]:
        now, past = when == origin, when < origin
        made = _readings(x[:, past], origin - when[past], similarity[: len(titles)][np.ix_(now, past)], how)
        voted = ~np.isnan(x[:, now])
        readings.append(made[voted])
        outcomes.append((1 - x[:, now][voted]).astype(np.intp))
    weights, bias = _fit(np.concatenate(readings), np.concatenate(outcomes), how.ridge)
    new = similarity[len(titles) :]
    probabilities = _pool(_readings(x, period - when, new, how), weights, bias)
    return VoteForecast(
        probabilities=frozen(probabilities),
        closest=frozen(new.max(axis=1)),
        weights=tuple(float(w) for w in weights),
        bias=(float(bias[1]), float(bias[2])),
        learned_from=tuple(int(p) for p in earlier[2:]),
        settings=how,
    )


def _readings(x: Floats, age: Floats, similarity: Floats, how: ForecastSettings) -> Floats:
    """Return the logarithms of the three readings, shape (D, T, 3 readings, 3 choices)."""
    D, T = len(x), len(similarity)
    chose = np.stack([x == choice for choice in CHOICES], axis=-1).astype(np.float64)  # (D, I, 3)
    flat = chose.transpose(1, 0, 2).reshape(x.shape[1], D * 3)

    def counts(power: float, fade: float) -> Floats:
        weight = similarity**power * np.exp(-(age - 1) / fade)  # (T, I)
        return np.asarray((weight @ flat).reshape(T, D, 3).transpose(1, 0, 2))  # (D, T, 3)

    friend = _allies(x, how.ally_power)  # (D, D)

    def allied(c: Floats) -> Floats:
        return np.asarray((friend @ c.reshape(D, T * 3)).reshape(D, T, 3)) * how.ally_votes

    everybody = chose.sum(axis=(0, 1))
    base = (everybody + 1) / (everybody + 1).sum()  # (3,)
    topic = counts(how.topic_power, how.topic)
    assembly = _lean(topic.mean(axis=0, keepdims=True) * how.ally_votes, base, how.prior)
    allies_topic = _lean(allied(topic), assembly, how.prior)
    lately, years = counts(how.title_power, how.recent), counts(how.title_power, how.long)
    own_lately = _lean(lately, _lean(allied(lately), allies_topic, how.prior), how.own_prior)
    allies = _lean(allied(years), allies_topic, how.prior)
    own_years = _lean(years, allies, how.own_prior)
    return np.asarray(np.log(np.stack([own_lately, own_years, allies], axis=2) + TINY))


def _lean(counts: Floats, broader: Floats, votes: float) -> Floats:
    """Return shares of ``counts`` with ``votes`` votes' worth of the broader reading."""
    return np.asarray((counts + votes * broader) / (counts.sum(axis=-1, keepdims=True) + votes))


def _allies(x: Floats, power: float) -> Floats:
    """Return how much each delegation counts as an ally of each other; rows sum to 1, or to 0 without allies."""
    beyond = np.nan_to_num(kappa(x, span=2))
    np.fill_diagonal(beyond, 0.0)
    closeness = np.where(beyond > NO_TIE, beyond, 0.0) ** power
    total = closeness.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(closeness, total, out=np.zeros_like(closeness), where=total > 0))


def _pool(readings: Floats, weights: Floats, bias: Floats) -> Floats:
    """Return ``softmax(Σ_e w_e ln p_e + b)``."""
    score = np.einsum("e,...ev->...v", weights, readings) + bias
    score -= score.max(axis=-1, keepdims=True)
    raw = np.exp(score)
    return np.asarray(raw / raw.sum(axis=-1, keepdims=True))


def _fit(readings: Floats, outcome: NDArray[np.intp], ridge: float) -> tuple[Floats, Floats]:
    """Return the pool's weights and bias (0 for yes) with the highest penalised likelihood.

    Newton's method with halved steps: the loss is strictly convex, the answer unique, and reached to the last digits,
    so that it does not hang on how the sums were ordered.
    """
    n, E, _ = readings.shape
    design = np.zeros((n, 3, E + 2))
    design[:, :, :E] = readings.transpose(0, 2, 1)
    design[:, 1, E] = design[:, 2, E + 1] = 1.0
    chosen = np.eye(3)[outcome]  # (n, 3)

    def shares(theta: Floats) -> Floats:
        return _pool(readings, theta[:E], np.concatenate([[0.0], theta[E:]]))

    def loss(theta: Floats) -> float:
        return float(-np.log((shares(theta) * chosen).sum(axis=1)).sum() + ridge * (theta @ theta))

    theta: Floats = np.concatenate([np.full(E, 1.0 / E), [0.0, 0.0]])
    value = loss(theta)
    for _ in range(MOST_STEPS):
        p = shares(theta)
        slope = np.einsum("nvk,nv->k", design, p - chosen) + 2 * ridge * theta
        mean = np.einsum("nvk,nv->nk", design, p)
        bend = np.einsum("nvk,nv,nvl->kl", design, p, design, optimize=True) - mean.T @ mean
        step = np.linalg.solve(bend + 2 * ridge * np.eye(E + 2), slope)
        length = 1.0
        while length > TINY and loss(theta - length * step) > value:
            length /= 2
        theta = theta - length * step
        value = loss(theta)
        if float(slope @ step) < CLOSE_ENOUGH:
            break
    return theta[:E], np.concatenate([[0.0], theta[E:]])
