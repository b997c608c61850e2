"""Work on real workers: the same bytes with one or two, with one killed, and after the scheduler was lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from benchmarks.conference import conference
from positions.errors import PositionsError
from positions.game import prepare_issue
from positions.model import NO_TEXT, PARAMETERS
from positions.simulation import make_ensemble
from positions.simulation.parts import Run, counts_to_bytes, simulation_job
from positions.work import Job, Store, play_jobs, standstill
from tests.cluster.conftest import Cluster

pytestmark = pytest.mark.filterwarnings("default")
PARTS = 8


def _job(seed: int = 1):
    case = conference(delegations=6, issues=1, wordings=2, seed=5)
    ensemble = make_ensemble(PARAMETERS, members=64, seed=seed)
    run = Run(prepare_issue(case, "i00"), ensemble, case.issues["i00"].try_order(), NO_TEXT, (), 256 * PARTS)
    return simulation_job(run)


def _bytes(**how) -> list[bytes]:
    ((_, parts),) = play_jobs([_job()], **how)
    return [counts_to_bytes(part) for part in parts]


def _at_call(number: int, act: Callable[[], None], calls: list[int] | None = None) -> Callable[[], None]:
    """Return a progress that acts when it is called for the ``number``-th time; ``calls`` grow with each."""
    seen = [] if calls is None else calls

    def step() -> None:
        seen.append(1)
        if len(seen) == number:
            act()

    return step


@pytest.fixture(scope="module")
def here() -> list[bytes]:
    return _bytes()


def test_one_worker_two_workers_and_one_of_two_killed(cluster: Cluster, here: list[bytes]) -> None:
    assert len(here) == PARTS
    cluster.add_worker()
    assert _bytes(address=cluster.address) == here
    cluster.add_worker()
    cluster.wait_for(2)
    assert _bytes(address=cluster.address) == here

    calls: list[int] = []
    kill = partial(cluster.kill, cluster.workers[0])
    assert _bytes(address=cluster.address, progress=_at_call(2, kill, calls)) == here
    assert cluster.workers[0].poll() == -9
    assert len(calls) == PARTS


def test_scheduler_lost_then_resumed(cluster: Cluster, tmp_path: Path) -> None:
    cluster.add_worker()
    store = Store(tmp_path / "parts")
    kill = partial(cluster.kill, cluster.scheduler)
    with pytest.raises(PositionsError, match="lost the scheduler at tcp://") as lost:
        _slow_parts(address=cluster.address, store=store, progress=_at_call(3, kill))
    assert "the same command goes on from there" in lost.value.hint
    kept = {p.name: p.stat().st_mtime_ns for p in store.folder.rglob("*.part")}
    assert 3 <= len(kept) < PARTS
    assert _slow_parts(store=store) == [f"part {n}" for n in range(PARTS)]
    after = {p.name: p.stat().st_mtime_ns for p in store.folder.rglob("*.part")}
    assert len(after) == PARTS
    assert {name: after[name] for name in kept} == kept, "a kept part was made again"


def test_what_is_prepared_is_never_sent_and_threads_do_not_share_it(cluster: Cluster, here: list[bytes]) -> None:
    """Also what cannot be sent at all; the scheduler hands parts of one job to two threads and to a second worker."""
    cluster.add_worker(threads=2)
    cluster.add_worker()
    cluster.wait_for(2)
    job = Job(("unsendable",), 12, _prepare_a_lock, _play_with_it, bytes.decode)
    ((_, parts),) = play_jobs([job], address=cluster.address)
    players = {part.split()[0] for part in parts}
    assert 1 < len(players) <= 3, "three threads on two workers, which share the parts as they are free"
    assert sorted(int(part.split()[1]) for part in parts) == list(range(12))
    assert {part.split()[2] for part in parts} == {"1"}, "each thread prepares once"
    assert _bytes(address=cluster.address) == here


_PREPARATIONS = threading.local()


def _prepare_a_lock() -> threading.RLock:
    _PREPARATIONS.count = getattr(_PREPARATIONS, "count", 0) + 1
    return threading.RLock()


def _play_with_it(lock: threading.RLock, number: int) -> bytes:
    with lock:
        time.sleep(0.2)
        return f"{os.getpid()}-{threading.get_ident()} {number} {_PREPARATIONS.count}".encode()


def _slow_parts(**how) -> list[str]:
    """Play parts that take a third of a second each, so that some are not finished when something is killed."""
    ((_, parts),) = play_jobs([Job(("slow",), PARTS, _prepare_a_lock, _play_slowly, bytes.decode)], **how)
    return parts


def _play_slowly(_: threading.RLock, number: int) -> bytes:
    time.sleep(0.3)
    return f"part {number}".encode()


def test_workers_that_stand_still_are_given_up(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standstill, "PATIENCE", 1.0)
    monkeypatch.setattr(standstill, "LOOK", 0.3)
    cluster.add_worker()
    store = Store(tmp_path / "parts")
    kill = partial(cluster.kill, cluster.workers[0])
    with pytest.raises(PositionsError, match=r"stand still: \d parts? to go") as still:
        _slow_parts(address=cluster.address, store=store, progress=_at_call(2, kill))
    assert "the same command goes on from there" in still.value.hint
    assert 2 <= len(list(store.folder.rglob("*.part"))) < PARTS
    assert _slow_parts(store=store) == [f"part {n}" for n in range(PARTS)]


def test_a_worker_that_dies_with_finished_parts_is_not_waited_for(
    cluster: Cluster, here: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is finished is fetched while we are busy with other things; or else its loss is seen and told."""
    monkeypatch.setattr(standstill, "PATIENCE", 1.0)
    monkeypatch.setattr(standstill, "LOOK", 0.3)
    cluster.add_worker()

    def busy_until_the_worker_is_gone() -> None:
        time.sleep(2.0)
        cluster.kill(cluster.workers[0])

    assert _bytes(address=cluster.address, progress=_at_call(1, busy_until_the_worker_is_gone)) == here


def test_a_long_part_is_no_standstill(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standstill, "PATIENCE", 0.5)
    monkeypatch.setattr(standstill, "LOOK", 0.2)
    cluster.add_worker()
    job = Job(("long",), 1, _prepare_a_lock, _take_long, bytes.decode)
    assert [parts for _, parts in play_jobs([job], address=cluster.address)] == [["done"]]


def _take_long(_: threading.RLock, __: int) -> bytes:
    time.sleep(3)
    return b"done"


ROOT = Path(__file__).resolve().parents[2]


def simulate(folder: Path, *more: str, code: int = 0) -> bytes:
    command = [sys.executable, "-m", "positions", "simulate", "victim_care", "--case", str(ROOT / "data"), "--json"]
    made = subprocess.run(
        [*command, "--draws", "300", "--members", "16", *more],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert made.returncode == code, made.stderr
    return made.stdout if code == 0 else made.stderr


def test_command_line_on_processes_of_its_own(tmp_path: Path) -> None:
    assert simulate(tmp_path, "--cluster", "local:2") == simulate(tmp_path)
    assert not (tmp_path / ".positions-parts").exists(), "parts of finished work stay"


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[str, str, str]:
    """An authority, and a certificate and key that it signed."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make certificates with")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)

    key = ("-newkey", "rsa:2048", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority", "-days", "2")
    openssl("req", *key, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=machine")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
    openssl("x509", "-req", "-in", "own.csr", *signed, "-out", "own.pem")
    ca, cert, key_file = (str(tmp_path / name) for name in ("ca.pem", "own.pem", "own.key"))
    return ca, cert, key_file


def test_a_scheduler_that_asks_for_certificates(tmp_path: Path, certificates: tuple[str, str, str]) -> None:
    ca, cert, key = certificates
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder, ("--protocol", "tls", "--tls-ca-file", ca, "--tls-cert", cert, "--tls-key", key))
    try:
        assert made.address.startswith("tls://")
        made.add_worker()
        shown = ("--tls-ca", ca, "--tls-cert", cert, "--tls-key", key)
        assert simulate(tmp_path, "--cluster", made.address, *shown) == simulate(tmp_path)
        own = ("--tls-ca", cert, "--tls-cert", cert, "--tls-key", key)  # nobody's authority
        refused = simulate(tmp_path, "--cluster", made.address, *own, code=1)
        assert b"does it trust these certificates?" in refused
        assert b"Traceback" not in refused
    finally:
        made.close()
    for words in (("--tls-ca", ca), ("--cluster", "tls://127.0.0.1:1", "--tls-ca", ca)):
        assert b"--cluster tls://HOST:PORT" in simulate(tmp_path, *words, code=2)
