"""Work shared among processes: in order, the same, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from positions.cli.options import jobs_option
from positions.errors import PositionsError
from positions.work import Job, Workers, mapper, play_jobs
from positions.work.pool import MOST

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with mapper(jobs) as share:
        assert share.single == (jobs == 1)
        assert list(share(abs, range(-5, 5))) == list(map(abs, range(-5, 5)))
        assert list(share(str, [3, 1, 2])) == ["3", "1", "2"]


def divide(number: int) -> float:
    return 1 / number


def test_a_fault_in_a_worker_is_one_here() -> None:
    with pytest.raises(ZeroDivisionError), mapper(2) as share:
        list(share(divide, [1, 0]))


def pid_and_modules(_: int) -> tuple[int, bool]:
    time.sleep(0.2)
    return os.getpid(), "positions.game" in sys.modules


def test_workers_are_other_processes_and_have_imported_what_they_need() -> None:
    with mapper(2, preload=("positions.game",)) as share:
        found = list(share(pid_and_modules, range(6)))
    assert len({pid for pid, _ in found}) == 2
    assert os.getpid() not in {pid for pid, _ in found}
    assert all(there for _, there in found)


def test_the_number_that_the_help_names_is_the_one() -> None:
    parameter = jobs_option(lambda: None).__click_params__[0]
    assert f"at most {MOST}," in parameter.help


SCRIPT = """
import os, sys, time
from pathlib import Path
{before}
from positions.work import mapper

def work(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep({seconds})
    return number

if __name__ == "__main__":
    try:
        with mapper(2) as share:
            print(share.single, list(share(work, range(4))))
    except KeyboardInterrupt:
        print("stopped")
"""


def start(folder: Path, *, before: str = "", seconds: float = 60) -> subprocess.Popen[str]:
    script = folder / "script.py"
    script.write_text(SCRIPT.format(before=before, seconds=seconds))
    (folder / "workers").mkdir()
    return subprocess.Popen(
        [sys.executable, script, folder / "workers"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(true, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_process_that_started_them(tmp_path: Path, how: signal.Signals) -> None:
    process = start(tmp_path)
    assert until(lambda: len(list((tmp_path / "workers").iterdir())) == 2)
    workers = [int(p.name) for p in (tmp_path / "workers").iterdir()]
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does: everybody gets it
    else:
        process.send_signal(how)
    said, wrong = process.communicate(timeout=30)
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)
    if how == signal.SIGINT:
        assert (process.returncode, said, wrong) == (0, "stopped\n", "")
    else:
        assert process.returncode == -how


@pytest.mark.parametrize(
    "before",
    [
        'sys.modules["_multiprocessing"] = None',
        "import multiprocessing.context as c\n"
        "def no(*_): raise OSError('no room')\n"
        "c.BaseContext.Lock = c.BaseContext.Queue = c.BaseContext.SimpleQueue = no",
    ],
)
def test_where_no_process_can_start_this_one_does_the_work(tmp_path: Path, before: str) -> None:
    process = start(tmp_path, before=before, seconds=0)
    said, wrong = process.communicate(timeout=60)
    assert (said.split(maxsplit=1)[1], wrong) == ("[0, 1, 2, 3]\n", "")
    assert [p.name for p in (tmp_path / "workers").iterdir()] == [str(process.pid)]


def nothing() -> None:
    return None


def play(_: None, number: int) -> bytes:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{number} {os.getpid()}".encode()


def test_parts_are_played_by_processes_of_this_machine_that_stay_for_the_next_stage() -> None:
    jobs = [Job(("a",), 4, nothing, play, bytes.decode), Job(("b",), 3, nothing, play, bytes.decode)]
    with Workers("local:2") as workers:
        first = dict(play_jobs(jobs, address=workers))
        second = dict(play_jobs(jobs[:1], address=workers))
    assert [[part.split()[0] for part in first[j]] for j in (0, 1)] == [["0", "1", "2", "3"], ["0", "1", "2"]]
    pids = {int(part.split()[1]) for parts in (*first.values(), *second.values()) for part in parts}
    assert os.getpid() not in pids
    assert len(pids) <= 2


def test_a_process_that_dies_is_said() -> None:
    with pytest.raises(PositionsError, match="a process that shared the work died") as died:
        dict(play_jobs([Job(("c",), 8, nothing, play, bytes.decode)], address="local:2"))
    assert "the same command goes on from there" in died.value.hint


@pytest.mark.parametrize(
    ("address", "files", "message"),
    [
        ("10.0.0.1", {}, "is no cluster"),
        ("local:0", {}, "is no cluster"),
        ("tcp://10.0.0.1:1", {"tls_ca": "ca.pem"}, "uses no certificates"),
        ("local", {"tls_key": "key.pem"}, "uses no certificates"),
        (
            "tls://10.0.0.1:1",
            {"tls_ca": "ca.pem", "tls_cert": "own.pem"},
            "needs an authority, a certificate and a key",
        ),
        ("tls://10.0.0.1:1", dict.fromkeys(("tls_ca", "tls_cert", "tls_key"), "no.pem"), r"no\.pem cannot be read"),
    ],
)
def test_addresses_and_certificates_that_mean_nothing(address: str, files: dict[str, str], message: str) -> None:
    with pytest.raises(PositionsError, match=message):
        Workers(address, **{name: Path(file) for name, file in files.items()})


DRAWN = """
from hashlib import sha256
from positions.papers.charts.board import Board
from positions.papers.charts.sheet import Furniture, Size, chart_file, prepare_drawing
from positions.work import mapper
from positions.markings import Marking

def draw(n):
    words = "".join(chr(c) for c in range(0x21, 0x17F) if chr(c).isprintable())
    made = chart_file(lambda ax: Board(ax).headline(words), Size(180.0, 60.0), Furniture(Marking.U))
    return sha256(made.png + made.svg).hexdigest()

if __name__ == "__main__":
    prepare_drawing()
    with mapper(4) as share:
        drawn = set(share(draw, range(12)))
    print(len(drawn), drawn == {draw(0)})
"""


def test_workers_do_not_share_an_open_font(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(DRAWN)
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=True, env=here)
    assert done.stdout.strip() == "1 True"
