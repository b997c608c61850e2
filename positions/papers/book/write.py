"""Write a briefing's folder, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from positions.writing import folder_whole_or_not_at_all

__all__ = ["BOOK", "CABLE", "NUMBERS", "write_folder"]

BOOK, CABLE, NUMBERS = "briefing.html", "cable.txt", "numbers.json"
OURS = ("charts", "graphs")  # sub-folders in which only this program writes


def write_folder(folder: Path, files: Mapping[str, bytes], numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """Write ``files`` and the numbers; return all names, sorted.

    What an earlier briefing left in the folder, by the list in its numbers, is taken away: a chart of an issue that
    is gone, or that a release withholds, must not stay beside the new ones.

    Parameters
    ----------
    folder : Path
    files : mapping of name, with ``/`` for sub-folders, to bytes
    numbers : mapping
        Written with the list of all files under the key ``files`` of their ``data``.
    """
    names = tuple(sorted([*files, NUMBERS]))
    before = _earlier(folder)
    whole = {**numbers, "data": {**numbers.get("data", {}), "files": list(names)}}
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    with folder_whole_or_not_at_all(folder) as staging:
        for name, data in {**files, NUMBERS: text.encode()}.items():
            target = staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for name in before:
        if name not in names:
            (folder / name).unlink(missing_ok=True)
    return names


def _earlier(folder: Path) -> tuple[str, ...]:
    """Return the files of an earlier briefing that are still there; only such as this program writes."""
    try:
        earlier = json.loads((folder / NUMBERS).read_text(encoding="utf-8"))
        listed = earlier.get("data", earlier)["files"]  # format 1 had no data
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    found: list[str] = []
    for name in listed if isinstance(listed, list) else []:
        parts = name.split("/") if isinstance(name, str) else []
        ours = name in (BOOK, CABLE) or (len(parts) == 2 and parts[0] in OURS and parts[1] not in ("", ".", ".."))
        if ours and (folder / name).is_file() and "\\" not in name and not (folder / parts[0]).is_symlink():
            found.append(name)
    return tuple(found)
