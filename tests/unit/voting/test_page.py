"""The page for users says what the program does."""

import doctest
from pathlib import Path

from positions.cli.vote import USUAL
from positions.simulation import IN_A_VOTE, STATES
from positions.voting import parse_rule

PAGE = Path(__file__).parents[3] / "docs" / "voting.md"


def test_the_examples_of_the_page_run():
    assert doctest.testfile(str(PAGE), module_relative=False) == (0, 9)


def test_the_page_names_the_shares_that_are_used():
    text = PAGE.read_text()
    at = STATES.index("dissociate")
    soft, hard = (
        " / ".join(f"{100 * share:.0f}" for share in reading[at]) for reading in (IN_A_VOTE.soft, IN_A_VOTE.hard)
    )
    assert f"between {soft} and {hard} %" in text
    assert f"correlation {IN_A_VOTE.alike}" in text


def test_every_rule_of_the_page_can_be_typed():
    members, weights = ["rus", "usa", "chn", "fra"], [1, 2, 3, 4]
    cells = [line.split("|")[1] for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    typed = [text.strip("` ") for cell in cells for text in cell.split(",  " if "security" in cell else "`, `")]
    assert len(typed) == 19
    for text in typed:
        name = text.replace(",…", "").replace("…", "simple_majority")
        assert parse_rule(name, members, weights).words()
    for text in USUAL:
        assert parse_rule(text, members).words()
