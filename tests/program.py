"""The program as a user calls it: a process of its own for each call, through ``python -m positions``.

Most of a short call is the import of libraries. So a process that has imported them waits (``tests/warm.py``), and a
call is a copy of it. Where the interpreter's own start matters (encodings, closed files), where the system has no
``fork``, or when POSITIONS_COLD_CALLS is set, the program is started as it is.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
OF_THE_START = ("PYTHON", "LC_", "LANG")  # what the interpreter reads when it starts
MODULES = (
    "positions.cli.asked",
    "positions.api",
    "positions.ledger.advice",
    "positions.findings",
    "positions.papers.book",
    "positions.papers.charts",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "openpyxl",
    "docx",
    "rich.table",
)


def run(
    *words: object, cwd: Path | str = ROOT, given: str = "", env: dict[str, str] | None = None, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Call ``positions`` with some words and return how it ended and what it said.

    Parameters
    ----------
    cwd
        Where it is called.
    given
        Its standard input.
    env
        What the environment says beside what this process was given.
    """
    command = [sys.executable, "-m", "positions", *map(str, words)]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}
    if (
        not hasattr(os, "fork")
        or "POSITIONS_COLD_CALLS" in os.environ
        or any(k.startswith(OF_THE_START) for k in env or {})
    ):
        return subprocess.run(
            command, cwd=cwd, env=own, input=given, capture_output=True, text=True, encoding="utf-8", timeout=timeout
        )  # fmt: skip
    code, *said = ask(_waiting(), command[3:], cwd=cwd, env=own, given=given.encode(), timeout=timeout)
    return subprocess.CompletedProcess(command, code, *(text.decode("utf-8").replace("\r\n", "\n") for text in said))


def start_waiting(*modules: str, **how: object) -> socket.socket:
    """Start a process that imports modules and waits for calls; it ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen([sys.executable, ROOT / "tests" / "warm.py", *modules], stdin=theirs, **how)

    def end() -> None:
        ours.close()
        process.wait(timeout=20)

    atexit.register(end)
    return ours


def ask(
    waiting: socket.socket,
    words: list[str],
    *,
    cwd: Path | str,
    env: dict[str, str],
    given: bytes = b"",
    out: int | None = None,
    timeout: float = 120,
) -> tuple[int, bytes, bytes]:
    """Have a call made by a waiting process; return its exit status, what it printed and what it said is wrong.

    With ``out`` it prints into that file, and nothing is returned of it.
    """
    reading, writing = os.pipe()
    line = json.dumps({"words": words, "cwd": str(cwd), "env": env}).encode()
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as err:
        into.write(given)
        into.seek(0)
        with open(reading, "rb") as answer:
            try:
                to = printed.fileno() if out is None else out
                socket.send_fds(waiting, [line], [into.fileno(), to, err.fileno(), writing])
            finally:
                os.close(writing)
            if not select.select([answer], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(words, timeout)
            code = int(answer.readline() or 70)
        printed.seek(0)
        err.seek(0)
        return code, printed.read(), err.read()


@cache
def _waiting() -> socket.socket:
    return start_waiting(*MODULES, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, cwd=ROOT)
