"""Which files a case folder holds, and their text. Nothing large, strange or outside the folder is ever read."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from positions.casefiles.limits import CASE_BYTES, FILE_BYTES
from positions.casefiles.nodes import SourceText
from positions.casefiles.words import printable
from positions.errors import CaseProblems, Problem
from positions.writing import finish_moves

__all__ = ["FLOOR", "REQUIRED_FILES", "FolderText", "read_file", "read_folder"]

FLOOR = "floor.txt"

REQUIRED_FILES = ("delegations.yaml", "issues.yaml")
Report: TypeAlias = Callable[[Problem], None]
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
START = "name the folder of your case with --case FOLDER; positions init DIR writes one to start from"


@dataclass(slots=True)
class FolderText:
    """The texts of a folder, their hashes, and what was wrong with files that could not be read."""

    texts: list[SourceText] = field(default_factory=list)
    floor: SourceText | None = None  # notes from the floor
    hashes: dict[str, str] = field(default_factory=dict)  # file name -> SHA-256 of its bytes
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Path, instead: Mapping[str, bytes] | None = None, *, alone: bool = False) -> FolderText:
    """Read every ``*.yaml`` that stands directly in ``folder``, in the order of their names, and ``floor.txt``.

    Files whose name begins with a dot are left alone: editors keep their locks there. ``instead``: file name → the
    bytes that are taken to stand in it; with ``alone`` there is nothing else, and no folder is needed.
    """
    result = FolderText()
    report = result.problems.append
    try:
        finish_moves(folder)  # what a process that was killed had begun to write
        found = [] if alone else sorted(os.listdir(folder))
    except FileNotFoundError:
        report(Problem(str(folder), 0, 0, "missing-folder", "there is no such folder; a case is a folder", START))
        return result
    except NotADirectoryError:
        hint = f"name the folder it stands in: {folder.parent}"
        report(Problem(str(folder), 0, 0, "not-a-folder", "a case is a folder, and this is a file", hint))
        return result
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        report(Problem(str(folder), 0, 0, "unreadable-file", message, "change its permissions, or name another"))
        return result
    given = instead or {}
    found = sorted({*found, *given})
    names = [name for name in found if (name.endswith(".yaml") and not name.startswith(".")) or name == FLOOR]
    for name in REQUIRED_FILES:
        if name not in names:
            other = name.replace(".yaml", ".yml")
            hint = f"rename {other} to {name}" if other in found else START
            report(Problem(str(folder / name), 0, 0, "missing-file", f"a case needs {name}, and there is none", hint))
    left = CASE_BYTES
    for name in names:
        if left <= 0:
            message = f"the files before this one hold {CASE_BYTES:,} bytes, the most a case may hold"
            report(Problem(shown_path(folder / name), 0, 0, "case-too-large", message, "split it into two cases"))
            break
        data = given[name] if name in given else _read(folder, name, left, report)
        if data is None:
            continue
        left -= len(data)
        result.hashes[shown_path(Path(name))] = hashlib.sha256(data).hexdigest()
        text = _decode(folder / name, data, report)
        if text is not None and name == FLOOR:
            result.floor = SourceText(shown_path(folder / name), text)
        elif text is not None:
            result.texts.append(SourceText(shown_path(folder / name), text))
    return result


def read_file(path: Path) -> bytes:
    """Return the bytes of one file of a case that may lie anywhere; CaseProblems where it cannot be read."""
    problems: list[Problem] = []
    data = _read(path.parent, path.name, FILE_BYTES, problems.append)
    if data is None:
        raise CaseProblems(problems)
    return data


def shown_path(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name is made of."""
    return printable(os.fsencode(path).decode("utf-8", "replace"))


def _read(folder: Path, name: str, left: int, report: Report) -> bytes | None:
    """Return the bytes of one file, or None after reporting why not."""
    path = folder / name

    def refuse(rule: str, message: str, hint: str = "") -> bytes | None:
        report(Problem(shown_path(path), 0, 0, rule, message, hint))
        return None

    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            hint = "copy the file into the folder"
            return refuse("outside-folder", "a symbolic link that points out of the folder is not followed", hint)
        if not stat.S_ISREG(path.stat().st_mode):
            return refuse("not-a-file", "this is no ordinary file", "take it out of the folder")
        # O_NONBLOCK: if the file is exchanged for a pipe meanwhile, opening it does not wait
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return refuse("not-a-file", "this is no ordinary file", "take it out of the folder")
            if facts.st_size > FILE_BYTES:
                message = f"{facts.st_size:,} bytes; a file holds at most {FILE_BYTES:,}"
                return refuse("file-too-large", message, "split it; sections may stand in several files")
            if facts.st_size > left:
                message = f"with this file the case holds more than {CASE_BYTES:,} bytes"
                return refuse("case-too-large", message, "split it into two cases")
            return file.read(facts.st_size)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links, before Python 3.13
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        return refuse("unreadable-file", message, "change its permissions, or take it out of the folder")


def _decode(path: Path, data: bytes, report: Report) -> str | None:
    """Return the text, or None after reporting why there is none."""
    if not data.strip():
        report(Problem(shown_path(path), 0, 0, "empty-file", "the file is empty", "fill it or remove it"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        likely = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "Latin-1 or Windows-1252")
        report(
            Problem(
                shown_path(path),
                line,
                column,
                "not-utf8",
                f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8",
                f"save the file as UTF-8; it looks like {likely}",
            )
        )
        return None
