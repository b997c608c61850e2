from dataclasses import replace

from positions.findings.phrases import points
from positions.papers.book import summary
from positions.papers.book.terminal import WIDTH


def test_it_fits_a_hundred_columns_and_is_plain(vienna, ports):
    for findings in (vienna, ports):
        lines = summary(findings).splitlines()
        assert max(map(len, lines)) <= WIDTH
        assert all(line == line.rstrip() for line in lines)


def test_worst_first_with_what_to_do(vienna):
    lines = summary(vienna).splitlines()
    letters = [line[2] for line in lines if line.startswith("  ") and line[2:4] in ("R ", "A ", "G ")]
    assert letters == [f.letter for f in vienna.issues]
    whole = " ".join(line.strip() for line in lines)
    talk = next(c for c in vienna.see if c.delegations == ("russia",))
    assert f"Russia on purely domestic trafficking (adoption +{round(100 * talk.forecast.difference)} points" in whole
    game = " ".join(line.strip() for line in summary(replace(vienna, game=True)).splitlines())
    assert f"Russia on purely domestic trafficking (median gain {points(talk.gain)})" in game
    assert 'let Argentina table "Care without prejudice to cooperation"' in whole
    assert "replay: stances coded after the meeting" in whole
    assert "UNCLASSIFIED//SENSITIVE (8 of 26 stances)" in whole


def test_a_chance_is_never_torn_from_its_band(vienna):
    for line in summary(replace(vienna, game=True)).splitlines():
        assert line.count(" % (") == line.count("%")


def test_nothing_to_do_is_said(vienna):
    assert summary(replace(vienna, see=(), table=(), ask=())).endswith("nothing to do that the model can see")


def test_a_long_agenda_is_cut(vienna):
    assert "... and 2 more in the briefing" in summary(replace(vienna, issues=vienna.issues * 2))


def test_who_is_unknown_is_counted_and_asked_after(vienna):
    plea = replace(vienna.issue("plea_bargaining"), unknown=("mexico", "china"), held_back="unknown", letter="A")
    lines = summary(replace(vienna, issues=(plea,), see=(), table=(), ask=(), game=True)).splitlines()
    whole = " ".join(" ".join(lines).split())
    assert "Plea bargaining; 2 of 9" in whole
    assert "delegations unknown" in whole
    assert "% (" in whole
    assert "those unknown" in whole
    assert "ask first: Mexico and China on plea bargaining (nothing is known of them)" in whole
    assert lines[1].startswith("26 of 99 stances known (9 delegations x 11 issues)")
    assert max(map(len, lines)) <= WIDTH
