"""Outputs appear whole or not at all, and hold nothing that another program chokes on or runs.

A file is written beside its target and moved over it when complete; several are moved only when all are complete, and
back when one cannot be. A folder of outputs is built in a temporary folder beside the target and takes its place.
What a process that was killed between two moves left is finished by :func:`finish_moves`: a list of the moves stands
beside the files until all are done.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from positions.errors import PositionsError

__all__ = [
    "Write",
    "csv_text",
    "finish_moves",
    "folder_whole_or_not_at_all",
    "not_a_formula",
    "opens_a_formula",
    "stable_zip",
    "without_controls",
    "write_bytes",
    "write_text",
    "write_together",
]

MOVES = ".writing-moves-"  # before the name of a list of moves that have begun
PART = re.compile(r"\.writing-[0-9a-f]{16}")
KEPT = 24 * 3600  # seconds for which what a killed process left unfinished stays
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Write(Protocol):
    """What writes several files, all of them or none, as :func:`write_together` does."""

    def __call__(self, files: Mapping[Path, bytes], *, read_as: Mapping[Path, str] | None = None) -> None:
        """Write."""


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
    """Finish the moves that a process that was killed had begun, and take away what else it left, a day later."""
    finish_moves(folder)
    for left in folder.glob(".writing-*"):
        with suppress(OSError):  # gone meanwhile, or not ours to take away
            if time.time() - left.lstat().st_ctime < KEPT:
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()


def finish_moves(folder: Path) -> None:
    """Finish the moves within a folder that a process of this machine had begun when it was killed.

    Only files that :func:`write_together` made are moved, and only to names in the same folder.
    """
    for journal in folder.glob(f"{MOVES}*"):
        with suppress(OSError, ValueError, KeyError, TypeError):  # half a list: no move had begun
            told = json.loads(journal.read_text(encoding="utf-8"))
            begun_here = told["host"] == _host() and not _runs(told["process"])
            if not begun_here and time.time() - journal.stat().st_mtime < KEPT:
                continue
            for part, name in told["moves"]:
                if PART.fullmatch(part) and Path(name).name == name and (folder / part).is_file():
                    os.replace(folder / part, folder / name)
            journal.unlink()


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""


def _runs(process: int) -> bool:
    """Return whether a process of this machine is still there; true where nobody can tell."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _listed(staged: Sequence[tuple[Path, Path]]) -> list[Path]:
    """Write down the moves, folder by folder, and return the lists; none where one move is all."""
    journals = []
    folders = {final.parent for made, final in staged if made.parent == final.parent}
    for folder in folders if len(staged) > 1 else ():
        moves = [(made.name, final.name) for made, final in staged if made.parent == final.parent == folder]
        journal = folder / f"{MOVES}{secrets.token_hex(8)}"
        told = {"host": _host(), "process": os.getpid(), "moves": moves}
        journal.write_text(json.dumps(told), encoding="utf-8")
        journals.append(journal)
    return journals


def _move(staged: Sequence[tuple[Path, Path]]) -> None:
    """Move finished files into place; put the old ones back when one cannot be moved."""
    moved: list[tuple[Path, Path | None]] = []
    journals: list[Path] = []
    try:
        journals = _listed(staged)
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
        for journal in journals:
            journal.unlink(missing_ok=True)
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
        if _took_the_place(staging, target):
            return
        made = sorted(p for p in staging.rglob("*") if p.is_file())
        finals = [target / each.relative_to(staging) for each in made]
        for final in finals:
            final.parent.mkdir(parents=True, exist_ok=True)
        _move(list(zip(made, finals, strict=True)))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _took_the_place(staging: Path, target: Path) -> bool:
    """Put a folder in another's place in one step, with what else stood there; false where that cannot be done."""
    if target.is_symlink() or Path.cwd().is_relative_to(target.resolve()):  # who stands in it should not lose it
        return False
    try:
        if not target.exists():
            staging.chmod(0o777 & ~_umask())
            os.rename(staging, target)
            return True
        if (exchange := _exchange()) is None:
            return False
        for other in sorted(target.rglob("*")):
            place = staging / other.relative_to(target)
            if other.is_dir() and not other.is_symlink():
                place.mkdir(exist_ok=True)
                shutil.copystat(other, place)
            elif not place.exists():
                os.link(other, place, follow_symlinks=False)
            elif not place.is_file() or not other.is_file() or other.is_symlink():
                return False
            else:
                place.chmod(stat.S_IMODE(other.stat().st_mode))
        staging.chmod(stat.S_IMODE(target.stat().st_mode))
        return bool(exchange(-100, os.fsencode(staging), -100, os.fsencode(target), 2) == 0)
    except OSError:
        return False


def _umask() -> int:
    """Return the mask of modes, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _exchange() -> Callable[..., int] | None:
    """Return Linux's ``renameat2``, which exchanges two names at once; None elsewhere."""
    try:
        import ctypes

        found: Callable[..., int] = ctypes.CDLL(None).renameat2
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    return found


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
