"""Three coders of one meeting, with disagreements that are planted: the example in ``examples/coders``."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from positions.casefiles import load_case
from positions.interchange.merge import group_positions, merge, read_coders
from positions.markings import Marking
from positions.model import Case
from tests.program import run as positions

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "coders"
WHO = ("anna", "ben", "carla")


def told(*words: object, cwd: Path) -> str:
    done = positions(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case ``ports`` without any stance, and a case folder for each coder."""
    folder = tmp_path_factory.mktemp("coders")
    told("init", "ports", "--from", EXAMPLE / "agenda.txt", cwd=folder)
    path = folder / "ports" / "delegations.yaml"
    text = path.read_text(encoding="utf-8")
    for name in ("Kenya", "Brazil", "India", "Egypt"):
        text = text.replace(f"{{name: {name}, ", f"{{name: {name}, groups: [shore], ")
    path.write_text(text, encoding="utf-8")
    for name in WHO:
        shutil.copytree(folder / "ports", folder / name)
        shutil.copy(EXAMPLE / f"{name}.txt", folder / name / "floor.txt")
    return folder


@pytest.fixture(scope="module")
def found(place: Path) -> dict:  # type: ignore[type-arg]
    answer = told("merge", *WHO, "-o", "merged", "--json", cwd=place)
    return json.loads(answer)["data"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def merged(place: Path, found: dict) -> Case:  # type: ignore[type-arg]
    assert found["written"] == ["case.schema.json", "delegations.yaml", "issues.yaml"]
    told("check", "merged", cwd=place)
    return load_case(place / "merged")


def test_alpha_is_that_of_the_planted_codes(found: dict) -> None:  # type: ignore[type-arg]
    # codes by cell, missing where one alone coded; alpha worked out from them with another program
    assert found["agreement"]["alpha"] == 0.9277
    assert found["agreement"]["cells"] == 14
    assert {each["issue"]: (each["alpha"], each["cells"]) for each in found["issues"]} == {
        "fees": (0.8868, 5), "night_work": (1.0, 5), "records": (0.7331, 4)}  # fmt: skip
    assert found["agreement"]["low"] < 0.9277 < found["agreement"]["high"]


def test_each_disagreement_is_listed_with_all_sources(found: dict, place: Path) -> None:  # type: ignore[type-arg]
    differ = {(c["issue"], c["delegation"]): c for c in found["cells"] if c["differs"]}
    assert {cell: tuple(c["differs"]) for cell, c in differ.items()} == {
        ("fees", "india"): ("ideal", "acceptance", "salience", "red_lines"),
        ("records", "brazil"): ("ideal", "acceptance"),
        ("records", "canada"): ("ideal",),
    }
    india = differ["fees", "india"]["readings"]
    assert [(r["coder"], r["code"], r["source"]) for r in india] == [
        ("A", "-3 H", "notes para 3 (U)"), ("B", "-1 M", "notes para 3 (SBU)"), ("C", "-2 M", "notes para 3 (U)"),
    ]  # fmt: skip
    page = told("merge", *WHO, cwd=place)
    assert "A  -3 H  ideal 0, accepts 0 to 0.1" in page
    assert "B  -1 M  ideal 0.3, accepts 0 to 0.6, salience 0.5, stated; notes para 3 (SBU)" in page
    assert page.count("bands are wider for it") == 2


def test_nothing_is_averaged_and_the_ends_are_those_of_the_coders(merged: Case) -> None:
    coded = merged.stances
    india = coded["india", "fees"]
    assert (india.code, india.acceptance, india.red_lines) == ("-2 M", (0.0, 0.3), ())  # one of three has the red line
    assert (india.low_between, india.high_between) == (None, (0.1, 0.6))
    assert india.source.marking is Marking.SBU
    assert "A: -3 H, accepts 0 to 0.1 (notes para 3 (U)); B: -1 M" in india.source.note
    brazil = coded["brazil", "records"]
    assert (brazil.code, brazil.high_between) == ("-1 H", (0.3, 1.0))
    assert coded["canada", "records"].ideal == 0.85
    assert coded["egypt", "fees"].source.note == "coded by A alone"
    assert coded["kenya", "night_work"].high_between is None
    assert len(coded) == 15


def test_the_band_is_wider_where_they_differ_and_nowhere_else(place: Path, merged: Case) -> None:
    def bands(folder: str) -> dict[str, tuple[float, float]]:
        answer = json.loads(told("simulate", folder, "--game", "--draws", 200, "--json", cwd=place))
        tabled = {one["issue"]: one["wordings"][0]["p_consensus"] for one in answer["data"]["issues"]}
        return {issue: (band["low"], band["high"]) for issue, band in tabled.items()}

    alike = yaml.safe_load((place / "merged" / "delegations.yaml").read_text(encoding="utf-8"))
    for held in alike["stances"].values():
        for stance in held.values():
            stance.pop("high_between", None)
    shutil.copytree(place / "merged", place / "alike")
    (place / "alike" / "delegations.yaml").write_text(yaml.safe_dump(alike), encoding="utf-8")
    wide, narrow, carla = bands("merged"), bands("alike"), bands("carla")
    assert wide["records"][0] < narrow["records"][0] - 0.05
    assert wide["records"][1] > narrow["records"][1] + 0.05
    assert wide["records"][0] < carla["records"][0] - 0.05
    assert wide["night_work"] == narrow["night_work"]


def test_what_is_not_one_meeting_is_refused_with_both_places(place: Path) -> None:
    shutil.copytree(place / "ben", place / "other")
    path = place / "other" / "issues.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("work at night.", "rest at night."), encoding="utf-8")
    done = positions("merge", "anna", "other", "-o", "nowhere", cwd=place)
    assert (done.returncode, done.stdout) == (1, "")
    assert "other/issues.yaml:33:12: issues / night_work / draft is not as in anna/issues.yaml:33:12" in done.stderr
    assert not (place / "nowhere").exists()


def test_statements_workbooks_and_folders_are_the_same_codings(place: Path, found: dict) -> None:  # type: ignore[type-arg]
    told("export", "ben", "-o", "ben.xlsx", cwd=place)
    for words in (
        ("anna", "ben.xlsx", EXAMPLE / "carla.txt"),
        ("--case", "ports", *(EXAMPLE / f"{name}.txt" for name in WHO)),
    ):
        assert json.loads(told("merge", *words, "--json", cwd=place))["data"]["cells"] == found["cells"]
    said = [{"date": "2031-05-05", "issue": "fees", "who": ["india"], "code": "-3 H",
             "source": {"document": "notes", "marking": "U"}}]  # fmt: skip
    (place / "dora.yaml").write_text(yaml.safe_dump({"statements": said}), encoding="utf-8")
    cells = json.loads(told("merge", "ports", "dora.yaml", "--json", cwd=place))["data"]["cells"]
    assert [(c["delegation"], c["taken"]["code"], c["readings"][0]["coder"]) for c in cells] == [("india", "-3 H", "B")]
    (place / "broken.txt").write_text("2031-05-05 fees: IND opposes (U)\n", encoding="utf-8")
    done = positions("merge", "ports", "broken.txt", "dora.yaml", "nothing", cwd=place)
    assert done.returncode == 1
    assert "broken.txt:1:" in done.stderr
    assert "nothing: there is no such folder" in done.stderr


def test_a_group_and_what_it_has_in_common(place: Path) -> None:
    answer = json.loads(told("merge", "merged", "--group", "shore", "--json", cwd=place))["data"]["group"]
    fees, night, records = answer
    assert (fees["common"], fees["low"], fees["high"], fees["high_by"]) == (True, 0.0, 0.3, ["brazil", "india"])
    assert (night["held_by"], night["unknown"]) == (["kenya", "india"], ["brazil", "egypt"])
    assert records["held_by"] == ["brazil"]
    page = told("merge", "merged", "--group", "shore", cwd=place)
    assert "common position: 0 to 0.3, accepted by Kenya, Brazil, India, Egypt" in page
    case = load_case(place / "merged")
    kenya = case.stances["kenya", "fees"]
    moved = replace(case, stances={**case.stances, ("kenya", "fees"): replace(kenya, acceptance=(0.5, 0.6))})
    out = group_positions(moved, "shore")[0].position
    assert out is not None
    assert (out.held_by, dict(out.out)) == (("brazil", "india", "egypt"), {"kenya": 0.2})
    assert positions("merge", "merged", "--group", "shores", cwd=place).returncode == 2


def test_a_release_merges_what_may_be_seen(place: Path) -> None:
    answer = json.loads(told("merge", *WHO, "--release", "U", "--json", cwd=place))
    (india,) = [c for c in answer["data"]["cells"] if (c["issue"], c["delegation"]) == ("fees", "india")]
    assert [r["coder"] for r in india["readings"]] == ["A", "C"]
    assert answer["marking"] == "U"
    assert answer["provenance"]["release"] == "U"
    assert [c["coding"] for c in answer["data"]["coders"]] == ["", "", ""]
    assert "anna" not in json.dumps(answer)


def test_two_that_differ_take_the_one_that_goes_less_far(place: Path) -> None:
    ben, anna = read_coders([place / "ben", place / "anna"])
    taken = merge([ben, anna]).case.stances["brazil", "records"]
    assert (taken.code, taken.acceptance, taken.high_between) == ("-2 H", (0.0, 0.3), (0.3, 1.0))
    assert merge([anna, ben]).case.stances["india", "fees"].red_lines != ()  # half of two
