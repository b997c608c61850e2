"""How problems are shown to a person."""

from __future__ import annotations

from positions.cli.problems import format_problems
from positions.errors import Problem


def test_long_lines_are_cut_around_the_place() -> None:
    line = "  - {" + "a: 1, " * 40 + "salience: 17.5, " + "b: 2, " * 40 + "}"
    column = line.index("17.5") + 1
    shown = format_problems([Problem("x.yaml", 3, column, "out-of-range", "no", "mend", line)]).splitlines()
    assert shown[0] == f"x.yaml:3:{column}: no"
    assert len(shown[1]) < 110
    assert shown[1].startswith("    …")
    assert shown[1].endswith("…")
    caret = shown[2].index("^")
    assert shown[1][caret : caret + 4] == "17.5"
    assert shown[2][caret:] == "^ mend"


def test_what_cannot_be_printed_is_a_dot() -> None:
    shown = format_problems([Problem("x.yaml", 1, 4, "tab", "no", "", "\ta\x1bb")]).splitlines()
    assert shown[1:3] == ["    a·b", "      ^"]


def test_wide_characters_take_two_columns() -> None:
    shown = format_problems([Problem("x.yaml", 1, 3, "tab", "no", "", "日本x")]).splitlines()
    assert shown[2] == " " * 8 + "^"


def test_a_file_as_a_whole() -> None:
    text = format_problems([Problem("x.yaml", 0, 0, "empty-file", "the file is empty", "fill it")])
    assert text == "x.yaml: the file is empty\n    fill it\n1 problem in 1 file; nothing was written."
    problem = Problem("x.yaml", 0, 0, "empty-file", "the file is empty", "fill it")
    assert format_problems([problem], writes=False).splitlines()[-1] == "1 problem in 1 file"
