"""Krippendorff's alpha against its definition, a published example, and what a bootstrap has to be."""

import itertools
import math

import numpy as np
import pytest

from positions.agreement.coders import krippendorff_alpha, reliability

NAN = math.nan
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections C and D: four observers, 12 units
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(metric, alpha):
    assert krippendorff_alpha(PUBLISHED, metric=metric) == pytest.approx(alpha, abs=5e-4)


def _slow(values, metric):
    """The definition, pair by pair."""
    columns = [[v for v in column if not math.isnan(v)] for column in np.asarray(values).T]
    columns = [c for c in columns if len(c) >= 2]
    pooled = [v for c in columns for v in c]
    given = {v: pooled.count(v) for v in pooled}

    def apart(a, b):
        if metric == "nominal":
            return float(a != b)
        if metric == "interval":
            return (a - b) ** 2
        between = sum(n for v, n in given.items() if min(a, b) <= v <= max(a, b))
        return (between - (given[a] + given[b]) / 2) ** 2

    n = len(pooled)
    observed = sum(sum(apart(a, b) for a, b in itertools.permutations(c, 2)) / (len(c) - 1) for c in columns) / n
    expected = sum(apart(a, b) for a, b in itertools.permutations(pooled, 2)) / (n * (n - 1))
    return 1 - observed / expected if expected else NAN


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(12))
def test_alpha_is_the_sum_over_pairs(metric, seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(-3, 4, (rng.integers(2, 5), 9)).astype(float)
    values[rng.random(values.shape) < 0.3] = NAN
    assert krippendorff_alpha(values, metric=metric) == pytest.approx(_slow(values, metric), abs=1e-12, nan_ok=True)


def test_alpha_does_not_hang_on_who_is_who_and_is_one_where_all_agree():
    agreed = [[-2, 1, 3], [-2, 1, 3]]
    assert krippendorff_alpha(agreed) == 1
    assert krippendorff_alpha(PUBLISHED[::-1]) == pytest.approx(krippendorff_alpha(PUBLISHED), abs=1e-12)
    assert math.isnan(krippendorff_alpha([[1, NAN], [NAN, 2]]))
    with pytest.raises(ValueError, match="allowed: nominal"):
        krippendorff_alpha(agreed, metric="ratio")
    with pytest.raises(ValueError, match="coders by units"):
        krippendorff_alpha([1, 2])


def test_the_interval_is_that_of_resampled_units():
    found = reliability(PUBLISHED, seed=3)
    assert (found.units, round(found.alpha, 3)) == (11, 0.815)
    rng, usable = np.random.default_rng(8), np.array(PUBLISHED)[:, :11]
    drawn = [_slow(usable[:, rng.integers(0, 11, 11)], "ordinal") for _ in range(600)]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    assert (found.low, found.high) == (pytest.approx(low, abs=0.06), pytest.approx(high, abs=0.03))
    assert reliability(PUBLISHED, seed=3) == found
    assert reliability([[2, 2], [2, 2]], seed=1).units == 2
