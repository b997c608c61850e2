"""``positions brief`` as a user calls it."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.program import run

ROOT = Path(__file__).resolve().parents[2]
FEW = ["--draws", "20"]


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief") / "out"
    papers = ["--out", folder.parent / "book.docx", "--out", folder.parent / "book.pdf", "--cable", "--digest"]
    return folder, run("brief", "--out", folder, *papers, *FEW)


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_it_writes(worked):
    folder, done = worked
    assert done.returncode == 0, done.stderr
    made = files(folder)
    told = json.loads(made["numbers.json"])["data"]
    assert sorted(made) == told["files"]
    assert told["meeting"]["id"] == "vienna_tip_wg_2010"
    assert len(told["issues"]) == 11
    assert {"graphs/coalition.graphml", "graphs/coalition.gexf", "charts/graph_non_punishment.png"} <= set(made)
    assert made["charts/graph_non_punishment.png"].startswith(b"\x89PNG")
    assert "Non-punishment of victims" in done.stdout
    assert str(folder / "briefing.html") in done.stdout
    for paper in ("book.docx", "book.pdf"):
        assert str(folder.parent / paper) in done.stdout.splitlines()
    assert done.stderr == ""
    assert run("cable", "--check", folder / "cable.txt").returncode == 0
    assert made["cable.txt"].decode("ascii").count("BEGIN TEXT") > 2


def test_the_digest_in_the_foot_is_that_of_the_seal(worked):
    folder, _ = worked
    sealed = run("seal", *FEW)
    digest = sealed.stderr.split()[-1]
    assert len(digest) == 30
    assert f"Digest of the sealed forecast {digest}." in (folder / "briefing.html").read_text(encoding="utf-8")


def test_a_cable_is_refused_before_all_the_work_where_none_can_be_made(ports, tmp_path):
    for more, said in (([], "tags: [KCRM, PREL]"), (["--marking", "C"], "tags: [KCRM, PREL]")):
        done = run("brief", ports, "--cable", "--out", tmp_path / "out", *more)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr
    done = run("brief", "--cable", "--marking", "C", "--out", tmp_path / "out")
    assert (done.returncode, "--classified-by WHO" in done.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_the_page_needs_nothing_from_outside(worked):
    folder, _ = worked
    html = (folder / "briefing.html").read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:src|href|action|data|poster)\s*=\s*["']([^"']*)""", html)
    assert addresses
    assert all(a.startswith(("#", "data:")) for a in addresses)
    assert not re.findall(r"url\((?!['\"]?(?:data:|#))", html)
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", html, flags=re.DOTALL)
    assert len(re.findall("<script", html)) == 1
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in html.replace("&#39;", "'")


@pytest.fixture
def ports(tmp_path):
    assert run("init", tmp_path / "ports").returncode == 0
    return tmp_path / "ports"


def test_json_is_one_object_and_nothing_else(ports, tmp_path):
    done = run("brief", ports, "--json", "--out", tmp_path / "out", *FEW)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    written = json.loads((tmp_path / "out" / "numbers.json").read_text(encoding="utf-8"))
    assert told == {**written, "data": {**written["data"], "folder": str(tmp_path / "out")}}


def test_twice_the_same_bytes_in_one_process_or_three(ports, tmp_path):
    done = [run("brief", ports, "--jobs", jobs, "--out", tmp_path / str(jobs), *FEW) for jobs in (1, 3)]
    assert [d.returncode for d in done] == [0, 0]
    assert files(tmp_path / "1") == files(tmp_path / "3")
    first, second = (d.stdout.replace(str(tmp_path), "") for d in done)
    assert first.splitlines()[:-1] == second.splitlines()[:-1]


def test_another_case_needs_no_other_code(ports, tmp_path):
    done = run("brief", ports, *FEW, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "forecast; everything is invented" in done.stdout
    assert (tmp_path / "reports" / "ports_2030" / "briefing.html").is_file()


def test_a_release_goes_to_a_folder_of_its_own_and_says_what_it_left_out(ports, tmp_path):
    done = run("brief", ports, "--release", "U", *FEW, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "reports" / "ports_2030-release-U"
    html = (folder / "briefing.html").read_text(encoding="utf-8")
    assert "UNCLASSIFIED//SENSITIVE" not in html
    assert "Released at U: " in html
    assert "we will not be told what to charge" not in html


def test_a_marking_is_raised_and_never_lowered(ports, tmp_path):
    done = run("brief", ports, "--marking", "C", "--out", tmp_path / "out", *FEW)
    assert done.returncode == 0, done.stderr
    assert '<td class="banner">CONFIDENTIAL</td>' in (tmp_path / "out/briefing.html").read_text(encoding="utf-8")
    low = run("brief", ports, "--marking", "U", "--out", tmp_path / "low", *FEW)
    assert low.returncode == 2
    assert "raised, not lowered" in low.stderr
    assert not (tmp_path / "low").exists()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["no-such-folder"], 1, "there is no such folder"),
        (["--draws", "0"], 2, "0 is not in the range"),
        (["--seed", "-1"], 2, "--seed"),
        (["--release", "X"], 2, "unknown marking"),
    ],
)
def test_bad_calls_are_refused_in_words(args, code, said, tmp_path):
    done = run("brief", *args, "--out", tmp_path / "out")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("brief", "--out", tmp_path / "file" / "out", *FEW)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_names_that_no_font_has_are_said_and_not_printed(ports, tmp_path):
    """A code point that no script uses: no font of any machine has it."""
    for file in ports.iterdir():
        text = file.read_text(encoding="utf-8").replace("name: Vesterland", "name: Vester\U0003fffdland")
        file.write_text(text, encoding="utf-8")
    done = run("brief", ports, "--out", tmp_path / "out", *FEW)
    assert done.returncode == 0, done.stderr
    assert "no font on this machine has all letters of: Vester\U0003fffdland" in done.stderr
    assert "Warning" not in done.stderr
    printed = run("brief", ports, "--out", tmp_path / "other", "--out", tmp_path / "book.pdf", *FEW)
    assert printed.returncode == 1
    assert "install a font" in printed.stderr
    assert not (tmp_path / "other").exists()  # said before all the work
    assert not (tmp_path / "book.pdf").exists()
