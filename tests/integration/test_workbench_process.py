"""``positions serve`` as it is called: one server a case, nothing left behind, no traceback."""

import http.client
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette")
from positions.workbench.lock import LOCK

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    from positions.casefiles.starter import write_starter

    write_starter(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def serve(folder):
    started = []

    def begun(*more):
        process = subprocess.Popen(
            [sys.executable, "-m", "positions", "serve", str(folder), "--no-browser", *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        started.append(process)
        return process

    yield begun
    for process in started:
        process.kill()
        process.communicate()


def names(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_and_leaves_nothing(way, serve, folder):
    before = names(folder)
    process = serve()
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    lock = folder / LOCK
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    assert json.loads(lock.read_text())["pid"] == process.pid
    host = address.split("/")[2]
    asked = http.client.HTTPConnection(host, timeout=20)
    asked.request("GET", "/")
    assert asked.getresponse().status == 403
    asked.close()
    with socket.socket() as other:
        port = int(host.partition(":")[2])
        own = next((a[4][0] for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)), "127.0.0.1")
        if not own.startswith("127."):
            assert other.connect_ex((own, port)) != 0, "nobody but this machine reaches it"
    process.send_signal(way)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "Traceback" not in out + err
    assert names(folder) == before


def test_a_second_server_is_told_where_the_first_is(serve, folder):
    first = serve()
    address = first.stdout.readline().strip()
    second = serve()
    out, err = second.communicate(timeout=30)
    assert (second.returncode, out) == (1, "")
    assert f"another server has this case open: {address}" in err
    first.kill()
    first.wait()
    assert (folder / LOCK).exists()
    third = serve()
    assert third.stdout.readline().startswith("http://127.0.0.1:")
    assert json.loads((folder / LOCK).read_text())["pid"] == third.pid


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1, "port": 1, "address": "x"}', '{"pid": "x"}',
                                  '{"pid": 99999999999999, "port": 80, "address": "x"}', "[" * 100_000])  # fmt: skip
def test_a_lock_that_says_nothing_is_taken_over(text, folder):
    from positions.workbench.lock import locked

    (folder / LOCK).write_text(text)
    with locked(folder, "http://127.0.0.1:9/x", 9):
        assert json.loads((folder / LOCK).read_text())["pid"] == os.getpid()
    assert not (folder / LOCK).exists()


def test_what_cannot_be_served_is_said(serve, folder, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve("--port", str(taken.getsockname()[1]))
        _, err = process.communicate(timeout=30)
        assert process.returncode == 1
        assert "cannot be used" in err
    with (folder / "issues.yaml").open("a") as out:
        out.write("nonsense: [\n")
    process = serve()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "issues.yaml:" in err
    assert not (folder / LOCK).exists()
    shutil.rmtree(folder)
    process = serve()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "there is no such folder" in err
    assert not folder.exists()


def test_without_its_libraries_it_says_how_to_install_them():
    code = (
        "import sys; sys.modules['starlette'] = None; from positions.cli import main; main(['serve', '--no-browser'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "the workbench needs starlette\n" in done.stderr
    assert "pip install" in done.stderr
