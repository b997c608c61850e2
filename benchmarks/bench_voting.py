"""Voting power beside the peers and whole-number arithmetic, and blocking coalitions."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.bench_record import Page
from benchmarks.timing import duration, peer, timed

__all__ = ["blocking", "voting_power"]


def voting_power(page: Page) -> None:
    from positions.voting.weighted import WeightedGame

    rng = np.random.default_rng(3)
    for players in (27, 193):
        weights = [int(w) for w in rng.integers(1, 60, players)]
        quota = int(0.65 * sum(weights)) + 1
        for index, limit in (("banzhaf", 0.015), ("shapley-shubik", 0.3)):
            fresh = partial(WeightedGame, np.array(weights), quota)
            found = {"banzhaf": lambda new: new().banzhaf()[0], "shapley-shubik": lambda new: new().shapley_shubik()}
            ours = timed(partial(found[index], fresh), repeats=9)
            mine = ours.answer / ours.answer.sum()
            exact = _exact(weights, quota, index)
            error = float(np.abs(mine - exact).max())
            if players == 193:
                page.target(f"{index}, {players} weighted voters", duration(limit) + ", right to 1e-9",
                            f"{ours.words()}, off by {error:.1g}", max(ours.median / limit, error / 1e-9))  # fmt: skip
            for name in ("power_bdd", "powerindex", "powerindices", "tucoopy"):
                theirs = peer(name, {"weights": weights, "quota": quota, "index": index, "repeats": 3})
                wrong = ""
                if not isinstance(theirs, str):
                    got = np.array(theirs.answer["answer"], dtype=float)[-players:]
                    off = float(np.abs(got / got.sum() - exact).max())
                    low = " (negative power)" if (got < 0).any() else ""
                    wrong = f"off by {off:.1g}{low}" if not off < 1e-9 else ""
                page.peer(f"{index}, {players} voters", ours, name, theirs, wrong)


def _exact(weights: list[int], quota: int, index: str) -> np.ndarray:
    """The plain twin: whole-number generating functions of any length, so with no rounding at all."""
    from fractions import Fraction
    from math import factorial

    n = len(weights)
    if index == "banzhaf":
        ways = [0] * quota
        ways[0] = 1
        for w in weights:
            for s in range(quota - 1, w - 1, -1):
                ways[s] += ways[s - w]
        swings = []
        for w in weights:
            without = ways[:]
            for s in range(w, quota):
                without[s] -= without[s - w]
            swings.append(sum(without[max(0, quota - w) :]))
        total = sum(swings)
        return np.array([float(Fraction(s, total)) for s in swings])
    sizes = [[0] * quota for _ in range(n + 1)]  # by how many are in, then by weight; numpy objects keep it short
    table = np.array(sizes, dtype=object)
    table[0, 0] = 1
    for w in weights:
        if w < quota:
            table[1:, w:] = table[1:, w:] + table[:-1, : quota - w]
    made = []
    for w in weights:
        without = table.copy()
        if w < quota:
            for k in range(1, n + 1):
                without[k, w:] = without[k, w:] - without[k - 1, : quota - w]
        counts = without[:, max(0, quota - w) :].sum(axis=1)
        share = sum(
            Fraction(int(c) * factorial(k) * factorial(n - k - 1), factorial(n)) for k, c in enumerate(counts[:n])
        )
        made.append(float(share))
    return np.array(made)


def blocking(page: Page) -> None:
    from positions.voting import eu_council, game_of, minimal_blocking

    people = sorted((int(p) for p in np.random.default_rng(2).pareto(0.9, 27) * 3000 + 500), reverse=True)
    game = game_of(eu_council(people), 27)
    listed = timed(lambda: list(minimal_blocking(game, max_size=12)), repeats=3)
    what = f"minimal blocking coalitions of 27, double majority: {len(listed.answer):,} of at most 12 members listed"
    page.target(what, "0.5 s", listed.words(), listed.median / 0.5)
