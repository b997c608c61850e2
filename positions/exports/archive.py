"""Office files are zip archives; the same parts give the same bytes when nothing in them tells the time."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["FIXED_TIME", "stable_archive"]

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can hold
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
STAMPED = "docProps/core.xml"


def stable_archive(data: bytes, *, stamp: str = "1980-01-01T00:00:00Z") -> bytes:
    """Return the same archive without the times at which it was made: sorted parts, one date, one compression.

    Examples
    --------
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as out:
    ...     out.writestr("b", "1"); out.writestr("a", "2")
    >>> first = stable_archive(made.getvalue())
    >>> zipfile.ZipFile(io.BytesIO(first)).namelist(), stable_archive(first) == first
    (['a', 'b'], True)
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as out:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            part = source.read(name)
            if name == STAMPED:
                part = STAMP.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", part)
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            out.writestr(info, part)
    return made.getvalue()
