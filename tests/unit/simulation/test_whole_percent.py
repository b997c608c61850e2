"""One rounding for all pages, terminals and cables."""

from positions.findings.phrases import percent, points
from positions.simulation import Band, whole_percent


def test_half_is_rounded_up_everywhere():
    for k in range(1001):
        share = k / 1000
        b = Band(share, share, share)
        assert percent(b).replace("–", "-") == b.percent()
        assert whole_percent(share) == (k + 5) // 10
    assert Band(0.005, 0.025, 0.145).percent() == "1 % (3-15)"


def test_gains_are_rounded_the_same_both_ways():
    assert [whole_percent(x) for x in (-0.005, -0.004, 0.0, 0.235)] == [-1, 0, 0, 24]
    assert points(Band(0.005, 0.0, 0.1)) == "+1"
    assert points(Band(-0.025, 0.0, 0.1)) == "-3"
