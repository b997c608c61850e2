"""What must hold for any records: symmetry, bounds, relabelling, and no help from unknown stances."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from positions.agreement import (
    brokers,
    communities,
    community_stability,
    pairwise_agreement,
    partition_quality,
    stable_cores,
)

few = settings(deadline=None, max_examples=40)
cells = st.one_of(st.just(float("nan")), st.sampled_from([-1.0, 0.0, 1.0]), st.floats(-1, 1, width=32))


@st.composite
def rooms(draw):
    D, I = draw(st.integers(2, 7)), draw(st.integers(1, 8))  # noqa: E741
    x = draw(hnp.arrays(float, (D, I), elements=cells))
    s = draw(hnp.arrays(float, (D, I), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])))
    return x, s


@given(rooms(), st.randoms(use_true_random=False))
@few
def test_agreement_is_symmetric_bounded_and_follows_a_relabelling(room, random):
    x, s = room
    made = pairwise_agreement(x, s, span=2)
    np.testing.assert_array_equal(made.agreement, made.agreement.T)
    known = made.agreement[~np.isnan(made.agreement)]
    assert ((known >= -1e-12) & (known <= 1 + 1e-12)).all()
    assert np.isnan(made.agreement[made.shared == 0]).all()
    order = random.sample(range(len(x)), len(x))
    issues = random.sample(range(x.shape[1]), x.shape[1])
    again = pairwise_agreement(x[order][:, issues], s[order][:, issues], span=2)
    np.testing.assert_allclose(again.agreement, made.agreement[np.ix_(order, order)], atol=1e-9)


@given(rooms())
@few
def test_an_issue_nobody_knows_changes_nothing(room):
    x, s = room
    wider = np.hstack([x, np.full((len(x), 1), np.nan)])
    made = pairwise_agreement(x, s, span=2)
    again = pairwise_agreement(wider, np.hstack([s, np.ones((len(x), 1))]), span=2)
    np.testing.assert_allclose(again.agreement, made.agreement, atol=1e-12)
    np.testing.assert_array_equal(again.shared, made.shared)


def symmetric(seed, D):
    s = np.random.default_rng(seed).uniform(-1, 1, (D, D))
    return (s + s.T) / 2


@given(st.integers(0, 10**6), st.integers(1, 12), st.floats(-0.5, 0.8))
@few
def test_no_single_move_improves_a_community(seed, D, threshold):
    s = symmetric(seed, D)
    labels = communities(s, threshold=threshold, rng=np.random.default_rng(seed))
    quality = partition_quality(s, labels, threshold=threshold)
    for d in range(D):
        for label in range(labels.max() + 2):
            moved = labels.copy()
            moved[d] = label
            assert partition_quality(s, moved, threshold=threshold) <= quality + 1e-9


@given(st.integers(0, 10**6), st.integers(2, 9), st.floats(0.5, 1.0))
@few
def test_cores_hold_only_pairs_that_stay_together_and_do_not_overlap(seed, D, at):
    share = np.abs(symmetric(seed, D))
    np.fill_diagonal(share, 1.0)
    cores = stable_cores(share, at=at)
    members = [d for core in cores for d in core]
    assert len(members) == len(set(members))
    for core in cores:
        assert (share[np.ix_(core, core)] >= at - 1e-9).all()


def test_stability_is_the_same_for_the_same_seed_and_its_shares_are_shares():
    x = np.random.default_rng(3).integers(-1, 2, (8, 30)).astype(float)
    one, two = (
        community_stability(x, span=2, runs=12, thresholds=(0.5, 0.6), rng=np.random.default_rng(9)) for _ in range(2)
    )
    assert one.together.tobytes() == two.together.tobytes()
    assert ((one.together >= 0) & (one.together <= 1)).all()
    assert (np.diag(one.together) == 1).all()
    other = community_stability(x, span=2, runs=12, thresholds=(0.5, 0.6), rng=np.random.default_rng(10))
    assert not np.array_equal(one.together, other.together)


@given(st.integers(0, 10**6), st.integers(3, 8))
@few
def test_a_broker_is_no_better_than_its_worst_side(seed, D):
    a = np.abs(symmetric(seed, D))
    sides = np.random.default_rng(seed).random((3, D))
    found = brokers(a, sides)
    np.testing.assert_allclose(found.score, found.to_side.min(axis=0))
    fewer = brokers(a, sides[:2])
    assert (fewer.score >= found.score - 1e-12).all()
