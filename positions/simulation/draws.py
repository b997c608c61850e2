"""The inner draws: how hard each actor turns out to be, and how the chair feels about one isolated objector.

``z = sqrt(ρ) · F_group + sqrt(1 - ρ) · e``, standard normal, clipped at ±3. Members of a delegation's first group share
F; the rest is its own. The same draws serve every wording of an issue (common random numbers), so that a difference
between two wordings is no noise.

Of a seat of which nothing is known, and of a supporter that may have a floor, the draw says more: whether it has a
reservation point that nobody knows, and where (:func:`unknown_points`, :func:`floors`). Then the "hardness" is how far
that point lies from the top of the ladder, or from its bottom; where it has none, it is the softest there is.

Draws come in blocks. Every stream is named by what it belongs to: the seed, the issue, the actor or the group, and the
number of the block. Any worker can make any block, and who else is at the table changes nobody's luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import Ints, Singles
from positions.game import PreparedIssue
from positions.model import Parameters
from positions.simulation.ensemble import Ensemble, issue_seed
from positions.simulation.prepared import HARDEST, drawn_points

__all__ = [
    "BLOCK_WORLDS",
    "Draws",
    "block_sizes",
    "draw_block",
    "floors",
    "forwarding_block",
    "hardness_block",
    "unknown_points",
]

BLOCK_WORLDS = 8192  # worlds over all members in one block: memory does not grow with the number of draws


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One block of worlds: B draws under each of M parameter sets.

    Parameters
    ----------
    hardness : ndarray (C, B, M) float32
        One for each of C actors.
    chair : ndarray (B, M) float32 or None
        On 0..1: the chair passes over one isolated objector where this is below the parameter ``overrule``; None where
        no parameter set lets it.
    """

    hardness: Singles
    chair: Singles | None

    def of(self, rows: Ints) -> Draws:
        """Return the draws of some of the actors."""
        return Draws(self.hardness[rows], self.chair)


def block_sizes(draws: int, members: int) -> list[int]:
    """Return the number of draws per member in each block; they add up to ``draws``.

    >>> block_sizes(300, 64)
    [128, 128, 44]
    """
    size = max(1, BLOCK_WORLDS // members)
    return [min(size, draws - start) for start in range(0, draws, size)]


def draw_block(arrays: PreparedIssue, columns: Ints, ensemble: Ensemble, block: int, draws: int) -> Draws:
    """Return one block of worlds for the actors in ``columns`` (C,)."""
    chair = None
    if any(p.overrule for p in ensemble.members):
        stream = _stream(ensemble.seed, f"{arrays.issue}/chair", 3, block)
        chair = stream.random((draws, ensemble.size), dtype=np.float32)
    return Draws(hardness_block(arrays, columns, ensemble, block, draws), chair)


def hardness_block(arrays: PreparedIssue, columns: Ints, ensemble: Ensemble, block: int, draws: int) -> Singles:
    """Return (C, draws, M): the hardness of the actors in ``columns`` in one block of worlds."""
    made = np.empty((columns.size, draws, ensemble.size), dtype=np.float32)
    own, common = (np.tile(share, (draws, 1)) for share in _shares(ensemble.members))
    softest, hardest = (np.full_like(own, end) for end in (-HARDEST, HARDEST))  # faster than a number
    shared: dict[str, Singles] = {}
    reserved = drawn_points(arrays, ensemble.members)
    for row, column in zip(made, columns, strict=True):
        if reserved[column]:
            luck = _stream(ensemble.seed, f"{arrays.issue}/{arrays.actors[column]}", 5, block)
            drawn = luck.random(row.shape, dtype=np.float32)
            if arrays.floor[column]:
                row[:] = floors(drawn, ensemble.members, float(arrays.ideal[column]))
            else:
                weight, seats = float(arrays.drawn[column]), int(arrays.drawn_seats[column])
                row[:] = unknown_points(drawn, ensemble.members, weight, seats, arrays.from_point)
            continue
        stream = _stream(ensemble.seed, f"{arrays.issue}/{arrays.actors[column]}", 2, block)
        stream.standard_normal(dtype=np.float32, out=row)
        if group := arrays.group[column]:
            if group not in shared:
                of_group = _stream(ensemble.seed, f"{arrays.issue}/group {group}", 2, block)
                shared[group] = common * of_group.standard_normal(own.shape, dtype=np.float32)
            row *= own
            row += shared[group]
        np.maximum(row, softest, out=row)
        np.minimum(row, hardest, out=row)
    return made


def unknown_points(
    luck: Singles, members: Sequence[Parameters], weight: float, seats: int, from_point: float
) -> Singles:
    """Return what a seat of which nothing is known accepts at most, as the way from the top of the ladder down to it.

    With chance ``1 - (1 - silent_objectors · weight) ^ seats`` there is a limit: evenly spread from what stands anyway,
    at ``from_point``, over ``silent_spread`` of the way up to the top. The chance of an objection so grows with how far
    a text goes. Otherwise there is none: ``-HARDEST``.

    Parameters
    ----------
    luck : ndarray (B, M)
        On 0..1; the same luck gives a limit no later where the chance is larger.

    Examples
    --------
    >>> from positions.model import PARAMETERS, Parameters
    >>> sure = Parameters.central_of(PARAMETERS).with_values({"silent_objectors": 1.0, "silent_spread": 0.5})
    >>> unknown_points(np.array([[0.0], [0.5], [1.0]], dtype=np.float32), [sure], 1.0, 1, 0.2)[:, 0].round(6)
    array([0.4, 0.6, 0.8], dtype=float32)
    """
    share = np.array([1.0 - (1.0 - min(1.0, p.silent_objectors * weight)) ** seats for p in members], dtype=np.float32)
    spread = np.array([p.silent_spread for p in members], dtype=np.float32)
    way = np.float32(1.0 - from_point)
    return _beyond_chance(luck, share, way - way * spread, way)


def floors(luck: Singles, members: Sequence[Parameters], ideal: float) -> Singles:
    """Return the floors of a supporter: below them it refuses a text.

    With chance ``supporter_floor`` there is one, evenly spread between half of its ideal point and the ideal point.
    """
    share = np.array([p.supporter_floor for p in members], dtype=np.float32)
    half = np.full_like(share, ideal / 2)
    return _beyond_chance(luck, share, half, np.float32(ideal))


def _beyond_chance(luck: Singles, share: Singles, low: Singles, high: np.float32) -> Singles:
    """Return points from ``low`` (M,) to ``high``, rising with luck (B, M), in the best ``share`` (M,); else none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (luck - (1 - share)) / share
    made: Singles = np.where((share > 0) & (within >= 0), low + (high - low) * within, np.float32(-HARDEST))
    return made.astype(np.float32)


def forwarding_block(arrays: PreparedIssue, ensemble: Ensemble, rounds: int, block: int, draws: int) -> Singles:
    """Return (rounds + 1, draws, M) on 0..1: when the matter is forwarded, before each text is put and at the end.

    Each round has its own stream: a longer path of texts changes nothing about its beginning.
    """
    names = [*(f"round {n}" for n in range(rounds)), "end"]
    shape = draws, ensemble.size
    return np.stack(
        [_stream(ensemble.seed, f"{arrays.issue}/{name}", 6, block).random(shape, dtype=np.float32) for name in names]
    )


def _shares(members: tuple[Parameters, ...]) -> tuple[Singles, Singles]:
    rho = np.array([p.group_correlation for p in members])
    return np.sqrt(1.0 - rho).astype(np.float32), np.sqrt(rho).astype(np.float32)


def _stream(seed: int, name: str, purpose: int, block: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(issue_seed(seed, name, purpose, block)))
