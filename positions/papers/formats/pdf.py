"""A book as a PDF for printing: A4, tagged for screen readers (PDF/UA-1), marking top and bottom of every page.

typst lays it out from ``book.typ``. What a user wrote reaches it as JSON and is set as text, never read as code. The
same book gives the same bytes: no date, no font of the machine unless a name needs one (:mod:`positions.papers.fonts`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from positions.errors import PositionsError
from positions.markings import Marking
from positions.papers.fonts import FACE, font_folder, font_for, lacking
from positions.papers.formats.document import Book
from positions.writing import without_controls

__all__ = ["book_pdf"]


def book_pdf(book: Book, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the book as a PDF file.

    Parameters
    ----------
    book : Book
        Its first section is set on one page, smaller where it has to be; the contents follow it.
    pictures : mapping of str to bytes, optional
        PNG files by the names of the book's figures; a figure without one shows its words.

    Raises
    ------
    PositionsError
        For letters that no font at hand has.
    """
    files = {f"{n}.png": data for n, data in enumerate((pictures or {}).values())}
    said = _plain(book)
    level = 0
    for section in said["sections"]:
        level = section["level"] = min(section["level"], level + 1, 3)  # a screen reader wants no level left out
    said["pictures"] = dict(zip(pictures or {}, files, strict=True))
    said["ids"] = [section.id for section in book.sections]
    text = json.dumps(said, ensure_ascii=False)
    said["fonts"], paths = _fonts(text)
    files |= {"book.json": json.dumps(said, ensure_ascii=False).encode()}
    files |= {"book.typ": (resources.files("positions.papers.formats") / "print" / "book.typ").read_bytes()}
    with TemporaryDirectory(prefix="positions-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        made = typst.compile(
            str(Path(folder) / "book.typ"),
            format="pdf",
            font_paths=paths,
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
    return made


def _plain(value: Any) -> Any:
    """Return records as what JSON holds; a record says of what kind it is."""
    if isinstance(value, Marking):
        return {"label": value.label, "portion": value.portion}
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind_of": type(value).__name__} | {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return without_controls(value) if isinstance(value, str) else value


def _fonts(text: str) -> tuple[list[str], list[str]]:
    """Return the families to set a text in, and the folders that hold them."""
    gaps = lacking(text)
    found = [font for c in sorted(gaps) if (font := font_for(frozenset(c)))]
    without = "".join(sorted(c for c in gaps if font_for(frozenset(c)) is None))
    if without:
        raise PositionsError(
            f"no font on this machine has these letters, so they cannot be printed: {without[:60]}",
            hint="install a font for them (Noto Sans has one for every script), or leave out the PDF: "
            "the HTML book shows them in any browser that can",
        )
    return [FACE, *dict.fromkeys(family for family, _ in found)], [
        str(font_folder()), *dict.fromkeys(str(file.parent) for _, file in found)
    ]  # fmt: skip
