"""What a case holds after it was read."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
from pathlib import Path

import pytest

from positions import __version__
from positions.casefiles import check_case, load_case
from positions.casefiles.starter import starter_files, write_starter
from positions.errors import CaseProblems, PositionsError
from positions.markings import Marking
from positions.model import PARAMETERS, Confidence, Demand, RedLine, Source

BASE = Path(__file__).parents[2] / "bad_inputs" / "base"


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    write_starter(tmp_path / "case")
    return tmp_path / "case"


def with_file(folder: Path, text: str, name: str = "more.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for path in BASE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_starter_case(starter: Path) -> None:
    case = load_case(starter)
    assert list(case.delegations) == ["norhavn", "vesterland", "sund", "ostero", "secretariat"]
    assert case.delegations["ostero"].name == "Østerø"
    assert not case.delegations["secretariat"].decides
    stance = case.stance("vesterland", "port_fees")
    assert stance is not None
    assert (stance.ideal, stance.acceptance, stance.salience, stance.mobility) == (0.1, (0.0, 0.4), 0.9, 0.3)
    assert stance.confidence is Confidence.STATED
    assert stance.red_lines == (RedLine("duty", "shall", 0.7, "no new obligation"),)
    assert stance.source == Source("first_reading", Marking.SBU, "3", quote="we will not be told what to charge")
    demanding = case.stance("ostero", "port_fees")
    assert demanding is not None
    assert demanding.demands == (Demand("exception", ("small_ports",), 0.3, "has only small ports"),)
    assert case.stance("secretariat", "port_fees") is None
    issue = case.issues["port_fees"]
    assert issue.ambitious == ("chair_text",)
    assert issue.wordings["half_step"].marking is Marking.U
    assert issue.clauses["duty"].options["shall"].strength == (1.0, 1.0, 1.0)
    assert issue.clauses["duty"].options["invites"].strength == (0.2, 0.3, 0.4)
    assert issue.clauses["duty"].options["invites"].read_by == "author"
    assert [s.id for s in issue.silent] == ["rest"]
    assert issue.silent[0].confidence is Confidence.ASSUMED
    assert case.meeting.follow_ups[0].start == "2030-10"
    assert case.marking() is Marking.SBU
    assert case.parameters == PARAMETERS


def test_provenance_names_every_file_with_its_hash(starter: Path) -> None:
    provenance = load_case(starter).provenance
    assert provenance.version == __version__
    assert provenance.files == {
        name: hashlib.sha256((starter / name).read_bytes()).hexdigest() for name in ("delegations.yaml", "issues.yaml")
    }


def test_the_same_folder_gives_the_same_case(starter: Path) -> None:
    assert load_case(starter) == load_case(starter)


def test_a_case_can_be_sent_to_another_process(starter: Path) -> None:
    case = load_case(starter)
    assert pickle.loads(pickle.dumps(case)) == case  # noqa: S301 - our own bytes


def test_sections_may_stand_in_any_file_and_in_several(base: Path) -> None:
    whole = load_case(base)
    extra = "stances: {fees: {borland: {ideal: 0, acceptance: [0, 0.2], salience: 1, confidence: inferred, "
    extra += "source: {document: report, marking: U}}}}\nnotes: []\n"
    split = load_case(with_file(base, extra))
    assert list(split.stances) == [("arland", "fees"), ("borland", "fees")]
    assert split.stances["arland", "fees"] == whole.stances["arland", "fees"]


def test_yaml_1_2_not_1_1(base: Path) -> None:
    text = "delegations:\n  norway: {name: NO, iso3: NOR, marking: U, note: 12:30}\n  on: {name: off, marking: U}\n"
    case = load_case(with_file(base, text))
    assert case.delegations["norway"].name == "NO"
    assert case.delegations["norway"].note == "12:30"
    assert case.delegations["on"].name == "off"


def test_a_number_may_stand_where_a_text_is_wanted(base: Path) -> None:
    text = "notes: [{text: 5, source: {document: report, marking: U, paragraph: 012}}]"
    (note,) = load_case(with_file(base, text)).notes
    assert (note.text, note.source.paragraph) == ("5", "012")


def test_aliases_repeat_values(base: Path) -> None:
    text = (
        "associations:\n"
        "  - {follower: borland, leader: arland, weight: 0.3, source: &said {document: report, marking: U}}\n"
        "  - {follower: arland, leader: borland, weight: 0.2, source: *said}\n"
    )
    one, other = load_case(with_file(base, text)).associations
    assert one.source == other.source == Source("report", Marking.U)


def test_parameters_of_a_case(base: Path) -> None:
    case = load_case(with_file(base, "parameters: {noise: {low: 0.1, central: 0.2, high: 0.3, source: our talks}}"))
    (noise,) = [spec for spec in case.parameters if spec.name == "noise"]
    assert (noise.low, noise.central, noise.high, noise.source) == (0.1, 0.2, 0.3, "our talks")
    assert [s.name for s in case.parameters] == [s.name for s in PARAMETERS]
    assert noise.symbol == "σ"


def test_strength_that_is_left_out_is_read_from_the_words(base: Path) -> None:
    text = (
        (BASE / "issues.yaml")
        .read_text(encoding="utf-8")
        .replace("may: {text: may, strength: 0.2}", "may: {text: Urges States}")
    )
    case = load_case(with_file(base, text, "issues.yaml"))
    option = case.issues["fees"].clauses["verb"].options["may"]
    assert option.read_by == "lexicon"
    assert option.strength[0] <= option.strength[1] <= option.strength[2]


def test_clauses_of_a_bracketed_draft(base: Path) -> None:
    text = """issues:
  quotas:
    title: Quotas
    marking: U
    ladder: [{at: 0, meaning: none}]
    draft: |
      [Urges / Invites] States to report[BORLAND: , as appropriate].
    wordings: {strong: {title: Strong, kind: chair, choice: {urges: urges, as_appropriate: omit}}}
    tabled: strong
    fallback: no_text
"""
    issue = load_case(with_file(base, text)).issues["quotas"]
    assert issue.text("strong") == "Urges States to report."
    assert issue.clauses["as_appropriate"].options["as_appropriate"].owner == ("borland",)


def test_negative_zero_is_zero(base: Path) -> None:
    text = (BASE / "delegations.yaml").read_text(encoding="utf-8").replace("[0.5, 1]", "[-0, 1]")
    case = load_case(with_file(base, text, "delegations.yaml"))
    assert str(case.stances["arland", "fees"].acceptance) == "(0.0, 1.0)"


def test_problems_are_sorted_and_told_once(base: Path) -> None:
    text = "notes:\n  - &n {text: Odd., about: [nowhere], source: {document: report, marking: U}}\n  - *n\n  - *n\n"
    problems = check_case(with_file(base, text))
    assert [p.rule for p in problems] == ["unknown-id"]
    with pytest.raises(CaseProblems, match="nowhere"):
        load_case(base)


def test_garbage_collection_is_as_before(base: Path) -> None:
    assert gc.isenabled()
    load_case(base)
    assert gc.isenabled()
    gc.disable()
    try:
        load_case(base)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_case_folder_may_be_text_or_relative(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base)
    assert load_case(Path()).meeting.id == "talks"
    (base / "delegations.yaml").write_text("a: b: c\n")
    assert check_case(Path())[0].file == "delegations.yaml"


@pytest.mark.skipif(not hasattr(os, "fsencode") or os.name == "nt", reason="names of files are bytes only on Unix")
def test_name_that_is_not_utf8_can_be_printed(base: Path) -> None:
    name = os.fsencode(base) + b"/latin-\xe9.yaml"
    Path(os.fsdecode(name)).write_text("groups: [\n")
    (problem,) = check_case(base)
    problem.file.encode()


def test_starter_refuses_to_overwrite(starter: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in starter.iterdir()}
    with pytest.raises(PositionsError, match="nothing is ever overwritten"):
        write_starter(starter)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(PositionsError, match="is a file"):
        write_starter(tmp_path / "file")
    assert {path.name: path.read_bytes() for path in starter.iterdir()} == before
    assert set(before) == set(starter_files())


def test_starter_takes_an_empty_folder(tmp_path: Path) -> None:
    write_starter(tmp_path)
    assert check_case(tmp_path) == ()


def test_many_problems_in_one_long_line_share_one_excerpt(tmp_path):
    from positions.casefiles.nodes import SourceText

    source = SourceText("a.yaml", "x" * 10 + "\x1b" + "\nsecond")
    assert source.excerpt(1) is source.excerpt(1)
    assert source.excerpt(1) == "x" * 10 + "\ufffd"
    assert source.excerpt(2) == "second"
