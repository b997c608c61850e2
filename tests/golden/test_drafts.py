"""Four states of a text in the form of a climate draft, and a Rev.1 of the worked case."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from positions.api.drafts import chances
from positions.casefiles import load_case
from positions.casefiles.next_draft import draft_text, next_draft
from positions.casefiles.starter import write_starter
from positions.markings import Marking
from positions.model import withhold
from tests.program import run as positions

ROOT = Path(__file__).parents[2]
DRAFTS = ROOT / "examples" / "drafts"
REV_1 = (
    "States parties should [ensure / consider] the provision of assistance and protection to victims [, not "
    "conditional solely on their cooperation with law enforcement / , without prejudice to the importance of their "
    "cooperation in "
    "criminal proceedings] [within available resources]."
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write_starter(tmp_path / "case", DRAFTS / "agenda.txt")
    shutil.copy(DRAFTS / "floor.txt", tmp_path / "case")
    return tmp_path


def write(place: Path, n: int) -> dict[str, object]:
    dated = ("--date", f"2031-09-0{n + 1}", "--title", f"Rev.{n}", "--write")
    found = positions(
        "draft", "case", "emissions", str(DRAFTS / f"rev{n}.txt"), *dated, "--draws", "20", "--json", cwd=place
    )
    assert found.returncode == 0, found.stderr
    made: dict[str, object] = json.loads(found.stdout)["data"]
    return made


def kinds(found: dict[str, object]) -> list[tuple[str, ...]]:
    return [tuple(c["kinds"]) for c in found["clauses"]]  # type: ignore[attr-defined]


def test_from_draft_to_draft(place: Path) -> None:
    one = write(place, 1)
    assert kinds(one) == [("kept",), ("changed",), ("kept",), ("changed",), ("new",)]
    assert [c["harder"] for c in one["clauses"]] == [0, -1, 0, 0, 0]  # type: ignore[attr-defined]
    assert one["clauses"][1]["vanished"] == ["shall"]  # type: ignore[index]
    assert [(r["delegation"], r["text"]) for r in one["recode"]] == [("saudi_arabia", "shall")]  # type: ignore[attr-defined]
    assert {u["clause"] for u in one["unspoken"]} == {"and_to_convene_a", "fuels_made_with_electricity"}  # type: ignore[attr-defined]
    two = write(place, 2)
    assert kinds(two) == [
        ("moved", "renumbered"),
        ("changed", "renumbered"),
        ("renumbered",),
        ("split",),
        ("renumbered",),
    ]
    three = write(place, 3)
    assert kinds(three) == [("changed",), ("changed",), ("changed",), ("merged",), ("gone",)]
    gone = [(r["delegation"], r["text"]) for r in three["recode"]]  # type: ignore[attr-defined]
    assert gone == [("united_states_of_america", "new and additional")]
    case = load_case(place / "case")
    kept = case.issues["emissions"].drafts
    assert [(v.date, v.title) for v in kept] == [
        ("2031-09-01", ""), ("2031-09-02", "Rev.1"), ("2031-09-03", "Rev.2"), ("2031-09-04", "Rev.3")]  # fmt: skip
    assert kept[-1].text == case.issues["emissions"].draft
    assert kept[0].text.startswith("1. [All Parties / Developed country Parties]")
    assert len(case.stances) == 8
    states = json.loads(positions("history", "case", "emissions", "--draws", "20", "--json", cwd=place).stdout)["data"][
        "states"
    ]
    blocs = [set(s["bloc"]) for s in states]
    assert [len(bloc) for bloc in blocs] == [6, 6, 6, 2]
    assert blocs[-1] < blocs[0]
    assert states[0]["position"] == 1.0
    assert states[-1]["position"] == pytest.approx(0.8)


def test_the_comparison_is_a_page_too(place: Path) -> None:
    for n in (1, 2):
        write(place, n)
    words = ("draft", "case", "emissions", str(DRAFTS / "rev3.txt"), "--draws", "20")
    assert positions(*words, "-o", "changes.html", cwd=place).returncode == 0
    page = (place / "changes.html").read_text(encoding="utf-8")
    assert page == positions(*words, "--format", "html", cwd=place).stdout
    assert page.count("UNCLASSIFIED") >= 2
    for said in (
        ">merged</th>",
        ">gone</th>",
        "<del>new and additional</del>",
        "To be coded anew",
        "8 stances are carried",
    ):
        assert said in page, said
    (place / "new.txt").write_text("States parties should consider care for victims.\n", encoding="utf-8")
    words = ("draft", str(ROOT / "data"), "victim_care", "new.txt", "--draws", "20")
    assert positions(*words, "-o", "new.html", cwd=place).returncode == 0
    lost = json.loads(positions(*words, "--json", cwd=place).stdout)["data"]["bloc_lost"]
    assert lost == ["pakistan"]
    assert "Who no longer does: Pakistan." in (place / "new.html").read_text(encoding="utf-8")
    (place / "odd.txt").write_text("Ports [shall / <script>x</script>] pay.\n", encoding="utf-8")
    assert (
        positions("draft", "case", "emissions", "odd.txt", "--draws", "5", "-o", "odd.html", cwd=place).returncode == 0
    )
    assert "<script>" not in (place / "odd.html").read_text(encoding="utf-8")


def test_a_clause_that_moves_keeps_its_id_and_what_was_said_of_it(place: Path) -> None:
    cell = ("united_states_of_america", "emissions")
    before = load_case(place / "case")
    for n in (1, 2):
        write(place, n)
    after = load_case(place / "case")
    assert list(before.issues["emissions"].clauses)[-4:-1] == ["shall_3", "text_7", "new_and_additional"]
    assert [k for k in after.issues["emissions"].clauses if not k.startswith("text")][:2] == [
        "shall_3", "new_and_additional"]  # fmt: skip
    assert after.issues["emissions"].clauses["shall_3"].options == before.issues["emissions"].clauses["shall_3"].options
    assert after.stances[cell].red_lines == before.stances[cell].red_lines != ()


def test_a_draft_as_it_stands_changes_nothing(place: Path) -> None:
    case = load_case(place / "case")
    found = next_draft(case, "emissions", case.issues["emissions"].draft)
    assert {fate.kinds for fate in found.fates} == {("kept",)}
    assert (found.recode, found.unspoken, found.lost) == ((), (), ())
    assert found.case.issues == case.issues
    assert found.case.stances == case.stances


def test_what_is_wrong_is_said_and_nothing_written(place: Path) -> None:
    before = (place / "case" / "issues.yaml").read_bytes()
    (place / "broken.txt").write_text("Ports [shall pay.\n")
    broken = positions("draft", "case", "emissions", "broken.txt", "--date", "2031-09-02", "--write", cwd=place)
    assert broken.returncode == 1
    assert "broken.txt:1:7: " in broken.stderr
    (place / "empty.txt").write_text("\n")
    assert positions("draft", "case", "emissions", "empty.txt", cwd=place).returncode == 1
    assert positions("draft", "case", "emissions", "none.txt", cwd=place).returncode == 2
    assert positions("draft", "case", "emissions", str(DRAFTS / "rev1.txt"), "--write", cwd=place).returncode == 2
    early = positions(
        "draft",
        "case",
        "emissions",
        str(DRAFTS / "rev1.txt"),
        "--date",
        "2031-08-02",
        "--write",
        "--draws",
        "20",
        cwd=place,
    )
    assert (early.returncode, "give a later --date" in early.stderr) == (2, True)
    assert "no drafts are kept" in positions("history", "case", "emissions", cwd=place).stdout
    assert (place / "case" / "issues.yaml").read_bytes() == before


def test_a_line_about_words_that_are_gone_stays_in_order(place: Path) -> None:
    floor = place / "case" / "floor.txt"
    for n in (1, 2, 3):
        write(place, n)
    assert positions("check", "case", cwd=place).returncode == 0
    floor.write_text(floor.read_text() + "2031-09-04 emissions: NOR cannot accept {by_half: by_half} (U) [notes 6]\n")
    assert "no clause" in positions("check", "case", cwd=place).stderr


def test_a_draft_above_the_mark_is_not_released(place: Path) -> None:
    write(place, 1)
    file = place / "case" / "issues.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("        marking: U\n        title: Rev.1") == 1
    file.write_text(
        text.replace("        marking: U\n        title: Rev.1", "        marking: SBU\n        title: Rev.1")
    )
    case = load_case(place / "case")
    assert [v.marking for v in case.issues["emissions"].drafts] == [Marking.U, Marking.SBU]
    assert [v.title for v in withhold(case, Marking.U).issues["emissions"].drafts] == [""]


def test_a_revision_of_the_worked_case() -> None:
    case = load_case(ROOT / "data")
    assert "irrespective of their cooperation" in draft_text(case.issues["victim_care"])
    found = next_draft(case, "victim_care", REV_1)
    assert [(r.delegation, r.what, r.option) for r in found.recode] == [("pakistan", "red line", "regardless")]
    at = found.case.issues["victim_care"]
    assert (
        at.clauses["condition"].options["not_solely"]
        == case.issues["victim_care"].clauses["condition"].options["not_solely"]
    )
    assert "not conditional solely" in at.text(at.tabled) or "without prejudice" in at.text(at.tabled)
    before, after = (chances(c, "victim_care", draws=20) for c in (case, found.case))
    assert before.bloc == ("pakistan",)
    assert after.position < before.position
