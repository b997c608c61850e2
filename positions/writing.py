"""Outputs appear whole or not at all, and hold nothing that another program chokes on or runs.

A file is written beside its target and moved over it when complete; several are moved only when all are complete, and
back when one cannot be. A folder of outputs is built in a temporary folder beside the target.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from positions.errors import PositionsError

__all__ = [
    "Write",
    "csv_text",
    "folder_whole_or_not_at_all",
    "not_a_formula",
    "opens_a_formula",
    "stable_zip",
    "without_controls",
    "write_bytes",
    "write_text",
    "write_together",
]


class Write(Protocol):
    """What writes several files, all of them or none, as :func:`write_together` does."""

    def __call__(self, files: Mapping[Path, bytes], *, read_as: Mapping[Path, str] | None = None) -> None:
        """Write."""


KEPT = 24 * 3600  # seconds for which what a killed process left unfinished stays
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_together({path: data})


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` line ends, atomically."""
    write_bytes(path, text.encode())


def write_together(files: Mapping[Path, bytes], *, read_as: Mapping[Path, str] | None = None) -> None:
    """Write several files, all of them or none.

    A file that is there keeps its mode, a new one gets the usual one; a symbolic link is followed; what is no ordinary
    file (a pipe, a device) is written into as it is.

    Parameters
    ----------
    files : mapping of Path to bytes
    read_as : mapping of Path to str, optional
        The SHA-256 that the content of each file had when it was read, empty for one that was not there.

    Raises
    ------
    PositionsError
        When a file holds something else than was read; nothing is written then.
    OSError
        When one cannot be written; all are as they were.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            final = path.resolve() if path.is_symlink() else path
            _clear(final.parent)
            if final.exists() and not final.is_file() and not final.is_dir():
                with final.open("wb") as out:
                    out.write(data)
                continue
            mode = stat.S_IMODE(final.stat().st_mode) if final.exists() else None
            temporary = final.parent / f".writing-{secrets.token_hex(8)}"
            staged.append((temporary, final))
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(temporary, flags, 0o666 if mode is None else 0o600), "wb") as out:
                out.write(data)
            if mode is not None:
                temporary.chmod(mode)
        for path, digest in (read_as or {}).items():
            if (hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "") != digest:
                raise PositionsError(
                    f"{path} was changed by somebody else meanwhile; nothing was written",
                    hint="call the command again: it then starts from the file as it is now",
                )
        _move(staged)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Take away what a process that was killed left here unfinished, a day later."""
    for left in folder.glob(".writing-*"):
        with suppress(OSError):  # gone meanwhile, or not ours to take away
            if time.time() - left.lstat().st_ctime < KEPT:
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()


def _move(staged: Sequence[tuple[Path, Path]]) -> None:
    """Move finished files into place; put the old ones back when one cannot be moved."""
    moved: list[tuple[Path, Path | None]] = []
    try:
        for made, final in staged:
            kept = None
            if len(staged) > 1 and final.exists():
                kept = final.parent / f".writing-{secrets.token_hex(8)}"
                moved.append((final, kept))
                shutil.copy2(final, kept)
            else:
                moved.append((final, None if len(staged) > 1 else final))
            os.replace(made, final)
    except BaseException:
        for final, kept in reversed(moved):
            if kept is None:
                final.unlink(missing_ok=True)
            elif kept != final and kept.exists():
                os.replace(kept, final)
        raise
    finally:
        for final, kept in moved:
            if kept is not None and kept != final:
                kept.unlink(missing_ok=True)


@contextmanager
def folder_whole_or_not_at_all(target: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; at the end its files are moved over ``target``'s.

    When the block raises (Ctrl-C included), ``target`` is as it was. Files of ``target`` that the block did not
    write stay, for they may be the user's own.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target.parent)
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=".writing-"))
    try:
        yield staging
        made = sorted(p for p in staging.rglob("*") if p.is_file())
        finals = [target / each.relative_to(staging) for each in made]
        for final in finals:
            final.parent.mkdir(parents=True, exist_ok=True)
        _move(list(zip(made, finals, strict=True)))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def stable_zip(data: bytes, *, dated: str = "1980-01-01T00:00:00Z") -> bytes:
    """Return an Office file (a zip archive) whose bytes depend on its content alone.

    Writers of XLSX and DOCX put the time of writing into every entry and into ``docProps/core.xml``; both become
    ``dated``, an ISO 8601 date and time.
    """
    moment = tuple(int(part) for part in re.findall(r"\d+", dated)[:6])
    stamps = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = stamps.sub(rb"\g<1>" + dated.encode() + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, date_time=moment)  # type: ignore[arg-type]
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content, compresslevel=9)
    return out.getvalue()


def without_controls(text: str) -> str:
    r"""Replace the characters that no XML file may hold, and that other readers choke on, by U+FFFD.

    Line ends become ``\n``, as XML readers make of them anyway.

    >>> without_controls("a" + chr(0) + "b")
    'a�b'
    """
    return CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def opens_a_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text that begins like this, or drop its first character."""
    return text.startswith((*FORMULA_STARTS, "'"))


def not_a_formula(text: str) -> str:
    """Return the text for a cell, with ``'`` before it if a spreadsheet would run it.

    >>> not_a_formula("=HYPERLINK(1)"), not_a_formula("Russia")
    ("'=HYPERLINK(1)", 'Russia')
    """
    safe = without_controls(text)
    return "'" + safe if safe.startswith(FORMULA_STARTS) else safe


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""Return rows as CSV; numbers as numbers, and text so that no cell can be taken for a formula.

    >>> csv_text([("name", "x"), ("=1+1", -0.5), ("b", None)])
    "name,x\n'=1+1,-0.5\nb,\n"
    """
    out = io.StringIO()
    cells = ([not_a_formula(c) if isinstance(c, str) else c for c in row] for row in rows)
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()
