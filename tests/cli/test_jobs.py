"""Work shared among processes comes back in order and the same, whatever their number."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from positions.cli.jobs import meanwhile, share_work


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_before_and_after_new_workers(jobs: int) -> None:
    with share_work(jobs) as workers:
        assert list(workers(abs, range(-5, 5))) == list(map(abs, range(-5, 5)))
        workers.renew()
        assert list(workers(str, [3, 1, 2])) == ["3", "1", "2"]


def test_a_fault_in_a_worker_is_one_here() -> None:
    with pytest.raises(ZeroDivisionError), share_work(2) as workers:
        list(workers(divide, [1, 0]))


def divide(number: int) -> float:
    return 1 / number


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_errand_is_run_once_after_work_is_handed_out(jobs: int) -> None:
    run: list[str] = []
    with share_work(jobs) as workers:
        results = meanwhile(workers, lambda: run.append("errand"))(abs, [-1, -2])
        assert run == ["errand"]
        assert list(results) == [1, 2]
    assert run == ["errand"]


ROOT = Path(__file__).parents[2]


def run_script(script: Path) -> subprocess.CompletedProcess[str]:
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=True, env=here)


KNOWN = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import positions.findings
from positions.cli import jobs

here = []
def known(_):
    return list(here)

if __name__ == "__main__":
    with jobs.share_work(2) as workers:
        assert list(workers(known, [0, 1])) == [[], []]
        here.append("computed")
        workers.renew()
        print(list(workers(known, [0])))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_new_workers_know_what_was_computed_meanwhile(tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(KNOWN)
    done = run_script(script)
    assert done.stdout.strip() == "[['computed']]"


DRAWN = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from hashlib import sha256
from positions.papers.charts.board import Board
from positions.papers.charts.sheet import Furniture, Size, chart_file, prepare_drawing
from positions.cli import jobs
from positions.markings import Marking

def draw(n):
    words = "".join(chr(c) for c in range(0x21, 0x17F) if chr(c).isprintable())
    made = chart_file(lambda ax: Board(ax).headline(words), Size(180.0, 60.0), Furniture(Marking.U))
    return sha256(made.png + made.svg).hexdigest()

if __name__ == "__main__":
    prepare_drawing()
    with jobs.share_work(4) as workers:
        drawn = set(workers(draw, range(12)))
    print(len(drawn), drawn == {draw(0)})
"""


def test_workers_do_not_share_an_open_font(tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(DRAWN)
    done = run_script(script)
    assert done.stdout.strip() == "1 True"
