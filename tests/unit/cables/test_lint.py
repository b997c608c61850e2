"""Every rule of the cable checker has a broken file, and finds in it what its first line says and nothing else."""

from pathlib import Path

import pytest

from positions.cables.lint import LONG_TEXT, MOST, RULES, lint
from positions.cables.untrusted import MAX_BYTES
from positions.errors import PositionsError

FIXTURES = Path(__file__).parent / "fixtures"
BROKEN = sorted((Path(__file__).parents[2] / "bad_inputs" / "cables").glob("*.txt"))
GOOD = (FIXTURES / "good.txt").read_text(encoding="ascii")


def parts(path):
    """Return the expectations of a broken file and the text that is checked."""
    lines = path.read_text(encoding="utf-8").split("\n")
    expected = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    return expected, "\n".join(line for line in lines if not line.startswith("# expect: "))


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_file_is_found_out(path):
    expected, text = parts(path)
    assert [f"{p.rule} {p.line}:{p.column} {p.message}" for p in lint(text)] == expected
    assert expected[0].split()[0] == path.stem.partition("--")[0]


def test_every_rule_has_a_broken_file():
    assert {p.stem.partition("--")[0] for p in BROKEN} == set(RULES)


def test_a_good_cable_has_nothing_to_mend():
    assert lint(GOOD) == ()
    assert lint(GOOD, width=69) == ()
    assert lint(GOOD.replace("\n", "\r\n")) == ()


def test_the_width_is_an_option_of_two_values():
    text = GOOD.replace("Two.", "x" * 50)
    assert [p.rule for p in lint(text)] == ["too-long"]
    assert lint(text, width=69) == ()
    with pytest.raises(ValueError, match="55 or 69"):
        lint(GOOD, width=80)


def test_a_single_paragraph_carries_no_number():
    head = GOOD[: GOOD.index("1. (SBU)")]
    assert lint(head + "Nothing happened.\n\nUNCLASSIFIED\n") == ()


def test_numbers_between_begin_text_and_end_text_mean_nothing():
    assert lint(GOOD.replace("Two.", "Two.\n\nBEGIN TEXT\n\n7. Urges States.\n\nEND TEXT")) == ()


def test_a_classified_cable_that_says_what_it_must():
    text = GOOD.replace("UNCLASSIFIED", "CONFIDENTIAL").replace("SENSITIVE\n", "")
    text = text.replace("N/A", "DECL: 01/27/2030")
    text = text.replace("\n\n1.", "\nCLASSIFIED BY: A PERSON, COUNSELLOR\nREASON: 1.4 (B)\n\n1.")
    assert lint(text) == ()


def test_a_higher_overall_marking_is_a_persons_choice():
    assert lint(GOOD.replace("(SBU)", "(U)")) == ()


def test_many_problems_of_one_rule_are_counted_and_not_all_listed():
    text = GOOD.replace("Two.\n", "Two.\n" + "\tx\n" * (MOST + 5))
    found = lint(text)
    assert len(found) == MOST + 1
    assert found[-1].message == "and 5 more of the same: no tabs"


def test_a_summary_is_asked_for_only_when_the_text_is_long():
    lines = LONG_TEXT - GOOD[GOOD.index("1. (SBU)") :].count("\n")
    text = GOOD.replace("Summary: One. End summary.", "One.").replace("Two.\n", "Two.\n" + "More.\n" * lines)
    assert lint(text) == ()
    assert [p.rule for p in lint(text.replace("Two.\n", "Two.\nMore.\n"))] == ["no-summary"]


def test_what_is_too_long_to_be_a_cable_is_refused():
    with pytest.raises(PositionsError, match="too long"):
        lint("x" * (MAX_BYTES + 1))


def test_an_empty_text_is_no_cable():
    assert {p.rule for p in lint("")} == {"no-class-line", "no-order-line", "no-tags", "no-subject", "no-text"}
