"""Every rule has a broken file, and each broken file gives exactly the problems that its first lines expect."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from positions.casefiles import RULES, check_case, load_case
from positions.casefiles.limits import CASE_BYTES, FILE_BYTES, PROBLEMS, VALUES
from positions.errors import CaseProblems

HERE = Path(__file__).parent
BROKEN = sorted([*HERE.glob("*.yaml"), *HERE.glob("*.floor.txt")])
EXPECT = re.compile(r"# expect: (?P<rule>[a-z0-9-]+) (?P<line>\d+):(?P<column>\d+)(?: (?P<message>.*))?")


def _rule(path: Path) -> str:
    """Return the rule that a broken file is named after."""
    return path.name.removesuffix(".yaml").removesuffix(".floor.txt").partition("--")[0]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(HERE / "base", folder)
    return folder


def test_the_base_is_in_order(case: Path) -> None:
    assert check_case(case) == ()


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_file(path: Path, case: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("# instead of: "):
            (case / line.removeprefix("# instead of: ")).unlink()
    broken = case / ("floor.txt" if path.suffix == ".txt" else path.name)
    shutil.copy(path, broken)
    expected = [match for line in lines if (match := EXPECT.fullmatch(line))]
    assert lines[0].startswith("# expect: ")
    found = check_case(case)
    assert [(p.rule, p.line, p.column) for p in found] == [
        (e["rule"], int(e["line"]), int(e["column"])) for e in expected
    ]
    for problem, expectation in zip(found, expected, strict=True):
        assert problem.file == str(broken)
        if expectation["message"]:
            assert problem.message.replace(str(case), ".") == expectation["message"]
        assert problem.hint, "every problem says how to mend it"
        assert problem.excerpt == lines[problem.line - 1]
    assert _rule(path) in {p.rule for p in found}
    with pytest.raises(CaseProblems) as raised:
        load_case(case)
    assert raised.value.problems == found


@pytest.mark.parametrize("name", ["missing-marking", "missing-marking--source", "missing-source"])
def test_no_hint_invites_to_mark_too_low(name: str, case: Path) -> None:
    shutil.copy(HERE / f"{name}.yaml", case)
    (problem,) = check_case(case)
    assert "U, SBU, C, S or TS" in problem.hint
    assert "marking: U}" not in problem.hint


def _missing_folder(case: Path) -> None:
    shutil.rmtree(case)


def _not_a_folder(case: Path) -> None:
    shutil.rmtree(case)
    case.write_text("delegations: {}\n")


def _missing_file(case: Path) -> None:
    (case / "issues.yaml").rename(case / "issues.yml")


def _not_a_file(case: Path) -> None:
    os.mkfifo(case / "pipe.yaml")


def _outside_folder(case: Path) -> None:
    outside = case.parent / "outside.yaml"
    outside.write_text("groups: {lakes: {name: Lakes}}\n")
    (case / "linked.yaml").symlink_to(outside)


def _unreadable_file(case: Path) -> None:
    (case / "loop.yaml").symlink_to(case / "loop.yaml")


def _file_too_large(case: Path) -> None:
    with (case / "large.yaml").open("wb") as file:
        file.truncate(50_000_000)


def _case_too_large(case: Path) -> None:
    for number in range(CASE_BYTES // FILE_BYTES + 1):
        (case / f"comment_{number}.yaml").write_bytes(b"#" * (FILE_BYTES - 1) + b"\n")


def _not_utf8(case: Path) -> None:
    (case / "latin.yaml").write_bytes("groups:\n  lakes: {name: Å}\n".encode("latin-1"))


def _empty_file(case: Path) -> None:
    (case / "empty.yaml").write_bytes(b" \n")


def _too_many_values(case: Path) -> None:
    (case / "many.yaml").write_text("notes: [" + "1," * VALUES + "]\n")


def _missing_section(case: Path) -> None:
    (case / "meeting.yaml").unlink()


def _too_many_problems(case: Path) -> None:
    (case / "wrong.yaml").write_text("".join(f"wrong_{n}: 1\n" for n in range(PROBLEMS + 5)))


MADE: dict[str, Callable[[Path], None]] = {
    "missing-folder": _missing_folder,
    "not-a-folder": _not_a_folder,
    "missing-file": _missing_file,
    "not-a-file": _not_a_file,
    "outside-folder": _outside_folder,
    "unreadable-file": _unreadable_file,
    "file-too-large": _file_too_large,
    "case-too-large": _case_too_large,
    "not-utf8": _not_utf8,
    "empty-file": _empty_file,
    "too-many-values": _too_many_values,
    "missing-section": _missing_section,
    "too-many-problems": _too_many_problems,
}


@pytest.mark.parametrize("rule", MADE)
def test_broken_folder(rule: str, case: Path) -> None:
    MADE[rule](case)
    found = check_case(case)
    assert rule in {p.rule for p in found}
    if rule != "too-many-problems":
        assert len(found) == 1
    assert all(p.hint for p in found)


def test_every_rule_has_a_broken_file() -> None:
    assert {_rule(path) for path in BROKEN} | set(MADE) == set(RULES)


def test_place_of_a_byte_that_is_not_utf8(case: Path) -> None:
    (case / "latin.yaml").write_bytes("groups:\n  äö: {name: ".encode() + b"\xc5}\n")
    (problem,) = check_case(case)
    assert (problem.line, problem.column) == (2, 14)
    assert "byte 24 (0xc5)" in problem.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_other_encodings_are_named(case: Path, encoding: str) -> None:
    (case / "wide.yaml").write_bytes(b"\xfe\xff" * (encoding == "utf-16-be") + "groups: {}\n".encode(encoding))
    (problem,) = check_case(case)
    assert problem.rule == "not-utf8"
    assert encoding.upper()[:6] in problem.hint


def test_byte_order_mark_is_no_problem(case: Path) -> None:
    (case / "meeting.yaml").write_bytes(b"\xef\xbb\xbf" + (case / "meeting.yaml").read_bytes())
    assert check_case(case) == ()


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems(case: Path, ends: str) -> None:
    text = (HERE / "out-of-range.yaml").read_text(encoding="utf-8")
    (case / "other.yaml").write_bytes(text.replace("\n", ends).encode())
    (problem,) = check_case(case)
    assert (problem.line, problem.column, problem.excerpt) == (7, 17, "      salience: 17.5")


def test_what_a_broken_file_would_define_is_not_called_unknown(case: Path) -> None:
    (case / "delegations.yaml").write_text("delegations: [\n")
    assert [p.rule for p in check_case(case)] == ["yaml-syntax"]


def test_links_inside_the_folder_and_locks_of_editors(case: Path) -> None:
    (case / "meeting.yaml").rename(case / "meeting.txt")
    (case / "meeting.yaml").symlink_to("meeting.txt")
    (case / ".#issues.yaml").symlink_to("somebody@somewhere.1234")
    assert check_case(case) == ()


def test_a_folder_that_is_called_yaml(case: Path) -> None:
    (case / "old.yaml").mkdir()
    assert [p.rule for p in check_case(case)] == ["not-a-file"]


def test_all_problems_of_all_files_at_once(case: Path) -> None:
    for path in BROKEN:
        if path.suffix == ".yaml" and "instead of" not in path.read_text(encoding="utf-8"):
            shutil.copy(path, case / path.name)
    found = check_case(case)
    assert len({p.file for p in found}) > 15  # files that cannot be read at all hide what depends on them
    assert found == tuple(sorted(found))


def test_many_problems_of_the_text_itself_are_cut_off(case: Path) -> None:
    (case / "tagged.yaml").write_text("notes:\n" + "- !x 1\n" * 100_000)
    found = check_case(case)
    assert len(found) == PROBLEMS + 1
    assert found[-1].rule == "too-many-problems"
