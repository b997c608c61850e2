"""The reader and the checker end with an answer or a refusal, whatever they are given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.cables import read_cable
from positions.cables.lint import lint
from positions.errors import PositionsError

LINES = st.sampled_from(
    [
        "", "  ", "1. (U) One.", "2. (SBU) Two, ", "3. Three", "(U) loose", "E.O. 13526: N/A", "TAGS: PREL, UN",
        "SUBJECT: A: B", "REF: A. 09 X 1 B) Y 2", "FM SOMEWHERE", "TO RUEHAA/AMEMBASSY A PRIORITY 1", "INFO",
        "UNCLAS SECTION 01 OF 99 X 1", "X 000001  002 OF 099", "P 310000Z FEB 10", "BEGIN TEXT", "END TEXT",
        "End comment.", "(Note. x", "-- bullet", "-----", "Heading Here", "NNNN", "(c) page", "&Q uote8,s", "A" * 95,
        "DE RUEHAA #0001/01 9990000", "Classified By: X", "C O N F I D E N T I A L SECTION 02 OF 03 X 1",
    ]
)  # fmt: skip
TEXT = st.one_of(st.lists(LINES, max_size=40).map("\n".join), st.text(max_size=300))


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_reading_ends_and_keeps_its_promises(text):
    try:
        cable = read_cable(text)
    except PositionsError:
        return
    for paragraph in cable.paragraphs:
        assert 1 <= paragraph.first_line <= paragraph.last_line <= len(cable.lines)
        for piece in paragraph.pieces:
            assert piece.first_line <= piece.last_line
    for block in cable.blocks:
        assert block.opened or block.closed
        assert block.first_line <= block.last_line
    assert cable.remarks == tuple(sorted(cable.remarks))
    assert read_cable(text) == cable


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_checking_ends(text):
    problems = lint(text)
    assert problems == lint(text)
    assert all(p.line <= text.count("\n") + 1 for p in problems)
