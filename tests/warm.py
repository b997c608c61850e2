"""A process that has imported the program and waits: each call is a copy of it, as if it had been started anew.

Started by ``tests/program.py``. Standard input is a socket: for each call comes a line of JSON (words, folder,
environment) with the files that are to be standard input, output and error, and one to which the exit status goes.
"""

import importlib
import json
import os
import runpy
import signal
import socket
import sys
from contextlib import suppress


def main() -> None:
    """Wait for calls until nobody is there to make any."""
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # as the program does it, before NumPy is there
    for name in sys.argv[1:]:
        with suppress(ImportError):
            importlib.import_module(name)
    with socket.socket(fileno=0) as asked:
        while True:
            line, files, _, _ = socket.recv_fds(asked, 1 << 20, 4)
            if not line:
                return
            if os.fork() == 0:
                break
            for file in files:
                os.close(file)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
    *streams, answer = files
    child = os.fork()
    if child:
        for file in streams:
            os.close(file)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(OSError):
            os.write(answer, f"{status}\n".encode())
        os._exit(0)
    os.close(answer)
    call(streams, **json.loads(line))


def call(streams: list[int], words: list[str], cwd: str, env: dict[str, str]) -> None:
    """Be the program: ``python -m positions`` with some words, to its end."""
    for number, file in enumerate(streams):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    was = sys.stdin, sys.stdout, sys.stderr  # as the environment had them made at the start
    made = [
        open(n, "w" if n else "r", encoding=f.encoding, errors=f.errors, closefd=False)  # noqa: SIM115 - they stay open
        for n, f in enumerate(was)
    ]
    sys.stdin, sys.stdout, sys.stderr = made
    sys.argv = ["-m", *words]
    sys.path[0] = cwd
    runpy.run_module("positions", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
