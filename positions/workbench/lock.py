"""One server for each case: a file beside the case says which, and where it is to be found."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from positions.errors import PositionsError

__all__ = ["LOCK", "locked"]

LOCK = ".positions-serve.json"


@contextmanager
def locked(folder: Path, address: str, port: int) -> Iterator[None]:
    """Hold the case's lock; one whose server is gone is taken over.

    Raises
    ------
    PositionsError
        When another server has the case; it says under which address.
    """
    path = folder / LOCK
    own = {"pid": os.getpid(), "port": port, "address": address}
    for _ in range(3):
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            other = _read(path)
            if other is not None and _lives(other):
                raise PositionsError(
                    f"another server has this case open: {other['address']}",
                    hint="open that address, or end it there with Ctrl-C",
                ) from None
            with suppress(FileNotFoundError):
                path.unlink()
            continue
        except (FileNotFoundError, NotADirectoryError):
            yield  # there is no case: whoever reads it says so
            return
        except OSError as error:
            raise PositionsError(f"{folder} cannot be written: {error.strerror}", hint="copy the case first") from None
        with os.fdopen(number, "w", encoding="utf-8") as out:
            json.dump(own, out)
        break
    else:
        raise PositionsError(f"another server opens this case at this moment: {path}", hint="try again")
    try:
        yield
    finally:
        if _read(path) == own:
            path.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, object] | None:
    """Return what a lock says; None where it says nothing."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    known = isinstance(made, dict) and isinstance(made.get("pid"), int) and isinstance(made.get("port"), int)
    return made if known and isinstance(made.get("address"), str) else None


def _lives(lock: dict[str, object]) -> bool:
    """Whether the process is there and somebody listens at its port: a number alone may be another process by now."""
    pid, port = lock["pid"], lock["port"]
    assert isinstance(pid, int) and isinstance(port, int)  # noqa: S101, PT018 - as _read made sure
    if os.name == "posix":
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            pass
    if not 0 < port < 65_536:
        return False
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
