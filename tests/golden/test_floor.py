"""The example of notes from the floor: an agenda and its notes give the stances that were coded by hand in YAML."""

import shutil
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter

EXAMPLES = Path(__file__).parents[2] / "examples"
FLOOR, RECORD = EXAMPLES / "floor", EXAMPLES / "record" / "sb28_2008"
BY_HAND = ("g77_china", "cge_mandate")  # the record's ideal point there is not that of the coding table


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("floor") / "case"
    write_starter(folder, FLOOR / "agenda.txt")
    shutil.copy(FLOOR / "floor.txt", folder)
    return load_case(folder)


def test_two_short_files_are_a_case(case):
    lines = [len((FLOOR / name).read_text().splitlines()) for name in ("agenda.txt", "floor.txt")]
    assert sum(lines) < 150
    assert len(case.issues) == 16
    assert len(case.stances) == 73
    assert not case.written_stances


def test_the_stances_are_those_that_were_coded_by_hand(case):
    record = load_case(RECORD)
    assert record.stances.keys() == case.stances.keys()
    for cell, coded in record.stances.items():
        found = case.stances[cell]
        assert (found.acceptance, found.salience, found.mobility) == (coded.acceptance, coded.salience, coded.mobility)
        assert (found.code, found.source.document) == (coded.code, coded.source.document), cell
        assert found.ideal == coded.ideal or cell == BY_HAND, cell
        assert len(found.red_lines) == len(coded.red_lines)
        assert {line.firmness for line in found.red_lines} <= {0.6}


def test_every_cell_names_its_lines(case):
    said = {(who, s.issue): s for s in case.statements for who in s.who}
    lines = (FLOOR / "floor.txt").read_text().splitlines()
    for (who, issue), statement in said.items():
        file, _, number = statement.place.partition(":")
        assert file == "floor.txt"
        line = lines[int(number) - 1]
        assert line.startswith(statement.date)
        assert (case.delegations[who].iso3 in line) or who in line or "EU" in line, (who, issue, line)
