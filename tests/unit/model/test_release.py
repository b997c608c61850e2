"""Single rules of the release, on the smallest case that shows each."""

from dataclasses import replace

import pytest

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import (
    NO_TEXT,
    ActionPlan,
    Ask,
    Case,
    Clause,
    Confidence,
    Delegation,
    Document,
    Issue,
    Meeting,
    Option,
    Provenance,
    Rung,
    Source,
    Stance,
    Wording,
    release_statement,
    withhold,
)

U, SBU = Marking.U, Marking.SBU


def small():
    """Two delegations, one issue with three wordings that each have an option of their own."""
    options = {o: Option(o, f"text of {o}", (0, 0.5, 1)) for o in ("strong", "soft", "secret")}
    wordings = {o: Wording(o, o, "proposal", {"k": o}, U, tabled_by="red") for o in options}
    issue = Issue(
        "dues", "Dues", U, (Rung(0, "none"),), {"k": Clause("k", options)}, wordings, "strong", "soft",
        path=("secret",), draft="[strong / soft / secret]",
    )  # fmt: skip
    stance = Stance("red", "dues", 1.0, (0.5, 1.0), 0.5, Confidence.STATED, Source("paper", U, "1"))
    return Case(
        Meeting("m", "M", U, "2030-01-01", "2030-01-02", "blue"),
        {"paper": Document("paper", "A paper", U)},
        {},
        {"red": Delegation("red", "Red", U), "blue": Delegation("blue", "Blue", U)},
        {"dues": issue},
        {("red", "dues"): stance},
        provenance=Provenance({"issues.yaml": "0" * 64}, "0.1"),
    )


def with_wording(case, name, **changes):
    issue = case.issues["dues"]
    wordings = {**issue.wordings, name: replace(issue.wordings[name], **changes)}
    return replace(case, issues={"dues": replace(issue, wordings=wordings)})


def test_nothing_above_the_mark_leaves_everything_as_it_was():
    released = withhold(small(), U)
    assert replace(released, provenance=small().provenance) == small()
    assert (released.provenance.withheld, released.provenance.release) == (0, "U")
    assert release_statement(released) == "Released at U: nothing was withheld."


def test_a_withheld_wording_takes_its_own_option_and_the_draft_with_it():
    issue = withhold(with_wording(small(), "secret", marking=SBU), U).issues["dues"]
    assert list(issue.wordings) == ["strong", "soft"]
    assert list(issue.clauses["k"].options) == ["strong", "soft"]
    assert (issue.path, issue.draft) == ((), "")


@pytest.mark.parametrize("role", ["strong", "soft"], ids=["tabled", "fallback"])
def test_without_its_tabled_or_fallback_wording_an_issue_is_withheld(role):
    released = withhold(with_wording(small(), role, marking=SBU), U)
    assert not released.issues
    assert not released.stances
    assert released.provenance.withheld == 5  # the issue, its three wordings, the stance


def test_told_in_confidence_never_leaves_even_at_the_top():
    case = small()
    told = replace(case.stances["red", "dues"], source=Source("paper", U, told_in_confidence=True))
    released = withhold(replace(case, stances={("red", "dues"): told}), Marking.TS)
    assert not released.stances
    assert "1 item was withheld" in release_statement(released)


def test_a_withheld_tabler_is_not_named():
    case = small()
    case = replace(case, delegations={**case.delegations, "red": replace(case.delegations["red"], marking=SBU)})
    released = withhold(case, U)
    assert {w.tabled_by for w in released.issues["dues"].wordings.values()} == {""}
    assert list(released.delegations) == ["blue"]
    assert not released.stances


def test_a_withheld_document_is_cited_without_its_name():
    case = small()
    released = withhold(replace(case, documents={"paper": replace(case.documents["paper"], marking=SBU)}), U)
    source = released.stances["red", "dues"].source
    assert (source.document, source.paragraph) == ("withheld", "1")
    assert released.documents["withheld"].title == "a document that is withheld"
    assert released.provenance.withheld == 1


def test_provenance_speaks_of_the_released_content_only():
    one, other = small(), replace(small(), provenance=Provenance({"secret-plan.yaml": "1" * 64}, "0.1"))
    assert withhold(one, U) == withhold(other, U)
    assert list(withhold(other, U).provenance.files) == ["released"]


@pytest.mark.parametrize("who", ["meeting", "principal"])
def test_what_cannot_be_released_at_all_is_refused(who):
    case = small()
    if who == "meeting":
        case = replace(case, meeting=replace(case.meeting, marking=SBU))
    else:
        blue = replace(case.delegations["blue"], marking=SBU)
        case = replace(case, delegations={**case.delegations, "blue": blue})
    with pytest.raises(PositionsError, match="nothing can be released"):
        withhold(case, U)
    assert withhold(case, SBU).issues


def test_a_fallback_of_no_text_is_no_wording():
    case = small()
    case = replace(case, issues={"dues": replace(case.issues["dues"], fallback=NO_TEXT)})
    assert withhold(with_wording(case, "soft", marking=SBU), U).issues["dues"].fallback == NO_TEXT


def test_the_marking_of_a_case_counts_its_documents_and_plans():
    case = small()
    assert case.marking() is U
    paper = replace(case.documents["paper"], marking=SBU)
    assert replace(case, documents={"paper": paper}).marking() is SBU
    ask = Ask("a", "Count cases.", "high", "prevention", Source("paper", Marking.C))
    plan = ActionPlan("p", "red", "A plan", SBU, "embassy")
    assert replace(case, plans={"p": plan}).marking() is SBU
    assert replace(case, plans={"p": replace(plan, asks=(ask,))}).marking() is Marking.C
