"""Single rules of the release, on the smallest case that shows each."""

from dataclasses import replace

import pytest

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import (
    NO_TEXT,
    PARAMETERS,
    ActionPlan,
    Ask,
    Case,
    Clause,
    Companion,
    Confidence,
    Delegation,
    Document,
    Group,
    Issue,
    Meeting,
    Note,
    Option,
    Outcome,
    Provenance,
    Rung,
    Source,
    Stance,
    Wording,
    nothing_left,
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


def grouped(case):
    """Red is of a group that nobody else is of; another group is blue's."""
    groups = {"reds": Group("reds", "Reds", "met in secret"), "blues": Group("blues", "Blues", "met", U)}
    red = replace(case.delegations["red"], groups=("reds",))
    blue = replace(case.delegations["blue"], groups=("blues",))
    return replace(case, groups=groups, delegations={"red": red, "blue": blue})


def test_the_text_of_a_group_without_a_mark_leaves_only_where_nothing_is_withheld():
    case = grouped(small())
    assert withhold(case, U).groups == case.groups
    released = withhold(replace(case, documents={"paper": replace(case.documents["paper"], marking=SBU)}), U)
    assert {k: g.note for k, g in released.groups.items()} == {"reds": "", "blues": "met"}
    marked = replace(case, groups={**case.groups, "reds": replace(case.groups["reds"], marking=SBU)})
    assert list(withhold(marked, U).groups) == ["blues"]
    assert withhold(marked, U).delegations["red"].groups == ()


def test_a_group_that_nobody_left_belongs_to_is_left_out():
    case = grouped(small())
    hidden = replace(case, delegations={**case.delegations, "red": replace(case.delegations["red"], marking=SBU)})
    assert list(withhold(hidden, U).groups) == ["blues"]


def test_a_changed_parameter_follows_its_mark():
    own = next(spec for spec in PARAMETERS if spec.name == "noise")
    rest = tuple(spec for spec in PARAMETERS if spec is not own)
    case = replace(small(), documents={"paper": replace(small().documents["paper"], marking=SBU)})
    for marking, noise, source in ((U, 0.04, "talks"), (SBU, own.central, own.source), (None, 0.04, "")):
        changed = replace(own, central=0.04, source="talks", marking=marking)
        released = withhold(replace(case, parameters=(*rest, changed)), U)
        (found,) = (spec for spec in released.parameters if spec.name == "noise")
        assert (found.central, found.source) == (noise, source)
        kept = [spec for spec in released.parameters if spec.name != "noise"]
        assert kept == list(rest)


@pytest.mark.parametrize("about", ["paper", "red", "dues", "reds"])
def test_a_note_goes_with_anything_that_it_is_about(about):
    case = grouped(small())
    documents = {**case.documents, "open": Document("open", "Open", U)}
    case = replace(case, documents=documents, notes=(Note("Two dates differ.", Source("open", U), ("blue", about)),))
    assert len(withhold(case, U).notes) == 1
    hidden = {
        "paper": {"documents": {**documents, "paper": replace(documents["paper"], marking=SBU)}},
        "red": {"delegations": {**case.delegations, "red": replace(case.delegations["red"], marking=SBU)}},
        "dues": {"issues": {"dues": replace(case.issues["dues"], marking=SBU)}},
        "reds": {"groups": {**case.groups, "reds": replace(case.groups["reds"], marking=SBU)}},
    }[about]
    assert withhold(replace(case, **hidden), U).notes == ()


def test_ambitious_wordings_that_are_withheld_leave_the_tabled_one():
    case = with_wording(small(), "secret", marking=SBU)
    for ambitious, left in ((("secret",), ("strong",)), (("secret", "soft"), ("soft",)), (("strong",), ("strong",))):
        issue = replace(case.issues["dues"], ambitious=ambitious)
        assert withhold(replace(case, issues={"dues": issue}), U).issues["dues"].ambitious == left


@pytest.mark.parametrize(
    ("draft", "stays"), [("[strong / soft]", True), ("[strong / soft: Red]", False), ("[redder / soft]", True)]
)
def test_a_draft_goes_only_when_it_holds_or_names_what_is_gone(draft, stays):
    case = small()
    issue = replace(case.issues["dues"], draft=draft)
    red = replace(case.delegations["red"], marking=SBU)
    case = replace(case, issues={"dues": issue}, delegations={**case.delegations, "red": red})
    assert withhold(case, U).issues["dues"].draft == (draft if stays else "")


def test_an_option_goes_with_its_only_companion():
    case = with_wording(small(), "secret", marking=SBU)
    issue = case.issues["dues"]
    other = {
        "free": Option("free", "free", (0, 0, 0)),
        "bound": Option("bound", "bound", (0, 0, 0), only_with=(Companion("k", ("secret",)),)),
        "either": Option("either", "either", (0, 0, 0), only_with=(Companion("k", ("secret", "soft")),)),
    }
    wordings = {w: replace(word, choice={**word.choice, "m": "free"}) for w, word in issue.wordings.items()}
    issue = replace(issue, clauses={**issue.clauses, "m": Clause("m", other)}, wordings=wordings)
    clauses = withhold(replace(case, issues={"dues": issue}), U).issues["dues"].clauses
    assert list(clauses["m"].options) == ["free", "either"]
    assert clauses["m"].options["either"].only_with == (Companion("k", ("soft",)),)
    assert list(clauses["k"].options) == ["strong", "soft"]


def test_an_outcome_names_neither_withheld_objectors_nor_issues():
    case = small()
    outcome = Outcome(
        "strong", "x", True, True, Source("paper", U), kind="adopted", objectors=("red", "blue"), with_=("dues",)
    )
    issue = replace(case.issues["dues"], outcome=outcome)
    red = replace(case.delegations["red"], marking=SBU)
    released = withhold(replace(case, issues={"dues": issue}, delegations={**case.delegations, "red": red}), U)
    assert released.issues["dues"].outcome.objectors == ("blue",)
    told = replace(outcome, source=Source("paper", U, told_in_confidence=True))
    assert withhold(replace(case, issues={"dues": replace(issue, outcome=told)}), U).issues["dues"].outcome is None


def test_a_case_for_nobody_can_be_released():
    case = replace(small(), meeting=replace(small().meeting, principal=""))
    assert list(withhold(case, U).delegations) == ["red", "blue"]


def test_when_nothing_is_left_it_is_said():
    case = small()
    hidden = replace(case, issues={"dues": replace(case.issues["dues"], marking=SBU)})
    assert nothing_left(hidden) == ""
    assert nothing_left(withhold(case, U)) == ""
    assert nothing_left(withhold(hidden, U)).startswith("nothing is left at U: every issue")
