"""``--reading``: what is stated, what is believed, both mixed; in all that a command prints and writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from positions.casefiles import load_case
from tests.program import run

ROOT = Path(__file__).parents[2]
BELIEVED = """\
documents:
  cable: {title: From the capital, marking: S}
believed:
  port_fees:
    vesterland:
      code: +1 M
      chance: 0.6
      reason: told its ports to prepare
      source: {document: cable, paragraph: 4, marking: S, quote: it will fold}
"""


def positions(*words: object, cwd: Path) -> str:
    done = run(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "positions" / "casefiles" / "starter_case", tmp_path / "bare")
    shutil.copytree(tmp_path / "bare", tmp_path / "case")
    (tmp_path / "case" / "believed.yaml").write_text(BELIEVED, encoding="utf-8")
    return tmp_path


def test_each_reading_and_its_marking(place: Path) -> None:
    found = {}
    for reading in ("stated", "believed", "mixed"):
        words = ["simulate", "case", "port_fees", "--draws", 40, "--members", 8, "--reading", reading]
        answer = json.loads(positions(*words, "--json", cwd=place))
        assert answer["provenance"]["reading"] == reading
        assert answer["marking"] == ("SBU" if reading == "stated" else "S")
        found[reading] = answer["data"]["issues"][0]["final_text"]
        page = positions(*words, cwd=place)
        assert ("SECRET" in page) == (reading != "stated")
        assert (f"reading: {reading}" in page) == (reading != "stated")
    for end, share in found["mixed"].items():
        wanted = 0.6 * found["believed"].get(end, 0.0) + 0.4 * found["stated"].get(end, 0.0)
        assert share == pytest.approx(wanted, abs=2e-4)
    assert found["stated"] != found["believed"]
    assert positions("simulate", "case", "port_fees", "--draws", 40, "--members", 8, cwd=place) == positions(
        "simulate", "case", "port_fees", "--draws", 40, "--members", 8, "--reading", "stated", cwd=place
    )


def test_blocs_forecast_and_book_take_it_too(place: Path) -> None:
    stated, believed, mixed = (
        positions("blocs", "case", "port_fees", "--reading", r, "--json", cwd=place)
        for r in ("stated", "believed", "mixed")
    )
    blocs = [
        json.loads(said)["data"]["issues"][0]["wordings"][0]["blocking_bloc"] for said in (stated, believed, mixed)
    ]
    assert blocs[0] != blocs[1] == blocs[2]  # its chance is above a half
    points = [
        json.loads(positions("forecast", "case", "port_fees", "--reading", r, "--json", cwd=place))["data"]["issues"][0]
        for r in ("stated", "believed")
    ]
    assert points[0]["models"] != points[1]["models"]
    positions("brief", "case", "--reading", "mixed", "--draws", 10, "-o", "book", cwd=place)
    assert "SECRET" in (place / "book" / "briefing.html").read_text(encoding="utf-8")
    assert json.loads((place / "book" / "numbers.json").read_text())["provenance"]["reading"] == "mixed"


def test_below_its_mark_it_is_as_if_it_had_never_been_written(place: Path) -> None:
    shutil.copytree(place / "case", place / "noted")  # something else is withheld instead, so that the counts agree
    (place / "noted" / "believed.yaml").write_text(
        "documents: {cable: {title: x, marking: S}}\nnotes:\n  - {text: x, source: {document: cable, marking: S}}\n"
    )
    for words in (
        ("simulate", "--draws", 20, "--members", 4, "--json"),
        ("simulate", "--draws", 20, "--members", 4, "--json", "--reading", "mixed"),
        ("blocs", "--reading", "believed"),
        ("stances", "--json"),
    ):
        made = [positions(words[0], name, *words[1:], "--release", "SBU", cwd=place) for name in ("case", "noted")]
        assert made[0] == made[1]
        assert "fold" not in made[0]


def test_what_shows_or_writes_the_case_keeps_it(place: Path) -> None:
    page = positions("stances", "case", "port_fees", cwd=place)
    assert "believed with a chance of 60 %: +1 M  ideal 0.6, accepts 0 to 1, salience 0.5  cable para 4 (S)" in page
    positions("export", "case", "-o", "case.xlsx", cwd=place)
    positions("import", "case.xlsx", "--to", "again", "--write", cwd=place)
    case, again = load_case(place / "case"), load_case(place / "again")
    assert again.believed == case.believed != {}
    assert "no differences in meaning" in positions("diff", "case", "again", cwd=place)
    assert "believed" in positions("diff", "bare", "case", cwd=place)
    positions("next", "case", "later", cwd=place)
    carried = load_case(place / "later").believed["vesterland", "port_fees"]
    assert (carried.carried_from, carried.chance, carried.confidence.value) == ("ports_2030", 0.6, "reported")
    positions("merge", "bare", "case", "-o", "merged", cwd=place)
    assert load_case(place / "merged").believed == case.believed
    draft = "[Invites / Calls upon] ports [to publish their fees / to publish and harmonise their fees]."
    (place / "rev1.txt").write_text(draft, encoding="utf-8")
    positions("draft", "case", "port_fees", "rev1.txt", "--date", "2030-05-07", "--draws", 10, "--write", cwd=place)
    assert load_case(place / "case").believed.keys() == case.believed.keys()
