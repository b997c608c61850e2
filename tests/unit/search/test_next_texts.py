"""The best texts one clause away, beside a search that looks at every text by itself."""

from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.ledger import Ledger
from positions.search.edits import next_texts
from positions.text.moves import with_phrase

CASE = load_case(Path(__file__).parents[3] / "data")


@pytest.mark.parametrize("issue", CASE.issues)
@pytest.mark.parametrize("talks", ["none", "declared"])
def test_it_is_what_a_plain_search_finds(issue, talks):
    at, ledger = CASE.issues[issue], Ledger(CASE)
    talked = ledger.talked(issue, talks)
    weight = {d: CASE.delegations[d].influence for d in CASE.delegations} | {
        s.id: s.seats * s.influence for s in at.silent
    }
    for wording in at.wordings.values():

        def worth(choice, by=wording.tabled_by):
            found = ledger.analysis(issue, choice, talked or "none", tabled_by=by)
            return round(sum(weight[a] for a in found.blocking_bloc), 9), -round(found.position, 9)

        here = worth(dict(wording.choice))
        around = [
            (worth({**wording.choice, k: o}), k, o)
            for k, clause in at.clauses.items()
            for o in clause.options
            if o != wording.choice[k] and at.makes_sense({**wording.choice, k: o})
        ]
        wanted = [(k, o) for w, k, o in sorted(around, key=lambda each: each[0]) if w < here][:3]
        found = next_texts(CASE, issue, wording.choice, tabled_by=wording.tabled_by, talked=talked)
        if not ledger.analysis(issue, wording.id, talks).stands:
            assert [(e.clause, e.after) for e in found] == wanted


def test_a_typed_phrase_stands_where_the_other_stood_and_no_line_is_about_it():
    at = CASE.issues["non_punishment"]
    wider, new = with_phrase(at, "object", "that victims are heard", instead="principle")
    assert wider.makes_sense({"force": "should", "object": new.option.id, "condition": "none"})
    assert not wider.makes_sense({"force": "reaffirms", "object": new.option.id, "condition": "as_in_2009"})
    assert (new.reading.known, new.option.strength) == (False, (0.0, 0.5, 1.0))
    again, other = with_phrase(wider, "object", "That victims are heard in time", instead="principle")
    assert other.option.id not in at.clauses["object"].options
    assert len(again.clauses["object"].options) == len(at.clauses["object"].options) + 2
    gone, left = with_phrase(at, "object", "  ", instead="principle")
    assert (left.option.id, left.option.text) == ("omit", "")
    assert gone.clauses["object"].options["omit"].only_with == at.clauses["object"].options["principle"].only_with
