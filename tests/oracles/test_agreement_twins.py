"""Plain-loop twins and brute force for everything that compares records."""

import itertools
import math

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from positions.agreement import (
    CHANCE_MEASURES,
    SALIENCE_RULES,
    agreement_index,
    brokers,
    chance_corrected,
    communities,
    consensus_a,
    frustration,
    group_cohesion,
    krippendorff_alpha,
    pairwise_agreement,
    partition_quality,
    rice_at_size,
    signorino_ritter,
    stable_cores,
)

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


def weight_of(rule, a, b):
    return {"geometric": math.sqrt(a * b), "minimum": min(a, b), "mean": (a + b) / 2}[rule]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("votes", [True, False])
@pytest.mark.parametrize("rule", SALIENCE_RULES)
def test_pairwise_agreement_equals_its_loop(seed, votes, rule):
    x, s, span = room(seed, votes=votes)
    extra = np.random.default_rng(seed).integers(0, 3, x.shape[1]).astype(float)
    made = pairwise_agreement(x, s, span=span, rule=rule, issue_weights=extra, shrinkage=2.0)
    D, I = x.shape  # noqa: E741
    agreement = np.full((D, D), NAN)
    for i, j in itertools.product(range(D), repeat=2):
        above = below = squares = shared = 0.0
        for k in range(I):
            if math.isnan(x[i, k]) or math.isnan(x[j, k]):
                continue
            c = weight_of(rule, s[i, k], s[j, k]) * extra[k]
            above += c * (1 - abs(x[i, k] - x[j, k]) / span[k])
            below += c
            squares += c * c
            shared += 1
        assert made.shared[i, j] == shared
        assert made.numerator[i, j] == pytest.approx(above, abs=1e-9)
        assert made.denominator[i, j] == pytest.approx(below, abs=1e-9)
        assert made.effective[i, j] == pytest.approx(below**2 / squares if squares else 0.0, abs=1e-9)
        if below:
            agreement[i, j] = above / below
    np.testing.assert_allclose(made.agreement, agreement, atol=1e-9)
    off = ~np.eye(D, dtype=bool)
    mean = np.nanmean(agreement[off])
    shrunk = np.where(off, (made.shared * agreement + 2 * mean) / (made.shared + 2), agreement)
    np.testing.assert_allclose(made.shrunk, shrunk, atol=1e-9)


@pytest.mark.parametrize("votes", [True, False])
def test_signorino_ritter_equals_its_loop(votes):
    x, s, span = room(5, votes=votes)
    made = signorino_ritter(x, s, span=span)
    for i, j in itertools.product(range(len(x)), repeat=2):
        shared = [k for k in range(x.shape[1]) if not (math.isnan(x[i, k]) or math.isnan(x[j, k]))]
        most = sum(math.sqrt(s[i, k] * s[j, k]) * span[k] for k in shared)
        apart = sum(math.sqrt(s[i, k] * s[j, k]) * abs(x[i, k] - x[j, k]) for k in shared)
        expected = 1 - 2 * apart / most if most else NAN
        assert made[i, j] == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("votes", [True, False])
@pytest.mark.parametrize("measure", CHANCE_MEASURES)
def test_chance_corrected_equals_its_loop(seed, votes, measure):
    x, s, _ = room(seed, votes=votes)
    span = 2.0 if votes else 1.0
    made = chance_corrected(x, s, span=span, measure=measure)
    for i, j in itertools.product(range(len(x)), repeat=2):
        shared = [
            k for k in range(x.shape[1]) if not (math.isnan(x[i, k]) or math.isnan(x[j, k])) and s[i, k] * s[j, k] > 0
        ]
        c = [math.sqrt(s[i, k] * s[j, k]) for k in shared]
        a = [x[i, k] / span for k in shared]
        b = [x[j, k] / span for k in shared]
        C = sum(c)
        observed = sum(w * (p - q) ** 2 for w, p, q in zip(c, a, b, strict=True))
        if C:
            ma = sum(w * p for w, p in zip(c, a, strict=True)) / C
            mb = sum(w * q for w, q in zip(c, b, strict=True)) / C
            m = (ma + mb) / 2
            if measure == "cohen":
                chance = sum(w * ((p - ma) ** 2 + (q - mb) ** 2) for w, p, q in zip(c, a, b, strict=True))
                chance += C * (ma - mb) ** 2
            else:
                chance = sum(w * ((p - m) ** 2 + (q - m) ** 2) for w, p, q in zip(c, a, b, strict=True))
                if measure == "krippendorff":
                    chance *= 2 * len(shared) / (2 * len(shared) - 1)
        expected = 1 - observed / chance if C and chance > 1e-9 else NAN
        assert made[i, j] == pytest.approx(expected, abs=1e-7, nan_ok=True)


def test_two_constant_records_are_undefined_and_never_perfect():
    made = chance_corrected([[1, 1, 1], [1, 1, 1]], span=2)
    assert np.isnan(made).all()


@pytest.mark.parametrize("metric", ["interval", "nominal"])
def test_krippendorff_alpha_equals_the_sum_over_pairs_of_values(metric):
    x, _, _ = room(3, votes=True, D=6, I=10)
    columns = [[v for v in col if not math.isnan(v)] for col in x.T]
    columns = [c for c in columns if len(c) >= 2]

    def delta(a, b):
        return float(a != b) if metric == "nominal" else ((a - b) / 2) ** 2

    n = sum(len(c) for c in columns)
    observed = sum(sum(delta(a, b) for a, b in itertools.permutations(c, 2)) / (len(c) - 1) for c in columns) / n
    values = [v for c in columns for v in c]
    chance = sum(delta(a, b) for a, b in itertools.permutations(values, 2)) / (n * (n - 1))
    assert krippendorff_alpha(x, span=2, metric=metric) == pytest.approx(1 - observed / chance, abs=1e-12)


def test_pairwise_alpha_is_the_group_alpha_of_two():
    x, _, _ = room(8, votes=True)
    pairs = chance_corrected(x, span=2, measure="krippendorff")
    for i, j in itertools.combinations(range(len(x)), 2):
        assert pairs[i, j] == pytest.approx(krippendorff_alpha(x[[i, j]], span=2), abs=1e-9, nan_ok=True)


def test_krippendorff_alpha_of_the_published_example():
    """Krippendorff 2011 ("Computing Krippendorff's Alpha-Reliability"), four observers, 12 units: nominal 0.743,
    interval 0.849."""
    x = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
    assert krippendorff_alpha(x, span=4, metric="nominal") == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(x, span=4) == pytest.approx(0.849, abs=5e-4)


@pytest.mark.parametrize(("yes", "no", "size"), [(5, 2, 3), (3, 3, 2), (4, 0, 4), (1, 6, 5), (2, 2, 1)])
def test_rice_at_another_size_equals_all_subsets(yes, no, size):
    votes = [1] * yes + [-1] * no
    every = [abs(sum(c)) / size for c in itertools.combinations(votes, size)]
    assert rice_at_size(yes, no, size) == pytest.approx(sum(every) / len(every), abs=1e-12)


def test_group_cohesion_equals_its_loop():
    x, _, _ = room(2, votes=True)
    groups = np.random.default_rng(2).random((4, len(x))) < 0.5
    made = group_cohesion(x, groups, span=2)
    for g, k in itertools.product(range(4), range(x.shape[1])):
        values = [x[d, k] for d in range(len(x)) if groups[g, d] and not math.isnan(x[d, k])]
        assert made.known[g, k] == len(values)
        if len(values) < 2:
            assert math.isnan(made.same[g, k])
            assert math.isnan(made.ordinal[g, k])
            continue
        pairs = [1 - abs(a - b) / 2 for a, b in itertools.combinations(values, 2)]
        assert made.same[g, k] == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)
        middle = sorted(values)[len(values) // 2]  # any median minimises the mean absolute deviation
        deviation = sum(abs(v - middle) for v in values) / len(values)
        assert made.ordinal[g, k] == pytest.approx(1 - 2 * deviation / 2, abs=1e-12)


def consensus_by_triples(counts):
    """Van der Eijk's A written out: peel layers, look at every triple of categories."""
    left, total, K, answer = list(counts), sum(counts), len(counts), 0.0
    while any(left):
        height = min(v for v in left if v)
        pattern = [v > 0 for v in left]
        S = sum(pattern)
        one = two = 0
        for a, b, c in itertools.combinations(pattern, 3):
            one += (a and b and not c) or (not a and b and c)
            two += a and not b and c
        U = 1.0 if S == 1 else ((K - 2) * one - (K - 1) * two) / ((K - 2) * (one + two)) if one + two else 0.0
        answer += height * S / total * U * (1 - (S - 1) / (K - 1))
        left = [v - height if v else 0 for v in left]
    return answer


@pytest.mark.parametrize("counts", [c for c in itertools.product(range(3), repeat=4) if any(c)])
def test_consensus_a_equals_the_triples(counts):
    assert consensus_a(counts) == pytest.approx(consensus_by_triples(counts), abs=1e-12)


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


@pytest.mark.parametrize("seed", range(6))
def test_frustration_equals_brute_force_on_small_networks(seed):
    rng = np.random.default_rng(seed)
    s = rng.uniform(-1, 1, (9, 9))
    s = (s + s.T) / 2
    best = min(
        sum(abs(s[i, j]) for i, j in itertools.combinations(range(9), 2) if s[i, j] * z[i] * z[j] < 0)
        for z in itertools.product((1, -1), repeat=9)
    )
    assert frustration(s, rng=rng).weight == pytest.approx(best, abs=1e-9)


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


def test_agreement_index_is_zero_at_three_equal_parts_and_one_when_all_are_the_same():
    for n in (1, 4, 9):
        assert agreement_index(n, n, n) == 0
        assert agreement_index(0, n, 0) == 1
