"""A book as one offline HTML file.

Everything that a user wrote reaches the page through jinja2 with autoescape; only the page's own style is taken as it
is. A strict content security policy allows that style, by its hash, and pictures that are inside the file; nothing
else, no script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from positions.papers.formats.document import Book
from positions.papers.formats.html.live import Live

__all__ = ["Picture", "book_html", "content_policy", "prepare_page", "template_environment"]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes of a picture and its media type, ``image/svg+xml`` or ``image/png``."""

    data: bytes
    media: str

    @property
    def uri(self) -> str:
        """A ``data:`` address that holds the picture itself."""
        return f"data:{self.media};base64,{base64.b64encode(self.data).decode('ascii')}"


def book_html(book: Book, pictures: Mapping[str, Picture] | None = None, live: Live | None = None) -> str:
    """Return the book as HTML text.

    Parameters
    ----------
    book : Book
    pictures : mapping of str to Picture, optional
        By the names of the book's figures; a figure without one shows its words.
    live : Live, optional
        Matrix and graph that can be sorted, filtered and dragged; without it the page has no script.

    Raises
    ------
    ValueError
        When ``live`` is marked higher than the book.
    """
    if live is not None and live.marking > book.marking:
        raise ValueError(f"the book is marked {book.marking.value} and its last page {live.marking.value}")
    style = _template("book.css")
    script = _static("live.js") if live is not None else ""
    return prepare_page().render(
        book=book,
        pictures=pictures or {},
        style=Markup(style),  # noqa: S704  our own file, nothing of the user's in it
        policy=content_policy(style, script),
        live=live,
        script=Markup(script),  # noqa: S704  our own file, nothing of the user's in it
    )


def prepare_page() -> Template:
    """Return the page's template, compiled with those it takes in; may be called ahead, while nothing else is to do."""
    for name in ("blocks.html", "live.html"):
        template_environment(HERE).get_template(name)
    return template_environment(HERE).get_template("book.html")


def content_policy(style: str, script: str = "") -> str:
    """Return the content security policy of a page with exactly this style and script; without one, no script runs.

    >>> content_policy("")[:36]
    "default-src 'none'; img-src data:; s"
    """
    scripts = f"script-src '{_digest(script)}'; " if script else ""
    styles = f"style-src '{_digest(style)}'; "
    return f"default-src 'none'; img-src data:; {styles}{scripts}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _static(name: str) -> str:
    return (resources.files("positions.papers.formats.html") / "static" / name).read_text(encoding="utf-8")


HERE = "positions.papers.formats.html"


def _template(name: str, rooms: tuple[str, ...] = (HERE,)) -> str:
    there = (resources.files(room) / "templates" / name for room in rooms)
    return next(path for path in there if path.is_file()).read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def template_environment(*rooms: str) -> Environment:
    """Return what renders the templates of some packages, the first that has one; all that a user wrote is escaped."""
    made = Environment(
        loader=FunctionLoader(partial(_template, rooms=rooms)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["tenth"] = _tenth
    made.filters["unbroken"] = _unbroken
    made.tests["block"] = _is_block
    return made


def _tenth(value: float) -> str:
    """Return a number with one decimal, for drawing."""
    return f"{value:.1f}"


_FIGURES = re.compile(r"\+?\d+ %(?: \(\d+–\d+\))?|\(\d+–\d+\)")


def _unbroken(text: str) -> Markup:
    """Escape text; a chance with its band stays on one line.

    >>> str(_unbroken("<b> 4 % (1–9)"))
    '&lt;b&gt; <span class="nb">4 % (1–9)</span>'
    """
    made, at = Markup(""), 0
    for found in _FIGURES.finditer(text):
        made += text[at : found.start()]
        made += Markup('<span class="nb">{}</span>').format(found.group())
        at = found.end()
    return made + text[at:]


def _is_block(block: object, name: str) -> bool:
    """Whether a block is of a kind: ``{% if block is block("Table") %}``."""
    return type(block).__name__ == name
