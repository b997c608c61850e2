"""How alike those vote on a text who had said no to its paragraph: the correlation that votes are drawn with."""

import csv

import numpy as np
import pytest

from positions.simulation import IN_A_VOTE

pytestmark = pytest.mark.real


def intraclass(counts, share):
    """Correlation of two members of a group, weighted by size (moment estimator of the beta-binomial)."""
    size = counts.sum(axis=1)
    hits = counts[:, 0]
    groups = len(size)
    between = (size * (hits / size - share) ** 2).sum() - (groups - 1) * share * (1 - share)
    within = share * (1 - share) * (size.sum() - (size**2).sum() / size.sum() - (groups - 1))
    return between / within


def test_likeness_of_those_who_had_said_no(real_data):
    pairs = real_data / "real" / "unga_paragraph_pairs.csv"
    if not pairs.is_file():
        pytest.skip("no General Assembly votes in the data of others")
    from benchmarks.ga_record import load

    assembly = load(real_data)
    place = {roll: n for n, roll in enumerate(assembly.rcid)}
    counts = []
    with pairs.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["rcid_para"] not in place or row["rcid_whole"] not in place:
                continue
            first = assembly.votes[:, place[row["rcid_para"]]]
            then = assembly.votes[:, place[row["rcid_whole"]]][first == -1]
            if np.isfinite(then).any():
                counts.append([(then == v).sum() for v in (1, 0, -1)])
    made = np.array(counts)
    shares = made.sum(axis=0) / made.sum()
    found = [intraclass(np.column_stack([made[:, v], made.sum(axis=1) - made[:, v]]), shares[v]) for v in range(3)]
    assert np.mean(found) == pytest.approx(IN_A_VOTE.alike, abs=0.03)
