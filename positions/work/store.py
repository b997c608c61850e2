"""Finished parts in a folder, so that a run that was cut short goes on where it stopped.

``FOLDER/<key>/<number>.part``: one line that says what follows, then the content. The key is a hash of all that goes
into the work, the line holds a hash of the content: a part of other inputs, a part cut short and a part that somebody
changed are all told apart from a good one, and made again. A part is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from positions.errors import PositionsError
from positions.writing import write_bytes

__all__ = ["Store"]

LARGEST = 1 << 30  # bytes; no part of ours comes near


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of finished parts.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder))
    ...     store.keep("abc", 0, b"counts")
    ...     store.find("abc", 0), store.find("abc", 1)
    (b'counts', None)
    """

    folder: Path

    def keep(self, key: str, number: int, content: bytes) -> None:
        """Write one finished part."""
        try:
            write_bytes(self._place(key, number), _title(key, number, content) + content)
        except OSError as error:
            raise PositionsError(
                f"{self.folder}: finished parts cannot be kept: {error.strerror or error}",
                hint="name a folder that can be written with --parts",
            ) from error

    def find(self, key: str, number: int) -> bytes | None:
        """Return a part that was kept; None when there is none, or none that is whole and of this work."""
        place = self._place(key, number)
        try:
            if place.stat().st_size > LARGEST:
                return None
            found = place.read_bytes()
        except OSError:
            return None
        title, end, content = found.partition(b"\n")
        return content if title + end == _title(key, number, content) else None

    def drop(self, key: str) -> None:
        """Remove the parts of finished work, and the folder when nothing else is in it."""
        shutil.rmtree(self.folder / key, ignore_errors=True)
        try:
            self.folder.rmdir()
        except OSError:
            return

    def _place(self, key: str, number: int) -> Path:
        return self.folder / key / f"{number}.part"


def _title(key: str, number: int, content: bytes) -> bytes:
    return f"positions part 1 {key} {number} {hashlib.sha256(content).hexdigest()}\n".encode()
