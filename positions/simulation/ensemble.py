"""The outer ensemble: parameter sets and readings of the text.

Parameters come from their ranges by a Latin hypercube (McKay, Beckman & Conover 1979): each range is cut into as many
equal parts as there are sets, and each part is used once, so that 64 sets already fill the ranges evenly. A *reading*
gives each option one strength from its band (triangular: low, mid, high): how strong a disputed verb is, is a matter of
reading and not of luck, so readings belong to the ensemble and not to the worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from positions.arrays import Floats
from positions.defaults import MEMBERS
from positions.game import PreparedIssue, central_positions, on_grid
from positions.model import Parameters, ParameterSpec

__all__ = [
    "Ensemble",
    "acceptance_ends",
    "issue_seed",
    "make_ensemble",
    "option_strengths",
    "readings",
    "triangular",
]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Parameter sets, M of them, and how they were made. The same for every issue of a run."""

    members: tuple[Parameters, ...]
    seed: int

    @property
    def size(self) -> int:
        """M."""
        return len(self.members)


def make_ensemble(specs: Sequence[ParameterSpec], *, members: int = MEMBERS, seed: int) -> Ensemble:
    """Draw ``members`` parameter sets from the ranges; one member means the central values.

    Parameters
    ----------
    specs : sequence of ParameterSpec
    members : int
        Parameter sets, 1 or more.
    seed : int

    Examples
    --------
    >>> from positions.model import PARAMETERS
    >>> made = make_ensemble(PARAMETERS, members=8, seed=1)
    >>> made.size, all(0.05 <= p.base_cost <= 0.15 for p in made.members)
    (8, True)
    """
    if members < 1:
        raise ValueError("an ensemble needs at least one member")
    if members == 1:
        return Ensemble((Parameters(**{s.name: s.central for s in specs}),), seed)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
    parts = rng.permuted(np.tile(np.arange(members), (len(specs), 1)), axis=1).T  # (M, P): each part once
    unit = (parts + rng.random((members, len(specs)))) / members
    low = np.array([s.low for s in specs])
    high = np.array([s.high for s in specs])
    values = low + unit * (high - low)
    made = (Parameters(**dict(zip((s.name for s in specs), map(float, row), strict=True))) for row in values)
    return Ensemble(tuple(made), seed)


def issue_seed(seed: int, issue: str, *key: int) -> np.random.SeedSequence:
    """Return the seed of one stream: named by an issue (or ISSUE/ACTOR and the like), a purpose and a block.

    It depends on nothing else, so an issue gives the same numbers alone or among fifty, on one worker or twenty.
    """
    return np.random.SeedSequence(seed, spawn_key=(1, crc32(issue.encode()), *key))


def triangular(unit: Floats, bands: Floats) -> Floats:
    """Return quantiles ``unit`` (…, O) of triangular distributions with ``bands`` (O, 3): low, mid, high."""
    low, mid, high = bands[:, 0], bands[:, 1], bands[:, 2]
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    turn = (mid - low) / safe
    rising = low + np.sqrt(np.maximum(0.0, unit * width * (mid - low)))
    falling = high - np.sqrt(np.maximum(0.0, (1 - unit) * width * (high - mid)))
    return np.where(width > 0, np.where(unit < turn, rising, falling), mid)


def option_strengths(arrays: PreparedIssue, members: int, seed: int) -> Floats:
    """Return the strength of each option in each reading, (M, O). One member reads the middle of each band.

    Every option has its own stream, named by clause and option: an option reads the same in any set of wordings.
    """
    if members == 1:
        return arrays.strength[None, :, 1]
    unit = np.empty((members, len(arrays.option_keys)))
    for o, (clause, option) in enumerate(arrays.option_keys):
        rng = np.random.default_rng(issue_seed(seed, f"{arrays.issue}/{clause}/{option}", 0))
        unit[:, o] = rng.random(members)
    return triangular(unit, arrays.strength)


def acceptance_ends(arrays: PreparedIssue, members: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return ideal point, low and high end of each actor's acceptance interval in each reading, (A, M) or (A, 1).

    An end on which those who read the sources differ is triangular, as a disputed strength is: most likely where the
    stance has it. Who reads hard reads both ends so. The ideal point gives way where the interval no longer holds it.
    """
    ideal, low, high = (a[:, None] for a in (arrays.ideal, arrays.low, arrays.high))
    if arrays.low_between is None or arrays.high_between is None or members == 1:
        return ideal, low, high
    low, high = (np.tile(a, (1, members)) for a in (low, high))
    for a in np.flatnonzero(np.ptp(arrays.low_between, axis=1) + np.ptp(arrays.high_between, axis=1)):
        rng = np.random.default_rng(issue_seed(seed, f"{arrays.issue}/{arrays.actors[a]}", 7))
        unit = rng.random((members, 1))
        for made, between, at in ((low, arrays.low_between, 1 - unit), (high, arrays.high_between, unit)):
            band = np.insert(between[a], 1, made[a, 0])
            made[a] = triangular(at, band[None, :])[:, 0]
    return np.clip(ideal, low, high), low, high


def readings(arrays: PreparedIssue, members: int, seed: int) -> Floats:
    """Return the ladder position of each wording in each reading, (M, W). One member reads the middle of each band."""
    if members == 1:
        return central_positions(arrays)[None, :]
    values = option_strengths(arrays, members, seed) * arrays.option_weight
    x = arrays.of_options(values)
    for w in np.flatnonzero(~np.isnan(arrays.position[:, 1])):
        rng = np.random.default_rng(issue_seed(seed, f"{arrays.issue}/{arrays.wordings[w]}", 1))
        x[:, w] = triangular(rng.random((members, 1)), arrays.position[w][None, :])[:, 0]
    return on_grid(np.clip(x, 0.0, 1.0))
