"""Records that suddenly change: a delegation that in one period votes unlike itself and like somebody else.

Sometimes a government changed course; sometimes a row was coded under the wrong name. Both deserve a look before the
record is used, and the list says what was seen, not which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.agreement.pairwise import agreement_of
from positions.agreement.stances import Stances, read_stances

__all__ = ["RecordAnomaly", "record_anomalies"]

Floats = NDArray[np.float64]
ALLIES = 9  # how many usual allies stand for what a delegation would normally have done; ours
LOOK_AGAIN = 3.5  # standard errors; ours
WORTH_A_LOOK = 0.1  # share of the scale; ours


@dataclass(frozen=True, slots=True)
class RecordAnomaly:
    """One delegation in one period.

    Parameters
    ----------
    delegation, period : int
        Index of the delegation; the period's value.
    issues : int
        Its stances in the period that could be compared.
    departure, usual_departure : float
        Mean distance from what its usual allies did on the same issues, as a share of the scale: in the period, and
        in its other periods.
    z : float
        The difference in standard errors.
    looks_like : tuple of int
        At most three delegations it came closer to than its allies did, the largest gain first.
    agreement, expected : tuple of float
        With each of them in the period: its own, and what its usual allies' stances would have given.
    """

    delegation: int
    period: int
    issues: int
    departure: float
    usual_departure: float
    z: float
    looks_like: tuple[int, ...]
    agreement: tuple[float, ...]
    expected: tuple[float, ...]


def record_anomalies(
    stances: ArrayLike,
    periods: ArrayLike,
    *,
    span: ArrayLike = 1.0,
    allies: int = ALLIES,
    min_shared: int = 10,
    at_least: float = LOOK_AGAIN,
    worth: float = WORTH_A_LOOK,
) -> tuple[RecordAnomaly, ...]:
    """Find delegations that in one period left what their usual allies did.

    The allies are those with the highest agreement in all *other* periods, so that the period judged has no say in
    them; and they are compared on the very issues on which the delegation took a stance, so that neither a changed
    agenda nor choosing when to be present looks like a change of record.

    Parameters
    ----------
    stances : array_like, shape (D, I)
        NaN = unknown.
    periods : array_like of int, shape (I,)
        Session or year of each issue.
    allies : int
        How many allies make the expectation.
    min_shared : int
        Fewest comparable issues in the period, and in the others.
    at_least, worth : float
        Standard errors, and share of the scale, from which a departure is listed.

    Returns
    -------
    tuple of RecordAnomaly
        Largest ``z`` first.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> camp = np.repeat([0, 1], 6)
    >>> line = rng.choice([-1.0, 1.0], size=(2, 160))
    >>> votes = np.where(rng.random((12, 160)) < 0.9, line[camp], 0.0)
    >>> votes[3, 120:] = votes[9, 120:]
    >>> found = record_anomalies(votes, np.repeat([1, 2, 3, 4], 40), span=2, allies=4)
    >>> [(a.delegation, a.period, a.looks_like[0]) for a in found]
    [(3, 4, 9)]
    """
    checked = read_stances(stances, span=span)
    when = np.asarray(periods)
    if when.shape != (checked.values.shape[1],):
        raise ValueError(f"periods need the shape ({checked.values.shape[1]},), not {when.shape}")
    expected = np.full(checked.values.shape, np.nan)  # (D, I): what the usual allies did
    for period in np.unique(when):
        inside = when == period
        expected[:, inside] = _allies_stance(checked, inside, allies, min_shared)
    apart = np.where(checked.known, np.abs(checked.values - expected), np.nan)  # (D, I)
    found = []
    for period in np.unique(when):
        inside = when == period
        for d in range(len(apart)):
            now, rest = _known(apart[d, inside]), _known(apart[d, ~inside])
            if min(len(now), len(rest)) < min_shared:
                continue
            error = np.sqrt(now.var(ddof=1) / len(now) + rest.var(ddof=1) / len(rest))
            change = now.mean() - rest.mean()
            if change >= worth and change >= at_least * error:
                near = _looks_like(checked, expected, d, inside, min_shared)
                found.append(
                    RecordAnomaly(
                        delegation=d,
                        period=int(period),
                        issues=len(now),
                        departure=float(now.mean()),
                        usual_departure=float(rest.mean()),
                        z=float(change / error) if error > 0 else float("inf"),
                        looks_like=tuple(k for k, _, _ in near),
                        agreement=tuple(a for _, a, _ in near),
                        expected=tuple(e for _, _, e in near),
                    )
                )
    return tuple(sorted(found, key=lambda a: (-a.z, a.period, a.delegation)))


def _allies_stance(checked: Stances, inside: NDArray[np.bool_], allies: int, min_shared: int) -> Floats:
    """Return, for the issues ``inside``, the median stance of each delegation's closest allies outside them."""
    rest = Stances(checked.known[:, ~inside], checked.values[:, ~inside], checked.salience[:, ~inside])
    known = rest.known.astype(np.float64)
    closeness = np.where(known @ known.T >= min_shared, agreement_of(rest), -np.inf)
    np.fill_diagonal(closeness, -np.inf)
    order = np.argsort(-closeness, axis=1, kind="stable")[:, : min(allies, len(closeness) - 1)]  # (D, allies)
    usable = np.isfinite(np.take_along_axis(closeness, order, axis=1))
    values = np.where(checked.known[:, inside], checked.values[:, inside], np.nan)
    theirs = np.where(usable[:, :, None], values[order], np.nan)  # (D, allies, issues inside)
    return _median(np.sort(theirs, axis=1))


def _median(ordered: Floats) -> Floats:
    """Return the median over axis 1 of values sorted with the unknown ones last; NaN where all are unknown.

    The median and not the mean: one ally that changes its record must not make the others look changed.
    """
    count = (~np.isnan(ordered)).sum(axis=1, keepdims=True)  # (D, 1, I)
    lower = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=1)
    upper = np.take_along_axis(ordered, np.minimum(count // 2, ordered.shape[1] - 1), axis=1)
    return np.where(count > 0, (lower + upper) / 2, np.nan)[:, 0, :]


def _looks_like(
    checked: Stances, expected: Floats, d: int, inside: NDArray[np.bool_], min_shared: int
) -> list[tuple[int, float, float]]:
    """Return up to three (delegation, agreement, expected agreement) with the largest gain."""
    columns = inside & checked.known[d] & ~np.isnan(expected[d])
    shared = checked.known[:, columns]
    n = shared.sum(axis=1)
    own = 1 - np.abs(checked.values[:, columns] - checked.values[d, columns])
    usual = 1 - np.abs(checked.values[:, columns] - expected[d, columns])
    with np.errstate(invalid="ignore"):
        agreement = np.where(shared, own, 0.0).sum(axis=1) / n
        would_be = np.where(shared, usual, 0.0).sum(axis=1) / n
    gain = agreement - would_be
    able = [k for k in range(len(n)) if k != d and n[k] >= min_shared and gain[k] > 0]
    able.sort(key=lambda k: (-gain[k], k))
    return [(k, float(agreement[k]), float(would_be[k])) for k in able[:3]]


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]
