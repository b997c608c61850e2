"""Plain-loop twins and brute force for everything that compares delegations."""

import itertools
import math

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from positions.agreement import brokers, communities, pairwise_agreement, partition_quality, stable_cores
from positions.agreement.pairwise import agreement_of
from positions.agreement.stances import read_stances

NAN = float("nan")


def room(seed, *, votes, D=9, I=14, missing=0.35):  # noqa: E741
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, (D, I)).astype(float) if votes else rng.random((D, I))
    s = rng.random((D, I))
    s[rng.random((D, I)) < 0.1] = 0.0
    x[rng.random((D, I)) < missing] = NAN
    x[0] = NAN  # one delegation nothing is known of
    x[1, ~np.isnan(x[1])] = 1.0 if votes else 0.25  # and one that never varies
    return x, s, np.full(I, 2.0) if votes else rng.uniform(1.0, 3.0, I)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("votes", [True, False])
def test_pairwise_agreement_equals_its_loop(seed, votes):
    x, s, span = room(seed, votes=votes)
    extra = np.random.default_rng(seed).integers(0, 3, x.shape[1]).astype(float)
    plain, weighted = pairwise_agreement(x, s, span=span), agreement_of(read_stances(x, s, span=span), extra)
    D, I = x.shape  # noqa: E741
    for w, made in ((np.ones(I), plain.agreement), (extra, weighted)):
        for i, j in itertools.product(range(D), repeat=2):
            known = [k for k in range(I) if not (math.isnan(x[i, k]) or math.isnan(x[j, k]))]
            c = [math.sqrt(s[i, k] * s[j, k]) * w[k] for k in known]
            alike = [1 - abs(x[i, k] - x[j, k]) / span[k] for k in known]
            expected = sum(a * b for a, b in zip(c, alike, strict=True)) / sum(c) if sum(c) else NAN
            assert made[i, j] == pytest.approx(expected, abs=1e-9, nan_ok=True)
            assert plain.shared[i, j] == len(known)


def partitions(n):
    """Every labelling in which labels first appear in order."""
    if n == 0:
        yield []
        return
    for rest in partitions(n - 1):
        for label in range(max(rest, default=-1) + 2):
            yield [*rest, label]


@pytest.mark.parametrize("seed", range(12))
def test_communities_of_a_few_random_starts_include_the_best_partition(seed):
    rng = np.random.default_rng(seed)
    s = rng.uniform(-1, 1, (7, 7))
    s = (s + s.T) / 2
    s[2, 5] = s[5, 2] = NAN
    best = max(partition_quality(s, p, threshold=0.1) for p in partitions(7))
    found = max(partition_quality(s, communities(s, threshold=0.1, rng=rng), threshold=0.1) for _ in range(8))
    assert found == pytest.approx(best, abs=1e-9)


def test_brokers_equal_their_loop():
    rng = np.random.default_rng(4)
    a = rng.random((8, 8))
    a = (a + a.T) / 2
    a[1, 3] = a[3, 1] = NAN
    a[6, :] = a[:, 6] = NAN
    sides = rng.random((3, 8)) * (rng.random((3, 8)) < 0.6)
    made = brokers(a, sides)
    for d in range(8):
        means = []
        for g in range(3):
            others = [j for j in range(8) if j != d and not math.isnan(a[d, j]) and sides[g, j] > 0]
            total = sum(sides[g, j] for j in others)
            means.append(sum(sides[g, j] * a[d, j] for j in others) / total if others else NAN)
        expected = NAN if any(map(math.isnan, means)) else min(means)
        assert made.score[d] == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("seed", range(8))
def test_cores_are_the_cut_of_a_complete_linkage_tree(seed):
    rng = np.random.default_rng(seed)
    share = rng.random((9, 9))
    share = (share + share.T) / 2
    np.fill_diagonal(share, 1.0)
    tree = linkage(squareform(1 - share, checks=False), method="complete")
    labels = fcluster(tree, t=0.5, criterion="distance")
    groups = [tuple(np.flatnonzero(labels == g).tolist()) for g in set(labels.tolist())]
    assert stable_cores(share, at=0.5) == tuple(sorted((g for g in groups if len(g) > 1), key=lambda g: (-len(g), g)))
