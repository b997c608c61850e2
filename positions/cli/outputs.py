"""What commands that write one text have in common: its marking, its provenance, and where it goes."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.errors import ExitCode, PositionsError

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model import Case

__all__ = ["deliver", "deliver_bytes", "output_marking", "prints_aside", "provenance_line", "stamp", "stamped"]


def output_marking(found: Marking, wanted: Marking | None) -> Marking:
    """Return the marking of an output: as high as the user wants it, never lower than its content."""
    from positions.markings import raised

    try:
        return raised(found, wanted)
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None


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
    if case.provenance.release:
        made.append(f"released at {case.provenance.release}, {case.provenance.withheld} items withheld")
    return ", ".join(made)


def deliver(text: str, out: Path | None) -> None:
    """Print the text, or write it whole to ``out`` and say so on stderr."""
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        deliver_bytes(text.encode(), out)


def deliver_bytes(data: bytes, out: Path) -> None:
    """Write the bytes whole to ``out`` and say so on stderr."""
    from positions.writing import write_bytes

    try:
        write_bytes(out, data)
    except OSError as error:
        why = f"{out} cannot be written: {error.strerror}"
        raise PositionsError(why, hint="name another file with --out") from error
    click.echo(f"wrote {out}", err=True)


def stamp(case: Case) -> dict[str, object]:
    """Return what every JSON object says of itself: its marking, and whether it is a replay."""
    return {"marking": case.marking().label, "replay": case.meeting.is_replay}


def stamped(case: Case, text: str) -> str:
    """Return a text for the terminal between its markings."""
    mark = case.marking().label
    return f"{mark}\n\n{text.rstrip()}\n\n{mark}"


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
