"""The server: bound to this machine alone, one for each case, gone with Ctrl-C."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from positions.errors import PositionsError
from positions.workbench.bench import Bench
from positions.workbench.lock import locked
from positions.workbench.pages import Pages
from positions.workbench.safety import Guard

__all__ = ["guarded", "serve"]


def guarded(bench: Bench, port: int) -> Guard:
    """Return the application behind its guard."""
    return Guard(Starlette(routes=Pages(bench).routes()), port)


def serve(
    folder: Path,
    make: Callable[[], Bench],
    *,
    port: int = 0,
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve a case until Ctrl-C.

    Parameters
    ----------
    folder : Path
        The case; a file in it says that it is being served, for as long as it is.
    make : callable
        Opens the case, once nobody else has it.
    port : int
        0 takes one that is free.
    browser : bool
        Open the address in the browser.
    tell : callable
        Gets the address.

    Raises
    ------
    PositionsError
        When another server has the case, the port is taken, or the case has problems.
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise PositionsError(f"port {port} cannot be used: {error.strerror}", hint="leave out --port") from None
        listening.listen(64)
        taken = listening.getsockname()[1]
        waiting = Guard(Starlette(), taken)
        with locked(folder, waiting.start, taken):
            bench = make()
            try:
                waiting.app = guarded(bench, taken).app
                tell(waiting.start)
                if browser:
                    webbrowser.open(waiting.start)
                config = uvicorn.Config(
                    waiting, log_level="error", access_log=False, lifespan="off", server_header=False,
                    timeout_graceful_shutdown=1, h11_max_incomplete_event_size=16 * 1024,
                )  # fmt: skip
                server = uvicorn.Server(config)
                # end as Ctrl-C does, so that nothing is left behind; uvicorn raises SIGTERM once more at its own end
                signal.signal(signal.SIGTERM, signal.default_int_handler)
                if hasattr(signal, "SIGHUP"):
                    signal.signal(signal.SIGHUP, server.handle_exit)
                with suppress(KeyboardInterrupt):
                    server.run(sockets=[listening])
            finally:
                bench.worker.close()
