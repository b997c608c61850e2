from dataclasses import replace

from positions.briefing import summary
from positions.briefing.terminal import WIDTH


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
    assert "see first: Russia on purely domestic trafficking (+" in whole
    assert 'let Argentina table "Care without prejudice to cooperation"' in whole
    assert "replay: stances coded after the meeting" in whole
    assert "UNCLASSIFIED//SENSITIVE (8 of 26 stances)" in whole


def test_a_chance_is_never_torn_from_its_band(vienna):
    for line in summary(vienna).splitlines():
        assert line.count(" % (") == line.count("%")


def test_nothing_to_do_is_said(vienna):
    assert summary(replace(vienna, see=(), table=(), ask=())).endswith("nothing to do that the model can see")


def test_a_long_agenda_is_cut(vienna):
    assert "... and 2 more in the briefing" in summary(replace(vienna, issues=vienna.issues * 2))
