"""The page on markings shows the table by which marks are read, row by row."""

from pathlib import Path

from positions.markings import FORMS

PAGE = (Path(__file__).parents[2] / "docs/markings.md").read_text(encoding="utf-8")


def test_every_row_stands_in_the_page_and_no_other():
    rows = [f"| {row} |" for row in FORMS.strip().splitlines()]
    assert [line for line in PAGE.splitlines() if line.count("|") == 4 and line[2:3].isupper()] == rows
