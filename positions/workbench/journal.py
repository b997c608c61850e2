"""What the workbench wrote into a case, so that it can be taken back, also after a restart.

The journal lies beside the case's files, can be read by its owner alone and carries the case's marking, for it holds
the former text of what was changed. No command reads it into a case, and a server with a release mark neither reads
nor writes it. It is written before the case is: when the process is killed in the midst of several files, the next
start puts back those that were already changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from positions.errors import PositionsError
from positions.markings import Marking
from positions.writing import Write, finish_moves, write_together

__all__ = ["JOURNAL", "Entry", "Journal"]

JOURNAL = ".positions-undo.json"
MOST_ENTRIES = 50
FORM = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a case: what it was about, and of each file the text before and the hash after.

    ``before`` is None for a file that was not there.
    """

    what: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in the file."""
        return {"what": self.what, "before": dict(self.before), "after": dict(self.after)}


class Journal:
    """The journal of one case folder; ``marking`` is the highest that the case had since it was begun."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / JOURNAL
        self.marking = Marking.U
        self.entries, self._open = self._read()

    def recover(self) -> str:
        """Finish or take back what a killed process left half written; return what was done, in a sentence."""
        entry = self._open
        if entry is None:
            return ""
        finish_moves(self.folder)  # or the rest would be moved when the case is read, after it was judged here
        now = {name: _hash(self.folder / name) for name in entry.after}
        old = {name: "" if text is None else _digest(text.encode()) for name, text in entry.before.items()}
        self._open = None
        if all(now[name] == entry.after[name] for name in now):
            self._keep([*self.entries, entry])
            return f"the last change was written before the program ended: {entry.what}"
        if any(now[name] not in (entry.after[name], old[name]) for name in now):
            self._keep(self.entries)
            return f"a change was cut short, and its files were changed since; look at them: {', '.join(now)}"
        if mixed := [name for name in now if now[name] != old[name]]:
            self._put_back(entry, mixed)
        self._keep(self.entries)
        return f"a change was cut short; the case is as it was before: {entry.what}"

    def writing(self, what: str) -> Write:
        """Return what writes as :func:`positions.writing.write_together` does, and remembers how it was before."""

        def write(files: Mapping[Path, bytes], *, read_as: Mapping[Path, str] | None = None) -> None:
            before = {p.name: p.read_bytes().decode() if p.exists() else None for p in files}
            entry = Entry(what, before, {p.name: _digest(data) for p, data in files.items()})
            self._keep(self.entries, entry)
            try:
                write_together(files, read_as=read_as)
            except BaseException:
                self._keep(self.entries)
                raise
            self._keep([*self.entries, entry][-MOST_ENTRIES:])

        return write

    def undo(self) -> Entry:
        """Take back the last change.

        Raises
        ------
        PositionsError
            When there is none, or a file was changed since.
        """
        if not self.entries:
            raise PositionsError("there is nothing to take back")
        entry = self.entries[-1]
        for name, digest in entry.after.items():
            if _hash(self.folder / name) != digest:
                raise PositionsError(
                    f"{self.folder / name} was changed by somebody else since; nothing was taken back",
                    hint="change it in an editor; the former text stands in the journal beside the case",
                )
        self._put_back(entry, entry.after)
        self._keep(self.entries[:-1])
        return entry

    def _put_back(self, entry: Entry, names: Mapping[str, str] | list[str]) -> None:
        texts = {self.folder / n: entry.before[n] for n in names}
        write_together({path: text.encode() for path, text in texts.items() if text is not None})
        for path, text in texts.items():
            if text is None:
                path.unlink(missing_ok=True)

    def _keep(self, entries: list[Entry], opened: Entry | None = None) -> None:
        """Write the journal, whole or not at all, for its owner alone."""
        self.entries, self._open = entries, opened
        made = {
            "form": FORM,
            "marking": self.marking.value,
            "entries": [each.plain() for each in entries],
            "open": opened.plain() if opened else None,
        }
        if not self.path.exists():
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        write_together({self.path: json.dumps(made, ensure_ascii=False, indent=1).encode()})

    def _read(self) -> tuple[list[Entry], Entry | None]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return [], None
        try:
            if not text:  # the process ended before anything stood in it
                return [], None
            made = json.loads(text)
            if made["form"] != FORM:
                raise ValueError(f"form {made['form']!r}")
            self.marking = Marking.parse(made["marking"])
            entries = [_entry(each) for each in made["entries"]]
            return entries, _entry(made["open"]) if made["open"] else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            message = f"{self.path} is no journal of this program: {error}"
            raise PositionsError(message, hint="move it away; it only serves to take changes back") from None


def _entry(made: Any) -> Entry:
    """Return one entry; a name in it that is no plain file of the folder is refused."""
    names = [*made["before"], *made["after"]]
    if any(Path(n).name != n or not (n.endswith(".yaml") or n == "floor.txt") for n in names):
        raise ValueError(f"a file of the case is meant, not {names}")
    if made["before"].keys() != made["after"].keys():
        raise ValueError("files before and after differ")
    return Entry(str(made["what"]), dict(made["before"]), dict(made["after"]))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hash(path: Path) -> str:
    """Return the hash of a file's bytes; empty where it is not there."""
    return _digest(path.read_bytes()) if path.exists() else ""
