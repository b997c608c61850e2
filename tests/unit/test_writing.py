"""Outputs appear whole or not at all."""

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import time
import zipfile

import pytest

from positions.errors import PositionsError
from positions.writing import (
    MOVES,
    finish_moves,
    folder_whole_or_not_at_all,
    stable_zip,
    write_bytes,
    write_text,
    write_together,
)


def test_an_interrupted_folder_leaves_the_old_one_untouched(tmp_path):
    target = tmp_path / "out"
    write_text(target / "a.txt", "old")
    with pytest.raises(KeyboardInterrupt), folder_whole_or_not_at_all(target) as staging:
        write_text(staging / "a.txt", "new")
        raise KeyboardInterrupt
    assert (target / "a.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_finished_folder_replaces_what_it_made_and_keeps_the_users_own_files(tmp_path):
    target = tmp_path / "out"
    write_text(target / "mine.txt", "mine")
    with folder_whole_or_not_at_all(target) as staging:
        write_text(staging / "charts" / "a.txt", "new")
    assert (target / "charts" / "a.txt").read_text() == "new"
    assert (target / "mine.txt").read_text() == "mine"


def test_an_office_file_has_the_same_bytes_whenever_it_is_written():
    def office(moment):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.xml", date_time=moment), "<a/>")
            stamp = f"<dcterms:modified xsi:type='x'>{moment[0]}-01-01T00:00:00Z</dcterms:modified>"
            archive.writestr(zipfile.ZipInfo("docProps/core.xml", date_time=moment), stamp)
        return out.getvalue()

    one, other = (office((year, 1, 1, 0, 0, 0)) for year in (2001, 2020))
    assert one != other
    assert stable_zip(one) == stable_zip(other)
    with zipfile.ZipFile(io.BytesIO(stable_zip(one, dated="2030-02-03T04:05:06Z"))) as archive:
        assert archive.read("a.xml") == b"<a/>"
        assert b">2030-02-03T04:05:06Z<" in archive.read("docProps/core.xml")
        assert archive.getinfo("a.xml").date_time == (2030, 2, 3, 4, 5, 6)


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_file_keeps_its_mode_and_a_new_one_gets_the_usual_one(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("x")
    old.chmod(0o600)
    before = os.umask(0o027)
    try:
        write_together({old: b"1", new: b"2"})
    finally:
        os.umask(before)
    assert (old.stat().st_mode & 0o777, new.stat().st_mode & 0o777) == (0o600, 0o640)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_links_are_followed_and_pipes_written_into(tmp_path):
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    target.write_text("x")
    link.symlink_to(target)
    write_bytes(link, b"1")
    assert link.is_symlink()
    assert target.read_bytes() == b"1"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_bytes(pipe, b"2")
    assert os.read(reader, 9) == b"2"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("failing", range(3))
def test_when_one_file_cannot_be_moved_all_are_as_they_were(tmp_path, monkeypatch, failing):
    names = ["a", "b", "c"]
    for name in names[:2]:
        (tmp_path / name).write_text(f"old {name}")
    plain, calls = os.replace, []

    def broken(source, target):
        calls.append(target)
        if len(calls) == failing + 1:
            raise OSError("no space left")
        plain(source, target)

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="no space"):
        write_together({tmp_path / name: b"new" for name in names})
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a": "old a", "b": "old b"}


def test_what_was_changed_since_it_was_read_is_not_overwritten(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    read_as = {one: hashlib.sha256(b"1").hexdigest(), other: ""}
    write_together({one: b"2", other: b"2"}, read_as=read_as)
    with pytest.raises(PositionsError, match="changed by somebody else meanwhile"):
        write_together({one: b"3", other: b"3"}, read_as=read_as)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"one": "2", "other": "2"}


def test_what_a_killed_process_left_goes_a_day_later(tmp_path, monkeypatch):
    program = f"""
import os, signal
from pathlib import Path
import positions.writing as w
w._move = lambda staged: os.kill(os.getpid(), signal.SIGKILL)
w.write_bytes(Path({str(tmp_path / "a.txt")!r}), b"new")
"""
    (tmp_path / "a.txt").write_bytes(b"old")
    assert subprocess.run([sys.executable, "-c", program]).returncode != 0
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    (tmp_path / ".writing-folder").mkdir()
    (tmp_path / ".writing-folder" / "x").write_bytes(b"x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").write_bytes(b"mine")
    (tmp_path / ".writing-link").symlink_to(tmp_path / "elsewhere")
    assert len(list(tmp_path.glob(".writing-*"))) == 3
    write_bytes(tmp_path / "a.txt", b"newer")
    assert len(list(tmp_path.glob(".writing-*"))) == 3  # somebody may be writing them
    later = time.time() + 25 * 3600
    monkeypatch.setattr("positions.writing.time.time", lambda: later)
    write_bytes(tmp_path / "a.txt", b"newest")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "elsewhere"]
    assert (tmp_path / "elsewhere" / "mine").read_bytes() == b"mine"
    assert (tmp_path / "a.txt").read_bytes() == b"newest"


KILLED = """
import os, sys
from pathlib import Path
from positions import writing
from positions.writing import (
    MOVES,
    finish_moves,
    folder_whole_or_not_at_all,
    stable_zip,
    write_bytes,
    write_text,
    write_together,
)
at, moves, real = int(sys.argv[1]), [0], os.replace
def replace(a, b):
    if moves[0] == at:
        os.kill(os.getpid(), 9)
    moves[0] += 1
    real(a, b)
os.replace = replace
if sys.argv[3] != "exchange":
    writing._took_the_place = lambda *_: False
folder = Path(sys.argv[2])
if sys.argv[3] == "together":
    write_together({folder / "a": b"new", folder / "b": b"new", folder / "c": b"new"})
else:
    with folder_whole_or_not_at_all(folder) as made:
        for name in "abc":
            (made / name).write_bytes(b"new")
"""


def killed(at, folder, how):
    return subprocess.run([sys.executable, "-c", KILLED, str(at), folder, how], timeout=60).returncode


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL")
@pytest.mark.parametrize("at", [0, 1, 2])
def test_files_of_a_process_that_was_killed_between_two_moves_are_all_new(tmp_path, at):
    """Or all old: whoever looks through the project sees no mixture."""
    for name in "abc":
        (tmp_path / name).write_text("old")
    (tmp_path / "own").write_text("own")
    assert killed(at, tmp_path, "together") == -9
    assert len({(tmp_path / name).read_text() for name in "abc"}) == (2 if at else 1)
    finish_moves(tmp_path)
    assert {(tmp_path / name).read_text() for name in "abc"} == {"new"}
    assert (tmp_path / "own").read_text() == "own"
    assert not list(tmp_path.glob(f"{MOVES}*"))


def test_moves_that_a_list_of_somebody_elses_names_are_not_done(tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "secret").write_text("x")
    (tmp_path / "case" / "issues.yaml").write_text("x")
    part = tmp_path / "case" / ".writing-0123456789abcdef"
    part.write_text("evil")
    for moves in ([[part.name, "../secret"]], [["../secret", "a"]], [["issues.yaml", "b"]], "nonsense", [[1, 2]]):
        told = {"host": os.uname().nodename, "process": 2**22 + 1, "moves": moves}
        (tmp_path / "case" / f"{MOVES}1").write_text(json.dumps(told))
        finish_moves(tmp_path / "case")
        assert (tmp_path / "secret").read_text() == "x"
        assert not (tmp_path / "case" / "a").exists()
        assert (tmp_path / "case" / "issues.yaml").exists()


def test_moves_of_a_process_that_still_runs_are_left_to_it(tmp_path):
    (tmp_path / ".writing-0123456789abcdef").write_text("new")
    told = {"host": os.uname().nodename, "process": os.getpid(), "moves": [[".writing-0123456789abcdef", "a"]]}
    (tmp_path / f"{MOVES}1").write_text(json.dumps(told))
    finish_moves(tmp_path)
    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere files are moved one by one")
def test_a_folder_takes_the_place_of_the_old_one_in_one_step(tmp_path):
    book = tmp_path / "book"
    (book / "own").mkdir(parents=True)
    for name in ("a", "own/x"):
        (book / name).write_text("old")
    (book / "link").symlink_to("a")
    (book / "a").chmod(0o600)
    book.chmod(0o750)
    before = (book / "own" / "x").stat().st_ino
    assert killed(0, book, "exchange") == 0  # no file is moved by itself, so it was not killed
    assert (book / "a").read_text() == (book / "b").read_text() == "new"
    assert (book / "own" / "x").stat().st_ino == before
    assert os.readlink(book / "link") == "a"
    assert [p.stat().st_mode & 0o777 for p in (book, book / "a")] == [0o750, 0o600]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book"]


def test_a_folder_in_which_somebody_stands_stays_the_same_folder(tmp_path, monkeypatch):
    (tmp_path / "book").mkdir()
    monkeypatch.chdir(tmp_path / "book")
    before = (tmp_path / "book").stat().st_ino
    with folder_whole_or_not_at_all(tmp_path / "book") as made:
        (made / "a").write_text("new")
    assert (tmp_path / "book").stat().st_ino == before
    assert (tmp_path / "book" / "a").read_text() == "new"
