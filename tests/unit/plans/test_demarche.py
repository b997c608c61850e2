"""Time line, non-paper and tracker of an action plan, on a small made-up one."""

from dataclasses import replace

import pytest

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import (
    ActionPlan,
    Ask,
    Case,
    Confidence,
    Deadline,
    Delegation,
    FollowUp,
    Meeting,
    PlanLink,
    Source,
    Stance,
)
from positions.plans import non_paper, releasable_text, timeline, track
from positions.plans.timeline import span

U, SBU, C = Marking.U, Marking.SBU, Marking.C


def source(mark=U, **more):
    return Source("paper", mark, "1", **more)


def ask(ident, **more):
    given = {"text": f"Do {ident}.", "priority": "high", "pillar": "prevention", "source": source(), **more}
    return Ask(ident, **given)


MEETING = Meeting(
    "m", "The session", U, "2030-01-27", "2030-01-29", "blue", follow_ups=(FollowUp("f", "The report", "2030-06"),)
)
PLAN = ActionPlan(
    "plan",
    "red",
    "A plan",
    U,
    "embassy",
    date="2029-09-21",
    asks=(
        ask("a1", deadline="2029-12"),
        ask("a2", deadline="2030-01"),
        ask("a3", deadline="2029-12", source=source(SBU)),
        ask("b1", deadline="2030-03", priority="further", pillar="protection"),
        ask("b2", priority="further"),
    ),
    deadlines=(
        Deadline("2029-11-15", "report", source()),
        Deadline("2030-01-20", "assessment", source(), end="2030-02", doubt="two months"),
        Deadline("2030-01-27", "same day", source()),
    ),
)
CASE = Case(
    MEETING,
    {},
    {},
    {"red": Delegation("red", "Red", U), "blue": Delegation("blue", "Blue", U)},
    {},
    {},
    plans={"plan": PLAN},
)


def due(as_of=""):
    return {(e.text, e.asks): e.due for e in timeline(CASE, PLAN, as_of=as_of).entries}


def test_what_falls_due_before_the_next_meeting_is_flagged():
    assert due() == {
        ("A plan", ()): "",
        ("report", ()): "before",
        ("urgent asks due", ("a1", "a3")): "before",
        ("urgent asks due", ("a2",)): "may be before",  # January: before the 27th or after
        ("assessment", ()): "may be before",
        ("same day", ()): "",
        ("The session", ()): "",
        ("further asks due", ("b1",)): "",
        ("The report", ()): "",
    }


def test_seen_from_a_later_day():
    later = due("2030-02-10")
    assert later["report", ()] == "past"
    assert later["assessment", ()] == "before"  # it may last until the end of February; the next is in June
    assert later["further asks due", ("b1",)] == "before"
    line = timeline(CASE, PLAN, as_of="2030-02-10")
    assert (line.next_meeting, line.next_start) == ("The report", "2030-06")
    assert timeline(CASE, PLAN, as_of="2031-01-01").next_meeting == ""


def test_entries_stand_in_order_of_time_and_keep_their_doubts():
    entries = timeline(CASE, PLAN).entries
    assert [e.start for e in entries] == sorted(e.start for e in entries)
    assert next(e for e in entries if e.text == "assessment").doubt == "two months"
    assert next(e for e in entries if e.asks == ("a1", "a3")).marking is SBU


@pytest.mark.parametrize("text", ["2030", "soon", "2030-13", "2030-02-30"])
def test_no_date_is_refused(text):
    with pytest.raises(PositionsError, match="no day, month or year"):
        span(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Plain.", "Plain."),
        ("One. [Note to post: press.] Two.", "One. Two."),
        ("One [a [nested] note], two.", "One, two."),
        ("(U) One. (SBU) Two. (U) Three.", "One. Three."),
        ("(C/NF) Secret.", ""),
        ("[all of it]", ""),
    ],
)
def test_notes_and_marked_parts_are_gone(text, left):
    assert releasable_text(text, U, U) == left


def test_what_stands_before_the_first_mark_has_the_marking_of_the_whole():
    assert releasable_text("Ours. (U) Theirs.", SBU, U) == "Theirs."
    assert releasable_text("Ours. (U) Theirs.", SBU, SBU) == "Ours. Theirs."


@pytest.mark.parametrize("text", ["One [not closed.", "One] two.", "[a] b] c"])
def test_an_open_bracket_is_refused(text):
    with pytest.raises(PositionsError, match="bracket"):
        releasable_text(text, U, U)


CANARIES = replace(
    PLAN,
    title="canary-title",
    channel="canary-channel",
    owner="canary-owner",
    note="canary-note",
    asks=(
        ask("a1", own_use="canary-own", addressee="canary-to", indicators=("canary-shown",), deadline="2029-12"),
        ask("a2", text="Open part. [canary-bracket] (SBU) canary-part. (U) And more."),
        ask("a3", text="canary-marked", source=source(SBU, quote="canary-quote")),
        ask("a4", text="canary-told", source=source(told_in_confidence=True)),
        ask("b1", priority="further", pillar="crosscutting", qualifier="canary-qualifier"),
    ),
    links=(PlanLink("a1", "dues", 0.5, "canary-reason", source()),),
)


def test_a_non_paper_holds_nothing_of_ones_own():
    made = non_paper(CANARIES, U)
    assert "canary" not in made.text
    assert not [mark for mark in ("(U)", "(SBU)", "UNCLASSIFIED", "paper 1") if mark in made.text]
    assert (made.asks, made.left_out) == (3, 2)
    assert "- Open part. And more." in made.text
    assert (
        made.text.index("To be taken first") < made.text.index("Further measures") < made.text.index("Across fields:")
    )


def test_a_person_decides_what_may_be_handed_over():
    closed = replace(PLAN, asks=(ask("a1", source=source(SBU)),))
    with pytest.raises(PositionsError, match="nothing of this plan may be handed over") as refused:
        non_paper(closed, U)
    assert "--hand-over SBU" in refused.value.hint
    assert non_paper(closed, SBU).asks == 1


def test_delivery_and_movement_are_kept_apart_and_nothing_is_inferred():
    linked = replace(
        PLAN,
        asks=(ask("a1", delivered="yes"), ask("a2", delivered="no")),
        links=(PlanLink("a2", "dues", 0.3, "same ministry", source(SBU)),),
    )

    def stance(low, high, ideal=0.5):
        return Stance("red", "dues", ideal, (low, high), 0.5, Confidence.STATED, source(C))

    def case(held):
        return replace(CASE, stances={("red", "dues"): held} if held else {})

    first, second = track(case(stance(0, 0.6)), linked, case(stance(0, 0.3)))
    assert (first.delivered, first.movements) == ("yes", ())  # delivered, and no link asserted: no stance
    assert second.delivered == "no"
    (moved,) = second.movements
    assert (moved.move, moved.confidence, moved.marking) == ("accepts more", 0.3, C)
    for held, before, move in (
        (stance(0, 0.3), stance(0, 0.6), "accepts less"),
        (stance(0, 0.3), stance(0, 0.3), "unchanged"),
        (stance(0, 0.3, 0.1), stance(0, 0.3), "moved"),
        (stance(0.2, 0.5), stance(0.1, 0.4), "moved"),
        (stance(0, 0.3), None, "not known"),
        (None, stance(0, 0.3), "not known"),
    ):
        assert track(case(held), linked, case(before))[1].movements[0].move == move
    assert track(case(stance(0, 0.3)), linked)[1].movements[0].move == "not known"
