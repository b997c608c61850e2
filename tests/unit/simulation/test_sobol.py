"""Our Sobol points against SciPy's, and their even spread."""

import numpy as np
import pytest
from scipy.stats import qmc

from positions.simulation.sobol import MOST_DIMENSIONS, sobol


@pytest.mark.parametrize("dimensions", range(1, MOST_DIMENSIONS + 1))
def test_the_points_are_those_of_scipy(dimensions):
    theirs = qmc.Sobol(d=dimensions, scramble=False).random(256)
    assert sobol(256, dimensions).tolist() == theirs.tolist()


def test_a_shift_keeps_one_point_in_every_stratum():
    for seed in range(5):
        points = sobol(64, 10, rng=np.random.default_rng(seed))
        for d in range(10):
            assert sorted((points[:, d] * 64).astype(int)) == list(range(64))


def test_the_shift_depends_on_the_generator_alone():
    one, two = (sobol(16, 3, rng=np.random.default_rng(7)) for _ in range(2))
    assert (one == two).all()
    assert not (one == sobol(16, 3, rng=np.random.default_rng(8))).all()


def test_too_many_dimensions_are_refused():
    with pytest.raises(ValueError, match="dimensions"):
        sobol(4, MOST_DIMENSIONS + 1)
