import pytest

from positions.findings import Side, WayOut
from positions.findings.ways_out import Choice, best_way_out, expected_value, letter, risk
from positions.simulation import Band


def sure(p):
    return Band(p, p, p)


def test_what_passes_is_taken_before_what_is_worth_more_and_fails():
    made = best_way_out([Choice("bold", (), sure(0.3), 1.0), Choice("mild", (), sure(0.95), 0.6)], 0.0, "")
    assert made == WayOut("mild", (), sure(0.95), gains=True)


def test_a_talk_has_to_earn_its_effort():
    free, talk = Choice("mild", (), sure(0.95), 0.8), Choice("mild", ("a",), sure(1.0), 0.8)
    assert best_way_out([free, talk], 0.0, "").talked == ()
    shaky = Choice("mild", (), sure(0.5), 0.8)
    assert best_way_out([shaky, talk], 0.0, "").talked == ("a",)


def test_a_text_nobody_has_tabled_has_to_earn_its_effort():
    table, new = Choice("on_table", ("a",), sure(0.8), 0.85), Choice("new", ("a",), sure(0.95), 0.75, new_text=True)
    assert best_way_out([table, new], 0.15, "").wording == "on_table"


def test_only_the_fallback_is_left():
    old = Choice("old", (), sure(1.0), 0.0)
    assert best_way_out([Choice("new", (), sure(0.0), 0.9), old], 0.0, "old") == WayOut("old", (), sure(1.0), False)
    assert best_way_out([Choice("new", (), sure(0.0), 0.9)], 0.0, "") is None
    assert best_way_out([], 0.0, "") is None


def test_expected_value_lies_between_text_and_fallback():
    assert expected_value(0.0, 1.0, 0.3) == 0.3
    assert expected_value(1.0, 0.9, 0.3) == 0.9
    assert expected_value(1.0, 0.9, 0.3, new_text=True, talk=True) < 0.9


@pytest.mark.parametrize(
    ("stand", "passes", "way_out", "expected"),
    [
        ("for", 0.9, None, "G"),
        ("open", 0.8, None, "G"),
        ("for", 0.1, None, "R"),
        ("for", 0.1, WayOut("x", (), sure(0.9), True), "A"),
        ("for", 0.1, WayOut("x", (), sure(0.3), True), "R"),
        ("for", 0.1, WayOut("x", (), sure(0.9), False), "R"),
        ("against", 0.1, None, "G"),
        ("against", 0.4, None, "A"),
        ("against", 0.9, None, "R"),
    ],
)
def test_letters(stand, passes, way_out, expected):
    assert letter(Side(stand, 0.5), sure(passes), way_out) == expected


def test_risk_is_the_chance_that_it_goes_against_us():
    assert risk(Side("for", 1.0), sure(0.2)) == pytest.approx(0.8)
    assert risk(Side("against", 0.0), sure(0.2)) == pytest.approx(0.2)


def test_value_without_a_known_side_is_what_a_text_binds_to():
    assert Side("open").value(0.7) == 0.7
    assert Side("for", 0.5).value(0.7) == pytest.approx(0.8)
