"""Reading cables: a made-up one that has everything, and small ones for each rule."""

from pathlib import Path

import pytest

from positions.cables import read_cable, read_cable_file
from positions.cables.untrusted import MAX_BYTES, MAX_LINE, MAX_LINES
from positions.errors import PositionsError
from positions.markings import Marking

HARBOUR = Path(__file__).parent / "fixtures" / "harbour.txt"
HEAD = "E.O. 13526: N/A\nTAGS: PREL\nSUBJECT: A TEST\n\n"


@pytest.fixture(scope="module")
def harbour():
    return read_cable_file(HARBOUR)


def rules(cable, kind):
    return {(r.line, r.rule) for r in cable.remarks_of(kind)}


def test_header_fields(harbour):
    h = harbour.header
    assert (h.transmission, h.precedence, h.routing, h.serial) == ("VZCZCXYZ0001", "immediate", "RUEHGP", "0088")
    assert (h.sent, h.sender) == ("2012-03-05T09:30Z", "USMISSION GRANDPORT")
    assert [(a.role, a.post, a.precedence, a.number) for a in h.addresses] == [
        ("TO", "AMEMBASSY ALPHA", "immediate", "0001"),
        ("INFO", "AMEMBASSY BETA", "priority", "0002"),
        ("INFO", "AMCONSUL NORTH GAMMA", "", "0003"),
    ]
    assert (h.classification, h.captions, h.sections) == ("CONFIDENTIAL", ("SIPDIS", "NOFORN"), 2)
    assert (h.order, h.declassify) == ("E.O. 13526", "DECL: 03/05/2022")
    assert h.tags == ("PREL", "EWWT", "UN")
    assert h.subject == "HARBOUR DUES: THREE STATES HOLD, TWO WAIT"
    assert h.classified_by == "Counsellor A. Person; Reasons 1.4 (b), (d)"


def test_references_know_their_year_or_take_the_cables_own(harbour):
    a, b, c = harbour.header.references
    assert (a.letter, a.canonical, a.year) == ("A", "11GRANDPORT410", 2011)
    assert (b.letter, b.canonical, b.year) == ("B", "12GRANDPORT12", None)
    assert (c.letter, c.canonical, c.text) == ("C", "", "SMITH-JONES E-MAIL OF MARCH 2")


def test_paragraphs_marks_and_headings(harbour):
    assert [(p.number, p.mark) for p in harbour.paragraphs] == [
        (1, Marking.U),
        (2, Marking.C),
        (3, Marking.SBU),
        (5, None),
        (6, None),
        (7, Marking.C),
    ]
    assert harbour.unmarked == (5, 6)
    assert [(h.text, h.before) for h in harbour.headings] == [("What Was Said", 2), ("Comment", 7)]
    assert harbour.signature == "PERSON"
    assert harbour.marking is None  # (X) is no marking: what it stands for may be higher than the class line


def test_a_sentence_cut_by_a_section_is_joined_and_repaired(harbour):
    assert harbour.paragraph(3).text.endswith("""Brazil's is in the "Port rules" of last year.""")
    assert "governments' positions are known" in harbour.paragraph(3).text
    assert rules(harbour, "repair") == {(43, "apostrophe"), (44, "apostrophe"), (44, "quotation-marks")}
    assert [s.number for s in harbour.sections] == [1, 2]


def test_numbers_inside_quoted_text_begin_no_paragraph(harbour):
    text = next(b for b in harbour.blocks if b.kind == "text")
    assert text.paragraphs == (5,)
    assert text.text == "1. States shall consider dues.\n2. States may waive them."


def test_blocks(harbour):
    assert [(b.kind, bool(b.opened), bool(b.closed)) for b in harbour.blocks] == [
        ("summary", True, True),
        ("note", True, True),
        ("text", True, True),
        ("comment", False, True),
    ]
    assert next(b for b in harbour.blocks if b.kind == "note").text == "Kenya is new."


def test_gaps_are_reported_and_not_filled(harbour):
    assert rules(harbour, "gap") == {
        (58, "paragraph-missing"),
        (58, "mark-unknown"),
        (66, "unmarked"),
        (66, "breaks-off"),
        (71, "block-not-opened"),
    }
    assert harbour.paragraph(6).text.endswith("because the")


def test_contradictions(harbour):
    found = {r.rule: r.message for r in harbour.remarks_of("contradiction")}
    assert set(found) == {"count-and-list", "dates-differ", "names-differ"}
    assert found["count-and-list"] == 'paragraph 2 says "Three delegations asked for time" and lists 4'
    assert "April 2012 (paragraph 1); May 2012 (paragraph 6)" in found["dates-differ"]
    assert "Mexico only in paragraph 2; Brazil only in paragraph 3" in found["names-differ"]


def test_the_page_around_it_is_dropped_and_reported(harbour):
    assert [r.message.split(" no part")[0] for r in harbour.remarks_of("dropped") if r.rule == "page-furniture"] == [
        "lines 1-6 are",
        "lines 74-76 are",
    ]
    assert [r.line for r in harbour.remarks_of("dropped") if r.rule == "header-repeated"] == [48]


def test_a_block_without_its_own_mark_is_noted(harbour):
    assert (40, "block-unmarked") in rules(harbour, "note")


def test_unmarked_is_never_u():
    cable = read_cable(HEAD + "1. One.\n\n2. (U) Two.\n")
    assert cable.paragraph(1).mark is None
    assert cable.marking is None


def test_a_header_marking_covers_unmarked_paragraphs():
    cable = read_cable("UNCLAS GRANDPORT 000001\n\nSENSITIVE\n\n" + HEAD + "1. One.\n\n2. (U) Two.\n")
    assert cable.marking is Marking.SBU


def test_a_portion_above_the_header_is_a_contradiction():
    cable = read_cable("UNCLAS GRANDPORT 000001\n\n" + HEAD + "1. (C) One.\n\n2. (U) Two.\n")
    assert [r.rule for r in cable.remarks_of("contradiction")] == ["portion-above-header"]
    assert cable.marking is Marking.C


def test_a_single_paragraph_is_not_numbered():
    cable = read_cable(HEAD + "Nothing happened.\nNothing will.\nPERSON\n")
    assert [p.text for p in cable.paragraphs] == ["Nothing happened. Nothing will."]
    assert cable.signature == "PERSON"


def test_the_wrong_day_of_the_year_is_found():
    text = "DE RUEHAA #0001/01 1000000\nP 191306Z FEB 10\n" + HEAD + "1. (U) One.\n"
    assert [r.rule for r in read_cable(text).remarks_of("contradiction")] == ["filing-day"]


def test_an_impossible_date_is_no_date():
    cable = read_cable("P 311306Z FEB 10\n" + HEAD + "1. (U) One.\n")
    assert cable.header.sent == ""
    assert "date-impossible" in {r.rule for r in cable.remarks}


def test_a_missing_section_is_reported():
    text = "UNCLAS SECTION 01 OF 03 PORT 000001\n" + HEAD + "1. (U) One.\n\nPORT 00000001  003 OF 003\n\n2. (U) Two.\n"
    assert "no line for section 2 of 3" in {r.message for r in read_cable(text).remarks_of("gap")}


def test_a_section_of_another_cable_is_reported():
    text = "UNCLAS SECTION 01 OF 02 PORT 000001\n" + HEAD + "1. (U) One.\n\nPORT 00000007  002 OF 002\n\n2. (U) Two.\n"
    assert [r.rule for r in read_cable(text).remarks_of("contradiction")] == ["section-serial"]


def test_curly_punctuation_and_misread_utf8_are_put_back():
    cable = read_cable(HEAD + "1. (U) Russia’s “view” and Iranâ€™s.\n")
    assert cable.paragraph(1).text == "Russia's \"view\" and Iran's."
    assert sorted(r.rule for r in cable.remarks_of("repair")) == ["curly-punctuation"] * 3 + ["misread-utf8"]


def test_an_ordinary_comma_stays():
    text = "1. (U) Russia,s view: governments, groups and others met. The government's text, as amended, stands.\n"
    assert "governments, groups and others" in read_cable(HEAD + text).paragraph(1).text


def test_paragraphs_out_of_order_are_kept_and_reported():
    cable = read_cable(HEAD + "1. (U) One.\n\n3. (U) Three.\n\n2. (U) Two.\n")
    assert [p.number for p in cable.paragraphs] == [1, 3, 2]
    assert [r.rule for r in cable.remarks_of("contradiction")] == ["paragraph-order"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no cable found"),
        ("Dear all,\n\nnothing here.", "no cable found"),
        ("1. (U) A\x1b[31m", "control character U+001B"),
        ("x" * (MAX_LINE + 1), "the line has"),
        ("\n" * (MAX_LINES + 1), "lines; a cable text may have"),
        ("x\n" * (MAX_BYTES // 2 + 1), "characters; a cable text may have"),
    ],
    ids=["empty", "letter", "control", "line", "lines", "size"],
)
def test_what_is_no_cable_is_refused(text, message):
    with pytest.raises(PositionsError, match=None) as caught:
        read_cable(text)
    assert message in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(PositionsError, match="cannot read"):
        read_cable_file(tmp_path / "absent.txt")
    (tmp_path / "nul.txt").write_bytes(b"1. (U) A\0")
    with pytest.raises(PositionsError, match="NUL"):
        read_cable_file(tmp_path / "nul.txt")
    (tmp_path / "big.txt").write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(PositionsError, match="bytes"):
        read_cable_file(tmp_path / "big.txt")
