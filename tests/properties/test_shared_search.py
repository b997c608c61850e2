"""A search in chunks is the search: the front of the chunks' fronts is the front of the whole, ties and all."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.game import central_positions, firmness_against, prepare_issue
from positions.model import PARAMETERS, RedLine
from positions.search import bounded
from positions.search.bounded import bounded_front, chunks_of
from positions.search.plain import compromise_dict
from positions.search.principal import principal_for
from positions.search.search import SearchPlan, _search_job, _set_table, search_compromise
from positions.search.space import own_combinations
from positions.simulation import make_ensemble
from positions.simulation.ensemble import readings
from positions.work import Store

ENSEMBLE = make_ensemble(PARAMETERS, members=4, seed=2)
DATA = Path(__file__).parents[2] / "data"


def same(one, other):
    """Everything the two searches say, to the last bit."""
    assert compromise_dict(one) == compromise_dict(other)
    for p, q in zip(one.front, other.front, strict=True):
        assert (p.wording, p.choice, p.p_consensus, p.share, p.utility, p.position, p.worst_off, p.proposers) == (
            q.wording, q.choice, q.p_consensus, q.share, q.utility, q.position, q.worst_off, q.proposers
        )  # fmt: skip
    assert (one.exact, one.gap, one.searched, one.ranked) == (other.exact, other.gap, other.searched, other.ranked)


def in_parts(case, issue, **how):
    """The search cut into chunks, as on a cluster."""
    with TemporaryDirectory() as folder:
        return search_compromise(case, issue, ENSEMBLE, store=Store(Path(folder) / "parts"), **how)


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    principal=st.sampled_from(["", "d000", "d003", "g1", "worst", "proponents"]),
    size=st.integers(1, 40),
    draws=st.sampled_from([1, 5, 20]),
    tabled_by=st.sampled_from([None, "", "d002"]),
)
def test_the_front_of_the_fronts_is_the_front(seed, principal, size, draws, tabled_by):
    """Few worlds make many ties; chunks of any size; own wordings anywhere in the space."""
    case = conference(
        delegations=6, issues=1, clauses=3, options=3, wordings=3, can_object=0.6, associations=6, seed=seed
    )
    how = {"principal": principal, "draws": draws, "tabled_by": tabled_by, "moves": False, "proposers": False}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("positions.search.search.PART_WORDINGS", size)
        assert _search_job(_set_table(SearchPlan(case, "i00", ENSEMBLE, **how)), size).parts == -(-27 // size)
        same(in_parts(case, "i00", **how), search_compromise(case, "i00", ENSEMBLE, **how))


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([40, 100_000]))
def test_a_bounded_search_is_the_same_in_parts(seed, budget):
    case = conference(
        delegations=6, issues=1, clauses=4, options=3, wordings=2, can_object=0.6, associations=6, seed=seed
    )
    how = {"principal": "d001", "draws": 10, "moves": False, "proposers": False, "budget": budget}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("positions.search.search.ENUMERABLE", 80)
        assert _search_job(_set_table(SearchPlan(case, "i00", ENSEMBLE, **how)), 1).parts == 27
        made = search_compromise(case, "i00", ENSEMBLE, **how)
        same(in_parts(case, "i00", **how), made)
    if budget == 100_000:
        whole = search_compromise(case, "i00", ENSEMBLE, **how)
        assert made.exact
        assert [(p.utility, p.share) for p in made.front] == [(p.utility, p.share) for p in whole.front]


def test_chunks_of_a_bounded_search_cover_the_space_once():
    case = conference(delegations=4, issues=1, clauses=4, options=3, wordings=2, seed=3)
    chunks = chunks_of(case.issues["i00"])
    assert len({tuple(c.items()) for c in chunks}) == len(chunks) == 27
    who = principal_for(case, prepare_issue(case, "i00"), "d000")
    for chunk in chunks[:3]:
        found, _, _ = bounded_front(
            case, "i00", ENSEMBLE, who, draws=5, talked=(), tabled_by="", budget=99, within=chunk
        )
        own = [w.choice for w in case.issues["i00"].wordings.values()]
        assert all(c in own or chunk.items() <= c.items() for c in found.values())
    assert bounded.share_of_budget(100, 27) == 4


def test_red_lines_moves_talks_and_tablers_on_the_worked_case(tmp_path):
    case = load_case(DATA)
    store = Store(tmp_path / "parts")
    for issue, more in (("non_punishment", {"principal": "russia"}), ("victim_care", {"talked": ("pakistan",)})):
        made = search_compromise(case, issue, ENSEMBLE, draws=20, store=store, **more)
        same(made, search_compromise(case, issue, ENSEMBLE, draws=20, **more))
        assert any(p.proposers for p in made.front)
    assert not store.folder.exists(), "parts of finished work stay"


def test_a_principal_that_can_accept_nothing_has_an_empty_front():
    case = conference(delegations=4, issues=1, clauses=2, options=2, wordings=2, seed=3)
    lines = tuple(RedLine("k0", o, 0.4) for o in case.issues["i00"].clauses["k0"].options)
    held = case.stances["d000", "i00"]
    case = replace(case, stances={**case.stances, ("d000", "i00"): replace(held, red_lines=lines)})
    made = in_parts(case, "i00", draws=5, moves=False)
    assert made.front == ()
    same(made, search_compromise(case, "i00", ENSEMBLE, draws=5, moves=False))


def test_a_wording_reads_the_same_in_any_company():
    """To the last bit; a matrix product does not give that."""
    case = conference(delegations=5, issues=1, clauses=6, options=3, wordings=2, can_object=0.6, seed=9)
    named = own_combinations(case.issues["i00"])
    names = list(named)
    who = principal_for(case, prepare_issue(case, "i00"), "proponents")

    def read(some):
        arrays = prepare_issue(case, "i00", choices={n: named[n] for n in some})
        x, red_and_unmet = central_positions(arrays), sum(firmness_against(arrays))
        return np.vstack([readings(arrays, 16, 3), x, who.utility(arrays, x), red_and_unmet])

    whole = read(names)
    for size in (1, 2, 3, 5, 8, 13, 100):
        for start in range(0, 300, 97):
            assert (read(names[start : start + size]) == whole[:, start : start + size]).all()
