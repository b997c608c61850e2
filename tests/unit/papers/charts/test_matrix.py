"""The stance matrix, small, real and at conference size."""

from types import SimpleNamespace

import pytest

from positions.game import StanceLetters, stance_letters
from positions.papers.charts.matrix import (
    MOST_COLUMNS,
    MOST_ROWS,
    draw_matrix,
    matrix_message,
    matrix_pages,
    size_matrix,
)
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size, open_sheet
from tests.unit.papers.charts.conftest import FURNITURE, drawn


def synthetic(rows: int, columns: int) -> tuple[StanceLetters, Roster, dict[str, str]]:
    ids = tuple(f"d{n}" for n in range(rows))
    issues = tuple(f"i{n}" for n in range(columns))
    letters = tuple(tuple("BOCJSP·"[(r * 3 + c) % 7] for c in range(columns)) for r in range(rows))
    assumed = tuple(tuple((r + c) % 2 == 0 and letters[r][c] not in "P·" for c in range(columns)) for r in range(rows))
    codes = {d: f"D{n:02d}" for n, d in enumerate(ids)}
    names = {d: f"Delegation with a long name number {n}" for n, d in enumerate(ids)}
    sections = {d: "bloc 1" if n < rows // 2 else "does not block" for n, d in enumerate(ids)}
    titles = {i: f"An issue with rather many words in its title, the {n}th of them" for n, i in enumerate(issues)}
    return StanceLetters(ids, issues, letters, assumed), Roster(ids, codes, names, sections), titles


def test_vienna(vienna: SimpleNamespace, check) -> None:
    letters = stance_letters(vienna.case)
    made = check(
        lambda ax: draw_matrix(ax, letters, vienna.roster, vienna.titles),
        size_matrix(letters, vienna.roster, vienna.titles),
        stable=True,
    )
    assert made == "Review mechanism meets most resistance: 5 of 9 delegations do not accept its text"


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 2), (MOST_ROWS, 3), (4, MOST_COLUMNS)])
def test_any_size(rows: int, columns: int, check) -> None:
    letters, roster, titles = synthetic(rows, columns)
    check(lambda ax: draw_matrix(ax, letters, roster, titles), size_matrix(letters, roster, titles))


def test_a_conference_is_split_into_legible_sheets_and_nobody_is_lost() -> None:
    letters, roster, titles = synthetic(95, 50)
    pages = matrix_pages(letters, roster)
    assert len(pages) == 3 * 2
    assert max(len(p.delegations) for p in pages) <= MOST_ROWS
    assert {(d, i) for p in pages for d in p.delegations for i in p.issues} == {
        (d, i) for d in letters.delegations for i in letters.issues
    }
    assert size_matrix(pages[0], roster, titles).height < 262
    at = letters.delegations.index("d50"), letters.issues.index("i30")
    page = next(p for p in pages if "d50" in p.delegations and "i30" in p.issues)
    assert page.letters[page.delegations.index("d50")][page.issues.index("i30")] == letters.letters[at[0]][at[1]]


def test_assumed_cells_are_hatched_and_stated_ones_are_not() -> None:
    letters, roster, titles = synthetic(4, 3)
    _, ax = open_sheet(Size(), FURNITURE)
    draw_matrix(ax, letters, roster, titles)
    assert drawn(ax, "assumed") == sum(map(sum, letters.assumed)) + 1  # and the key
    shown = sorted(t.get_text() for t in ax.texts if t.get_label() == "letter")
    assert shown == sorted(letters.shown(d, i) for d in range(4) for i in range(3))


def test_message_counts_only_what_is_on_record() -> None:
    one = StanceLetters(("a", "b"), ("i",), (("B",), ("O",)), ((False,), (True,)))
    assert (
        matrix_message(one, {"i": "Fees"}) == "Fees meets most resistance: 1 of 2 delegations does not accept its text"
    )
    none = StanceLetters(("a",), ("i",), (("O",),), ((True,),))
    assert matrix_message(none, {}) == "Nobody is on record against a text on the table"
