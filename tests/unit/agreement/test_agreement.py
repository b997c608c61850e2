"""Agreement measures, communities, brokers and anomalies on records where the answer is known."""

import networkx as nx
import numpy as np
import pytest

from positions.agreement import (
    balanced_triads,
    brokers,
    chance_corrected,
    communities,
    community_stability,
    frustrated_pairs,
    frustration,
    pairwise_agreement,
    record_anomalies,
    rice,
    rice_at_size,
)
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
    x, s = [[1, 0], [0, 0]], [[1.0, 1.0], [0.0, 1.0]]
    assert pairwise_agreement(x, s, rule="geometric").agreement[0, 1] == 1.0
    assert pairwise_agreement(x, s, rule="minimum").agreement[0, 1] == 1.0
    assert pairwise_agreement(x, s, rule="mean").agreement[0, 1] == pytest.approx(2 / 3)


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


def test_unknown_names_are_refused_with_what_is_allowed():
    with pytest.raises(ValueError, match="geometric, minimum, mean"):
        pairwise_agreement([[1.0]], rule="product")
    with pytest.raises(ValueError, match="scott, cohen, krippendorff"):
        chance_corrected([[1.0]], measure="pi")


def test_where_everybody_says_yes_raw_agreement_is_high_and_chance_corrected_is_not():
    rng = np.random.default_rng(6)
    votes = np.where(rng.random((2, 400)) < 0.9, 1.0, -1.0)  # two records with nothing to do with each other
    assert pairwise_agreement(votes, span=2).agreement[0, 1] > 0.75
    assert abs(chance_corrected(votes, span=2)[0, 1]) < 0.2


def test_planted_camps_are_found_by_us_and_by_networkx():
    votes, camp = camps()
    kappa = chance_corrected(votes, span=2)
    found = communities(kappa, threshold=0.3, rng=np.random.default_rng(1))
    assert found.tolist() == camp.tolist()
    graph = nx.Graph()
    graph.add_nodes_from(range(len(camp)))
    graph.add_weighted_edges_from((i, j, kappa[i, j]) for i in range(len(camp)) for j in range(i) if kappa[i, j] > 0.3)
    peer = nx.community.louvain_communities(graph, seed=1)
    assert sorted(sorted(c) for c in peer) == [np.flatnonzero(camp == g).tolist() for g in range(3)]


def test_planted_camps_are_stable_cores_and_a_wanderer_belongs_nowhere():
    votes, camp = camps(3, loyalty=0.9)
    rng = np.random.default_rng(3)
    wanderer = np.where(rng.random(votes.shape[1]) < 0.5, votes[0], votes[15])
    wanderer[np.isnan(wanderer)] = 0.0
    room = np.vstack([votes, wanderer])
    found = community_stability(room, span=2, runs=30, thresholds=(0.2, 0.3, 0.4), rng=np.random.default_rng(1))
    cores = found.cores(0.9)
    assert cores == tuple(tuple(np.flatnonzero(camp == g).tolist()) for g in range(3))


def test_stability_takes_quantiles_too_and_refuses_nonsense():
    votes, _ = camps()
    rng = np.random.default_rng(1)
    found = community_stability(votes, span=2, runs=6, thresholds=(0.6, 0.7), quantiles=True, rng=rng)
    assert found.together_at.shape == (2, 30, 30)
    with pytest.raises(ValueError, match="must be within"):
        community_stability(votes, span=2, thresholds=(2.0,), quantiles=True, rng=rng)
    with pytest.raises(ValueError, match="as many"):
        community_stability(votes, span=2, runs=2, rng=rng)


def test_a_broker_is_close_to_both_sides_and_not_the_friend_of_one():
    # 0, 1 object; 2, 3 propose; 4 agrees fairly with both, 5 wholly with one
    a = np.full((6, 6), 0.1)
    a[4] = a[:, 4] = 0.6
    a[5, :2] = a[:2, 5] = 1.0
    np.fill_diagonal(a, 1.0)
    found = brokers(a, [[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]])
    assert found.ranked()[0] == 4
    assert found.bottleneck[5] == 1


def test_frustrated_pairs_are_allies_on_opposite_sides():
    a = np.array([[1, 0.9, 0.2], [0.9, 1, 0.8], [0.2, 0.8, 1]])
    pairs = frustrated_pairs(a, [True, False, True], at_least=0.5, shared=np.full((3, 3), 7), min_shared=5)
    assert [(p.objector, p.other, p.shared) for p in pairs] == [(0, 1, 7), (2, 1, 7)]
    assert not frustrated_pairs(a, [True, False, True], at_least=0.5, shared=np.full((3, 3), 4), min_shared=5)


def test_two_camps_are_balanced_and_a_traitor_is_not():
    z = np.array([1, 1, 1, -1, -1])
    s = np.outer(z, z).astype(float)
    assert balanced_triads(s) == 1.0
    assert frustration(s, rng=np.random.default_rng(1)).camps.tolist() == z.tolist()
    s[0, 1] = s[1, 0] = -1
    assert balanced_triads(s) < 1
    assert frustration(s, rng=np.random.default_rng(1)).weight == 1.0
    assert np.isnan(balanced_triads(np.zeros((3, 3))))


def test_a_swapped_record_is_found_and_named_and_nobody_else_is():
    votes, camp = camps(7, sizes=(12, 12), issues=200, loyalty=0.9, missing=0.2)
    session = np.repeat([55, 56, 57, 58], 50)
    clean = record_anomalies(votes, session, span=2)
    votes[4, 150:] = votes[20, 150:]
    found = record_anomalies(votes, session, span=2)
    assert clean == ()
    assert [(a.delegation, a.period) for a in found] == [(4, 58)]
    assert found[0].looks_like[0] == 20
    assert found[0].agreement[0] == 1.0
    assert camp[20] != camp[4]


def test_choosing_when_to_be_present_is_no_anomaly():
    votes, _ = camps(8, sizes=(12, 12), issues=200, loyalty=0.95, missing=0.0)
    session = np.repeat([1, 2, 3, 4], 50)
    divided = np.abs(votes[0] - votes[20]) > 0
    votes[3, (session == 4) & divided] = NAN  # present only where both camps say the same
    assert record_anomalies(votes, session, span=2) == ()


def test_rice_is_higher_in_a_smaller_group_of_the_same_mind():
    assert rice_at_size(60, 40, 5) > rice_at_size(60, 40, 20) > rice(60, 40)
    assert np.isnan(rice(0, 0))
    assert np.isnan(rice_at_size(2, 2, 5))
