"""The EU Council's rule with approximate populations of the 27 members, which are not part of the project."""

import csv

import numpy as np
import pytest

from positions.voting import eu_council, game_of, minimal_blocking, power

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def populations(real_data):
    file = real_data / "reference" / "council" / "eu27_population_thousands_approx.csv"
    if not file.is_file():
        pytest.skip("no council/eu27_population_thousands_approx.csv among the data of others")
    with file.open() as rows:
        return [int(row["population_thousands"]) for row in csv.DictReader(rows)]


def test_minimal_blocking_coalitions_of_27(populations):
    game = game_of(eu_council(populations), 27)
    listed = minimal_blocking(game, max_size=12)
    assert listed.complete
    assert len(listed) == 251_705
    assert listed.sizes[4] == 531
    assert sum(number for size, number in listed.sizes.items() if size <= 6) == 3_538


@pytest.mark.parametrize(("members", "total"), [(16, 3417), (18, 11023), (20, 38026)])
def test_unions_of_the_largest_members_equal_brute_force(populations, members, total):
    rule = eu_council(populations[:members])
    game = game_of(rule, members)
    everybody = np.arange(2**members)
    inside = (everybody[:, None] >> np.arange(members) & 1).astype(bool)
    # the treaty's words, not the program's: 55 % of members and 65 % of population, or fewer than four against
    heads, people = inside.sum(axis=1), inside @ np.array(populations[:members])
    double = (100 * heads >= 55 * members) & (100 * people >= 65 * sum(populations[:members]))
    wins = double | (heads > members - 4)
    blocks = ~wins[everybody[::-1]]  # the complement of set s is 2^n - 1 - s
    minimal = blocks.copy()
    for d in range(members):
        minimal &= ~inside[:, d] | ~blocks[everybody ^ (1 << d)]
    assert int(minimal.sum()) == total
    assert len(minimal_blocking(game)) == total
    swings = np.array([(wins[inside[:, d]] & ~wins[everybody[inside[:, d]] ^ (1 << d)]).sum() for d in range(members)])
    assert power(game).banzhaf == pytest.approx(swings / 2 ** (members - 1), rel=1e-12)
