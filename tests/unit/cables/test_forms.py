"""Cables in the forms in which archives keep them: marks, numberings, page lines, capitals, saved pages."""

import pytest

from positions.cables import read_cable
from positions.cables.worksheet import make_worksheet
from positions.markings import Marking
from positions.model import Case, Clause, Delegation, Issue, Meeting, Option, Rung, Wording

U, SBU, C, S, TS = Marking
HEAD = "FM USMISSION COVE\nTO SECSTATE WASHDC 0001\n{}\n\nE.O. 12958: N/A\nTAGS: EWWT\nSUBJECT: TUGS\n\n"
BODY = "1. Ghana waits.\n\n2. Chile objects.\n"
SEVENTIES = """LIMITED OFFICIAL USE
PAGE 01 COVE 000777
51
ACTION OES-06
INFO OCT-01 ARA-10 ISO-00 /017 W
--------------------- 101010
P 021015Z FEB 77
FM AMEMBASSY COVE
TO SECSTATE WASHDC 0042
LIMITED OFFICIAL USE COVE 0777
E.O. 11652: N/A
TAGS: EWWT, UN
SUBJ: TUG DUES: GHANA AND CHILE
REF: COVE 0123
1. SUMMARY: GHANA OPPOSED TUG DUES. END SUMMARY.
2. CHILEAN DELEGATE SAID THAT HE WOULD RE-
FUSE TUG DUES IF THE
LIMITED OFFICIAL USE
LIMITED OFFICIAL USE
PAGE 02 COVE 000777
TO ACT COMMITTEE WERE SILENT.
3. TOGO WAITS.
PERSON
LIMITED OFFICIAL USE
NNN
"""


def marks(cable):
    return [(p.number, p.mark) for p in cable.paragraphs]


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("LIMITED OFFICIAL USE COVE 0777", SBU),
        ("L I M I T E D  O F F I C I A L  U S E  COVE 0777", SBU),
        ("LIMITED OFFICIAL\nUSE COVE 0777", SBU),
        ("UNCLAS COVE 0777\n\nSENSITIVE", SBU),
        ("UNCLAS COVE 0777\n\nSENSITIVE BUT\nUNCLASSIFIED", SBU),
        ("UNCLAS SENSITIVE COVE 0777", SBU),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY COVE 0777", SBU),
        ("UNCLAS COVE 0777 NODIS", SBU),
        ("UNCLAS COVE 0777\n\nSIPDIS", U),
        ("C O N F I D E N T I A L  COVE 0777", C),
        ("C O N F I D E N T I A L SECTION 01 OF 02 COVE 0777 EXDIS", C),
        ("NATO RESTRICTED COVE 0777", C),
        ("S E C R E T COVE 0777 NOFORN", S),
        ("SECRET//REL TO USA, GBR//ORCON", S),
        ("T O P  S E C R E T  N O D I S COVE 0777", TS),
    ],
)
def test_class_lines(line, marking):
    assert read_cable(HEAD.format(line) + BODY).marking is marking


@pytest.mark.parametrize(
    "line",
    ["SECRET//QUARTZ COVE 0777", "UNCLAS COVE 0777\n\nSENSITIVE HANDLING", "VERY SECRET", "COVE CONFIDENTIAL ONLY"],
)
def test_what_looks_like_a_mark_and_is_not_understood_leaves_the_whole_unknown(line):
    cable = read_cable(HEAD.format(line) + "1. (U) Ghana waits.\n\n2. (U) Chile objects.\n")
    assert cable.marking is None
    assert "mark-unknown" in {r.rule for r in cable.remarks_of("gap")}


def test_a_banner_or_a_page_line_above_the_class_line_counts():
    text = (
        HEAD.format("UNCLAS COVE 0777") + "1. (U) Ghana waits.\nSECRET\nPAGE 02 COVE 000777\n\n2. (U) Chile objects.\n"
    )
    assert read_cable(text).marking is S


def test_a_telegram_of_the_seventies():
    cable = read_cable(SEVENTIES)
    assert cable.marking is SBU
    assert [p.text for p in cable.paragraphs] == [
        "SUMMARY: GHANA OPPOSED TUG DUES. END SUMMARY.",
        "CHILEAN DELEGATE SAID THAT HE WOULD RE-FUSE TUG DUES IF THE TO ACT COMMITTEE WERE SILENT.",
        "TOGO WAITS.",
    ]
    assert (cable.header.sent, cable.header.station, cable.signature) == ("1977-02-02T10:15Z", "COVE", "PERSON")
    assert cable.header.classification == "LIMITED OFFICIAL USE"
    assert [r.rule for r in cable.remarks_of("gap")] == ["unmarked"] * 3


def test_names_in_capitals_are_found_for_the_worksheet():
    names = {"ghana": ("Ghana", "GHA"), "chile": ("Chile", "CHL"), "togo": ("Togo", "TGO"), "peru": ("Peru", "PER")}
    issue = Issue(
        "dues", "Tug dues", U, (Rung(0, "none"),), {"k": Clause("k", {"o": Option("o", "Dues", (0, 0, 1))})},
        {"w": Wording("w", "Dues", "proposal", {"k": "o"}, U)}, "w", "no_text",
    )  # fmt: skip
    people = {d: Delegation(d, name, U, code) for d, (name, code) in names.items()}
    sheet = make_worksheet(
        Case(Meeting("m", "M", U, "2030", "2030", "peru"), {}, {}, people, {"dues": issue}, {}), read_cable(SEVENTIES)
    )
    assert {(p.delegation, p.paragraph) for p in sheet.passages} >= {("ghana", 1), ("chile", 2)}
    assert sheet.unnamed == ("peru",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("¶1. (C)", "¶2. (SBU)"), ("¶1.(C)", "¶2.(SBU)"), ("1.(C)", "2.(SBU)"), ("(1) (C)", "(2) (SBU)"),
        ("1) (C)", "2) (SBU)"), ("(C) 1.", "(SBU) 2."), ("PARA 1. (C)", "PARA 2. (SBU)"), ("1 (C)", "2 (SBU)"),
        ("¶1 (C)", "¶2 (SBU)"), ("1. [C]", "2. [SBU]"), ("1. CONFIDENTIAL:", "2. SBU:"),
        ("1. (C/REL KENYA)", "2. (U//FOUO)"),
        ("I. (C)", "II. (SBU)"), ("A. (C)", "B. (SBU)"), ("  1. (C)", "  2. (SBU)"), ("1. (CONFI-DENTIAL)", "2. (SBU)"),
    ],
)  # fmt: skip
def test_numberings_and_portion_marks(first, second):
    cable = read_cable(HEAD.format("SECRET COVE 0777") + f"{first} Ghana waits.\n\n{second} Chile objects.\nPERSON\n")
    assert marks(cable) == [(1, C), (2, SBU)]
    assert [p.text for p in cable.paragraphs] == ["Ghana waits.", "Chile objects."]
    assert cable.signature == "PERSON"


@pytest.mark.parametrize("mark", ["X", "CONFIDENTAIL", "VERY SECRET", "C/QUARTZ"])
@pytest.mark.parametrize("change", [str, str.upper])
def test_a_portion_mark_that_is_not_understood_leaves_the_whole_unknown(mark, change):
    cable = read_cable(HEAD.format("UNCLAS COVE 0777") + change(f"1. ({mark}) Ghana waits.\n\n2. (U) Chile objects.\n"))
    assert (marks(cable)[0], cable.marking) == ((1, None), None)


@pytest.mark.parametrize("number", ["{}.", "({})", "{})", "PARA {}.", "roman"])
def test_numberings_without_marks(number):
    first, second = ("I.", "II.") if number == "roman" else (number.format(1), number.format(2))
    cable = read_cable(HEAD.format("CONFIDENTIAL COVE 0777") + f"{first} Ghana waits.\n{second} Chile objects.\n")
    assert marks(cable) == [(1, None), (2, None)]
    assert cable.marking is C


@pytest.mark.parametrize(
    ("first", "level"),
    [
        ("1. CONFIDENTIAL - ENTIRE TEXT.  CLASSIFIED BY: P. PERSON, CONSUL.  REASON: 1.5 (B).", C),
        ("1. (C - ENTIRE TEXT) GHANA WAITS.", C),
        ("1. (S/NF) ENTIRE TEXT.", S),
        ("1. SECRET ENTIRE TEXT.", S),
        ("1. (LOU - ENTIRE TEXT)", SBU),
        ("1. (U) Sensitive but unclassified. Not for public internet.", SBU),
        ("1. (U) This message is Sensitive But Unclassified; please protect accordingly.", SBU),
    ],
)
def test_one_paragraph_marks_the_entire_text(first, level):
    cable = read_cable(HEAD.format("COVE 0777") + f"{first}\n\n2. CHILE OBJECTS.\n\n3. TOGO WAITS.\n")
    assert [mark for _, mark in marks(cable)][1:] == [level, level]
    assert cable.marking is level
    assert [r.line for r in cable.remarks_of("note") if r.rule == "entire-text"]


def test_who_classified_it_is_read_from_the_text():
    text = (
        HEAD.format("C O N F I D E N T I A L COVE 0777")
        + "1. (U) CLASSIFIED BY CONSUL P. PERSON, REASON 1.5 (D).\n\n2. (C) X.\n"
    )
    assert read_cable(text).header.classified_by == "CONSUL P. PERSON, REASON 1.5 (D)."


def test_an_entire_text_that_is_not_understood_leaves_the_whole_unknown():
    text = HEAD.format("UNCLAS COVE 0777") + "1. VERY SECRET - ENTIRE TEXT.\n\n2. (U) Chile objects.\n"
    assert read_cable(text).marking is None


def test_the_entire_text_of_something_marks_nothing():
    text = HEAD.format("UNCLAS COVE 0777") + "1. (U) THE ENTIRE TEXT OF THE RULES IS OPEN.\n\n2. (U) CHILE OBJECTS.\n"
    assert read_cable(text).marking is U


def test_a_block_of_its_own_mark_raises_its_paragraph():
    text = HEAD.format("SECRET COVE 0777") + "1. (U) Ghana waits.\n\n(S) Chile objects.\n\n2. (U) Togo waits. (C)\n"
    assert marks(read_cable(text)) == [(1, S), (2, C)]


def test_signs_of_transmission_belong_to_the_header():
    head = "PP RUEHXX\nDE RUEHCV #0777/01 0331015\nZNY CCCCC ZZH\nP R 021015Z FEB 30 ZDK\n" + HEAD
    cable = read_cable(head.format("C O N F I D E N T I A L  COVE 000777") + "1. (U) Ghana waits.\n\n2. (C) X.\n")
    assert cable.header.sent == "2030-02-02T10:15Z"
    assert (cable.header.classification, cable.header.number) == ("CONFIDENTIAL", "000777")
    assert not [r for r in cable.remarks if r.rule in ("text-unplaced", "header-field")]


def test_a_header_on_one_line():
    line = "C O N F I D E N T I A L SECTION 01 OF 01 COVE 000777 SIPDIS E.O. 13526: DECL: 02/02/2040 TAGS: EWWT UN"
    line += " SUBJECT: TUGS"
    cable = read_cable(f"FM USMISSION COVE\n{line}\n\n1.(U) Ghana waits.\n\n2. Chile objects.\n")
    assert (cable.marking, cable.header.tags, cable.header.subject) == (C, ("EWWT", "UN"), "TUGS")
    assert marks(cable) == [(1, U), (2, None)]


def test_a_saved_page_is_read_as_its_text():
    plain = HEAD.format("S E C R E T COVE 000777") + "¶1. (S) Ghana & Togo wait.\n\n¶2. (C) Chile <objects>.\nPERSON\n"
    entities = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    pages = [
        f"<html><script>var x = '1. (U) no';</script><body><pre>{entities}</pre></body></html>",
        "<body>" + entities.replace("¶", "<a href='#p'>&para;</a>").replace("\n", "<br />\n") + "</body>",
        "<pre>" + entities.replace("\n", "&#x000A;") + "</pre>",
        entities.replace("¶", "&#182;"),
    ]
    for page in pages:
        cable = read_cable(page)
        assert [(p.mark, p.text) for p in cable.paragraphs] == [(S, "Ghana & Togo wait."), (C, "Chile <objects>.")]
        assert "web-page" in {r.rule for r in cable.remarks}
        assert not any("var x" in line for line in cable.lines)


def test_a_text_without_any_known_layout_is_kept_as_passages():
    text = HEAD.format("CONFIDENTIAL COVE 0777") + "Ghana waits for\nthe others.\n\nChile objects.\n\n- Togo: open\n"
    cable = read_cable(text)
    assert [p.text for p in cable.paragraphs] == ["Ghana waits for the others.", "Chile objects. - Togo: open"]
    assert "not-numbered" in {r.rule for r in cable.remarks}


def test_text_above_the_first_number_is_kept():
    cable = read_cable(HEAD.format("CONFIDENTIAL COVE 0777") + "Ghana sent this list.\n\n1. Tugs.\n\n2. Pilots.\n")
    assert [(p.number, p.text) for p in cable.paragraphs] == [
        (0, "Ghana sent this list."),
        (1, "Tugs."),
        (2, "Pilots."),
    ]


def test_numbers_written_in_another_way_are_part_of_the_paragraph():
    body = "1. Ghana lists two.\n\n(2) Tugs come first.\n\n2) Pilots follow.\n\n2. Chile objects.\n"
    cable = read_cable(HEAD.format("CONFIDENTIAL COVE 0777") + body)
    assert [(p.number, p.text) for p in cable.paragraphs] == [
        (1, "Ghana lists two. (2) Tugs come first. 2) Pilots follow."),
        (2, "Chile objects."),
    ]


def test_a_higher_portion_stays_higher_under_a_mark_of_the_entire_text():
    text = HEAD.format("COVE 0777") + "1. CONFIDENTIAL - ENTIRE TEXT.\n\n2. (S) CHILE OBJECTS.\n\n3. (U) TOGO WAITS.\n"
    assert marks(read_cable(text)) == [(1, C), (2, S), (3, C)]
