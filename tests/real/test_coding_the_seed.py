"""The worksheet of the Vienna cable against what a person coded from it: the stances of the worked case."""

import re
from pathlib import Path

import pytest

from positions.cables import read_cable_file
from positions.cables.names import NameFinder, words_for
from positions.cables.worksheet import make_worksheet
from positions.casefiles import load_case

pytestmark = pytest.mark.real
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def coded(seeds):
    case = load_case(DATA)
    cable = read_cable_file(seeds["vienna"])
    return case, cable, make_worksheet(case, cable, document="vienna_cable")


def test_every_coded_stance_whose_delegation_is_named_has_its_passage(coded):
    case, cable, sheet = coded
    finder = NameFinder({d: words_for(one.iso3, one.name) for d, one in case.delegations.items()})
    named = {p.number: {m.id for m in finder.find(p.text)} for p in cable.paragraphs}
    places = {
        (d, i, int(number))
        for (d, i), stance in case.stances.items()
        if stance.source.document == "vienna_cable"
        for number in re.findall(r"\d+", stance.source.paragraph)
    }
    findable = {(d, i, n) for d, i, n in places if d in named[n]}
    listed = {(p.delegation, p.issue, p.paragraph) for p in sheet.passages}
    assert len(findable) >= 30
    assert findable <= listed
    assert len(listed) < 6 * len(findable)


def test_marks_and_quotes_are_the_cables_own(coded):
    _, cable, sheet = coded
    for passage in sheet.passages:
        paragraph = cable.paragraph(passage.paragraph)
        assert passage.mark is paragraph.mark
        assert passage.quote.removesuffix(" ...") in paragraph.text
        assert paragraph.first_line <= passage.first_line <= passage.last_line <= paragraph.last_line


def test_a_release_leaves_out_the_fifth_paragraph(coded, seeds):
    case, cable, sheet = coded
    from positions.markings import Marking

    released = make_worksheet(case, cable, release=Marking.U)
    assert {p.paragraph for p in sheet.passages} - {p.paragraph for p in released.passages} == {5}
    assert released.withheld == sum(p.paragraph == 5 for p in sheet.passages)
    assert released.marking is Marking.U
