"""Strategies for objection games and for issues as arrays."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from positions.game import ObjectionGame, PreparedIssue, company_grid
from positions.model import PARAMETERS, Parameters


def amounts(low, high, steps=64):
    return st.integers(0, steps).map(lambda n: low + (high - low) * n / steps)


@st.composite
def games(draw, most=7):
    n = draw(st.integers(1, most))
    units = company_grid(np.array(draw(st.lists(amounts(0.1, 2.5), min_size=n, max_size=n))))
    seats = np.array(draw(st.lists(st.sampled_from([1, 1, 1, 5]), min_size=n, max_size=n)))
    company = np.tile(units * seats, (n, 1))
    np.fill_diagonal(company, units * (seats - 1))
    follow = company_grid(draw(hnp.arrays(float, (n, n), elements=st.sampled_from([0.0, 0.0, 0.0, 0.1, 0.3]))))
    np.fill_diagonal(follow, 0.0)
    return ObjectionGame(
        actors=tuple(f"d{i}" for i in range(n)),
        grievance=np.array(draw(st.lists(amounts(-0.1, 0.9), min_size=n, max_size=n))),
        association=follow,
        base_cost=draw(amounts(0.03, 0.2)),
        isolation=np.array(draw(st.lists(amounts(0.0, 0.8), min_size=n, max_size=n))),
        company=company,
    )


@st.composite
def issues_as_arrays(draw, most=8):
    a = draw(st.integers(1, most))
    wordings, options = draw(st.integers(1, 3)), draw(st.integers(1, 4))

    def row(low, high, length=a):
        return np.array(draw(st.lists(amounts(low, high), min_size=length, max_size=length)))

    low, high = row(0, 0.4), row(0.4, 1)
    middle = row(0, 1, options)
    follow = draw(hnp.arrays(float, (a, a), elements=st.sampled_from([0.0, 0.0, 0.0, 0.3])))
    np.fill_diagonal(follow, 0.0)
    chosen = np.zeros((wordings, options), dtype=bool)
    for w in range(wordings):
        chosen[w, draw(st.integers(0, options - 1))] = True
    q = draw(st.integers(0, 2))
    from_point = draw(st.sampled_from([0.0, 0.2]))
    who = np.array(draw(st.lists(st.sampled_from(["known"] * 3 + ["floor", "drawn"]), min_size=a, max_size=a)))
    floor, unknown = who == "floor", who == "drawn"
    ideal = low + (high - low) * np.array(draw(st.sampled_from([0.0, 0.5, 1.0])))
    ideal = np.where(unknown, from_point, np.where(floor, 0.8 + 0.2 * ideal, ideal))
    low, high = np.where(who == "known", low, 0.0), np.where(who == "known", high, 1.0)
    red = draw(hnp.arrays(float, (a, options), elements=st.sampled_from([0.0, 0.0, 0.0, 0.4])))
    named = np.append(np.flatnonzero(who == "known"), -1)  # red lines and demands are of the others
    demanding = np.array([named[draw(st.integers(0, len(named) - 1))] for _ in range(q)], dtype=np.int64)
    demanding = demanding[demanding >= 0]
    q = demanding.size
    return PreparedIssue(
        issue="made_up",
        actors=tuple(f"d{i}" for i in range(a)),
        seats=np.array(draw(st.lists(st.sampled_from([1, 1, 1, 8]), min_size=a, max_size=a))),
        assumed=unknown | (np.array(draw(st.lists(st.booleans(), min_size=a, max_size=a))) & ~floor),
        unknown=(),
        ideal=ideal,
        low=low,
        high=high,
        salience=row(0, 1),
        mobility=row(0, 1),
        spread=row(0, 0.3),
        influence=row(0, 3),
        voice=row(0, 3),
        resolve=row(0, 1),
        floor=floor,
        drawn=np.where(unknown, draw(st.sampled_from([1.0, 20.0, 60.0])), 0.0),
        drawn_seats=np.array(draw(st.lists(st.sampled_from([1, 1, 20]), min_size=a, max_size=a))),
        from_point=from_point,
        association=follow,
        group=tuple(draw(st.lists(st.sampled_from(["", "g0", "g1"]), min_size=a, max_size=a))),
        wordings=tuple(f"w{i}" for i in range(wordings)),
        stands=np.zeros(wordings, dtype=bool),
        chosen=chosen,
        option_keys=tuple(("k", f"o{i}") for i in range(options)),
        strength=np.stack([middle * 0.8, middle, middle + (1 - middle) * 0.3], axis=1),
        option_weight=np.ones(options),
        position=np.full((wordings, 3), np.nan),
        red=np.where((who == "known")[:, None], red, 0.0),
        demand_actor=demanding,
        demand_options=draw(hnp.arrays(bool, (q, options))),
        demand_firmness=np.full(q, 0.25),
        goodwill=draw(hnp.arrays(float, (a, wordings), elements=st.sampled_from([-0.5, 0.0, 0.5]))),
        parameters=Parameters.central_of(PARAMETERS),
        delegations=frozenset(f"d{i}" for i in range(a)),
    )
