"""``positions note``, ``positions stances`` and ``positions init --from`` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.program import run as positions

ROOT = Path(__file__).parents[2]
AGENDA = """\
Working Group on Ports, third session
2031-05-05 to 2031-05-07, Kap
Marking: U
For: NOR
Delegations: NOR, SWE, European
  Union, g77 = Group of 77 (group statement), Finland
Documents:
  notes: Our notes from the floor, 2031-05-05 (SBU)

1. fees: Port fees
   Ports [shall / should] publish their fees [, as appropriate].
2. Work at night
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "agenda.txt").write_text(AGENDA, encoding="utf-8")
    made = positions("init", "case", "--from", "agenda.txt", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert positions("check", "case", cwd=tmp_path).returncode == 0
    return tmp_path


def test_an_agenda_becomes_a_case(place: Path) -> None:
    from positions.casefiles import load_case

    case = load_case(place / "case")
    assert (case.meeting.start, case.meeting.end, case.meeting.place) == ("2031-05-05", "2031-05-07", "Kap")
    assert case.meeting.principal == "norway"
    assert {d.id: d.iso3 for d in case.delegations.values()} == {
        "norway": "NOR", "sweden": "SWE", "european_union": "EUE", "g77": "", "finland": "FIN"}  # fmt: skip
    assert case.documents["notes"].date == "2031-05-05"
    fees = case.issues["fees"]
    assert fees.text(fees.tabled) == "Ports shall publish their fees."
    assert fees.text("softest") == "Ports should publish their fees, as appropriate."
    assert (fees.place_of(fees.tabled), fees.path, fees.agenda_item) == (1.0, ("softest",), "1")
    assert case.issues["work_at_night"].text("tabled") == "Work at night"


WRONG = {
    "title\n": "agenda.txt:1:1: an agenda begins",
    AGENDA.replace("Marking: U", "Marking: X"): 'agenda.txt:3:1: unknown marking "X"',
    AGENDA.replace("Marking: U\n", ""): "agenda.txt:2:1: the agenda is not marked",
    AGENDA.replace("2031-05-05 to", "May 5 to"): "agenda.txt:2:1: the second line gives",
    AGENDA.replace("For: NOR", "For: NRO"): 'agenda.txt:4:1: no delegation "NRO" is listed',
    AGENDA.replace("Delegations: NOR", "Delegations: NOR, Norway"): 'agenda.txt:5:1: "Norway" is listed twice',
    AGENDA.replace("NOR, SWE", "NOR, Congo"): 'agenda.txt:5:1: "Congo" can be',
    AGENDA.replace(" (SBU)", ""): "agenda.txt:8:1: a document has an id",
    AGENDA.replace("2. Work", "Work"): 'agenda.txt:12:1: "Work at night" is neither',
    AGENDA.replace("2. Work at night", "2. fees: Again"): 'agenda.txt:12:1: a second item is called "fees"',
    AGENDA.replace("[shall / should]", "[shall / should"): "agenda.txt:11:10: ",
    AGENDA.replace("For:", "From:"): 'agenda.txt:4:1: an agenda has no "From"',
    AGENDA.replace("For: NOR", "Marking: U"): "agenda.txt:4:1: marking stands here a second time",
    AGENDA.partition("\n1.")[0]: "agenda.txt:1:1: the agenda has no items",
    AGENDA.replace("Delegations: NOR, SWE, European\n  Union, g77 = Group of 77 (group statement), Finland\n", "")
    .replace("For: NOR\n", ""): "agenda.txt:1:1: the agenda lists no delegations",
    AGENDA.replace("to 2031-05-07", "to 2031-04-07"): "the case begun from it: end 2031-04-07 is before",
}  # fmt: skip


@pytest.mark.parametrize("agenda", WRONG, ids=[v.partition(": ")[2][:40] for v in WRONG.values()])
def test_what_is_wrong_with_an_agenda(agenda: str, tmp_path: Path) -> None:
    (tmp_path / "agenda.txt").write_text(agenda, encoding="utf-8")
    found = positions("init", "case", "--from", "agenda.txt", cwd=tmp_path)
    assert found.returncode == 1
    assert WRONG[agenda] in found.stderr
    assert not (tmp_path / "case").exists()


def test_a_line_is_added(place: Path) -> None:
    line = '2031-05-05 fees: SWE, opposed by FIN: all fees +2 (SBU) [notes 3] "every fee"'
    found = positions("note", "case", line, cwd=place)
    assert (found.returncode, found.stderr) == (0, "")
    text = (place / "case" / "floor.txt").read_text(encoding="utf-8")
    assert text.endswith("# documents: notes\n" + line + "\n")
    at = len(text.splitlines())
    assert found.stdout.splitlines()[2:-2] == [
        f"floor.txt:{at}  sweden on fees: unknown → +2 M (ideal 0.85, accepts 0 to 1, salience 0.5)",
        f"floor.txt:{at}  finland on fees: unknown → -2 M (ideal 0.1, accepts 0 to 0.3, salience 0.5)",
    ]
    again = positions("note", "--case", "case", "2031-05-06 same: FIN backs off +1", "--json", cwd=place)
    (change,) = json.loads(again.stdout)["data"]["changes"]
    assert change["sign_changed"]
    assert change["after"].startswith("+1 M")


def test_a_line_with_a_problem_is_not_written(place: Path) -> None:
    before = (place / "case" / "floor.txt").read_bytes()
    found = positions("note", "case", "2031-05-05 fee: SWE oposes (SB) [notes]", cwd=place)
    assert found.returncode == 1
    assert f"floor.txt:{before.count(b'N') and len(before.splitlines()) + 1}:12: no issue" in found.stderr
    assert "nothing was written" in found.stderr
    assert (place / "case" / "floor.txt").read_bytes() == before


def test_several_lines_are_added_or_none(place: Path) -> None:
    good = "2031-05-05 fees: SWE supports (U) [notes 3]\n2031-05-05 same: FIN opposes\n"
    before = (place / "case" / "floor.txt").read_bytes()
    assert positions("note", "case", "-", cwd=place, given=good + "2031-05-05 same: XX opposes\n").returncode == 1
    assert (place / "case" / "floor.txt").read_bytes() == before
    assert positions("note", "case", "-", cwd=place, given=good).returncode == 0
    assert (place / "case" / "floor.txt").read_bytes() == before + good.encode()
    assert positions("note", "case", "# only a comment", cwd=place).returncode == 2
    assert positions("note", "case", cwd=place).returncode == 2


def test_a_case_without_notes_gets_a_file(place: Path) -> None:
    (place / "case" / "floor.txt").unlink()
    assert positions("note", "case", "2031-05 fees: SWE supports (U) [notes 3]", cwd=place).returncode == 0
    assert (place / "case" / "floor.txt").read_text() == "2031-05 fees: SWE supports (U) [notes 3]\n"


def test_each_stance_with_its_lines(place: Path) -> None:
    for line in ("2031-05-05 fees: FIN opposes (U) [notes 1]", "2031-05-06 fees: FIN backs off +1 (SBU) [notes 2]"):
        positions("note", "case", line, cwd=place)
    found = positions("stances", "case", "fees", cwd=place)
    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == lines[-1] == "UNCLASSIFIED//SENSITIVE"
    assert lines[3] == "  FIN   +1 M  ideal 0.6, accepts 0 to 1, salience 0.5  [CHANGED SIDES]"
    assert re_place(lines[4]) == ("2031-05-05 -2", "notes para 1 (U)")
    assert lines[5].lstrip().startswith("> 2031-05-06 +1")
    (cell,) = json.loads(positions("stances", "--case", "case", "fees", "--json", cwd=place).stdout)["data"]["cells"]
    assert (cell["sign_changed"], cell["written"], cell["marking"]) == (True, False, "SBU")
    assert [s["counts"] for s in cell["statements"]] == [False, True]
    (cell,) = json.loads(positions("stances", "case", "--release", "U", "--json", cwd=place).stdout)["data"]["cells"]
    assert (cell["code"], cell["statements"][0]["place"]) == ("-2 M", "")


def re_place(line: str) -> tuple[str, str]:
    return line.split("  opposes")[0].strip(), line.split("  ")[-2].strip()


def test_the_table_is_printed(place: Path) -> None:
    assert "  -2    0.1  0 to 0.3" in positions("stances", "--codes", cwd=place).stdout
    found = json.loads(positions("stances", "--codes", "--json", cwd=place).stdout)["data"]
    assert found["codes"][0] == {"code": 3, "ideal": 1.0, "acceptance": [0.0, 1.0]}


def test_an_issue_that_is_not_there(place: Path) -> None:
    found = positions("stances", "case", "feess", cwd=place)
    assert found.returncode == 2
    assert "did you mean fees?" in found.stderr
    assert positions("stances", "case", "fees", "more", cwd=place).returncode == 2
