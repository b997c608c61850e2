"""Whatever is composed obeys the conventions by a second, simpler check, and reads back as it was written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.cables import read_cable
from positions.cables.draft import CableDraft, DraftParagraph, Lines, Quoted, Table, compose
from positions.cables.layout import Edge, adjacency, edge_list, table, wrap
from positions.cables.lint import lint
from positions.cables.plain_letters import plain_letters
from positions.errors import CaseProblems, PositionsError
from positions.markings import Marking

WORD = st.text(st.sampled_from("abcdefgXYZäöüçéñøłЖя-'’.,;:()12 0"), min_size=1, max_size=14)
TEXT = st.lists(WORD, min_size=1, max_size=40).map(" ".join).filter(str.strip)
MARK = st.sampled_from([Marking.U, Marking.SBU])
PART = st.one_of(
    TEXT.map(Quoted),
    TEXT,
    st.lists(st.tuples(WORD, WORD, TEXT), min_size=1, max_size=5).map(
        lambda r: Table(("WHO", "WHAT", "WHY"), tuple(r))
    ),
    st.just(Lines(("E01 PAK -> RUS  follows  0.30",))),
)
PARAGRAPH = st.builds(
    DraftParagraph,
    MARK,
    TEXT,
    st.lists(PART, max_size=2).map(tuple),
    heading=st.sampled_from(["", "What Was Said", "Outlook"]),
    frame=st.sampled_from(["", "comment", "note"]),
)


def second_opinion(text, width):
    """Return what a much simpler check has against a cable."""
    found = []
    lines = text.split("\n")
    if not text.isascii() or any(ord(c) < 32 and c != "\n" for c in text):
        found.append("alphabet")
    if any(len(line) > width for line in lines):
        found.append("width")
    quoted, expected, inside = [], 1, False
    for line in lines:
        if line.strip() == "BEGIN TEXT":
            inside = True
        elif line.strip() == "END TEXT":
            inside = False
        elif not inside and (m := re.match(r"(\d+)\.(?!\d)", line)):
            quoted.append(line)
            if int(m[1]) != expected or not re.match(r"\d+\. \((U|SBU|C|S|TS)\) ", line):
                found.append(line)
            expected += 1
    if not quoted:
        found.append("no paragraphs")
    return found


@given(st.lists(PARAGRAPH, min_size=2, max_size=6), st.sampled_from([55, 69]), TEXT)
@settings(max_examples=150, deadline=None)
def test_a_composed_cable_is_valid_or_refused(paragraphs, width, subject):
    first = DraftParagraph(Marking.U, "All is said below.", frame="summary")
    draft = CableDraft(subject, (first, *paragraphs), tags=("PREL", "UN"), references=("09 UNVIE 0187", "10 UNVIE 34"))
    try:
        made = compose(draft, width=width)
    except CaseProblems:
        return
    assert second_opinion(made.text, width) == []
    assert lint(made.text, width=width) == ()
    assert made.marking == max(p.mark for p in draft.paragraphs)


SAFE = st.lists(st.text(st.sampled_from("abcdefghij"), min_size=2, max_size=12), min_size=3, max_size=60)
SENTENCES = SAFE.map(lambda words: " ".join(["Then", *words]) + ".")


@given(st.lists(st.tuples(MARK, SENTENCES), min_size=2, max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_reader_reads_what_was_composed(pairs):
    paragraphs = tuple(DraftParagraph(mark, text) for mark, text in pairs)
    head = DraftParagraph(Marking.U, "All is said below.", frame="summary")
    draft = CableDraft("A subject", (head, *paragraphs), tags=("PREL",), references=("09 UNVIE 0187",))
    cable = read_cable(compose(draft).text)
    assert [(p.mark, p.text) for p in cable.paragraphs[1:]] == pairs
    assert cable.header.tags == ("PREL",)
    assert [r.canonical for r in cable.header.references] == ["09UNVIE187"]
    assert cable.header.marking == max(m for m, _ in [*pairs, (Marking.U, "")])
    assert not [r for r in cable.remarks if r.kind in ("repair", "contradiction", "dropped")]


@given(TEXT, st.integers(20, 70))
@settings(max_examples=100, deadline=None)
def test_wrapping_keeps_every_letter_and_the_width(text, width):
    lines = wrap(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(re.match(r"\d{1,3}\.(?!\d)", line) for line in lines[1:])


@given(st.lists(st.tuples(WORD, TEXT, TEXT), min_size=1, max_size=6), st.integers(30, 69))
@settings(max_examples=100, deadline=None)
def test_a_table_never_overflows_and_keeps_every_cell(rows, width):
    lines = table(("A", "B", "C"), rows, width)
    assert all(len(line) <= width for line in lines)
    squeezed = "".join("".join(lines).split())
    for row in rows:
        for cell in row[:1]:
            assert "".join(cell.split()) in squeezed


def test_a_first_cell_that_looks_like_a_paragraph_number():
    assert table(("A", "B"), [("000.", "x " * 20)], 30)[1].startswith("No. 000.  x x")


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_plain_letters_are_plain_or_named(text):
    plain, changes, leftover = plain_letters(text)
    assert all(c.isascii() or c in leftover for c in plain)
    assert all(change.after.isascii() for change in changes)
    if text.isascii():
        assert (plain, changes, leftover) == (text, (), ())


@given(st.permutations([Edge("PAK", "RUS", "follows", 0.3, directed=True), Edge("RUS", "IRN", "both block", 0.97)]))
@settings(max_examples=5, deadline=None)
def test_the_adjacency_block_does_not_depend_on_the_order_of_edges(edges):
    assert adjacency(edges, 55) == [
        "IRN: both block RUS 0.97",
        "PAK: follows RUS 0.30",
        "RUS: both block IRN 0.97",
    ]
    assert [line[:3] for line in edge_list(edges, 55)] == ["E01", "E02"]


def test_a_word_that_fits_no_line_is_refused():
    with pytest.raises(PositionsError, match="60 characters in a row"):
        wrap("x" * 60, 55)
