"""One more line for ``floor.txt``: checked with the whole case, then written whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from positions.casefiles.folder import FLOOR
from positions.casefiles.load import load_with_nodes
from positions.errors import ExitCode, PositionsError
from positions.model import Case, Statement
from positions.writing import Write, write_together

__all__ = ["Noted", "add_lines"]


@dataclass(frozen=True, slots=True)
class Noted:
    """The case before and after, and the statements that were added."""

    before: Case
    after: Case
    added: tuple[Statement, ...]


def add_lines(folder: Path, text: str, *, write: Write = write_together) -> Noted:
    """Append lines to the ``floor.txt`` of a case; nothing is written when any of them has a problem.

    ``write`` writes as :func:`positions.writing.write_together` does.

    Raises
    ------
    CaseProblems
        With every problem of the lines, or of the case as it was.
    PositionsError
        When the text holds no statement, or the file was changed by somebody else meanwhile.
    """
    path = folder / FLOOR
    old = path.read_bytes() if path.is_file() else b""
    known = {FLOOR: old} if old else None
    before, _ = load_with_nodes(folder, known)
    end = b"\r\n" if b"\r\n" in old else b"\n"
    lines = [line.strip().encode() for line in text.splitlines() if line.strip()]
    if not any(not line.startswith(b"#") for line in lines):
        raise PositionsError("there is no statement to add", exit_code=ExitCode.USAGE)
    new = old + (b"" if not old or old.endswith(b"\n") else end) + b"".join(line + end for line in lines)
    after, _ = load_with_nodes(folder, {FLOOR: new})
    first = old.count(b"\n") + (bool(old) and not old.endswith(b"\n")) + 1
    added = tuple(
        s for s in after.statements if s.place.startswith(f"{FLOOR}:") and int(s.place.rpartition(":")[2]) >= first
    )
    try:
        write({path: new}, read_as={path: hashlib.sha256(old).hexdigest() if path.exists() else ""})
    except OSError as error:
        raise PositionsError(f"{path} cannot be written: {error.strerror}", exit_code=ExitCode.USAGE) from error
    return Noted(before, after, added)
