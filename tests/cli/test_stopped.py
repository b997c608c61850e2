"""Ctrl-C at any moment: no traceback of ours, no process left, nothing half written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends the signal to a group of processes")
SIMULATE = ("simulate", "--draws", "3000000")


@pytest.mark.parametrize("words", [SIMULATE, (*SIMULATE, "--jobs", "2"), (*SIMULATE, "--cluster", "local:2")])
@pytest.mark.parametrize("milliseconds", [0, 20, 40, 60, 80, 120, 200, 400, 800, 3000])
def test_no_traceback_of_ours(tmp_path: Path, words: tuple[str, ...], milliseconds: int) -> None:
    """The interpreter's own start is not ours: what it prints names none of our files."""
    process = subprocess.Popen(
        [sys.executable, "-m", "positions", *words, "--case", str(ROOT / "data")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(milliseconds / 1000)
    os.killpg(process.pid, signal.SIGINT)
    said, wrong = process.communicate(timeout=60)
    assert said == ""
    assert str(ROOT / "positions") not in wrong
    if "Traceback" not in wrong:
        assert process.returncode in (130, -signal.SIGINT)
        assert wrong.strip() in ("", "stopped; nothing was written")
    group = subprocess.run(["ps", "-o", "pid=", "-g", str(process.pid)], capture_output=True, text=True, check=False)
    deadline = time.monotonic() + 20
    while group.stdout.strip() and time.monotonic() < deadline:
        time.sleep(0.1)
        group = subprocess.run(
            ["ps", "-o", "pid=", "-g", str(process.pid)], capture_output=True, text=True, check=False
        )
    assert not group.stdout.strip(), "processes were left"


STOPS = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(5)\n"
SCRIPT = """
import signal, sys
from positions.cli import _interrupted
signal.signal(signal.SIGINT, _interrupted)
sys.path.insert(0, sys.argv[1])
try:
    {how}
except KeyboardInterrupt:
    print("an exception")
"""


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("import stops", (130, "", "stopped; nothing was written\n")),
        ("import os, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(5)", (0, "an exception\n", "")),
    ],
)
def test_in_the_midst_of_an_import_it_ends_at_once(tmp_path: Path, how: str, expected: tuple[int, str, str]) -> None:
    (tmp_path / "stops.py").write_text(STOPS)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(how=how), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == expected
