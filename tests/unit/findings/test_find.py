from dataclasses import replace

import pytest

from positions.findings import find
from positions.ledger import Ledger
from positions.markings import Marking
from positions.model import Confidence, Note, Tie


def test_issues_come_worst_first(vienna):
    ranks = [("RAG".index(f.letter), -round(f.risk, 2)) for f in vienna.issues]
    assert ranks == sorted(ranks)
    assert {f.issue for f in vienna.issues} == set(vienna.case.issues)


def test_the_worked_case_says_what_the_record_says(vienna):
    assert set(vienna.issue("non_punishment").on_table.analysis.blocking_bloc) >= {"iran", "russia", "pakistan"}
    assert vienna.issue("victim_care").on_table.analysis.blocking_bloc == ("pakistan",)
    assert vienna.issue("plea_bargaining").letter == "G"
    checks = [f.record for f in vienna.issues if f.record is not None and f.record.decided]
    assert len(checks) == 10
    assert sum(c.hit for c in checks) >= 9
    ours = sum(c.ambitious_called == c.ambitious_adopted for c in checks)
    naive = sum(c.naive == c.ambitious_adopted for c in checks)
    assert naive == 8
    assert ours > naive


def test_the_two_talks_are_what_it_advises(vienna):
    advised = {(c.delegations, c.issue) for c in vienna.see}
    assert {(("russia",), "domestic_scope"), (("pakistan",), "victim_care")} <= advised
    for talk in vienna.see:
        assert talk.after.median > talk.before.median
        assert talk.declared
        assert talk.recorded


def test_argentina_and_not_the_principal_should_table_the_care_text(vienna):
    advice = next(t for t in vienna.table if t.issue == "victim_care")
    assert (advice.delegation, advice.instead_of) == ("argentina", "usa")
    assert advice.passes.median > advice.passes_instead.median


def test_a_text_that_the_principal_opposes_is_no_risk_when_it_fails(vienna):
    plan = vienna.issue("global_plan")
    assert plan.side.stand == "against"
    assert plan.letter == "G"
    assert "Two we oppose fail, as we wish." in vienna.headline


def test_with_and_without_talks_are_kept_apart(vienna):
    scope = vienna.issue("domestic_scope")
    assert scope.talked == ("russia",)
    assert scope.on_table.after_talks.median > scope.on_table.passes.median
    assert scope.final_text["domestic"] > scope.final_without_talks["domestic"]
    silent = vienna.issue("harbouring")
    assert silent.talked == ()
    assert silent.final_text == silent.final_without_talks
    assert silent.on_table.after_talks is None


def test_the_same_seed_gives_the_same_findings(vienna, vienna_case):
    again = find(Ledger(vienna_case, seed=1, draws=100, members=32))
    assert [f.on_table.passes for f in again.issues] == [f.on_table.passes for f in vienna.issues]
    assert (again.headline, again.see, again.table, again.ask) == (
        vienna.headline,
        vienna.see,
        vienna.table,
        vienna.ask,
    )


def test_progress_is_told_once_an_issue(ports):
    seen = []
    find(Ledger(ports.case, seed=1, draws=20, members=2), progress=lambda: seen.append(1))
    assert len(seen) == len(ports.case.issues)


def test_marking_is_the_highest_of_what_an_issue_rests_on(vienna):
    assert vienna.marking is Marking.SBU
    assert vienna.issue("demand").marking is Marking.U
    assert vienna.issue("review_mechanism").marking is Marking.SBU
    # its text is tabled by a delegation, and how that is heard rests on stances on other issues
    assert vienna.issue("plea_bargaining").marking is Marking.SBU


def test_a_secret_tie_marks_every_issue_that_a_delegation_tables(vienna_case):
    source = replace(vienna_case.associations[0].source, marking=Marking.S)
    case = replace(vienna_case, ties=(Tie("pakistan", "argentina", 0.9, source),))
    made = find(Ledger(case, seed=1, draws=10, members=1))
    assert made.issue("victim_care").marking is Marking.S
    assert made.issue("demand").marking is Marking.U


def test_a_principal_without_a_seat_has_no_side(vienna_case):
    usa = replace(vienna_case.delegations["usa"], right="observer")
    case = replace(vienna_case, delegations={**vienna_case.delegations, "usa": usa})
    made = find(Ledger(case, seed=1, draws=20, members=2))
    assert {f.side.stand for f in made.issues} == {"open"}
    assert "texts we" not in made.headline


def test_no_conversations_left_means_none_is_advised(vienna_case):
    issues = {k: replace(i, talks=()) for k, i in vienna_case.issues.items()}
    none = replace(vienna_case, issues=issues, meeting=replace(vienna_case.meeting, consultations=0))
    assert find(Ledger(none, seed=1, draws=20, members=2)).see == ()


def test_doubtful_stances_become_questions_where_they_decide(vienna, vienna_case):
    asked = {(q.delegation, q.issue): q for q in vienna.ask}
    assert asked["russia", "domestic_scope"].kind == "doubt"
    assert asked["china", "civil_society_role"].kind == "inferred"
    assert [q.leverage for q in vienna.ask] == sorted((q.leverage for q in vienna.ask), reverse=True)
    stated = {key: replace(s, confidence=Confidence.STATED) for key, s in vienna_case.stances.items()}
    made = find(Ledger(replace(vienna_case, stances=stated), seed=1, draws=20, members=2))
    assert not [q for q in made.ask if q.kind == "inferred"]


def test_a_note_on_several_delegations_is_no_doubt_about_one(vienna_case):
    source = vienna_case.notes[0].source
    note = Note("two of two", source, ("pakistan", "russia", "victim_care"))
    made = find(Ledger(replace(vienna_case, notes=(note,)), seed=1, draws=20, members=2))
    assert not [q for q in made.ask if q.kind == "doubt"]


@pytest.mark.parametrize("key", ["see", "table", "ask"])
def test_the_starter_case_gives_sensible_advice_too(ports, key):
    assert ports.kind == "forecast"
    for item in getattr(ports, key):
        assert item.issue in ports.case.issues


def test_a_question_without_a_reason_has_no_empty_place(vienna):
    from positions.findings.phrases import ask_words

    asked = next(q for f in vienna.issues for q in f.questions if q.kind == "inferred")
    bare = ask_words(vienna, replace(asked, text=""))
    assert bare.endswith("Inferred, not said.")
    assert ask_words(vienna, replace(asked, text="It abstained.")).endswith("Inferred, not said: It abstained.")
