import pytest

from positions.markings import Marking
from positions.papers.formats.document import Book, Bullets, Cell, Figure, Section, Table, paragraph, run


def book(*sections, marking=Marking.SBU):
    return Book("t", marking, "s", (), sections)


def test_a_row_has_as_many_cells_as_the_head():
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        Table(("a", "b"), ((Cell(run("x")),),))


@pytest.mark.parametrize(
    "block",
    [
        paragraph("x", marking=Marking.S),
        Figure("f", "x", Marking.S),
        Table(("a",), (), marking=Marking.S),
        Bullets((paragraph("x", marking=Marking.S),), numbered=True),
    ],
)
def test_a_book_is_never_marked_lower_than_what_it_holds(block):
    with pytest.raises(ValueError, match="marked SBU and holds something S"):
        book(Section("one", "One", (block,)))
    assert book(Section("one", "One", (block,)), marking=Marking.S)


def test_sections_have_ids_of_their_own():
    with pytest.raises(ValueError, match="two sections of one id"):
        book(Section("one", "One", ()), Section("one", "Two", ()))


def test_figures_are_found_wherever_they_stand():
    inner = Figure("inner", "x", Marking.U)
    assert book(Section("one", "One", (paragraph("x"), inner, Figure("b", "x", Marking.U)))).figures()[0] is inner
