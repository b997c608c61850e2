"""``positions cable`` and ``positions read`` as a user calls them."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
import yaml

from tests.program import run as call

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests/unit/cables/fixtures/harbour.txt"
GOOD = ROOT / "tests/unit/cables/fixtures/good.txt"
STARTER = str(ROOT / "positions/casefiles/starter_case")


@pytest.fixture(scope="module")
def vienna():
    done = call("cable", "--draws", 10)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_vienna_cable_by_an_independent_look(vienna):
    lines = vienna.split("\n")
    assert vienna.isascii()
    assert max(map(len, lines)) <= 55
    numbered = [m for line in lines if (m := re.match(r"(\d+)\. \((U|SBU)\) ", line))]
    assert [int(m[1]) for m in numbered] == list(range(1, len(numbered) + 1))
    assert len(numbered) > 8
    assert lines[4:6] == lines[-3:-1] == ["UNCLASSIFIED", "SENSITIVE"]
    assert vienna.count("BEGIN TEXT") == vienna.count("END TEXT") > 2
    assert "E01 PAK -> RUS  follows     0.30" in lines
    assert "This is a replay and no forecast" in " ".join(lines)
    assert not re.search(r"VZCZ|RUEH|ZNR|\bDE RU", vienna)


def test_its_own_checker_and_its_own_reader_take_it(vienna, tmp_path):
    path = tmp_path / "cable.txt"
    path.write_text(vienna, encoding="ascii")
    checked = call("cable", "--check", path)
    assert (checked.returncode, checked.stderr) == (0, "")
    read = json.loads(call("read", path, "--json").stdout)["data"]
    assert read["marking"] == "SBU"
    assert read["unmarked"] == []
    assert [r["canonical"] for r in read["header"]["references"]] == ["09UNVIE187", "10UNVIE34", "10UNVIE35"]
    assert not [r for r in read["remarks"] if r["kind"] in ("repair", "dropped", "contradiction")]


def test_a_release_says_what_it_is_and_holds_nothing_above(vienna):
    done = call("cable", "--draws", 5, "--release", "U")
    assert done.returncode == 0
    assert "(SBU)" in vienna
    assert "SENSITIVE" not in done.stdout
    assert "(SBU)" not in done.stdout
    assert re.search(r"Released\s+at\s+U:\s+\d+\s+items\s+were\s+withheld", done.stdout)


def test_it_refuses_rather_than_invent_tags_or_an_authority():
    refused = call("cable", STARTER, "--draws", 5, "--marking", "C", "--tags", "PREL")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "on whose authority" in refused.stderr
    refused = call("cable", STARTER, "--tags", ",")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "the cable has no tags" in refused.stderr


def test_a_marking_cannot_be_lowered():
    refused = call("cable", "--draws", 5, "--marking", "U")
    assert refused.returncode == 2
    assert "can be raised, not lowered" in refused.stderr


def test_written_to_a_file_and_wider(tmp_path):
    out = tmp_path / "sub" / "cable.txt"
    done = call("cable", STARTER, "--draws", 5, "--tags", "PREL,UN", "--width", 69, "--out", out, "--parents")
    assert (done.returncode, done.stdout) == (0, "")
    assert max(len(line) for line in out.read_text().split("\n")) > 55
    assert call("cable", "--check", out, "--width", 69).returncode == 0
    narrow = call("cable", "--check", out)
    assert narrow.returncode == 1
    assert "nothing was written" not in narrow.stderr


def test_the_checker_on_stdin_and_as_json():
    text = GOOD.read_text()
    assert call("cable", "--check", "-", given=text).returncode == 0
    found = call("cable", "--check", "-", "--json", given=text.replace("2. (U)", "2."))
    assert found.returncode == 1
    assert [(p["rule"], p["line"]) for p in json.loads(found.stdout)["data"]["problems"]] == [("mark-missing", 10)]


def test_a_cable_is_read():
    done = call("read", HARBOUR)
    assert done.returncode == 0
    for words in ("put back (3)", "missing (5)", "does not agree (3)", "unmarked: 5-6", "= 11GRANDPORT410"):
        assert words in done.stdout


@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_a_worksheet_is_written(tmp_path, suffix):
    target = tmp_path / f"coding.{suffix}"
    done = call("read", HARBOUR, "--out", target, "--case", STARTER)
    assert done.returncode == 0
    assert "passages to look at; none is coded" in done.stderr
    if suffix == "xlsx":
        assert openpyxl.load_workbook(target).sheetnames == ["passages", "about"]
    else:
        assert isinstance(yaml.safe_load(target.read_text())["passages"], list)
    before = target.read_bytes()
    call("read", HARBOUR, "--out", target, "--case", STARTER)
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("read", "absent.txt"), 1, "cannot read absent.txt"),
        (("read", "pyproject.toml"), 1, "no cable found"),
        (("read", HARBOUR, "--out", "coding.csv"), 2, "must end in one of .xlsx, .yaml, .json, .txt"),
        (("read", HARBOUR, "--worksheet", "c.xlsx"), 2, "--out FILE.xlsx or FILE.yaml"),
        (("read", HARBOUR, "--out", "x.yaml", "--document", "vienna_cabel"), 2, "did you mean vienna_cable?"),
        (("cable", "--check", "absent.txt"), 1, "cannot read absent.txt"),
        (("cable", "--width", "80"), 2, "55"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(args, code, words):
    done = call(*args)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
