import re
from dataclasses import replace

from positions.ledger.forecast import change_words
from positions.papers.book.page_one import MOST_ROWS, ask_box, page_one, rows_left_over, see_box
from positions.papers.formats.document import Boxes, Paragraph, Table
from positions.simulation import Band


def table_of(section):
    return next(b for b in section.blocks if isinstance(b, Table))


def words(section):
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.plain)
        if isinstance(block, Table):
            found += [c.plain for row in block.rows for c in row]
        if isinstance(block, Boxes):
            found += [p.plain for box in block.boxes for p in box.items]
    return "\n".join(found)


def test_one_line_an_issue_worst_first(vienna):
    rows = table_of(page_one(vienna, ())).rows
    assert [r[0].plain for r in rows] == [f.letter for f in vienna.issues]
    told = [f.outlook.forecast for f in vienna.issues]
    assert [r[2].bar for r in rows] == [Band(t.chance["adopted"], t.low["adopted"], t.high["adopted"]) for t in told]
    assert table_of(page_one(vienna, ())).head[2] == "Adopted (forecast)"
    game = table_of(page_one(replace(vienna, game=True), ()))
    assert [r[2].bar for r in game.rows] == [f.on_table.passes for f in vienna.issues]
    assert game.head[2] == "Passes in the game"


def test_no_forecast_is_certain(vienna, ports):
    """Neither 0 nor 100 %, and no band of nothing: nobody can know that."""
    for findings in (vienna, ports):
        for row in table_of(page_one(findings, ())).rows:
            chance, low, high = re.fullmatch(r"([<>]?\d+) % \(([<>]?\d+)–([<>]?\d+)\)", row[2].plain).groups()
            assert chance not in ("0", "100")
            assert low != high


def test_every_chance_has_its_band(vienna):
    for row in table_of(page_one(vienna, ())).rows:
        assert row[2].plain.count("%") == row[2].plain.count("–") == 1
    for row in table_of(page_one(replace(vienna, game=True), ())).rows:
        for cell in (row[2], row[4]):
            assert cell.plain.count("%") == cell.plain.count("–")


def test_leaders_and_followers_are_told_apart(vienna):
    rows = {r[1].plain: r[3].plain for r in table_of(page_one(vienna, ())).rows}
    assert rows["(SBU) Non-punishment of victims"] == "RUS IRN; PAK follows"
    assert rows["(SBU) Care for victims who do not cooperate"] == "PAK"
    assert "PAK* follows" in rows["(SBU) Purely domestic trafficking"]  # its stance there is assumed


def test_it_says_that_it_is_a_replay(vienna, ports):
    assert "A replay, not a forecast: stances were coded on 2010-02-19" in words(page_one(vienna, ()))
    assert "A forecast." in words(page_one(ports, ()))
    assert "Everything in this case is invented." in words(page_one(ports, ()))


def test_the_three_boxes(vienna):
    said = words(page_one(vienna, ()))
    assert "Russia on purely domestic trafficking: in the game, the text as tabled rises from" in said
    talk = next(c for c in vienna.see if c.delegations == ("russia",))
    assert f"adoption in the forecast: {change_words(talk.forecast)}." in said
    assert "in the forecast" not in words(page_one(replace(vienna, game=True), ()))
    assert "Argentina, as now, and not we should table “Care without prejudice to cooperation”" in said
    assert "Doubt in the sources" in said
    assert [b.title for b in next(b for b in page_one(vienna, ()).blocks if isinstance(b, Boxes)).boxes] == [
        "See",
        "Table",
        "Ask",
    ]


def test_what_is_withheld_is_counted(vienna):
    made = replace(vienna.case.provenance, withheld=3, release="U")
    findings = replace(vienna, case=replace(vienna.case, provenance=made))
    assert "Released at U: 3 items were withheld" in words(page_one(findings, ()))
    assert "Released" not in words(page_one(vienna, ()))


def test_empty_boxes_say_so(vienna):
    none = replace(vienna, see=(), table=(), ask=(), issues=tuple(f for f in vienna.issues if f.letter == "G"))
    boxes = next(b for b in page_one(none, ()).blocks if isinstance(b, Boxes)).boxes
    assert [(b.items, bool(b.empty)) for b in boxes] == [((), True)] * 3


def test_a_long_agenda_goes_on_over_the_page(vienna):
    first = page_one(vienna, ())
    assert rows_left_over(vienna, first) is None
    many = replace(vienna, issues=vienna.issues * 3)
    first = page_one(many, ())
    shown = len(table_of(first).rows)
    assert 6 <= shown <= MOST_ROWS
    assert len(table_of(rows_left_over(many, first)).rows) == 3 * len(vienna.issues) - shown
    assert f"{33 - shown} more issues on the next page." in words(first)


def test_the_principal_is_us(vienna):
    rows = {r[1].plain: r[3].plain for r in table_of(page_one(vienna, ())).rows}
    assert rows["(SBU) Global Plan of Action we oppose it"] == "us"
    assert rows["(SBU) Reopen the recommendations of 2009 we oppose it"] == "all but IRN"


def unmarked(section):
    """Return what has content and carries no mark: paragraphs of boxes, headline, rows of tables."""
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.style == "headline" and block.marking is None:
            found.append(block.plain)
        if isinstance(block, Table):
            found += [r[1].plain for r in block.rows if not r[1].plain.startswith("(")]
            found += [block.title] if block.marking is None else []
        if isinstance(block, Boxes):
            found += [p.plain for box in block.boxes for p in box.items if p.marking is None]
    return found


def test_every_line_with_content_carries_its_mark(vienna, ports):
    for findings in (vienna, ports):
        assert unmarked(page_one(findings, ())) == []
    stuck = see_box(replace(vienna, see=())).items
    assert "Non-punishment of victims: a talk alone does not move Russia and Iran." in [p.plain for p in stuck]
    assert all(p.marking is not None for p in (*stuck, *ask_box(unknown(vienna)).items))


def unknown(findings):
    plea = replace(findings.issue("plea_bargaining"), unknown=("mexico", "china"), held_back="unknown", letter="A")
    return replace(findings, issues=(plea,))


def test_a_talk_that_is_advised_is_not_said_to_be_of_no_use(vienna):
    lost = vienna.issue("non_punishment")
    assert any("does not move" in p.plain for p in see_box(vienna).items)
    advised = replace(vienna, see=(replace(lost.conversations[0]),))
    assert not any("does not move" in p.plain for p in see_box(advised).items)


def test_who_is_unknown_is_in_the_row_and_asked_after(vienna):
    said = words(page_one(replace(unknown(vienna), game=True), ()))
    assert "Plea bargaining 2 of 9 delegations unknown" in said
    assert ") if those unknown agree" in said
    assert "Plea bargaining: what do Mexico and China hold? 2 of 9 delegations unknown, and it passes only if" in said
    assert "stances known (9 delegations × 11 issues)" in said


def test_the_legend_tells_of_texts_that_we_oppose(vienna):
    said = words(page_one(vienna, ()))
    assert "R what we want is not in sight: our text fails, or one we oppose passes" in said


def test_empty_boxes_of_a_release_claim_nothing(vienna):
    made = replace(vienna.case.provenance, withheld=3, release="U")
    case = replace(vienna.case, provenance=made)
    none = replace(
        vienna, case=case, see=(), table=(), ask=(), issues=tuple(f for f in vienna.issues if f.letter == "G")
    )
    boxes = next(b for b in page_one(none, ()).blocks if isinstance(b, Boxes)).boxes
    assert {b.empty for b in boxes} == {"Cannot be judged at this marking."}
    assert "Only what may be seen at this marking counts." in words(page_one(none, ()))


def test_what_a_talk_leaves_is_forecast_after_that_talk(vienna):
    """Not the chance without it, which stands in the column before."""
    care = vienna.issue("victim_care")
    assert (care.way_out.talked, care.way_out.wording) == (("pakistan",), "compromise")
    assert care.way_out.weaker == care.outlook_after.forecast.chance["weakened"]
    assert care.way_out.weaker > care.outlook.forecast.chance["weakened"] + 0.05
    row = next(r for r in table_of(page_one(vienna, ())).rows if "Care for victims" in r[1].plain)
    assert f"(some weaker text {round(100 * care.way_out.weaker)} %)" in row[4].plain
