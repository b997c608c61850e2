"""What rules say about votes, in numbers and in words; abstention cases of real committees."""

from fractions import Fraction

import numpy as np
import pytest

from positions.voting import (
    absolute_majority,
    adopted,
    consensus,
    double_majority,
    eu_council,
    present_majority,
    security_council,
    simple_majority,
    two_thirds_majority,
    voting_share,
    weighted_majority,
    with_quorum,
    with_vetoes,
)


def votes(yes, no=0, abstain=0, absent=0):
    return [1] * yes + [-1] * no + [0] * abstain + [9] * absent


def agrees(rule, cast):
    """The verdict in words and the array path are different code: both must say the same."""
    verdict = rule.verdict(cast)
    assert bool(adopted(rule, cast)) == verdict.adopted
    return verdict.adopted


@pytest.mark.parametrize(
    ("rule", "cast", "passes"),
    [
        # partition of Palestine, General Assembly 1947: 33-13-10, one absent; two thirds of the 46 who voted
        (two_thirds_majority(), votes(33, 13, 10, 1), True),
        (absolute_majority(Fraction(2, 3)), votes(33, 13, 10, 1), False),
        # arms trade treaty 2013: three objected in the conference; then 154-3-23 in the Assembly
        (consensus(), votes(154, 3, 23, 13), False),
        (consensus(minus=2), votes(154, 3, 23, 13), False),
        (consensus(minus=3), votes(154, 3, 23, 13), True),
        (two_thirds_majority(), votes(154, 3, 23, 13), True),
        # abstentions are no votes: 2 of 3 suffice in a room of 100, 66 of 100 do not
        (two_thirds_majority(), votes(2, 1, 97), True),
        (two_thirds_majority(), votes(66, 34), False),
        (two_thirds_majority(), votes(67, 33), True),
        (simple_majority(), votes(1, 0, 192), True),
        (simple_majority(), votes(50, 50, 3), False),
        (simple_majority(), votes(0, 0, 5), False),
        (two_thirds_majority(), votes(0, 0, 5), False),
        # the same vote where abstention counts against, and where only absence drops out
        (absolute_majority(), votes(50, 49, 2), False),
        (present_majority(), votes(50, 49, 2), False),
        (present_majority(), votes(50, 49, 0, 2), True),
        (absolute_majority(), votes(50, 49, 0, 2), False),
        (voting_share(Fraction(3, 4)), votes(75, 25), True),
        (voting_share(0.75, "more than"), votes(75, 25), False),
        # silence and abstention are consent under consensus; an empty room decides nothing
        (consensus(), votes(1, 0, 50, 100), True),
        (consensus(), votes(0, 0, 3), True),
        (consensus(), votes(0, 0, 0, 3), False),
        # quorum: abstaining is being present; leaving the room is not
        (with_quorum(simple_majority(), Fraction(1, 2), relation="more than"), votes(10, 0, 41, 49), True),
        (with_quorum(simple_majority(), Fraction(1, 2), relation="more than"), votes(10, 0, 0, 90), False),
        (with_quorum(simple_majority(), Fraction(1, 2), relation="more than"), votes(10, 9, 31, 50), False),
        (with_quorum(two_thirds_majority(), number=3), votes(2, 0, 0, 8), False),
        (with_vetoes(two_thirds_majority(), [0]), [0, 1, 1, 1], True),
        (with_vetoes(two_thirds_majority(), [0]), [-1, 1, 1, 1], False),
    ],
)
def test_votes_under_rules(rule, cast, passes):
    assert agrees(rule, cast) is passes


def test_security_council_abstention_and_absence_are_no_veto():
    council = security_council(permanent=range(5))
    # resolution 1973 (2011): ten in favour, five abstaining, two of them permanent
    assert agrees(council, [1, 1, 1, 0, 0] + [1] * 7 + [0] * 3)
    # statehood draft, 30 December 2014: eight in favour, two against (one permanent), five abstaining
    assert not agrees(council, [1, 1, 1, 0, -1] + [1] * 5 + [-1] + [0] * 4)
    # eight in favour and nobody against is not enough either
    assert not agrees(council, [1] * 8 + [0] * 7)
    # all permanent members abstain, nine others carry it
    assert agrees(council, [0] * 5 + [1] * 9 + [-1])
    # eleven members, seven needed: resolutions 83 and 84 (1950), one permanent member absent
    old = security_council(permanent=range(5), affirmative=7)
    assert agrees(old, [1, 1, 1, 1, 9, 1, 1, 1, -1, 9, 9])
    assert agrees(old, [1, 1, 1, 1, 9, 1, 1, 1, 0, 0, 0])
    # had it come and voted no
    assert not agrees(old, [1, 1, 1, 1, -1, 1, 1, 1, 0, 0, 0])


def test_double_majority_counts_abstention_against_and_asks_for_four_to_block():
    heavy = [30, 30, 20] + [1] * 20
    rule = double_majority(heavy)
    assert agrees(rule, [0, 0, 0] + [1] * 20)  # three members with 80 % of the population cannot block
    assert not agrees(rule, [0, 0, 0, 9] + [1] * 19)  # four can
    assert agrees(rule, [1, 1, 1] + [1] * 10 + [0] * 10)  # 13 of 23 members are 56.5 %
    assert not agrees(rule, [1, 1, 1] + [1] * 9 + [0] * 11)  # 12 of 23 are 52.2 %
    assert not agrees(double_majority(heavy, blocking_minority=0), [0, 0, 0] + [1] * 20)


def test_exact_shares_are_not_rounded():
    # 65 % of 100 exactly, from a float share
    assert agrees(weighted_majority([65, 35], share=0.65), [1, 0])
    assert not agrees(weighted_majority([64, 36], share=0.65), [1, 0])
    # a third and two thirds of 3 x 10^6: 2/3 as a float would be a hair off
    assert agrees(weighted_majority([2_000_000, 1_000_000], share=Fraction(2, 3)), [1, 0])
    # decimal weights mean the decimal number
    assert agrees(weighted_majority([0.1, 0.2, 0.3], quota=0.3), [1, 1, 0])


def test_a_rule_says_itself_and_why():
    rule = eu_council([84, 68, 60, 48, 38, 19])
    assert rule.words() == (
        "Adopted with at least 55 % of the members in favour and at least 65 % of the population in favour, "
        "or fewer than 4 members not in favour."
    )
    why = rule.verdict([1, 1, 0, 0, 0, -1]).words()
    assert why == (
        "Not adopted under EU Council qualified majority: "
        "members in favour 2, needed 4 (at least 55 %): fails; "
        "population in favour 152, needed 207 (at least 65 %): fails; "
        "members not in favour 4, tolerated 3: fails."
    )
    assert "no permanent member against" in security_council(range(5)).words()
    veto = security_council(range(5)).verdict([-1] + [1] * 14)
    assert [finding.holds for finding in veto.findings] == [True, False]
    assert veto.words() == ("Not adopted under Security Council rule: permanent members against 1, tolerated 0: fails.")


def test_many_votes_at_once():
    rng = np.random.default_rng(7)
    cast = rng.choice([1, 0, -1, 9], size=(200, 9))
    rule = with_quorum(two_thirds_majority(), Fraction(1, 2))
    assert adopted(rule, cast).tolist() == [rule.verdict(row).adopted for row in cast]
