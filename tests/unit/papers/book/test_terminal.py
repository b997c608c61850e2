from dataclasses import replace

import pytest

from positions.findings.actions import do_now
from positions.papers.book import summary
from positions.papers.book.terminal import WIDTH


@pytest.mark.parametrize("width", [WIDTH, 80, 60])
def test_it_fits_its_columns_and_is_plain(vienna, ports, width):
    for findings in (vienna, ports):
        lines = summary(findings, width).splitlines()
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)
        assert not set("“”–…") & set("".join(lines))


@pytest.mark.parametrize("width", [WIDTH, 80, 60])
def test_the_headline_and_what_to_do_come_before_the_issues(vienna, width):
    lines = summary(vienna, width).splitlines()
    whole = " ".join(" ".join(lines).split())
    letters = [line.strip()[0] for line in lines if line.strip()[:2] in ("R ", "A ", "G ")]
    worst = [f.letter for f in vienna.issues if f.letter != "G"]
    assert letters == [*worst, "G"]
    todo = [a.plain.replace("–", "-").replace("“", '"').replace("”", '"') for a in do_now(vienna)]
    places = [whole.index(vienna.headline), *map(whole.index, todo), whole.index("R Non-punishment")]
    assert places == sorted(places)
    assert "replay: stances coded after the meeting" in whole
    assert "UNCLASSIFIED//SENSITIVE (8 of 26 stances)" in whole
    assert "G On course: Global Plan of Action, Plea bargaining" in whole


def test_it_says_the_same_as_page_one(vienna):
    lines = summary(vienna).splitlines()
    scope = next(line for line in lines if line.startswith("  A Purely domestic"))
    assert "RUS (PAK*)" in scope
    assert "as tabled, after" in scope
    assert scope.endswith(("high", "medium", "low"))
    assert any("RUS IRN PAK CHN +1" in line for line in lines)


@pytest.mark.parametrize("width", [WIDTH, 60])
def test_a_chance_is_never_torn_from_its_band(vienna, width):
    lines = summary(replace(vienna, game=True), width).splitlines()
    for line in lines[lines.index("Do now") :]:
        assert line.count(" % (") + line.count("% of worlds") == line.count("%")


def test_nothing_to_do_is_said(vienna):
    fine = tuple(f for f in vienna.issues if f.letter == "G")
    none = replace(vienna, see=(), table=(), ask=(), issues=fine)
    assert "Do now: nothing that the model can see." in summary(none)
    made = replace(vienna.case.provenance, withheld=3, release="U")
    assert "cannot be judged at this marking" in summary(replace(none, case=replace(none.case, provenance=made)))


def test_a_long_agenda_is_cut(vienna):
    worst = tuple(f for f in vienna.issues if f.letter != "G")
    assert "... and 8 more in the briefing" in summary(replace(vienna, issues=worst * 4))


def test_who_is_unknown_is_counted_and_asked_after(vienna):
    plea = replace(vienna.issue("plea_bargaining"), unknown=("mexico", "china"), held_back="unknown", letter="A")
    lines = summary(replace(vienna, issues=(plea,), see=(), table=(), ask=(), game=True)).splitlines()
    whole = " ".join(" ".join(lines).split())
    assert "Plea bargaining; 2 of 9" in whole
    assert "Find out: Plea bargaining: what do Mexico and China hold?" in whole
    assert lines[1].startswith("26 of 99 stances known (9 delegations x 11 issues)")
    assert max(map(len, lines)) <= WIDTH
