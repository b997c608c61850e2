"""Outputs appear whole or not at all.

A file is written beside its target and moved over it when complete. A folder of outputs is built in a temporary
folder beside the target; only when all of it is there are the files moved into place.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["folder_whole_or_not_at_all", "stable_zip", "write_bytes", "write_text"]


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` line ends, atomically."""
    write_bytes(path, text.encode())


@contextmanager
def folder_whole_or_not_at_all(target: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; at the end its files are moved over ``target``'s.

    When the block raises (Ctrl-C included), ``target`` is as it was. Files of ``target`` that the block did not
    write stay, for they may be the user's own.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=".writing-"))
    try:
        yield staging
        for made in sorted(p for p in staging.rglob("*") if p.is_file()):
            final = target / made.relative_to(staging)
            final.parent.mkdir(parents=True, exist_ok=True)
            os.replace(made, final)
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
