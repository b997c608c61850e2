"""A draft is set or refused, with every reason at once."""

import pytest

from positions.cables.draft import CableDraft, DraftParagraph, Lines, Quoted, Table, compose
from positions.cables.layout import table
from positions.errors import CaseProblems
from positions.markings import Marking

U, SBU, C = Marking.U, Marking.SBU, Marking.C
ONE = DraftParagraph(U, "All is said below.", frame="summary")
TWO = DraftParagraph(SBU, "Russia and Iran hold.")


def draft(*paragraphs, **more):
    return CableDraft(
        more.pop("subject", "Who holds"), paragraphs or (ONE, TWO), tags=more.pop("tags", ("PREL",)), **more
    )


def reasons(made):
    with pytest.raises(CaseProblems) as refused:
        compose(made)
    return [p.rule for p in refused.value.problems]


def test_banner_header_and_placeholders():
    text = compose(draft(references=("09 UNVIE 0187", "10 UNVIE 0034"), annexes=("graph.png",))).text
    lines = text.split("\n")
    assert all(line.startswith("[") for line in lines[:3])
    assert lines[4:6] == lines[-3:-1] == ["UNCLASSIFIED", "SENSITIVE"]
    assert "REF: A. 09 UNVIE 0187\n     B. 10 UNVIE 0034\n" in text
    assert "Annexes, sent separately: graph.png." in text
    assert "RUEH" not in text
    assert "VZCZ" not in text


def test_an_unmarked_paragraph_is_refused_and_never_taken_for_u():
    assert reasons(draft(ONE, DraftParagraph(None, "Who said this?"))) == ["mark-missing"]


def test_a_classified_cable_needs_a_persons_authority():
    secret = (ONE, DraftParagraph(C, "They told us."))
    assert reasons(draft(*secret)) == ["no-declassification"]
    made = compose(
        draft(*secret, declassify="DECL: 01/27/2030", classified_by="A Person, Counsellor", reason="1.4 (b)")
    )
    assert made.marking is C
    assert "CLASSIFIED BY: A Person, Counsellor\nREASON: 1.4 (b)" in made.text


def test_the_marking_can_be_raised_and_not_lowered():
    assert compose(draft(ONE, DraftParagraph(U, "Open."), marking=SBU)).marking is SBU
    assert reasons(draft(marking=U)) == ["overall-too-low"]


def test_letters_without_a_plain_form_are_refused_by_name():
    made = draft(ONE, DraftParagraph(U, "中国 holds."), DraftParagraph(U, "So does (中国)."))
    with pytest.raises(CaseProblems) as refused:
        compose(made)
    (problem,) = refused.value.problems
    assert problem.message == '"中国" has no form in plain letters (U+4E2D, U+56FD)'


def test_what_changed_is_listed_once():
    made = compose(draft(ONE, DraftParagraph(U, "Türkiye asks. Türkiye’s view – open.")))
    assert [(c.before, c.after) for c in made.changes] == [("Türkiye", "Turkiye"), ("Türkiye’s", "Turkiye's")]
    assert "Turkiye's view - open." in made.text


def test_a_word_too_long_for_a_line_is_refused():
    assert reasons(draft(ONE, DraftParagraph(U, "x" * 60))) == ["too-long"]
    assert compose(draft(ONE, DraftParagraph(U, "/a-long-path" * 9))).text.isascii()


def test_without_tags_or_subject_it_is_refused():
    assert reasons(draft(tags=(), subject=" ")) == ["no-subject", "no-tags"]
    assert reasons(CableDraft("Nothing", (), tags=("PREL",))) == ["no-text"]


def test_a_long_text_without_a_summary_is_refused():
    long = DraftParagraph(U, "word " * 800)
    assert reasons(draft(DraftParagraph(U, "One."), long)) == ["no-summary"]
    assert compose(draft(ONE, long)).text.count("\n") > 63


def test_words_that_would_open_a_block_and_never_close_it_are_refused():
    assert reasons(draft(ONE, DraftParagraph(U, "Begin text: of what?"))) == ["block-unbalanced"]


def test_parts_of_every_kind():
    parts = (
        Quoted("Urges States.\n\nInvites States."),
        Table(("WHO", "STATE"), (("RUS", "objects"), ("PAK", "follows"))),
        Lines(("E01 PAK -> RUS  follows  0.30", "  " + "long " * 20)),
        "1. This is no paragraph.",
    )
    text = compose(draft(ONE, DraftParagraph(SBU, "Look:", parts, heading="What Was Said"))).text
    assert (
        "What Was Said\n\n2. (SBU) Look:\n\nBEGIN TEXT\n\nUrges States.\n\nInvites States.\n\nEND TEXT\n\nWHO  STATE\n"
        in text
    )
    assert "\n  long long" in text
    assert "\nNo. 1. This is no paragraph." in text


def test_a_single_paragraph_is_marked_and_not_numbered():
    assert "\n(U) Nothing happened.\n" in compose(draft(DraftParagraph(U, "Nothing happened."))).text


def test_a_table_too_wide_becomes_blocks():
    lines = table(("WHO", "WHAT", "WHY"), [("Somebody with a long name", "and a long second cell here", "b" * 20)], 55)
    assert lines == ["Somebody with a long name", "  WHAT: and a long second cell here", "  WHY: " + "b" * 20]
    with pytest.raises(ValueError, match="as many cells"):
        table(("A", "B"), [("only one",)], 55)
