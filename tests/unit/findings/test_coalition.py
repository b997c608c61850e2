"""The coalition graph of a case: who is in which bloc, who could bridge, and what each tie is marked."""

import numpy as np
import pytest

from positions.findings.coalition import BLOCKING_BLOC, coalition, coalition_of, says_nothing_about_blocs
from positions.game import issue_arrays
from positions.markings import Marking
from positions.simulation import make_ensemble, simulate_issue


@pytest.fixture(scope="module")
def forecasts(vienna_case):
    ensemble = make_ensemble(vienna_case.parameters, members=8, seed=1)
    return {
        issue.id: simulate_issue(
            issue_arrays(vienna_case, issue.id, only=[issue.tabled]), ensemble, tried=(issue.tabled,), draws=60
        ).wordings[0]
        for issue in vienna_case.issues.values()
    }


def test_one_text_shows_its_blocking_bloc_and_its_follower(vienna_case, forecasts):
    graph = coalition_of(vienna_case, [forecasts["non_punishment"]])
    assert {n.id for n in graph.nodes if n.bloc == BLOCKING_BLOC} == {"russia", "iran", "pakistan"}
    assert {(e.source, e.target) for e in graph.of_kind("association")} == {
        ("pakistan", "russia"),
        ("pakistan", "iran"),
    }
    assert graph.title.endswith('A "principle" of non-punishment')
    assert next(n for n in graph.nodes if n.id == "mexico").assumed


def test_the_whole_meeting_shows_who_blocks_together_and_leaves_out_what_everybody_blocks(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    bloc = {n.id: n.bloc for n in graph.nodes}
    assert bloc["russia"] == bloc["iran"] == bloc["pakistan"] == "bloc 1"
    assert bloc["mexico"] == ""
    everybody = [i for i, f in forecasts.items() if says_nothing_about_blocs(vienna_case, f)]
    assert everybody == ["reopen_2009"]
    assert "mexico" not in {end for e in graph.of_kind("co_blocking") for end in (e.source, e.target)}


def test_co_blocking_is_the_mean_probability_over_the_texts(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    pair = next(e for e in graph.of_kind("co_blocking") if (e.source, e.target) == ("russia", "iran"))
    telling = [f for f in forecasts.values() if not says_nothing_about_blocs(vienna_case, f)]
    mean = np.mean([f.co_blocking[f.actors.index("russia"), f.actors.index("iran")] for f in telling])
    assert pair.weight == pytest.approx(mean, abs=1e-6)


def test_a_broker_does_not_object_itself_and_is_unknown_where_too_little_is_shared(vienna_case, forecasts):
    graph = coalition_of(vienna_case, [forecasts["non_punishment"]])
    score = {n.id: n.broker for n in graph.nodes}
    assert score["russia"] is None
    assert score["mexico"] is None
    assert score["argentina"] is None  # one stance of its own: no basis
    assert score["china"] is not None


def test_agreement_rests_on_coded_stances_and_every_tie_on_what_it_is_marked(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    assert all(e.shared is not None and e.shared >= 2 for e in graph.of_kind("agreement"))
    ends = {end for e in graph.of_kind("agreement") for end in (e.source, e.target)}
    assert "mexico" not in ends
    assert {n.marking for n in graph.nodes} == {Marking.SBU}
    assert {e.marking for e in graph.of_kind("shared_group")} == {Marking.U}
    assert {e.marking for e in graph.of_kind("association")} == {Marking.U}


def test_the_briefings_graph_is_the_graph_of_its_tabled_texts(vienna):
    graph = coalition(vienna)
    assert [n.id for n in graph.nodes] == [d.id for d in vienna.case.delegations.values() if d.decides]
    named = coalition(vienna, blocs={"usa": "ours"})
    assert [n.bloc for n in named.nodes if n.id == "usa"] == ["ours"]


def test_a_bloc_of_a_meeting_tells_on_how_many_issues_each_blocks_with_others(vienna):
    from positions.findings.coalition import blocked_together, coalition
    from positions.papers.book.figures import drawings

    counts = blocked_together(vienna, coalition(vienna))
    assert counts == {"algeria": 1, "iran": 2, "pakistan": 3, "russia": 3}  # care is blocked by Pakistan alone
    words = next(d.words for d in drawings(vienna) if d.place == "coalition")
    assert words.startswith(
        "Pakistan (on 3 issues), Algeria (1), Russia (3) and Iran (2) block together; Pakistan follows"
    )


def test_the_caption_of_a_release_speaks_of_what_may_be_seen(vienna):
    from dataclasses import replace

    from positions.papers.book.figures import drawings

    case = replace(vienna.case, provenance=replace(vienna.case.provenance, withheld=2, release="U"))
    words = next(d.words for d in drawings(replace(vienna, case=case)) if d.place == "coalition")
    assert words.startswith("By what may be seen: Pakistan, Algeria, Russia and Iran block together")
