"""The two real cables: what a person coded by hand is what the reader finds."""

import random

import pytest

from positions.cables import read_cable, read_cable_file
from positions.errors import PositionsError
from positions.markings import Marking

pytestmark = pytest.mark.real
U, SBU = Marking.U, Marking.SBU


@pytest.fixture(scope="module")
def vienna(seeds):
    return read_cable_file(seeds["vienna"])


@pytest.fixture(scope="module")
def moscow(seeds):
    return read_cable_file(seeds["moscow"])


def lines_of(cable, kind, rule):
    return [r.line for r in cable.remarks_of(kind) if r.rule == rule]


def test_vienna_has_fourteen_paragraphs_and_only_the_fifth_is_sensitive(vienna):
    assert [(p.number, p.mark) for p in vienna.paragraphs] == [(n, SBU if n == 5 else U) for n in range(1, 15)]
    assert vienna.marking is SBU
    assert vienna.paragraph(5).last_line == 94  # its second block is still paragraph 5


def test_vienna_header_date_and_references(vienna):
    assert vienna.header.sent == "2010-02-19T13:06Z"
    assert vienna.header.precedence == "priority"
    assert (vienna.header.serial, vienna.header.order) == ("0061", "E.O. 12958")
    assert vienna.header.subject.endswith("Russia, Iran and Pakistan Intransigence Notwithstanding")
    assert [r.canonical for r in vienna.header.references] == ["09UNVIE187", "10UNVIE34", "10UNVIE35"]


def test_vienna_lost_lines_are_reported_and_nothing_else_breaks_off(vienna):
    broken = [p.number for p in vienna.paragraphs if not p.complete]
    assert broken == [2, 4, 10, 12, 13]
    assert lines_of(vienna, "gap", "breaks-off") == [37, 68, 151, 174, 188]


def test_vienna_comment_without_opening_words(vienna):
    comment = next(b for b in vienna.blocks if b.kind == "comment")
    assert (comment.opened, comment.closed, comment.paragraphs) == (0, 199, (14,))
    assert lines_of(vienna, "gap", "block-not-opened") == [199]
    assert [b.paragraphs for b in vienna.blocks if b.kind == "note"] == [(3,), (7,)]


def test_vienna_contradictions(vienna):
    assert {r.rule for r in vienna.remarks_of("contradiction")} == {"count-and-list", "numbers-differ", "names-differ"}
    message = next(r.message for r in vienna.remarks if r.rule == "names-differ")
    assert message == 'named on "review mechanism": China only in paragraph 8'
    message = next(r.message for r in vienna.remarks if r.rule == "count-and-list")
    assert "eleven more States" in message
    assert message.endswith("lists 10")


def test_vienna_page_is_dropped(vienna):
    assert not any("COVID" in p.text or "Scoop" in p.text for p in vienna.paragraphs)
    assert lines_of(vienna, "dropped", "page-furniture") == [1, 202]


def test_moscow_has_ten_paragraphs_of_which_two_are_marked(moscow):
    marks = {8: U, 9: SBU}
    assert [(p.number, p.mark) for p in moscow.paragraphs] == [(n, marks.get(n)) for n in range(1, 11)]
    assert moscow.unmarked == (1, 2, 3, 4, 5, 6, 7, 10)
    assert moscow.marking is SBU


def test_moscow_header(moscow):
    h = moscow.header
    assert (h.sent, h.sender, h.classification) == ("2009-09-21T21:56Z", "SECSTATE WASHDC", "UNCLASSIFIED")
    assert h.captions == ("SENSITIVE", "SIPDIS")
    assert h.tags == ("KCRM", "KWMN", "PHUM", "PREL", "SMIG", "KTIP", "RS")
    assert [(a.role, a.post) for a in h.addresses] == [
        ("TO", "AMEMBASSY MOSCOW"),
        ("INFO", "AMCONSUL ST PETERSBURG"),
        ("INFO", "AMCONSUL VLADIVOSTOK"),
        ("INFO", "AMCONSUL YEKATERINBURG"),
    ]
    assert [r.canonical for r in h.references] == ["08STATE132759", "07STATE150188", "09STATE5577", "09STATE62182"]
    assert h.subject == "RUSSIA: TIP TIER 2 WATCH LIST ACTION PLAN (2009-2010)"
    assert moscow.signature == "CLINTON"


def test_moscow_sections_are_stitched(moscow):
    assert [(s.number, s.total) for s in moscow.sections] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert "fit into one of the following categories:" in moscow.paragraph(5).text
    assert not any("00097951" in p.text for p in moscow.paragraphs)


def test_moscow_seven_damaged_places(moscow):
    assert [r.line for r in moscow.remarks_of("repair")] == [82, 84, 202, 242, 245, 275, 322]
    text = " ".join(p.text for p in moscow.paragraphs)
    for phrase in (
        "post's background",
        '"Implementation Guidelines" referenced',
        "foreign governments' efforts",
        "Government of Russia's comments",
        "your government's ideas",
        "the government's increasing",
        "Foreign Affairs's budget",
    ):
        assert phrase in text


def test_moscow_blocks_measures_and_contradictions(moscow):
    assert [(b.kind, b.paragraphs, b.closed > 0) for b in moscow.blocks] == [
        ("action request", (2,), False),
        ("talking points", (8,), True),
        ("action plan", (9,), True),
    ]
    assert sum(piece.kind == "bullet" for piece in moscow.paragraph(9).pieces) == 17
    assert {r.rule for r in moscow.remarks_of("contradiction")} == {
        "page-class",  # the page: FOR OFFICIAL USE ONLY; the header: SENSITIVE
        "notes-absent",
        "dates-differ",  # January or February 2010; from March or from April 2009
        "block-name",
    }


@pytest.mark.parametrize("which", ["vienna", "moscow"])
def test_no_line_of_text_is_lost(seeds, which):
    cable = read_cable_file(seeds[which])
    assert not unaccounted(cable)


def unaccounted(cable):
    """Return the lines of text that are neither in the result nor in a remark that says where they are."""
    covered = set(range(cable.header.first_line, cable.header.last_line + 1))
    covered |= {n for p in cable.paragraphs for piece in p.pieces for n in range(piece.first_line, piece.last_line + 1)}
    covered |= {p.first_line for p in cable.paragraphs} | {s.line for s in cable.sections}
    covered |= {h.line + k for h in cable.headings for k in range(4)}
    for remark in cable.remarks:
        if remark.kind != "dropped" and remark.rule != "text-unplaced":
            continue
        first, _, last = remark.message.split()[1].partition("-")
        covered |= set(range(int(first), int(last or first) + 1))
    signature = {n for n, line in enumerate(cable.lines, 1) if line.strip() == cable.signature}
    ruled = {n for n, line in enumerate(cable.lines, 1) if set(line.strip()) <= set("-_=* ")}
    return (
        set(range(1, len(cable.lines) + 1))
        - covered
        - signature
        - ruled
        - {n for n, line in enumerate(cable.lines, 1) if line.strip() in ("NNNN", "BT")}
    )


def mutilated(text, seed):
    """Return a copy with lines lost, doubled, cut, moved, and characters exchanged."""
    rng = random.Random(seed)  # noqa: S311
    lines = text.splitlines()
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0:
            del lines[at : at + rng.randint(1, 25)]
        elif kind == 1:
            lines[at:at] = lines[at : at + rng.randint(1, 5)]
        elif kind == 2:
            lines[at] = lines[at][: rng.randint(0, len(lines[at]))]
        elif kind == 3:
            lines[at] = "".join(rng.choice("()[]&8,.;:1U \t") if rng.random() < 0.2 else c for c in lines[at])
        elif kind == 4:
            lines = lines[: max(1, at)]
        else:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("which", ["vienna", "moscow"])
def test_mutilated_copies_are_read_or_refused_and_no_line_is_lost(seeds, which):
    text = seeds[which].read_text(encoding="utf-8")
    read = 0
    for seed in range(80):
        try:
            cable = read_cable(mutilated(text, seed))
        except PositionsError:
            continue
        read += 1
        assert not unaccounted(cable), seed
        assert all(p.mark is not None or p.number in cable.unmarked for p in cable.paragraphs)
    assert read > 50


def test_without_its_second_section_line_moscow_says_so(seeds):
    text = seeds["moscow"].read_text(encoding="utf-8").replace("STATE 00097951  002 OF 004", "")
    cable = read_cable(text)
    assert "no line for section 2 of 4" in {r.message for r in cable.remarks_of("gap")}
    assert len(cable.paragraphs) == 10


def test_without_its_header_vienna_still_has_its_paragraphs(seeds):
    text = seeds["vienna"].read_text(encoding="utf-8")
    cable = read_cable(text[text.index("1. (U)") :])
    assert len(cable.paragraphs) == 14
    assert {r.message for r in cable.remarks_of("gap")} >= {
        "no date-time group in this copy",
        "no SUBJECT line in this copy",
    }


def test_the_second_half_alone_says_what_is_missing(seeds):
    text = seeds["vienna"].read_text(encoding="utf-8")
    cable = read_cable(text[text.index("9. (U)") :])
    assert [p.number for p in cable.paragraphs] == list(range(9, 15))
    assert "paragraph 1-8 is missing before paragraph 9" in {r.message for r in cable.remarks_of("gap")}


def test_line_ends_do_not_matter(seeds):
    text = seeds["moscow"].read_text(encoding="utf-8")
    assert read_cable(text).paragraphs == read_cable(text.replace("\n", "\r\n")).paragraphs
