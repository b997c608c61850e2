"""The public interface: every name listed, documented with an example, quick to import; the notebook runs."""

import doctest
import inspect
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import positions
from positions.ledger.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "a-meeting-in-a-notebook.ipynb"
CALLS = [n for n, f in inspect.getmembers(positions.Meeting, inspect.isfunction) if not n.startswith("_")]


@pytest.fixture(scope="module")
def meeting():
    return positions.load(ROOT / "data", draws=100)


def test_every_public_name_is_listed_found_and_explained():
    assert positions.__all__ == sorted(positions.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n))
    assert set(positions.__all__) == set(positions._WHERE)
    for name in positions.__all__:
        value = getattr(positions, name)
        if name != "PARAMETERS":
            assert inspect.getdoc(value), name
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        positions.lod  # noqa: B018


@pytest.mark.parametrize("name", [n for n in CALLS if n != "made"])
def test_every_question_has_an_example_in_its_docstring(name):
    found = doctest.DocTestParser().get_examples(inspect.getdoc(getattr(positions.Meeting, name)))
    assert found, f"Meeting.{name} has no example"


def test_importing_takes_no_time():
    """Nothing heavy is imported before it is asked for."""
    heavy = ("numpy", "matplotlib", "networkx", "scipy", "click")
    code = f"import positions, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_two_lines_from_a_folder_to_a_forecast():
    code = "import positions; m = positions.load('data'); print(m.simulate('victim_care'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    head, forecast, *lines = done.stdout.splitlines()
    assert "victim_care" in head
    assert forecast.startswith("forecast: adopted ")
    assert len(lines) == 2
    for line in lines:
        assert line.count(" % (") == 2, "with the declared talk, and without"


def test_a_broken_case_is_told_with_all_its_problems(tmp_path):
    (tmp_path / "issues.yaml").write_text("meeting: {id: x}\nissues: {a: {title: A}}\n")
    with pytest.raises(positions.CaseProblems) as caught:
        positions.load(tmp_path)
    assert len(caught.value.problems) > 3
    assert all(p.file and p.message for p in caught.value.problems)


def test_names_that_are_not_there_are_refused_with_the_nearest(meeting):
    for ask in (
        lambda: meeting.simulate("victim_car"),
        lambda: meeting.blocs("victim_car"),
        lambda: meeting.why("victim_care", "pakistn"),
        lambda: meeting.simulate("victim_care", talks=("pakistn",)),
        lambda: meeting.simulate("victim_care")["irrespectiv"],
        lambda: meeting.vote("victim_care", "consensus", wording="irrespectiv"),
        lambda: meeting.graph("victim_care", "irrespectiv"),
        lambda: meeting.package("domestic_scope", "global_pla"),
        lambda: meeting.outreach(1, "victim_car"),
        lambda: meeting.with_stance("victim_care", "pakistn", ideal=0.5),
        lambda: meeting.without("pakistn"),
        lambda: meeting.compromise("victim_care", tabled_by="pakistn"),
    ):
        with pytest.raises(positions.UnknownNameError, match="did you mean"):
            ask()


def test_one_question_has_one_name_however_it_is_put(meeting):
    ledger = meeting.ledger
    issue = meeting.case.issues["victim_care"]
    choice = dict(issue.wordings["compromise"].choice)
    backwards = dict(reversed(choice.items()))
    assert ledger.key("victim_care", "compromise") == ledger.key("victim_care", backwards)
    by = issue.wordings["compromise"].tabled_by
    assert ledger.key("victim_care", choice, tabled_by=by).text == "compromise"
    other = ledger.key("victim_care", choice, tabled_by="usa")
    assert other.text != "compromise"
    assert ledger.key("victim_care", "compromise", talks=("pakistan", "usa")) == ledger.key(
        "victim_care", "compromise", talks=["usa", "pakistan", "usa"]
    )
    one, two = ledger.text("victim_care", backwards), ledger.text("victim_care", "compromise")
    assert one.by_member is two.by_member


def test_a_vote_under_consensus_is_the_simulation(meeting):
    for issue in meeting.issues:
        vote = meeting.vote(issue, "consensus").played.rules[0]
        assert vote.by_member.tolist() == meeting.simulate(issue).tabled.played.by_member.tolist()


def test_what_a_search_shows_is_what_the_ledger_says(meeting):
    found = meeting.compromise("victim_care").found
    for point in found.front:
        read = meeting.ledger.text("victim_care", dict(point.choice), tabled_by=point.tabled_by, talks="declared")
        assert read.p_consensus == point.p_consensus
        for tabler in point.proposers:
            put = meeting.ledger.text("victim_care", dict(point.choice), tabled_by=tabler.delegation, talks="declared")
            assert put.p_consensus == tabler.p_consensus
    for step in meeting.outreach(2).plan.steps:
        for gain in step.gains:
            assert gain.after == meeting.ledger.text(gain.issue, gain.wording, talks=_seen(meeting, step)).p_consensus


def _seen(meeting, last):
    seen = []
    for step in meeting.outreach(2).plan.steps:
        seen.append(step.delegation)
        if step.delegation == last.delegation:
            return seen
    return seen


def test_what_comes_first_is_worth_asking_for(meeting):
    """A text that hardly ever passes is never what a search opens with, unless nothing is better than the fallback."""
    for issue in meeting.issues:
        found = meeting.compromise(issue).found
        if not found.front:
            continue
        first = found.front[found.ranked[0]]
        best = max(p.best_share * (p.utility - p.fallback_utility) for p in found.front)
        assert first.best_share > 0.02 or best <= 1e-3, issue
        expected = [found.front[n].expected for n in found.ranked]
        assert expected == sorted(expected, key=lambda v: -round(v, 4))


def test_a_trade_has_every_issue_on_one_side_and_pays_nobody_for_an_assumption(meeting):
    for pair in (("domestic_scope", "global_plan"), ("victim_care", "civil_society_role")):
        for package in meeting.package(*pair).packages:
            for trade in package.trades:
                gives, gets = {i for i, _ in trade.gives}, {i for i, _ in trade.gets}
                assert not gives & gets
                for issue in gets:
                    assert meeting.case.stance(trade.delegation, issue) is not None


def test_what_if_changes_nothing_and_is_what_the_changed_case_says(meeting):
    before = meeting.blocs("victim_care").tabled.blocking_bloc
    assert meeting.without("pakistan").blocs("victim_care").tabled.blocking_bloc == ()
    assert meeting.blocs("victim_care").tabled.blocking_bloc == before == ("pakistan",)
    dear = meeting.with_parameters(base_cost=3.0, isolation_cost=3.0)
    for issue in dear.issues:
        assert all(a.passes for a in dear.blocs(issue).texts)
        assert all(t.chance.low == 1.0 for t in dear.simulate(issue).texts)
    with pytest.raises(positions.PositionsError, match="below 0"):
        meeting.with_parameters(base_cost=-1.0)
    with pytest.raises(positions.PositionsError, match="no field"):
        meeting.with_stance("victim_care", "pakistan", idel=0.3)
    with pytest.raises(positions.PositionsError, match="not in acceptance"):
        meeting.with_stance("victim_care", "pakistan", ideal=0.9, acceptance=(0.0, 0.2))


def test_a_ledger_that_took_answers_in_says_what_it_would_have_said(meeting):
    other = Ledger(meeting.case, draws=100)
    other.issue("victim_care")
    fresh = meeting.ledger.empty()
    fresh.take(other.answers())
    assert fresh.issue("victim_care") is other.issue("victim_care")
    mine = meeting.ledger.issue("victim_care")
    assert np.array_equal(
        mine.wording("irrespective").by_member, other.issue("victim_care").wording("irrespective").by_member
    )


def test_answers_show_themselves_in_a_notebook(meeting):
    hostile = meeting.simulate("victim_care")
    html = hostile._repr_html_()
    assert html.startswith("<table>")
    assert "<script" not in html
    for answer in (meeting.blocs("demand"), meeting.matrix(), meeting.package("domestic_scope", "global_plan")):
        assert "\n" in str(answer)
        assert answer._repr_html_().count("<tr>") == len(answer._rows()) + 1


def test_the_notebook_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    space = {}
    for cell in cells:
        assert not cell.get("outputs"), "outputs are made anew, not kept"
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)  # noqa: S102 - our own notebook
    assert space["care"].tabled.passes
