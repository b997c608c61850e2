"""The simulation against probabilities that theory gives exactly."""

from itertools import product

import numpy as np
import pytest
from scipy.special import ndtr

from positions.game import PreparedIssue
from positions.model import PARAMETERS, Parameters
from positions.simulation import simulate_issue
from positions.simulation.ensemble import Ensemble
from tests.oracles.exact_consensus import p_consensus_by_classes, p_no_lone_holdout


def brute(sizes, tails):
    """Enumerate which threshold each delegation lies above: all profiles, all delegations."""
    total = sum(sizes)
    kinds = [c for c, size in enumerate(sizes) for _ in range(size)]
    steps = np.diff(np.concatenate([np.zeros((len(sizes), 1)), tails], axis=1), axis=1)
    kept = 0.0
    for profile in product(range(total + 1), repeat=total):  # first m whose threshold it exceeds; total = none
        weight = 1.0
        for c, first in zip(kinds, profile, strict=True):
            weight *= steps[c, first] if first < total else 1 - tails[c, -1]
        if all(sum(first < m for first in profile) < m for m in range(1, total + 1)):
            kept += weight
    return kept


@pytest.mark.parametrize("sizes", [(1,), (3,), (4,), (2, 2), (1, 3), (1, 1, 2)])
def test_the_recursion_equals_enumeration(sizes):
    rng = np.random.default_rng(sum(sizes))
    tails = np.sort(rng.random((len(sizes), sum(sizes))), axis=1)
    assert p_consensus_by_classes(sizes, tails) == pytest.approx(brute(sizes, tails), abs=1e-12)


def identical(n, *, position=0.5):
    ones = np.ones(n)
    return PreparedIssue(
        issue="identical", actors=tuple(f"d{i}" for i in range(n)), seats=np.ones(n, dtype=np.int64),
        assumed=np.zeros(n, dtype=bool), unknown=(), ideal=0.1 * ones, low=0 * ones, high=0.3 * ones,
        salience=0.8 * ones, mobility=0 * ones, spread=0.15 * ones, influence=ones, resolve=0.2 * ones,
        voice=ones, floor=np.zeros(n, dtype=bool), drawn=0 * ones,
        drawn_seats=np.zeros(n, dtype=np.int64), from_point=0.0,
        association=np.zeros((n, n)), group=("",) * n, wordings=("w",),
        chosen=np.array([[True]]), option_keys=(("k", "o"),), strength=np.array([[position] * 3]),
        option_weight=np.ones(1), position=np.full((1, 3), np.nan), red=np.zeros((n, 1)),
        demand_actor=np.zeros(0, dtype=np.int64), demand_options=np.zeros((0, 1), dtype=bool),
        demand_firmness=np.zeros(0), goodwill=np.zeros((n, 1)), stands=np.zeros(1, dtype=bool),
        parameters=Parameters.central_of(PARAMETERS), delegations=frozenset(f"d{i}" for i in range(n)),
    )  # fmt: skip


@pytest.mark.parametrize("n", [2, 5, 9])
def test_simulated_consensus_of_identical_delegations_is_the_exact_one(n):
    p = Parameters.central_of(PARAMETERS).with_values({"noise": 0.05, "group_correlation": 0.0, "forwarding": 0.0})
    arrays = identical(n)

    def tail(company):
        """P(grievance > threshold): the same formula, solved for the hardness that it takes."""
        limit = p.base_cost + p.isolation_cost * 0.8 / (1 + company)
        grid = np.linspace(-3, 3, 600_001)
        hurt = 0.8 * np.clip(0.5 - 0.3 + (0.15 + p.noise / 0.8) * grid, 0, 0.4)
        return 1 - ndtr(grid[np.searchsorted(hurt, limit)]) if hurt[-1] > limit else 0.0

    tails = np.array([[tail(m) for m in range(n)]])
    exact = p_consensus_by_classes((n,), tails)
    worlds = 200_000
    made = simulate_issue(arrays, Ensemble((p,), seed=8), tried=("w",), draws=worlds)
    worlds = made.draws  # no more than it takes to settle the bands
    error = np.sqrt(exact * (1 - exact) / worlds)
    assert 0.02 < exact < 0.99
    assert made.final_text["w"] == pytest.approx(exact, abs=5 * error + 1e-5)
    lone = 1 - made.wordings[0].p_lone_holdout.median
    assert lone == pytest.approx(p_no_lone_holdout(np.full(n, tails[0, 0])), abs=5e-3)


def test_tails_that_fall_are_refused():
    with pytest.raises(ValueError, match="must not fall"):
        p_consensus_by_classes((2,), np.array([[0.4, 0.1]]))
