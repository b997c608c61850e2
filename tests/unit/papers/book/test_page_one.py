"""Page one: what to do first, then only what needs it, with a strip, holders, an aim, a confidence and the grid."""

import re
from dataclasses import replace

import pytest

from positions.findings.actions import MOST, do_now
from positions.findings.glance import aim, blocker_grid, confidence, holders
from positions.findings.headline import MOST_WORDS
from positions.ledger.forecast import change_words
from positions.model import codes
from positions.papers.book.page_one import MARKS, MOST_ROWS, page_one, rows_left_over
from positions.papers.formats.document import Bullets, Paragraph, Table
from positions.simulation import Band


def table_of(section, kind="risks"):
    return next((b for b in section.blocks if isinstance(b, Table) and b.kind == kind), None)


def grid_of(findings):
    first = page_one(findings, ())
    return table_of(first, "grid") or table_of(rows_left_over(findings, first), "grid")


def listed(section):
    return next((b for b in section.blocks if isinstance(b, Bullets)), None)


def words(section):
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.plain)
        if isinstance(block, Table):
            found += [c.plain for row in block.rows for c in row]
        if isinstance(block, Bullets):
            found += [p.plain for p in block.items]
    return "\n".join(found)


def released(findings, **fields):
    made = replace(findings.case.provenance, withheld=3, release="U")
    return replace(findings, case=replace(findings.case, provenance=made), **fields)


def pressing(findings):
    return [f for f in findings.issues if f.letter != "G"]


def test_what_to_do_stands_before_the_table(vienna, ports):
    for findings in (vienna, ports):
        blocks = page_one(findings, ()).blocks
        places = {type(b): n for n, b in reversed(list(enumerate(blocks)))}
        assert places[Bullets] < places[Table]
        assert listed(page_one(findings, ())).numbered
        assert 3 <= len(listed(page_one(findings, ())).items) <= MOST


def test_the_headline_is_short(vienna, ports):
    for findings in (vienna, ports, released(vienna)):
        assert 0 < len(findings.headline.split()) <= MOST_WORDS


def test_only_what_needs_something_has_a_row_worst_first(vienna):
    rows = table_of(page_one(vienna, ())).rows
    worst = pressing(vienna)
    assert [r[0].plain for r in rows] == [f.letter for f in worst]
    assert [r[1].plain.split()[1] for r in rows] == [str(n) for n in range(1, len(worst) + 1)]
    told = [f.outlook.forecast for f in worst]
    assert [r[2].bar for r in rows] == [Band(t.chance["adopted"], t.low["adopted"], t.high["adopted"]) for t in told]
    assert table_of(page_one(vienna, ())).head[2] == "Adopted (forecast)"
    game = table_of(page_one(replace(vienna, game=True), ()))
    assert [r[2].bar for r in game.rows] == [f.on_table.passes for f in worst]
    assert game.head[2] == "Passes in the game"
    said = words(page_one(vienna, ()))
    for f in vienna.issues:
        if f.letter == "G":
            assert vienna.case.issues[f.issue].title in said.partition("On course: ")[2]


def test_no_forecast_is_certain(vienna, ports):
    """Neither 0 nor 100 %, and no band of nothing: nobody can know that."""
    for findings in (vienna, ports):
        for row in table_of(page_one(findings, ())).rows:
            chance, low, high = re.fullmatch(r"([<>]?\d+) % \(([<>]?\d+)–([<>]?\d+)\)", row[2].plain).groups()
            assert chance not in ("0", "100")
            assert low != high


def test_leaders_and_followers_are_told_apart(vienna):
    rows = {r[1].plain: r[3] for r in table_of(page_one(vienna, ())).rows}
    first = rows["(SBU) 1 Non-punishment of victims"]
    assert first.plain == "RUS IRN (PAK)"
    assert [r.text for r in first.runs if r.style == "strong"] == ["RUS", "IRN"]
    assert rows["(SBU) 3 Care for victims who do not cooperate"].plain == "PAK"
    assert "(PAK*)" in rows["(SBU) 5 Purely domestic trafficking"].plain  # its stance there is assumed
    assert rows["(SBU) 2 Review mechanism"].plain == "RUS IRN PAK CHN +1"


def test_holders_are_the_bloc_of_the_central_world(vienna):
    known = codes(vienna.case.delegations)
    for f in vienna.issues:
        at = f.on_table.analysis
        held = holders(vienna, f, known)
        assert {h.actor for h in held} == set(at.blocking_bloc)
        assert {h.actor for h in held if h.role == "alone"} == set(at.lone_holdouts) & set(at.blocking_bloc)
        assert {h.actor for h in held if h.role == "follows"} == {x.delegation for x in at.followers if x.follows}


def test_the_aim_says_whose_it_is_and_has_at_most_eight_words(vienna, ports):
    for findings in (vienna, ports):
        for f in findings.issues:
            goal = aim(findings, f)
            assert len(goal.words.replace("…", "").split()) <= 8 or "object with" in goal.words
    goal = {f.issue: aim(vienna, f) for f in vienna.issues}
    assert (goal["review_mechanism"].words, goal["review_mechanism"].whose) == ("Sister body's text", "stands anyway")
    assert goal["domestic_scope"].words == "as tabled, after seeing Russia"
    assert goal["domestic_scope"].whose == "ours"
    care = vienna.issue("victim_care")
    assert f"some weaker text {round(100 * care.way_out.weaker)} %" == goal["victim_care"].chance
    against = replace(vienna.issue("reopen_2009"), letter="A")
    assert aim(vienna, against).whose == "theirs"
    assert aim(vienna, against).words.startswith("object with ")


def test_the_best_move_is_the_forecast_after_it(vienna):
    scope, care = vienna.issue("domestic_scope"), vienna.issue("victim_care")
    talk = next(c for c in scope.conversations if c.delegations == scope.way_out.talked)
    now = scope.outlook.forecast.chance["adopted"]
    assert aim(vienna, scope).best == pytest.approx(now + talk.forecast.difference)
    assert care.way_out.some_text == care.outlook_after.forecast.chance["text"]
    assert aim(vienna, care).best == care.way_out.some_text > care.outlook.forecast.chance["adopted"]
    assert aim(vienna, vienna.issue("review_mechanism")).best is None
    game = replace(vienna, game=True)
    assert aim(game, scope).best == scope.way_out.passes.median
    row = table_of(page_one(vienna, ())).rows[[f.issue for f in vienna.issues].index("domestic_scope")]
    assert row[2].best == aim(vienna, scope).best


def test_what_a_talk_leaves_is_forecast_after_that_talk(vienna):
    """Not the chance without it."""
    care = vienna.issue("victim_care")
    assert (care.way_out.talked, care.way_out.wording) == (("pakistan",), "compromise")
    assert care.way_out.weaker == care.outlook_after.forecast.chance["weakened"]
    assert care.way_out.weaker > care.outlook.forecast.chance["weakened"] + 0.05


def test_confidence_falls_with_doubt_and_with_what_nobody_said(vienna):
    care = vienna.issue("victim_care")
    assert confidence(vienna, care) == "high"
    assert confidence(vienna, replace(care, unknown=("mexico",))) == "low"
    assert confidence(vienna, replace(care, held_back="record")) == "low"
    assert confidence(vienna, replace(care, outlook=replace(care.outlook, assumed=("everything",)))) == "low"
    doubted = replace(vienna.issue("non_punishment").questions[0], leverage=0.5)
    assert confidence(vienna, replace(care, questions=(doubted,))) == "medium"
    wide = replace(care.outlook.forecast, low={"adopted": 0.1}, high={"adopted": 0.9})
    assert confidence(vienna, replace(care, outlook=replace(care.outlook, forecast=wide))) == "medium"
    assumed = replace(vienna, case=replace(vienna.case, stances={}))
    assert confidence(assumed, care) == "low"


def test_the_grid_cannot_contradict_the_table(vienna):
    known = codes(vienna.case.delegations)
    grid = blocker_grid(vienna, known)
    for n, issue in enumerate(grid.issues):
        held = {h.actor: h for h in holders(vienna, vienna.issue(issue), known)}
        assert {row.actor: row.marks[n] for row in grid.rows if row.marks[n]} == held
    assert [row.code for row in grid.rows] == ["RUS", "CHN", "PAK", "IRN", "DZA"]
    weights = [row.weight for row in grid.rows]
    assert weights == sorted(weights, reverse=True)
    russia = vienna.case.delegations["russia"].influence
    assert grid.rows[0].weight == pytest.approx(russia * sum(m is not None for m in grid.rows[0].marks))
    shown = grid_of(vienna)
    assert shown.head == ("Blocks text", "1", "2", "3", "4", "5", "6")
    assert [c.plain for c in shown.rows[2]] == ["PAK Pakistan", "▸", "■", "■", "", "▸*", ""]
    assert [c.alt for c in shown.rows[2]][1:] == [
        "follows another", "objects alone", "objects alone", "does not block", "follows another, assumed",
        "does not block",
    ]  # fmt: skip
    assert shown.rows[2][5].kind == "assumed"
    first = page_one(vienna, ())
    legend = words(first) + words(rows_left_over(vienna, first))
    assert all(mark in legend for mark in MARKS.values())


def test_many_blockers_are_counted(vienna, monkeypatch):
    from positions.findings import glance

    monkeypatch.setattr(glance, "MOST_ROWS", 2)
    monkeypatch.setattr(glance, "MOST_COLUMNS", 4)
    grid = blocker_grid(vienna, codes(vienna.case.delegations))
    assert [row.code for row in grid.rows] == ["RUS", "CHN"]
    assert (grid.others, grid.by_others, grid.left_out) == (3, (2, 3, 1, 0), 2)
    shown = grid_of(vienna)
    assert [c.plain for c in shown.rows[-1]] == ["3 others", "+2", "+3", "+1", ""]
    assert "2 more texts fail." in words(page_one(vienna, ())) + words(rows_left_over(vienna, page_one(vienna, ())))


def test_it_says_that_it_is_a_replay(vienna, ports):
    assert "A replay, not a forecast: stances were coded on 2010-02-19" in words(page_one(vienna, ()))
    assert "A forecast." in words(page_one(ports, ()))
    assert "Everything in this case is invented." in words(page_one(ports, ()))


def test_each_line_says_whom_on_what_with_which_words_and_what_it_does(vienna):
    said = {a.kind + a.issue: a.plain for a in do_now(vienna)}
    talk = next(c for c in vienna.see if c.delegations == ("russia",))
    see = said["seedomestic_scope"]
    assert see.startswith("See Russia on purely domestic trafficking, with the text as tabled: in the game from ")
    assert f"adoption in the forecast: {change_words(talk.forecast)}." in see
    assert see.endswith("The record shows this talk took place.")
    planned = replace(vienna, see=tuple(replace(c, recorded=False) for c in vienna.see))
    assert "Before 2010-01-27." in do_now(planned)[0].plain
    assert "in the forecast" not in " ".join(a.plain for a in do_now(replace(vienna, game=True)))
    assert said["tablevictim_care"].startswith("Keep Argentina as sponsor of “Care without prejudice to cooperation”")
    assert "under our name" in said["tablevictim_care"]
    moved = replace(vienna, table=tuple(replace(t, as_now=False) for t in vienna.table))
    assert "Let Argentina table “Care without" in " ".join(a.plain for a in do_now(moved))
    assert said["putcivil_society_links"].startswith("Put “May cooperate, as appropriate” on closer links")
    assert any(a.kind == "ask" and "really object" in a.plain for a in do_now(vienna))


def test_a_text_that_we_oppose_is_to_be_stopped(vienna):
    passing = replace(vienna.issue("reopen_2009"), letter="A")
    (first, *_) = do_now(replace(vienna, issues=(passing,), see=(), table=(), ask=()))
    assert (first.kind, first.head) == ("object", "Object")
    likely = passing.on_table.forecast
    company = [a for a in likely.actors if a != "usa" and likely.p_objects(a) >= 0.1]
    assert any(vienna.case.actor_name("reopen_2009", a) in first.text for a in company)


def test_a_text_that_nobody_has_tabled_names_who_could(vienna):
    links = vienna.issue("civil_society_links")
    texts = tuple(replace(t, status="untabled") if t.wording == links.way_out.wording else t for t in links.texts)
    alone = replace(vienna, issues=(replace(links, texts=texts),), see=(), table=(), ask=())
    assert do_now(alone)[0].plain.endswith("It is not tabled yet; we can table it.")


def test_what_is_withheld_is_counted(vienna):
    assert "Released at U: 3 items were withheld" in words(page_one(released(vienna), ()))
    assert "Released" not in words(page_one(vienna, ()))


def test_where_there_is_nothing_to_do_it_says_so(vienna):
    fine = tuple(f for f in vienna.issues if f.letter == "G")
    none = replace(vienna, see=(), table=(), ask=(), issues=fine)
    assert listed(page_one(none, ())) is None
    assert "Nothing that the model can see" in words(page_one(none, ()))
    assert table_of(page_one(none, ())) is None
    assert rows_left_over(none, page_one(none, ())) is None
    said = words(page_one(released(none), ()))
    assert "Cannot be judged at this marking." in said
    assert "Nothing that the model can see" not in said
    assert "Only what may be seen at this marking counts." in said


def test_a_long_agenda_goes_on_over_the_page(vienna):
    many = replace(vienna, issues=tuple(pressing(vienna)) * 4)
    first = page_one(many, ())
    shown = len(table_of(first).rows)
    assert 3 <= shown <= MOST_ROWS
    assert listed(first) is not None
    rest = rows_left_over(many, first)
    assert len(table_of(rest).rows) == len(many.issues) - shown
    assert f"{len(many.issues) - shown} more issues on the next page." in words(first)
    assert (table_of(first, "grid") is None) != (table_of(rest, "grid") is None)


def unmarked(section):
    """Return what has content and carries no mark: lines to do, headline, rows of tables."""
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.style == "headline" and block.marking is None:
            found.append(block.plain)
        if isinstance(block, Table):
            found += [r[1].plain for r in block.rows if block.kind == "risks" and not r[1].plain.startswith("(")]
            found += [block.title] if block.marking is None else []
        if isinstance(block, Bullets):
            found += [p.plain for p in block.items if p.marking is None]
    return found


def test_every_line_with_content_carries_its_mark(vienna, ports):
    for findings in (vienna, ports, unknown(vienna)):
        assert unmarked(page_one(findings, ())) == []


def unknown(findings):
    plea = replace(findings.issue("plea_bargaining"), unknown=("mexico", "china"), held_back="unknown", letter="A")
    return replace(findings, issues=(plea,))


def test_who_is_unknown_is_in_the_row_and_asked_after(vienna):
    said = words(page_one(replace(unknown(vienna), game=True), ()))
    assert "Plea bargaining 2 of 9 delegations unknown" in said
    assert ") if those unknown agree" in said
    assert "Plea bargaining: what do Mexico and China hold? 2 of 9 delegations unknown, and it passes only if" in said
    assert "stances known (9 delegations × 11 issues)" in said
    assert "as tabled, if those unknown agree" in said


def test_the_letters_and_signs_are_explained(vienna):
    said = words(page_one(vienna, ()))
    assert "R what we want is not in sight: our text fails, or one we oppose passes" in said
    assert "○ as tabled with its band, ● with the best move" in said
