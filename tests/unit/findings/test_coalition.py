"""The coalition graph of a case: who is in which bloc, who could bridge, and what each tie is marked."""

import numpy as np
import pytest

from positions.agreement import blocs_of, column, ties
from positions.findings.coalition import BLOCKING_BLOC, blockers, coalition, coalition_of, says_nothing_about_blocs
from positions.game import prepare_issue
from positions.simulation import make_ensemble, simulate_issue


@pytest.fixture(scope="module")
def forecasts(vienna_case):
    ensemble = make_ensemble(vienna_case.parameters, members=8, seed=1)
    return {
        issue.id: simulate_issue(
            prepare_issue(vienna_case, issue.id, only=[issue.tabled]), ensemble, tried=(issue.tabled,), draws=60
        ).wordings[0]
        for issue in vienna_case.issues.values()
    }


def test_one_text_shows_its_blocking_bloc_and_its_follower(vienna_case, forecasts):
    graph = coalition_of(vienna_case, [forecasts["non_punishment"]])
    assert set(blocs_of(graph)[BLOCKING_BLOC]) == {"russia", "iran", "pakistan"}
    assert {(s, t) for s, t, _ in ties(graph, "association")} == {
        ("pakistan", "russia"),
        ("pakistan", "iran"),
    }
    assert graph.graph["title"].endswith('A "principle" of non-punishment')
    assert graph.nodes["mexico"]["assumed"]


def test_the_whole_meeting_shows_who_blocks_together_and_leaves_out_what_everybody_blocks(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    bloc = column(graph, "bloc")
    assert bloc["russia"] == bloc["iran"] == bloc["pakistan"] == "bloc 1"
    assert bloc["mexico"] == ""
    everybody = [i for i, f in forecasts.items() if says_nothing_about_blocs(vienna_case, f)]
    assert everybody == ["reopen_2009"]
    assert "mexico" not in {end for *ends, _ in ties(graph, "co_blocking") for end in ends}


def test_co_blocking_is_the_mean_probability_over_the_texts(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    pair = graph.edges["russia", "iran", "co_blocking"]
    telling = [f for f in forecasts.values() if not says_nothing_about_blocs(vienna_case, f)]
    mean = np.mean([f.co_blocking[f.actors.index("russia"), f.actors.index("iran")] for f in telling])
    assert pair["weight"] == pytest.approx(mean, abs=1e-6)


def test_a_broker_does_not_object_itself_and_is_unknown_where_too_little_is_shared(vienna_case, forecasts):
    graph = coalition_of(vienna_case, [forecasts["non_punishment"]])
    score = column(graph, "broker")
    assert "russia" not in score
    assert "mexico" not in score
    assert "argentina" not in score  # one stance of its own: no basis
    assert "china" in score


def test_agreement_rests_on_coded_stances_and_every_tie_on_what_it_is_marked(vienna_case, forecasts):
    graph = coalition_of(vienna_case, list(forecasts.values()))
    assert all(tie["shared"] >= 2 for *_, tie in ties(graph, "agreement"))
    ends = {end for *pair, _ in ties(graph, "agreement") for end in pair}
    assert "mexico" not in ends
    assert set(column(graph, "marking").values()) == {"SBU"}
    assert {tie["marking"] for *_, tie in ties(graph, "shared_group")} == {"U"}
    assert {tie["marking"] for *_, tie in ties(graph, "association")} == {"U"}


def test_the_briefings_graph_is_the_graph_of_its_tabled_texts(vienna):
    graph = coalition(vienna)
    assert list(graph) == [d.id for d in vienna.case.delegations.values() if d.decides]


def test_who_blocks_a_text_that_not_everybody_blocks(vienna_case, forecasts):
    found = blockers(vienna_case, list(forecasts.values()))
    assert {"russia", "iran", "pakistan", "china", "usa"} <= set(found)
    assert "argentina" not in found  # blocks only what nearly everybody blocks
    reopened = forecasts["reopen_2009"]
    assert reopened.p_objects("argentina") >= 0.5


def test_the_caption_of_a_release_speaks_of_what_may_be_seen(vienna):
    from dataclasses import replace

    from positions.papers.book.figures import drawings

    case = replace(vienna.case, provenance=replace(vienna.case.provenance, withheld=2, release="U"))
    words = next(d.words for d in drawings(replace(vienna, case=case)) if d.place == "graph/non_punishment")
    assert words.startswith("By what may be seen: Pakistan, Russia and Iran block together; Pakistan follows")
