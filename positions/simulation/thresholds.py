"""Thresholds: from which draw of hardness on an actor speaks up, holds out alone, or objects in some company.

Each of these rises with hardness and hangs on the actor and the parameter set only, not on the world. So it is worked
out once, and in each of a hundred thousand worlds one comparison tells. Where the threshold must lie is solved for;
which number it is, is found by asking the same single-precision arithmetic as everything else about numbers around it.
Exact: ``hardness > threshold`` says to the last bit what the formula would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Floats, Ints, Singles
from positions.game import FIRMNESS_SPREAD, distance_hurts, lines_hurt
from positions.simulation.prepared import HARDEST, Entries

__all__ = [
    "SHARES",
    "Line",
    "Rise",
    "Scale",
    "among_all",
    "among_draws",
    "hurt_from",
    "likely_company",
    "measure_rise",
    "objects_alone_from",
    "objects_in_company_from",
]

Test = Callable[[Entries, Ints, Singles], Bools]
NEARBY = 2  # steps from the first guess to the next one; ours
SHARES = (0.15, 0.35, 0.6)  # of the likely company: the weights asked about by the kernel, ascending; ours
ROUNDS = 2  # in which the likely company settles well enough
LOGISTIC = 1.702  # this times z, in a logistic curve, is close to the normal distribution


@dataclass(frozen=True, slots=True)
class Scale:
    """The draws of hardness that matter, in ascending order: ``size`` of them for each entry.

    ``value(entries, steps)`` gives the draws with the numbers ``steps`` for the entries with the numbers ``entries``;
    ``step(draws)`` the number of the draw nearest below, where that does not take longer than looking for it.
    """

    size: int
    value: Callable[[Ints, Ints], Singles]
    step: Callable[[Floats], Ints] | None = None


def among_all() -> Scale:
    """Return the scale of all single-precision numbers within ±``HARDEST``."""
    half = int(np.float32(HARDEST).view(np.int32))

    def value(_: Ints, step: Ints) -> Singles:
        signed = step - half
        bits = np.abs(signed).astype(np.int32).view(np.float32)
        return np.where(signed < 0, -bits, bits)

    def step(draws: Floats) -> Ints:
        bits = np.abs(draws).astype(np.float32).view(np.int32).astype(np.int64)
        return np.where(draws < 0, half - bits, half + bits)

    return Scale(2 * half + 1, value, step)


def among_draws(ordered: Singles, actors: Ints) -> Scale:
    """Return the scale of given draws (A, M, K), in ascending order along the last axis, for ``actors`` (C,).

    It takes fewer steps than all numbers.
    """
    _, members, count = ordered.shape
    flat = ordered.reshape(-1)
    start = ((actors[:, None] * members + np.arange(members)) * count).reshape(-1)
    return Scale(count, lambda entries, steps: flat.take(start[entries] + steps))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Grievance over hardness for P entries: ``heights`` (K, P) at ``knots`` (K, P), straight between them."""

    knots: Floats
    heights: Floats

    def reaches(self, entries: Ints, target: Floats) -> Floats:
        """Return (n,): at which hardness the grievance of ``entries`` (n,) reaches ``target`` (n,).

        In double precision: close to, not exactly, where single precision says so. Between the first and last knot; one
        of them where it never does.
        """
        piece = sum((height.take(entries) < target).astype(np.int64) for height in self.heights[1:-1])
        before = piece * self.knots.shape[1] + entries
        after = before + self.knots.shape[1]
        knots, heights = self.knots.reshape(-1), self.heights.reshape(-1)
        left, low = knots.take(before), heights.take(before)
        run, rise = knots.take(after) - left, heights.take(after) - low
        share = np.divide(target - low, rise, out=np.zeros_like(rise), where=rise > 0)
        made: Floats = left + np.clip(share, 0.0, 1.0) * run
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Rise:
    """How the grievances of P entries rise with hardness: what all thresholds on a scale start from.

    ``softest`` and ``hardest`` (P,) are the grievances at the first and the last draw of the scale.
    """

    entries: Entries
    scale: Scale
    softest: Singles
    hardest: Singles
    line: Line | None


def measure_rise(entries: Entries, scale: Scale) -> Rise:
    """Work out what is the same for all thresholds of some entries."""
    numbers = np.arange(entries.size)
    first, last = np.zeros(entries.size, dtype=np.int64), np.full(entries.size, scale.size - 1, dtype=np.int64)
    softest, hardest = (entries.grievance(scale.value(numbers, end)) for end in (first, last))
    return Rise(entries, scale, softest, hardest, None if scale.step is None else _draw_line(entries))


def _draw_line(entries: Entries) -> Line:
    """Draw the line of each entry within ±``HARDEST``."""
    names = ("gap", "cap", "salience", "slope", "spread", "firm", "tabler_factor")
    gap, cap, salience, slope, spread, firm, factor = (getattr(entries, n).astype(np.float64) for n in names)
    gap = np.maximum(gap, -1e3)  # no lower limit: as good as never
    met, most = -gap / np.maximum(slope, 1e-12), (cap - gap) / np.maximum(slope, 1e-12)  # in this order
    bends = [met, most]
    if firm.any():
        give = -1.0 / (FIRMNESS_SPREAD * np.maximum(spread, 1e-12))  # where red lines give way
        bends = [np.minimum(met, give), np.maximum(met, np.minimum(give, most)), np.maximum(most, give)]
    first, last = (np.full(entries.size, end) for end in (-HARDEST, HARDEST))
    knots = [first, *(np.clip(bend, first, last) for bend in bends), last]
    heights = [
        (distance_hurts(gap, cap, salience, slope, knot) + lines_hurt(firm, spread, knot)) * factor for knot in knots
    ]
    return Line(np.stack(knots), np.stack(heights))


def hurt_from(rise: Rise) -> Singles:
    """Return (P,): beyond which draw each entry is hurt by more than the base cost of objecting."""

    def hurt_enough(at: Entries, _: Ints, hurt: Singles) -> Bools:
        made: Bools = hurt > at.base
        return made

    return _turning_points(rise, hurt_enough, rise.entries.base.astype(np.float64))


def objects_alone_from(rise: Rise) -> Singles:
    """Return (P,): beyond which draw each entry objects even if nobody else does."""

    def alone(at: Entries, _: Ints, hurt: Singles) -> Bools:
        made: Bools = at.needs(hurt) < 0
        return made

    return _turning_points(rise, alone, rise.entries.base.astype(np.float64) + rise.entries.isolation)


def objects_in_company_from(rise: Rise, company: Singles, taken: Singles | None = None) -> Singles:
    """Return (P,): beyond which draw each entry objects if all objections, its own included, weigh ``company`` (P,).

    ``taken`` (P,) is what a follower takes over from its leaders, if anything.
    """
    entries = rise.entries

    def kept(at: Entries, number: Ints, hurt: Singles) -> Bools:
        needs = at.needs(hurt, None if taken is None else taken[number])
        made: Bools = company[number] > needs + at.own
        return made

    target = entries.cost(company.astype(np.float64))
    return _turning_points(rise, kept, target if taken is None else target - taken)


def likely_company(rise: Rise, weight: Floats, if_all: Singles) -> Floats:
    """Return (M,): about how much the objections in the end weigh, by what each of C actors does on average.

    ``weight`` (C,) is what each objection weighs, ``if_all`` (C, M) from which draw on an actor objects if all do.
    """
    entries, members = rise.entries, if_all.shape[1]
    made: Floats = weight @ _share_beyond(if_all.astype(np.float64))
    if rise.line is None:
        return made
    everywhere = np.arange(entries.size)
    for _ in range(ROUNDS):
        turns = rise.line.reaches(everywhere, entries.cost(np.tile(made, weight.size)))
        made = weight @ _share_beyond(turns.reshape(-1, members))
    return made


def _share_beyond(points: Floats) -> Floats:
    """Return how likely a draw is to lie beyond each of ``points``."""
    made: Floats = 1.0 / (1.0 + np.exp(LOGISTIC * np.clip(points, -9.0, 9.0)))
    return made


def _turning_points(rise: Rise, test: Test, target: Floats) -> Singles:
    """Return the last value of the scale at which the test fails, (P,); minus infinity where it always holds.

    The test holds from some step on and fails before it, close to where the grievance reaches ``target`` (P,).
    """
    entries, scale = rise.entries, rise.scale
    numbers = np.arange(entries.size)
    at_once, at_last = test(entries, numbers, rise.softest), test(entries, numbers, rise.hardest)
    made = np.where(at_once, np.float32(-np.inf), scale.value(numbers, np.full(entries.size, scale.size - 1)))
    turning = np.flatnonzero(~at_once & at_last)
    at = entries.some(turning)
    fails, holds = np.zeros(turning.size, dtype=np.int64), np.full(turning.size, scale.size - 1, dtype=np.int64)
    if rise.line is None or scale.step is None:
        middle = (fails + holds) >> 1
    else:
        middle = np.clip(scale.step(rise.line.reaches(turning, target[turning])), fails + 1, holds - 1)
    reach = NEARBY
    while turning.size:
        settled = holds - fails <= 1
        if settled.sum() * 4 >= settled.size:  # making room takes about as long as asking once
            made[turning[settled]] = scale.value(turning[settled], fails[settled])
            left = np.flatnonzero(~settled)
            at, turning, fails, holds, middle = at.some(left), turning[left], fails[left], holds[left], middle[left]
            continue
        yes = test(at, turning, at.grievance(scale.value(turning, middle)))
        holds = np.where(yes, middle, holds)
        fails = np.where(yes, fails, middle)
        half = (fails + holds) >> 1
        middle = np.where(yes, np.maximum(half, holds - reach), np.minimum(half, fails + reach))
        reach = min(reach << 2, scale.size)
    return made.astype(np.float32)
