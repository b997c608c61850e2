"""Agreement, communities and brokers on records where the answer is known."""

import networkx as nx
import numpy as np
import pytest

from benchmarks.studies.kappa import kappa, kappa_of
from positions.agreement import brokers, communities, community_stability, pairwise_agreement
from positions.agreement.stances import read_stances

NAN = float("nan")


def camps(seed=0, *, sizes=(12, 10, 8), issues=120, loyalty=0.8, missing=0.3):
    """Return votes of camps that mostly follow their own line, and who is in which."""
    rng = np.random.default_rng(seed)
    camp = np.repeat(np.arange(len(sizes)), sizes)
    line = rng.choice([-1.0, 0.0, 1.0], size=(len(sizes), issues))
    votes = np.where(
        rng.random((len(camp), issues)) < loyalty, line[camp], rng.choice([-1.0, 0, 1], (len(camp), issues))
    )
    votes[rng.random(votes.shape) < missing] = NAN
    return votes, camp


def test_silence_is_not_abstention():
    silent = pairwise_agreement([[1, 1], [1, NAN]], span=2)
    abstains = pairwise_agreement([[1, 1], [1, 0]], span=2)
    assert silent.agreement[0, 1] == 1.0
    assert silent.shared[0, 1] == 1
    assert abstains.agreement[0, 1] == 0.75


def test_a_clash_counts_by_how_much_both_care():
    x, s = [[1, 0], [0, 0]], [[1.0, 1.0], [0.25, 1.0]]
    assert pairwise_agreement(x, s).agreement[0, 1] == pytest.approx(2 / 3)
    assert pairwise_agreement(x, [[1.0, 1.0], [0.0, 1.0]]).agreement[0, 1] == 1.0


def test_results_are_read_only():
    made = pairwise_agreement([[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="read-only"):
        made.agreement[0, 0] = 5


@pytest.mark.parametrize(
    ("stances", "options", "message"),
    [
        ([1, 2], {}, "shape"),
        ([[np.inf]], {}, "infinite"),
        ([[0.0], [2.0]], {}, "further apart"),
        ([[1.0]], {"span": 0}, "positive"),
        ([[1.0]], {"salience": [[-1]]}, "not negative"),
        ([[1.0]], {"salience": [[NAN]]}, "missing"),
    ],
)
def test_stances_that_cannot_be_compared_are_refused(stances, options, message):
    with pytest.raises(ValueError, match=message):
        read_stances(stances, **options)


def test_planted_camps_are_found_by_us_and_by_networkx():
    votes, camp = camps()
    k = kappa(votes, span=2)
    found = communities(k, threshold=0.3, rng=np.random.default_rng(1))
    assert found.tolist() == camp.tolist()
    graph = nx.Graph()
    graph.add_nodes_from(range(len(camp)))
    graph.add_weighted_edges_from((i, j, k[i, j]) for i in range(len(camp)) for j in range(i) if k[i, j] > 0.3)
    peer = nx.community.louvain_communities(graph, seed=1)
    assert sorted(sorted(c) for c in peer) == [np.flatnonzero(camp == g).tolist() for g in range(3)]


def test_planted_camps_are_stable_cores_and_a_wanderer_belongs_nowhere():
    votes, camp = camps(3, loyalty=0.9)
    rng = np.random.default_rng(3)
    wanderer = np.where(rng.random(votes.shape[1]) < 0.5, votes[0], votes[15])
    wanderer[np.isnan(wanderer)] = 0.0
    room = np.vstack([votes, wanderer])
    found = community_stability(room, span=2, runs=30, thresholds=(0.2, 0.3, 0.4), measure=kappa_of,
                                rng=np.random.default_rng(1))  # fmt: skip
    cores = found.cores(0.9)
    assert cores == tuple(tuple(np.flatnonzero(camp == g).tolist()) for g in range(3))


def test_stability_refuses_fewer_runs_than_thresholds_and_takes_another_similarity():
    votes, camp = camps()
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="as many"):
        community_stability(votes, span=2, runs=2, thresholds=(0.5, 0.6, 0.7), rng=rng)
    same = (camp[:, None] == camp).astype(float)
    found = community_stability(votes, span=2, runs=2, thresholds=(0.5,), measure=lambda *_: same, rng=rng)
    assert found.cores() == tuple(tuple(np.flatnonzero(camp == g).tolist()) for g in range(3))


def test_a_broker_is_close_to_both_sides_and_not_the_friend_of_one():
    # 0, 1 object; 2, 3 propose; 4 agrees fairly with both, 5 wholly with one
    a = np.full((6, 6), 0.1)
    a[4] = a[:, 4] = 0.6
    a[5, :2] = a[:2, 5] = 1.0
    np.fill_diagonal(a, 1.0)
    found = brokers(a, [[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]])
    assert found.ranked()[0] == 4
    assert found.bottleneck[5] == 1
