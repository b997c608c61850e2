"""What commands that write one text have in common: its marking, its provenance, and where it goes."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from positions.cli.screen import tell
from positions.errors import PositionsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.model import Case
    from positions.papers.charts.sheet import Furniture, Size

__all__ = ["can_be_written", "deliver_bytes", "picture", "prints_aside", "provenance_line"]


def provenance_line(case: Case, *, seed: int | None = None, worlds: str = "") -> str:
    """Return what an output was made from, on one line.

    >>> from positions.casefiles import load_case
    >>> provenance_line(load_case(Path("data")), seed=7)[:10]
    'positions '
    """
    made = [f"positions {case.provenance.version}", f"case {case.provenance.short}"]
    made += [f"seed {seed}"] if seed is not None else []
    made += [worlds] if worlds else []
    made.append("replay: stances coded after the meeting" if case.meeting.is_replay else "forecast")
    if case.provenance.reading:
        made.append(f"reading: {case.provenance.reading}")
    if case.provenance.release:
        made.append(f"released at {case.provenance.release}, {case.provenance.withheld} items withheld")
    return ", ".join(made)


def picture(draw: Callable[[Any], object], size: Size, furniture: Furniture, form: str) -> bytes:
    """Draw one chart on a sheet of its own, as ``png`` or ``svg``."""
    from positions.papers.charts.sheet import chart_file

    made = chart_file(draw, size, furniture, formats=(form,))
    return made.png or made.svg


def deliver_bytes(data: bytes, out: Path, *, said: bool = True) -> None:
    """Write the bytes whole to ``out`` and, with ``said``, say so on stderr."""
    from positions.writing import write_bytes

    try:
        write_bytes(out, data)
    except OSError as error:
        raise _unwritable(out, error.strerror) from error
    if said:
        tell(f"wrote {out}")


def can_be_written(out: Path, *, parents: bool = False, folder: bool = False) -> None:
    """Refuse, before all the work, a file or a folder that cannot be written.

    Parameters
    ----------
    out : Path
    parents : bool
        Whether folders that are missing are made.
    folder : bool
        Whether ``out`` is to be a folder.
    """
    if not folder and out.is_dir():
        raise _unwritable(out, "it is a folder")
    if not out.parent.exists() and not parents:
        raise PositionsError(
            f"{out} cannot be written: there is no folder {out.parent}", hint="make it, or add --parents"
        )
    there = out if folder or out.exists() else out.parent
    while not there.exists():
        there = there.parent
    if there != out and not there.is_dir():
        raise _unwritable(out, f"{there} is a file")
    if folder and out.exists() and not out.is_dir():
        raise _unwritable(out, "it is a file")
    if not os.access(there, os.W_OK | (os.X_OK if there.is_dir() else 0)):
        raise _unwritable(out, f"{there} is not yours to write to")


def _unwritable(out: Path, why: str | None) -> PositionsError:
    return PositionsError(f"{out} cannot be written: {why}", hint="name another with --out")


@contextmanager
def prints_aside() -> Iterator[None]:
    """Send to standard error whatever is printed meanwhile, by Python or by a library below it.

    Some libraries print a line of their own; on standard output it would stand inside the result.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # closed: nothing can reach it
        yield
        return
    try:
        os.dup2(2, 1)
        with redirect_stdout(sys.stderr):
            yield
    finally:
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)  # what C code has in its buffer
        os.dup2(kept, 1)
        os.close(kept)
